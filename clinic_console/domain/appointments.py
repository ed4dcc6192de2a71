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
    WITH_DOCTOR = "with_doctor"
    DONE = "done"
    LEFT = "left"
    """Came, and left without being seen."""
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


FOLLOWS: Final[Mapping[State, frozenset[State]]] = {
    State.BOOKED: frozenset({State.ARRIVED, State.CHECKED_IN, State.NO_SHOW, State.CANCELLED}),
    State.ARRIVED: frozenset(
        {State.CHECKED_IN, State.ROOMED, State.WITH_DOCTOR, State.DONE, State.LEFT, State.CANCELLED, State.BOOKED}
    ),
    State.CHECKED_IN: frozenset(
        {State.ROOMED, State.WITH_DOCTOR, State.DONE, State.LEFT, State.CANCELLED, State.ARRIVED}
    ),
    State.ROOMED: frozenset({State.WITH_DOCTOR, State.DONE, State.LEFT, State.CHECKED_IN, State.ARRIVED}),
    State.WITH_DOCTOR: frozenset({State.DONE, State.ROOMED}),
    State.DONE: frozenset({State.WITH_DOCTOR, State.ROOMED}),
    State.LEFT: frozenset({State.ARRIVED, State.CHECKED_IN}),
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


PRESENT: Final = frozenset({State.ARRIVED, State.CHECKED_IN, State.ROOMED, State.WITH_DOCTOR})
"""The patient is in the building."""


class Identity(StrEnum):
    """Whether two identifiers of the patient were compared at this visit."""

    UNKNOWN = ""
    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not_confirmed"
    """Somebody said that they could not be, and why."""
