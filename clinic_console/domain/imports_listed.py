"""A row of a day list: the visit that is expected, or why it is refused before anybody looks at the schedule."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import Final

from clinic_console.domain.imports import LONGEST_ID, Layout, ListedRow, RowProblem
from clinic_console.domain.imports_days import on_the_wall, read_clock, read_day
from clinic_console.domain.imports_values import read_time
from clinic_console.domain.imports_visits import Wrong, cells_by_field, problems
from clinic_console.domain.patients import LONGEST_NAME, MRN_LONGEST

LONGEST_REASON: Final = 200
"""As a booking's (service/appointments.py)."""
_LENGTHS: Final = {
    **dict.fromkeys(("external", "patient", "begins", "day", "time", "born", "type"), LONGEST_ID),
    "mrn": MRN_LONGEST, **dict.fromkeys(("name", "doctor"), LONGEST_NAME), "reason": LONGEST_REASON,
}  # fmt: skip


class ListedReader:
    """Reads the rows of one day list, of this layout, at this time; times are those of the clinic's wall."""

    def __init__(self, layout: Layout, now: datetime, zone: tzinfo) -> None:
        self._layout = layout
        self._now = now
        self._zone = zone
        self._places = [(place, field) for place, field in enumerate(layout.columns) if field]

    def read(self, line: int, cells: Sequence[str]) -> ListedRow | list[RowProblem]:
        """Return the visit of a row, or everything that is wrong with it."""
        if len(cells) != len(self._layout.columns):
            return [RowProblem(line, "", "imports.columns")]
        wrong: Wrong = []
        values = cells_by_field(self._places, cells, wrong, _LENGTHS)
        spoilt = {field for field, _ in wrong}
        wrong += [
            (field, "imports.empty") for field in ("doctor", "type") if not values.get(field) and field not in spoilt
        ]
        born = self._born(values, wrong)
        self._whose(values, wrong, spoilt)
        begins = self._begins(values, wrong, spoilt)
        if begins is not None and begins < self._now:
            wrong.append((self._when, "imports.past"))
        if wrong or begins is None:
            return problems(line, wrong)
        external, patient, mrn, name = (values.get(field, "") for field in ("external", "patient", "mrn", "name"))
        reason = values.get("reason", "")
        return ListedRow(line, external, patient, mrn, name, born, begins, values["doctor"], values["type"], reason)

    @property
    def _when(self) -> str:
        return "begins" if "begins" in self._layout.columns else "time"

    def _whose(self, values: dict[str, str], wrong: Wrong, spoilt: set[str]) -> None:
        known = values.get("patient") or values.get("mrn") or (values.get("name") and values.get("born"))
        if not known and not {"patient", "mrn", "name", "born"} & spoilt:
            first = next((each for each in ("patient", "mrn", "name") if each in self._layout.columns), "name")
            wrong.append((first, "imports.empty"))

    def _born(self, values: dict[str, str], wrong: Wrong) -> date | None:
        if not values.get("born"):
            return None
        found = read_day(values["born"], self._layout.order)
        if found is None:
            wrong.append(("born", "imports.date"))
        return found

    def _begins(self, values: dict[str, str], wrong: Wrong, spoilt: set[str]) -> datetime | None:
        found = self._read(values, wrong, spoilt)
        if isinstance(found, str):
            wrong.append((self._when, found))
            return None
        if found is not None and (found.second or found.microsecond):
            wrong.append((self._when, "imports.minute"))
            return None
        return found

    def _read(self, values: dict[str, str], wrong: Wrong, spoilt: set[str]) -> datetime | str | None:
        if "begins" in self._layout.columns:
            return self._together(values["begins"]) if "begins" not in spoilt else None
        if {"day", "time"} & spoilt:
            return None
        day, clock = read_day(values.get("day", ""), self._layout.order), read_clock(values.get("time", ""))
        for field, value, read in (("day", values.get("day", ""), day), ("time", values.get("time", ""), clock)):
            if read is None:
                code = "imports.empty" if not value else "imports.date" if field == "day" else "imports.clock"
                wrong.append((field, code))
        if day is None or clock is None:
            return None
        return on_the_wall(datetime.combine(day, clock), self._zone)

    def _together(self, text: str) -> datetime | str:
        if not text:
            return "imports.empty"
        found = read_time(text, self._layout.order, self._zone)
        if isinstance(found, str) or self._is_day(found, text):
            return found if isinstance(found, str) else "imports.time"
        written = read_time(text, self._layout.order, UTC)
        if isinstance(written, str):
            return written
        # One that names its zone is that instant; one of the wall is looked at for the days on which clocks change.
        return found if written == found else on_the_wall(written.replace(tzinfo=None), self._zone)

    def _is_day(self, found: datetime, text: str) -> bool:
        """Say whether a date stands there alone: nobody is expected at midnight by it, nor at the calendar's end."""
        try:
            local = found.astimezone(self._zone)
        except OverflowError:
            return True
        return not (local.hour or local.minute) and ":" not in text
