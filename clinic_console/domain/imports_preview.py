"""The first rows of a file as they would come in: what somebody looks at before an import begins."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from clinic_console.domain.imports import EncounterRow, Kind, Layout, PatientRow, RowProblem
from clinic_console.domain.imports_encounters import EncounterReader
from clinic_console.domain.imports_patients import PatientReader
from clinic_console.domain.imports_rows import Row


@dataclass(frozen=True, slots=True)
class Preview:
    """One row: the fields that it gives, as text (dates and times as in ISO 8601), or what is wrong with it."""

    line: int
    fields: tuple[tuple[str, str], ...]
    problems: tuple[RowProblem, ...] = ()


def preview(kind: Kind, layout: Layout, rows: Iterable[Row], now: datetime, zone: tzinfo) -> list[Preview]:
    """Return rows (those behind the titles) as they would come in at this time, by the clinic's clocks."""
    found = []
    read = (
        PatientReader(layout, now.astimezone(zone).date()).read
        if kind is Kind.PATIENTS
        else EncounterReader(layout, now, zone).read
    )
    for line, cells in rows:
        row = read(line, cells)
        if isinstance(row, list):
            found.append(Preview(line, (), tuple(row)))
        else:
            texts = _patient(row) if isinstance(row, PatientRow) else _encounter(row)
            found.append(Preview(line, tuple((field, text) for field, text in texts if text)))
    return found


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
