"""From a chart to the schedule in a whole console: to a visit, and to a time that is found for somebody."""

from datetime import UTC, datetime

import msgspec

from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.state.schedule_columns import Card, Person
from clinic_console.desktop.views import patients_door, schedule_door
from clinic_console.desktop.views.screens import PATIENTS, SCHEDULE
from clinic_console.domain.appointments import State
from clinic_console.wire.appointments import PatientVisits
from tests.desktop.desk import watching
from tests.desktop.schedule_room import MONDAY, schedule_room
from tests.desktop.stub_patients import booked
from tests.desktop.stub_patients_list import Patients, patient_id
from tests.desktop.stub_schedule import CLINIC

TANAKA = Chart(patient_id(3), "AB-3", "田中 由紀", "Tanaka Yuki", None, "F", clinic_id=CLINIC)


def run(bridge, stub, flow, **more):
    async def main():
        async with schedule_room(stub, bridge, **more) as room:
            await room.shown()
            await flow(room)

    bridge.run(main())


def test_a_visit_is_gone_to_on_its_day_and_brought_into_sight(stub, bridge):
    async def flow(room):
        grid = room.grid
        last = grid.layout_.columns[-1].cards[-1]
        room.state.schedule.look_at(day=datetime(2026, 11, 26, tzinfo=UTC).date(), specialty=2)
        await room.shown()
        schedule_door.show_visit(room.view, room.state, last)
        await room.until(lambda: grid.cursor_.stop is not None and grid.cursor_.stop.card is not None)
        assert grid.cursor_.stop.card.id == last.id
        assert (room.state.schedule.specialty, grid.hasFocus()) == (0, True)
        rect = grid.stop_rect().toRect()
        assert grid.viewport().rect().contains(rect.center()), "it may be far to the right and below"
        assert last.patient.name in grid.accessibleDescription()

    run(bridge, stub, flow, doctors=40)


def test_a_visit_that_was_cancelled_is_drawn_for_it(stub, bridge):
    async def flow(room):
        card = Card("gone", MONDAY, MONDAY + 1_800_000, CLINIC, 1, 1, State.CANCELLED, patient=Person(name="Ren"))
        assert not room.state.schedule.cancelled_too
        schedule_door.show_visit(room.view, room.state, card)
        assert room.state.schedule.cancelled_too
        assert room.state.schedule.current == ((1, room.practice.day), MONDAY)

    run(bridge, stub, flow)


def test_a_clinic_that_is_not_ones_own_is_not_gone_to(stub, bridge):
    async def flow(room):
        before = room.state.schedule.day, room.state.schedule.current
        card = Card("far", MONDAY - 90 * 86_400_000, MONDAY, "c9", 1, 1)
        schedule_door.show_visit(room.view, room.state, card)
        assert (room.state.schedule.day, room.state.schedule.current, room.state.schedule.clinic) == (*before, CLINIC)

    run(bridge, stub, flow)


def test_what_the_finder_finds_for_somebody_is_booked_for_them(stub, bridge):
    async def flow(room):
        begins = room.practice.at(15 * 60)
        answer = {"offers": [{"practitioner": 1, "clinic_id": CLINIC, "begins": begins, "ends": begins + 900_000}]}
        stub.extra["POST", "/api/schedule/next"] = lambda *_: (200, msgspec.json.encode(answer))
        schedule_door.find_for(room.view, room.state, TANAKA)
        finder = room.view.panels.panel
        assert finder.below.text() == "田中 由紀"
        await room.until(lambda: room.state.finder.offers)
        room.frame()
        finder._choose(0)
        assert (room.state.booking.patient, room.state.booking.slot.begins) == (TANAKA, begins)
        room.view.open_finder()
        assert room.state.finder.patient is None, "the next one may be for anybody"
        assert finder.below.isHidden()

    run(bridge, stub, flow)


def test_a_booking_that_gives_way_to_another_panel_keeps_nobody_out(stub, bridge):
    async def flow(room):
        kept, gone = [], []

        def hold(_method, _path, _query, body):
            kept.append(msgspec.json.decode(body)["id"])
            at = room.practice.at(15 * 60)
            answer = {"id": kept[-1], "begins": at, "ends": at + 1, "until": room.now + 99_000}
            return 201, msgspec.json.encode(answer)

        stub.extra["POST", "/api/holds"] = hold
        stub.extra["DELETE", "/api/holds"] = lambda _m, path, *_: gone.append(path.rpartition("/")[2]) or (204, b"")
        free = room.free(3)
        room.view.panels.book(CLINIC, 4, free.begins)
        await room.until(lambda: room.state.booking.kept.name == "HELD")
        room.view.open_waitlist()
        await room.until(lambda: kept[-1] in gone)
        assert (room.view.panels.open, room.state.booking.slot) == ("waitlist", None)

    run(bridge, stub, flow)


def test_pushed_news_of_the_waitlist_reach_its_number_and_its_panel(stub, bridge):
    async def flow(room):
        room.view.open_waitlist()
        await room.until(lambda: room.state.waitlist.loaded is not None)
        assert "3" in room.view.bar.waitlist.text()
        stub.extra["GET", "/api/waitlist"] = lambda *_: (200, b'{"items":[],"total":4,"version":2}')
        room.state.waitlist.told(CLINIC, 2)
        await room.until(lambda: "4" in room.view.bar.waitlist.text())
        assert room.state.waitlist.of == 2

    run(bridge, stub, flow)


def test_from_the_palette_to_the_visits_and_from_there_to_the_schedule(stub, bridge, qapp, until):
    Patients(stub, 2_000)

    async def main():
        await patients_door.load()
        await schedule_door.load()
        async with watching(stub, bridge, qapp, until) as desk:
            window, shell, state = desk.console.window, desk.console.window.shell, desk.console.state
            clinic = state.access.clinics[0].id
            coming = booked(1, stub.now() + 86_400_000, clinic_id=clinic)
            path = f"/api/patients/{patient_id(3)}/appointments"
            stub.extra["GET", path] = lambda *_: (200, msgspec.json.encode(PatientVisits([coming])))
            window.open_visits(patient_id(3))
            await until(lambda: state.chart.appointments.rows)
            chart = shell.rooms.patients.chart
            assert (shell.place.screen, chart.tabs.current) == (PATIENTS, "appointments")
            chart.lists["appointments"].table.opened.emit(coming.id)
            assert shell.place.screen == SCHEDULE
            assert state.schedule.current[1] == coming.begins

    bridge.run(main())
