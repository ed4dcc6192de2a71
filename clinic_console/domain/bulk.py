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

MOST_ROWS: Final = 500
UNDO_SHOWN_MS: Final = 10_000
"""So long a console offers to take it back; the hub does for a minute (schedule.UNDO_MS)."""
