"""Looking after monitors: the list, new ones, tokens, places, revoking."""

import pytest

from clinic_console.desktop.actions.devices import DeviceActions
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.state.devices import Devices, Use
from clinic_console.domain.errors import Conflict, NotFound, StoreUnavailable
from tests.desktop import stub_devices
from tests.desktop.stub import WARD


@pytest.fixture
async def desk(stub):
    stub.register = stub_devices.mount(stub)
    async with stub.running():
        access = Access(HubHttp(stub.url), monotonic)
        await access.sign_in("nurse", "secret")
        yield DeviceActions(access, monotonic, Devices())
        await access.http.close()


async def test_the_list_comes_page_by_page(stub, desk):
    stub.register.devices = [stub_devices.device(number) for number in range(1, 6)]
    stub.register.page = 2
    pages = desk.state.pages
    await desk.load()
    assert [device.code for device in pages.rows] == ["mon-001", "mon-002"]
    pages.more()
    await desk.load()
    pages.more()
    await desk.load()
    assert [device.id for device in pages.rows] == [1, 2, 3, 4, 5]
    assert not pages.has_more


async def test_why_there_is_no_list_is_kept(stub, desk):
    stub.http_mode = "down"
    await desk.load()
    assert isinstance(desk.state.pages.error, StoreUnavailable)


async def test_a_new_device_is_in_the_list_and_its_token_is_kept_nowhere(stub, desk):
    await desk.load()
    await desk.register("c1", "mon-100", "VM-9", "b2")
    device, token = desk.state.given
    assert (device.code, device.model, device.bed, device.use) == ("mon-100", "VM-9", "2", Use.NEVER_SEEN)
    assert token == "token-1-of-mon-100"
    assert desk.state.pages.rows[0] == desk.state.opened == device
    desk.state.taken_down()
    assert token not in repr(desk.state)
    with pytest.raises(Conflict):
        await desk.register("c1", "mon-100", "", "")


async def test_revoked_and_back_in_use_with_another_token(stub, desk):
    await desk.load()
    assert (await desk.revoke(1)).use is Use.REVOKED
    assert desk.state.pages.get("1").revoked
    await desk.new_token(1)
    device, token = desk.state.given
    assert (device.use, token) == (Use.IN_USE, "token-1-of-mon-001")
    assert not desk.state.pages.get("1").revoked


async def test_placed_at_a_bed_and_taken_away(desk):
    await desk.load()
    await desk.load_beds(WARD)
    assert desk.state.beds
    assert (await desk.place(1, "")).bed_id == ""
    # Which beds are free has changed.
    assert not desk.state.beds
    assert (await desk.place(1, "b7")).bed == "7"
    with pytest.raises(NotFound):
        await desk.place(77, "")


async def test_wards_and_beds_to_choose_from(stub, desk):
    await desk.load_wards()
    assert [ward.name for ward in desk.state.wards] == ["3 East"]
    await desk.load_beds(WARD)
    assert [(bed.name, bed.device) for bed in desk.state.beds[WARD]] == [("1", "dev-1"), ("2", "dev-2")]
    stub.http_mode = "down"
    await desk.load_beds(WARD)
    assert isinstance(desk.state.wards_problem, StoreUnavailable)
    assert desk.state.wards
    await desk.load_wards()
    assert isinstance(desk.state.wards_problem, StoreUnavailable)


async def test_nothing_is_left_for_who_comes_next(desk):
    await desk.load()
    await desk.load_wards()
    await desk.load_beds(WARD)
    desk.state.clear()
    assert (desk.state.pages.rows, desk.state.wards, desk.state.beds) == ((), None, {})
