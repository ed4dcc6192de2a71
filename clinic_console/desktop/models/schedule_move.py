"""A visit on its way to another place: where it would stand, and whether it may.

By pointer or by keys alike; what it says of free and taken is said by the rules of the hub (domain/availability.py).
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from clinic_console.desktop.state.schedule import ScheduleState
from clinic_console.desktop.state.schedule_columns import Card, Column, Key
from clinic_console.domain.appointments import State
from clinic_console.domain.availability import Refusal, refusal
from clinic_console.domain.schedule import MINUTE_MS, VisitType, Work
from clinic_console.domain.zones import zone

FINE_MINUTES: Final = 5
STEP_MINUTES: Final = 15
MOVABLE: Final = frozenset({State.BOOKED, State.ARRIVED, State.CHECKED_IN})


class Step(StrEnum):
    """Where a place can be moved to by one key."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Moving:
    """A card, and where it would go: the column, and the whole visit's begin. ``sent``: the hub is being asked."""

    card: Card
    key: Key
    begins: int
    sent: bool = False

    @property
    def ends(self) -> int:
        """Return when it would end."""
        return self.begins + self.card.ends - self.card.begins

    @property
    def own(self) -> tuple[int, int]:
        """Return the practitioner's part of it there."""
        begins, ends = self.card.own
        shift = self.begins - self.card.begins
        return begins + shift, ends + shift

    def to(self, key: Key, begins: int) -> "Moving":
        """Return it at another place."""
        return replace(self, key=key, begins=begins)

    def moved(self) -> bool:
        """Say whether that is another place than the card's own."""
        return self.begins != self.card.begins or self.key[0] != self.card.practitioner


def rules_of(state: ScheduleState, card: Card) -> VisitType:
    """Return what a visit takes: its own minutes, as they were when it was booked."""
    known = state.types.get(card.type)
    own = card.own
    length = (card.ends - card.begins) // MINUTE_MS
    offset, part = (own[0] - card.begins) // MINUTE_MS, (own[1] - own[0]) // MINUTE_MS
    rules = known.rules if known is not None else VisitType(card.type, length)
    return replace(rules, id=card.type, minutes=length, offset=offset, own=part if part != length else 0)


def verdict(state: ScheduleState, moving: Moving, now: int) -> Refusal | None:
    """Say why a visit cannot go where it is being moved to; None: it can, as far as is known here."""
    column = state.column(*moving.key)
    if column is None:
        return Refusal.OUTSIDE
    times = state.times(column, without=moving.card.id)
    return refusal(times, rules_of(state, moving.card), moving.begins, now)


def snapped(column: Column | None, at: int, *, fine: bool = False) -> int:
    """Return the nearest begin by the grid of the hours at a time, or (``fine``) the nearest five minutes."""
    if fine:
        return _rounded(at, 0, FINE_MINUTES)
    piece = _piece(column, at)
    return _rounded(at, piece.begins, piece.step) if piece is not None else _rounded(at, 0, STEP_MINUTES)


def stepped(column: Column | None, at: int, step: Step, *, fine: bool = False) -> int:
    """Return the next begin of the grid before or after a time."""
    piece = _piece(column, at)
    minutes = FINE_MINUTES if fine else piece.step if piece is not None else STEP_MINUTES
    there = at + (minutes if step is Step.DOWN else -minutes) * MINUTE_MS
    return snapped(column, there, fine=fine)


def shifted(name: str, at: int, days: int) -> int:
    """Return the same time by the wall of a zone so many days later; where that is left out, the one after it."""
    wall = datetime.fromtimestamp(at / 1_000, zone(name)) + timedelta(days=days)
    return round(wall.astimezone(UTC).timestamp() * 1_000)


def _piece(column: Column | None, at: int) -> Work | None:
    pieces = column.work if column is not None else ()
    return next((piece for piece in pieces if piece.begins <= at < piece.ends and piece.step > 0), None)


def _rounded(at: int, base: int, minutes: int) -> int:
    step = minutes * MINUTE_MS
    return base + (at - base + step // 2) // step * step


def may_move(card: Card) -> bool:
    """Say whether a visit can still go elsewhere: not once the patient is in the room."""
    return card.state in MOVABLE
