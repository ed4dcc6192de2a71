"""Live readings as they travel from ingest to the consoles: the whole present state of one bed, never a part.

Because each message carries the bed's whole state, keeping only the newest (conflation) loses nothing.
"""

from typing import Final

import msgspec
from msgspec import Struct

from clinic_console.wire.devices import MonitorAlarm, Standby


class LiveValue(Struct, array_like=True, gc=False):
    """The newest value of one parameter; ``number`` is None unless valid.

    ``at`` is the corrected device time, ``received`` the hub's arrival time of it, ``measured`` the time of a spot
    value, all in ms since 1970.
    """

    name: str
    number: float | None
    validity: int
    at: int
    received: int
    measured: int | None = None


class LiveStatus(Struct, array_like=True):
    """The monitor's own state; ``clock_offset`` in ms (positive: the device is ahead)."""

    alarms: list[MonitorAlarm] = []
    audio_paused_until: int | None = None
    standby: Standby | None = None
    battery: float | None = None
    mains: bool | None = None
    clock_offset: int = 0


class LiveBed(Struct, array_like=True):
    """All that a tile needs of a bed's device; ``recorded`` is False while readings cannot be stored."""

    bed: str
    device: int
    received: int
    recorded: bool
    values: list[LiveValue]
    status: LiveStatus | None = None


_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final = msgspec.msgpack.Decoder(LiveBed)


def encode_live(bed: LiveBed) -> bytes:
    """Write a bed's live state (msgpack)."""
    return _encoder.encode(bed)


def decode_live(raw: bytes | msgspec.Raw | memoryview) -> LiveBed:
    """Read a bed's live state; raises msgspec.DecodeError."""
    return _decoder.decode(raw)


class Point(Struct, array_like=True):
    """What a parameter did in one step of a history: first and last time (ms since 1970), lowest, highest, mean."""

    first: int
    last: int
    low: float
    high: float
    mean: float
    late: bool = False


class Series(Struct):
    """One parameter's history; a step without a valid value has no point."""

    name: str
    unit: str
    points: list[Point]


class HistoryGap(Struct):
    """A time that the device reported as lost for good."""

    begins: int
    ends: int
    reason: str


class History(Struct):
    """``GET /api/beds/{bed}/readings?from=&to=&points=`` (ms since 1970; at most 2,000 points and 24 hours).

    ``since`` is when the present patient came, or when the last one left an empty bed: nothing older is told.
    """

    bed: str
    begins: int
    ends: int
    step_ms: float
    series: list[Series]
    gaps: list[HistoryGap]
    since: int = 0
