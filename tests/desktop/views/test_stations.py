"""The PCs' tab: who is signed in where, signing them out, moving and removing PCs."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clinic_console.desktop.actions.stations import StationsActions
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.state.stations import Stations
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.stations import StationsView
from tests.desktop import reach, stub_stations
from tests.desktop.pseudo import bare_texts, pseudo
from tests.desktop.stub_stations import station
from tests.desktop.tab_room import NOW, tab_room

SEVERAL = [
    station(1, name="Nurse station", users=["N. Sato", "田中 由紀"], sessions=2, shared=True),
    station(2, name="Reception 1", users=["R. Lindqvist"], sessions=1),
    station(3, version="0.0.9", seen=NOW - 90_000_000),
    station(4, name="", clinic_id="c2"),
]


def make(theme, bridge, state, access):
    state.station.change(id=stub_stations.station_id(1))
    return StationsView(theme, bridge, state, StationsActions(access, monotonic, Stations()))


@pytest.fixture
def play(stub, bridge):
    """Run a flow in a room with several PCs."""
    stub.rooms = stub_stations.mount(stub)
    stub.rooms.stations = list(SEVERAL)

    def play(flow, role="administrator", theme=None):
        async def whole():
            async with tab_room(stub, bridge, make, role, theme) as room:
                await room.until(lambda: len(room.rows()) == 4)
                await flow(room)

        bridge.run(whole())

    return play


def beside(room, row):
    return room.view.table.model.columns[0].cell(room.view.table.pages.rows[row]).beside


def test_each_pc_says_who_sits_there_and_which_console_it_has(play):
    async def flow(room):
        assert room.rows() == ["Nurse station", "Reception 1", "Desk 3", "10.0.0.4"]
        assert room.rows(1) == ["Kita", "Kita", "Kita", "Porto"]
        assert room.rows(2) == ["N. Sato", "R. Lindqvist", "Nobody", "Nobody"]
        assert room.rows(4) == ["0.1.0", "0.1.0", "0.0.9, older", "0.1.0"]
        assert beside(room, 0) == "this PC · shared"
        assert room.view.table.model.columns[2].cell(room.view.table.pages.rows[0]).beside == "and 1 more"

    play(flow)


def test_a_person_is_found(play):
    async def flow(room):
        room.view.search.setText("lindq")
        await room.until(lambda: room.rows() == ["Reception 1"])
        room.view.search.setText("nobody at all")
        await room.until(room.view.table.ground.panel.isVisible)
        assert room.rows() == []
        room.view.table.ground.panel.button.click()
        await room.until(lambda: len(room.rows()) == 4)

    play(flow)


def test_everybody_is_signed_out_after_it_was_said_who_that_is(play):
    async def flow(room):
        panel = room.view.panel
        room.click(0)
        assert panel.below.text() == "The PC that you sit at"
        assert not panel.forget_it.isVisible()
        assert panel.not_yet.isVisible()
        panel.sign_out.click()
        text = panel.confirm.text.text()
        assert "N. Sato, 田中 由紀" in text
        assert "you are signed out too" in text
        panel.confirm.yes.click()
        await room.until(lambda: room.rows(2)[0] == "Nobody")
        assert room.said[0].startswith("2 session")
        assert room.said[0].endswith(" ended at Nurse station")
        assert panel.people.text() == "Nobody is signed in."
        assert panel.forget_it.isVisible()

    play(flow)


def test_a_pc_is_removed_from_the_list(play, stub):
    async def flow(room):
        panel = room.view.panel
        room.click(2)
        panel.forget_it.click()
        QTest.keyClick(panel.confirm.no, Qt.Key.Key_Escape)
        assert panel.doing.isVisible()
        panel.forget_it.click()
        panel.confirm.yes.click()
        await room.until(lambda: len(room.rows()) == 3)
        assert room.said == ["Desk 3 is removed from the list"]
        assert not panel.isVisible()
        assert len(stub.rooms.stations) == 3

    play(flow)


def test_somebody_who_signed_in_meanwhile_keeps_the_pc_in_the_list(play, stub):
    async def flow(room):
        room.click(2)
        stub.rooms.stations[2] = station(3, users=["T. Ito"], sessions=1)
        room.view.panel.forget_it.click()
        room.view.panel.confirm.yes.click()
        await room.until(room.view.panel.trouble.isVisible)
        assert room.view.panel.trouble.text() == "Somebody is signed in there. Sign everybody out first."
        assert len(room.rows()) == 4

    play(flow)


def test_a_pc_moves_to_another_clinic_and_back(play):
    async def flow(room):
        room.click(1)
        assert room.view.panel.clinic.currentText() == "Porto"
        room.view.panel.move_it.click()
        await room.until(lambda: room.rows(1)[1] == "Porto")
        assert room.said == ["Reception 1 stands in Porto now"]
        room.undo()
        await room.until(lambda: room.rows(1)[1] == "Kita")

    play(flow)


def test_another_tab_can_show_a_pc_and_escape_leaves_it(play):
    async def flow(room):
        room.view.show_about(stub_stations.station_id(2))
        assert room.view.panel.title.text() == "Reception 1"
        assert room.view.table.current == stub_stations.station_id(2)
        room.view.panel.sign_out.setFocus()
        QTest.keyClick(room.view.panel.sign_out, Qt.Key.Key_Escape)
        assert not room.view.panel.isVisible()
        assert room.view.table.view.hasFocus()

    play(flow)


@pytest.mark.parametrize("name", ["dark", "light"])
def test_everything_is_reached_by_keys(play, name):
    async def flow(room):
        room.view.table.enter()
        assert reach.faults(room.window, room.theme) == []
        for row in (0, 2):
            room.click(row)
            room.view.table.enter()
            assert reach.faults(room.window, room.theme) == []
        room.view.panel.forget_it.click()
        assert reach.faults(room.window, room.theme) == []

    play(flow, theme=Theme(name))


def test_no_word_is_left_untranslated(play, qapp):
    async def flow(room):
        room.click(0)
        room.view.set_theme(Theme("light"))
        room.view.panel.sign_out.click()
        names = [name for one in SEVERAL for name in (one.name, *one.users)]
        assert bare_texts(room.window, (*filter(None, names), "Kita", "Porto", "Nov", "2023")) == []

    with pseudo(qapp):
        play(flow)
