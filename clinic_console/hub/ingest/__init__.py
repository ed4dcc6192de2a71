"""The door for devices: WebSocket connections of bedside monitors.

The hub's app opens me; I call service, wire and domain.
I never touch SQL, Redis or another door.
"""
