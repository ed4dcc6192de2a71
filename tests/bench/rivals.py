"""A program of many desks that all want the same few slots, each with a doctor and a room: ``serve``.

Below HTTP, through the unit of work and the statements of the product; a refused booking is not offered other times
here, for that is another cost. What was booked is moved or cancelled again, so that there is something to fight for
to the end. It takes one order (JSON) and says what came of it.
"""

import asyncio
import json
import os
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID, uuid4

from clinic_console.domain.access import Scope
from clinic_console.domain.errors import ClinicError, Conflict
from clinic_console.hub.service.appointments import UNDO_WITHIN
from clinic_console.hub.service.appointments_outcomes import check
from clinic_console.hub.service.unit_of_work import Engine, unit_of_work
from clinic_console.hub.store import appointments as store
from clinic_console.hub.store.pools import make_engine

GIVE_UP: Final = 0.2
"""So often a desk that has something changes it before it books again."""
MOVED: Final = 0.5
"""So many of these changes are moves, all others cancellations."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Desk:
    """One desk: books one slot after the other, and changes what it has booked."""

    def __init__(self, engine: Engine, order: dict[str, Any], seed: str) -> None:
        self._engine = engine
        self._order = order
        self._random = Random(seed)
        own = frozenset({UUID(order["clinic"])})
        self._scope = Scope(UUID(order["user"]), own)
        self._rights = {"named": list(own), "over": list(own), "release": UNDO_WITHIN}
        self._mine: list[tuple[UUID, datetime, int]] = []
        self.told: Counter[str] = Counter()

    async def work(self, attempts: int) -> None:
        """Ask so many times for a slot."""
        for _ in range(attempts):
            if self._mine and self._random.random() < GIVE_UP:
                await self._change(*self._mine.pop(self._random.randrange(len(self._mine))))
            await self._book()

    async def _book(self) -> None:
        doctor, begins = self._slot()
        name = uuid4()
        wish = {
            "id": name, "clinic": UUID(self._order["clinic"]), "type": self._order["roomed"], "minutes": 0,
            "patient": UUID(self._random.choice(self._order["patients"])), "practitioner": doctor, "begins": begins,
            "reason": "", "hold": None, "overbook": "", "beside": "", "waiting": None,
        }  # fmt: skip
        if await self._do("book", store.book, wish):
            self._mine.append((name, begins, 1))

    async def _change(self, name: UUID, begins: datetime, version: int) -> None:
        seen = {"id": name, "at": begins, "version": version, "states": ["booked"]}
        if self._random.random() >= MOVED:
            await self._do("cancel", store.give_up, seen | {"kind": "cancelled", "words": "other:"})
            return
        doctor, there = self._slot()
        wish = {"practitioner": doctor, "begins": there, "hold": None, "overbook": "", "beside": ""}
        moved = await self._do("move", store.move, seen | wish)
        self._mine.append((name, there if moved else begins, version + 1 if moved else version))

    def _slot(self) -> tuple[int, datetime]:
        doctor, ms = self._random.choice(self._order["slots"])
        return int(doctor), _EPOCH + timedelta(milliseconds=ms)

    async def _do(self, what: str, act: Any, given: dict[str, object]) -> bool:
        """Do it and say whether it was done; anything but done and a conflict (409) is an error."""
        asked = {"key": uuid4(), "asked": b"", "notice": uuid4()}
        try:
            doing = act(given | asked | self._rights)
            async with unit_of_work(self._engine, self._scope, doing):
                check(store.outcome_of(doing).outcome)
        except Conflict:
            self.told[f"{what} refused"] += 1
            return False
        except ClinicError as error:
            self.told["errors"] += 1
            self.told[f"{what} failed"] += 1
            self.told[f"{what}: {error.code}"] += 1
            return False
        self.told[f"{what} done"] += 1
        return True


async def compete(dsn: str, order: dict[str, Any]) -> Counter[str]:
    """Have the desks of an order compete; return how often what happened."""
    engine = make_engine(dsn, "clinic_hub", order["desks"])
    try:
        desks = [Desk(engine, order, f"{order['seed']}-{number}") for number in range(order["desks"])]
        await asyncio.gather(*(desk.work(order["attempts"]) for desk in desks))
    finally:
        await engine.dispose()
    return sum((desk.told for desk in desks), Counter())


def main() -> int:
    """Take one order, and say what came of it."""
    print(json.dumps({"ready": True}), flush=True)
    order = json.loads(sys.stdin.readline())
    told = asyncio.run(compete(os.environ["CLINIC_POSTGRES_DSN"], order))
    print(json.dumps({"told": told}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
