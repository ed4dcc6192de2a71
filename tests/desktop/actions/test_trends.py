"""Asking for a bed's history: what the hub says, or why it says nothing, stands in the state."""

import pytest

from clinic_console.desktop.actions.trends import TrendActions
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.state.clock import Moment
from clinic_console.desktop.state.trends import Occupant, Trends
from clinic_console.domain.errors import HubUnavailable, NotFound, NotSignedIn
from clinic_console.wire.readings import History, HistoryGap, Point, Series

BED = "0192f0c1-0000-7000-8000-0000000000b1"


@pytest.fixture
async def actions(stub):
    async with stub.running():
        access = Access(HubHttp(stub.url), monotonic)
        await access.sign_in("nurse", "secret")
        yield TrendActions(access, monotonic, Trends())
        await access.http.close()


def ask(actions, stub, bed=BED):
    actions.state.open(bed, Occupant("p1", 1), Moment(monotonic(), stub.now()))
    request = actions.state.due(Moment(monotonic(), stub.now()))
    assert request is not None
    actions.state.begin(request)
    return request


async def test_the_hubs_answer_stands_in_the_state(stub, actions):
    now = stub.now()
    point = Point(now - 5_000, now - 4_000, 60.0, 90.0, 75.0)
    gap = HistoryGap(now - 60_000, now - 30_000, "buffer full")
    stub.histories[BED] = History(BED, 0, now, 30_000, [Series("HR", "/min", [point])], [gap])
    await actions.load(ask(actions, stub))
    assert actions.state.loaded
    assert actions.state.curve("HR").high.tolist() == [90.0]
    assert actions.state.lost[0].reason == "buffer full"


async def test_a_bed_that_is_not_there_is_said(stub, actions):
    await actions.load(ask(actions, stub))
    assert isinstance(actions.state.problem, NotFound)


@pytest.mark.parametrize("mode", ["down", "rubbish"])
async def test_a_hub_in_trouble_is_said(stub, actions, mode):
    stub.histories[BED] = History(BED, 0, 1, 1.0, [], [])
    request = ask(actions, stub)
    stub.http_mode = mode
    await actions.load(request)
    assert actions.state.problem is not None
    assert not actions.state.loaded


async def test_a_bed_whose_name_is_none_is_not_asked_for(stub, actions):
    asked = len(stub.requests)
    await actions.load(ask(actions, stub, bed="b1"))
    assert isinstance(actions.state.problem, HubUnavailable)
    assert len(stub.requests) == asked


async def test_an_ended_session_is_said(stub, actions):
    request = ask(actions, stub)
    stub.tokens.clear()
    stub.refreshes.clear()
    await actions.load(request)
    assert isinstance(actions.state.problem, NotSignedIn)


async def test_an_answer_that_comes_after_another_bed_was_opened_is_dropped(stub, actions):
    stub.histories[BED] = History(BED, 0, 1, 1.0, [], [])
    request = ask(actions, stub)
    other = "0192f0c1-0000-7000-8000-0000000000b2"
    actions.state.open(other, Occupant("p2", 2), Moment(monotonic(), stub.now()))
    newer = actions.state.due(Moment(monotonic(), stub.now()))
    actions.state.begin(newer)
    await actions.load(request)
    assert not actions.state.loaded
    assert actions.state.wants(newer)
