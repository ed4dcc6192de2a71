"""What a booking says of the clocks that change in it, and of days."""

from datetime import datetime

import pytest

from clinic_console.desktop.views.booking_words import clock_change_text, day_words


def ms(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp() * 1_000)


@pytest.mark.parametrize(
    ("begins", "ends", "said"),
    [
        ("2026-10-25T01:30:00+01:00", "2026-10-25T01:45:00+01:00", "The first 01:30 of two"),
        ("2026-10-25T01:30:00+00:00", "2026-10-25T01:45:00+00:00", "The second 01:30 of two"),
        ("2026-03-29T00:45:00+00:00", "2026-03-29T01:15:00+00:00", "ends at 02:15"),
        ("2026-03-29T01:00:00+00:00", "2026-03-29T01:15:00+00:00", "go forward to 02:00"),
        ("2026-03-29T09:00:00+01:00", "2026-03-29T09:15:00+01:00", ""),
    ],
)
def test_what_is_said_where_the_clocks_change(qapp, begins, ends, said):
    text = clock_change_text(ms(begins), ms(ends), "Europe/London")
    assert said in text
    assert bool(said) == bool(text)


def test_days_by_the_calendar(qapp):
    late = ms("2026-11-23T23:50:00+09:00")
    assert day_words(late, "Asia/Tokyo", late - 3_600_000) == "Today"
    assert day_words(late + 1_200_000, "Asia/Tokyo", late) == "Tomorrow"
    assert "24" in day_words(late + 1_200_000, "Asia/Tokyo", 0)
    assert day_words(late + 1_200_000, "Asia/Tokyo", late - 86_400_000) not in ("Today", "Tomorrow")
