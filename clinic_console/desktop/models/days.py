"""Days in a clinic's zone: where they begin and end on the clock that counts ms since 1970."""

from PySide6.QtCore import QDate, QDateTime, QTimeZone


def day_of(at: int, zone: str) -> QDate:
    """Return the day of a time in ms since 1970."""
    return QDateTime.fromMSecsSinceEpoch(at, _zone(zone)).date()


def day_begins(day: QDate, zone: str) -> int:
    """Return when a day begins, in ms since 1970: where clocks are put forward at midnight, at one."""
    return day.startOfDay(_zone(zone)).toMSecsSinceEpoch()


def _zone(name: str) -> QTimeZone:
    zone = QTimeZone(name.encode("ascii", "replace"))
    return zone if zone.isValid() else QTimeZone.utc()
