"""Bulk work at the front desk: one operation on many visits, and what became of each of them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from clinic_console.domain.appointments import State


class Operation(StrEnum):
    """What is done to many visits at once. Identity, consents and payment never are: each has its own card."""

    ARRIVED = "arrived"
    CHECKED_IN = "checked_in"
    ROOMED = "roomed"
    WITH_DOCTOR = "with_doctor"
    DONE = "done"
    LEFT = "left"
    EXPECTED = "expected"
    NO_SHOW = "no_show"
    CANCEL = "cancel"
    MOVE = "move"


class Outcome(StrEnum):
    """What became of one row; none of them is an error of the request."""

    DONE = "done"
    ALREADY = "already"
    CONFLICT = "conflict"
    NOT_ALLOWED = "not_allowed"
    NOT_FOUND = "not_found"
    HELD_BACK = "held_back"
    """It could be done, but another of an all-or-nothing request could not."""


LEADS_TO: Final[Mapping[Operation, State]] = {
    Operation.ARRIVED: State.ARRIVED,
    Operation.CHECKED_IN: State.CHECKED_IN,
    Operation.ROOMED: State.ROOMED,
    Operation.WITH_DOCTOR: State.WITH_DOCTOR,
    Operation.DONE: State.DONE,
    Operation.LEFT: State.LEFT,
    Operation.EXPECTED: State.BOOKED,
    Operation.NO_SHOW: State.NO_SHOW,
    Operation.CANCEL: State.CANCELLED,
    Operation.MOVE: State.BOOKED,
}
"""The state in which each leaves a visit."""

_HERE: Final = (State.ARRIVED, State.CHECKED_IN, State.ROOMED, State.WITH_DOCTOR, State.DONE)
"""One after the other, as a visit goes."""

AMONG: Final[Mapping[Operation, frozenset[State]]] = {
    Operation.ARRIVED: frozenset({State.BOOKED, State.NO_SHOW, State.LEFT}),
    Operation.CHECKED_IN: frozenset({State.BOOKED, State.ARRIVED, State.LEFT}),
    Operation.ROOMED: frozenset({State.ARRIVED, State.CHECKED_IN, State.ROOMED}),
    Operation.WITH_DOCTOR: frozenset({State.ARRIVED, State.CHECKED_IN, State.ROOMED}),
    Operation.DONE: frozenset(_HERE) - {State.DONE},
    Operation.LEFT: frozenset({State.ARRIVED, State.CHECKED_IN, State.ROOMED}),
    Operation.EXPECTED: frozenset({State.ARRIVED, State.NO_SHOW}),
    Operation.NO_SHOW: frozenset({State.BOOKED}),
    Operation.CANCEL: frozenset({State.BOOKED, State.ARRIVED, State.CHECKED_IN}),
    Operation.MOVE: frozenset({State.BOOKED}),
}
"""From which states each can be done (from one room to another, too)."""

BEYOND: Final[Mapping[Operation, frozenset[State]]] = {
    operation: frozenset(_HERE[_HERE.index(state) :]) if state in _HERE else frozenset({state})
    for operation, state in LEADS_TO.items()
}
"""In which states a visit stands so already, or further on. Of moving not the state says it but the place."""

BOOKING: Final = frozenset({Operation.CANCEL, Operation.MOVE})
"""What only those may do who may book."""

MOST_ROWS: Final = 500
MOST_DAYS: Final = 400
"""So far visits are moved at once, to and fro."""
MOST_MINUTES: Final = 1_440
UNDO_SHOWN_MS: Final = 10_000
"""So long a console offers to take it back; the hub does for a minute (schedule.UNDO_MS)."""
