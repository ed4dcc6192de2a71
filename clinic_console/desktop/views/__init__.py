"""Screens, one file per noun.

The app opens me; I use charts, state, actions, bridge and theme.
I never touch the link, the wire or another feature's screen.
"""
