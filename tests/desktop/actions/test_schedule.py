"""Reading schedules: once, by page, and again only what has changed."""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta

import pytest

from clinic_console.desktop.actions.schedule import MOST_PAGES, RETRY_SECONDS, ScheduleActions
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.state.schedule import Mode, ScheduleState
from clinic_console.domain.errors import MalformedMessage, NotAllowed, StoreUnavailable
from clinic_console.domain.zones import day_of
from clinic_console.wire.schedule import Card, Column
from tests.desktop.schedule_room import MONDAY, ZONE
from tests.desktop.stub_schedule import CLINIC, Practice

DAY = date(2026, 11, 23)


@asynccontextmanager
async def reading(stub, **more):
    """Actions that look at a Monday of a practice."""
    practice = Practice(MONDAY, DAY, **more).mount(stub)
    async with stub.running():
        http = HubHttp(stub.url)
        access = Access(http, monotonic)
        await access.sign_in("nurse", "secret")
        state = ScheduleState()
        state.look_at(clinic=(CLINIC, ZONE), day=DAY)
        watched = []
        actions = ScheduleActions(access, monotonic, state, watched.append)
        actions.watched = watched
        try:
            yield actions, state, practice
        finally:
            await http.close()


def asked(practice: Practice) -> list[dict[str, str]]:
    """What was asked of schedules since the last look."""
    found = [query for query in practice.asked if query["path"].startswith("/api/schedule")]
    del practice.asked[:]
    return found


async def test_a_day_comes_by_page_in_the_hubs_order(stub):
    async with reading(stub, doctors=20, page=8) as (actions, state, practice):
        assert actions.wants_columns
        await actions.load()
        assert [query.get("after") for query in asked(practice)] == [None, "8", "16"]
        assert [column.practitioner for column in state.columns()] == list(range(1, 21))
        assert state.columns()[3].cards[0].patient.name
        assert not actions.wants_columns


async def test_so_many_pages_are_asked_for_and_no_more(stub):
    async with reading(stub, doctors=MOST_PAGES + 4, page=1) as (actions, state, _):
        await actions.load()
        assert len(state.columns()) == MOST_PAGES
        assert state.page.more


async def test_of_what_has_changed_only_that_is_asked_for(stub):
    async with reading(stub) as (actions, state, practice):
        await actions.load()
        asked(practice)
        newer = practice.put(Column(2, DAY, 1))
        state.told(CLINIC, DAY, 2, newer.version)
        assert state.wanted_columns() == ((2, DAY),)
        await actions.load()
        assert [query.get("practitioner") for query in asked(practice)] == ["2"]
        assert (state.column(2, DAY).version, state.column(2, DAY).cards) == (newer.version, ())


async def test_many_changes_are_one_question(stub):
    async with reading(stub) as (actions, state, practice):
        await actions.load()
        asked(practice)
        for number in range(1, 9):
            state.told(CLINIC, DAY, number, practice.put(Column(number, DAY, 1)).version)
        await actions.load()
        assert [query.get("practitioner") for query in asked(practice)] == [None]
        assert state.wanted_columns() == ()


async def test_while_one_asks_nobody_else_does(stub):
    async with reading(stub) as (actions, _, practice):
        await asyncio.gather(*(actions.load() for _ in range(5)), *(actions.load_kinds() for _ in range(5)))
        assert len(asked(practice)) == 1
        assert practice.kinds_asked == 1


async def test_changes_that_come_one_after_the_other_are_asked_for_together(stub):
    async with reading(stub) as (actions, state, practice):
        await actions.load()
        state.told(CLINIC, DAY, 2, practice.put(Column(2, DAY, 1)).version)
        await actions.load()
        state.told(CLINIC, DAY, 3, practice.put(Column(3, DAY, 1)).version)
        assert not actions.wants_columns
        actions.clock = lambda: monotonic() + 1
        assert actions.wants_columns


async def test_a_week_is_one_question(stub):
    async with reading(stub) as (actions, state, practice):
        state.look_at(mode=Mode.WEEK, practitioner=3)
        await actions.load()
        assert [(query["from"], query["days"], query["practitioner"]) for query in asked(practice)] == [
            ("2026-11-23", "7", "3")
        ]
        assert [column.day.weekday() for column in state.columns()] == list(range(7))


async def test_types_and_people_are_asked_for_once(stub):
    async with reading(stub) as (actions, state, _):
        assert actions.wants_kinds
        await actions.load_kinds()
        assert not actions.wants_kinds
        assert state.types[3].rules.minutes == 30
        assert state.practitioners[1].called == "Dr Itō Haruka"
        assert state.specialties[state.practitioners[4].specialties[0]].name == "Orthopaedics"


async def test_a_refusal_stands_in_the_state_and_is_not_repeated_by_itself(stub):
    async with reading(stub) as (actions, state, practice):
        practice.refuse = 403, "access.not_allowed"
        await actions.load()
        await actions.load_kinds()
        assert isinstance(state.page.error, NotAllowed)
        assert isinstance(state.kinds_error, NotAllowed)
        assert not actions.wants_columns
        assert not actions.wants_kinds
        practice.refuse = None
        state.again()
        assert actions.wants_columns
        assert actions.wants_kinds
        await actions.load()
        assert state.page.error is None


async def test_what_failed_for_the_moment_is_asked_for_again_by_itself(stub):
    async with reading(stub) as (actions, state, practice):
        await actions.load()
        state.told(CLINIC, DAY, 2, 99)
        practice.refuse = 503, "unavailable.store"
        await actions.load()
        await actions.load_kinds()
        assert not actions.wants_columns
        assert not actions.wants_kinds
        seen = []
        for later in (RETRY_SECONDS + 1, 2 * RETRY_SECONDS + 2):
            actions.clock = lambda later=later: monotonic() + later
            assert actions.wants_columns
            assert actions.wants_kinds
            loading = asyncio.ensure_future(actions.load())
            await asyncio.sleep(0)
            seen.append(state.page.error)
            await asyncio.gather(loading, actions.load_kinds())
            practice.refuse = None
        assert all(isinstance(error, StoreUnavailable) for error in seen), "it is said until there is an answer"
        assert state.page.error is None
        assert state.kinds_error is None
        assert not actions.wants_columns


async def test_what_is_here_stays_when_a_change_cannot_be_had(stub):
    async with reading(stub) as (actions, state, practice):
        await actions.load()
        state.told(CLINIC, DAY, 2, 99)
        practice.refuse = 503, "unavailable.store"
        await actions.load()
        assert state.page.error is not None
        assert len(state.columns()) == 8
        practice.refuse = None
        state.doubt()
        await actions.load()
        assert state.page.error is None


@pytest.mark.parametrize(
    "change",
    [
        {"begins": -5}, {"ends": 1 << 60}, {"begins": 10, "ends": 5}, {"own_begins": 1 << 60}, {"state": "lost"},
    ],
)  # fmt: skip
async def test_times_and_states_that_nobody_knows_are_refused(stub, change):
    async with reading(stub) as (actions, state, practice):
        fields = {"begins": 5, "ends": 10, "state": "booked"} | change
        practice.put(
            Column(1, DAY, 1, cards=[Card("v", clinic_id=CLINIC, practitioner=1, type=1, version=1, **fields)])
        )
        await actions.load()
        assert isinstance(state.page.error, MalformedMessage)
        assert state.columns() == ()


async def test_what_is_looked_at_is_heard_of_and_nothing_else(stub):
    async with reading(stub) as (actions, state, _):
        actions.watch()
        actions.watch()
        assert actions.watched == [(f"schedule:{CLINIC}:2026-11-23", f"waitlist:{CLINIC}")]
        state.look_at(mode=Mode.WEEK, practitioner=3)
        actions.watch()
        assert len(actions.watched[-1]) == 8
        actions.rest()
        assert actions.watched[-1] == ()
        actions.watch()
        assert len(actions.watched[-1]) == 8


async def test_whoever_waited_for_an_answer_before_holds_up_nobody_after(stub):
    async with reading(stub) as (actions, state, _):
        stub.http_mode = "deaf"
        waiting = asyncio.create_task(actions.load())
        await asyncio.sleep(0)
        assert not actions.wants_columns
        actions.forget()
        state.clear()
        state.look_at(clinic=(CLINIC, ZONE), day=day_of(ZONE, datetime.fromtimestamp(MONDAY / 1_000, UTC)))
        assert actions.wants_columns
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        assert (state.page, actions.wants_columns) == (None, True)


async def test_another_day_is_another_question(stub):
    async with reading(stub) as (actions, state, practice):
        await actions.load()
        state.look_at(day=DAY + timedelta(days=1))
        await actions.load()
        state.look_at(day=DAY)
        assert not actions.wants_columns
        assert [query["day"] for query in asked(practice)] == ["2026-11-23", "2026-11-24"]
