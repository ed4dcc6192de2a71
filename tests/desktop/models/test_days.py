"""Where a day begins in a clinic's zone."""

import pytest
from PySide6.QtCore import QDate

from clinic_console.desktop.models.days import day_begins, day_of

HOUR = 3_600_000


@pytest.mark.parametrize(
    ("zone", "hours"),
    [("UTC", 0), ("Asia/Tokyo", -9), ("Europe/Lisbon", 0), ("America/New_York", 5), ("no such zone", 0)],
)
def test_a_day_begins_at_midnight_of_its_zone(zone, hours):
    assert day_begins(QDate(2026, 11, 22), zone) == day_begins(QDate(2026, 11, 22), "UTC") + hours * HOUR


def test_a_time_is_of_another_day_elsewhere():
    late = day_begins(QDate(2026, 11, 22), "UTC") + 20 * HOUR
    assert day_of(late, "UTC") == QDate(2026, 11, 22)
    assert day_of(late, "Asia/Tokyo") == QDate(2026, 11, 23)


def test_a_day_without_midnight_begins_at_one():
    # Clocks in Beirut are put forward at midnight.
    day = QDate(2026, 3, 29)
    assert day_begins(day, "Asia/Beirut") - day_begins(day.addDays(-1), "Asia/Beirut") == 24 * HOUR
    assert day_begins(day.addDays(1), "Asia/Beirut") - day_begins(day, "Asia/Beirut") == 23 * HOUR
