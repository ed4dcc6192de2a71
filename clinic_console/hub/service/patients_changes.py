"""Registering patients, changing them, bringing them in from another clinic, confirming who they are."""

import json
import secrets
import unicodedata
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Final
from uuid import UUID

from clinic_console.domain.access import Scope
from clinic_console.domain.audit import Action
from clinic_console.domain.errors import BadField, NotFound, PatientChanged, ProbableDuplicate, Taken, TooMany
from clinic_console.domain.ids import uuid7
from clinic_console.domain.patients import IDENTITIES_NEEDED, LONGEST_NAME, IdentifierKind, Identity
from clinic_console.domain.patients_changes import LISTS, Difference, Record, differences, on_record
from clinic_console.domain.patients_names import fold_number
from clinic_console.hub.service.access import wall_clock
from clinic_console.hub.service.audit import Opened
from clinic_console.hub.service.fields import read_id, read_name
from clinic_console.hub.service.patients import closed, record_opened, wire_patient
from clinic_console.hub.service.patients_checks import latest_today, read_record
from clinic_console.hub.service.patients_likeness import Questions, compare, what_is_asked
from clinic_console.hub.service.patients_records import record_of, written_record
from clinic_console.hub.service.unit_of_work import Engine, Work, unit_of_work
from clinic_console.hub.store import patients as patients_store
from clinic_console.hub.store import patients_changes as store
from clinic_console.wire.patients import Confirmation, NewConfirmation, NewLink, NewPatient, Patient, PatientChange

TRIES: Final = 10
TRIES_WITHIN: Final = timedelta(minutes=15)
REFUSED_SECONDS: Final = 60.0
"""Of one user's tries that were too many, one in so long is recorded: the log is no target to be filled."""
LONGEST_NUMBER: Final = 100
_VERSION_7: Final = 7


async def register(engine: Engine, scope: Scope, given: NewPatient, questions: Questions, opened: Opened) -> Patient:
    """Register somebody and return the patient, the same one for an id that this user has sent before.

    Raises BadField, NotFound (the clinic), Taken (id, MRN, an external identifier), ProbableDuplicate, TooMany.
    """
    patient, clinic = _own_id(given.id), _clinic(scope, given.clinic_id)
    record = read_record(given.data, latest_today())
    async with unit_of_work(engine, scope) as work:
        known = await store.known(work.connection, patient)
        new = not known and not given.despite
        asked = what_is_asked(given.data, patient)
        found = await compare(work, clinic, asked, questions, always=False) if new else None
    if found is not None and (found.items or found.elsewhere):
        raise ProbableDuplicate
    _ask_for_numbers(scope, record, questions)
    async with _taken_recorded(engine, scope, clinic=clinic), unit_of_work(engine, scope) as work:
        written = await store.register(work.connection, patient, clinic, written_record(record))
        if written.outcome == "refused":
            raise NotFound(field="clinic_id")
        if written.outcome == "taken":
            raise Taken(field=written.field)
        made = await _present(work, patient)
        if written.outcome == "made":
            after = {"mrn": made.mrn} | ({"despite": True} if given.despite else {})
            await _record(work, Action.PATIENT_REGISTERED, patient, clinic, after=after)
        else:
            chart = patients_store.Chart(UUID(made.clinic_id), None)
            await record_opened(work, patient, chart, lifted=False)
    opened.recorded((scope.session_id, patient))
    return made


async def change(engine: Engine, scope: Scope, patient: UUID, given: PatientChange, questions: Questions) -> Patient:
    """Change an open chart and return it; what changes nothing makes no new version.

    Raises BadField, NotFound, GlassNeeded, Taken, TooMany, or PatientChanged: a newer version is there, nothing is
    written.
    """
    record = read_record(given.data, latest_today())
    if not record.mrn:
        raise BadField("a record number is not taken away", field="data.mrn")
    async with _taken_recorded(engine, scope, patient=patient), unit_of_work(engine, scope) as work:
        present = await _present(work, patient)
        if present.version != given.version:
            raise PatientChanged
        changes = differences(record_of(present), record)
        if not changes:
            return present
        if any(each.field in ("mrn", "identifiers") for each in changes):
            _ask_for_numbers(scope, record, questions)
        lists = [each.field for each in changes if each.field in LISTS]
        written = await store.change(
            work.connection, patient, given.version, written_record(record, lists), _history(changes)
        )
        match written.outcome:
            case "changed":
                raise PatientChanged
            case "none":
                raise NotFound(field="patient")
            case "taken":
                raise Taken(field=written.field)
        changed = await _present(work, patient)
        await _record_change(work, present, changes)
    return changed


async def link(engine: Engine, scope: Scope, given: NewLink, refused: Opened, opened: Opened) -> Patient:
    """Bring somebody of another clinic here, who has shown a number, and return the patient.

    Raises BadField, TooMany, or NotFound: of the clinic, or (without a field) when there is not exactly one match, or
    the match's chart is restricted, which is not told. ``refused`` remembers who was told that it is too many.
    """
    clinic = _clinic(scope, given.clinic_id)
    shown = _shown(given)
    made = None
    async with unit_of_work(engine, scope) as work:
        done = await store.link(work.connection, clinic, shown, TRIES_WITHIN, TRIES)
        if done.outcome == "refused":
            raise NotFound(field="clinic_id")
        slowed = done.outcome == "slowed"
        new = not slowed or refused.is_new(scope.user_id)
        if done.patient is not None:
            made = await _present(work, done.patient)
            after = None if done.outcome == "linked" else {"here": True}
            await _record(work, Action.PATIENT_LINKED, done.patient, clinic, after=after)
        elif new:
            after = {"refused": True} if slowed else {"match": False}
            await work.record(Action.PATIENTS_COMPARED, object_kind="patient", clinic_id=clinic, after=after)
    if slowed:
        if new:
            refused.recorded(scope.user_id)
        raise TooMany(f"{TRIES} tries within a quarter of an hour", retry_after=done.wait)
    if made is None:
        raise NotFound("nobody has exactly these")
    opened.recorded((scope.session_id, done.patient))
    return made


async def confirm(engine: Engine, scope: Scope, patient: UUID, given: NewConfirmation) -> Confirmation:
    """Keep that two identifiers were compared with an open chart; BadField, NotFound, GlassNeeded."""
    clinic = _clinic(scope, given.clinic_id)
    which = _two(given.which)
    async with unit_of_work(engine, scope) as work:
        present = await _present(work, patient)
        missing = [each for each in which if each not in on_record(record_of(present))]
        if missing:
            raise BadField(f"not on record: {', '.join(missing)}", field="which")
        confirmation = uuid7(wall_clock(), secrets.randbits(74))
        kept = await store.confirm(work.connection, confirmation, patient, clinic, which)
        if kept is None:
            raise NotFound(field="clinic_id")
        await _record(work, Action.PATIENT_CONFIRMED, patient, clinic, after={"which": which})
    return Confirmation([str(each) for each in which], kept.by, int(kept.at.timestamp() * 1_000))


def _ask_for_numbers(scope: Scope, record: Record, questions: Questions) -> None:
    """Count the numbers that one person alone can have, given by hand: that one is taken says who is known; TooMany.

    They count before anything is written: what is refused only when a number is taken would tell that it is.
    """
    external = (each for each in record.identifiers if each.kind is IdentifierKind.EXTERNAL)
    numbers = (record.mrn, *sorted((each.system, fold_number(each.value)) for each in external))
    if any(numbers):
        questions.ask(scope.user_id, numbers)


@asynccontextmanager
async def _taken_recorded(
    engine: Engine, scope: Scope, *, clinic: UUID | None = None, patient: UUID | None = None
) -> AsyncIterator[None]:
    """Record that somebody was told of a number that another one has; nothing else of it is left."""
    try:
        yield
    except Taken as taken:
        async with unit_of_work(engine, scope) as work:
            await work.record(
                Action.PATIENTS_COMPARED,
                object_kind="patient",
                clinic_id=clinic,
                patient_id=patient,
                after={"taken": taken.field},
            )
        raise


async def _present(work: Work, patient: UUID) -> Patient:
    """Return a chart as it is; NotFound, or GlassNeeded for a restricted one."""
    found = await patients_store.find(work.connection, patient, work.scope.user_id, list(work.scope.clinics))
    if found.patient is None:
        raise closed(found.restricted)
    return wire_patient(found.patient)


async def _record(
    work: Work, action: Action, patient: UUID, clinic: UUID, *, after: Mapping[str, object] | None = None
) -> None:
    await work.record(
        action, object_kind="patient", object_id=patient, clinic_id=clinic, patient_id=patient, after=after
    )


async def _record_change(work: Work, patient: Patient, changes: Sequence[Difference]) -> None:
    glass: dict[str, object] = {"glass": True} if patient.glass_until is not None else {}
    await work.record(
        Action.PATIENT_CHANGED,
        object_kind="patient",
        object_id=patient.id,
        clinic_id=UUID(patient.clinic_id),
        patient_id=UUID(patient.id),
        before={each.field: _told(each.field, each.before) for each in changes},
        after=glass | {each.field: _told(each.field, each.after) for each in changes},
    )


def _told(field: str, lines: list[str]) -> object:
    return lines if field in LISTS else "".join(lines)


def _history(changes: Sequence[Difference]) -> str:
    return json.dumps({each.field: [each.before, each.after] for each in changes}, ensure_ascii=False)


def _own_id(given: str) -> UUID:
    patient = read_id(given, "id")
    if patient.version != _VERSION_7:
        raise BadField("not a UUID of version 7", field="id")
    return patient


def _clinic(scope: Scope, given: str) -> UUID:
    clinic = read_id(given, "clinic_id")
    if clinic not in scope.clinics:
        raise NotFound(field="clinic_id")
    return clinic


def _shown(given: NewLink) -> store.Shown:
    """Return what was shown as keyboards of every width mean it."""
    name, number = (
        " ".join(unicodedata.normalize("NFKC", text).split())
        for text in (
            read_name(given.name, "name", LONGEST_NAME),
            read_name(given.number, "number", LONGEST_NUMBER),
        )
    )
    folded = fold_number(number)
    if not folded:
        raise BadField("neither a letter nor a digit", field="number")
    return store.Shown(name, given.born, number, folded)


def _two(given: Sequence[str]) -> list[Identity]:
    if len(given) != IDENTITIES_NEEDED or len(set(given)) != len(given):
        raise BadField(f"not {IDENTITIES_NEEDED} different ones", field="which")
    try:
        return [Identity(each) for each in given]
    except ValueError:
        raise BadField(f"not two of {', '.join(Identity)}", field="which") from None
