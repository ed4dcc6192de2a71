"""What is free: the slots of a day, and why a visit cannot stand somewhere. Pure; times in ms since 1970.

Hub and console go by these: a card that is dragged says what the hub would say. What decides in the end is the
constraint in Postgres (DESIGN, guarantee 6), which knows what has happened since.
"""

from enum import StrEnum


class Refusal(StrEnum):
    """Why a visit cannot begin at a time; the errors of domain/errors/schedule.py in the same words."""

    PAST = "past"
    OUTSIDE = "outside_hours"
    CLOSED = "closed"
    AWAY = "away"
    TYPE = "wrong_type"
    RESERVED = "reserved"
    TAKEN = "taken"
    NEEDS = "needs_taken"
