"""What becomes of a batch's visits, by what is there already: of past ones without a time, and of a day list's."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from clinic_console.domain.imports import ListedRow, RowProblem, VisitRow
from clinic_console.domain.patients_names import fold, fold_number, parts_of


class Known(NamedTuple):
    """A patient of the import's clinic, and the number as it is written there.

    ``claimed``: by a record number, somebody who has another id in the file's system.
    """

    id: UUID
    number: str
    claimed: bool = False


@dataclass(slots=True)
class KnownVisits:
    """Which visits are there ('file': by this import, 'here', 'elsewhere'), and who has these numbers.

    None stands for somebody of another clinic.
    """

    external: dict[str, str] = field(default_factory=dict)
    patients: dict[str, Known | None] = field(default_factory=dict)
    mrns: dict[str, Known | None] = field(default_factory=dict)


@dataclass(slots=True)
class SettledVisits:
    """The visits that are new, each with its patient's id, and the rows that bring a patient, with the new id."""

    fresh: list[tuple[VisitRow, UUID]] = field(default_factory=list)
    brought: list[tuple[VisitRow, UUID]] = field(default_factory=list)
    already: int = 0
    refused: list[RowProblem] = field(default_factory=list)


def settle_visits(
    rows: Iterable[VisitRow], known: KnownVisits, new_ids: Iterable[UUID], *, register: bool
) -> SettledVisits:
    """Settle the rows of one batch in their order; ``known`` learns what and whom they bring.

    A row whose id this file has had already is refused: which of the two is right, nobody can tell.
    """
    settled, ids = SettledVisits(), iter(new_ids)
    for row in rows:
        where = known.external.get(row.external)
        if where == "here":
            settled.already += 1
            continue
        if where:
            code = "imports.doubled" if where == "file" else "imports.elsewhere"
            settled.refused.append(RowProblem(row.line, "external", code))
            continue
        patient = _patient(row, known, register=register)
        if isinstance(patient, str):
            name = "patient" if row.patient and patient != "imports.number_taken" else "mrn"
            settled.refused.append(RowProblem(row.line, name, patient))
            continue
        if patient is None:
            patient = next(ids)
            settled.brought.append((row, patient))
            _learn(row, patient, known)
        settled.fresh.append((row, patient))
        known.external[row.external] = "file"
    return settled


def _patient(row: VisitRow, known: KnownVisits, *, register: bool) -> UUID | str | None:
    """Return whose visit it is, why that is no good, or None for somebody new."""
    number, holders = (fold_number(row.patient), known.patients) if row.patient else (row.mrn, known.mrns)
    if number in holders:
        holder = holders[number]
        if holder is None:
            return "imports.elsewhere" if register else "imports.unknown_patient"
        return holder.id if _is_same(holder.number, row.patient or row.mrn) else "imports.alike"
    if not register:
        return "imports.unknown_patient"
    if row.patient and row.mrn and row.mrn in known.mrns:
        holder = known.mrns[row.mrn]
        if holder is None:
            return "imports.elsewhere"
        return "imports.number_taken" if holder.claimed else holder.id
    return None


def _is_same(one: str, other: str) -> bool:
    return one == other or one.casefold() == other.casefold()


def _learn(row: VisitRow, patient: UUID, known: KnownVisits) -> None:
    if row.patient:
        known.patients[fold_number(row.patient)] = Known(patient, row.patient)
    if row.mrn:
        known.mrns[row.mrn] = Known(patient, row.mrn, bool(row.patient))


class Practitioner(NamedTuple):
    """Somebody who sees patients in the clinic."""

    id: int
    title: str
    name: str


class Person(NamedTuple):
    """A patient of the clinic who was born on a day of the list: the ways in which the name is written."""

    id: UUID
    born: date
    written: tuple[str, ...]


@dataclass(slots=True)
class KnownDay:
    """What rows of a day list can mean: ids that were listed before, patients, practitioners and types of visit."""

    listed: set[str] = field(default_factory=set)
    patients: Mapping[str, Known] = field(default_factory=dict)
    mrns: Mapping[str, Known] = field(default_factory=dict)
    people: Sequence[Person] = ()
    doctors: Sequence[Practitioner] = ()
    types: Sequence[tuple[int, str]] = ()


class Wanted(NamedTuple):
    """A visit that is to be booked."""

    row: ListedRow
    patient: UUID
    doctor: int
    type: int
    begins: datetime


@dataclass(slots=True)
class SettledDay:
    """The visits that are to be booked, how many were there, and why the others are refused."""

    wanted: list[Wanted] = field(default_factory=list)
    already: int = 0
    refused: list[RowProblem] = field(default_factory=list)


def settle_day(rows: Iterable[ListedRow], known: KnownDay) -> SettledDay:
    """Settle the rows of one batch in their order; what was listed before is there, wherever it was moved to."""
    settled, seen = SettledDay(), set[str]()
    people = _by_words(known.doctors)
    types = {_plain(name): number for number, name in known.types} | {str(each): each for each, _ in known.types}
    for row in rows:
        if row.external and row.external in known.listed:
            settled.already += 1
            continue
        patient, doctor = _listed_patient(row, known), _doctor(row.doctor, known, people)
        found = types.get(_plain(row.type))
        wrong = [("external", "imports.doubled")] if row.external and row.external in seen else []
        wrong += [patient] if isinstance(patient, tuple) else []
        wrong += [("doctor", doctor)] if isinstance(doctor, str) else []
        wrong += [("type", "imports.type")] if found is None else []
        if wrong or isinstance(patient, tuple) or isinstance(doctor, str) or found is None:
            settled.refused += [RowProblem(row.line, name, code) for name, code in wrong]
            continue
        seen.add(row.external)
        settled.wanted.append(Wanted(row, patient, doctor, found, row.begins))
    return settled


def by_name(row: ListedRow) -> bool:
    """Say whether a patient is looked for by name and date of birth, for want of a number."""
    return bool(row.name and row.born) and not (row.patient or row.mrn)


def _listed_patient(row: ListedRow, known: KnownDay) -> UUID | tuple[str, str]:
    if by_name(row):
        ways = set(_words(row.name))
        found = [
            each.id
            for each in known.people
            if each.born == row.born and any(ways & set(_words(written)) for written in each.written if written)
        ]
        return found[0] if len(found) == 1 else ("name", "imports.several" if found else "imports.unknown_name")
    holder = known.patients.get(fold_number(row.patient)) if row.patient else known.mrns.get(row.mrn)
    name = "patient" if row.patient else "mrn"
    if holder is None:
        return name, "imports.unknown_patient"
    return holder.id if _is_same(holder.number, row.patient or row.mrn) else (name, "imports.alike")


def _by_words(doctors: Sequence[Practitioner]) -> dict[str, set[int]]:
    """Return whom each way to write a practitioner's name means, with the title and without it."""
    found: dict[str, set[int]] = {}
    for each in doctors:
        for written in (each.name, f"{each.title} {each.name}"):
            for way in _words(written):
                found.setdefault(way, set()).add(each.id)
    return found


def _doctor(written: str, known: KnownDay, people: Mapping[str, set[int]]) -> int | str:
    if written.isdecimal() and any(each.id == int(written) for each in known.doctors):
        return int(written)
    found = set().union(*(people.get(way, set()) for way in _words(written)))
    return "imports.doctor_unclear" if len(found) > 1 else next(iter(found), "imports.doctor")


def _words(written: str) -> tuple[str, str]:
    """Return by what a name is known: its words in any order, and its letters without the spaces between them."""
    parts = parts_of(written)
    return " ".join(sorted(parts)), "".join(parts)


def _plain(text: str) -> str:
    return " ".join(fold(text).split())
