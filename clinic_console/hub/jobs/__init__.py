"""The door for time: tasks that the worker runs on a schedule or on demand.

The worker opens me; I call service.
I never touch SQL, Redis or another door.
"""
