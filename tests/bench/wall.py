"""Benchmark ``wall``: how many frames a second the vitals wall paints, beside pyqtgraph, and whether the loop stalls.

Offscreen at 1920×1080. The wall is the console's own widget on its own state, which is fed with the hub's messages,
one a bed and second; in every frame of the rates all of it is painted. The two take turns in one process.
"""

import gc
import os
import statistics
import time
from collections.abc import Callable
from typing import Any, Final

import pyqtgraph
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from clinic_console.desktop.charts.grid import GAP, MARGIN, Grid, number_px
from clinic_console.desktop.charts.look import Scene
from clinic_console.desktop.charts.wall import Wall
from clinic_console.desktop.state.alarms import Alarms
from clinic_console.desktop.state.clock import Moment
from clinic_console.desktop.state.readings import Readings
from clinic_console.desktop.theme import DARK, Theme
from tests.bench.figures import Figure
from tests.bench.plots import CountedPlot, Plots
from tests.bench.stage import Cpu
from tests.bench.stalls import count_stalls
from tests.bench.ward import MadeUpWard

FIGURES: Final = (
    Figure("beds", "beds, normal running and rate"),
    Figure("beds_many", "beds of the large wall, without pages"),
    Figure("fps_64", "frames a second, 64 beds", "higher", 60),
    Figure("fps_256", "frames a second, 256 beds in 16 × 16", "higher", 30),
    Figure("pyqtgraph_fps_64", "frames a second of pyqtgraph, 64 beds"),
    Figure("times_pyqtgraph", "times as many as pyqtgraph", "higher", 3),
    Figure("paint_ms_64", "ms to paint one frame, 64 beds, 95 %", "lower"),
    Figure("paint_ms_256", "ms to paint one frame, 256 beds, 95 %", "lower"),
    Figure("stalls_over_50ms", "stalls of the loop above 50 ms, normal running", "lower", 0),
    Figure("longest_stall_ms", "longest stall of the loop, ms", "lower"),
    Figure("normal_fps", "frames a second of the frame clock, normal running"),
    Figure("normal_values_per_s", "values a second that were painted, normal running"),
    Figure("pyqtgraph", "version of pyqtgraph"),
)
BEDS: Final = 64
MANY: Final = 256
SIDE: Final = 16
SIZE: Final = (1920, 1080)
ROUNDS: Final = 3
ROUND_SECONDS: Final = 2.5
WARM_FRAMES: Final = 20
BUSY: Final = 0.25
"""With more of a core taken by other work a run is not worth keeping."""
NORMAL_SECONDS: Final = 60.0


def measure(rounds: int = ROUNDS, seconds: float = ROUND_SECONDS, normal: float = NORMAL_SECONDS) -> dict[str, Any]:
    """Measure everything; return the values by key."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QApplication.instance() or QApplication(["bench"])
    assert isinstance(app, QApplication)
    print(f"{normal:.0f} s of normal running, then {rounds} rounds", flush=True)
    cpu = Cpu({"bench": os.getpid()})
    cpu.begin()
    stalls = count_stalls(app, BEDS, normal)
    cores_normal = cpu.end()
    cpu.begin()
    theme = Theme(DARK)
    theme.apply(app)
    rates: dict[str, list[Rate]] = {"ours": [], "plots": [], "many": []}
    for _ in range(rounds):
        rates["ours"].append(_wall_rate(theme, BEDS, seconds))
        rates["plots"].append(_plots_rate(seconds))
        rates["many"].append(_wall_rate(theme, MANY, seconds))
        print(", ".join(f"{name} {found[-1].fps:.0f}" for name, found in rates.items()), flush=True)
    cores_rates = cpu.end()
    if max(cores_normal["others"], cores_rates["others"]) > BUSY:
        print("Other work ran meanwhile (others in cores_*): rates and stalls say little.")
    ours, plots, many = (_together(rates[name]) for name in ("ours", "plots", "many"))
    return {
        "beds": BEDS,
        "beds_many": MANY,
        "fps_64": ours.fps,
        "fps_256": many.fps,
        "pyqtgraph_fps_64": plots.fps,
        "times_pyqtgraph": ours.fps / plots.fps,
        "paint_ms_64": ours.p95_ms,
        "paint_ms_256": many.p95_ms,
        **stalls,
        "cores_normal": cores_normal,
        "cores_rates": cores_rates,
        "pyqtgraph": pyqtgraph.__version__,
    }


class Rate:
    """What a run of frames has shown."""

    def __init__(self, times: list[float]) -> None:
        self.times = times

    @property
    def fps(self) -> float:
        """Return frames a second."""
        return len(self.times) / sum(self.times)

    @property
    def p95_ms(self) -> float:
        """Return how many ms 95 % of the frames took at most."""
        return statistics.quantiles(self.times, n=20)[-1] * 1_000


def _together(rates: list[Rate]) -> Rate:
    return Rate([each for rate in rates for each in rate.times])


def _wall_rate(theme: Theme, beds: int, seconds: float) -> Rate:
    ward, readings, alarms = _ward(beds)
    wall = Wall(theme, readings, alarms, lay_out=_sixteen if beds == MANY else _eight)
    wall.resize(*SIZE)
    wall.set_beds(ward.beds)
    assert wall.pages == 1

    def paint(mono: float, now: int) -> None:
        wall.frame(Scene(Moment(mono, now), "Asia/Tokyo"))
        # All of it, every tile's whole rectangle, not only what has changed.
        wall.repaint()

    wall.show()
    paint(time.monotonic(), _hub(time.monotonic()))
    wall.finish()
    rate = Rate(_run(ward, readings, paint, seconds))
    assert all(wall.painted(bed.id) for bed in ward.beds), "a tile was never painted"
    wall.hide()
    wall.deleteLater()
    return rate


def _plots_rate(seconds: float) -> Rate:
    ward, readings, _ = _ward(BEDS)
    plots = Plots(ward.beds, readings, columns=8)
    plots.resize(*SIZE)
    plots.show()
    CountedPlot.painted = 0
    times = _run(ward, readings, lambda _, now: plots.frame(now), seconds)
    assert CountedPlot.painted >= BEDS * len(times), "not every frame was painted"
    plots.hide()
    plots.deleteLater()
    return Rate(times)


def _ward(beds: int) -> tuple[MadeUpWard, Readings, Alarms]:
    """Make a ward whose last two minutes are known."""
    ward, readings, alarms, mono = MadeUpWard(beds), Readings(), Alarms(), time.monotonic()
    ward.history(readings, mono, _hub(mono))
    ward.alarms(alarms, _hub(mono))
    return ward, readings, alarms


def _run(ward: MadeUpWard, readings: Readings, paint: Callable[[float, int], None], seconds: float) -> list[float]:
    """Take in what is said and paint, again and again; return how long each frame took, all of it."""
    for _ in range(WARM_FRAMES):
        paint(time.monotonic(), _hub(time.monotonic()))
        QApplication.processEvents()
    gc.collect()
    gc.freeze()
    times: list[float] = []
    before = _hub(time.monotonic())
    began = time.perf_counter()
    until = began + seconds
    while began < until:
        mono = time.monotonic()
        now = _hub(mono)
        for live in ward.due(before, now):
            readings.take(live, mono)
        before = now
        paint(mono, now)
        QApplication.processEvents()
        ended = time.perf_counter()
        times.append(ended - began)
        began = ended
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.unfreeze()
    return times


def _hub(mono: float) -> int:
    return 1_700_000_000_000 + round(mono * 1_000)


def _eight(count: int, width: float, height: float, scale: float) -> Grid:
    wide, high = (width - 2 * MARGIN - 7 * GAP) / 8, (height - 2 * MARGIN - 7 * GAP) / 8
    return Grid(8, 8, count, 1, wide, high, number_px(wide, high))


def _sixteen(count: int, width: float, height: float, scale: float) -> Grid:
    wide, high = (width - 2 * MARGIN - 15 * GAP) / SIDE, (height - 2 * MARGIN - 15 * GAP) / SIDE
    return Grid(SIDE, SIDE, count, 1, wide, high, number_px(wide, high))
