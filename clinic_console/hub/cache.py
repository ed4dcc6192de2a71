"""The only place with cached values (Redis). Every key, its lifetime and why it is never stale, in one table:

| key            | value                 | lifetime        | written by              | never stale because          |
|----------------|-----------------------|-----------------|-------------------------|------------------------------|
| `latest:{bed}` | one LiveBed (msgpack) | for ever, 1/bed | ingest: one MSET a tick | it carries its arrival times |

Nothing here is authoritative: without Redis every caller has another way to its answer.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final, Protocol

from clinic_console.domain.errors import BusUnavailable

_LATEST: Final = "latest:"


class Commands(Protocol):
    """What the cache needs of the line to Redis (push/line.py); raises BusUnavailable."""

    async def command(self, *words: str | bytes | int | float) -> Any:
        """Run one command."""


class Cache:
    """Cached values of all nouns."""

    def __init__(self, line: Commands) -> None:
        self._line = line

    async def store_latest(self, items: Mapping[str, bytes]) -> bool:
        """Store the newest state per bed id in one command; False when Redis did not take it."""
        if not items:
            return True
        words: list[str | bytes] = ["MSET"]
        for bed, payload in items.items():
            words += (_LATEST + bed, payload)
        try:
            await self._line.command(*words)
        except BusUnavailable:
            return False
        return True

    async def latest(self, bed_ids: Iterable[str]) -> dict[str, bytes]:
        """Return the newest state of each bed that has one, in one command; raises BusUnavailable."""
        beds = list(bed_ids)
        if not beds:
            return {}
        answers = await self._line.command("MGET", *(_LATEST + bed for bed in beds))
        return {bed: payload for bed, payload in zip(beds, answers, strict=True) if payload is not None}
