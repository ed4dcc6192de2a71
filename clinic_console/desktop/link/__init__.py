"""The only place of the desktop with a network: HTTP and the push socket.

Feed and actions call me; I call wire.
I never touch Qt or state.
"""
