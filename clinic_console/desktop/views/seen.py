"""When something was last heard of, as short as it can be understood."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from clinic_console.desktop.charts.times import clock_text, date_text, day_number

NOW_MS: Final = 120_000


def seen_text(at: int | None, zone: str, now: int) -> str:
    """Say when (ms since 1970): now, the time of today, else the date too; ``now`` is the hub's, 0 if unknown."""
    if at is None:
        return QCoreApplication.translate("Seen", "Never")
    if now and now - at < NOW_MS:
        return QCoreApplication.translate("Seen", "Now")
    if now and day_number(at, zone) == day_number(now, zone):
        return clock_text(at, zone)
    return f"{date_text(at, zone)} {clock_text(at, zone)}"
