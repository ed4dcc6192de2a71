"""Times and ages as the wall writes them: clock times in the clinic's zone, ages in minutes and seconds."""

from functools import lru_cache

from PySide6.QtCore import QDateTime, QTimeZone


@lru_cache(maxsize=64)
def _zone(name: str) -> QTimeZone:
    zone = QTimeZone(name.encode("ascii", "replace"))
    return zone if zone.isValid() else QTimeZone.utc()


@lru_cache(maxsize=4_096)
def _formatted(second: int, zone: str, form: str) -> str:
    return QDateTime.fromSecsSinceEpoch(second, _zone(zone)).toString(form)


def clock_text(at: int, zone: str) -> str:
    """Return hours and minutes of a time in ms since 1970."""
    return _formatted(at // 60_000 * 60, zone, "HH:mm")


def seconds_text(at: int, zone: str) -> str:
    """Return hours, minutes and seconds of a time in ms since 1970."""
    return _formatted(at // 1_000, zone, "HH:mm:ss")


def day_number(at: int, zone: str) -> int:
    """Return the day of a time in ms since 1970 as year, month, day in one number (20261103)."""
    return int(_formatted(at // 60_000 * 60, zone, "yyyyMMdd"))


def age_text(age_ms: int) -> str:
    """Return an age as minutes and seconds, with hours in front from an hour on."""
    seconds = max(0, age_ms) // 1_000
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}:{minutes:02d}:{seconds % 60:02d}" if hours else f"{minutes}:{seconds % 60:02d}"
