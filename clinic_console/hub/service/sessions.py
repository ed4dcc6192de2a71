"""Living sessions as an administrator sees them: who is signed in where, and ending it."""

from uuid import UUID

from clinic_console.domain.access import Scope
from clinic_console.domain.audit import Action
from clinic_console.domain.errors import NotFound, WorksElsewhere
from clinic_console.hub.service import paging
from clinic_console.hub.service.unit_of_work import Engine, unit_of_work
from clinic_console.hub.store import sessions as store
from clinic_console.wire.sessions import SessionPage, SessionRow


async def list_sessions(
    engine: Engine, scope: Scope, user: UUID | None, station: UUID | None, after: str, limit: int
) -> SessionPage:
    """Return one page of the living sessions of the clinics' people and PCs, newest first; BadField (``after``)."""
    key = paging.read_key(after, tuple[UUID])
    paging.check_limit(limit)
    async with unit_of_work(engine, scope) as work:
        rows = await store.session_page(
            work.connection, list(scope.clinics), user, station, key[0] if key else None, limit + 1
        )
    last = rows[limit - 1] if len(rows) > limit else None
    items = [session_row(row, scope.session_id) for row in rows[:limit]]
    return SessionPage(items, paging.write_key((last.id,)) if last else None)


async def end_session(engine: Engine, scope: Scope, session: UUID) -> None:
    """End somebody's session; NotFound when it is over or not of the clinics' people or PCs, or WorksElsewhere."""
    async with unit_of_work(engine, scope) as work:
        found = await store.find_session(work.connection, session, list(scope.clinics))
        if found is None:
            raise NotFound
        if found.elsewhere:
            raise WorksElsewhere
        await store.end_session(work.connection, session, "administrator")
        await work.record(
            Action.SIGNED_OUT, object_kind="session", object_id=session, before={"user": str(found.user_id)}
        )


def session_row(row: store.SessionRow, present: UUID | None) -> SessionRow:
    """Write a session as it travels; ``present`` is the one that asks."""
    return SessionRow(
        str(row.id),
        str(row.user_id) if row.user_id else "",
        row.user_name,
        row.login,
        str(row.station_id) if row.station_id else None,
        row.station_name,
        row.address,
        row.opened,
        row.used,
        row.ends,
        row.remembered,
        row.id == present,
    )
