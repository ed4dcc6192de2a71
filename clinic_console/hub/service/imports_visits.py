"""One batch of past visits of which only the day is known, with the patients whom nobody knew."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from clinic_console.domain.imports import Layout, PatientRow, RowProblem, VisitRow, unnamed
from clinic_console.domain.imports_settling_visits import settle_visits
from clinic_console.domain.imports_visits import VisitReader
from clinic_console.domain.patients import Name
from clinic_console.domain.patients_names import fold_number
from clinic_console.hub.service.imports_batch import Made, batch_of, check_lock, json_of, new_ids, read_all
from clinic_console.hub.service.unit_of_work import Work
from clinic_console.hub.store import imports as store
from clinic_console.hub.store import imports_visits as visits_store
from clinic_console.wire.imports import Rows


class Visits:
    """Rows of past visits of which only the day is known."""

    def __init__(self, import_id: UUID, layout: Layout, zone: ZoneInfo, after: int) -> None:
        self._import, self._after = import_id, after
        self._system, self._register = layout.system, layout.register
        self._reader = VisitReader(layout, datetime.now(zone).date())
        self._rows: list[VisitRow] = []
        self._refused: list[RowProblem] = []

    async def read(self, given: Rows) -> None:
        """Read the rows: all that needs no database."""
        self._rows, self._refused = await read_all(given, self._reader.read)

    async def take(self, work: Work) -> tuple[store.ImportRow, list[RowProblem]]:
        """Take in which are new; return the import as it is then, and why other rows were refused."""
        locked, known = await visits_store.look_for_visits(
            work.connection, self._import, self._after, self._numbers()
        )
        check_lock(locked, self._after)
        settled = settle_visits(self._rows, known, new_ids(), register=self._register)
        refused = sorted([*self._refused, *settled.refused], key=lambda each: each.line)
        brought = [self._made(row, patient) for row, patient in settled.brought]
        fresh = [
            {
                "id": identity, "patient": patient, "external": row.external, "day": row.day, "booked": row.booked,
                "state": row.state, "kind": row.kind, "reason": row.reason, "text": row.text, "doctor": row.doctor,
            }
            for (row, patient), identity in zip(settled.fresh, new_ids(), strict=False)
        ]  # fmt: skip
        after = await visits_store.take_visits(
            work.connection,
            self._import,
            batch_of(self._after, settled.already, refused),
            json_of(fresh),
            json_of([each.patient for each in brought]),
            json_of([number for each in brought for number in each.numbers]),
        )
        return after, refused

    def _made(self, row: VisitRow, identity: UUID) -> Made:
        """Return a patient by what a visit says of whose it is."""
        name = Name(row.name or unnamed(row.patient or row.mrn))
        known = PatientRow(row.line, row.patient, row.mrn, name, row.born, None, row.sex, "", [], [])
        made = Made(identity, known, self._system)
        if not row.name:
            # Who has no name is found by the number: as words of a name, thousands of these would be indexed.
            made.patient["words"] = ""
        return made

    def _numbers(self) -> dict[str, Sequence[str]]:
        return {
            "external": [row.external for row in self._rows],
            "patients": [fold_number(row.patient) for row in self._rows if row.patient],
            "mrn": [row.mrn for row in self._rows if row.mrn],
        }
