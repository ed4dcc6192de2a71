"""Bulk work at the front desk: one operation on many visits in one statement, an outcome each, and taking it back."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

import msgspec

from clinic_console.domain.audit import Action
from clinic_console.domain.bulk import AMONG, BEYOND, BOOKING, LEADS_TO, Operation, Outcome
from clinic_console.domain.errors import ClinicError, NotAllowed, NotFound
from clinic_console.hub.service import appointments_given as fields
from clinic_console.hub.service import bulk_given
from clinic_console.hub.service.appointments import RELEASE_AFTER, UNDO_WITHIN, Desk, changed_days
from clinic_console.hub.service.appointments_outcomes import check, error_of
from clinic_console.hub.service.fields import read_id
from clinic_console.hub.service.schedule_news import tell
from clinic_console.hub.service.unit_of_work import Work, unit_of_work
from clinic_console.hub.store import appointments as one_by_one
from clinic_console.hub.store import bulk as store
from clinic_console.hub.store.audit import Each
from clinic_console.wire.bulk import Bulk, BulkDone, BulkUndo, RowOutcome

_ACTIONS: Final[Mapping[str, Action]] = {
    Operation.ARRIVED: Action.VISIT_ARRIVED,
    Operation.CHECKED_IN: Action.VISIT_CHECKED_IN,
    Operation.ROOMED: Action.VISIT_ROOMED,
    Operation.WITH_DOCTOR: Action.VISIT_WITH_DOCTOR,
    Operation.DONE: Action.VISIT_DONE,
    Operation.LEFT: Action.VISIT_LEFT,
    Operation.EXPECTED: Action.VISIT_EXPECTED,
    Operation.NO_SHOW: Action.APPOINTMENT_NO_SHOW,
    Operation.CANCEL: Action.APPOINTMENT_CANCELLED,
    Operation.MOVE: Action.APPOINTMENT_MOVED,
    "undo": Action.APPOINTMENT_UNDONE,
}
_KINDS: Final = {Operation.CANCEL: "cancelled", Operation.MOVE: "moved"}
"""What a visit's history calls what has other names there."""
_OUTCOMES: Final = {"done": Outcome.DONE, "already": Outcome.ALREADY, "held_back": Outcome.HELD_BACK}

_Row = tuple[str | None, str, str, int, int]
_rows: Final = msgspec.json.Decoder(list[_Row]).decode
_recorded: Final = msgspec.json.Decoder(list[tuple[UUID, UUID | None, msgspec.Raw, msgspec.Raw]]).decode


async def carry_out(desk: Desk, booking: frozenset[UUID], given: Bulk) -> BulkDone:
    """Do one operation to many visits of a clinic and return what became of each; once for each key.

    ``booking``: where the user may book, too. Raises BadField for what is wrong with the request as a whole.
    """
    operation, clinic = bulk_given.read_operation(given), read_id(given.clinic_id, "clinic_id")
    visits = bulk_given.read_visits(given.items)
    request = {
        "key": read_id(given.key, "key"),
        "asked": fields.fingerprint("bulk", "", given),
        "clinic": clinic,
        "operation": operation,
        "kind": _KINDS.get(operation, operation),
        "becomes": LEADS_TO[operation],
        "among": sorted(AMONG[operation]),
        "beyond": sorted(BEYOND[operation]),
        **visits._asdict(),
        "practitioner": fields.read_practitioner(given.practitioner) if given.practitioner else 0,
        "room": given.room if operation is Operation.ROOMED else 0,
        "words": bulk_given.read_words(given, operation),
        "whole": given.all_or_nothing,
        "release": RELEASE_AFTER,
    }
    if operation in BOOKING and clinic in desk.scope.clinics and clinic not in booking:
        return BulkDone("", operation, [_wrong(str(each), NotAllowed()) for each in visits.ids])
    async with unit_of_work(desk.engine, desk.scope) as work:
        targets = await _targets(work, clinic, operation, visits, given)
        answer = await store.carry_out(work.connection, request | {"to": targets.begins})
        done = await _settle(desk, work, answer, request["key"], targets.wrong, str(request["words"]))
    # Of what is not there nothing is kept, not even by which id it was asked for.
    for row, item in zip(done.rows, given.items, strict=True):
        row.id = item.id
    return done


async def undo(desk: Desk, bulk: UUID, given: BulkUndo) -> BulkDone:
    """Take one's own bulk work back within a minute, as far as nobody has changed the visits since.

    Raises BadField, NotFound, UndoOver.
    """
    request = {
        "id": bulk,
        "key": read_id(given.key, "key"),
        "asked": fields.fingerprint("bulk_undo", bulk, given),
        "within": UNDO_WITHIN,
        "release": RELEASE_AFTER,
    }
    async with unit_of_work(desk.engine, desk.scope) as work:
        answer = await store.undo(work.connection, request)
        return await _settle(desk, work, answer, request["key"], {}, "")


async def _targets(
    work: Work, clinic: UUID, operation: Operation, visits: bulk_given.Visits, given: Bulk
) -> bulk_given.Targets:
    """Return where each is to be moved; nothing for what else is done, or where there is no such clinic."""
    if operation is not Operation.MOVE:
        return bulk_given.Targets([], {})
    zone = await one_by_one.clinic_zone(work.connection, clinic)
    if zone is None:
        return bulk_given.Targets([], {})
    return bulk_given.moved(zone, visits.ats, given.days, given.minutes)


async def _settle(
    desk: Desk,
    work: Work,
    answer: store.Answer,
    key: object,
    wrong: Mapping[int, ClinicError],
    words: str,
) -> BulkDone:
    """Record what was done, have the hubs told of it once, and say what became of each."""
    if answer.outcome not in ("done", "again"):
        check(answer.outcome)
    many = [Each(*each) for each in _recorded(answer.recorded)]
    if answer.clinic is not None:
        await work.record_many(_ACTIONS[answer.operation], "appointment", answer.clinic, many, words)
    tell(work, desk.bus, changed_days(answer.changes), desk.refresh)
    rows = [_outcome(row, wrong.get(place)) for place, row in enumerate(_rows(answer.rows))]
    lasting = answer.operation != "undo" and any(row.outcome == Outcome.DONE for row in rows)
    until = fields.ms(answer.at + UNDO_WITHIN) if lasting else 0
    return BulkDone(str(key), answer.operation, rows, until)


def _outcome(row: _Row, wrong: ClinicError | None) -> RowOutcome:
    visit, verdict, state, version, at = row[0] or "", *row[1:]
    if verdict in _OUTCOMES:
        return RowOutcome(visit, _OUTCOMES[verdict], "", "", state, version, at)
    error = wrong if verdict == "time" and wrong is not None else error_of(verdict)
    return _wrong(visit, error or NotFound(), state, version, at)


def _wrong(visit: str, error: ClinicError, state: str = "", version: int = 0, at: int = 0) -> RowOutcome:
    kinds = ((NotFound, Outcome.NOT_FOUND), (NotAllowed, Outcome.NOT_ALLOWED))
    outcome = next((each for kind, each in kinds if isinstance(error, kind)), Outcome.CONFLICT)
    return RowOutcome(visit, outcome, error.code, error.message, state, version, at)
