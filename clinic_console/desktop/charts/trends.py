"""What stands on a bed's trend chart before a pixel is painted: lanes, their numbers, scales, times and words."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor
from typing import Final

from PySide6.QtCore import QCoreApplication, QDateTime, QTimeZone

from clinic_console.desktop.charts.look import Scene
from clinic_console.desktop.charts.spots import DASH, number_text
from clinic_console.desktop.charts.times import age_text, clock_text, day_text, seconds_text
from clinic_console.desktop.state.readings import BedReadings, Freshness, Readings, kind_of
from clinic_console.desktop.state.trends import MINUTE_MS
from clinic_console.domain.readings import FRESH_MS, PARAMETERS, Kind, Validity

HOUR_MS: Final = 60 * MINUTE_MS
_TIME_STEPS: Final = tuple(
    seconds * 1_000 for seconds in (5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200)
)
_RANK: Final = {
    Freshness.LIVE: 0,
    Freshness.AGED: 1,
    Freshness.INVALID: 2,
    Freshness.STALE: 3,
    Freshness.ABSENT: 4,
}


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane: its parameters (the first leads), the range that it shows at least, and steps for its lines.

    ``weight`` is its share of the height; ``bars`` draws each measurement as a bar between its two values.
    """

    group: str
    names: tuple[str, ...]
    low: float
    high: float
    steps: tuple[float, ...]
    weight: float = 1.0
    bars: bool = False

    @property
    def label(self) -> str:
        """Return how the parameter is called."""
        return PARAMETERS[self.names[0]].label

    @property
    def unit(self) -> str:
        """Return its unit."""
        return PARAMETERS[self.names[0]].unit

    def scale(self, low: float, high: float) -> tuple[float, float]:
        """Return the range to show, grown in round steps until it contains the data."""
        step = self.steps[1]
        lowest = self.low if low >= self.low else floor(low / step) * step
        highest = self.high if high <= self.high else ceil(high / step) * step
        bounds = PARAMETERS[self.names[0]]
        return max(bounds.low, lowest), min(bounds.high, highest) if highest > self.high else highest

    def lines(self, low: float, high: float, room: float, spacing: float) -> list[float]:
        """Return at which values a line is drawn, not closer than ``spacing`` within ``room``."""
        most = max(1.0, room / spacing)
        step = next((step for step in self.steps if (high - low) / step <= most), self.steps[-1])
        return [step * n for n in range(ceil(low / step), floor(high / step) + 1)]


ALWAYS: Final = ("HR", "SpO2", "RR")
_PRESSURE: Final = (10.0, 20.0, 50.0, 100.0)
_RATE: Final = (10.0, 20.0, 50.0, 100.0)
LANES: Final = (
    Lane("HR", ("HR",), 40, 140, _RATE),
    Lane("SpO2", ("SpO2",), 80, 100, (5.0, 10.0, 20.0, 50.0)),
    Lane("RR", ("RR",), 0, 40, (10.0, 20.0, 40.0, 100.0)),
    Lane("PR", ("PR",), 40, 140, _RATE, 0.7),
    Lane("ABP", ("ABP.sys", "ABP.dia", "ABP.map"), 40, 180, _PRESSURE),
    Lane("NIBP", ("NIBP.sys", "NIBP.dia", "NIBP.map"), 40, 180, _PRESSURE, 0.7, bars=True),
    Lane("CO2", ("CO2",), 0, 60, (10.0, 20.0, 40.0, 100.0), 0.7),
    Lane("Temp", ("Temp",), 35, 40, (0.5, 1.0, 2.0, 5.0, 10.0), 0.7),
)


def lanes_of(names: Collection[str]) -> tuple[Lane, ...]:
    """Return the lanes to show where these parameters are known."""
    return tuple(lane for lane in LANES if lane.group in ALWAYS or lane.names[0] in names)


@dataclass(frozen=True, slots=True)
class Head:
    """The present number of a lane; ``text`` is empty for a dash; tone is live, grey or struck."""

    text: str = ""
    extra: str = ""
    tone: str = "grey"
    note: str = ""


def head_of(lane: Lane, data: BedReadings | None, readings: Readings, scene: Scene) -> Head:
    """Return what stands beside a lane now: the rules of the wall, so that both always say the same."""
    if data is None:
        return Head()
    fresh = {name: readings.freshness(name, data.values.get(name), scene.moment) for name in lane.names}
    worst = max((fresh[name] for name in lane.names[:2]), key=_RANK.__getitem__)
    reading = data.values.get(lane.names[0])
    spot = kind_of(lane.names[0]) is Kind.SPOT
    if reading is None or worst is Freshness.ABSENT:
        return Head()
    age = reading.silent_ms(scene.moment)
    silent = scene.moment.hub - data.received > FRESH_MS
    if data.status.standby is not None and worst is not Freshness.LIVE and not spot:
        return Head(note=QCoreApplication.translate("Trends", "Standby"))
    if scene.monitored and worst is Freshness.INVALID:
        return Head(note=_why(reading.validity))
    numbers = {name: data.values[name].number for name in lane.names if name in data.values}
    text = "/".join(number_text(name, numbers.get(name)) or DASH for name in lane.names[:2])
    if all(numbers.get(name) is None for name in lane.names[:2]):
        return Head(note=_why(reading.validity) if scene.monitored else "")
    mean = number_text(lane.names[2], numbers.get(lane.names[2])) if len(lane.names) > 2 else ""
    extra = f"({mean})" if mean else ""
    time = clock_text(reading.measured, scene.zone) if spot else ""
    if not scene.monitored or worst is Freshness.STALE:
        return Head(text, extra, "struck", time or age_text(age))
    # A monitor that has gone silent measures nothing new: its last measurement is no present one.
    return Head(text, extra, "live" if worst is Freshness.LIVE and not silent else "grey", time)


def _why(validity: Validity) -> str:
    if validity is Validity.SEARCHING:
        return QCoreApplication.translate("Trends", "searching")
    return QCoreApplication.translate("Trends", "sensor off")


# Times and words


def time_lines(begins: int, ends: int, zone: str, room: float, spacing: float) -> list[tuple[int, str]]:
    """Return the round times of the clinic's zone within a window, with their words, not closer than ``spacing``."""
    if ends <= begins:
        return []
    most = max(1.0, room / spacing)
    step = next((step for step in _TIME_STEPS if (ends - begins) / step <= most), _TIME_STEPS[-1])
    write = clock_text if step >= MINUTE_MS else seconds_text
    shift = _offset(begins // HOUR_MS, zone)
    first = -(-(begins + shift) // step) * step - shift
    return [(at, write(at, zone)) for at in range(first, ends + 1, step)]


@lru_cache(maxsize=256)
def _offset(hour: int, zone: str) -> int:
    """Return how far a zone's clocks are ahead in an hour since 1970, in ms."""
    place = QTimeZone(zone.encode("ascii", "replace"))
    return place.offsetFromUtc(QDateTime.fromSecsSinceEpoch(hour * 3_600)) * 1_000 if place.isValid() else 0


def window_text(begins: int, ends: int, zone: str) -> str:
    """Return a window's day and times."""
    write = clock_text if ends - begins >= 3 * MINUTE_MS else seconds_text
    first, last = day_text(begins, zone), day_text(ends, zone)
    start, stop = f"{first}, {write(begins, zone)}", write(ends, zone)
    return f"{start} – {stop}" if first == last else f"{start} – {last}, {stop}"


def span_text(span: int) -> str:
    """Return a length of time in the largest units that say it."""
    seconds = max(0, span) // 1_000
    if seconds < 60:
        return QCoreApplication.translate("Trends", "%1 s").replace("%1", str(seconds))
    if seconds < 3_600:
        return QCoreApplication.translate("Trends", "%1 min").replace("%1", str(seconds // 60))
    hours, minutes = divmod(seconds // 60, 60)
    if not minutes:
        return QCoreApplication.translate("Trends", "%1 h").replace("%1", str(hours))
    return QCoreApplication.translate("Trends", "%1 h %2 min").replace("%1", str(hours)).replace("%2", str(minutes))


def range_text(names: tuple[str, ...], numbers: list[tuple[float, float, float]]) -> tuple[str, str]:
    """Return mean, and lowest to highest, of a lane's parameters at one place (low, high, mean of each)."""
    means = "/".join(number_text(name, mean) for name, (_, _, mean) in zip(names[:2], numbers, strict=False))
    if len(numbers) > 2:
        means += f" ({number_text(names[2], numbers[2][2])})"
    if len(names) > 1:
        return means, ""
    low, high = (number_text(names[0], number) for number in numbers[0][:2])
    return means, "" if low == high else f"{low}–{high}"
