"""The schedule in words: states and their glyphs, blocks, why a visit cannot stand somewhere, what is at a stop."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from clinic_console.desktop.charts.times import clock_text, day_number, day_text
from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.domain.appointments import PRESENT, State
from clinic_console.domain.availability import Refusal
from clinic_console.domain.schedule import MINUTE_MS

GLYPHS: Final = {
    State.BOOKED: "ring",
    State.ARRIVED: "dot",
    State.CHECKED_IN: "checked-in",
    State.ROOMED: "half-dot",
    State.WITH_DOCTOR: "with-doctor",
    State.DONE: "check",
    State.LEFT: "left",
    State.NO_SHOW: "ring-struck",
    State.CANCELLED: "cross",
}
LIVELY: Final = frozenset(GLYPHS[state] for state in PRESENT)
"""Glyphs of those who are in the building: they have the accent's colour."""


def state_text(state: State) -> str:
    """Return where a visit stands."""
    return {
        State.BOOKED: QCoreApplication.translate("Schedule", "Expected"),
        State.ARRIVED: QCoreApplication.translate("Schedule", "Arrived"),
        State.CHECKED_IN: QCoreApplication.translate("Schedule", "Checked in"),
        State.ROOMED: QCoreApplication.translate("Schedule", "Roomed"),
        State.WITH_DOCTOR: QCoreApplication.translate("Schedule", "With doctor"),
        State.DONE: QCoreApplication.translate("Schedule", "Checked out"),
        State.LEFT: QCoreApplication.translate("Schedule", "Left"),
        State.NO_SHOW: QCoreApplication.translate("Schedule", "No-show"),
        State.CANCELLED: QCoreApplication.translate("Schedule", "Cancelled"),
    }[state]


def block_text(kind: str, label: str) -> str:
    """Return what takes hours away: leave says that somebody is out."""
    if kind == "leave":
        out = QCoreApplication.translate("Schedule", "Out")
        return QCoreApplication.translate("Schedule", "Out: %1").replace("%1", label) if label else out
    if label:
        return label
    return {
        "block": QCoreApplication.translate("Schedule", "Blocked"),
        "closed": QCoreApplication.translate("Schedule", "Closed"),
        "elsewhere": QCoreApplication.translate("Schedule", "At another clinic"),
    }.get(kind, kind)


def reserved_text(label: str, release: int | None, zone: str, day: int) -> str:
    """Return what hours are kept for, and until when; ``day`` is the begin of the stretch (ms)."""
    label = label or QCoreApplication.translate("Schedule", "Reserved")
    if release is None:
        return label
    until = until_text(release, zone, day)
    return QCoreApplication.translate("Schedule", "%1 · until %2").replace("%2", until).replace("%1", label)


def until_text(at: int, zone: str, day: int) -> str:
    """Return a time of day, with the date where that is another one than of ``day`` (ms)."""
    clock = clock_text(at, zone)
    return clock if day_number(at, zone) == day_number(day, zone) else f"{day_text(at, zone)} {clock}"


def refusal_text(refusal: Refusal) -> str:
    """Return in a few words why a visit cannot stand somewhere."""
    return {
        Refusal.PAST: QCoreApplication.translate("Schedule", "in the past"),
        Refusal.OUTSIDE: QCoreApplication.translate("Schedule", "outside of the hours"),
        Refusal.CLOSED: QCoreApplication.translate("Schedule", "the clinic is closed"),
        Refusal.AWAY: QCoreApplication.translate("Schedule", "away or busy otherwise"),
        Refusal.TYPE: QCoreApplication.translate("Schedule", "not for this type of visit"),
        Refusal.RESERVED: QCoreApplication.translate("Schedule", "kept for other visits"),
        Refusal.TAKEN: QCoreApplication.translate("Schedule", "taken"),
        Refusal.NEEDS: QCoreApplication.translate("Schedule", "no room or device is free"),
    }[refusal]


def fits_text(minutes: int) -> str:
    """Say that a visit of so many minutes can go somewhere."""
    return QCoreApplication.translate("Schedule", "free · %1 min fits").replace("%1", str(minutes))


def name_text(card: Card) -> str:
    """Return whose visit it is: the name in the patient's own order, or that it is closed to the user."""
    if card.restricted:
        return QCoreApplication.translate("Schedule", "Restricted")
    return card.patient.name


def span_text(begins: int, ends: int, zone: str) -> str:
    """Return from when to when."""
    return f"{clock_text(begins, zone)}\u2013{clock_text(ends, zone)}"


def minutes_of(begins: int, ends: int) -> int:
    """Return how long a stretch is."""
    return (ends - begins) // MINUTE_MS


def card_text(card: Card, kind: str, zone: str) -> str:
    """Return all that a card says, for readers and tips."""
    who = name_text(card)
    latin = card.patient.latin if card.patient.latin != card.patient.name and not card.restricted else ""
    said = [span_text(card.begins, card.ends, zone), f"{who} {latin}".strip(), kind, state_text(card.state)]
    if card.overbooked or card.lane:
        over = QCoreApplication.translate("Schedule", "overbooked")
        said.append(f"{over}: {card.overbooked}" if card.overbooked else over)
    if card.beside:
        said.append(QCoreApplication.translate("Schedule", "beside another visit: %1").replace("%1", card.beside))
    if card.walk_in:
        said.append(QCoreApplication.translate("Schedule", "walk-in"))
    if card.to_confirm:
        said.append(QCoreApplication.translate("Schedule", "the patient has not agreed to this time yet"))
    said += [card.room, card.reason, *card.others]
    if card.cancelled:
        said.append(card.cancelled)
    return ", ".join(part for part in said if part)
