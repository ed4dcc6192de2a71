"""Many monitors in one process: one clockwork makes them measure, spread evenly over the period."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable, Sequence
from random import Random
from typing import Final

from clinic_console.simulator.monitor import Monitor
from clinic_console.simulator.patients import made_up
from clinic_console.simulator.station import Dialer, Station, backoff

SWEEP_SECONDS: Final = 1.0
SHORTEST_SLEEP_SECONDS: Final = 0.005
DRAIN_SECONDS: Final = 20.0
GOODBYE_SECONDS: Final = 2.0
BEHIND_MS: Final = 60_000
"""A process that stood still for longer does not make up what nobody measured."""


class Fleet:
    """All monitors of this process.

    ``period_ms`` from one measurement of a monitor to its next; ``now`` gives true ms since 1970; ``wait`` the
    seconds before a monitor tries to connect again.
    """

    def __init__(
        self,
        url: str,
        monitors: Sequence[Monitor],
        period_ms: float,
        now: Callable[[], int],
        wait: Callable[[int, Random], float] = backoff,
    ) -> None:
        dialer, random = Dialer(url), made_up("fleet")
        self.stations = [Station(monitor, dialer, self, now, random, wait) for monitor in monitors]
        self.all_welcomed = asyncio.Event()
        self.all_finished = asyncio.Event()
        self._now = now
        self._step = period_ms / len(monitors)
        self._begun: float | None = None
        self._turn = 0
        self._unwelcomed = set(self.stations)
        self._unfinished = set(self.stations)
        self._unsettled: set[Station] = set()
        self._settled = asyncio.Event()
        self._present: set[Station] = set()
        self._left = asyncio.Event()

    def start(self) -> None:
        """Begin to connect all of them."""
        for station in self.stations:
            station.connect()

    async def run(self) -> None:
        """Measure and look after the connections, until cancelled."""
        loop = asyncio.get_running_loop()
        swept = loop.time()
        while True:
            due = self.tick(self._now())
            if loop.time() - swept >= SWEEP_SECONDS:
                swept = loop.time()
                for station in self.stations:
                    station.look_after(swept)
            seconds = (due - self._now()) / 1000
            await asyncio.sleep(min(SWEEP_SECONDS, max(SHORTEST_SLEEP_SECONDS, seconds)))

    def tick(self, now: int) -> float:
        """Let everyone measure who is due by a true time (ms); return when the next one is."""
        if self._begun is None:
            self._begun = float(now)
        if now - (self._begun + self._turn * self._step) > BEHIND_MS:
            self._begun = now - self._turn * self._step
        while (due := self._begun + self._turn * self._step) <= now:
            station = self.stations[self._turn % len(self.stations)]
            station.measure(int(due))
            if station.monitor.finished:
                self._unfinished.discard(station)
            self._turn += 1
        if not self._unfinished:
            self.all_finished.set()
        return due

    def progressed(self, station: Station) -> None:
        """Note how far a station has come."""
        if self._unwelcomed and station.monitor.welcomed:
            self._unwelcomed.discard(station)
            if not self._unwelcomed:
                self.all_welcomed.set()
        if self._unsettled and (station.given_up or station.monitor.settled):
            self._unsettled.discard(station)
            if not self._unsettled:
                self._settled.set()
        if self._present and station.link is None:
            self._present.discard(station)
            if not self._present:
                self._left.set()

    async def drain(self, seconds: float = DRAIN_SECONDS) -> bool:
        """Send the rest, wait until all of it is acknowledged, and close; say whether all of it was."""
        for station in self.stations:
            station.monitor.flush()
            station.monitor.connected = True
        self._unsettled = {s for s in self.stations if not (s.given_up or s.hopeless or s.monitor.settled)}
        for station in list(self._unsettled):
            station.connect()
            station.pump()
        if self._unsettled:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._settled.wait(), seconds)
        await self._leave()
        return all(station.monitor.settled for station in self.stations)

    async def _leave(self) -> None:
        self._present = {station for station in self.stations if station.link is not None}
        for station in self.stations:
            station.leave()
        if self._present:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._left.wait(), GOODBYE_SECONDS)

    def counts(self) -> dict[str, object]:
        """Return what became of all values, and how often which error was answered."""
        monitors = [station.monitor for station in self.stations]
        rings = [monitor.ring for monitor in monitors]
        sent, acked, dropped = (sum(getattr(r, n) for r in rings) for n in ("sent", "acked", "dropped"))
        errors = sum((monitor.errors for monitor in monitors), Counter[str]())
        return {
            "devices": len(monitors),
            "sent": sent,
            "acked": acked,
            "dropped": dropped,
            "unacked": sent - acked - dropped,
            "rewinds": sum(monitor.rewinds for monitor in monitors),
            "errors": dict(sorted(errors.items())),
        }
