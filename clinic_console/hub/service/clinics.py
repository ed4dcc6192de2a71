"""Clinics: which there are, and a new one."""

import secrets
import time
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from clinic_console.domain.access import NOBODY
from clinic_console.domain.audit import Action
from clinic_console.domain.errors import BadField
from clinic_console.domain.ids import uuid7
from clinic_console.hub.service import fields
from clinic_console.hub.service.unit_of_work import Engine, unit_of_work
from clinic_console.hub.store import clinics as store

MOST_BEDS: Final = 200
"""As many as one page of beds, and one wall, holds."""


async def all_clinics(engine: Engine) -> dict[UUID, str]:
    """Return the name of every clinic, for the command line."""
    async with unit_of_work(engine, NOBODY) as work:
        return await store.all_clinics(work.connection)


async def add_clinic(engine: Engine, name: str, zone: str) -> UUID:
    """Add a clinic whose times are those of an IANA zone; BadField or Taken (the name)."""
    name = fields.read_name(name, "name")
    try:
        ZoneInfo(zone)
    except (ValueError, OSError, KeyError):  # no such zone, and nothing that a zone's name can be
        raise BadField("not a time zone as Asia/Tokyo", field="zone") from None
    clinic = _new_id()
    async with unit_of_work(engine, NOBODY) as work:
        await store.add_clinic(work.connection, clinic, name, zone)
        await work.record(
            Action.CLINIC_ADDED,
            object_kind="clinic",
            object_id=clinic,
            clinic_id=clinic,
            after={"name": name, "zone": zone},
        )
    return clinic


async def add_ward(engine: Engine, clinic: UUID, name: str, beds: int) -> UUID:
    """Add a ward with so many beds, numbered from 1, to a clinic; BadField or Taken (the name)."""
    name = fields.read_name(name, "name")
    if not 1 <= beds <= MOST_BEDS:
        raise BadField(f"not 1 to {MOST_BEDS}", field="beds")
    ward = _new_id()
    async with unit_of_work(engine, NOBODY) as work:
        await store.add_ward(work.connection, clinic, ward, name, [_new_id() for _ in range(beds)])
        await work.record(
            Action.WARD_ADDED,
            object_kind="ward",
            object_id=ward,
            clinic_id=clinic,
            after={"name": name, "beds": beds},
        )
    return ward


def _new_id() -> UUID:
    return uuid7(time.time_ns() // 1_000_000, secrets.randbits(74))
