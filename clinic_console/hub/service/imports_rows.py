"""The rows of an import, batch by batch: read, settled against what is there, and taken in or refused, once."""

import asyncio
import itertools
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Final, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from clinic_console.domain.access import Scope
from clinic_console.domain.audit import Action
from clinic_console.domain.errors import BadField, ImportOutOfStep, ImportOver, NotFound, StoreUnavailable
from clinic_console.domain.ids import uuid7
from clinic_console.domain.imports import MOST_ROWS, EncounterRow, Kind, Layout, PatientRow, RowProblem
from clinic_console.domain.imports_encounters import EncounterReader
from clinic_console.domain.imports_patients import PatientReader
from clinic_console.domain.imports_settling import settle_encounters, settle_patients
from clinic_console.domain.patients import ContactKind, IdentifierKind
from clinic_console.domain.patients_names import digits_of, fold_number, sort_of, words_of
from clinic_console.hub.service import imports
from clinic_console.hub.service.unit_of_work import Engine, Work, unit_of_work
from clinic_console.hub.store import imports as store
from clinic_console.wire.imports import RowError, Rows, RowsDone

AT_ONCE: Final = 100
"""Rows that are read before the others of this process get their turn: some 5 ms."""
TRIES: Final = 3
_LAST_LINE: Final = 2**31 - 1

Read = TypeVar("Read")


async def add_rows(engine: Engine, scope: Scope, import_id: UUID, given: Rows) -> RowsDone:
    """Read and take in the next rows of an import; raises as both do."""
    return await take_rows(engine, scope, await read_rows(engine, scope, import_id, given))


async def read_rows(engine: Engine, scope: Scope, import_id: UUID, given: Rows) -> "ReadBatch":
    """Read rows of an import: all that can be done before those in front of them are in.

    BadField, NotFound, ImportOutOfStep, ImportOver or StoreUnavailable.
    """
    _check(given)
    job = await imports.find(engine, scope, import_id)
    _check_step(job, given)
    layout, zone = imports.layout_of(job.mapping), ZoneInfo(job.zone)
    take_in = _Patients if job.kind == Kind.PATIENTS else _Encounters
    batch = take_in(job.id, layout, zone, given.after)
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
        self._made: dict[int, _Made] = {}

    async def read(self, given: Rows) -> None:
        """Read the rows, and write down what is kept of them: all that needs no database."""
        self._rows, self._refused = await _read(given, self._reader.read)
        for number, (row, identity) in enumerate(zip(self._rows, _new_ids(), strict=False), start=1):
            self._made[row.line] = _Made(identity, row, self._system)
            if number % AT_ONCE == 0:
                await asyncio.sleep(0)

    async def take(self, work: Work) -> tuple[store.ImportRow, list[RowProblem]]:
        """Take in who is new; return the import as it is then, and why other rows were refused."""
        locked, known = await store.look_for_patients(work.connection, self._import, self._after, self._numbers())
        check_lock(locked, self._after)
        settled = settle_patients(self._rows, known)
        refused = sorted([*self._refused, *settled.refused], key=lambda each: each.line)
        made = [self._made[row.line] for row in settled.fresh]
        batch = _batch(self._after, settled.already, refused)
        after = await store.take_patients(
            work.connection,
            self._import,
            batch,
            _json([each.patient for each in made]),
            _json([number for each in made for number in each.numbers]),
            _json([contact for each in made for contact in each.contacts]),
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


class _Made:
    """One patient as the database takes it."""

    __slots__ = ("contacts", "numbers", "patient")

    def __init__(self, identity: UUID, row: PatientRow, system: str) -> None:
        name = row.name
        self.patient = {
            "id": identity, "mrn": row.mrn, "name": name.written, "name_latin": name.latin, "name_kana": name.kana,
            "family": name.family, "former_name": name.former, "sort_name": sort_of(name),
            "words": " ".join(words_of(name)), "born": row.born, "sex": row.sex, "died": row.died,
            "language": row.language,
        }  # fmt: skip
        numbers = [(each.kind, each.system, each.value) for each in row.identifiers]
        if row.external:
            numbers.append((IdentifierKind.EXTERNAL, system, row.external))
        self.numbers = [
            {"id": identity, "kind": kind, "system": whose, "value": value, "folded": fold_number(value)}
            for kind, whose, value in numbers
        ]
        self.contacts = [
            {
                "id": identity, "position": position, "kind": each.kind, "value": each.value,
                "digits": digits_of(each.value) if each.kind is ContactKind.PHONE else "",
            }
            for position, each in enumerate(row.contacts, start=1)
        ]  # fmt: skip


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
        self._rows, self._refused = await _read(given, self._reader.read)

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
            for (row, patient), identity in zip(settled.fresh, _new_ids(), strict=False)
        ]  # fmt: skip
        batch = _batch(self._after, settled.already, refused)
        return await store.take_encounters(work.connection, self._import, batch, _json(fresh)), refused


ReadBatch = _Patients | _Encounters
"""Rows that have been read."""


def check_lock(locked: store.Locked, after: int) -> None:
    """Raise what keeps a batch from being the next one of an import: NotFound, ImportOver or ImportOutOfStep."""
    if locked.state is None or locked.done is None:
        raise NotFound(field="import_id")
    if locked.state != "running":
        raise ImportOver
    if locked.done != after:
        raise ImportOutOfStep(f"{locked.done} rows have been done", field="after")


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


async def _read(
    given: Rows, read: Callable[[int, Sequence[str]], Read | list[RowProblem]]
) -> tuple[list[Read], list[RowProblem]]:
    rows: list[Read] = []
    refused: list[RowProblem] = []
    for number, (line, cells) in enumerate(zip(given.lines, given.rows, strict=True), start=1):
        found = read(line, cells)
        if isinstance(found, list):
            refused += found
        else:
            rows.append(found)
        if number % AT_ONCE == 0:
            await asyncio.sleep(0)
    return rows, refused


def _batch(after: int, already: int, refused: Sequence[RowProblem]) -> store.Batch:
    counted: dict[int, int] = {}
    errors = []
    for each in refused:
        position = counted[each.line] = counted.get(each.line, 0) + 1
        errors.append({"line": each.line, "position": position, "field": each.field, "code": each.code})
    return store.Batch(after, already, len(counted), _json(errors))


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _new_ids() -> Iterator[UUID]:
    """Yield ids of this moment, in order: neighbours in the file are neighbours in the indexes."""
    at_ms, first = time.time_ns() // 1_000_000, secrets.randbits(73)
    return (uuid7(at_ms, first + number) for number in itertools.count())
