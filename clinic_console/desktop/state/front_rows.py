"""What decides how a visit stands in the day's list: its chip, whether it is late, how long somebody waits."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from clinic_console.desktop.state.schedule_columns import Card, Practitioner, VisitKind
from clinic_console.domain.appointments import State
from clinic_console.domain.patients_kana import is_kana, romanised, shortened
from clinic_console.domain.patients_names import fold_number, parts_of, spellings
from clinic_console.domain.schedule import MINUTE_MS

LEAST_NUMBER: Final = 3
"""So many letters and digits of a record number are looked for: fewer stand in nearly all of them."""


class Chip(StrEnum):
    """By what the list can be filtered; ``LATE`` are some of those who are expected."""

    EXPECTED = "expected"
    LATE = "late"
    ARRIVED = "arrived"
    CHECKED_IN = "checked_in"
    ROOMED = "roomed"
    WITH_DOCTOR = "with_doctor"
    DONE = "done"
    NO_SHOW = "no_show"
    LEFT = "left"
    CANCELLED = "cancelled"


OF_STATE: Final[Mapping[State, Chip]] = {
    State.BOOKED: Chip.EXPECTED,
    State.ARRIVED: Chip.ARRIVED,
    State.CHECKED_IN: Chip.CHECKED_IN,
    State.ROOMED: Chip.ROOMED,
    State.WITH_DOCTOR: Chip.WITH_DOCTOR,
    State.DONE: Chip.DONE,
    State.NO_SHOW: Chip.NO_SHOW,
    State.LEFT: Chip.LEFT,
    State.CANCELLED: Chip.CANCELLED,
}
USUAL: Final = frozenset({Chip.EXPECTED, Chip.ARRIVED, Chip.CHECKED_IN, Chip.ROOMED, Chip.WITH_DOCTOR})
"""Who is still to be looked after: so a desk begins."""
WAITING: Final = frozenset({State.ARRIVED, State.CHECKED_IN, State.ROOMED})


def order(card: Card) -> tuple[int, int, str]:
    """Return where a visit stands among the others: by its time; walk-ins by when they came."""
    return card.begins, card.practitioner, card.id


def late_minutes(card: Card, kind: VisitKind | None, now: int) -> int:
    """Return by how many minutes somebody is late, 0 until the type's grace is over."""
    grace = kind.grace if kind is not None else 0
    late = (now - card.begins) // MINUTE_MS
    return late if card.state is State.BOOKED and now and now - card.begins > grace * MINUTE_MS and late > 0 else 0


def waited_minutes(card: Card, now: int) -> int:
    """Return for how many minutes somebody has been waiting, since coming; -1 for who does not wait."""
    came = card.arrived or card.since
    return max(0, now - came) // MINUTE_MS if card.state in WAITING and came and now else -1


def too_long(card: Card, kind: VisitKind | None, now: int) -> bool:
    """Say whether somebody waits for longer than the type's visits may be waited for."""
    return kind is not None and waited_minutes(card, now) >= max(1, kind.patience)


def chips_of(card: Card, kind: VisitKind | None, now: int) -> frozenset[Chip]:
    """Return all chips under which a visit is found."""
    own = OF_STATE[card.state]
    return frozenset({own, Chip.LATE}) if late_minutes(card, kind, now) else frozenset({own})


class Words:
    """A visit as it is looked for: folded words, and the record number."""

    __slots__ = ("number", "text")

    def __init__(self, card: Card, doctor: Practitioner | None, kind: VisitKind | None) -> None:
        who = card.patient
        names = (who.name, who.latin, who.kana, doctor.called if doctor is not None else "")
        parts = [part for text in names for part in parts_of(text)]
        parts += [other for part in tuple(parts) for other in spellings(part)]
        parts += [part for text in (kind.name if kind is not None else "", card.reason) for part in parts_of(text)]
        self.text = " " + " ".join(dict.fromkeys(parts))
        self.number = fold_number(who.mrn)


class Query:
    """What is typed to filter; it fits where each of its words begins a word, or is part of one without spaces."""

    def __init__(self, text: str) -> None:
        self._each = [_spelt(part) for part in parts_of(text)]
        self._number = fold_number(text)

    def __bool__(self) -> bool:
        return bool(self._each)

    def fits(self, words: Words) -> bool:
        """Say whether a visit is among what is looked for."""
        if len(self._number) >= LEAST_NUMBER and self._number in words.number:
            return True
        text = words.text
        return all(one in text or other in text for one, other in self._each)


def _spelt(part: str) -> tuple[str, str]:
    """Return in which two ways a typed word may stand: Latin words from their beginning, others anywhere inside."""
    if part.isascii():
        return (f" {part}", f" {shortened(part)}")
    return (part, f" {shortened(romanised(part))}") if is_kana(part) else (part, part)


def counts(of: Iterable[frozenset[Chip]]) -> dict[Chip, int]:
    """Return how many visits there are under each chip."""
    found = dict.fromkeys(Chip, 0)
    for chips in of:
        for chip in chips:
            found[chip] += 1
    return found
