"""One batch of an import: what every kind of row is read, counted and written down by."""

import asyncio
import itertools
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeVar
from uuid import UUID

import msgspec

from clinic_console.domain.errors import ImportOutOfStep, ImportOver, NotFound
from clinic_console.domain.ids import uuid7
from clinic_console.domain.imports import PatientRow, RowProblem
from clinic_console.domain.patients import ContactKind, IdentifierKind
from clinic_console.domain.patients_names import digits_of, fold_number, sort_of, words_of
from clinic_console.hub.store import imports as store
from clinic_console.wire.imports import Rows

AT_ONCE: Final = 100
"""Rows that are read before the others of this process get their turn: some 5 ms."""

Read = TypeVar("Read")


class Made:
    """One patient as the database takes it."""

    __slots__ = ("contacts", "numbers", "patient")

    def __init__(self, identity: UUID, row: PatientRow, system: str) -> None:
        name = row.name
        self.patient: dict[str, object] = {
            "id": identity, "mrn": row.mrn, "name": name.written, "name_latin": name.latin, "name_kana": name.kana,
            "family": name.family, "former_name": name.former, "sort_name": sort_of(name),
            "words": " ".join(words_of(name)), "born": row.born, "sex": row.sex, "died": row.died,
            "language": row.language,
        }  # fmt: skip
        numbers = [(each.kind, each.system, each.value) for each in row.identifiers]
        if row.external:
            numbers.append((IdentifierKind.EXTERNAL, system, row.external))
        self.numbers: list[dict[str, object]] = [
            {"id": identity, "kind": kind, "system": whose, "value": value, "folded": fold_number(value)}
            for kind, whose, value in numbers
        ]
        self.contacts: list[dict[str, object]] = [
            {
                "id": identity, "position": position, "kind": each.kind, "value": each.value,
                "digits": digits_of(each.value) if each.kind is ContactKind.PHONE else "",
            }
            for position, each in enumerate(row.contacts, start=1)
        ]  # fmt: skip

    def of(self, patient: UUID) -> "Made":
        """Make it what is known of somebody who has an id already."""
        for each in (self.patient, *self.numbers, *self.contacts):
            each["id"] = patient
        return self


def check_lock(locked: store.Locked, after: int) -> None:
    """Raise what keeps a batch from being the next one of an import: NotFound, ImportOver or ImportOutOfStep."""
    if locked.state is None or locked.done is None:
        raise NotFound(field="import_id")
    if locked.state != "running":
        raise ImportOver
    if locked.done != after:
        raise ImportOutOfStep(f"{locked.done} rows have been done", field="after")


async def read_all(
    given: Rows, read: Callable[[int, Sequence[str]], Read | list[RowProblem]]
) -> tuple[list[Read], list[RowProblem]]:
    """Read rows by their layout: those that can be taken, and what is wrong with the others."""
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


def batch_of(after: int, already: int, refused: Sequence[RowProblem]) -> store.Batch:
    """Return what a batch counts."""
    counted: dict[int, int] = {}
    errors = []
    for each in refused:
        position = counted[each.line] = counted.get(each.line, 0) + 1
        errors.append({"line": each.line, "position": position, "field": each.field, "code": each.code})
    return store.Batch(after, already, len(counted), json_of(errors))


def json_of(value: object) -> str:
    """Write rows down for the database."""
    return msgspec.json.encode(value).decode()


def new_ids() -> Iterator[UUID]:
    """Yield ids of this moment, in order: neighbours in the file are neighbours in the indexes."""
    at_ms, first = time.time_ns() // 1_000_000, secrets.randbits(73)
    return (uuid7(at_ms, first + number) for number in itertools.count())
