"""Device sessions: who may connect, which connection of a device counts, and what is remembered of its clock."""

import hashlib
import hmac
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import UUID

import msgspec

from clinic_console.domain.access import NOBODY
from clinic_console.domain.devices import ClockSegment
from clinic_console.domain.errors import (
    DeviceRevoked,
    StoreUnavailable,
    UnknownDevice,
    VersionMismatch,
    WrongDeviceToken,
)
from clinic_console.hub.store import device_sessions as store
from clinic_console.hub.store.device_sessions import DeviceRecord, DeviceState, Place
from clinic_console.hub.store.pools import Engine, transaction
from clinic_console.wire.devices import VERSION, Hello, Status

__all__ = ["DeviceRecord", "DeviceSessions", "DeviceState", "Place", "hash_token", "status_text"]

REMEMBERED: Final = 20_000
REMEMBER_SECONDS: Final = 900
"""While Postgres is away, devices known for at most this long may come back (as consoles' memberships)."""


@dataclass(slots=True)
class DeviceSessions:
    """Admits devices against the store, or against memory while the store is away."""

    engine: Engine
    clock: Callable[[], float] = time.monotonic
    _known: OrderedDict[str, tuple[float, DeviceRecord]] = field(default_factory=OrderedDict)

    async def admit(self, hello: Hello) -> DeviceRecord:
        """Return the device that says hello, with a new session number.

        Raises VersionMismatch, UnknownDevice, WrongDeviceToken, DeviceRevoked or StoreUnavailable.
        """
        if hello.v != VERSION:
            raise VersionMismatch(f"device protocol {hello.v}, this hub speaks {VERSION}", field="v")
        record = await self._find(hello.device)
        if record is None:
            raise UnknownDevice(field="device")
        if not hmac.compare_digest(record.token_hash, hash_token(hello.token)):
            raise WrongDeviceToken(field="token")
        if record.revoked:
            raise DeviceRevoked(field="device")
        return record

    async def remember_segment(self, record: DeviceRecord, segment: ClockSegment) -> ClockSegment:
        """Store a segment of a device's clock and return the one to use; StoreUnavailable leaves it unused."""
        async with transaction(self.engine, NOBODY) as connection:
            stored = await store.add_segment(connection, record.id, segment)
        record.segments.append(stored)
        return stored

    async def moved(self, known: Mapping[int, UUID | None]) -> list[Place]:
        """Say which connected devices no longer stand where they are known to (device: bed), or are revoked."""
        async with transaction(self.engine, NOBODY) as connection:
            return await store.moved(connection, known)

    async def save_states(self, states: Sequence[DeviceState]) -> None:
        """Keep when devices were seen and what they said of themselves."""
        async with transaction(self.engine, NOBODY) as connection:
            await store.save_states(connection, states)

    async def _find(self, code: str) -> DeviceRecord | None:
        now = self.clock()
        try:
            async with transaction(self.engine, NOBODY) as connection:
                record = await store.find(connection, code)
        except StoreUnavailable:
            then, known = self._known.get(code, (0.0, None))
            if known is None or now - then > REMEMBER_SECONDS:
                raise
            # A record of its own: the older connection's number must stay below this one's.
            known = replace(known, session=known.session + 1, segments=list(known.segments))
            self._known[code] = (then, known)
            return known
        if record is not None:
            self._known[code] = (now, record)
            self._known.move_to_end(code)
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return record


def hash_token(token: str) -> bytes:
    """Hash a device's token: it is 256 random bits, so a plain SHA-256 cannot be guessed back."""
    return hashlib.sha256(token.encode()).digest()


def status_text(status: Status | None) -> str:
    """Write a monitor's own state as JSON for the store."""
    return msgspec.json.encode(status).decode() if status is not None else "{}"
