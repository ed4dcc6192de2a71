"""Looking after the PCs that consoles run on."""

import pytest

from clinic_console.desktop.actions.stations import StationsActions
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.state.stations import Stations
from clinic_console.domain.errors import Conflict
from tests.desktop import stub_stations


@pytest.fixture
async def desk(stub):
    stub.rooms = stub_stations.mount(stub)
    async with stub.running():
        access = Access(HubHttp(stub.url), monotonic)
        await access.sign_in("nurse", "secret")
        made = StationsActions(access, monotonic, Stations())
        await made.load()
        yield made
        await access.http.close()


async def test_who_is_signed_in_where(desk):
    first, second = desk.state.pages.rows
    assert (first.name, first.shared, first.sessions, first.users) == ("Desk 1", True, 2, ("N. Sato", "田中 由紀"))
    assert second.users == ()


async def test_everybody_is_signed_out_and_then_it_can_be_forgotten(desk):
    first = desk.state.pages.rows[0]
    with pytest.raises(Conflict):
        await desk.forget(first)
    assert await desk.sign_out(first) == 2
    assert (desk.state.pages.rows[0].users, desk.state.pages.rows[0].sessions) == ((), 0)
    desk.state.opened = desk.state.pages.rows[0]
    await desk.forget(desk.state.opened)
    assert desk.state.opened is None
    assert [station.name for station in desk.state.pages.rows] == ["Desk 2"]


async def test_it_moves_to_another_clinic(desk):
    desk.state.opened = desk.state.pages.rows[1]
    await desk.move(desk.state.opened, "c2")
    assert desk.state.opened.clinic_id == "c2"
    assert [station.clinic_id for station in desk.state.pages.rows] == ["c1", "c2"]
    desk.state.clear()
    assert desk.state.pages.rows == ()
