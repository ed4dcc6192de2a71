"""What the console can be told to do by keys, rail and palette: one row of a table for each."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

_SYMBOLS: Final = {
    "Up": "↑",
    "Down": "↓",
    "Left": "←",
    "Right": "→",
    "Return": "⏎",
}


class Group(IntEnum):
    """The headings of the palette, in the order in which they stand while nothing is asked for."""

    SCREENS = 0
    BEDS = 1
    ACTIONS = 2
    SETTINGS = 3
    PATIENTS = 4
    """Found by the hub, so they come last: what stands above them never moves."""


@dataclass(frozen=True, slots=True)
class Command:
    """Something to do or to go to; ``keys`` as QKeySequence writes it, ``words`` find it without being shown."""

    id: str
    title: str
    group: Group
    icon: str
    run: Callable[[], None]
    detail: str = ""
    keys: str = ""
    words: str = ""


def heading(group: Group) -> str:
    """Return a group's heading in the user's language."""
    return {
        Group.SCREENS: QCoreApplication.translate("Palette", "Screens"),
        Group.BEDS: QCoreApplication.translate("Palette", "Beds"),
        Group.ACTIONS: QCoreApplication.translate("Palette", "Actions"),
        Group.SETTINGS: QCoreApplication.translate("Palette", "Settings"),
        Group.PATIENTS: QCoreApplication.translate("Palette", "Patients"),
    }[group]


def caps(keys: str) -> tuple[str, ...]:
    """Return what stands on the key caps of one or more keys divided by spaces, as this system writes them."""
    return tuple(_cap(key) for key in keys.split())


def _cap(key: str) -> str:
    native = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    # What is no single key (a range such as Ctrl+1…7) stands as it was given.
    return _SYMBOLS.get(key) or native or key
