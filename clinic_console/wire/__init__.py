"""What crosses a socket: message structs, their codec, topics, and sans-I/O machines for both ends.

Every program's doors and links may call me; I call only domain and msgspec.
I never touch asyncio, a socket or a framework.
"""
