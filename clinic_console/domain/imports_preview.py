"""The first rows of a file as they would come in: what somebody looks at before an import begins."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from clinic_console.domain.imports import EncounterRow, Kind, Layout, ListedRow, PatientRow, RowProblem, VisitRow
from clinic_console.domain.imports_encounters import EncounterReader
from clinic_console.domain.imports_listed import ListedReader
from clinic_console.domain.imports_patients import PatientReader
from clinic_console.domain.imports_rows import Row
from clinic_console.domain.imports_visits import VisitReader


@dataclass(frozen=True, slots=True)
class Preview:
    """One row: the fields that it gives, as text (dates and times as in ISO 8601), or what is wrong with it."""

    line: int
    fields: tuple[tuple[str, str], ...]
    problems: tuple[RowProblem, ...] = ()


def preview(kind: Kind, layout: Layout, rows: Iterable[Row], now: datetime, zone: tzinfo) -> list[Preview]:
    """Return rows (those behind the titles) as they would come in at this time, by the clinic's clocks."""
    found = []
    read = _reader(kind, layout, now, zone)
    for line, cells in rows:
        row = read(line, cells)
        if isinstance(row, list):
            found.append(Preview(line, (), tuple(row)))
        else:
            found.append(Preview(line, tuple((field, text) for field, text in _texts(row) if text)))
    return found


AnyRow = PatientRow | EncounterRow | VisitRow | ListedRow
Read = Callable[[int, Sequence[str]], AnyRow | list[RowProblem]]


def _reader(kind: Kind, layout: Layout, now: datetime, zone: tzinfo) -> Read:
    today = now.astimezone(zone).date()
    if kind is Kind.PATIENTS:
        return PatientReader(layout, today).read
    if kind is Kind.APPOINTMENTS:
        return VisitReader(layout, today).read
    if kind is Kind.ENCOUNTERS:
        return EncounterReader(layout, now, zone).read
    return ListedReader(layout, now, zone).read


def _texts(row: AnyRow) -> list[tuple[str, str]]:
    if isinstance(row, PatientRow):
        return _patient(row)
    if isinstance(row, EncounterRow):
        return _encounter(row)
    return _visit(row) if isinstance(row, VisitRow) else _listed(row)


def _patient(row: PatientRow) -> list[tuple[str, str]]:
    name = row.name
    return [
        ("external", row.external),
        ("mrn", row.mrn),
        ("name", name.written),
        ("family", name.family),
        ("kana", name.kana),
        ("latin", name.latin),
        ("former", name.former),
        ("born", row.born.isoformat() if row.born else ""),
        ("died", row.died.isoformat() if row.died else ""),
        ("sex", row.sex),
        ("language", row.language),
        *((str(each.kind), each.value) for each in row.identifiers),
        *((str(each.kind), each.value) for each in row.contacts),
    ]


def _encounter(row: EncounterRow) -> list[tuple[str, str]]:
    return [
        ("external", row.external),
        ("patient", row.patient),
        ("mrn", row.mrn),
        ("began", row.began.isoformat()),
        ("ended", row.ended.isoformat() if row.ended else ""),
        ("kind", row.kind),
        ("code", row.code),
        ("text", row.text),
        ("reason", row.reason),
        ("practitioner", row.practitioner),
    ]


def _visit(row: VisitRow) -> list[tuple[str, str]]:
    return [
        ("external", row.external),
        ("patient", row.patient),
        ("mrn", row.mrn),
        ("day", row.day.isoformat()),
        ("booked", row.booked.isoformat() if row.booked else ""),
        ("state", row.state),
        ("kind", row.kind),
        ("reason", row.reason),
        ("text", row.text),
        ("doctor", row.doctor),
        ("name", row.name),
        ("sex", row.sex),
        ("born", row.born.isoformat() if row.born else ""),
    ]


def _listed(row: ListedRow) -> list[tuple[str, str]]:
    return [
        ("external", row.external),
        ("patient", row.patient),
        ("mrn", row.mrn),
        ("name", row.name),
        ("born", row.born.isoformat() if row.born else ""),
        ("begins", row.begins.isoformat()),
        ("doctor", row.doctor),
        ("type", row.type),
        ("reason", row.reason),
    ]
