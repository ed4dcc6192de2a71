"""Device sessions: who may connect, which connection of a device counts, and what is remembered of its clock."""

import hashlib
import hmac
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

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
    told: int = 0
    """How often something was told of a device: what is read while this rises may be old already."""
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

    async def changed(self, known: Sequence[DeviceRecord]) -> list[Place]:
        """Say which connected devices no longer stand where they are known to, are revoked, or have another token.

        The others are known for good from now on, unless something was told of any device meanwhile.
        """
        told = self.told
        async with transaction(self.engine, NOBODY) as connection:
            places = await store.changed(connection, known)
        if self.told == told:
            others = {place.device_id for place in places}
            for record in known:
                if record.id not in others:
                    self._remember(record)
        return places

    def forget(self, device_id: int) -> None:
        """Know nothing any more of a device: somebody has revoked it, moved it or given it another token."""
        self.told += 1
        for code in [code for code, (_, record) in self._known.items() if record.id == device_id]:
            del self._known[code]

    def forget_all(self) -> None:
        """Know nothing any more of any device: changes may have been missed."""
        self.told += 1
        self._known.clear()

    async def save_states(self, states: Sequence[DeviceState]) -> None:
        """Keep when devices were seen and what they said of themselves."""
        async with transaction(self.engine, NOBODY) as connection:
            await store.save_states(connection, states)

    async def _find(self, code: str) -> DeviceRecord | None:
        now, told = self.clock(), self.told
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
        if record is not None and self.told == told:
            self._remember(record)
        return record

    def _remember(self, record: DeviceRecord) -> None:
        self._known[record.code] = (self.clock(), record)
        self._known.move_to_end(record.code)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)


def hash_token(token: str) -> bytes:
    """Hash a device's token: it is 256 random bits, so a plain SHA-256 cannot be guessed back."""
    return hashlib.sha256(token.encode()).digest()


def status_text(status: Status | None) -> str:
    """Write a monitor's own state as JSON for the store."""
    return msgspec.json.encode(status).decode() if status is not None else "{}"
