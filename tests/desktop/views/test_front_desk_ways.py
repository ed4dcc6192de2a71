"""The ways of the front desk: keys, a scan, its states, saved views, words."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.front_rows import Chip
from clinic_console.desktop.theme import DARK, Theme
from clinic_console.desktop.views.front_words import waiting_cell
from clinic_console.desktop.views.ground import Footing
from clinic_console.domain.errors import Unavailable
from tests.desktop.front_desk_room import NORD, ZONE, front_room, long_day, put_day
from tests.desktop.screen_room import scan
from tests.desktop.stub_bulk import FrontHub
from tests.desktop.stub_schedule import CLINIC, MINUTE, PEOPLE

KEY = Qt.Key
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
THOUSAND = 1_000


def painted(room):
    """What can be seen of the list, pixel by pixel."""
    return room.list.viewport().grab().toImage()


# Keys


def test_keys_go_through_the_list_and_letters_to_the_filter(stub, bridge, qapp):
    async def flow():
        async with front_room(stub, bridge, set_up=long_day(THOUSAND)) as room:
            await room.shown()
            room.press(KEY.Key_End)
            assert room.list.place == THOUSAND - 1
            room.press(KEY.Key_PageUp)
            assert room.list.place < THOUSAND - 5
            room.press(KEY.Key_Home, KEY.Key_Down)
            assert room.list.place == 1
            QTest.keyClick(room.list, "n")
            QTest.keyClicks(room.view.bar.field, "guyen")
            assert room.view.bar.field.text() == "nguyen"
            room.frame()
            assert 0 < room.desk.total < THOUSAND
            assert all(PEOPLE[7][0] == room.desk.row(place).patient.name for place in range(room.desk.total))
            QTest.keyClick(room.view.bar.field, KEY.Key_Down)
            assert room.list.hasFocus()
            room.press(KEY.Key_Escape)
            assert room.view.bar.field.text() == ""
            room.frame()
            assert room.desk.total == THOUSAND

    bridge.run(flow())


def test_esc_in_the_list_closes_what_is_open_beside_and_then_the_filter(stub, bridge, qapp):
    async def flow():
        async with front_room(stub, bridge, set_up=long_day(40)) as room:
            await room.shown()
            room.view.bar.field.setText("a")
            room.frame()
            room.press(KEY.Key_Return)
            room.frame()
            QTest.keyClick(room.view.panels.panel, KEY.Key_F6)
            assert room.list.hasFocus()
            room.press(KEY.Key_Escape)
            assert room.view.panels.open == ""
            assert room.view.bar.field.text() == "a"
            assert room.list.hasFocus()
            room.press(KEY.Key_Escape)
            assert room.view.bar.field.text() == ""

    bridge.run(flow())


def test_chips_filter_several_at_once_and_count_the_whole_day(stub, bridge, qapp):
    async def flow():
        async with front_room(stub, bridge) as room:
            await room.shown()
            chips = room.view.bar.chips.buttons
            assert chips[Chip.ARRIVED].count == 3
            assert chips[Chip.LATE].accessibleName() == "Late: 1"
            for chip in (Chip.EXPECTED, Chip.CHECKED_IN, Chip.ROOMED, Chip.WITH_DOCTOR):
                QTest.keyClick(chips[chip], KEY.Key_Space)
            room.frame()
            assert {room.desk.row(n).state.value for n in range(room.desk.total)} == {"arrived"}
            QTest.mouseClick(chips[Chip.LATE], Qt.MouseButton.LeftButton)
            room.frame()
            assert {room.desk.row(n).state.value for n in range(room.desk.total)} == {"arrived", "booked"}
            assert chips[Chip.EXPECTED].count > 40, "counts are of the day, not of what is shown"

    bridge.run(flow())


def test_enter_opens_the_check_in_card_of_the_row(stub, bridge, qapp):
    async def flow():
        async with front_room(stub, bridge) as room:
            await room.shown()
            room.press(KEY.Key_Down, KEY.Key_Down)
            card = room.desk.row(2)
            room.press(KEY.Key_Return)
            room.frame()
            assert room.view.panels.open == "check-in"
            assert room.state.check_in.card.id == card.id
            room.view.panels.close()
            assert room.list.hasFocus()

    bridge.run(flow())


@pytest.mark.parametrize("role", ["administrator", "facility_manager"])
def test_who_may_not_check_in_opens_no_card_and_selects_for_nothing(stub, bridge, qapp, role):
    async def flow():
        async with front_room(stub, bridge, role=role) as room:
            await room.shown()
            room.press(KEY.Key_Space, KEY.Key_Return)
            room.frame()
            assert room.view.panels.open == ""
            assert not room.view.bulk.isVisible()
            assert not room.view.bar.walk_in.isVisible()

    bridge.run(flow())


def test_days_are_turned_by_keys_and_the_list_is_another_one(stub, bridge, qapp):
    async def flow():
        async with front_room(stub, bridge, set_up=long_day(40)) as room:
            await room.shown()
            room.press(KEY.Key_Space)
            QTest.keyClick(room.list, KEY.Key_Right, Qt.KeyboardModifier.AltModifier)
            day = room.practice.day
            await room.until(lambda: room.desk.loaded and room.desk.columns.day != day)
            assert room.selected() == []
            assert room.watched[-1][0].endswith("2026-11-24")
            QTest.keyClick(room.list, KEY.Key_Home, Qt.KeyboardModifier.AltModifier)
            await room.until(lambda: room.desk.loaded and room.desk.columns.day == day)
            assert room.desk.total == 40

    bridge.run(flow())


# A scan


def test_a_scan_goes_to_the_patients_visit_and_never_checks_in(stub, bridge, qapp):
    async def flow():
        async with front_room(stub, bridge, set_up=long_day(THOUSAND)) as room:
            await room.shown()
            room.view.scan.take(str(4_000_000 + 700))
            room.frame()
            assert room.list.current == room.desk.of_patient("0192f0c2-0000-7000-8000-000000000700")[0].id
            assert room.view.card.card.patient.mrn == "4000700"
            assert room.view.panels.open == ""
            assert room.desk.row(room.list.place).state.value == "booked"

    bridge.run(flow())


def test_a_scanner_types_nothing_into_the_filter_and_presses_nothing(stub, bridge, qapp):
    async def flow():
        async with front_room(stub, bridge, set_up=long_day(THOUSAND)) as room:
            await room.shown()
            room.view.scan.listen()
            scan(room.window.windowHandle(), "4000333")
            room.frame()
            assert room.view.bar.field.text() == ""
            assert room.desk.total == THOUSAND
            assert room.view.card.card.patient.mrn == "4000333"
            assert room.view.panels.open == ""
            assert room.selected() == []

    bridge.run(flow())


def test_a_scan_finds_who_is_hidden_by_the_filter(stub, bridge, qapp):
    async def flow():
        async with front_room(stub, bridge) as room:
            await room.shown()
            done = next(card for card in room.desk.day_cards() if card.state.value == "done")
            assert room.desk.place(done.id) < 0
            room.view.scan.take(done.patient.mrn)
            room.frame()
            assert room.list.current == room.desk.of_patient(done.patient.id)[0].id

    bridge.run(flow())


@pytest.mark.parametrize(("number", "said"), [("4000000", "is this patient's"), ("2000001", "is another patient's")])
def test_a_scan_at_a_check_in_card_compares_nothing_and_says_whose_number_it_is(stub, bridge, qapp, number, said):
    async def flow():
        def set_up(practice):
            long_day(40)(practice)
            column = practice.columns[2, practice.day]
            column.cards[0].patient.mrn = "2000001"
            return practice

        async with front_room(stub, bridge, set_up=set_up) as room:
            hub = FrontHub(stub).mount()
            hub.visits = {card.id: card for column in room.columns() for card in column.cards}
            await room.shown()
            room.press(KEY.Key_Return)
            await room.until(lambda: room.state.check_in.sheet is not None)
            panel, before = room.view.panels.panel, room.state.check_in.draft
            panel.enter()
            room.view.scan.listen()
            scan(room.window.windowHandle(), number)
            room.frame()
            assert room.state.check_in.draft == before
            assert (room.view.panels.panel, room.list.place) == (panel, 0)
            assert said in (room.said or room.changed)[-1][0]
            # From the list it leads on, and no card of somebody else stays open beside.
            room.view.pane.enter()
            scan(room.window.windowHandle(), "4000020")
            room.frame()
            assert room.view.panels.open == ""
            assert room.view.card.card.patient.mrn == "4000020"

    bridge.run(flow())


# States


def test_a_day_without_anybody_says_so_and_goes_on_to_the_next(stub, bridge, qapp):
    async def flow():
        async with front_room(stub, bridge, set_up=lambda practice: put_day(practice, {})) as room:
            ground = room.view.pane.ground
            await room.until(lambda: ground.footing is Footing.EMPTY)
            assert "Nobody is expected on" in ground.panel.accessibleName() or ground.panel.isVisible()
            # The screen has the keys, though it has no rows.
            await room.until(ground.panel.button.hasFocus)
            QTest.keyClick(ground.panel.button, KEY.Key_N, CONTROL)
            assert room.view.panels.open == "walk-in"
            room.view.panels.close()
            assert ground.panel.button.hasFocus()
            QTest.keyClick(ground.panel.button, KEY.Key_Space)
            await room.until(lambda: room.desk.total > 0 and room.list.hasFocus())

    bridge.run(flow())


def test_a_filter_that_fits_nobody_says_how_many_it_hides(stub, bridge, qapp):
    async def flow():
        async with front_room(stub, bridge, set_up=long_day(40)) as room:
            await room.shown()
            QTest.keyClicks(room.view.bar.field, "xyzxyz")
            ground = room.view.pane.ground
            await room.until(lambda: ground.footing is Footing.EMPTY)
            QTest.mouseClick(ground.panel.button, Qt.MouseButton.LeftButton)
            await room.until(lambda: room.desk.total == 40)
            assert room.view.bar.field.text() == ""

    bridge.run(flow())


def test_a_failure_keeps_the_list_and_says_of_when_it_is(stub, bridge, qapp):
    async def flow():
        async with front_room(stub, bridge, set_up=long_day(40)) as room:
            await room.shown()
            room.practice.refuse = 500, "server.failed"
            room.desk.columns.doubt()
            await room.until(lambda: room.view.pane.ground.footing is Footing.KEPT)
            assert room.desk.total == 40
            room.practice.refuse = None
            QTest.mouseClick(room.view.pane.ground.banner.button, Qt.MouseButton.LeftButton)
            await room.until(lambda: room.view.pane.ground.footing is Footing.READY)

    bridge.run(flow())


def test_who_belongs_to_no_clinic_is_told_whom_to_ask(stub, bridge, qapp):
    async def flow():
        clinics = (Clinic(CLINIC, "Kita", ZONE, "auditor"),)
        async with front_room(stub, bridge, clinics=clinics) as room:
            await room.until(lambda: room.view.pane.ground.footing is Footing.DENIED)
            assert not room.view.bar.isVisible()

    bridge.run(flow())


def test_a_lost_connection_leaves_the_list_with_its_age(stub, bridge, qapp):
    async def flow():
        async with front_room(stub, bridge, set_up=long_day(40)) as room:
            await room.shown()
            room.state.connection.dropped(0.0, Unavailable(), 1.0)
            await room.until(lambda: room.view.pane.ground.footing is Footing.OFFLINE)
            assert room.desk.total == 40

    bridge.run(flow())


def test_another_clinic_is_another_list(stub, bridge, qapp):
    async def flow():
        clinics = (
            Clinic(CLINIC, "Kita", ZONE, "receptionist"),
            Clinic(NORD, "Nord", "Europe/Lisbon", "receptionist"),
        )
        async with front_room(stub, bridge, set_up=long_day(40), clinics=clinics) as room:
            await room.shown()
            room.press(KEY.Key_Space)
            room.view.context.clinic_chosen.emit(NORD)
            room.frame()
            assert room.desk.columns.zone == "Europe/Lisbon"
            assert room.selected() == []
            await room.until(lambda: room.watched[-1] and NORD in room.watched[-1][0])

    bridge.run(flow())


def test_the_other_screen_rests_and_nothing_is_watched(stub, bridge, qapp):
    async def flow():
        async with front_room(stub, bridge, set_up=long_day(40)) as room:
            await room.shown()
            room.view.rest()
            assert room.watched[-1] == ()

    bridge.run(flow())


# Saved views


def test_views_are_saved_chosen_and_deleted_with_a_way_back(stub, bridge, qapp):
    async def flow():
        async with front_room(stub, bridge) as room:
            await room.shown()
            await room.until(lambda: room.desk.views is not None)
            for chip in (Chip.EXPECTED, Chip.CHECKED_IN, Chip.WITH_DOCTOR, Chip.ROOMED):
                QTest.mouseClick(room.view.bar.chips.buttons[chip], Qt.MouseButton.LeftButton)
            QTest.keyClicks(room.view.bar.field, "ito")
            room.view.views._save("Itō, waiting")
            await room.until(lambda: room.desk.views)
            kept = room.views.items[0]
            assert (kept.name, kept.filters) == ("Itō, waiting", {"chips": ["arrived"], "text": ["ito"]})
            assert "Itō, waiting" in room.view.bar.views.accessibleName()
            room.view._choose_view(frozenset(), "")
            room.frame()
            assert room.desk.total == room.desk.day_total
            assert room.view.bar.views.accessibleName() == "Saved views"
            room.view.views._remove("Itō, waiting")
            await room.until(lambda: room.desk.views == ())
            await room.until(lambda: room.changed and room.changed[-1][1] is not None)
            room.changed[-1][1]()
            await room.until(lambda: room.desk.views)
            assert room.views.items[0].name == "Itō, waiting"

    bridge.run(flow())


def test_a_view_that_cannot_be_saved_says_why(stub, bridge, qapp):
    async def flow():
        async with front_room(stub, bridge) as room:
            await room.shown()
            room.stub.extra["GET", "/api/desk-views"] = lambda *_: (500, b"{}")
            room.view.views._save("Mine")
            await room.until(lambda: room.said)

    bridge.run(flow())


# Words


def test_waiting_times_turn_copper_at_the_types_limits(stub, bridge, qapp):
    async def flow():
        async with front_room(stub, bridge) as room:
            await room.shown()
            told = {}
            for place in range(room.desk.total):
                card = room.desk.row(place)
                cell = waiting_cell(room.desk, card)
                told[card.begins // MINUTE, card.state.value] = (cell.text, cell.tone, cell.icon)
            at = lambda minutes: room.practice.at(minutes) // MINUTE  # noqa: E731 - a word for it
            assert told[at(615), "roomed"] == ("Room 4 · 14 min", "plain", "")
            assert told[at(620), "roomed"] == ("Room 2 · 35 min", "notice", "clock")
            assert told[at(620), "arrived"] == ("23 min", "notice", "clock")
            assert told[at(628), "arrived"] == ("15 min", "plain", "")
            assert told[at(600), "with_doctor"] == ("Room 2 · 12 min", "muted", "")
            assert told[at(630), "booked"] == ("late 13 min", "notice", "")
            assert told[at(650), "booked"] == ("", "plain", "")

    bridge.run(flow())


def test_another_look_paints_in_its_colours(stub, bridge, qapp):
    async def flow():
        async with front_room(stub, bridge, set_up=long_day(40)) as room:
            await room.shown()
            room.view.set_theme(Theme(DARK))
            room.frame()
            empty = QPointF(room.list.viewport().width() - 3, room.list.rows.height * 1.5).toPoint()
            assert painted(room).pixelColor(empty) == Theme(DARK).colour("bg.surface")

    bridge.run(flow())
