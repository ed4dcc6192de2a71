"""Use cases, one file per noun, and the unit of work (commit, then publish).

The doors call me; I call store, push, cache and objects.
I never touch a socket or HTTP.
"""
