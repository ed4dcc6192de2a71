"""What each bed's monitor said last, the last two minutes of it, and whether it may still be shown as live."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from clinic_console.desktop.state.clock import Moment
from clinic_console.domain.readings import FRESH_MS, MAX_VALUES_PER_INSTANT, PARAMETERS, Kind, Validity, is_late
from clinic_console.wire.readings import LiveBed, LiveStatus, LiveValue

TRACE_STEP_MS: Final = 200
TRACE_SLOTS: Final = 600
"""Two minutes; a slot is also a place on the swept trace, so old points are written over where the sweep passes."""
MAX_BEDS: Final = 1_024
MINUTE_MS: Final = 60_000
SPOT_AGES: Final[Mapping[str, tuple[int, int]]] = {
    "NIBP": (15 * MINUTE_MS, 60 * MINUTE_MS),
    "Temp": (4 * 60 * MINUTE_MS, 12 * 60 * MINUTE_MS),
}
"""When a spot value turns grey and when it vanishes, in ms after it was measured, by parameter group."""
_TRACED: Final = frozenset({"HR", "PR", "SpO2", "RR"})
_VALIDITIES: Final = {int(validity): validity for validity in Validity}
_NEVER: Final = -(2**62)


class Freshness(Enum):
    """Whether a value may be believed as of now."""

    ABSENT = "absent"
    LIVE = "live"
    AGED = "aged"
    STALE = "stale"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Reading:
    """The newest value of one parameter; ``number`` is None unless valid.

    ``at``, ``received``, ``measured`` in ms since 1970 as on the wire; ``heard`` is when this console first saw it
    (monotonic seconds).
    """

    number: float | None
    validity: Validity
    at: int
    received: int
    measured: int
    heard: float

    def silent_ms(self, moment: Moment) -> int:
        """Return for how long the parameter has been silent: by the hub's clock or by ours, whichever says more.

        A clock in ingest that runs ahead must not keep a dead value alive.
        """
        return max(0, moment.hub - self.received, round((moment.mono - self.heard) * 1_000))


class Trace:
    """The last two minutes of one parameter, in slots of 200 ms that are written round and round."""

    __slots__ = ("last", "numbers", "stamps")

    def __init__(self) -> None:
        self.stamps: NDArray[np.int64] = np.full(TRACE_SLOTS, _NEVER, dtype=np.int64)
        self.numbers: NDArray[np.float32] = np.full(TRACE_SLOTS, np.nan, dtype=np.float32)
        self.last: int = _NEVER

    def put(self, received: int, number: float | None) -> None:
        """Note what arrived at a time (ms since 1970); None breaks the line."""
        stamp = received // TRACE_STEP_MS
        if stamp < self.last:
            return
        self.last = stamp
        self.stamps[stamp % TRACE_SLOTS] = stamp
        self.numbers[stamp % TRACE_SLOTS] = math.nan if number is None else number

    def since(self, stamp: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return rising stamps (in slots of 200 ms) from one on, and their numbers (NaN where the line breaks)."""
        kept = np.flatnonzero(self.stamps >= max(stamp, self.last - TRACE_SLOTS + 1))
        order = kept[np.argsort(self.stamps[kept])]
        return self.stamps[order], self.numbers[order]


@dataclass(slots=True)
class BedReadings:
    """All that is known of one bed's monitor; ``version`` rises with every change."""

    device: int
    received: int = 0
    recorded: bool = True
    status: LiveStatus = field(default_factory=LiveStatus)
    values: dict[str, Reading] = field(default_factory=dict)
    traces: dict[str, Trace] = field(default_factory=dict)
    version: int = 0


class Readings:
    """The replica of what the watched beds' monitors say."""

    def __init__(self, spot_ages: Mapping[str, tuple[int, int]] | None = None) -> None:
        self.beds: dict[str, BedReadings] = {}
        self.spot_ages = {**SPOT_AGES, **(spot_ages or {})}

    def take(self, live: LiveBed, mono: float) -> None:
        """Take in the whole present state of one bed at a monotonic time."""
        bed = self.beds.get(live.bed)
        if bed is None or bed.device != live.device:
            # Another monitor: nothing of the one before may stand beside its values.
            if bed is None and len(self.beds) >= MAX_BEDS:
                return
            bed = self.beds[live.bed] = BedReadings(live.device, version=bed.version if bed else 0)
        bed.received = max(bed.received, live.received)
        bed.recorded = live.recorded
        bed.status = live.status or LiveStatus()
        for value in live.values:
            _take_value(bed, value, mono)
        bed.version += 1

    def forget(self, beds: Iterable[str]) -> None:
        """Drop what is known of some beds: another patient's numbers must not stand there for a moment."""
        for bed in list(beds):
            self.beds.pop(bed, None)

    def clear(self) -> None:
        """Drop everything."""
        self.beds.clear()

    def freshness(self, name: str, reading: Reading | None, moment: Moment) -> Freshness:
        """Say whether a parameter's newest value may be shown as live at a moment."""
        if reading is None:
            return Freshness.ABSENT
        if kind_of(name) is Kind.SPOT:
            return self._spot_freshness(name, reading, moment)
        if reading.silent_ms(moment) > FRESH_MS:
            return Freshness.STALE
        return Freshness.LIVE if reading.validity is Validity.VALID else Freshness.INVALID

    def _spot_freshness(self, name: str, reading: Reading, moment: Moment) -> Freshness:
        if reading.validity is not Validity.VALID:
            return Freshness.INVALID
        grey, gone = self.spot_ages.get(group_of(name), SPOT_AGES["NIBP"])
        age = moment.hub - reading.measured
        if age > gone:
            return Freshness.ABSENT
        return Freshness.AGED if age > grey else Freshness.LIVE


def kind_of(name: str) -> Kind:
    """Return how a parameter goes stale; an unknown one as a continuous one does."""
    known = PARAMETERS.get(name)
    return known.kind if known else Kind.CONTINUOUS


def group_of(name: str) -> str:
    """Return the group of a parameter: ``NIBP`` of ``NIBP.sys``."""
    return name.partition(".")[0]


def _take_value(bed: BedReadings, value: LiveValue, mono: float) -> None:
    known = bed.values.get(value.name)
    if known is None and len(bed.values) >= MAX_VALUES_PER_INSTANT:
        return
    if known is not None and (value.at < known.at or (value.at, value.received) == (known.at, known.received)):
        # Older than what is shown, or the same said again (a bed's message is whole): it goes on ageing.
        return
    if is_late(value.at, value.received):
        return
    number = _believable(value.name, value.number)
    validity = _validity(value.validity, number)
    if validity is not Validity.VALID:
        number = None
    heard = known.heard if known is not None and value.received <= known.received else mono
    measured = min(value.measured if value.measured is not None else value.at, value.received)
    bed.values[value.name] = Reading(number, validity, value.at, value.received, measured, heard)
    if value.name in _TRACED:
        trace = bed.traces.get(value.name)
        if trace is None:
            trace = bed.traces[value.name] = Trace()
        trace.put(value.received, number)


def _believable(name: str, number: float | None) -> float | None:
    """Return a number that can be one: the hub has checked it, but what is shown large is checked here too."""
    known = PARAMETERS.get(name)
    if number is None or not math.isfinite(number) or (known and not known.low <= number <= known.high):
        return None
    return number


def _validity(code: int, number: float | None) -> Validity:
    validity = _VALIDITIES.get(code, Validity.SEARCHING)
    return Validity.SENSOR_OFF if validity is Validity.VALID and number is None else validity
