"""What consoles watch, behind one door: wards' live values, and the versions of schedules and waitlists.

Each kind is a source of its own (live_wards.py, live_schedule.py) with its own connections: a crowd at the desk must
not hold up the wall. They share the bus, and the fanout that tells the consoles.
"""

import asyncio
import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from msgspec import Raw

from clinic_console.domain.errors import ClinicError
from clinic_console.hub import metrics
from clinic_console.hub.cache import Cache
from clinic_console.hub.push.bus import Bus
from clinic_console.hub.push.fanout import Fanout
from clinic_console.hub.service.live_schedule import LiveSchedule
from clinic_console.hub.service.live_wards import LiveWards
from clinic_console.hub.store.pools import Engine
from clinic_console.wire import topics


class Live:
    """One hub's present state of everything watched; watchers are numbers that the door gives its sockets.

    ``engine`` looks up who may watch, ``wall`` and ``desk`` ask for wards' values and for schedules' versions.
    ``desk`` is also who hears of the database's channel ``clinic_desk``.
    """

    def __init__(
        self,
        bus: Bus,
        cache: Cache,
        engine: Engine,
        wall: Engine,
        desk: Engine | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.fanout = Fanout[int](secrets.token_hex(4))
        self._bus = bus
        self._wards = LiveWards(self.fanout, bus, cache, engine, wall, clock)
        self.desk = LiveSchedule(self.fanout, bus, engine, desk or wall, clock)
        bus.attach(self)

    async def watch(
        self, wanted: Iterable[str], watcher: int, user: UUID, roles: Mapping[UUID, str]
    ) -> dict[str, ClinicError]:
        """Begin to tell a watcher of these topics; ``roles`` is its user's role per clinic.

        Returns why some were refused: BadField, NotFound (also for what is a foreign clinic's), NotAllowed, or
        StoreUnavailable. The others are told at the next tick after they are loaded.
        """
        asked = list(wanted)
        desk, wards = _parted(asked)
        refused = await self._wards.refusals(wards, user, roles) if wards else {}
        refused |= await self.desk.refusals(desk, user, roles) if desk else {}
        for topic in asked:
            if topic not in refused and self.fanout.watch(topic, watcher):
                (self.desk if topics.of_desk(topic) else self._wards).want(topic)
        return refused

    def unwatch(self, unwanted: Iterable[str], watcher: int) -> None:
        """Tell a watcher no more of these topics."""
        for topic in unwanted:
            self.fanout.unwatch(topic, watcher)
        self._wards.wake()
        self.desk.wake()

    def leave(self, watcher: int) -> None:
        """Forget a watcher."""
        self.unwatch(self.fanout.watched_by(watcher), watcher)

    async def withdraw(self, watcher: int, user: UUID, roles: Mapping[UUID, str]) -> list[str]:
        """Tell a watcher no more of what its user may not see (any more); return those topics."""
        desk, wards = _parted(self.fanout.watched_by(watcher))
        gone = await self._wards.gone(wards, user, roles)
        if desk:
            gone += await self.desk.refusals(desk, user, roles)
        self.unwatch(gone, watcher)
        return gone

    def forget(self, user_id: UUID, session_id: UUID | None = None) -> None:  # noqa: ARG002 - wards know no sessions
        """Ask the database anew what a user is shown: a right has changed."""
        self._wards.forget(user_id)

    def doubt(self, *, hears: bool) -> None:  # noqa: ARG002 - what was shown is asked anew either way
        """Ask the database anew what everybody is shown: any right may have changed."""
        self._wards.forget_all()

    async def run(self) -> None:
        """Keep everything that is watched loaded and heard, until cancelled."""
        await asyncio.gather(self._wards.run(), self.desk.run())

    def took(self, entries: list[tuple[str, str, Raw]]) -> None:
        """Take what the bus brings: one group's, so of one source."""
        if entries and topics.of_desk(entries[0][0]):
            self.desk.took(entries)
        else:
            self.fanout.apply(entries)

    def missed(self, group: int) -> None:
        """Load a group's topics anew: the bus has lost something of it."""
        if group == topics.DESK:
            self.desk.compare_now()
        else:
            self._wards.missed(group)

    def turned(self) -> None:
        """Load everything anew when the bus is back; ask Postgres at once when it is gone."""
        metrics.BUS_LISTENING.set(self._bus.listening)
        self._wards.turned()
        self.desk.compare_now()


def _parted(names: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the topics of the desk, and all others."""
    listed = list(names)
    return [topic for topic in listed if topics.of_desk(topic)], [t for t in listed if not topics.of_desk(t)]
