"""A program that reads free slots as the hub's service does, in a cache of its own: ``serve``.

Orders (JSON lines): ``day`` reads and books for a simulated day; ``crowd`` asks a thousand times at once for what
nobody knows; ``probe`` changes a day and reads it at once, through another hub's cache, again and again.
"""

import asyncio
import json
import os
import sys
import time
from bisect import bisect
from collections import Counter
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Any, Final
from uuid import UUID, uuid4

from clinic_console.domain.access import Scope
from clinic_console.domain.errors import ClinicError, Conflict
from clinic_console.hub.cache import Cache
from clinic_console.hub.metrics import CACHE_REQUESTS
from clinic_console.hub.push.line import Line
from clinic_console.hub.service.appointments import UNDO_WITHIN, changed_days
from clinic_console.hub.service.appointments_outcomes import check
from clinic_console.hub.service.audit import Opened
from clinic_console.hub.service.schedule_next import find
from clinic_console.hub.service.schedule_refresh import Refresh
from clinic_console.hub.service.schedule_slots import Asked, SlotsOfDays
from clinic_console.hub.service.unit_of_work import unit_of_work
from clinic_console.hub.store import appointments as store
from clinic_console.hub.store.pools import make_engine
from clinic_console.wire.schedule import FreeSlot, NextQuery

ZIPF: Final = 1.1
SOON_SHARE: Final = 0.8
SOON_DAYS: Final = 7
FAR_DAYS: Final = 28
TASKS: Final = 8
CROWD: Final = 1_000
FIND_EACH: Final = 10
"""Each so many-th probe asks the finder."""
OUTCOMES: Final = ("hit", "shared", "miss", "unavailable")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Hub:
    """What a hub reads and books with: a cache of its own before the common Valkey, and who refreshes it."""

    def __init__(self, stack: AsyncExitStack, order: dict[str, Any]) -> None:
        dsn = os.environ["CLINIC_POSTGRES_DSN"]
        self.engine = make_engine(dsn, "clinic_hub", TASKS)
        fresh = make_engine(dsn, "clinic_live", 1)
        line = Line(os.environ["CLINIC_REDIS_URL"])
        self.cache = Cache(line)
        self.refresh = Refresh(fresh, self.cache)
        self.slots = SlotsOfDays(self.engine, self.cache, self.refresh)
        self.opened = Opened()
        self.order = order
        self.user, self.session = UUID(order["user"]), uuid4()
        for close in (self.engine.dispose, fresh.dispose, line.close):
            stack.push_async_callback(close)
        stack.push_async_callback(_end, asyncio.ensure_future(self.refresh.run()))

    def scope(self, clinic: UUID) -> Scope:
        """Return for whom it reads."""
        return Scope(self.user, frozenset({clinic}), self.session)

    async def read(self, clinic: UUID, who: int, day: date) -> list[FreeSlot]:
        """Read a day's slots."""
        asked = Asked(clinic, who, day, self.order["type"])
        return (await self.slots.read(self.scope(clinic), asked, self.opened)).slots

    async def next(self, clinic: UUID, who: int, begins: int) -> list[int]:
        """Find the first times of somebody from one on."""
        query = NextQuery(self.order["type"], [str(clinic)], [who], begins=begins, days=1, limit=2)
        found = await find(self.engine, self.cache, self.scope(clinic), query, self.opened)
        return [offer.begins for offer in found.offers]

    async def book(self, clinic: UUID, who: int, begins: int, patient: str) -> UUID | None:
        """Book a slot as the product does; None: it was refused."""
        name = uuid4()
        wish = {
            "id": name, "clinic": clinic, "type": self.order["type"], "minutes": 0, "patient": UUID(patient),
            "practitioner": who, "begins": _EPOCH + timedelta(milliseconds=begins), "reason": "", "hold": None,
            "overbook": "", "beside": "", "waiting": None,
        }  # fmt: skip
        return name if await self._do(clinic, store.book, wish) else None

    async def cancel(self, clinic: UUID, name: UUID, begins: int) -> bool:
        """Cancel what was just booked."""
        at = _EPOCH + timedelta(milliseconds=begins)
        seen = {"id": name, "at": at, "version": 1, "states": ["booked"], "kind": "cancelled", "words": "other:"}
        return await self._do(clinic, store.give_up, seen)

    async def _do(self, clinic: UUID, act: Any, given: dict[str, object]) -> bool:
        rights = {"named": [clinic], "over": [], "release": UNDO_WITHIN}
        asked = {"key": uuid4(), "asked": b"", "notice": uuid4()}
        try:
            doing = act(given | asked | rights)
            async with unit_of_work(self.engine, self.scope(clinic), doing):
                answer = store.outcome_of(doing)
                check(answer.outcome)
        except Conflict:
            return False
        self.refresh.soon(changed_days(answer.changes))
        return True


async def _end(task: asyncio.Future[None]) -> None:
    task.cancel()
    await asyncio.wait([task])


def outcomes() -> Counter[str]:
    """Return how many reads of days ended how."""
    return Counter({each: int(CACHE_REQUESTS.labels("day", each)._value.get()) for each in OUTCOMES})


async def simulate(order: dict[str, Any]) -> dict[str, Any]:
    """Read and book until there is enough, or the time is over."""
    random = Random(order["seed"])
    people = order["people"]
    weights = list(accumulate(rank**-ZIPF for rank in range(1, len(people) + 1)))
    until = time.monotonic() + order["seconds"]
    told: Counter[str] = Counter()
    before = outcomes()

    async def work(hub: Hub, reads: int) -> None:
        for _ in range(reads):
            if time.monotonic() > until:
                return
            who, clinic = people[bisect(weights, random.random() * weights[-1])]
            ahead = SOON_DAYS if random.random() < SOON_SHARE else FAR_DAYS
            day = datetime.now(UTC).date() + timedelta(days=1 + random.randrange(ahead))
            told["reads"] += 1
            try:
                free = await hub.read(UUID(clinic), who, day)
                if free and random.random() < order["bookings"] / order["reads"]:
                    slot = random.choice(free)
                    done = await hub.book(UUID(clinic), who, slot.begins, random.choice(order["patients"][clinic]))
                    told["bookings" if done else "refused"] += 1
            except ClinicError as error:
                told[f"error {error.code}"] += 1

    began = time.monotonic()
    async with AsyncExitStack() as stack:
        hub = Hub(stack, order)
        await asyncio.gather(*(work(hub, order["reads"] // TASKS) for _ in range(TASKS)))
    return {"told": told, "outcomes": outcomes() - before, "seconds": time.monotonic() - began}


async def crowd(order: dict[str, Any]) -> dict[str, Any]:
    """Ask a thousand times at once for a day that nobody has asked for."""
    before = outcomes()
    async with AsyncExitStack() as stack:
        hub = Hub(stack, order)
        who, clinic = order["people"][0]
        day = date.fromisoformat(order["day"])
        # Once, of another day: which types have needs is learned by the first question.
        await hub.read(UUID(clinic), who, day + timedelta(days=30))
        before = outcomes()
        asked = (hub.read(UUID(clinic), who, day) for _ in range(CROWD))
        answers = await asyncio.gather(*asked, return_exceptions=True)
    told = [each for each in answers if isinstance(each, list)]
    # Who waits too long for one of so few connections is told so (503).
    refused = len(answers) - len(told)
    return {"outcomes": outcomes() - before, "same": all(each == told[0] for each in told), "refused": refused}


async def probe(order: dict[str, Any]) -> dict[str, Any]:
    """Book and cancel by one hub, and read by that and by another, each time after the response."""
    told: Counter[str] = Counter()
    async with AsyncExitStack() as stack:
        hubs = Hub(stack, order), Hub(stack, order)
        random = Random(order["seed"])
        thirds = {order["probes"] // 3: "down", order["probes"] * 2 // 3: "up"}
        while told["probes"] < order["probes"]:
            who, clinic = random.choice(order["people"])
            day = datetime.now(UTC).date() + timedelta(days=1 + random.randrange(FAR_DAYS))
            free = await hubs[0].read(UUID(clinic), who, day)
            if not free:
                told["full"] += 1
                continue
            begins = random.choice(free).begins
            patient = random.choice(order["patients"][clinic])
            booked = await hubs[told["probes"] % 2].book(UUID(clinic), who, begins, patient)
            if booked is None:
                told["refused"] += 1
                continue
            for hub in hubs:
                await _look(hub, UUID(clinic), who, day, begins, told, free=False)
            await hubs[0].cancel(UUID(clinic), booked, begins)
            for hub in hubs:
                await _look(hub, UUID(clinic), who, day, begins, told, free=True)
            for third in [third for third in thirds if third <= told["probes"]]:
                print(json.dumps({"valkey": thirds.pop(third)}), flush=True)
                await asyncio.to_thread(sys.stdin.readline)
    return {"told": told}


async def _look(hub: Hub, clinic: UUID, who: int, day: date, begins: int, told: Counter[str], *, free: bool) -> None:
    told["probes"] += 1
    if told["probes"] % FIND_EACH == 0:
        found = begins in await hub.next(clinic, who, begins)
        told["finds"] += 1
    else:
        found = any(slot.begins == begins for slot in await hub.read(clinic, who, day))
    told["stale"] += found is not free


def main() -> int:
    """Take orders until there are no more."""
    print(json.dumps({"ready": True}), flush=True)
    acts = {"day": simulate, "crowd": crowd, "probe": probe}
    for line in iter(sys.stdin.readline, ""):
        order = json.loads(line)
        print(json.dumps({"answer": asyncio.run(acts[order["act"]](order))}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
