"""Clinic Console: a desktop console for a clinic's day and the thin hub behind it.

Rooms: domain (pure rules), wire (what crosses a socket), hub, desktop, simulator, embedded (the programs).
Every room's ``__init__`` is its card: what lives here, who may call me, what I never touch.
"""

__version__ = "0.1.0"
