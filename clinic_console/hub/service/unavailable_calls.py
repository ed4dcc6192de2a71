"""Who is to be told that a doctor is not there: the call lists, what came of each call, and taking it all back."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Final
from uuid import UUID

import msgspec

from clinic_console.domain.audit import Action
from clinic_console.domain.bulk import Outcome
from clinic_console.domain.errors import (
    AppointmentChanged,
    AwayTouched,
    BadField,
    ClinicError,
    Conflict,
    NotAllowed,
    NotFound,
)
from clinic_console.domain.unavailable import Contact
from clinic_console.hub.service import appointments_given as given_fields
from clinic_console.hub.service import paging
from clinic_console.hub.service.appointments import LONGEST_NOTE, RELEASE_AFTER, Desk, changed_days
from clinic_console.hub.service.appointments_outcomes import check
from clinic_console.hub.service.audit import Opened
from clinic_console.hub.service.fields import read_id
from clinic_console.hub.service.schedule_news import tell
from clinic_console.hub.service.unit_of_work import Work, unit_of_work
from clinic_console.hub.store import unavailable as store
from clinic_console.hub.store.audit import Each
from clinic_console.wire.unavailable import Away, Called, CallList, CallListHead, CallLists, CallRow, UndoAway

_rows: Final = msgspec.json.Decoder(list[CallRow]).decode
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MOST_MICROSECONDS: Final = 253_402_300_799_000_000


class _CalledWhom(msgspec.Struct):
    patient: UUID
    clinic: UUID
    contact: str


_whom: Final = msgspec.json.Decoder(_CalledWhom).decode


_DEEDS: Final = {
    "moved": Action.APPOINTMENT_MOVED,
    "cancelled": Action.APPOINTMENT_CANCELLED,
    "undone": Action.APPOINTMENT_UNDONE,
}


class _Done(msgspec.Struct):
    """One visit that was changed, for the log."""

    id: UUID
    kind: str
    patient: UUID
    before: msgspec.Raw
    after: msgspec.Raw


_done: Final = msgspec.json.Decoder(list[_Done]).decode


async def read(desk: Desk, number: UUID, opened: Opened) -> CallList:
    """Return one call list as it is now; NotFound."""
    key = (desk.scope.session_id, number)
    async with unit_of_work(desk.engine, desk.scope) as work:
        found = await read_list(work, desk.named, number)
        new = opened.is_new(key)
        if new:
            told = {"visits": len(found.rows)}
            await work.record(
                Action.CALLS_SEEN,
                object_kind="unavailable",
                object_id=number,
                clinic_id=UUID(found.away.clinic_id),
                after=told,
            )
    if new:
        opened.recorded(key)
    return found


async def read_list(work: Work, named: Collection[UUID], number: UUID) -> CallList:
    """Return a call list in a transaction under way; NotFound."""
    row = await store.calls(work.connection, number, list(named))
    if row is None:
        raise NotFound(field="list")
    away = Away(str(row.clinic), row.practitioner, row.begins, row.ends, row.label, row.days)
    rows = [_with_outcome(each) for each in _rows(row.rows)]
    return CallList(str(number), away, row.by, row.made_at, rows, row.undone, row.touched)


async def list_lists(desk: Desk, clinic: UUID, after: str, limit: int) -> CallLists:
    """Return a page of a clinic's call lists, the newest first; BadField, NotFound."""
    if clinic not in desk.scope.clinics:
        raise NotFound(field="clinic")
    paging.check_limit(limit)
    key = _read_place(after)
    async with unit_of_work(desk.engine, desk.scope) as work:
        rows = await store.heads(work.connection, clinic, key, limit + 1)
    last = rows[limit - 1] if len(rows) > limit else None
    return CallLists([_head(clinic, row) for row in rows[:limit]], _write_place(last) if last else None)


async def called(desk: Desk, number: UUID, appointment: UUID, given: Called) -> CallRow:
    """Note what came of a call; who agrees has the visit confirmed. BadField, NotFound, Conflict."""
    if given.contact not in set(Contact):
        raise BadField(f"not one of {', '.join(each for each in Contact if each)}", field="contact")
    asked = {
        "id": number,
        "appointment": appointment,
        "version": given_fields.read_version(given.version),
        "contact": given.contact,
        "note": given_fields.read_words(given.note, "note", LONGEST_NOTE),
    }
    async with unit_of_work(desk.engine, desk.scope) as work:
        answer = await store.called(work.connection, asked)
        _check(answer.outcome)
        if answer.outcome == "called":
            whom = _whom(answer.done or "")
            await work.record(
                Action.CALLED,
                object_kind="appointment",
                object_id=appointment,
                clinic_id=whom.clinic,
                patient_id=whom.patient,
                before={"contact": whom.contact},
                after={"contact": given.contact, "note": asked["note"]},
            )
            tell(work, desk.bus, changed_days(answer.changes), desk.refresh)
        found = await store.calls(work.connection, number, list(desk.named), appointment)
    rows = _rows(found.rows) if found is not None else []
    if not rows:
        raise NotFound(field="appointment")
    return _with_outcome(rows[0])


async def undo(desk: Desk, number: UUID, given: UndoAway) -> CallList:
    """Take all of it back while nobody has touched it, once; NotFound, AwayTouched."""
    read_id(given.key, "key")
    async with unit_of_work(desk.engine, desk.scope) as work:
        answer = await store.undo(work.connection, {"id": number, "release": RELEASE_AFTER})
        _check(answer.outcome)
        found = await read_list(work, desk.named, number)
        if answer.outcome == "undone":
            told: dict[str, object] = {"visits": len(found.rows)}
            await record(work, UUID(found.away.clinic_id), Action.AWAY_UNDONE, answer, told)
            tell(work, desk.bus, changed_days(answer.changes), desk.refresh)
    return found


async def record(work: Work, clinic: UUID, deed: Action, answer: store.Answer, told: dict[str, object]) -> None:
    """Write what was done to the log: the whole, and each visit that was changed."""
    await work.record(deed, object_kind="unavailable", object_id=answer.list or "", clinic_id=clinic, after=told)
    done = _done(answer.done or "[]")
    for kind, action in _DEEDS.items():
        each = [Each(one.id, one.patient, one.before, one.after) for one in done if one.kind == kind]
        await work.record_many(action, "appointment", clinic, each)


@cache
def outcome_of(word: str) -> tuple[str, str, str]:
    """Return what a row's word means: its domain.bulk.Outcome, and of an error the code and the sentence."""
    try:
        check(word)
    except NotFound as error:
        return Outcome.NOT_FOUND, error.code, error.message
    except NotAllowed as error:
        return Outcome.NOT_ALLOWED, error.code, error.message
    except ClinicError as error:
        return Outcome.CONFLICT, error.code, error.message
    return Outcome.DONE, "", ""


def _with_outcome(row: CallRow) -> CallRow:
    row.outcome, row.code, row.text = outcome_of(row.outcome)
    return row


def _check(outcome: str) -> None:
    match outcome:
        case "none":
            raise NotFound(field="list")
        case "touched":
            raise AwayTouched
        case "undone" | "again" | "called":
            return
        case "taken_back":
            raise Conflict("it was taken back")
        case "called_changed":
            raise Conflict("somebody else has noted a call")
        case _:
            raise AppointmentChanged(field="version")


def _head(clinic: UUID, row: store.HeadRow) -> CallListHead:
    away = Away(str(clinic), row.practitioner, row.begins, row.ends, row.label, row.days)
    made_at = (row.at - _EPOCH) // timedelta(milliseconds=1)
    return CallListHead(str(row.id), away, row.by, made_at, row.rows, row.open, row.undone)


def _read_place(after: str) -> tuple[datetime, UUID] | None:
    place = paging.read_key(after, tuple[str, UUID])
    if place is None:
        return None
    if not (place[0].isascii() and place[0].isdigit() and int(place[0]) <= _MOST_MICROSECONDS):
        raise BadField("not the next of an earlier page", field="after")
    return _EPOCH + timedelta(microseconds=int(place[0])), place[1]


def _write_place(row: store.HeadRow) -> str:
    return paging.write_key((str((row.at - _EPOCH) // timedelta(microseconds=1)), row.id))
