"""Statements about imports of past visits and of day lists, and about how many did not come (0033, 0034)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import text

from clinic_console.domain.imports_settling_visits import Known, KnownDay, KnownVisits, Person, Practitioner
from clinic_console.hub.store.imports import BATCH, TAKE, Batch, ImportRow, Locked, crossing, import_of
from clinic_console.hub.store.pools import Connection


class Booked(NamedTuple):
    """What became of one row of a day list: 'booked', 'already', or a word of appointment_book.

    Of one that was booked: its id, the patient, what is recorded of it, and rows of ``schedule_changes``.
    """

    line: int
    outcome: str
    id: UUID
    patient: UUID
    after: Mapping[str, object]
    changes: Sequence[tuple[str, str, int, int]]


class Counts(NamedTuple):
    """How many visits were kept, missed and cancelled."""

    kept: int
    missed: int
    cancelled: int


_LOOK_FOR_VISITS = text("""
SELECT import_look_for_visits(:id, :after, CAST(:external AS text[]), CAST(:patients AS text[]), CAST(:mrn AS text[]))
""")
_TAKE_VISITS = text(
    TAKE.format(
        function=f"import_visits({BATCH}, CAST(:visits AS jsonb), CAST(:patients AS jsonb), CAST(:numbers AS jsonb))"
    )
)
_LOOK_FOR_DAY = text("""
SELECT import_look_for_day(:id, :after, CAST(:external AS text[]), CAST(:patients AS text[]), CAST(:mrn AS text[]),
                           CAST(:born AS date[]))
""")
_BOOK = text("SELECT import_book(:id, CAST(:rows AS jsonb), :release, CAST(:named AS uuid[]))")
_COUNT = text(TAKE.format(function="import_counted(:id, :after, :good, :already, :bad, CAST(:errors AS jsonb))"))
_NO_SHOWS: Final = text("""
SELECT kept, missed, cancelled FROM no_shows(:clinic, CAST(:first AS date), CAST(:last AS date))
""")


async def look_for_visits(
    connection: Connection, import_id: UUID, after: int, numbers: Mapping[str, Sequence[str]]
) -> tuple[Locked, KnownVisits]:
    """Lock an import for its next batch, and say which visits (``external``) are known, and who the patients are
    (``patients`` folded, ``mrn``)."""
    found = (await connection.execute(_LOOK_FOR_VISITS, {"id": import_id, "after": after, **numbers})).scalar_one()
    return Locked(found["state"], found["done"]), KnownVisits(
        dict(found.get("external") or {}), _holders(found.get("patients")), _holders(found.get("mrn"))
    )


async def take_visits(
    connection: Connection, import_id: UUID, batch: Batch, visits: str, patients: str, numbers: str
) -> ImportRow:
    """Take in the new visits of a batch with whom they bring (JSON) and count it; raises CrossedError."""
    given = {"id": import_id, **batch._asdict(), "visits": visits, "patients": patients, "numbers": numbers}
    with crossing():
        return import_of((await connection.execute(_TAKE_VISITS, given)).one())


async def look_for_day(
    connection: Connection, import_id: UUID, after: int, numbers: Mapping[str, Sequence[object]]
) -> tuple[Locked, KnownDay]:
    """Lock an import for its next batch, and say what its rows can mean (numbers as above, ``born``)."""
    found = (await connection.execute(_LOOK_FOR_DAY, {"id": import_id, "after": after, **numbers})).scalar_one()
    people = [
        Person(UUID(each), date.fromisoformat(born), tuple(names)) for born, each, *names in found.get("names") or ()
    ]
    return Locked(found["state"], found["done"]), KnownDay(
        set(found.get("listed") or ()),
        _known(found.get("patients")),
        _known(found.get("mrn")),
        people,
        [Practitioner(*each) for each in found.get("doctors") or ()],
        [(number, name) for number, name in found.get("types") or ()],
    )


async def book(
    connection: Connection, import_id: UUID, rows: str, release: timedelta, named: Iterable[UUID]
) -> list[Booked]:
    """Book the rows of a batch (JSON), each alone, and say what became of them; raises CrossedError."""
    given = {"id": import_id, "rows": rows, "release": release, "named": list(named)}
    with crossing():
        told = (await connection.execute(_BOOK, given)).scalar_one() or []
    return [
        Booked(
            each["line"], each["outcome"], UUID(each["id"]), UUID(each["patient"]), each["after"], each["changes"]
        )
        for each in told
    ]  # fmt: skip


async def count(connection: Connection, import_id: UUID, good: int, batch: Batch) -> ImportRow:
    """Count a batch whose rows have been booked."""
    given = {"id": import_id, "good": good, **batch._asdict()}
    return import_of((await connection.execute(_COUNT, given)).one())


async def no_shows(connection: Connection, clinic: UUID, first: date | None, last: date | None) -> Counts | None:
    """Count the visits of some days of one of the user's clinics; None for a clinic of others."""
    row = (await connection.execute(_NO_SHOWS, {"clinic": clinic, "first": first, "last": last})).one_or_none()
    return Counts(*row) if row is not None else None


def _holders(found: Mapping[str, Any] | None) -> dict[str, Known | None]:
    return {key: Known(UUID(each[0]), *each[1:]) if each else None for key, each in (found or {}).items()}


def _known(found: Mapping[str, Any] | None) -> dict[str, Known]:
    return {key: Known(UUID(each[0]), each[1]) for key, each in (found or {}).items()}
