"""Leave, blocks, extra hours and closed clinics: those to come, and the one that somebody writes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from clinic_console.desktop.state.hours_affected import Affected
from clinic_console.desktop.state.pages import Pages
from clinic_console.domain.errors import BadField, TimeGap, TimeTwice
from clinic_console.domain.zones import day_begins
from clinic_console.domain.zones import zone as zone_of

KINDS: Final = ("leave", "block", "extra", "closed")
NOT_SAID: Final = -1


@dataclass(frozen=True, slots=True)
class Away:
    """One exception; ``clinic`` empty: leave of a clinic that is not the user's. Times in ms since 1970."""

    id: str
    clinic: str
    kind: str
    begins: int
    ends: int
    practitioner: int
    label: str = ""
    by: str = ""
    at: int = 0
    step: int = 15
    cap: int = 0


@dataclass(frozen=True, slots=True)
class AwayDraft:
    """What is typed: whole days, or from a time (minutes after midnight) of one day to one of another.

    ``first_fold`` and ``last_fold`` say which is meant of a time that comes twice (0 or 1).
    """

    clinic: str
    practitioner: int = 0
    kind: str = "leave"
    first: date | None = None
    last: date | None = None
    whole: bool = True
    first_time: int = 8 * 60
    last_time: int = 18 * 60
    first_fold: int = NOT_SAID
    last_fold: int = NOT_SAID
    label: str = ""
    step: int = 15
    cap: int = 0

    def times(self, zone: str) -> tuple[datetime, datetime]:
        """Return from when to when it is, as instants.

        BadField (TimeGap, TimeTwice) of ``begins`` or ``ends`` where none, or more than one, is meant.
        """
        if self.first is None:
            raise BadField("no day", field="begins")
        last = self.last or self.first
        if last < self.first:
            raise BadField("before its begin", field="ends")
        if self.whole:
            return day_begins(zone, self.first), day_begins(zone, last + timedelta(days=1))
        begins = _instant(zone, self.first, self.first_time, self.first_fold, "begins")
        ends = _instant(zone, last, self.last_time, self.last_fold, "ends")
        if ends <= begins:
            raise BadField("before its begin", field="ends")
        return begins, ends

    @property
    def for_clinic(self) -> bool:
        """Say whether it is of the whole clinic."""
        return self.kind == "closed"


def comes_twice(zone: str, day: date, minutes: int) -> bool:
    """Say whether a wall time comes twice on a day: the clocks are put back then."""
    try:
        _instant(zone, day, minutes, NOT_SAID, "")
    except TimeTwice:
        return True
    except TimeGap:
        return False
    return False


def _instant(zone: str, day: date, minutes: int, fold: int, name: str) -> datetime:
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    place = zone_of(zone)
    first, second = (wall.replace(tzinfo=place, fold=each).astimezone(UTC) for each in (0, 1))
    if first == second:
        return first
    if first.astimezone(place).replace(tzinfo=None) != wall:
        raise TimeGap(f"{wall:%H:%M}", field=name)
    if fold == NOT_SAID:
        raise TimeTwice(f"{wall:%H:%M}", field=name)
    return second if fold else first


def _pages() -> Pages[Away]:
    return Pages(lambda each: each.id)


@dataclass(slots=True)
class ExceptionsState:
    """Those of a clinic (of one practitioner, or with 0 of all) that are not over, and the draft of another one.

    ``preview`` is what ``previewed`` would affect, ``opened`` is what stands beside the list.
    """

    clinic: str = ""
    practitioner: int = 0
    pages: Pages[Away] = field(default_factory=_pages)
    opened: Away | None = None
    draft: AwayDraft | None = None
    preview: Affected | None = None
    previewed: AwayDraft | None = None
    version: int = 0

    def look_at(self, clinic: str, practitioner: int) -> None:
        """Look at another clinic's, or another practitioner's."""
        if (clinic, practitioner) != (self.clinic, self.practitioner):
            self.clinic, self.practitioner = clinic, practitioner
            self.pages.restart()
            self.open(None)
            self.write(None)

    @property
    def seen(self) -> Affected | None:
        """Return what the draft as it stands would affect, None while that is not known."""
        return self.preview if self.previewed == self.draft else None

    def open(self, away: Away | None) -> None:
        """Open one beside the list, or none."""
        self.opened = away
        self.version += 1

    def write(self, draft: AwayDraft | None) -> None:
        """Keep what is typed."""
        self.draft = draft
        if draft is None:
            self.preview = self.previewed = None
        self.version += 1

    def put(self, draft: Callable[[AwayDraft], AwayDraft]) -> None:
        """Change what is typed."""
        if self.draft is not None:
            self.write(draft(self.draft))

    def know(self, draft: AwayDraft, affected: Affected) -> None:
        """Note what a draft would affect."""
        self.preview, self.previewed = affected, draft
        self.version += 1

    def clear(self) -> None:
        """Forget everything: somebody else may sign in next."""
        self.look_at("", 0)
        self.pages.restart()
        self.open(None)
        self.write(None)
