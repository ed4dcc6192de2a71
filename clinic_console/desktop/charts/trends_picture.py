"""One picture of a bed's trend: what of each lane lies in the window, where nothing was heard, what a place says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from clinic_console.desktop.charts.trends import Lane, lanes_of, range_text
from clinic_console.desktop.state.clock import Moment
from clinic_console.desktop.state.readings import BedReadings, kind_of
from clinic_console.desktop.state.trends import Lost, Trends
from clinic_console.desktop.state.trends_curves import Curve, join_of
from clinic_console.domain.alarms import Limits
from clinic_console.domain.readings import FRESH_MS, Kind

NO_LIMITS: Final = Limits()


class Gap(NamedTuple):
    """A time (ms since 1970) in which nothing was heard; ``reason`` where the monitor said why."""

    begins: int
    ends: int
    reason: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class LanePicture:
    """One lane in the window: its curves, its scale, its gaps, whether nothing was measured, and its limits."""

    lane: Lane
    curves: tuple[Curve, ...]
    low: float
    high: float
    gaps: tuple[Gap, ...]
    empty: bool = True
    limits: Limits = NO_LIMITS

    def at(self, at: int, reach: int) -> tuple[str, str, bool, float] | None:
        """Return mean, range, whether it came late, and the mean as a number, at a time or ``reach`` ms beside it."""
        reach = max(reach, join_of(self.lane.names[0]) // 2)
        index = self.curves[0].nearest(at, reach)
        if index is None:
            return None
        time = int(self.curves[0].first[index])
        numbers, late = [], bool(self.curves[0].late[index])
        for curve in self.curves:
            near = curve.nearest(time, reach)
            if near is not None:
                numbers.append((float(curve.low[near]), float(curve.high[near]), float(curve.mean[near])))
        means, spread = range_text(self.lane.names, numbers)
        return means, spread, late, numbers[0][2]


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """What is looked at: a window (ms since 1970) of lanes.

    ``now`` is the live edge, ``known`` from when on anything is known, ``since`` from when on the bed is this
    patient's, ``silences`` are the gaps of all lanes, ``step`` says how much time a point sums up.
    """

    begins: int
    ends: int
    now: int
    known: int
    step: int
    zone: str
    lanes: tuple[LanePicture, ...] = ()
    silences: tuple[Gap, ...] = ()
    lost: tuple[Lost, ...] = ()
    since: int = 0

    @property
    def empty(self) -> bool:
        """Say whether nothing at all was measured in the window."""
        return all(lane.empty for lane in self.lanes)

    @property
    def late(self) -> bool:
        """Say whether something in the window arrived late."""
        return any(bool(curve.late.any()) for lane in self.lanes for curve in lane.curves)


def picture_of(trends: Trends, limits: Mapping[str, Limits], moment: Moment, zone: str) -> Picture:
    """Return the picture of the open bed at a moment."""
    begins, ends = trends.window(moment)
    known = max(begins, trends.known_from) if trends.loaded else ends
    lost, stop = trends.lost, min(ends, moment.hub)
    lanes = []
    for lane in lanes_of(trends.names):
        curves = tuple(_within(trends.curve(name), begins, ends) for name in lane.names)
        low, high = lane.scale(*_extent(curves))
        gaps = () if kind_of(lane.names[0]) is Kind.SPOT else gaps_of(curves[0], known, stop, lost)
        empty = not bool(((curves[0].last >= begins) & (curves[0].first <= ends)).any())
        lanes.append(LanePicture(lane, curves, low, high, gaps, empty, limits.get(lane.names[0], NO_LIMITS)))
    spoken = [lane.gaps for lane in lanes if not lane.empty and kind_of(lane.lane.names[0]) is Kind.CONTINUOUS]
    silences = spoken[0] if spoken else ()
    for gaps in spoken[1:]:
        silences = _both(silences, gaps)
    return Picture(begins, ends, moment.hub, known, trends.step, zone, tuple(lanes), silences, lost, trends.since)


def gaps_of(curve: Curve, begins: int, ends: int, lost: tuple[Lost, ...]) -> tuple[Gap, ...]:
    """Return when a continuous parameter was silent for longer than a number may be shown as live."""
    runs = curve.stretches(FRESH_MS)
    edges = [begins]
    for run in runs:
        edges += [int(curve.first[run.start]), int(curve.last[run.stop - 1])]
    edges.append(ends)
    gaps = []
    for one, other in zip(edges[::2], edges[1::2], strict=True):
        first, last = max(one, begins), min(other, ends)
        if last - first > FRESH_MS:
            gaps.append(Gap(first, last, _reason(first, last, lost)))
    return tuple(gaps)


def _reason(begins: int, ends: int, lost: tuple[Lost, ...]) -> str:
    """Return why a gap is there, where the monitor's words are about most of it."""
    for gap in lost:
        if 2 * (min(gap.ends, ends) - max(gap.begins, begins)) > ends - begins:
            return gap.reason
    return ""


class Cuff(NamedTuple):
    """One measurement of blood pressure by cuff: its time in ms since 1970, and mmHg."""

    at: int
    sys: float
    dia: float
    mean: float | None


def cuffs_of(trends: Trends, data: BedReadings | None, most: int) -> list[Cuff]:
    """Return the newest measurements by cuff, the newest first.

    A monitor says its last measurement again and again: only the first of equal ones is one. The time of the present
    one is the monitor's own.
    """
    sys, dia, mean = (trends.curve(f"NIBP.{part}") for part in ("sys", "dia", "map"))
    others = {int(at): n for n, at in enumerate(dia.first.tolist())}
    means = {int(at): n for n, at in enumerate(mean.first.tolist())}
    found: list[Cuff] = []
    for n in np.flatnonzero(sys.low == sys.high).tolist():
        at = int(sys.first[n])
        other, middle = others.get(at), means.get(at)
        if other is None or dia.low[other] != dia.high[other]:
            continue
        value = None if middle is None else float(mean.mean[middle])
        cuff = Cuff(at, float(sys.mean[n]), float(dia.mean[other]), value)
        if not found or found[-1][1:3] != cuff[1:3]:
            found.append(cuff)
    found = found[-most:]
    live = data.values.get("NIBP.sys") if data is not None else None
    if found and live is not None and live.number == found[-1].sys and live.measured >= trends.since:
        found[-1] = found[-1]._replace(at=min(found[-1].at, live.measured))
    return found[::-1]


def _within(curve: Curve, begins: int, ends: int) -> Curve:
    # One point more on either side, so that lines run out of the picture.
    first = max(0, int(np.searchsorted(curve.last, begins)) - 1)
    last = int(np.searchsorted(curve.first, ends, side="right")) + 1
    return curve.part(slice(first, last))


def _extent(curves: tuple[Curve, ...]) -> tuple[float, float]:
    lows = [float(curve.low.min()) for curve in curves if len(curve)]
    highs = [float(curve.high.max()) for curve in curves if len(curve)]
    return (min(lows), max(highs)) if lows else (float("inf"), float("-inf"))


def _both(one: tuple[Gap, ...], other: tuple[Gap, ...]) -> tuple[Gap, ...]:
    found, i, j = [], 0, 0
    while i < len(one) and j < len(other):
        begins, ends = max(one[i].begins, other[j].begins), min(one[i].ends, other[j].ends)
        if ends - begins > FRESH_MS:
            found.append(Gap(begins, ends, one[i].reason or other[j].reason))
        if one[i].ends < other[j].ends:
            i += 1
        else:
            j += 1
    return tuple(found)
