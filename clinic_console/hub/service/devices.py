"""The register of monitors: seeing, registering, placing them, their tokens."""

import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Final
from uuid import UUID

from clinic_console.domain.access import NOBODY, Scope
from clinic_console.domain.audit import Action
from clinic_console.domain.errors import BadField, NotFound
from clinic_console.hub.service import fields, paging
from clinic_console.hub.service.device_sessions import hash_token
from clinic_console.hub.service.unit_of_work import Engine, Work, unit_of_work
from clinic_console.hub.store import devices as store
from clinic_console.hub.store.devices import DeviceRow, Wanted
from clinic_console.wire.devices_register import DeviceToken, NewDevice
from clinic_console.wire.wards import Device, DevicePage

LONGEST_CODE: Final = 64
STATES: Final[Mapping[str, tuple[bool | None, bool | None]]] = {
    # what the list may be narrowed to: revoked, placed
    "": (None, None),
    "in_use": (False, None),
    "placed": (False, True),
    "spare": (False, False),
    "revoked": (True, None),
}
_MOST: Final = 2**31


async def list_devices(
    engine: Engine, scope: Scope, after: str, limit: int, search: str = "", state: str = ""
) -> DevicePage:
    """Return one page of the clinics' devices; BadField for what does not fit."""
    if state not in STATES:
        raise BadField(f"not one of {', '.join(filter(None, STATES))}", field="state")
    wanted = Wanted(fields.read_search(search), *STATES[state])
    key = paging.read_key(after, tuple[UUID, int])
    paging.check_limit(limit)
    async with unit_of_work(engine, scope) as work:
        rows = await store.device_page(work.connection, list(scope.clinics), key, limit + 1, wanted)
    last = rows[limit - 1] if len(rows) > limit else None
    return DevicePage(
        [_device(row) for row in rows[:limit]], paging.write_key((last.clinic_id, last.id)) if last else None
    )


async def register(engine: Engine, scope: Scope, given: NewDevice) -> DeviceToken:
    """Register a device, at a bed if one is named, and return its token, this once.

    Raises BadField, NotFound (the clinic, the bed) or Taken (the code).
    """
    code = fields.read_word(given.code, "code", LONGEST_CODE)
    model = fields.read_text(given.model, "model")
    clinic = fields.read_id(given.clinic_id, "clinic_id")
    bed = _bed(given.bed_id)
    if clinic not in scope.clinics:
        raise NotFound(field="clinic_id")
    token = new_token()
    async with unit_of_work(engine, scope) as work:
        number = await store.add_device(work.connection, clinic, code, model, hash_token(token))
        await store.queue_to_move(work.connection, number)
        left = await _place(work, number, clinic, bed) if bed else []
        made = await _find(work, number)
        after = {"code": code, "model": model, **_place_text(made)}
        await _record(work, Action.DEVICE_ADDED, made, after=after)
        await _record_left(work, made, left)
    return DeviceToken(_device(made), token)


async def rotate(engine: Engine, scope: Scope, device: int) -> DeviceToken:
    """Give a device a new token, this once, and put it back into use; the old one is worth nothing. NotFound."""
    token = new_token()
    async with _changing(engine, scope, device) as (work, found):
        await store.give_token(work.connection, device, hash_token(token))
        await _record(work, Action.DEVICE_TOKEN, found, before={"revoked": found.revoked}, after={"revoked": False})
        return DeviceToken(_device(found._replace(revoked=False)), token)


async def revoke(engine: Engine, scope: Scope, device: int) -> Device:
    """Take a device out of use: it is cut off at once; NotFound."""
    async with _changing(engine, scope, device) as (work, found):
        if not found.revoked:
            await store.revoke_device(work.connection, device)
            await _record(work, Action.DEVICE_REVOKED, found, before={"revoked": False}, after={"revoked": True})
        return _device(found._replace(revoked=True))


async def place(engine: Engine, scope: Scope, device: int, bed_id: str | None) -> Device:
    """Put a device at a bed of its own clinic, or at none; the bed's former monitor leaves.

    Raises BadField, NotFound (the device, or no such bed in its clinic) or Conflict (two at the same moment).
    """
    bed = _bed(bed_id)
    _check_number(device)
    async with unit_of_work(engine, scope) as work:
        # Before its row is locked: whoever waits here must hold nothing that another mover needs.
        await store.queue_to_move(work.connection, device)
        found = await _find(work, device)
        if bed == found.bed_id:
            return _device(found)
        left = await _place(work, device, found.clinic_id, bed)
        placed = await _find(work, device)
        await _record(work, Action.DEVICE_MOVED, placed, before=_place_text(found), after=_place_text(placed))
        await _record_left(work, placed, left)
        return _device(placed)


async def device_of_code(engine: Engine, scope: Scope, code: str) -> int:
    """Return the number of a device, for the command line; NotFound."""
    async with unit_of_work(engine, scope) as work:
        found = await store.device_of_code(work.connection, code)
    if found is None:
        raise NotFound(f"device {code}", field="code")
    return found


async def clinic_of(engine: Engine, scope: Scope, device: int) -> UUID:
    """Return the clinic that a device belongs to; NotFound."""
    async with unit_of_work(engine, scope) as work:
        return (await _find(work, device)).clinic_id


async def bed_named(engine: Engine, clinics: Sequence[UUID], ward: str, bed: str) -> tuple[UUID, UUID]:
    """Return a bed and its clinic by name, for the command line; NotFound, or BadField for one of several."""
    async with unit_of_work(engine, NOBODY) as work:
        found = await store.beds_named(work.connection, clinics, ward, bed)
    if not found:
        raise NotFound(f"bed {bed} of ward {ward}", field="bed")
    if len(found) > 1:
        raise BadField("several clinics have such a bed: name the clinic", field="clinic")
    return found[0]


def new_token() -> str:
    """Return a new device's token: 256 random bits."""
    return secrets.token_urlsafe(32)


@asynccontextmanager
async def _changing(engine: Engine, scope: Scope, device: int) -> AsyncIterator[tuple[Work, DeviceRow]]:
    async with unit_of_work(engine, scope) as work:
        yield work, await _find(work, device)


async def _find(work: Work, device: int) -> DeviceRow:
    _check_number(device)
    found = await store.find_device(work.connection, device, list(work.scope.clinics))
    if found is None:
        raise NotFound
    return found


def _check_number(device: int) -> None:
    if not 0 <= device < _MOST:
        raise NotFound


async def _place(work: Work, device: int, clinic: UUID, bed: UUID | None) -> list[int]:
    if bed is not None and await store.clinic_of_bed(work.connection, bed, [clinic]) is None:
        raise NotFound(field="bed_id")
    return await store.place_device(work.connection, device, bed)


async def _record(
    work: Work,
    action: Action,
    device: DeviceRow,
    *,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
) -> None:
    await work.record(
        action,
        object_kind="device",
        object_id=device.id,
        clinic_id=device.clinic_id,
        before=before,
        after=after,
    )


async def _record_left(work: Work, device: DeviceRow, left: list[int]) -> None:
    """Record of the bed's former monitor (there is one at most) that it has left."""
    for other in left:
        await work.record(
            Action.DEVICE_MOVED,
            object_kind="device",
            object_id=other,
            clinic_id=device.clinic_id,
            before=_place_text(device),
            after={"bed": None, "for": device.code},
        )


def _place_text(device: DeviceRow) -> dict[str, object]:
    return {"bed": str(device.bed_id) if device.bed_id else None, "place": f"{device.ward} {device.bed}".strip()}


def _bed(bed_id: str | None) -> UUID | None:
    return fields.read_id(bed_id, "bed_id") if bed_id is not None else None


def _device(row: DeviceRow) -> Device:
    return Device(
        row.id,
        row.code,
        row.model,
        str(row.bed_id) if row.bed_id else None,
        row.seen,
        row.clock_offset_ms,
        row.revoked,
        str(row.clinic_id),
        row.ward,
        row.bed,
    )
