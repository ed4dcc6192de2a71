"""What the hub pushes of schedules and waitlists: who takes it. The feed tells, the parts of the state take."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from clinic_console.domain.errors import ClinicError


class ScheduleNews(Protocol):
    """Who keeps columns of schedules (state/schedule.py); clinics by their ids as they travel."""

    def told(self, clinic: str, day: date, practitioner: int, version: int) -> None:
        """Know that a column is of this version now: one that is older has to be asked for anew."""

    def replaced(self, clinic: str, day: date, versions: Mapping[int, int]) -> None:
        """Know a whole day's versions by practitioner: at first, and when something may have been missed."""

    def refused(self, clinic: str, day: date, error: ClinicError) -> None:
        """Know that nothing more will be said of a day: it is not for this user (any more)."""


class WaitlistNews(Protocol):
    """Who keeps a clinic's waitlist (state/waitlist.py)."""

    def told(self, clinic: str, version: int) -> None:
        """Know that the waitlist is of this version now."""

    def refused(self, clinic: str, error: ClinicError) -> None:
        """Know that nothing more will be said of it: it is not for this user (any more)."""


class SeveralSchedules:
    """Tells all of them: two screens each keep columns of their own."""

    def __init__(self, *each: ScheduleNews) -> None:
        self._each = each

    def told(self, clinic: str, day: date, practitioner: int, version: int) -> None:
        """Tell of a column's version."""
        for news in self._each:
            news.told(clinic, day, practitioner, version)

    def replaced(self, clinic: str, day: date, versions: Mapping[int, int]) -> None:
        """Tell of a whole day's versions."""
        for news in self._each:
            news.replaced(clinic, day, versions)

    def refused(self, clinic: str, day: date, error: ClinicError) -> None:
        """Tell that nothing more will be said of a day."""
        for news in self._each:
            news.refused(clinic, day, error)


class DeskNews:
    """Where both register (``feed.desk.schedule = …``); nobody is told while nobody has."""

    def __init__(self) -> None:
        self.schedule: ScheduleNews | None = None
        self.waitlist: WaitlistNews | None = None
