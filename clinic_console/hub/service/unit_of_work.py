"""The unit of work: one transaction for one user, and what is published only after it has committed."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

from clinic_console.hub.logs import get_logger
from clinic_console.hub.store.pools import Connection, Engine, transaction

__all__ = ["Engine", "Publish", "Work", "unit_of_work"]

_log = get_logger(__name__)

Publish = Callable[[], Awaitable[object]]


@dataclass(slots=True)
class Work:
    """One transaction under way; hand ``connection`` to the store's functions."""

    connection: Connection
    _later: list[Publish] = field(default_factory=list)

    def publish_later(self, publish: Publish) -> None:
        """Call this after the commit, in the order given; not at all when the transaction is rolled back."""
        self._later.append(publish)


@asynccontextmanager
async def unit_of_work(engine: Engine, user: UUID | None, clinics: Iterable[UUID]) -> AsyncIterator[Work]:
    """Do something for a user who works in some clinics: commit, then publish (guarantee 7).

    Raises StoreUnavailable. A publication that fails is logged and does not undo or fail what was committed.
    """
    async with transaction(engine, user, clinics) as connection:
        work = Work(connection)
        yield work
    for publish in work._later:
        try:
            await publish()
        except Exception:
            _log.exception("publish.failed")
