"""Consoles without windows: the real feed, socket and state, and what two of them know differently."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from typing import Any

from msgspec import structs

from clinic_console.desktop.feed import Feed
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.link.socket import Timings
from clinic_console.desktop.state.clock import Moment
from clinic_console.desktop.state.connection import Standing
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.readings import BedReadings, Freshness, kind_of
from clinic_console.domain.errors import HubUnavailable
from clinic_console.domain.readings import FRESH_MS, Kind
from tests.soak.proxy import Proxy

RESTART_SECONDS = 0.2
SIGN_INS = 10
CLOCK_MS = 1_000
"""So far a console may be off in what it takes for the hub's time."""

Picture = dict[str, dict[str, Any]]


class ProxiedAccess(Access):
    """Goes through a proxy to wherever the hub says that its push socket is."""

    proxy: Proxy

    async def push_url(self) -> str:
        """Return the proxy's address."""
        self.proxy.target = int((await super().push_url()).rpartition(":")[2])
        return f"ws://127.0.0.1:{self.proxy.port}"


class Console:
    """One console: through ``proxies`` (HTTP and push), or straight to the hub; ``clock`` gives monotonic seconds."""

    def __init__(
        self,
        server: str,
        clock: Callable[[], float],
        proxies: tuple[Proxy, Proxy] | None = None,
        timings: Timings | None = None,
    ) -> None:
        self.clock = clock
        self.state = ConsoleState()
        self.proxies = proxies or ()
        if proxies is None:
            self.access: Access = Access(HubHttp(server), clock)
        else:
            proxies[0].target = int(server.rpartition(":")[2])
            through = ProxiedAccess(HubHttp(f"http://127.0.0.1:{proxies[0].port}"), clock)
            through.proxy = proxies[1]
            self.access = through
        self.feed = Feed(self.access, clock, self.state, timings)
        self.faults: list[str] = []
        self.late_shown_live = 0
        self.oldest_live_ms = 0
        self._pump: asyncio.Task[None] | None = None

    async def open(self, login: str, password: str, wards: Collection[str]) -> None:
        """Sign in, as often as somebody would who is told that the hub does not answer, and begin to watch."""
        for left in reversed(range(SIGN_INS)):
            try:
                await self.access.sign_in(login, password)
                break
            except HubUnavailable:
                if not left:
                    raise
        self.watch(wards)
        self._pump = asyncio.create_task(self._keep_pumping())

    async def close(self) -> None:
        """End it."""
        if self._pump is not None:
            self._pump.cancel()
            await asyncio.gather(self._pump, return_exceptions=True)
        await self.access.http.close()

    def watch(self, wards: Collection[str]) -> None:
        """Watch these wards from now on."""
        self.state.wards.choose(wards)
        self.feed.watch(wards)

    def look(self, now: int, transit: int | None) -> None:
        """Note every value that counts as live though it is too old by the true time (ms since 1970).

        Its age is that since it reached the hub, and, where ``transit`` says how long the way there may be (ms), also
        that since it was measured.
        """
        moment = self.state.hub_clock.moment(self.clock())
        for bed in self.state.readings.beds.values():
            for name, reading in bed.values.items():
                if kind_of(name) is not Kind.CONTINUOUS:
                    continue
                if self.state.readings.freshness(name, reading, moment) is Freshness.LIVE:
                    late = now - reading.received > FRESH_MS + 1
                    if transit is not None:
                        self.oldest_live_ms = max(self.oldest_live_ms, now - reading.at)
                        late = late or now - reading.at > FRESH_MS + transit
                    self.late_shown_live += late

    def live(self) -> bool:
        """Say whether it takes itself for live, all it watches received."""
        return self.state.connection.standing(self.clock()) is Standing.LIVE and self.state.connection.synced

    async def _keep_pumping(self) -> None:
        while True:
            try:
                await self.feed.run()
            except Exception as error:  # a fault of ours, which the console would tell the user
                self.faults.append(repr(error))
            await asyncio.sleep(RESTART_SECONDS)


def differences(console: Console, fresh: Console, now: int) -> list[str]:
    """Return what a console knows otherwise than a fresh one that watches the same wards and more."""
    moment = fresh.state.hub_clock.moment(fresh.clock())
    own = console.state.hub_clock.moment(moment.mono)
    found = [f"it takes itself for {console.state.connection.standing(moment.mono).value}"] * (not console.live())
    if abs(own.hub - now) > CLOCK_MS:
        found.append(f"its hub's clock is off by {own.hub - now} ms")
    beds = {bed.id for bed in console.state.wards.beds}
    mine, right = _picture(console, beds, moment), _picture(fresh, beds, moment)
    found += [f"{bed}: known, though not of its wards" for bed in console.state.readings.beds.keys() - beds]
    for bed in sorted(mine.keys() | right.keys()):
        for name in sorted(mine.get(bed, {}).keys() | right.get(bed, {}).keys()):
            one, other = mine.get(bed, {}).get(name), right.get(bed, {}).get(name)
            if one != other:
                found.append(f"{bed} {name}: {one}, but fresh {other}")
    return found


def _picture(console: Console, beds: Collection[str], moment: Moment) -> Picture:
    known = console.state.readings.beds
    return {bed: _bed(console, known[bed], moment) for bed in beds if bed in known}


def _bed(console: Console, bed: BedReadings, moment: Moment) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: (
            reading.number,
            reading.validity,
            reading.at,
            reading.received,
            reading.measured,
            console.state.readings.freshness(name, reading, moment),
        )
        for name, reading in bed.values.items()
    }
    return values | {
        "device": bed.device,
        "recorded": bed.recorded,
        "status": structs.asdict(bed.status),
        "received": bed.received,
    }


async def until_equal(
    consoles: Sequence[Console], fresh: Console, now: Callable[[], int], seconds: float
) -> dict[int, list[str]]:
    """Wait until all consoles know what the fresh one knows; return what the others know otherwise after the time."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    while True:
        left = {n: found for n, console in enumerate(consoles) if (found := differences(console, fresh, now()))}
        if not left or loop.time() > deadline:
            return left
        await asyncio.sleep(0.1)
