"""Where keys stop in a column: each visit, each free slot of the hours, and each stretch that is taken away."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from clinic_console.desktop.state.schedule_columns import Card, Column
from clinic_console.domain.availability import slots
from clinic_console.domain.schedule import MINUTE_MS, DayTimes, VisitType, Work

LEAST_STEP: Final = 10
"""Slots of less (hours in steps of five minutes) would be too many to walk through."""


class What(StrEnum):
    """What is at a stop."""

    CARD = "card"
    FREE = "free"
    HELD = "held"
    RESERVED = "reserved"
    BLOCKED = "blocked"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Stop:
    """A stretch of a column; ``label`` and ``until`` are those of a block, a reserved stretch or a hold."""

    what: What
    begins: int
    ends: int
    card: Card | None = None
    label: str = ""
    until: int = 0
    mine: bool = False


def stops_of(column: Column, times: DayTimes, now: int, *, cancelled_too: bool = False) -> tuple[Stop, ...]:
    """Return the stops of a column in their order; a column without any hours has one for all of it."""
    cards = [Stop(What.CARD, *card.own, card=card) for card in column.cards if card.holds or cancelled_too]
    taken = [
        *cards,
        *(Stop(What.HELD, h.begins, h.ends, until=h.until, mine=h.mine) for h in column.held if h.until > now),
        *(Stop(What.BLOCKED, b.begins, b.ends, label=b.label or b.kind) for b in column.blocked),
        *(
            Stop(What.RESERVED, r.begins, r.ends, label=r.label, until=r.release or 0)
            for r in column.reserved
            if r.release is None or r.release > now
        ),
    ]
    found = [*taken, *_free(times, now)]
    return tuple(sorted(found, key=lambda stop: (stop.begins, stop.what is not What.CARD, _lane(stop))))


def _lane(stop: Stop) -> int:
    return stop.card.lane if stop.card is not None else 0


def _free(times: DayTimes, now: int) -> Iterator[Stop]:
    """Yield free slots as long as the grid's own steps, none of which overlap, from now on."""
    last = 0
    for piece in times.work:
        step = max(piece.step, LEAST_STEP)
        alone = DayTimes(times.version, (_plain(piece),), times.reserved, times.blocked, times.busy)
        for slot in slots(alone, VisitType(0, step), now):
            if slot.begins >= last:
                last = slot.ends
                yield Stop(What.FREE, slot.begins, slot.ends)


def _plain(piece: Work) -> Work:
    """Return hours in which anything is booked: which types fit is asked when one is chosen."""
    return Work(piece.begins, piece.ends, max(piece.step, 1), piece.cap)


def free_count(stops: Iterable[Stop]) -> int:
    """Return how many slots are free."""
    return sum(stop.what is What.FREE for stop in stops)


def nearest(stops: Sequence[Stop], at: int) -> int:
    """Return which stop stands at a time, or nearest to it; -1 of none."""
    return min(
        range(len(stops)),
        key=lambda number: (_distance(stops[number], at), stops[number].what is not What.CARD, number),
        default=-1,
    )


def _distance(stop: Stop, at: int) -> int:
    if stop.begins <= at < stop.ends:
        return 0
    return min(abs(at - stop.begins), abs(at - stop.ends) + MINUTE_MS)


def out_from(column: Column, now: int) -> int | None:
    """Return from when on a practitioner is away for the rest of the hours (0: for all of them); None: is not."""
    ends = max((piece.ends for piece in column.work), default=0)
    begins = min((piece.begins for piece in column.work), default=0)
    for block in column.blocked:
        if block.kind != "block" and block.begins < ends <= block.ends and (block.begins > now or block.ends > now):
            return 0 if block.begins <= begins else block.begins
    return None
