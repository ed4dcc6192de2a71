"""Appointments: their states, which follows which, and why they end."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """Where a visit stands."""

    BOOKED = "booked"
    ARRIVED = "arrived"
    CHECKED_IN = "checked_in"
    ROOMED = "roomed"
    DONE = "done"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


FOLLOWS: Final[Mapping[State, frozenset[State]]] = {
    State.BOOKED: frozenset({State.ARRIVED, State.CHECKED_IN, State.NO_SHOW, State.CANCELLED}),
    State.ARRIVED: frozenset({State.CHECKED_IN, State.ROOMED, State.DONE, State.CANCELLED, State.BOOKED}),
    State.CHECKED_IN: frozenset({State.ROOMED, State.DONE, State.CANCELLED, State.ARRIVED}),
    State.ROOMED: frozenset({State.DONE, State.CHECKED_IN}),
    State.DONE: frozenset({State.ROOMED}),
    State.NO_SHOW: frozenset({State.BOOKED, State.ARRIVED}),
    State.CANCELLED: frozenset({State.BOOKED}),
}
"""What may follow; going back is undoing, and needs what was free to be free still."""

HOLDING: Final = frozenset(State) - {State.CANCELLED, State.NO_SHOW}
"""Visits in these states take their time; the others have given it up."""


class CancelReason(StrEnum):
    """Why a visit is cancelled: who, so that it can be counted, and words beside it."""

    PATIENT = "patient"
    CLINIC = "clinic"
    PRACTITIONER = "practitioner"
    MISTAKE = "mistake"
    OTHER = "other"


def may_follow(before: State, after: State) -> bool:
    """Say whether a visit can come from one state to the other."""
    return after in FOLLOWS[before]
