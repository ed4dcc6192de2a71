"""The monitors of a clinic: seeing, registering, placing and revoking them."""

import secrets
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from clinic_console.domain.access import NOBODY, Scope
from clinic_console.domain.errors import BadField, Conflict, NotFound
from clinic_console.hub.service import paging
from clinic_console.hub.service.device_sessions import hash_token
from clinic_console.hub.service.unit_of_work import unit_of_work
from clinic_console.hub.store import access as access_store
from clinic_console.hub.store import devices as store
from clinic_console.hub.store import wards as wards_store
from clinic_console.hub.store.pools import Connection, Engine
from clinic_console.wire.wards import Device, DevicePage

LONGEST_CODE: Final = 64


@dataclass(frozen=True, slots=True)
class Registered:
    """A new device; its token is stored hashed and cannot be shown again."""

    id: int
    code: str
    token: str


async def list_devices(engine: Engine, scope: Scope, after: str, limit: int) -> DevicePage:
    """Return one page of the clinics' devices; BadField for a wrong ``after`` or ``limit``."""
    key = paging.read_key(after, tuple[UUID, int])
    paging.check_limit(limit)
    async with unit_of_work(engine, scope) as work:
        rows = await store.device_page(work.connection, list(scope.clinics), key, limit + 1)
    last = rows[limit - 1] if len(rows) > limit else None
    return DevicePage(
        [_device(row) for row in rows[:limit]], paging.write_key((last.clinic_id, last.id)) if last else None
    )


async def list_all(engine: Engine) -> list[Device]:
    """Return the devices of all clinics, for the administrator at the command line."""
    devices: list[Device] = []
    after: tuple[UUID, int] | None = None
    async with unit_of_work(engine, NOBODY) as work:
        clinics = [clinic for clinic, _ in await access_store.clinics_named(work.connection, None)]
        while rows := await store.device_page(work.connection, clinics, after, paging.MAX_LIMIT):
            devices += [_device(row) for row in rows]
            after = (rows[-1].clinic_id, rows[-1].id)
    return devices


async def register(
    engine: Engine, code: str, *, model: str = "", clinic: str | None = None, ward: str = "", bed: str = ""
) -> Registered:
    """Register a device, at a bed where ward and bed are named, and return its token, this once.

    Raises BadField (which name does not fit), NotFound (no such clinic or bed) or Conflict (the code is taken).
    """
    if not code or len(code) > LONGEST_CODE or not code.isprintable():
        raise BadField(f"not 1 to {LONGEST_CODE} printable characters", field="code")
    token = new_token()
    async with unit_of_work(engine, NOBODY) as work:
        if ward or bed:
            bed_id, clinic_id = await _bed(work.connection, clinic, ward, bed)
        else:
            bed_id, clinic_id = None, await _clinic(work.connection, clinic)
        number = await store.add_device(work.connection, clinic_id, code, model, hash_token(token))
        if number is None:
            raise Conflict(f"there is a device {code} already", field="code")
        if bed_id is not None:
            await store.place_device(work.connection, number, bed_id)
    return Registered(number, code, token)


async def revoke(engine: Engine, code: str) -> None:
    """Take a device out of use; raises NotFound."""
    async with unit_of_work(engine, NOBODY) as work:
        if not await store.revoke_device(work.connection, code):
            raise NotFound(f"device {code}", field="code")


def new_token() -> str:
    """Return a new device's token: 256 random bits."""
    return secrets.token_urlsafe(32)


async def _bed(connection: Connection, clinic: str | None, ward: str, bed: str) -> tuple[UUID, UUID]:
    found = await wards_store.beds_named(connection, clinic, ward, bed)
    if not found:
        raise NotFound(f"bed {bed} of ward {ward}", field="bed")
    if len(found) > 1:
        raise BadField("several clinics have such a bed: name the clinic", field="clinic")
    return found[0]


async def _clinic(connection: Connection, clinic: str | None) -> UUID:
    found = await access_store.clinics_named(connection, clinic)
    if not found:
        raise NotFound(f"clinic {clinic}" if clinic else "there is no clinic yet", field="clinic")
    if len(found) > 1:
        raise BadField("there are several clinics: name one", field="clinic")
    return found[0][0]


def _device(row: store.DeviceRow) -> Device:
    bed = str(row.bed_id) if row.bed_id else None
    return Device(row.id, row.code, row.model, bed, row.seen, row.clock_offset_ms, row.revoked)
