"""The columns of the lists of practitioners, types of visits, rooms and devices, and what they say when empty."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from PySide6.QtCore import QCoreApplication, QLocale

from clinic_console.desktop.models.table import Cell, Column
from clinic_console.desktop.state.hours_practice import Kind, Room, Somebody
from clinic_console.desktop.views.table import Words

Names = Callable[[], Mapping[Any, str]]


def words_of(part: str) -> Words:
    """Return what a list says that is empty."""
    translate = QCoreApplication.translate
    return {
        "people": Words(
            translate("Hours", "Practitioners"), "person", translate("Hours", "Nobody is found"),
            translate("Hours", "Whoever sees patients stands here."),
        ),
        "kinds": Words(
            translate("Hours", "Visit types"), "list", translate("Hours", "No types of visits yet"),
            translate("Hours", "What is booked stands here, with how long it takes."),
        ),
        "rooms": Words(
            translate("Hours", "Rooms and devices"), "bed", translate("Hours", "No rooms or devices yet"),
            translate("Hours", "What visits need beside a practitioner stands here."),
        ),
    }[part]  # fmt: skip


def people_columns(specialties: Names, clinics: Names) -> list[Column[Somebody]]:
    """Return the columns of the list of practitioners."""
    translate = QCoreApplication.translate
    return [
        Column(translate("Hours", "Name"), lambda one: Cell(one.name, "strong", one.title), 190, stretch=3),
        Column(translate("Hours", "Specialties"), lambda one: _named(one.specialties, specialties()), 170, stretch=2),
        Column(translate("Hours", "Clinics"), lambda one: _named(one.clinics, clinics()), 150, stretch=2, drop=2),
        Column(translate("Hours", "State"), lambda one: _use(active=one.active), 110, stretch=1, drop=1),
    ]


def kind_columns() -> list[Column[Kind]]:
    """Return the columns of the list of types of visits."""
    translate = QCoreApplication.translate
    return [
        Column(translate("Hours", "Visit type"), lambda one: Cell(one.name, "strong"), 200, stretch=3),
        Column(translate("Hours", "Takes"), lambda one: Cell(_minutes(one.minutes)), 90, stretch=1, right=True),
        Column(translate("Hours", "Kept free around"), _around, 130, stretch=1, drop=2),
        Column(translate("Hours", "Needs"), _needs, 170, stretch=2, drop=1),
        Column(translate("Hours", "State"), lambda one: _use(active=one.active), 110, stretch=1, drop=3),
    ]


def room_columns() -> list[Column[Room]]:
    """Return the columns of the list of rooms and devices."""
    translate = QCoreApplication.translate
    return [
        Column(translate("Hours", "Name"), lambda one: Cell(one.name, "strong"), 170, stretch=3),
        Column(translate("Hours", "Kind"), _room_kind, 110, stretch=1),
        Column(translate("Hours", "Group"), lambda one: Cell(one.group), 150, stretch=2),
        Column(translate("Hours", "Visits at a time"), _capacity, 120, stretch=1, drop=1),
        Column(translate("Hours", "State"), lambda one: _use(active=one.active), 110, stretch=1, drop=2),
    ]


def _named(keys: Iterable[object], names: Mapping[Any, str]) -> Cell:
    return Cell(", ".join(names[key] for key in keys if key in names), "muted")


def _use(*, active: bool) -> Cell:
    if active:
        return Cell(QCoreApplication.translate("Hours", "In use"))
    return Cell(QCoreApplication.translate("Hours", "Not in use"), "muted", icon="ban")


def _minutes(minutes: int) -> str:
    return QCoreApplication.translate("Hours", "%n min", None, minutes)


def _around(one: Kind) -> Cell:
    if not one.before and not one.after:
        return Cell()
    text = QCoreApplication.translate("Hours", "%1 and %2", "minutes before and after")
    return Cell(text.replace("%2", _minutes(one.after)).replace("%1", _minutes(one.before)), "muted")


def _needs(one: Kind) -> Cell:
    return Cell(", ".join(need.group for need in one.needs if need.group), "muted")


def _room_kind(one: Room) -> Cell:
    device = QCoreApplication.translate("Hours", "Device")
    return Cell(QCoreApplication.translate("Hours", "Room") if one.kind == "room" else device)


def _capacity(one: Room) -> Cell:
    return Cell(QLocale().toString(one.capacity))
