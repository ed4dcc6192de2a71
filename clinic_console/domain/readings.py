"""Readings of bedside monitors: parameters, their units and physical ranges, validity, age and lateness."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum
from functools import lru_cache
from typing import Final, NamedTuple

from clinic_console.domain.errors import BadName, NotFinite, OutOfRange, WrongUnit

FRESH_MS: Final = 5_000
"""A continuous parameter silent for longer is struck through (DESIGN, guarantee 4)."""
LATE_MS: Final = 10_000
"""An instant that arrives later than this is history: it never becomes the live number (guarantee 3)."""
OLDEST_MS: Final = 24 * 3_600_000
FUTURE_MS: Final = 5_000
MEASURED_OLDEST_MS: Final = 7 * OLDEST_MS
"""A monitor may go on showing yesterday's cuff value; what is older than a week is a wrong time."""
MAX_VALUES_PER_INSTANT: Final = 64


class Validity(IntEnum):
    """Whether a value may be believed; only VALID carries a number."""

    VALID = 0
    SENSOR_OFF = 1
    SEARCHING = 2


class Kind(Enum):
    """CONTINUOUS values go stale by silence; SPOT values (a cuff, a thermometer) by their measurement time."""

    CONTINUOUS = "continuous"
    SPOT = "spot"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One measured quantity: name on the wire, label on the screen, unit, and the physically possible range."""

    name: str
    label: str
    unit: str
    kind: Kind
    low: float
    high: float
    decimals: int = 0


def _table(*rows: Parameter) -> dict[str, Parameter]:
    return {row.name: row for row in rows}


# Ranges are wider than any living patient's: they catch broken senders, not sick people.
PARAMETERS: Final = _table(
    Parameter("HR", "HR", "/min", Kind.CONTINUOUS, 0, 350),
    Parameter("SpO2", "SpO₂", "%", Kind.CONTINUOUS, 0, 100),
    Parameter("RR", "RR", "/min", Kind.CONTINUOUS, 0, 200),
    Parameter("PR", "PR", "/min", Kind.CONTINUOUS, 0, 350),
    Parameter("NIBP.sys", "NIBP", "mmHg", Kind.SPOT, 0, 350),
    Parameter("NIBP.dia", "NIBP", "mmHg", Kind.SPOT, 0, 300),
    Parameter("NIBP.map", "NIBP", "mmHg", Kind.SPOT, 0, 320),
    Parameter("ABP.sys", "ABP", "mmHg", Kind.CONTINUOUS, -50, 400),
    Parameter("ABP.dia", "ABP", "mmHg", Kind.CONTINUOUS, -50, 400),
    Parameter("ABP.map", "ABP", "mmHg", Kind.CONTINUOUS, -50, 400),
    Parameter("Temp", "Temp", "°C", Kind.SPOT, 10, 50, 1),
    Parameter("CO2", "CO₂", "mmHg", Kind.CONTINUOUS, 0, 200),
)

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.:-]{0,31}", re.ASCII)
_UNKNOWN_LIMIT: Final = 1e9

_CONVERSIONS: Final[dict[tuple[str, str], Callable[[float], float]]] = {
    ("°C", "F"): lambda v: (v - 32.0) / 1.8,
    ("°C", "°F"): lambda v: (v - 32.0) / 1.8,
    ("°C", "C"): lambda v: v,
    ("mmHg", "kPa"): lambda v: v * 7.500_617,
    ("/min", "bpm"): lambda v: v,
    ("/min", "1/min"): lambda v: v,
}


class Value(NamedTuple):
    """One parameter's value at an instant; ``number`` is NaN unless VALID; ``measured`` is ms since 1970."""

    number: float
    validity: int = 0
    measured: int | None = None


@dataclass(slots=True)
class Instant:
    """What one device measured at one time: ``at`` in corrected ms since 1970, values by parameter name."""

    at: int
    values: dict[str, Value]


Layout = tuple[str, ...]
"""The names of an instant's values, in order: stored once, referred to by number."""


def layout_of(values: Mapping[str, object]) -> Layout:
    """Return the names of an instant's values in the order in which they are stored."""
    return _in_order(tuple(values))


@lru_cache(maxsize=4_096)
def _in_order(names: Layout) -> Layout:
    return tuple(sorted(names))


def check_number(name: str, number: float) -> float:
    """Return the number (never minus zero), or raise NotFinite, OutOfRange or BadName."""
    known = PARAMETERS.get(name)
    if known is not None:
        if known.low <= number <= known.high:
            return number + 0.0
        low, high = known.low, known.high
    else:
        check_name(name)
        low, high = -_UNKNOWN_LIMIT, _UNKNOWN_LIMIT
        if low <= number <= high:
            return number + 0.0
    if not math.isfinite(number):
        raise NotFinite(str(number), field=name)
    raise OutOfRange(f"{number:g} is not within {low:g} to {high:g}", field=name)


def check_name(name: str) -> str:
    """Return the name when a parameter may be called so, else raise BadName."""
    if name in PARAMETERS or _NAME.fullmatch(name):
        return name
    raise BadName(name[:40], field=name[:40])


def convert(name: str, number: float, unit: str) -> float:
    """Turn a number in the sender's unit into the parameter's own, or raise WrongUnit."""
    known = PARAMETERS.get(name)
    if known is None or unit == known.unit:
        return number
    conversion = _CONVERSIONS.get((known.unit, unit))
    if conversion is None:
        raise WrongUnit(f"{unit[:16]} instead of {known.unit}", field=name)
    return conversion(number)


def is_late(at: int, arrived: int) -> bool:
    """Say whether an instant arrived too late to be shown or to sound as live (ms, corrected device time)."""
    return arrived - at > LATE_MS
