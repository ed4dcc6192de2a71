"""What can be said of a form before the hub is asked: what is missing, and dates that cannot be."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum

from clinic_console.desktop.state.patients_form_content import YES, is_day, rows_in
from clinic_console.desktop.state.patients_merge import Draft, Place, Row, tidy
from clinic_console.domain.patients import OLDEST_YEARS

DATES = ("born", "died")


class Fault(Enum):
    """What is wrong with a field."""

    NO_NAME = "nobody is called nothing"
    NO_DATE = "not a date"
    FUTURE = "yet to come"
    TOO_OLD = "longer ago than anybody has lived"
    BEFORE_BIRTH = "died before being born"
    NO_MRN = "a record number that was there is gone"
    NO_VALUE = "a row without the number itself"
    NO_KIND = "an alert of no kind"


def faults(draft: Draft, today: date, *, registering: bool) -> dict[Place, Fault]:
    """Return what is wrong, in the order in which the fields stand."""
    return dict(_faults(draft, today, registering=registering))


def date_fault(text: str, today: date) -> Fault | None:
    """Return what is wrong with a date as the form keeps it; nothing with an empty one."""
    if not tidy(text):
        return None
    if not is_day(text):
        return Fault.NO_DATE
    day = date.fromisoformat(text)
    if day > today:
        return Fault.FUTURE
    return Fault.TOO_OLD if day.year < today.year - OLDEST_YEARS else None


def _faults(draft: Draft, today: date, *, registering: bool) -> Iterator[tuple[Place, Fault]]:
    values = draft.values
    if not tidy(values["name"]):
        yield Place("name"), Fault.NO_NAME
    if fault := date_fault(values["born"], today):
        yield Place("born"), fault
    if not registering and not tidy(values["mrn"]):
        yield Place("mrn"), Fault.NO_MRN
    for name in ("contacts", "identifiers", "alerts"):
        for row in rows_in(draft, name):
            if fault := _row_fault(name, row, today):
                yield Place(name, row.key), fault
    if values["deceased"] == YES and (fault := _died_fault(values, today)):
        yield Place("died"), fault


def _row_fault(name: str, row: Row, today: date) -> Fault | None:
    if name == "alerts":
        return Fault.NO_KIND if not row.cells[0] else date_fault(row.cells[2], today)
    value = row.cells[1] if name == "contacts" else row.cells[2]
    return None if value else Fault.NO_VALUE


def _died_fault(values: Mapping[str, str], today: date) -> Fault | None:
    fault = date_fault(values["died"], today)
    before = is_day(values["died"]) and is_day(values["born"]) and values["died"] < values["born"]
    return fault or (Fault.BEFORE_BIRTH if before else None)
