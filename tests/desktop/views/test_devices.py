"""The devices' tab: found, registered, placed, given tokens, revoked, by keys alone if need be."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clinic_console.desktop.actions.devices import DeviceActions
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.state.devices import Devices, Use
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.devices import DevicesView
from clinic_console.desktop.views.devices_words import offset_text
from tests.desktop import reach, stub_devices
from tests.desktop.pseudo import bare_texts, pseudo
from tests.desktop.stub import WARD
from tests.desktop.stub_devices import device
from tests.desktop.tab_room import NOW, tab_room

KEY = Qt.Key
SEVERAL = [
    device(1, model="VM-8 東"),
    device(2, revoked=True, bed_id=None, ward="", bed=""),
    device(3, seen=None),
    device(4, clock_offset_ms=95_000, clinic_id="c2"),
    device(5, seen=NOW - 3 * 86_400_000, ward="東3病棟"),
]


def make(theme, bridge, state, access):
    return DevicesView(theme, bridge, state, DeviceActions(access, monotonic, Devices()))


@pytest.fixture
def play(stub, bridge):
    """Run a flow in a room with several devices."""
    stub.register = stub_devices.mount(stub)
    stub.register.devices = list(SEVERAL)

    def play(flow, role="administrator", theme=None):
        async def whole():
            async with tab_room(stub, bridge, make, role, theme) as room:
                await room.until(lambda: bool(room.rows()) or room.view.table.pages.loaded)
                await flow(room)

        bridge.run(whole())

    return play


@pytest.mark.parametrize(
    ("offset", "text"),
    [
        (0, "On time"),
        (-1_000, "On time"),
        (3_000, "3 s ahead"),
        (-95_000, "1 min 35 s behind"),
        (4_000_000, "1 h 6 min ahead"),
    ],
)
def test_how_far_a_clock_is_off_in_words(qapp, offset, text):
    assert offset_text(offset) == text


def test_each_device_says_where_it_stands_and_whether_it_is_in_use(play):
    async def flow(room):
        assert room.rows() == ["mon-001", "mon-002", "mon-003", "mon-004", "mon-005"]
        assert room.rows(1) == ["3 East · 1", "At no bed", "3 East · 3", "3 East · 4", "東3病棟 · 5"]
        assert room.rows(3) == ["In use", "Revoked", "Never seen", "In use", "In use"]
        assert room.rows(4)[2] == "Never"
        assert room.rows(4)[0] == "Now"
        assert room.rows(5)[3] == "1 min 35 s ahead"
        assert [button.text() for button in room.view.uses.buttons.values()] == [
            "In use 3",
            "Never seen 1",
            "Revoked 1",
        ]

    play(flow)


def test_typing_in_the_list_narrows_it_down(play):
    async def flow(room):
        view = room.view
        view.table.enter()
        QTest.keyClicks(view.table.view, "m")
        assert view.search.hasFocus()
        QTest.keyClicks(view.search, "on ")
        view.search.insert("東")
        await room.until(lambda: room.rows() == ["mon-001", "mon-005"])
        QTest.keyClick(view.search, KEY.Key_Down)
        assert view.table.view.hasFocus()
        view.uses.buttons[Use.REVOKED.value].click()
        await room.until(lambda: room.rows() == [])
        assert view.table.ground.panel.isVisible()
        view.table.ground.panel.button.click()
        await room.until(lambda: len(room.rows()) == 5)
        assert not any(button.isChecked() for button in view.uses.buttons.values())

    play(flow)


def test_a_new_device_is_registered_and_its_token_shown_this_once(play, stub):
    async def flow(room):
        view, form = room.view, room.view.panel.form
        view.register.click()
        assert form.isVisible()
        form.send.click()
        assert form.code.accessibleDescription() == "Write the code that the device says of itself."
        form.code.setText("mon-001")
        form.send.click()
        await room.until(lambda: "registered already" in form.code.accessibleDescription())
        assert form.send.isEnabled()
        form.code.setText("mon-100")
        await room.until(lambda: form.bed.wards.count() == 2)
        form.bed.wards.setCurrentIndex(1)
        form.bed.wards.activated.emit(1)
        await room.until(lambda: form.bed.beds.count() == 3)
        form.send.click()
        assert form.bed.beds.hasFocus()
        assert form.bed.beds.itemText(1) == "1 – in place of dev-1"
        form.bed.wards.setCurrentIndex(0)
        form.bed.wards.activated.emit(0)
        form.send.click()
        await room.until(view.panel.secret.isVisible)
        assert view.panel.secret.text.toPlainText() == "token-1-of-mon-100"
        assert view.table.current == "6"
        view.panel.secret.close_button.click()
        await room.until(lambda: not view.panel.secret.isVisible())
        assert view.panel.secret.text.toPlainText() == ""
        assert view.panel.title.text() == "mon-100"

    play(flow)


def test_revoking_says_what_it_means_before_and_is_done_once(play, stub):
    async def flow(room):
        panel = room.view.panel
        room.click(0)
        panel.revoke.click()
        assert "No vitals come from 3 East · 1 any more." in panel.confirm.text.text()
        assert panel.confirm.no.hasFocus()
        QTest.keyClick(panel.confirm.no, KEY.Key_Escape)
        assert panel.doing.isVisible()
        panel.revoke.click()
        panel.confirm.yes.click()
        await room.until(lambda: room.rows(3)[0] == "Revoked")
        assert room.said == ["mon-001 is revoked and cut off"]
        assert room.undo is None
        assert not panel.revoke.isVisible()
        panel.renew.click()
        assert "in use again" in panel.confirm.text.text()
        panel.confirm.yes.click()
        await room.until(panel.secret.isVisible)
        assert room.rows(3)[0] == "In use"
        assert [r for r in stub.requests if r.startswith("POST /api/devices/")] == [
            "POST /api/devices/1/revoke",
            "POST /api/devices/1/token",
        ]

    play(flow)


def test_it_is_said_before_that_a_connected_device_is_cut_off(play):
    async def flow(room):
        room.click(0)
        room.view.panel.renew.click()
        assert room.view.panel.confirm.text.text().startswith("mon-001 is cut off at once")

    play(flow)


def test_taken_away_from_its_bed_and_put_back(play):
    async def flow(room):
        room.click(0)
        room.view.panel.take_away.click()
        await room.until(lambda: room.rows(1)[0] == "At no bed")
        assert room.said == ["mon-001 stands at no bed now"]
        room.undo()
        await room.until(lambda: room.rows(1)[0] == "3 East · 1")

    play(flow)


def test_placed_at_another_bed(play, stub):
    stub.beds[WARD][1].device = None

    async def flow(room):
        panel = room.view.panel
        room.click(0)
        panel.move_on.click()
        assert not panel.put.isEnabled()
        await room.until(lambda: panel.bed.wards.count() == 2)
        panel.bed.wards.setCurrentIndex(1)
        panel.bed.wards.activated.emit(1)
        await room.until(lambda: panel.bed.beds.count() == 3)
        panel.bed.beds.setCurrentIndex(2)
        panel.bed.beds.activated.emit(2)
        panel.put.click()
        await room.until(lambda: room.rows(1)[0] == "3 East · 2")
        assert room.said == ["mon-001 stands at 3 East · 2 now"]

    play(flow)


def test_what_stands_at_a_bed_leaves_it_and_comes_back(play, stub):
    async def flow(room):
        room.click(2)
        room.view._place(room.view._devices.opened, "b1")
        await room.until(lambda: room.rows(1)[0] == "At no bed" and room.rows(1)[2] == "3 East · 1")
        assert room.said == ["mon-003 stands at 3 East · 1 now · mon-001 stands at no bed"]
        room.undo()
        await room.until(lambda: room.rows(1)[0] == "3 East · 1" and room.rows(1)[2] == "3 East · 3")
        assert stub.register.devices[0].bed_id == "b1"

    play(flow)


def test_what_the_hub_refuses_is_said_beside_it(play, stub):
    async def flow(room):
        room.click(0)
        stub.register.failing = (503, "unavailable.store")
        room.view.panel.take_away.click()
        await room.until(room.view.panel.trouble.isVisible)
        assert room.said == []
        assert room.rows(1)[0] == "3 East · 1"

    play(flow)


def test_a_clock_that_is_off_is_said_in_words(play):
    async def flow(room):
        room.click(3)
        assert room.view.panel.clock.isVisible()
        room.click(0)
        assert not room.view.panel.clock.isVisible()

    play(flow)


def test_nothing_can_be_registered_without_the_right(play):
    async def flow(room):
        assert not room.view.register.isVisible()
        room.click(0)
        assert not room.view.panel.doing.isVisible()

    play(flow, role="nurse")


def test_escape_closes_the_panel_and_gives_the_focus_back(play):
    async def flow(room):
        room.click(1)
        room.view.panel.renew.setFocus()
        QTest.keyClick(room.view.panel.renew, KEY.Key_Escape)
        await room.until(lambda: not room.view.panel.isVisible())
        assert room.view.table.view.hasFocus()
        room.view.register.click()
        QTest.keyClick(room.view.panel.form.code, KEY.Key_Escape)
        await room.until(lambda: not room.view.panel.isVisible())

    play(flow)


def test_a_token_is_still_there_in_a_view_built_anew_and_not_after_leaving(play, bridge):
    async def flow(room):
        room.click(0)
        room.view.panel.renew.click()
        room.view.panel.confirm.yes.click()
        await room.until(room.view.panel.secret.isVisible)
        again = DevicesView(room.theme, bridge, room.state, room.view._do)
        again.frame(monotonic())
        assert again.panel.secret.text.toPlainText() == "token-1-of-mon-001"
        again._devices.clear()
        again.forget()
        assert again.panel.secret.text.toPlainText() == ""
        again.deleteLater()

    play(flow)


@pytest.mark.parametrize("name", ["dark", "light"])
def test_everything_is_reached_by_keys(play, name):
    async def flow(room):
        room.view.table.enter()
        assert reach.faults(room.window, room.theme) == []
        room.click(0)
        room.view.table.enter()
        assert reach.faults(room.window, room.theme) == []
        room.view.panel.revoke.click()
        room.view.frame(monotonic())
        assert reach.faults(room.window, room.theme) == []
        room.view.register.click()
        await room.until(lambda: room.view.panel.form.bed.wards.count() == 2)
        assert reach.faults(room.window, room.theme) == []

    play(flow, theme=Theme(name))


def test_no_word_is_left_untranslated(play, qapp):
    async def flow(room):
        room.click(3)
        room.view.set_theme(Theme("light"))
        known = (
            "mon-001",
            "mon-002",
            "mon-003",
            "mon-004",
            "mon-005",
            "VM-8",
            "3 East",
            "Kita",
            "Porto",
            "Nov",
            "2023",
        )
        assert bare_texts(room.window, known) == []

    with pseudo(qapp):
        play(flow)
