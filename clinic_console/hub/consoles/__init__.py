"""The door for consoles: the push WebSocket (hello, subscribe, snapshot, deltas).

The hub's app opens me; I call service, push/fanout, wire and domain.
I hold sockets, never data: no store, cache or objects.
"""
