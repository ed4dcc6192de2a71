"""A row of a file of past visits of which only the day is known: the visit that it is, or why it is refused."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from clinic_console.domain.appointments import State
from clinic_console.domain.imports import LONGEST_ID, Layout, RowProblem, VisitRow
from clinic_console.domain.imports_days import is_broken, read_age, read_day, read_state, read_yes
from clinic_console.domain.imports_patients import is_readable, tidy
from clinic_console.domain.imports_values import read_sex
from clinic_console.domain.patients import LONGEST_NAME, LONGEST_VALUE, MRN_LONGEST, Sex
from clinic_console.domain.patients_values import is_too_old

NUMBERS: Final = ("external", "patient", "mrn")
_LENGTHS: Final = {
    **dict.fromkeys(("external", "patient", "kind", "day", "booked", "born", "missed", "state", "age"), LONGEST_ID),
    "mrn": MRN_LONGEST,
    **dict.fromkeys(("name", "doctor"), LONGEST_NAME),
}
Wrong = list[tuple[str, str]]


class VisitReader:
    """Reads the rows of one file, of this layout, on this day (the clinic's). No zone ever moves a day."""

    def __init__(self, layout: Layout, today: date) -> None:
        self._layout = layout
        self._today = today
        self._places = [(place, field) for place, field in enumerate(layout.columns) if field]

    def read(self, line: int, cells: Sequence[str]) -> VisitRow | list[RowProblem]:
        """Return the visit of a row, or everything that is wrong with it."""
        if len(cells) != len(self._layout.columns):
            return [RowProblem(line, "", "imports.columns")]
        wrong: Wrong = []
        values = cells_by_field(self._places, cells, wrong, _LENGTHS)
        external, patient, mrn = (values.get(field, "") for field in NUMBERS)
        if not external and "external" not in _fields(wrong):
            wrong.append(("external", "imports.empty"))
        if not patient and not mrn and not {"patient", "mrn"} & _fields(wrong):
            wrong.append(("patient" if "patient" in self._layout.columns else "mrn", "imports.empty"))
        day = self._day(values, wrong)
        booked = self._date("booked", values, wrong)
        if day and booked and day < booked:
            wrong.append(("day", "imports.before_booking"))
        state = self._state(values, wrong)
        born, sex = self._who(values, wrong)
        if wrong or day is None:
            return problems(line, wrong)
        kind, reason, text, doctor, name = (
            values.get(field, "") for field in ("kind", "reason", "text", "doctor", "name")
        )
        return VisitRow(line, external, patient, mrn, day, booked, state, kind, reason, text, doctor, name, sex, born)

    def _day(self, values: dict[str, str], wrong: Wrong) -> date | None:
        if not values.get("day") and "day" not in _fields(wrong):
            wrong.append(("day", "imports.empty"))
        day = self._date("day", values, wrong)
        if day and is_too_old(day, self._today):
            wrong.append(("day", "imports.too_old"))
        return day

    def _who(self, values: dict[str, str], wrong: Wrong) -> tuple[date | None, Sex]:
        """Return what is told of the patient: an age is no date of birth, but one that cannot be spoils the row."""
        if values.get("age") and read_age(values["age"]) is None:
            wrong.append(("age", "imports.age"))
        born = self._date("born", values, wrong)
        if born and is_too_old(born, self._today):
            wrong.append(("born", "imports.too_old"))
        sex = read_sex(values.get("sex", ""))
        if sex is None:
            wrong.append(("sex", "imports.sex"))
        return born, sex or Sex.UNKNOWN

    def _date(self, field: str, values: dict[str, str], wrong: Wrong) -> date | None:
        if not values.get(field):
            return None
        found = read_day(values[field], self._layout.order)
        if found is None:
            wrong.append((field, "imports.date"))
        elif found > self._today:
            wrong.append((field, "imports.future"))
        return found

    def _state(self, values: dict[str, str], wrong: Wrong) -> str:
        """Return how the visit ended: by its word, else by whether it was missed; done where no column says so."""
        columns = self._layout.columns
        said, missed = values.get("state", ""), values.get("missed", "")
        state = read_state(said) if said else None
        yes = read_yes(missed) if missed else None
        if said and state is None:
            wrong.append(("state", "imports.state"))
        if missed and yes is None:
            wrong.append(("missed", "imports.missed"))
        if (
            not said
            and not missed
            and {"state", "missed"} & set(columns)
            and not {"state", "missed"} & _fields(wrong)
        ):
            wrong.append(("missed" if "missed" in columns else "state", "imports.empty"))
        came = state in (State.DONE, State.LEFT)
        if state is not None and yes is not None and ((yes and came) or (not yes and state is State.NO_SHOW)):
            wrong.append(("missed", "imports.contradiction"))
        return state or (State.NO_SHOW if yes else State.DONE)


def cells_by_field(
    places: Sequence[tuple[int, str]], cells: Sequence[str], wrong: Wrong, lengths: dict[str, int]
) -> dict[str, str]:
    """Return a row's cells by their fields, but for those with which something is wrong."""
    values: dict[str, str] = {}
    for place, field in places:
        value = tidy(cells[place])
        if len(value) > lengths.get(field, LONGEST_VALUE):
            wrong.append((field, "imports.too_long"))
        elif not is_readable(value):
            wrong.append((field, "imports.unreadable"))
        elif value and field in NUMBERS and not any(map(str.isalnum, value)):
            wrong.append((field, "imports.number"))
        elif field in NUMBERS and is_broken(value):
            wrong.append((field, "imports.broken_number"))
        else:
            values[field] = value
    return values


def problems(line: int, wrong: Wrong) -> list[RowProblem]:
    """Return what is wrong with a row: of each field what was found first."""
    first: dict[str, str] = {}
    for field, code in wrong:
        first.setdefault(field, code)
    return [RowProblem(line, field, code) for field, code in first.items()]


def _fields(wrong: Wrong) -> set[str]:
    return {field for field, _ in wrong}
