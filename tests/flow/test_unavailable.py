"""A doctor who is not there, at a real hub: planned, edited, carried out, called about, taken back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from clinic_console.desktop.actions.appointments import new_id, when
from clinic_console.desktop.actions.unavailable import AwayActions
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.link import appointments as link
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.hours_exceptions import AwayDraft
from clinic_console.desktop.state.unavailable import Draft
from clinic_console.desktop.state.unavailable_calls import CallList
from clinic_console.domain.bulk import Outcome
from clinic_console.domain.errors import AwayTouched, Conflict
from clinic_console.domain.unavailable import Action, Contact
from clinic_console.wire.appointments import Booking
from tests.hub.schedule_world import ScheduleWorld, small

WALLS = ("10:00", "10:30", "11:00", "11:30", "14:00")


class Desk:
    """One console at a hub where Dr Yamada has five visits in a week."""

    def __init__(self, access: Access, world: ScheduleWorld, zone: str) -> None:
        self.access, self.world = access, world
        state = ConsoleState()
        self.plan, self.calls = state.unavailable, state.unavailable.calls
        self.do = AwayActions(access, monotonic, self.plan, state.hours)
        self.who = world.ids["yamada"]
        day = world.today() + timedelta(days=7)
        times = {"first_time": 8 * 60, "last_time": 20 * 60}
        typed = AwayDraft(str(world.clinic), self.who, first=day, last=day, label="Ill", **times)
        self.plan.begin(Draft(typed))
        self.away = self.plan.draft.away(zone)

    async def book(self, who: int, at: int, name: str) -> str:
        """Book a visit at a time (ms since 1970)."""
        patient = str(self.world.patient(name))
        body = Booking(new_id(), str(self.world.clinic), patient, who, self.world.ids["visit"], when(at))
        return (await link.book(self.access, body)).card.id

    async def carry_out(self) -> CallList:
        """Carry the plan out as it stands."""
        work = self.do.commit()
        assert work is not None
        return await work


@asynccontextmanager
async def desk_at(programs: Any, clinic: Any, database: Any) -> AsyncIterator[Desk]:
    """Sign in at a hub as the receptionist, with the names known and a plan made."""
    world = small(database.dsn, clinic.id, clinic.zone)
    hub = programs.start("hub")
    http = HubHttp(f"http://{hub.ready['http']}")
    access = Access(http, monotonic)
    await access.sign_in("reception", clinic.passwords["reception"])
    try:
        desk = Desk(access, world, clinic.zone)
        for wall in WALLS:
            await desk.book(desk.who, world.ms(wall), f"渡辺 {wall}")
        await desk.do.know_names(str(world.clinic))
        await desk.do.propose(desk.away)
        assert desk.plan.problem is None
        yield desk
    finally:
        await http.close()


async def test_a_plan_is_edited_carried_out_and_taken_back(
    programs: Any, servers: Any, clinic: Any, database: Any
) -> None:
    async with desk_at(programs, clinic, database) as desk:
        plan = desk.plan
        rows = plan.plan.rows
        assert {row.action for row in rows} == {Action.MOVE}
        assert len({(row.to.practitioner, row.to.begins) for row in rows}) == len(WALLS)
        assert all(row.to.practitioner != desk.who for row in rows)

        # One is edited, one put on the waitlist, one left to a clinician; another desk takes a fourth one's time.
        offers = await desk.do.nearest(rows[0])
        assert len(offers) == 3
        assert all(offer.practitioner != desk.who for offer in offers)
        plan.choose(rows[0], Action.MOVE, offers[0])
        plan.choose(rows[1], Action.WAITLIST)
        assert plan.turn(rows[2])
        await desk.book(rows[3].to.practitioner, rows[3].to.begins, "Gunnar Åkesson")
        done = await desk.carry_out()
        found = {row.id: row for row in done.rows}
        outcomes = [found[row.id].outcome for row in rows]
        assert outcomes == [Outcome.DONE] * 3 + [Outcome.CONFLICT, Outcome.DONE]
        assert found[rows[0].id].card.begins == offers[0].begins
        assert found[rows[0].id].card.to_confirm
        assert found[rows[3].id].code
        assert (plan.plan, done.label) == (None, "Ill")
        assert (await desk.do.undo(done.id)).undone


async def test_two_desks_call_and_a_visit_is_given_another_time(
    programs: Any, servers: Any, clinic: Any, database: Any
) -> None:
    async with desk_at(programs, clinic, database) as desk:
        made, calls = await desk.carry_out(), desk.do.calls
        assert all(row.went for row in made.rows)
        now = await calls.called(made.id, made.rows[0], Contact.AGREED, "speaks French")
        assert (now.contact, now.tries, now.note) == (Contact.AGREED, 1, "speaks French")
        # The second one hears that it was said already.
        with pytest.raises(Conflict):
            await calls.called(made.id, made.rows[0], Contact.DECLINED, "")
        with pytest.raises(AwayTouched):
            await desk.do.undo(made.id)
        await calls.load()
        assert desk.calls.list.touched
        assert not desk.calls.row(made.rows[0].id).open
        row = desk.calls.row(made.rows[1].id)
        (other, *_) = await desk.do.nearest_for(row)
        await desk.do.move_again(row, other)
        await calls.load()
        card = desk.calls.row(row.id).card
        assert (card.begins, card.practitioner) == (other.begins, other.practitioner)
        await calls.load_heads()
        assert [(head.rows, head.undone) for head in desk.calls.heads.rows] == [(5, False)]
