"""The rows of an import, batch by batch: read, settled against what is there, and taken in or refused, once."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from clinic_console.domain.access import Scope
from clinic_console.domain.audit import Action
from clinic_console.domain.errors import BadField, StoreUnavailable
from clinic_console.domain.imports import (
    FILES,
    LISTS,
    MOST_BOOKED,
    MOST_ROWS,
    EncounterRow,
    Kind,
    Kinds,
    Layout,
    PatientRow,
    RowProblem,
)
from clinic_console.domain.imports_encounters import EncounterReader
from clinic_console.domain.imports_patients import PatientReader
from clinic_console.domain.imports_settling import settle_encounters, settle_patients
from clinic_console.domain.patients_names import fold_number, sort_of
from clinic_console.hub.service import imports
from clinic_console.hub.service.appointments import Desk
from clinic_console.hub.service.imports_batch import AT_ONCE, Made, batch_of, check_lock, json_of, new_ids, read_all
from clinic_console.hub.service.imports_day import DayList
from clinic_console.hub.service.imports_visits import Visits
from clinic_console.hub.service.unit_of_work import Engine, Work, unit_of_work
from clinic_console.hub.store import imports as store
from clinic_console.wire.imports import RowError, Rows, RowsDone

TRIES: Final = 3
_LAST_LINE: Final = 2**31 - 1


async def add_rows(engine: Engine, scope: Scope, import_id: UUID, given: Rows) -> RowsDone:
    """Read and take in the next rows of an import; raises as both do."""
    return await take_rows(engine, scope, await read_rows(engine, scope, import_id, given))


async def book_rows(desk: Desk, import_id: UUID, given: Rows) -> RowsDone:
    """Read and book the next rows of a day list; as ``add_rows``."""
    if len(given.rows) > MOST_BOOKED:
        raise BadField(f"not 1 to {MOST_BOOKED} rows", field="rows")
    job = await _job(desk.engine, desk.scope, import_id, given, LISTS)
    batch = DayList(job.id, imports.layout_of(job.mapping), ZoneInfo(job.zone), given.after, desk)
    await batch.read(given)
    return await take_rows(desk.engine, desk.scope, batch)


async def read_rows(engine: Engine, scope: Scope, import_id: UUID, given: Rows) -> "ReadBatch":
    """Read rows of an import: all that can be done before those in front of them are in.

    BadField, NotFound, ImportOutOfStep, ImportOver or StoreUnavailable.
    """
    job = await _job(engine, scope, import_id, given, FILES)
    layout, zone = imports.layout_of(job.mapping), ZoneInfo(job.zone)
    batch = _OF_KIND[Kind(job.kind)](job.id, layout, zone, given.after)
    await batch.read(given)
    return batch


async def take_rows(engine: Engine, scope: Scope, batch: "ReadBatch") -> RowsDone:
    """Take in rows that have been read, all in one transaction with the count: no batch counts twice.

    NotFound, ImportOutOfStep, ImportOver or StoreUnavailable. What is wrong with single rows is in the answer, and
    kept.
    """
    for _ in range(TRIES):
        try:
            async with unit_of_work(engine, scope) as work:
                after, refused = await batch.take(work)
                if after.state != "running":
                    await imports.record(work, Action.IMPORT_ENDED, after)
        except store.CrossedError:
            continue  # it finds the number taken now
        return RowsDone(
            imports.told(after), [RowError(each.line, each.field, each.code, each.text) for each in refused]
        )
    raise StoreUnavailable


class _Patients:
    """One batch of patients."""

    def __init__(self, import_id: UUID, layout: Layout, zone: ZoneInfo, after: int) -> None:
        self._import = import_id
        self._system = layout.system
        self._after = after
        self._reader = PatientReader(layout, datetime.now(zone).date())
        self._rows: list[PatientRow] = []
        self._refused: list[RowProblem] = []
        self._made: dict[int, Made] = {}

    async def read(self, given: Rows) -> None:
        """Read the rows, and write down what is kept of them: all that needs no database."""
        self._rows, self._refused = await read_all(given, self._reader.read)
        for number, (row, identity) in enumerate(zip(self._rows, new_ids(), strict=False), start=1):
            self._made[row.line] = Made(identity, row, self._system)
            if number % AT_ONCE == 0:
                await asyncio.sleep(0)

    async def take(self, work: Work) -> tuple[store.ImportRow, list[RowProblem]]:
        """Take in who is new; return the import as it is then, and why other rows were refused."""
        locked, known = await store.look_for_patients(work.connection, self._import, self._after, self._numbers())
        check_lock(locked, self._after)
        settled = settle_patients(self._rows, known)
        refused = sorted([*self._refused, *settled.refused], key=lambda each: each.line)
        made = [self._made[row.line] for row in settled.fresh]
        named = [(self._made[row.line].of(patient), row.external or row.mrn) for row, patient in settled.named]
        batch = batch_of(self._after, settled.already, refused)
        after = await store.take_patients(
            work.connection,
            self._import,
            batch,
            store.People(
                json_of([each.patient for each in made]),
                json_of([{**each.patient, "was": was} for each, was in named]),
                json_of([number for each in (*made, *(each for each, _ in named)) for number in each.numbers]),
                json_of([contact for each in (*made, *(each for each, _ in named)) for contact in each.contacts]),
            ),
        )
        return after, refused

    def _numbers(self) -> store.Numbers:
        nameless = [row for row in self._rows if not row.external and not row.mrn and row.born]
        return store.Numbers(
            [fold_number(row.external) for row in self._rows if row.external],
            [row.mrn for row in self._rows if row.mrn],
            [sort_of(row.name) for row in nameless],
            [row.born for row in nameless if row.born],
        )


class _Encounters:
    """One batch of past visits."""

    def __init__(self, import_id: UUID, layout: Layout, zone: ZoneInfo, after: int) -> None:
        self._import = import_id
        self._after = after
        self._reader = EncounterReader(layout, datetime.now(UTC), zone)
        self._rows: list[EncounterRow] = []
        self._refused: list[RowProblem] = []

    async def read(self, given: Rows) -> None:
        """Read the rows: all that needs no database."""
        self._rows, self._refused = await read_all(given, self._reader.read)

    async def take(self, work: Work) -> tuple[store.ImportRow, list[RowProblem]]:
        """Take in which are new; return the import as it is then, and why other rows were refused."""
        locked, known = await store.look_for_encounters(
            work.connection,
            self._import,
            self._after,
            [row.external for row in self._rows],
            [fold_number(row.patient) for row in self._rows if row.patient],
            [row.mrn for row in self._rows if not row.patient],
        )
        check_lock(locked, self._after)
        settled = settle_encounters(self._rows, known)
        refused = sorted([*self._refused, *settled.refused], key=lambda each: each.line)
        fresh = [
            {
                "id": identity, "patient": patient, "external": row.external, "kind": row.kind, "began": row.began,
                "ended": row.ended, "code": row.code, "text": row.text, "reason": row.reason,
                "practitioner": row.practitioner,
            }
            for (row, patient), identity in zip(settled.fresh, new_ids(), strict=False)
        ]  # fmt: skip
        batch = batch_of(self._after, settled.already, refused)
        return await store.take_encounters(work.connection, self._import, batch, json_of(fresh)), refused


ReadBatch = _Patients | _Encounters | Visits | DayList
"""Rows that have been read."""
_OF_KIND: Final[Mapping[Kind, type[_Patients | _Encounters | Visits]]] = {
    Kind.PATIENTS: _Patients,
    Kind.ENCOUNTERS: _Encounters,
    Kind.APPOINTMENTS: Visits,
}


async def _job(engine: Engine, scope: Scope, import_id: UUID, given: Rows, kinds: Kinds) -> store.ImportRow:
    _check(given)
    job = await imports.find(engine, scope, import_id, kinds)
    _check_step(job, given)
    return job


def _check(given: Rows) -> None:
    if not 1 <= len(given.rows) <= MOST_ROWS:
        raise BadField(f"not 1 to {MOST_ROWS} rows", field="rows")
    if len(given.lines) != len(given.rows):
        raise BadField("not one for each row", field="lines")
    if any(line < 1 or line > _LAST_LINE for line in given.lines) or len(set(given.lines)) < len(given.lines):
        raise BadField("not the different lines of a file", field="lines")
    if not 0 <= given.after <= _LAST_LINE:
        raise BadField("not a number of rows", field="after")


def _check_step(job: store.ImportRow, given: Rows) -> None:
    # Rows behind those that are still under way are read meanwhile; the lock shows whether they are the next ones.
    done = max(job.done, given.after) if job.state == "running" else job.done
    check_lock(store.Locked(job.state, done), given.after)
    if given.after + len(given.rows) > job.lines:
        raise BadField(f"the import has {job.lines} rows in all", field="rows")
