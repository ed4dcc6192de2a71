"""Statements about living sessions: who is signed in where, and ending it."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from clinic_console.hub.store.pools import Connection
from clinic_console.hub.store.users import LIVING


class SessionRow(NamedTuple):
    """One living session, its user and its station where they may be seen; times in ms since 1970."""

    id: UUID
    user_id: UUID | None
    user_name: str
    login: str
    station_id: UUID | None
    station_name: str
    address: str
    opened: int
    used: int
    ends: int
    remembered: bool


class Ending(NamedTuple):
    """A session to be ended: whose, and whether this administrator may."""

    user_id: UUID
    elsewhere: bool


# Where a colleague works for other clinics is theirs to know. Who works for none of ours has no name, here either.
# From our people and our PCs to their sessions: read by id instead, everybody's sessions passed by to fill a page.
_PAGE = text(f"""
WITH ours AS (
  SELECT s.id FROM memberships m JOIN sessions s ON s.user_id = m.user_id
  WHERE m.clinic_id = ANY(:clinics) AND {LIVING}
  UNION
  SELECT s.id FROM stations st JOIN sessions s ON s.station_id = st.id
  WHERE st.clinic_id = ANY(:clinics) AND {LIVING}
)
SELECT s.id, u.id AS user_id, coalesce(u.name, '') AS user_name, coalesce(u.login, '') AS login, st.id AS station_id,
       coalesce(st.name, '') AS station_name,
       CASE WHEN st.id IS NOT NULL OR s.station_id IS NULL AND NOT user_elsewhere(s.user_id) THEN s.address
            ELSE '' END AS address,
       CAST(extract(epoch FROM s.created_at) * 1000 AS bigint) AS opened,
       CAST(extract(epoch FROM s.used_at) * 1000 AS bigint) AS used,
       CAST(extract(epoch FROM least(s.expires_at, s.used_at + s.idle)) * 1000 AS bigint) AS ends, s.remembered
FROM ours JOIN sessions s ON s.id = ours.id
LEFT JOIN users u ON u.id = s.user_id
LEFT JOIN stations st ON st.id = s.station_id AND st.clinic_id = ANY(:clinics)
WHERE (CAST(:user AS uuid) IS NULL OR s.user_id = :user AND u.id IS NOT NULL)
  AND (CAST(:station AS uuid) IS NULL OR st.id = :station)
  AND (CAST(:after AS uuid) IS NULL OR s.id < :after)
ORDER BY s.id DESC
LIMIT :limit
""")  # noqa: S608 - a constant of this room; values are bound
# Whoever looks after a PC may end what goes on there, whoever it is.
_FIND = text(f"""
SELECT s.user_id, st.id IS NULL AND user_elsewhere(s.user_id) AS elsewhere
FROM sessions s LEFT JOIN stations st ON st.id = s.station_id AND st.clinic_id = ANY(:clinics)
WHERE s.id = :id AND {LIVING}
  AND (st.id IS NOT NULL
       OR EXISTS (SELECT FROM memberships m WHERE m.user_id = s.user_id AND m.clinic_id = ANY(:clinics)))
""")  # noqa: S608 - a constant of this room; values are bound
_END = text("UPDATE sessions SET ended_at = now(), end_reason = :reason WHERE id = :id AND ended_at IS NULL")
_END_USER = text(f"""
UPDATE sessions s SET ended_at = now(), end_reason = :reason WHERE s.user_id = :user AND {LIVING}
""")  # noqa: S608 - a constant of this room; values are bound


async def session_page(
    connection: Connection,
    clinics: Sequence[UUID],
    user: UUID | None,
    station: UUID | None,
    after: UUID | None,
    limit: int,
) -> list[SessionRow]:
    """Return the living sessions of some clinics' people and PCs, newest first, at most ``limit`` after one."""
    rows = await connection.execute(
        _PAGE, {"clinics": list(clinics), "user": user, "station": station, "after": after, "limit": limit}
    )
    return [SessionRow(*row) for row in rows]


async def find_session(connection: Connection, session: UUID, clinics: Sequence[UUID]) -> Ending | None:
    """Return whose a living session is; None when it is over, or of nobody in the clinics."""
    row = (await connection.execute(_FIND, {"id": session, "clinics": list(clinics)})).one_or_none()
    return Ending(*row) if row is not None else None


async def end_session(connection: Connection, session: UUID, reason: str) -> None:
    """End a session, whosever it is."""
    await connection.execute(_END, {"id": session, "reason": reason})


async def end_sessions_of(connection: Connection, user: UUID, reason: str) -> int:
    """End all of a user's living sessions; return how many there were."""
    return (await connection.execute(_END_USER, {"user": user, "reason": reason})).rowcount
