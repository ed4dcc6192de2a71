"""Live distribution: fanout (pure: topics, conflation, the 10 Hz tick) and the bus between processes (Redis).

Service and the consoles' door call me.
I know topics and bytes, never features.
"""
