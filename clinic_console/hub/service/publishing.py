"""Publishing live values: each device's whole present state, in small batches, beside the recording.

Live does not wait for the disk (guarantee 2), and late is not live (guarantee 3): an instant that is older than
what is shown, or that arrived too late, changes nothing here.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

import msgspec

from clinic_console.domain.errors import BusUnavailable
from clinic_console.domain.readings import Instant, is_late
from clinic_console.hub import metrics
from clinic_console.hub.store.device_sessions import DeviceRecord
from clinic_console.wire import topics
from clinic_console.wire.devices import Status
from clinic_console.wire.readings import LiveBed, LiveStatus, LiveValue, decode_live, encode_live

FENCE_CHANNEL: Final = "devices"
PUBLISH_SECONDS: Final = 0.02
LATEST_SECONDS: Final = 0.1
MAX_PARAMETERS: Final = 64
"""More than any monitor has; a sender of ever new names does not grow its tile for ever."""


class Bus(Protocol):
    """What carries live values to the hubs (see ``push.bus``)."""

    async def publish(self, entries: Iterable[tuple[str, str, bytes]]) -> bool:
        """Send (topic, key, payload) entries; False when nobody could be reached."""
        ...

    async def notify(self, channel: str, payload: bytes) -> bool:
        """Send a notice to every process that listens."""
        ...

    async def listen(self, channel: str, handler: Callable[[bytes], None]) -> bool:
        """Call the handler for each notice."""
        ...


class Latest(Protocol):
    """What keeps the newest state of each bed for consoles that come later (see ``cache``)."""

    async def store_latest(self, items: Mapping[str, bytes]) -> object:
        """Keep these, by bed, in one command."""
        ...

    async def latest(self, beds: Sequence[str]) -> dict[str, bytes]:
        """Return what is kept of these beds."""
        ...


@dataclass(slots=True)
class LiveDevice:
    """The present state of one device at one bed."""

    device_id: int
    bed: str
    topic: str
    values: dict[str, LiveValue] = field(default_factory=dict)
    status: LiveStatus | None = None
    received: int = 0

    def take(self, instants: Sequence[Instant], arrived: int) -> bool:
        """Show what is newer than what is shown and not late; say whether anything was.

        Instants rise in time, so the newest goes first: of the others only what it lacks is still of interest.
        """
        newest: Instant | None = None
        changed = False
        for instant in reversed(instants):
            if is_late(instant.at, arrived):
                break
            if newest is None or instant.values.keys() != newest.values.keys():
                changed = self._take(instant, arrived) or changed
            newest = newest or instant
        if changed:
            self.received = arrived
        return changed

    def _take(self, instant: Instant, arrived: int) -> bool:
        at, values, changed = instant.at, self.values, False
        for name, (number, validity, measured) in instant.values.items():
            shown = values.get(name)
            if shown is None:
                if len(values) >= MAX_PARAMETERS:
                    continue
            elif shown.at > at:
                continue
            values[name] = LiveValue(name, None if validity else number, validity, at, arrived, measured)
            changed = True
        return changed

    def take_status(self, status: Status, arrived: int, clock_offset: int) -> None:
        """Show the monitor's own state."""
        self.received = arrived
        self.status = LiveStatus(
            status.alarms[:16],
            status.audio_paused_until,
            status.standby,
            status.battery,
            status.mains,
            clock_offset,
        )

    def adopt(self, bed: LiveBed) -> None:
        """Take up what another process has published of this device, where it is newer."""
        if bed.device != self.device_id:
            return
        for value in bed.values:
            shown = self.values.get(value.name)
            if shown is None or shown.at < value.at:
                self.values[value.name] = value
        self.status = self.status or bed.status

    def state(self, recorded: bool) -> bytes:
        """Encode the whole present state."""
        return encode_live(
            LiveBed(self.bed, self.device_id, self.received, recorded, list(self.values.values()), self.status)
        )


@dataclass(slots=True)
class Publisher:
    """Collects the devices that changed and sends their states: to the bus each 20 ms, to the cache each 100 ms."""

    bus: Bus
    cache: Latest
    recording: Callable[[], bool]
    _changed: dict[int, LiveDevice] = field(default_factory=dict)
    _unkept: dict[str, bytes] = field(default_factory=dict)
    _wake: asyncio.Event = field(default_factory=asyncio.Event)

    def changed(self, device: LiveDevice) -> None:
        """Note that a device's state is new; it leaves with the next batch."""
        if device.bed:
            self._changed[device.device_id] = device
            self._wake.set()

    async def recall(self, device: LiveDevice) -> None:
        """Take up what was last known of a device's bed: spot values survive a restart of ingest."""
        if not device.bed:
            return
        # Without Redis, or with a state of another version, the tile just begins anew.
        with contextlib.suppress(BusUnavailable, msgspec.DecodeError):
            known = (await self.cache.latest([device.bed])).get(device.bed)
            if known is not None:
                device.adopt(decode_live(known))

    async def announce(self, device_id: int, session: int) -> None:
        """Tell the other ingest processes that a device has connected here."""
        await self.bus.notify(FENCE_CHANNEL, msgspec.msgpack.encode((device_id, session)))

    async def listen(self, replaced: Callable[[int, int], None]) -> None:
        """Call back with (device, session) when a device has connected anywhere."""

        def heard(raw: bytes) -> None:
            replaced(*msgspec.msgpack.decode(raw, type=tuple[int, int]))

        await self.bus.listen(FENCE_CHANNEL, heard)

    async def run(self) -> None:
        """Publish for ever."""
        while True:
            await self._wake.wait()
            await asyncio.sleep(PUBLISH_SECONDS)
            self._wake.clear()
            await self._publish()

    async def run_latest(self) -> None:
        """Keep the newest states for ever, one command per tick."""
        while True:
            await asyncio.sleep(LATEST_SECONDS)
            if self._unkept:
                items, self._unkept = self._unkept, {}
                if not await self.cache.store_latest(items):
                    # Once Redis is back it must not go on holding what was true before it went.
                    self._unkept = items | self._unkept

    async def _publish(self) -> None:
        devices, self._changed = self._changed, {}
        recorded = self.recording()
        entries = [(device.topic, device.bed, device.state(recorded)) for device in devices.values()]
        self._unkept.update((bed, payload) for _, bed, payload in entries)
        if await self.bus.publish(entries):
            metrics.STATES_PUBLISHED.inc(len(entries))
        else:
            metrics.STATES_UNPUBLISHED.inc(len(entries))


def live_device(record: DeviceRecord) -> LiveDevice:
    """Make the live state of a device where it stands (nowhere: it is recorded but shown on no wall)."""
    if record.bed_id is None or record.ward_id is None:
        return LiveDevice(record.id, "", "")
    return LiveDevice(record.id, str(record.bed_id), topics.ward(record.ward_id))
