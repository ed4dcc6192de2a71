"""A row of a file of past visits: the visit that it is, or why it is refused."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import Final

from clinic_console.domain.imports import LONGEST_ID, EncounterRow, Layout, RowProblem
from clinic_console.domain.imports_patients import is_readable, tidy
from clinic_console.domain.imports_values import read_time
from clinic_console.domain.patients import LONGEST_VALUE, MRN_LONGEST
from clinic_console.domain.patients_values import is_too_old

_LENGTHS: Final = {
    **dict.fromkeys(("external", "patient", "kind", "code", "practitioner", "began", "ended"), LONGEST_ID),
    "mrn": MRN_LONGEST,
}


class EncounterReader:
    """Reads the rows of one file, of this layout, at this time; times without a zone are by the clinic's clocks."""

    def __init__(self, layout: Layout, now: datetime, zone: tzinfo) -> None:
        self._layout = layout
        self._now = now
        self._zone = zone
        self._places = [(place, field) for place, field in enumerate(layout.columns) if field]

    def read(self, line: int, cells: Sequence[str]) -> EncounterRow | list[RowProblem]:
        """Return the visit of a row, or everything that is wrong with it."""
        if len(cells) != len(self._layout.columns):
            return [RowProblem(line, "", "imports.columns")]
        wrong: list[tuple[str, str]] = []
        values = self._values(cells, wrong)
        external, patient, mrn = (values.get(field, "") for field in ("external", "patient", "mrn"))
        if not external:
            wrong.append(("external", "imports.empty"))
        if not patient and not mrn:
            wrong.append(("patient" if "patient" in self._layout.columns else "mrn", "imports.empty"))
        began, ended = (self._time(field, values.get(field, ""), wrong) for field in ("began", "ended"))
        if began and ended and ended < began:
            wrong.append(("ended", "imports.ended_before_began"))
        if not values.get("began"):
            wrong.append(("began", "imports.empty"))
        if wrong or began is None:
            refused = {field: RowProblem(line, field, code) for field, code in reversed(wrong)}
            return list(reversed(refused.values()))
        texts = (values.get(field, "") for field in ("kind", "code", "text", "reason", "practitioner"))
        return EncounterRow(line, external, patient, mrn, began, ended, *texts)

    def _values(self, cells: Sequence[str], wrong: list[tuple[str, str]]) -> dict[str, str]:
        values: dict[str, str] = {}
        for place, field in self._places:
            value = tidy(cells[place])
            if len(value) > _LENGTHS.get(field, LONGEST_VALUE):
                wrong.append((field, "imports.too_long"))
            elif not is_readable(value):
                wrong.append((field, "imports.unreadable"))
            elif value and field in ("external", "patient", "mrn") and not any(map(str.isalnum, value)):
                wrong.append((field, "imports.number"))
            else:
                values[field] = value
        return values

    def _time(self, field: str, text: str, wrong: list[tuple[str, str]]) -> datetime | None:
        if not text:
            return None
        found = read_time(text, self._layout.order, self._zone)
        if isinstance(found, str):
            wrong.append((field, found))
            return None
        if found > self._now:
            wrong.append((field, "imports.future"))
        elif is_too_old(found.date(), self._now.date()):
            wrong.append((field, "imports.too_old"))
        return found
