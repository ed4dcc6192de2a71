"""What a user does with visits: keep a slot while typing, book, move, cancel, say that nobody came, take back.

Whatever changes something goes out under a key: when its answer is lost it is sent again until the hub says what
became of it, and is done once.
"""

import asyncio
import secrets
import time
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from clinic_console.desktop.actions.finder import offers_of
from clinic_console.desktop.actions.repeating import PAUSES, Repeating
from clinic_console.desktop.actions.schedule_columns import card_of
from clinic_console.desktop.link import appointments as link
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.state.booking import Booking
from clinic_console.desktop.state.booking_slot import Kept, Offer, Request, Slot
from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.state.schedule import ScheduleState
from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.desktop.state.visit import Step, VisitState
from clinic_console.domain.errors import (
    ClinicError,
    NotFree,
    NotSignedIn,
)
from clinic_console.domain.ids import uuid7
from clinic_console.domain.zones import day_of
from clinic_console.wire import appointments as wire

Work = Coroutine[Any, Any, None]
ID_BITS: Final = 74


class Changed(NamedTuple):
    """A visit as it is after a change, and how many wait for the time that became free by it."""

    card: Card
    waiting: int = 0


class AppointmentActions:
    """Booking and changing visits; what is here of the schedule shows each change at once."""

    def __init__(
        self,
        access: Access,
        booking: Booking,
        visit: VisitState,
        schedule: ScheduleState,
        *,
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        self._access, self.booking, self.visit, self._schedule = access, booking, visit, schedule
        self._repeating = Repeating(access, pauses)
        self._turn = asyncio.Lock()

    # The slot of the booking that is typed

    def begin(self, slot: Slot, *, waiting: str = "", patient: Chart | None = None) -> Work:
        """Open a booking at a slot; what is returned has the slot kept (and so below)."""
        self.booking.begin(slot, new_id(), waiting=waiting, patient=patient, left=self._left(slot))
        return self._keep()

    def choose_type(self, kind: int, ends: int) -> Work:
        """Book another type of visit."""
        self.booking.choose_type(kind, ends, new_id())
        return self._keep()

    def take(self, offer: Offer) -> Work:
        """Go to a time that was offered instead."""
        self.booking.take(offer, new_id())
        return self._keep()

    def again(self) -> Work:
        """Ask for the slot once more."""
        self.booking.again(new_id())
        return self._keep()

    def renew(self) -> Work:
        """Have the slot kept for another three minutes; the hub says it if it cannot be had any more."""
        return self._keep(renew=True)

    def leave(self) -> Work:
        """Close the booking, and let its slot go."""
        self.booking.leave()
        return self._release()

    def _left(self, slot: Slot) -> tuple[str, ...]:
        """Return the holds of this user that stand at a slot, as far as is known here."""
        schedule = self._schedule
        day = day_of(schedule.zone, datetime.fromtimestamp(slot.begins / 1_000, UTC))
        column = schedule.column(slot.practitioner, day) if slot.clinic == schedule.clinic else None
        held = column.held if column is not None else ()
        return tuple(each.id for each in held if each.mine and each.begins <= slot.begins < each.ends)

    async def _release(self) -> None:
        async with self._turn:
            await self._let_go()

    async def _keep(self, *, renew: bool = False) -> None:
        booking = self.booking
        # One after the other: one's own slot, not given back yet, would stand in one's own way.
        async with self._turn:
            await self._let_go()
            slot, hold = booking.slot, booking.hold
            if slot is None or not slot.type or not hold or booking.sent is not None:
                return
            if booking.kept is not Kept.ASKED and not (renew and booking.kept is Kept.HELD):
                return
            booking.renewing()
            body = wire.NewHold(hold, slot.clinic, slot.practitioner, slot.type, when(slot.begins))
            try:
                found = await link.hold(self._access, body)
            except NotSignedIn:
                return
            except ClinicError as error:
                booking.not_held(hold, error, offers_of(error))
            else:
                booking.held(found.id, found.ends, found.until)
            await self._let_go()

    async def _let_go(self) -> None:
        while self.booking.let_go:
            # One that is gone already, or that cannot be told of, expires by itself.
            with suppress(ClinicError):
                await link.let_go(self._access, self.booking.let_go.pop(0))

    # Booking

    async def book(self) -> None:
        """Book what is typed; what came of it stands in the state. While it is on its way nothing else is sent."""
        booking = self.booking
        async with self._turn:
            # What is being asked of the slot is known first: what is kept is named, or stands in one's own way.
            await self._let_go()
            request = booking.send(new_id())
        if request is None:
            return
        body = _booking_of(request)
        try:
            found = await self._repeating.surely(
                lambda: link.book(self._access, body), lambda: booking.unsure(request.key)
            )
        except NotSignedIn:
            return
        except ClinicError as error:
            booking.refused(request.key, error, offers_of(error))
            await self._release()
        else:
            self._show(card_of(found.card))
            booking.booked(request.key, card_of(found.card))

    def try_now(self) -> None:
        """Do not wait for the next try of what may have been done."""
        self._repeating.try_now()

    # Changing a visit

    async def move(
        self, card: Card, practitioner: int, begins: int, *, overbook: str = "", beside: str = ""
    ) -> Changed:
        """Move a visit; NotFree with three ``alternatives`` (state.booking_slot.Offer), AppointmentChanged."""
        body = wire.Move(new_id(), card.version, card.begins, when(begins), practitioner, overbook, beside)
        return await self._change(card, "move", body)

    async def cancel(self, card: Card, why: str, note: str = "") -> Changed:
        """Cancel a visit; ``why`` is a domain.appointments.CancelReason."""
        return await self._change(card, "cancel", wire.Cancel(new_id(), card.version, card.begins, why, note))

    async def no_show(self, card: Card) -> Changed:
        """Say that the patient did not come."""
        return await self._change(card, "no-show", wire.NoShow(new_id(), card.version, card.begins))

    async def undo(self, card: Card) -> Changed:
        """Take back the change that made a visit what ``card`` says; WrongState when it is too late, SlotTaken."""
        return await self._change(card, "undo", wire.Undo(new_id(), card.version, card.begins))

    async def load(self, card: Card) -> None:
        """Ask how a visit stands and what was done to it; it is in the state afterwards."""
        try:
            found = await link.visit(self._access, card.id, card.begins)
            steps = await link.history(self._access, card.id, found.begins)
        except NotSignedIn:
            return
        except ClinicError as error:
            self.visit.failed(card.id, error)
        else:
            self.visit.take(card_of(found), tuple(_step(each) for each in steps.items))

    async def _change(
        self, card: Card, what: str, body: wire.Move | wire.Cancel | wire.NoShow | wire.Undo
    ) -> Changed:
        try:
            found = await self._repeating.surely(lambda: link.change(self._access, card.id, what, body))
        except NotFree as error:
            error.alternatives = offers_of(error)
            raise
        now = card_of(found.card)
        self._show(now)
        self.visit.take(now)
        return Changed(now, len({each.waiting for each in found.proposals}))

    def _show(self, card: Card) -> None:
        schedule = self._schedule
        if card.clinic == schedule.clinic:
            at = datetime.fromtimestamp(card.begins / 1_000, UTC)
            schedule.put(card.clinic, card, day_of(schedule.zone, at))


def new_id() -> str:
    """Return an id or a key of this console's making."""
    return str(uuid7(time.time_ns() // 1_000_000, secrets.randbits(ID_BITS)))


def when(at: int) -> datetime:
    """Return an instant (ms since 1970) as the hub takes it."""
    return datetime.fromtimestamp(at / 1_000, UTC)


def _booking_of(request: Request) -> wire.Booking:
    slot = request.slot
    return wire.Booking(
        request.key,
        slot.clinic,
        request.patient.id,
        slot.practitioner,
        slot.type,
        when(slot.begins),
        reason=request.reason,
        hold=request.hold,
        overbook=request.overbook,
        beside=request.beside,
        waiting=request.waiting,
    )


def _step(found: wire.Step) -> Step:
    return Step(found.version, found.at, found.by, found.kind, found.before, found.after, found.reason)
