"""How long the loop of a whole console stands still: real window, bridge and socket, a hub in another process."""

import asyncio
import multiprocessing
import time
from multiprocessing.connection import Connection

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from clinic_console.desktop.app import Console
from clinic_console.desktop.bridge import Bridge, monotonic
from clinic_console.desktop.config import DesktopConfig
from clinic_console.wire.wards import Bed, BedDevice, BedPatient, Ward
from tests.bench.ward import MadeUpWard
from tests.desktop.stub import WARD, StubHub

STALL_SECONDS = 0.05
TICK_MS = 5
SETTLE_SECONDS = 3.0
READY_SECONDS = 30.0


class Pulse(QObject):
    """Ticks as fast as the loop lets it; ``stalls`` counts gaps above STALL_SECONDS, ``longest`` is the worst one."""

    def __init__(self) -> None:
        super().__init__()
        self.stalls, self.longest = 0, 0.0
        self._last: float | None = None
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK_MS)

    def _tick(self) -> None:
        now = time.perf_counter()
        if self._last is not None:
            gap = now - self._last - TICK_MS / 1_000
            self.longest = max(self.longest, gap)
            self.stalls += gap > STALL_SECONDS
        self._last = now


def count_stalls(app: QApplication, beds: int, seconds: float) -> dict[str, float]:
    """Run a console on so many beds for so long; return what its loop did."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    hub = context.Process(target=_hub, args=(beds, there), daemon=True)
    hub.start()
    try:
        if not here.poll(READY_SECONDS):
            raise RuntimeError("the hub of the benchmark did not start")
        bridge = Bridge(app)
        try:
            return bridge.run(_watch(app, bridge, here.recv(), beds, seconds))
        finally:
            asyncio.set_event_loop(None)
            bridge.dispose()
    finally:
        hub.terminate()
        hub.join()


async def _watch(app: QApplication, bridge: Bridge, url: str, beds: int, seconds: float) -> dict[str, float]:
    console = Console(DesktopConfig(server=url), bridge, app)
    # Nobody touches it, and a locked console is another one.
    console.state.station.change(lock_minutes=0)
    console.window.resize(1920, 1080)
    console.open(("nurse", "secret"))
    try:
        async with asyncio.timeout(READY_SECONDS):
            while len(console.state.readings.beds) < beds:
                await asyncio.sleep(0.05)
        MadeUpWard(beds).alarms(console.state.alarms, console.state.hub_clock.moment(monotonic()).hub)
        await asyncio.sleep(SETTLE_SECONDS)
        wall, frames = console.window.ward.wall, 0

        def count(_: float) -> None:
            nonlocal frames
            frames += 1

        bridge.frame.connect(count)
        before, began, pulse = wall.shown_values, time.perf_counter(), Pulse()
        await asyncio.sleep(seconds)
        took = time.perf_counter() - began
        return {
            "stalls_over_50ms": pulse.stalls,
            "longest_stall_ms": pulse.longest * 1_000,
            "normal_fps": frames / took,
            "normal_values_per_s": (wall.shown_values - before) / took,
        }
    finally:
        await console.close()


def _hub(beds: int, pipe: Connection) -> None:
    asyncio.run(_serve(beds, pipe))


async def _serve(beds: int, pipe: Connection) -> None:
    ward, stub = MadeUpWard(beds), StubHub()
    stub.wards = [Ward(WARD, "c1", "3 East", beds, beds)]
    stub.beds = {WARD: [_wire_bed(number, ward) for number in range(beds)]}
    async with stub.running():
        pipe.send(stub.url)
        before = stub.now()
        while True:
            await asyncio.sleep(0.01)
            now = stub.now()
            for live in ward.due(before, now):
                await stub.publish(live)
            before = now


def _wire_bed(number: int, ward: MadeUpWard) -> Bed:
    bed = ward.beds[number]
    assert bed.patient is not None
    assert bed.device is not None
    who = bed.patient
    patient = BedPatient(who.id, who.mrn, who.name, who.latin, who.born, who.sex)
    return Bed(bed.id, bed.name, number, BedDevice(bed.device, f"dev-{number}", "M"), patient)
