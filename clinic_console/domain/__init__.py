"""Pure rules of the clinic: what a reading, a bed, a role is and which errors exist.

Every room may call me.
I never touch I/O, an event loop, a clock, a log or anything outside the standard library.
"""
