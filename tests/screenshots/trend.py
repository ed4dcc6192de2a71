"""Eight hours of a made-up bed as the hub would tell them: a restless stretch, a transport, a resent backlog."""

import math
import random

from clinic_console.desktop.actions.trends import TrendActions
from clinic_console.desktop.state.trends import Request, answer_of
from clinic_console.wire.readings import History, HistoryGap, Point, Series
from tests.screenshots.ward import MINUTE

SILENT = (200 * MINUTE, 181 * MINUTE)
"""Ago: the patient was away for a scan."""
CUFF = {"NIBP.sys": (122.0, 11.0), "NIBP.dia": (74.0, 7.0), "NIBP.map": (90.0, 8.0)}
LATE = (92 * MINUTE, 71 * MINUTE)
USUAL = {
    "HR": ("/min", 84.0, 9.0),
    "SpO2": ("%", 95.5, 1.6),
    "RR": ("/min", 17.0, 3.0),
    "Temp": ("°C", 37.2, 0.4),
}


class SampleTrends(TrendActions):
    """Answers at once, from made-up numbers."""

    async def load(self, request: Request) -> None:
        """Take in what a hub would have said."""
        self.state.begin(request)
        self.state.take(request, answer_of(history(request)), self.clock())


def history(request: Request) -> History:
    """Return the course of every parameter in the steps that were asked for."""
    series = []
    for name, (unit, usual, swing) in USUAL.items():
        points = [
            _point(name, at, min(at + request.step, request.ends), request.ends, usual, swing)
            for at in range(request.begins, request.ends, request.step)
            if not SILENT[1] < request.ends - at <= SILENT[0]
            and (name != "Temp" or at % (30 * MINUTE) < request.step)
        ]
        series.append(Series(name, unit, points))
    for name, (usual, swing) in CUFF.items():
        series.append(Series(name, "mmHg", [_cuff(at, usual, swing, request.ends) for at in _cuffs(request)]))
    gap = HistoryGap(request.ends - SILENT[0], request.ends - SILENT[1], "transport")
    step = (request.ends - request.begins) / request.points
    return History(request.bed, request.begins, request.ends, step, series, [gap])


def _cuffs(request: Request) -> list[int]:
    first = request.begins - request.begins % (30 * MINUTE) + 39 * MINUTE
    times = range(first, request.ends - 20 * MINUTE, 30 * MINUTE)
    return [at for at in times if not SILENT[1] < request.ends - at <= SILENT[0]]


def _cuff(at: int, usual: float, swing: float, now: int) -> Point:
    number = round(usual + swing * math.sin((now - at) / (60 * MINUTE) * 1.7))
    return Point(at, at, number, number, number, False)


def _point(name: str, begins: int, ends: int, now: int, usual: float, swing: float) -> Point:
    hours = (now - begins) / (60 * MINUTE)
    restless = 1.0 + 2.2 * math.exp(-(((hours - 6.1) / 0.35) ** 2))
    wave = 0.6 * math.sin(hours * 2.3) + 0.3 * math.sin(hours * 17) + random.Random(begins).uniform(-0.2, 0.2)
    mean = usual + swing * restless * wave
    width = swing * random.Random(begins + 1).uniform(0.2, 0.6)
    if name == "Temp":
        mean, width = round(mean, 1), 0.0  # measured now and then, one number each
    low, high = mean - width, mean + width
    if name == "SpO2":
        low, mean, high = (min(100.0, value) for value in (low, mean, high))
    return Point(begins, max(begins, ends - 1_000), low, high, mean, LATE[1] < now - begins <= LATE[0])
