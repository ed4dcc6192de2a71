"""Whether this program can serve: what it needs answers, and what it misses but can do without."""

from typing import Any, Final, Protocol

from clinic_console.domain.errors import BusUnavailable
from clinic_console.hub.store.pools import Engine
from clinic_console.hub.store.schema import check_engine
from clinic_console.wire.access import Readiness

REDIS: Final = "redis"


class Commands(Protocol):
    """What is asked of the line to Redis (push/line.py)."""

    async def command(self, *words: str | bytes | int | float) -> Any:
        """Run one command; raises BusUnavailable."""


async def readiness(engine: Engine, redis: Commands) -> Readiness:
    """Return what is degraded; raises StoreUnavailable, SchemaTooOld or SchemaTooNew when nothing can be served.

    Without Redis no request fails (guarantee 2), so its absence is said but does not take the hub out of service.
    """
    await check_engine(engine)
    try:
        await redis.command("PING")
    except BusUnavailable:
        return Readiness(ready=True, degraded=[REDIS])
    return Readiness(ready=True, degraded=[])
