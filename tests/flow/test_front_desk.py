"""A desk at a real hub: bulk work, the check-in card and a walk-in, as the console's own actions do them."""

from contextlib import asynccontextmanager
from typing import Any

from clinic_console.desktop.actions.bulk import BulkActions
from clinic_console.desktop.actions.check_in import CheckInActions
from clinic_console.desktop.actions.schedule_columns import card_of
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.link import schedule as link
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.state.bulk import Order
from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.domain.appointments import Identity, State
from clinic_console.domain.bulk import Operation, Outcome
from tests.hub.schedule_world import ScheduleWorld, small


class Desk:
    """The actions of one console, and what they have said."""

    def __init__(self, access: Access, world: ScheduleWorld) -> None:
        self.access, self.world, self.state = access, world, ConsoleState()
        self.shown: list[Any] = []
        self.bulk = BulkActions(access, self.state.bulk, self.shown.extend)
        self.check_in = CheckInActions(access, self.state.check_in, self.state.walk_in, self.shown.extend)

    async def cards(self) -> list[Any]:
        """Today's visits, as the list has them."""
        days = await link.day(self.access, str(self.world.clinic), self.world.today())
        return sorted((card_of(each) for column in days.columns for each in column.cards), key=lambda c: c.begins)

    async def do(self, order: Order, cards: list[Any]) -> Any:
        """Do bulk work, and return what became of it."""
        work = self.bulk.begin(str(self.world.clinic), order, cards)
        assert work is not None
        await work
        return self.state.bulk.results.pop()


@asynccontextmanager
async def desk_at(http: str, clinic: Any, world: ScheduleWorld) -> Any:
    """Sign in at a hub as the receptionist."""
    hub = HubHttp(f"http://{http}")
    access = Access(hub, monotonic)
    await access.sign_in("reception", clinic.passwords["reception"])
    try:
        yield Desk(access, world)
    finally:
        await hub.close()


async def test_a_morning_at_the_desk(programs: Any, servers: Any, clinic: Any, database: Any) -> None:
    world = small(database.dsn, clinic.id, clinic.zone)
    world.run("UPDATE template_lines SET begins = 0, ends = 2880 WHERE kind = 'work'")
    room = world.room("Exam 1", "exam")
    hub = programs.start("hub")
    async with desk_at(hub.ready["http"], clinic, world) as desk:
        for name in ("佐藤 花子", "Gunnar Åkesson"):
            walk_in = desk.state.walk_in
            walk_in.begin(str(world.clinic))
            walk_in.choose(Chart(str(world.patient(name, born="1951-03-04")), "", name, "", None, "F"))
            walk_in.typed(type=world.ids["visit"])
            await desk.check_in.add()
            assert walk_in.outcomes.pop().error is None
        first, second = await desk.cards()
        assert (first.walk_in, first.state, second.state) == (True, State.ARRIVED, State.ARRIVED)

        # Nobody is checked in of whom it is not known who it is.
        result = await desk.do(Order(Operation.CHECKED_IN), [first, second])
        assert [(row.outcome, row.problem.code) for row in result.rows] == [(Outcome.CONFLICT, "desk.identity")] * 2
        state = desk.state.check_in
        state.open(first)
        await desk.check_in.load()
        assert state.draft.compared == ("name", "born")
        while not state.last:
            state.step(1)
        await desk.check_in.save()
        kept = state.outcomes.pop()
        assert (kept.error, kept.card.state, kept.card.identity) == (None, State.CHECKED_IN, Identity.CONFIRMED)

        # What was seen before is old by now: nothing is done to it, and the other one is roomed.
        result = await desk.do(Order(Operation.ROOMED, room=room), [first, second])
        assert [row.outcome for row in result.rows] == [Outcome.CONFLICT, Outcome.DONE]
        assert result.rows[0].problem.code == "appointments.changed"
        assert (await desk.cards())[1].room == "Exam 1"
        await desk.bulk.undo(result)
        back = desk.state.bulk.results.pop()
        assert [row.outcome for row in back.rows] == [Outcome.DONE]
        assert [card.state for card in await desk.cards()] == [State.CHECKED_IN, State.ARRIVED]

        # The check-in itself can be taken back, too, by who has done it.
        await desk.check_in.undo((await desk.cards())[0])
        assert (await desk.cards())[0].state is State.ARRIVED
        await desk.bulk.load_rooms(str(world.clinic))
        assert "Exam 1" in [each.name for each in desk.state.bulk.rooms[str(world.clinic)]]
