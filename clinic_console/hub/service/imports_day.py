"""One batch of a day list: each row is booked as a desk books it, all behind one set of locks, and told once."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from clinic_console.domain.audit import Action
from clinic_console.domain.imports import WORDS, Layout, ListedRow, RowProblem
from clinic_console.domain.imports_listed import ListedReader
from clinic_console.domain.imports_settling_visits import Wanted, by_name, settle_day
from clinic_console.domain.patients_names import fold_number
from clinic_console.hub.service.appointments import RELEASE_AFTER, Desk, new_id
from clinic_console.hub.service.imports_batch import batch_of, check_lock, json_of, read_all
from clinic_console.hub.service.schedule_news import Changed, tell
from clinic_console.hub.service.unit_of_work import Work
from clinic_console.hub.store import imports as store
from clinic_console.hub.store import imports_visits as visits_store
from clinic_console.wire.imports import Rows

_FIELD: Final = {
    "taken": "", "past": "", "far": "", "closed": "", "outside_hours": "", "away": "doctor", "reserved": "",
    "wrong_type": "type", "needs_taken": "type", "patient_busy": "patient", "glass": "patient",
    "deceased": "patient",
}  # fmt: skip
"""The field that is named for what the schedule says (none: the row as a whole)."""
_SAME: Final = {"practitioner": ("doctor", "doctor"), "inactive": ("doctor", "doctor"), "type": ("type", "type")}


class DayList:
    """Rows of a day list, for the desk that brings them in."""

    def __init__(self, import_id: UUID, layout: Layout, zone: ZoneInfo, after: int, desk: Desk) -> None:
        self._import, self._after, self._desk = import_id, after, desk
        self._reader = ListedReader(layout, datetime.now(UTC), zone)
        self._rows: list[ListedRow] = []
        self._refused: list[RowProblem] = []

    async def read(self, given: Rows) -> None:
        """Read the rows: all that needs no database."""
        self._rows, self._refused = await read_all(given, self._reader.read)

    async def take(self, work: Work) -> tuple[store.ImportRow, list[RowProblem]]:
        """Book what can be; return the import as it is then, and why other rows were refused."""
        locked, known = await visits_store.look_for_day(work.connection, self._import, self._after, self._numbers())
        check_lock(locked, self._after)
        settled = settle_day(self._rows, known)
        rows = json_of([_written(each) for each in settled.wanted])
        told = await visits_store.book(work.connection, self._import, rows, RELEASE_AFTER, self._desk.named)
        booked = [each for each in told if each.outcome == "booked"]
        there = sum(each.outcome == "already" for each in told)
        failed = [_problem(each) for each in told if each.outcome not in ("booked", "already")]
        refused = sorted([*self._refused, *settled.refused, *failed], key=lambda each: each.line)
        batch = batch_of(self._after, settled.already + there, refused)
        after = await visits_store.count(work.connection, self._import, len(booked), batch)
        await self._tell(work, after.clinic_id, booked)
        return after, refused

    async def _tell(self, work: Work, clinic: UUID, booked: Sequence[visits_store.Booked]) -> None:
        """Record each visit, and tell the consoles once of all days, as these are after the last of them."""
        for each in booked:
            await work.record(
                Action.APPOINTMENT_BOOKED,
                object_kind="appointment",
                object_id=each.id,
                clinic_id=clinic,
                patient_id=each.patient,
                after=each.after,
            )
        latest: dict[tuple[str, str, int], int] = {}
        for whose, day, practitioner, version in (change for each in booked for change in each.changes):
            latest[whose, day, practitioner] = max(version, latest.get((whose, day, practitioner), 0))
        changed = [
            Changed(UUID(whose), date.fromisoformat(day), practitioner, version)
            for (whose, day, practitioner), version in latest.items()
        ]
        tell(work, self._desk.bus, changed, self._desk.refresh)

    def _numbers(self) -> dict[str, Sequence[object]]:
        rows = self._rows
        return {
            "external": [row.external for row in rows if row.external],
            "patients": [fold_number(row.patient) for row in rows if row.patient],
            "mrn": [row.mrn for row in rows if row.mrn],
            "born": sorted({row.born for row in rows if row.born and by_name(row)}),
        }


def _written(wanted: Wanted) -> dict[str, object]:
    row = wanted.row
    return {
        "line": row.line, "id": new_id(), "key": new_id(), "notice": new_id(), "patient": wanted.patient,
        "doctor": wanted.doctor, "type": wanted.type, "begins": wanted.begins, "reason": row.reason,
        "external": row.external,
    }  # fmt: skip


def _problem(told: visits_store.Booked) -> RowProblem:
    """Return why a row was not booked, in the words of imports."""
    field, code = _SAME.get(told.outcome, (_FIELD.get(told.outcome, ""), told.outcome))
    known = f"imports.{code}"
    return RowProblem(told.line, field, known if known in WORDS else "imports.not_booked")
