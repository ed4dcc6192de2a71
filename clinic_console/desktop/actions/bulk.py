"""What a user does with many visits at once: one request, an outcome for each, and a way back."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from typing import Any, Final

from clinic_console.desktop.actions.appointments import new_id
from clinic_console.desktop.actions.repeating import PAUSES, Repeating
from clinic_console.desktop.link import bulk as link
from clinic_console.desktop.link import hours as link_rooms
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.failures import error_of
from clinic_console.desktop.state.bulk import BulkState, Order, Request, Result, Room, Row
from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.domain.appointments import State
from clinic_console.domain.bulk import Outcome
from clinic_console.domain.errors import ClinicError, MalformedMessage, NotSignedIn
from clinic_console.wire import bulk as wire

Work = Coroutine[Any, Any, None]
MOST_PAGES: Final = 10


class BulkActions:
    """Bulk work; ``show`` is told of each visit as it stands afterwards, until its column comes.

    What is asked for shows at once in the state (``working``), and what became of it in its ``results``.
    """

    def __init__(
        self,
        access: Access,
        state: BulkState,
        show: Callable[[Sequence[Card]], object],
        *,
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        self._access, self.state, self._show = access, state, show
        self._repeating = Repeating(access, pauses)

    def begin(self, clinic: str, order: Order, cards: Sequence[Card]) -> Work | None:
        """Note that something is done to visits; what is returned has the hub do it. None: there is nothing to do."""
        request = self.state.send(new_id(), clinic, order, cards)
        return None if request is None else self._run(request)

    async def undo(self, result: Result) -> None:
        """Take back what was done to all rows that nobody has changed since; what came of it is a result, too."""
        before = result.request
        cards = [_as_now(row, before.order) for row in result.rows if row.outcome is Outcome.DONE]
        request = self.state.send(new_id(), before.clinic, before.order, cards, undoes=result.id)
        if request is not None:
            await self._run(request)

    def try_now(self) -> None:
        """Do not wait for the next try of what may have been done."""
        self._repeating.try_now()

    async def load_rooms(self, clinic: str) -> None:
        """Ask for the rooms of a clinic."""
        found: list[Room] = []
        after: str | None = None
        try:
            for _ in range(MOST_PAGES):
                page = await link_rooms.resources(self._access, clinic, after)
                found += [
                    Room(each.id, each.name, each.group, each.capacity)
                    for each in page.items
                    if each.kind == "room" and each.active
                ]
                after = page.next
                if not after:
                    break
        except NotSignedIn:
            return
        except ClinicError as error:
            self.state.no_rooms(error)
        else:
            self.state.take_rooms(clinic, found)

    async def _run(self, request: Request) -> None:
        try:
            found = await self._repeating.surely(lambda: self._ask(request), lambda: self.state.doubt(request.key))
            result = _result(request, found)
        except NotSignedIn:
            return
        except ClinicError as error:
            self.state.take(Result(request, error=error))
        else:
            order = Order(request.order.operation) if request.undoes else request.order
            self._show([_as_now(row, order) for row in result.rows if row.version > row.card.version])
            self.state.take(result)

    async def _ask(self, request: Request) -> wire.BulkDone:
        if request.undoes:
            return await link.undo(self._access, request.undoes, wire.BulkUndo(request.key))
        return await link.bulk(self._access, _bulk_of(request))


def _bulk_of(request: Request) -> wire.Bulk:
    order = request.order
    return wire.Bulk(
        request.key,
        request.clinic,
        order.operation,
        [wire.Picked(card.id, card.begins, card.version) for card in request.cards],
        order.room,
        order.why,
        order.note,
        order.practitioner,
        order.days,
        order.minutes,
        order.all_or_nothing,
    )


def _result(request: Request, found: wire.BulkDone) -> Result:
    """Return what became of a request; MalformedMessage for words that nobody knows."""
    cards = {card.id: card for card in request.cards}
    try:
        rows = [_row(cards[each.id], each) for each in found.rows if each.id in cards]
    except ValueError as error:
        raise MalformedMessage("what became of bulk work") from error
    return Result(request, found.id, tuple(rows), found.undo_until)


def _row(card: Card, found: wire.RowOutcome) -> Row:
    outcome = Outcome(found.outcome)
    problem = error_of(found.code) if found.code else None
    state = State(found.state) if found.state else None
    return Row(card, outcome, problem, state, found.version, found.at)


def _as_now(row: Row, order: Order) -> Card:
    """Return a visit as it stands after the work, as far as the answer tells."""
    card, begins = row.card, row.begins or row.card.begins
    now = replace(card, state=row.state or card.state, version=row.version or card.version)
    if begins == card.begins and not order.practitioner:
        return now
    ends, who = begins + card.ends - card.begins, order.practitioner or card.practitioner
    return replace(now, begins=begins, ends=ends, own_begins=0, own_ends=0, practitioner=who)
