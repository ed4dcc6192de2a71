"""Appointments: booking, moving, cancelling, taking back. Each is one statement, and what it says is told on."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, TypeVar
from uuid import UUID

import msgspec

from clinic_console.domain.access import Scope
from clinic_console.domain.appointments import CancelReason, State, may_follow
from clinic_console.domain.audit import Action
from clinic_console.domain.errors import BadField, NotFree
from clinic_console.domain.ids import uuid7
from clinic_console.domain.schedule import UNDO_MS
from clinic_console.hub.service import appointments_given as fields
from clinic_console.hub.service.access import wall_clock
from clinic_console.hub.service.appointments_outcomes import check
from clinic_console.hub.service.fields import read_id
from clinic_console.hub.service.schedule_news import Bus, Changed, tell
from clinic_console.hub.service.schedule_next import alternatives
from clinic_console.hub.service.schedule_refresh import Refresh
from clinic_console.hub.service.unit_of_work import Engine, Work, unit_of_work
from clinic_console.hub.service.waitlist_proposals import Freed, Proposed, propose
from clinic_console.hub.store import appointments as store
from clinic_console.hub.store.messages import Question
from clinic_console.hub.store.pools import Connection
from clinic_console.wire.appointments import Booked, Booking, Cancel, Move, NoShow, Proposal, Undo
from clinic_console.wire.schedule import Card, Offer

UNDO_WITHIN: Final = timedelta(milliseconds=UNDO_MS)
RELEASE_AFTER: Final = UNDO_WITHIN + timedelta(seconds=5)
"""Notices wait a little longer than a change can be taken back, so that none is on its way by then."""
LONGEST_REASON: Final = 200
LONGEST_NOTE: Final = 500

Answered = TypeVar("Answered")

_card: Final = msgspec.json.Decoder(Card).decode
_changes: Final = msgspec.json.Decoder(list[tuple[UUID, date, int, int]]).decode
_words: Final = msgspec.json.Decoder(dict[str, object]).decode


@dataclass(frozen=True, slots=True)
class Desk:
    """Who books: in the clinics of ``scope``, with patients' names in those ``named``, beside others in ``over``."""

    engine: Engine
    bus: Bus | None
    scope: Scope
    named: frozenset[UUID] = frozenset()
    over: frozenset[UUID] = frozenset()
    refresh: Refresh | None = None

    def given(self) -> dict[str, object]:
        """Return what every function asks for: whose names, and the notice that may come of it."""
        return {
            "named": list(self.named),
            "over": list(self.over),
            "notice": new_id(),
            "release": RELEASE_AFTER,
        }


@dataclass(frozen=True, slots=True)
class _Deed:
    """How something is recorded, and (where a time is asked for) for what other times are offered."""

    action: Action
    reason: str = ""
    begins: datetime | None = None
    practitioner: int = 0
    type: int = 0
    clinic: UUID | None = None
    appointment: UUID | None = None


def new_id() -> UUID:
    """Return a new id."""
    return uuid7(wall_clock(), secrets.randbits(74))


async def book(desk: Desk, given: Booking) -> Booked:
    """Book a visit and return it, the same one for a key that was sent before.

    Raises BadField (and its kinds), NotFound, GlassNeeded, NotAllowed, HoldOver, or NotFree with other times.
    """
    clinic = read_id(given.clinic_id, "clinic_id")
    practitioner, kind = fields.read_practitioner(given.practitioner), fields.read_type(given.type)
    request = (
        desk.given()
        | _beside(given)
        | {
            "id": new_id(),
            "key": read_id(given.key, "key"),
            "asked": fields.fingerprint("book", "", given),
            "clinic": clinic,
            "patient": read_id(given.patient, "patient"),
            "practitioner": practitioner,
            "type": kind,
            "minutes": fields.read_minutes(given.minutes),
            "reason": fields.read_words(given.reason, "reason", LONGEST_REASON),
            "waiting": read_id(given.waiting, "waiting") if given.waiting else None,
        }
    )
    begins = await fields.instant(
        given.begins, lambda: _ask(desk, lambda on: store.clinic_zone(on, clinic)), "clinic_id"
    )
    deed = _Deed(Action.APPOINTMENT_BOOKED, _why(given), begins, practitioner, kind, clinic)
    return await _carry_out(desk, deed, store.book(request | {"begins": begins}))


async def move(desk: Desk, appointment: UUID, given: Move) -> Booked:
    """Move a visit that is booked to another time or practitioner of its clinic and return it; as ``book``, or
    AppointmentChanged, WrongState."""
    practitioner = fields.read_practitioner(given.practitioner) if given.practitioner else 0
    request = desk.given() | _beside(given) | _seen(appointment, "move", given) | {"practitioner": practitioner}
    at = fields.seen_at(given.at)
    begins = await fields.instant(
        given.begins, lambda: _ask(desk, lambda on: store.zone_of(on, appointment, at)), "appointment"
    )
    request |= {"begins": begins, "states": [State.BOOKED]}
    deed = _Deed(Action.APPOINTMENT_MOVED, _why(given), begins, practitioner, appointment=appointment)
    return await _carry_out(desk, deed, store.move(request))


async def cancel(desk: Desk, appointment: UUID, given: Cancel) -> Booked:
    """Cancel a visit, for a reason, and return it; BadField, NotFound, AppointmentChanged, WrongState."""
    if given.why not in set(CancelReason):
        raise BadField(f"not one of {', '.join(CancelReason)}", field="why")
    words = f"{given.why}: {fields.read_words(given.note, 'note', LONGEST_NOTE)}".rstrip()
    request = desk.given() | _seen(appointment, "cancel", given) | _leading_to(State.CANCELLED) | {"words": words}
    deed = _Deed(Action.APPOINTMENT_CANCELLED, words)
    return await _carry_out(desk, deed, store.give_up(request))


async def no_show(desk: Desk, appointment: UUID, given: NoShow) -> Booked:
    """Note that a patient did not come (once the visit should have begun); as ``cancel``."""
    request = desk.given() | _seen(appointment, "no_show", given) | _leading_to(State.NO_SHOW) | {"words": ""}
    return await _carry_out(desk, _Deed(Action.APPOINTMENT_NO_SHOW), store.give_up(request))


async def undo(desk: Desk, appointment: UUID, given: Undo) -> Booked:
    """Take one's own last change of a visit back, within a minute; as ``cancel``, or NotFree."""
    more = {"within": UNDO_WITHIN, "words": f"{CancelReason.MISTAKE}:"}
    request = desk.given() | _seen(appointment, "undo", given) | more
    deed = _Deed(Action.APPOINTMENT_UNDONE, appointment=appointment)
    return await _carry_out(desk, deed, store.undo(request))


async def other_times(
    desk: Desk, clinic: UUID | None, practitioner: int, kind: int, begins: datetime | None
) -> list[Offer]:
    """Return up to three free times near one that is not: in a transaction of its own, for the other was undone."""
    if clinic is None or begins is None or not practitioner or not kind:
        return []
    async with unit_of_work(desk.engine, desk.scope) as work:
        return await alternatives(work.connection, clinic, practitioner, kind, begins)


def changed_days(changes: str | None) -> list[Changed]:
    """Return what the hubs are told of (rows of ``schedule_changes``, as JSON)."""
    return [Changed(*row) for row in _changes(changes)] if changes else []


async def _carry_out(desk: Desk, deed: _Deed, doing: Question) -> Booked:
    try:
        async with unit_of_work(desk.engine, desk.scope, doing) as work:
            answer = store.outcome_of(doing)
            check(answer.outcome)
            proposals = [] if answer.outcome == "again" else await _tell(desk, work, deed, answer)
    except NotFree as error:
        error.alternatives = tuple(await _instead(desk, deed))
        raise
    return Booked(_card(answer.card or ""), proposals)


async def _tell(desk: Desk, work: Work, deed: _Deed, answer: store.Answer) -> list[Proposal]:
    """Record what was done, have the hubs told of it, and return who waits for what has become free."""
    await _record(work, deed, answer)
    changed = changed_days(answer.changes)
    proposed = Proposed([], [])
    if answer.clinic is not None and answer.practitioner is not None and answer.begins and answer.ends:
        freed = Freed(answer.clinic, answer.practitioner, answer.begins, answer.ends, answer.patient)
        proposed = await propose(work, freed, desk.named)
    tell(work, desk.bus, [*changed, *proposed.news], desk.refresh)
    return proposed.proposals


async def _instead(desk: Desk, deed: _Deed) -> list[Offer]:
    """Return other times for what was asked for, or for the visit that was to be changed."""
    if deed.appointment is None:
        return await other_times(desk, deed.clinic, deed.practitioner, deed.type, deed.begins)
    appointment = deed.appointment
    found = await _ask(desk, lambda on: store.read(on, appointment, []))
    if found is None or found.card is None:
        return []
    card = _card(found.card)
    begins = deed.begins or fields.seen_at(card.begins)
    return await other_times(desk, found.clinic, deed.practitioner or card.practitioner, card.type, begins)


async def _record(work: Work, deed: _Deed, answer: store.Answer) -> None:
    card = _card(answer.card or "")
    await work.record(
        deed.action,
        object_kind="appointment",
        object_id=card.id,
        clinic_id=answer.clinic,
        patient_id=answer.patient,
        before=_words(answer.before) if answer.before else None,
        after=_words(answer.after) if answer.after else None,
        reason=deed.reason,
    )


async def _ask(desk: Desk, question: Callable[[Connection], Awaitable[Answered]]) -> Answered:
    async with unit_of_work(desk.engine, desk.scope) as work:
        return await question(work.connection)


def _seen(appointment: UUID, kind: str, given: Move | Cancel | NoShow | Undo) -> dict[str, object]:
    return {
        "id": appointment,
        "key": read_id(given.key, "key"),
        "asked": fields.fingerprint(kind, appointment, given),
        "at": fields.seen_at(given.at),
        "version": fields.read_version(given.version),
    }


def _leading_to(state: State) -> dict[str, object]:
    return {"kind": state, "states": [before for before in State if may_follow(before, state)]}


def _beside(given: Booking | Move) -> dict[str, object]:
    return {
        "hold": read_id(given.hold, "hold") if given.hold else None,
        "overbook": fields.read_words(given.overbook, "overbook", LONGEST_REASON),
        "beside": fields.read_words(given.beside, "beside", LONGEST_REASON),
    }


def _why(given: Booking | Move) -> str:
    return "; ".join(" ".join(words.split()) for words in (given.overbook, given.beside) if words.strip())
