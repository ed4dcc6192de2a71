"""From the hub's socket to whoever keeps schedules and waitlists: nothing of what nobody watches, no rubbish."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import pytest
from msgspec import Raw, msgpack

from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.feed import MOST_TOPICS, Feed
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.desk_news import SeveralSchedules
from clinic_console.domain.errors import ClinicError, MalformedMessage, NotAllowed, NotFound, StoreUnavailable
from clinic_console.wire import topics
from clinic_console.wire.schedule import DayChange, WaitlistChange

CLINIC = "0192f0c1-0000-7000-8000-0000000000c1"
WARD = "0192f0c1-0000-7000-8000-000000000001"
DAY = date(2030, 3, 4)
SCHEDULE = topics.schedule(UUID(CLINIC), DAY)
WAITLIST = topics.waitlist(UUID(CLINIC))


class Schedule:
    """Keeps what it is told, as state/schedule.py does."""

    def __init__(self) -> None:
        self.heard: list[object] = []

    def told(self, clinic: str, day: date, practitioner: int, version: int) -> None:
        self.heard.append((clinic, day, practitioner, version))

    def replaced(self, clinic: str, day: date, versions: Mapping[int, int]) -> None:
        self.heard.append((clinic, day, dict(versions)))

    def refused(self, clinic: str, day: date, error: ClinicError) -> None:
        self.heard.append((clinic, day, error.code))


class Waitlist:
    """Keeps what it is told, as state/waitlist.py does."""

    def __init__(self) -> None:
        self.heard: list[object] = []

    def told(self, clinic: str, version: int) -> None:
        self.heard.append((clinic, version))

    def refused(self, clinic: str, error: ClinicError) -> None:
        self.heard.append((clinic, error.code))


@pytest.fixture
def feed() -> Feed:
    made = Feed(Access(HubHttp("http://127.0.0.1:1"), monotonic), monotonic, ConsoleState())
    made.desk.schedule, made.desk.waitlist = Schedule(), Waitlist()
    return made


def raw(*items: object) -> list[Raw]:
    return [Raw(msgpack.encode(item)) for item in items]


def watched(feed: Feed) -> set[str]:
    return feed.socket._session.wanted


def test_a_day_is_told_as_a_whole_and_then_column_by_column(feed: Feed) -> None:
    feed.watch_desk([SCHEDULE])
    feed.replaced(SCHEDULE, raw(DayChange(7, 3), DayChange(8, 4)))
    feed.changed(SCHEDULE, raw(DayChange(8, 5)))
    assert feed.desk.schedule.heard == [(CLINIC, DAY, {7: 3, 8: 4}), (CLINIC, DAY, 8, 5)]


def test_a_waitlist_is_told_by_its_version(feed: Feed) -> None:
    feed.watch_desk([WAITLIST])
    feed.replaced(WAITLIST, raw(WaitlistChange(3)))
    feed.changed(WAITLIST, raw(WaitlistChange(4)))
    assert feed.desk.waitlist.heard == [(CLINIC, 3), (CLINIC, 4)]


def test_wards_and_the_desk_are_watched_side_by_side(feed: Feed) -> None:
    feed.watch([WARD])
    feed.watch_desk([SCHEDULE, WAITLIST])
    assert watched(feed) == {f"ward:{WARD}", SCHEDULE, WAITLIST}
    feed.watch([])
    assert watched(feed) == {SCHEDULE, WAITLIST}
    feed.watch([WARD])
    feed.watch_desk(())
    assert watched(feed) == {f"ward:{WARD}"}


def test_no_more_is_watched_than_the_hub_takes(feed: Feed) -> None:
    feed.watch([WARD])
    days = [topics.schedule(UUID(CLINIC), date(2030, 3, 1 + n % 28).replace(month=1 + n // 28)) for n in range(80)]
    feed.watch_desk(days)
    assert len(watched(feed)) == MOST_TOPICS
    assert set(days[: MOST_TOPICS - 1]) < watched(feed)


@pytest.mark.parametrize("error", [NotFound(), NotAllowed()])
def test_what_is_refused_or_withdrawn_is_said_and_not_asked_for_again(feed: Feed, error: ClinicError) -> None:
    feed.watch([WARD])
    feed.watch_desk([SCHEDULE, WAITLIST])
    feed.refused(SCHEDULE, error)
    feed.refused(WAITLIST, error)
    assert (feed.desk.schedule.heard, feed.desk.waitlist.heard) == (
        [(CLINIC, DAY, error.code)],
        [(CLINIC, error.code)],
    )
    assert watched(feed) == {f"ward:{WARD}"}


def test_what_is_refused_for_the_moment_is_tried_again(feed: Feed) -> None:
    feed.watch_desk([SCHEDULE])
    with pytest.raises(StoreUnavailable):
        feed.refused(SCHEDULE, StoreUnavailable())
    assert watched(feed) == {SCHEDULE}


def test_what_nobody_watches_any_more_or_nobody_takes_is_passed_over(feed: Feed) -> None:
    feed.replaced(SCHEDULE, raw(DayChange(7, 3)))
    feed.changed(WAITLIST, raw(WaitlistChange(3)))
    feed.refused(SCHEDULE, NotFound())
    assert (feed.desk.schedule.heard, feed.desk.waitlist.heard) == ([], [])
    feed.desk.schedule = feed.desk.waitlist = None
    feed.watch_desk([SCHEDULE, WAITLIST])
    feed.replaced(SCHEDULE, raw(DayChange(7, 3)))
    feed.changed(WAITLIST, raw(WaitlistChange(3)))
    feed.refused(SCHEDULE, NotFound())
    feed.refused(WAITLIST, NotFound())
    assert watched(feed) == set()


@pytest.mark.parametrize("topic", [SCHEDULE, WAITLIST])
@pytest.mark.parametrize("rubbish", [[], ["x", "y"], {"a": 1}, 7, [[[]]]])
def test_rubbish_ends_the_connection_and_reaches_nobody(feed: Feed, topic: str, rubbish: object) -> None:
    feed.watch_desk([topic])
    with pytest.raises(MalformedMessage):
        feed.changed(topic, raw(rubbish))
    assert (feed.desk.schedule.heard, feed.desk.waitlist.heard) == ([], [])


def test_two_screens_watch_days_of_their_own_and_both_are_told(feed: Feed) -> None:
    """What one of them lets go of, the other still hears of."""
    first, second = Schedule(), Schedule()
    feed.desk.schedule = SeveralSchedules(first, second)
    feed.watch_desk([SCHEDULE])
    feed.watch_desk([SCHEDULE, WAITLIST], by="desk")
    feed.watch_desk(())
    feed.changed(SCHEDULE, raw(DayChange(7, 3)))
    assert first.heard == second.heard == [(CLINIC, DAY, 7, 3)]
    feed.watch_desk((), by="desk")
    feed.changed(SCHEDULE, raw(DayChange(7, 4)))
    assert len(first.heard) == 1
