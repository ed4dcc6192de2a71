"""What is said of a visit: how it stands, why it ended, and what was done to it."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from clinic_console.desktop.charts.times import clock_text, date_text, day_text
from clinic_console.desktop.state.visit import Step
from clinic_console.domain.appointments import CancelReason


def cancel_reasons() -> list[tuple[str, str]]:
    """Return why visits are cancelled, with the words for it."""
    translate = QCoreApplication.translate
    return [
        (CancelReason.PATIENT, translate("Visit", "The patient")),
        (CancelReason.CLINIC, translate("Visit", "The clinic")),
        (CancelReason.PRACTITIONER, translate("Visit", "The practitioner")),
        (CancelReason.MISTAKE, translate("Visit", "A mistake")),
        (CancelReason.OTHER, translate("Visit", "Something else")),
    ]


def reason_text(cancelled: str) -> str:
    """Return why a visit was cancelled: one of the reasons, and words behind it if there are."""
    known = dict(cancel_reasons())
    why, _, note = cancelled.partition(":")
    text = known.get(why.strip())
    if text is None:
        return cancelled
    return f"{text}: {note.strip()}" if note.strip() else text


def step_text(step: Step, zone: str, doctors: Mapping[int, str], kinds: Mapping[int, str]) -> str:
    """Return what a change was, in one sentence."""
    translate = QCoreApplication.translate
    texts = {
        "book": translate("Visit", "Booked for %1"),
        "move": translate("Visit", "Moved to %1"),
        "cancel": translate("Visit", "Cancelled"),
        "no_show": translate("Visit", "Did not come"),
        "undo": translate("Visit", "Taken back"),
        "arrive": translate("Visit", "Arrived"),
        "check_in": translate("Visit", "Checked in"),
        "room": translate("Visit", "Roomed"),
        "with_doctor": translate("Visit", "With the doctor"),
        "done": translate("Visit", "Checked out"),
        "left": translate("Visit", "Left without being seen"),
        "expect": translate("Visit", "Expected again"),
        "walk_in": translate("Visit", "Came without a slot"),
        "confirmed": translate("Visit", "The patient agreed to the new time"),
        "unavailable": translate("Visit", "Moved, the doctor was not there: %1"),
    }
    text = texts.get(_kind(step.kind), translate("Visit", "Changed"))
    return text.replace("%1", _target(step, zone, doctors)) + _kind_change(step, kinds)


def at_text(at: int, zone: str) -> str:
    """Return when something was done."""
    return f"{date_text(at, zone)} {clock_text(at, zone)}"


def _kind(kind: str) -> str:
    # As the audit log names it ("appointment.moved"), or in a word.
    word = kind.rsplit(".", 1)[-1].replace("-", "_")
    return {
        "booked": "book",
        "created": "book",
        "moved": "move",
        "cancelled": "cancel",
        "undone": "undo",
        "arrived": "arrive",
        "checked_in": "check_in",
        "roomed": "room",
        "expected": "expect",
    }.get(word, word)


def _target(step: Step, zone: str, doctors: Mapping[int, str]) -> str:
    begins, who = step.after.get("begins"), step.after.get("practitioner")
    when = f"{day_text(int(begins), zone)} {clock_text(int(begins), zone)}" if begins else ""
    name = doctors.get(int(who), "") if who else ""
    return " · ".join(filter(None, (when, name)))


def _kind_change(step: Step, kinds: Mapping[int, str]) -> str:
    before, after = step.before.get("type"), step.after.get("type")
    name = kinds.get(int(after), "") if after and before and before != after else ""
    return f" · {name}" if name else ""
