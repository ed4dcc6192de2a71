"""The unit of work: one transaction for one user, and what is published only after it has committed."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

from clinic_console.domain.access import Scope
from clinic_console.domain.audit import Action
from clinic_console.hub.logs import get_logger
from clinic_console.hub.store import audit as store
from clinic_console.hub.store.messages import Call, Question
from clinic_console.hub.store.pools import Connection, Engine, ask, transaction

__all__ = ["Engine", "Publish", "Work", "ask", "unit_of_work"]

_log = get_logger(__name__)

Publish = Callable[[], Awaitable[object]]


@dataclass(slots=True)
class Work:
    """One transaction under way; hand ``connection`` to the store's functions."""

    connection: Connection
    scope: Scope
    _later: list[Publish] = field(default_factory=list)
    _last: list[Call] = field(default_factory=list)

    def publish_later(self, publish: Publish) -> None:
        """Call this after the commit, in the order given; not at all when the transaction is rolled back."""
        self._later.append(publish)

    async def record(
        self,
        action: Action,
        *,
        object_kind: str = "",
        object_id: object = "",
        clinic_id: UUID | None = None,
        patient_id: UUID | None = None,
        before: Mapping[str, object] | None = None,
        after: Mapping[str, object] | None = None,
        reason: str = "",
        clinics: frozenset[UUID] = frozenset(),
    ) -> None:
        """Write to the audit log what is done in this transaction, in one statement at its end.

        ``before`` and ``after`` hold what JSON can, ids, times and enumerations, and no secrets; of a change only the
        fields that differ (``domain.audit.changed``). What is too long is cut. Auditors of ``clinic_id`` see it, or
        of ``clinics``, or of all clinics that the database finds concerned (migration 0003).
        """
        about = store.About(object_kind, str(object_id), clinic_id, patient_id, before, after, reason, clinics)
        self._last.append(store.adding(self.scope, action, about))

    async def record_many(
        self, action: Action, object_kind: str, clinic_id: UUID, many: Sequence[store.Each], reason: str = ""
    ) -> None:
        """Write to the audit log what is done to each of many things of a clinic, all in one statement at the end."""
        if many:
            self._last.append(store.adding_many(self.scope, action, object_kind, clinic_id, many, reason))


@asynccontextmanager
async def unit_of_work(engine: Engine, scope: Scope, first: Question | None = None) -> AsyncIterator[Work]:
    """Do something for somebody: commit, then publish (guarantee 7). ``first`` is asked with the beginning.

    Raises StoreUnavailable. A publication that fails is logged and does not undo or fail what was committed.
    """
    last: list[Call] = []
    async with transaction(engine, scope, last, first) as connection:
        work = Work(connection, scope, _last=last)
        yield work
    for publish in work._later:
        try:
            await publish()
        except Exception:
            _log.exception("publish.failed")
