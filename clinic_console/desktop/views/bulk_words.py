"""Bulk work in words: what can be done, what became of it, and why not."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QCoreApplication

from clinic_console.desktop.bridge import words
from clinic_console.desktop.charts.schedule_words import name_text
from clinic_console.desktop.charts.times import clock_text
from clinic_console.desktop.state.bulk import Order, Result, Row
from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.domain.appointments import State
from clinic_console.domain.bulk import Operation, Outcome
from clinic_console.domain.schedule import MINUTE_MS
from clinic_console.domain.zones import zone as zone_of


def operation_text(operation: Operation, *, back: bool = False) -> str:
    """Return what a button says; ``back``: whoever is expected again had not come."""
    translate = QCoreApplication.translate
    if operation is Operation.EXPECTED:
        return translate("Bulk", "Expected again") if back else translate("Bulk", "Undo arrival")
    return {
        Operation.ARRIVED: translate("Bulk", "Arrived"),
        Operation.CHECKED_IN: translate("Bulk", "Checked in"),
        Operation.ROOMED: translate("Bulk", "Room…"),
        Operation.WITH_DOCTOR: translate("Bulk", "With doctor"),
        Operation.DONE: translate("Bulk", "Checked out"),
        Operation.LEFT: translate("Bulk", "Left"),
        Operation.NO_SHOW: translate("Bulk", "No-show"),
        Operation.CANCEL: translate("Bulk", "Cancel visits…"),
        Operation.MOVE: translate("Bulk", "Move…"),
    }[operation]


def about_text(operation: Operation) -> str:
    """Return what an operation means, for a tooltip."""
    translate = QCoreApplication.translate
    return {
        Operation.ARRIVED: translate("Bulk", "They are in the building."),
        Operation.CHECKED_IN: translate("Bulk", "The administration is done, of those whose identity is confirmed."),
        Operation.ROOMED: translate("Bulk", "They wait in a room."),
        Operation.WITH_DOCTOR: translate("Bulk", "They are being seen."),
        Operation.DONE: translate("Bulk", "They have been seen, and go."),
        Operation.LEFT: translate("Bulk", "They have left without being seen."),
        Operation.EXPECTED: translate("Bulk", "They have not come yet after all."),
        Operation.NO_SHOW: translate("Bulk", "They did not come: those who are late for longer than is tolerated."),
        Operation.CANCEL: translate("Bulk", "Their times become free for others."),
        Operation.MOVE: translate("Bulk", "To another doctor, day or time."),
    }[operation]


def working_text(operation: Operation) -> str:
    """Return what is being done to a visit, as its pill says it meanwhile."""
    translate = QCoreApplication.translate
    return {
        Operation.ARRIVED: translate("Bulk", "Arriving…"),
        Operation.CHECKED_IN: translate("Bulk", "Checking in…"),
        Operation.ROOMED: translate("Bulk", "To a room…"),
        Operation.CANCEL: translate("Bulk", "Cancelling…"),
        Operation.MOVE: translate("Bulk", "Moving…"),
    }.get(operation, translate("Bulk", "Working…"))


def selected_text(selected: int) -> str:
    """Return how many are selected."""
    return QCoreApplication.translate("Bulk", "%Ln selected", None, selected)


def shown_text(shown: int) -> str:
    """Return of how many."""
    return QCoreApplication.translate("Bulk", "of %Ln shown", None, shown)


def result_text(result: Result) -> str:
    """Return what became of all rows, in numbers."""
    done, already, held = result.count(Outcome.DONE), result.count(Outcome.ALREADY), result.count(Outcome.HELD_BACK)
    failed = len(result.failed) - held
    operation = result.request.order.operation
    parts = [_back_text(done) if result.request.undoes else _done_text(operation, done)]
    if already:
        parts.append(_already_text(operation, already))
    if held:
        parts.append(QCoreApplication.translate("Bulk", "%n kept back", None, held))
    parts.append(QCoreApplication.translate("Bulk", "%n failed", None, failed))
    return " · ".join(parts)


def failed_text(rows: Sequence[Row]) -> str:
    """Return how many failed, and of one alone who it is and why."""
    text = QCoreApplication.translate("Bulk", "%n failed", None, len(rows))
    if len(rows) != 1:
        return text
    pattern = QCoreApplication.translate("Bulk", "%1: %2", "1 failed: who and why")
    return pattern.replace("%1", text).replace("%2", who_why_text(rows[0]))


def who_why_text(row: Row) -> str:
    """Return whose visit it is, and why nothing was done to it."""
    return f"{who_text(row.card)} \N{EM DASH} {why_text(row)}"


def who_text(card: Card) -> str:
    """Return whose visit it is."""
    if card.restricted or not card.patient.name:
        return name_text(card) or QCoreApplication.translate("Bulk", "A patient's visit")
    latin = card.patient.latin if card.patient.latin != card.patient.name else ""
    return f"{card.patient.name} {latin}".strip()


def why_text(row: Row) -> str:
    """Return why nothing was done to a visit."""
    translate = QCoreApplication.translate
    if row.problem is not None:
        return words(row.problem)
    return {
        Outcome.NOT_ALLOWED: translate("Bulk", "You may not do this here."),
        Outcome.NOT_FOUND: translate("Bulk", "This visit is not there any more."),
        Outcome.HELD_BACK: translate("Bulk", "It could have been done, but another one could not."),
        Outcome.ALREADY: translate("Bulk", "It stood so already."),
        Outcome.DONE: translate("Bulk", "Done."),
        Outcome.CONFLICT: translate("Bulk", "Somebody else has changed it."),
    }[row.outcome]


def moved_text(order: Order, card: Card, zone: str) -> str:
    """Return from when to when a visit would move."""
    at = moved_to(order, card.begins, zone)
    return f"{clock_text(card.begins, zone)} → {clock_text(at, zone)}"


def moved_to(order: Order, begins: int, zone: str) -> int:
    """Return when a visit would begin: days later by the clinic's calendar, then minutes later."""
    wall = datetime.fromtimestamp(begins / 1_000, UTC).astimezone(zone_of(zone)) + timedelta(days=order.days)
    return round(wall.astimezone(UTC).timestamp() * 1_000) + order.minutes * MINUTE_MS


def stands_back(cards: Sequence[Card]) -> bool:
    """Say whether who is expected again had not come: then nothing arrives or is undone."""
    return bool(cards) and all(card.state is State.NO_SHOW for card in cards if card.state is not State.BOOKED)


def _done_text(operation: Operation, count: int) -> str:
    translate = QCoreApplication.translate
    return {
        Operation.ARRIVED: translate("Bulk", "%n arrived", None, count),
        Operation.CHECKED_IN: translate("Bulk", "%n checked in", None, count),
        Operation.ROOMED: translate("Bulk", "%n roomed", None, count),
        Operation.WITH_DOCTOR: translate("Bulk", "%n with the doctor", None, count),
        Operation.DONE: translate("Bulk", "%n checked out", None, count),
        Operation.LEFT: translate("Bulk", "%n left", None, count),
        Operation.EXPECTED: translate("Bulk", "%n expected again", None, count),
        Operation.NO_SHOW: translate("Bulk", "%n no-show", None, count),
        Operation.CANCEL: translate("Bulk", "%n cancelled", None, count),
        Operation.MOVE: translate("Bulk", "%n moved", None, count),
    }[operation]


def _already_text(operation: Operation, count: int) -> str:
    translate = QCoreApplication.translate
    return {
        Operation.ARRIVED: translate("Bulk", "%n already here", None, count),
        Operation.CHECKED_IN: translate("Bulk", "%n already in", None, count),
        Operation.CANCEL: translate("Bulk", "%n already cancelled", None, count),
    }.get(operation, translate("Bulk", "%n already so", None, count))


def _back_text(count: int) -> str:
    return QCoreApplication.translate("Bulk", "%n taken back", None, count)
