"""Statements for the wall: which beds a ward has, and their newest values while Redis does not answer."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from clinic_console.hub.store.pools import Connection


class WardBeds(NamedTuple):
    """A ward, its clinic and its beds."""

    id: UUID
    clinic_id: UUID
    beds: list[UUID]


class LatestRow(NamedTuple):
    """One instant of a bed's device: ``numbers`` and, where not all are valid or measured at ``at``, the rest.

    ``measured_ms`` says how many ms before ``at`` each was measured.
    """

    ward_id: UUID
    bed_id: UUID
    device_id: int
    at: datetime
    names: list[str]
    numbers: list[float]
    validity: list[int] | None
    measured_ms: list[int | None] | None


_BEDS = text("""
SELECT w.id, w.clinic_id, array_remove(array_agg(b.id ORDER BY b.position, b.id), NULL) AS beds
FROM wards w LEFT JOIN beds b ON b.ward_id = w.id
WHERE w.id = ANY(:wards)
GROUP BY w.id, w.clinic_id
""")
_LATEST = text("""
SELECT ward_id, bed_id, device_id, at, names, numbers, validity, measured_ms
FROM readings_latest(:wards, :since)
""")


async def beds_of(connection: Connection, wards: Collection[UUID]) -> list[WardBeds]:
    """Return those of the wards that exist, with all their beds."""
    rows = await connection.execute(_BEDS, {"wards": list(wards)})
    return [WardBeds(*row) for row in rows]


async def latest(connection: Connection, wards: Collection[UUID], since: datetime) -> list[LatestRow]:
    """Return at most five instants per bed of these wards since then, in order of bed and time.

    The function checks the transaction's clinics: a ward of another gives nothing.
    """
    rows = await connection.execute(_LATEST, {"wards": list(wards), "since": since})
    return [LatestRow(*row) for row in rows]
