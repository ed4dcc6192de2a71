"""What a user does when a doctor is not there: have a plan made, look for other times, carry it out, take it back."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from typing import Any, Final

from clinic_console.desktop.actions.appointments import new_id, when
from clinic_console.desktop.actions.finder import offer_of, offers_of
from clinic_console.desktop.actions.repeating import PAUSES, Repeating
from clinic_console.desktop.actions.schedule_columns import card_of, kind_of, practitioner_of
from clinic_console.desktop.actions.unavailable_calls import CallActions, call_list_of
from clinic_console.desktop.link import appointments as link_visits
from clinic_console.desktop.link import finder as link_finder
from clinic_console.desktop.link import practitioners as link_who
from clinic_console.desktop.link import unavailable as link
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.state.booking_slot import Offer
from clinic_console.desktop.state.hours import HoursState
from clinic_console.desktop.state.schedule_columns import Practitioner
from clinic_console.desktop.state.unavailable import Away, Plan, Row, UnavailableState, nearest
from clinic_console.desktop.state.unavailable_calls import CallList, CallRow
from clinic_console.domain.errors import ClinicError, MalformedMessage, NotFree, NotSignedIn
from clinic_console.domain.unavailable import Action
from clinic_console.wire import appointments as wire_visits
from clinic_console.wire import schedule as wire_schedule
from clinic_console.wire import unavailable as wire

MOST_PAGES: Final = 6
MOST_OFFERS: Final = 50
PEOPLE_PAGES: Final = 10


class AwayActions:
    """The plan and its call lists; ``clock`` gives monotonic seconds, ``hours`` keeps the names of people and types.

    What is asked for stands in ``state`` afterwards; what changes something raises ClinicError.
    """

    def __init__(
        self,
        access: Access,
        clock: Callable[[], float],
        state: UnavailableState,
        hours: HoursState,
        *,
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        self._access, self._clock = access, clock
        self.state, self.hours = state, hours
        self._repeating = Repeating(access, pauses)
        self.calls = CallActions(access, clock, state.calls)

    async def know_names(self, clinic: str) -> None:
        """Ask for the names of a clinic's practitioners and of types of visits."""
        types = await link_who.visit_types(self._access)
        people: list[Practitioner] = []
        after = ""
        for _ in range(PEOPLE_PAGES):
            page = await link_who.practitioners(self._access, clinic, after)
            people += map(practitioner_of, page.items)
            after = page.next or ""
            if not after:
                break
        self.hours.know(people, map(kind_of, types.items))

    def propose(self, away: Away) -> Coroutine[Any, Any, None]:
        """Note that a plan is wanted; what is returned asks for it. It, or why there is none, stands in the state.

        Nothing is changed by it.
        """
        self.state.asking(away)
        return self._propose(away)

    async def _propose(self, away: Away) -> None:
        try:
            plan = plan_of(await link.preview(self._access, _away(away)), away)
        except ClinicError as error:
            self.state.failed(away, None if isinstance(error, NotSignedIn) else error)
        else:
            self.state.take(plan)

    async def nearest(self, row: Row) -> tuple[Offer, ...]:
        """Return the three next times for a visit of the plan; raises ClinicError."""
        plan = self.state.plan
        if plan is None:
            return ()
        away = plan.away
        begins, days = max(row.card.begins, away.begins), away.days
        found: dict[tuple[int, int], Offer] = {}

        def free(offer: Offer) -> bool:
            return not away.covers(offer.practitioner, offer.clinic, offer.begins, offer.ends)

        # Times of who is away are free in the hub's eyes still: behind them there are those of others.
        for _ in range(MOST_PAGES):
            page = await self._next(row.card.type, row.card.clinic, begins, days)
            found |= {(each.begins, each.practitioner): each for each in map(offer_of, page.offers)}
            chosen = nearest(found.values(), row, self.state, free)
            if len(chosen) == 3 or not page.more or not page.offers or page.offers[-1].begins <= begins:
                break
            begins = page.offers[-1].begins
        return nearest(found.values(), row, self.state, free)

    async def nearest_for(self, row: CallRow) -> tuple[Offer, ...]:
        """Return the three next times for a visit whose change did not happen; raises ClinicError."""
        page = await self._next(row.card.type, row.card.clinic, row.card.begins, 14)
        return tuple(map(offer_of, page.offers))[:3]

    def commit(self) -> Coroutine[Any, Any, CallList] | None:
        """Note that the plan is carried out as it stands; what is returned does so. None: there is nothing to do.

        Until the hub says what became of it, it is asked again; raises ClinicError, and the plan stays.
        """
        state, plan = self.state, self.state.plan
        if plan is None or state.sent:
            return None
        away = plan.away if state.draft is None else replace(plan.away, label=state.draft.when.label.strip())
        data = wire.Commit(new_id(), _away(away), [self._choice(row) for row in plan.rows])
        state.sending(on=True)
        return self._carry_out(data)

    async def _carry_out(self, data: wire.Commit) -> CallList:
        state = self.state
        try:
            found = call_list_of(await self._repeating.surely(lambda: link.commit(self._access, data)))
        except BaseException:
            state.sending(on=False)
            raise
        state.calls.show(found, self._clock())
        state.done()
        return found

    async def undo(self, wanted: str) -> CallList:
        """Take all of a list back; AwayTouched where somebody has called or changed a visit since."""
        data = wire.UndoAway(new_id())
        found = call_list_of(await self._repeating.surely(lambda: link.undo(self._access, wanted, data)))
        self.state.calls.take(found, self._clock())
        self.state.calls.heads.refresh()
        return found

    async def move_again(self, row: CallRow, to: Offer) -> None:
        """Move a visit whose change did not happen; NotFree with three ``alternatives``, AppointmentChanged."""
        card = row.card
        body = wire_visits.Move(new_id(), card.version, card.begins, when(to.begins), to.practitioner)
        try:
            await self._repeating.surely(lambda: link_visits.change(self._access, card.id, "move", body))
        except NotFree as error:
            error.alternatives = offers_of(error)
            raise
        finally:
            self.state.calls.again()

    def try_now(self) -> None:
        """Do not wait for the next try of what may have been done."""
        self._repeating.try_now()

    async def _next(self, kind: int, clinic: str, begins: int, days: int) -> wire_schedule.NextSlots:
        rules = self.hours.kinds.get(kind)
        query = wire_schedule.NextQuery(
            kind,
            [clinic],
            specialty=rules.specialty if rules is not None else 0,
            begins=begins,
            days=days,
            limit=MOST_OFFERS,
        )
        return await link_finder.next_slots(self._access, query)

    def _choice(self, row: Row) -> wire.Choice:
        chosen, card = self.state.choice(row), row.card
        to = chosen.to if chosen.action is Action.MOVE else None
        where = (to.practitioner, to.begins) if to is not None else (0, 0)
        return wire.Choice(card.id, card.begins, card.version, str(chosen.action), *where)


def plan_of(found: wire.Plan, away: Away) -> Plan:
    """Return a plan; raises MalformedMessage for what nobody knows how to do."""
    rows = tuple(_row(each, away.clinic) for each in found.rows)
    return Plan(away, found.made_at, rows, found.optimal, found.more, found.elsewhere)


def _row(found: wire.Row, clinic: str) -> Row:
    to = offer_of(found.to) if found.to is not None else None
    try:
        action = Action(found.action)
    except ValueError as error:
        raise MalformedMessage("what becomes of a visit") from error
    if action is Action.MOVE and to is None:
        raise MalformedMessage("where a visit goes")
    return Row(card_of(found.card, clinic), action, to, tuple(found.why), tuple(found.look))


def _away(away: Away) -> wire.Away:
    return wire.Away(away.clinic, away.practitioner, away.begins, away.ends, away.label, away.days)
