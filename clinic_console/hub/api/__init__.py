"""The door for people: the HTTP API.

The hub's app opens me; I call service, wire and domain.
I never touch SQL, Redis or another door.
"""
