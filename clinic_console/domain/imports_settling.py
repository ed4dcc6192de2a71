"""What becomes of a batch's rows, by what is there already: new, there already, or refused."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

from clinic_console.domain.imports import EncounterRow, PatientRow, RowProblem
from clinic_console.domain.patients_names import fold_number, sort_of

Row = TypeVar("Row")


class Holder(NamedTuple):
    """Who has a number: in the import's clinic or elsewhere; born and the number as written are of those here.

    ``unnamed``: the id of somebody whom past visits have brought, and of whom nothing else is known.
    """

    here: bool
    born: date | None = None
    value: str = ""
    unnamed: UUID | None = None


@dataclass(slots=True)
class KnownPatients:
    """Who is there already, by the file's own ids (folded), by record number, by name (sorted) and date of birth."""

    external: dict[str, Holder] = field(default_factory=dict)
    mrn: dict[str, Holder] = field(default_factory=dict)
    alike: set[tuple[str, date]] = field(default_factory=set)


@dataclass(slots=True)
class KnownEncounters:
    """Which visits are there already (in the import's clinic or elsewhere), and the clinic's patients by number."""

    external: dict[str, bool] = field(default_factory=dict)
    patients: dict[str, UUID] = field(default_factory=dict)
    mrns: dict[str, UUID] = field(default_factory=dict)


@dataclass(slots=True)
class Settled(Generic[Row]):
    """The rows that are new, how many were there, and why the others are refused.

    ``named``: rows that say who somebody is who came in by past visits alone, with that patient's id.
    """

    fresh: list[Row] = field(default_factory=list)
    named: list[tuple[Row, UUID]] = field(default_factory=list)
    already: int = 0
    refused: list[RowProblem] = field(default_factory=list)


def settle_patients(rows: Iterable[PatientRow], known: KnownPatients) -> Settled[PatientRow]:
    """Settle the rows of one batch in their order; ``known`` learns whom they bring.

    Nobody is taken over from another clinic, and nobody who is in is changed. Rows without a number are known by
    name and date of birth.
    """
    settled: Settled[PatientRow] = Settled()
    for row in rows:
        unnamed = _unnamed(row, known)
        problem = _judge_named(row, unnamed, known) if unnamed else _judge(row, known)
        if isinstance(problem, RowProblem):
            settled.refused.append(problem)
        elif unnamed:
            settled.named.append((row, unnamed))
            _learn(row, known)
        elif problem:
            settled.already += 1
        else:
            settled.fresh.append(row)
            _learn(row, known)
    return settled


def settle_encounters(rows: Iterable[EncounterRow], known: KnownEncounters) -> Settled[tuple[EncounterRow, UUID]]:
    """Settle the rows of one batch in their order, each with its patient's id; ``known`` learns what they bring."""
    settled: Settled[tuple[EncounterRow, UUID]] = Settled()
    for row in rows:
        here = known.external.get(row.external)
        if here is not None:
            if here:
                settled.already += 1
            else:
                settled.refused.append(RowProblem(row.line, "external", "imports.elsewhere"))
            continue
        patient = known.patients.get(fold_number(row.patient)) if row.patient else known.mrns.get(row.mrn)
        if patient is None:
            name = "patient" if row.patient else "mrn"
            settled.refused.append(RowProblem(row.line, name, "imports.unknown_patient"))
            continue
        settled.fresh.append((row, patient))
        known.external[row.external] = True
    return settled


def _unnamed(row: PatientRow, known: KnownPatients) -> UUID | None:
    """Return who is named by a row: somebody who came in by past visits, under this very number."""
    if row.external:
        holder = known.external.get(fold_number(row.external))
        return holder.unnamed if holder is not None and holder.here and holder.value == row.external else None
    holder = known.mrn.get(row.mrn) if row.mrn else None
    return holder.unnamed if holder is not None and holder.here else None


def _judge_named(row: PatientRow, unnamed: UUID, known: KnownPatients) -> RowProblem | None:
    """Return why a row cannot say who somebody is: its record number is another one's."""
    holder = known.mrn.get(row.mrn) if row.mrn else None
    if holder is None or holder.unnamed == unnamed:
        return None
    return RowProblem(row.line, "mrn", "imports.number_taken" if holder.here else "imports.elsewhere")


def _judge(row: PatientRow, known: KnownPatients) -> RowProblem | bool:
    """Return why a row is refused, or whether its patient is there already."""
    if row.external and (holder := known.external.get(fold_number(row.external))):
        if not holder.here:
            return RowProblem(row.line, "external", "imports.elsewhere")
        return RowProblem(row.line, "external", "imports.alike") if holder.value != row.external else True
    if row.mrn and (holder := known.mrn.get(row.mrn)):
        if not holder.here:
            return RowProblem(row.line, "mrn", "imports.elsewhere")
        differs = holder.born and row.born and holder.born != row.born
        return RowProblem(row.line, "mrn", "imports.number_taken") if differs else True
    return not row.external and not row.mrn and row.born is not None and (sort_of(row.name), row.born) in known.alike


def _learn(row: PatientRow, known: KnownPatients) -> None:
    if row.external:
        known.external[fold_number(row.external)] = Holder(here=True, born=row.born, value=row.external)
    if row.mrn:
        known.mrn[row.mrn] = Holder(here=True, born=row.born)
    if not row.external and not row.mrn and row.born is not None:
        known.alike.add((sort_of(row.name), row.born))
