"""Plain-Python replica of what the console shows, one file per noun; ring buffers for readings.

Feed writes me; models, charts and views read me.
I never touch Qt, the network or an event loop.
"""
