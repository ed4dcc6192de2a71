"""Statements about stations: the PCs that consoles run on."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from clinic_console.hub.store.pools import Connection
from clinic_console.hub.store.users import LIVING


class StationRow(NamedTuple):
    """One station with who is signed in there; ``seen`` in ms since 1970, ``sort`` is what the page goes by."""

    id: UUID
    clinic_id: UUID
    name: str
    shared: bool
    version: str
    address: str
    seen: int
    sessions: int
    users: Sequence[str]
    sort: str


_SELECT = """
SELECT st.id, st.clinic_id, st.name, st.shared, st.version, st.address,
       CAST(extract(epoch FROM st.seen_at) * 1000 AS bigint) AS seen, x.sessions, x.users[1:20] AS users,
       lower(st.name) AS sort
"""
_SIGNED_IN = f"""
CROSS JOIN LATERAL (
  SELECT count(*) AS sessions,
         -- One without a name stands for all who work for none of our clinics: it is shown in any case.
         CASE WHEN bool_or(u.id IS NULL) THEN '{{""}}' ELSE CAST('{{}}' AS text[]) END
           || coalesce(array_agg(DISTINCT u.name ORDER BY u.name) FILTER (WHERE u.id IS NOT NULL), '{{}}') AS users
  FROM sessions s LEFT JOIN users u ON u.id = s.user_id WHERE s.station_id = st.id AND {LIVING}) x
"""  # noqa: S608 - a constant of this room; values are bound
_PAGE = text(f"""
{_SELECT}
FROM (
  SELECT * FROM stations
  WHERE clinic_id = ANY(:clinics)
    AND (CAST(:clinic AS uuid) IS NULL
         OR (clinic_id, lower(name), id) > (CAST(:clinic AS uuid), :name, CAST(:id AS uuid)))
  ORDER BY clinic_id, lower(name), id
  LIMIT :limit) st
{_SIGNED_IN}
ORDER BY st.clinic_id, lower(st.name), st.id
""")  # noqa: S608 - constants of this module; values are bound
_ONE = text(f"""
{_SELECT}
FROM (SELECT * FROM stations WHERE id = :id AND clinic_id = ANY(:clinics)) st
{_SIGNED_IN}
""")  # noqa: S608 - constants of this module; values are bound
_MOVE = text("UPDATE stations SET clinic_id = :clinic WHERE id = :id")
_FORGET = text("DELETE FROM stations WHERE id = :id")
_END = text(f"""
UPDATE sessions s SET ended_at = now(), end_reason = :reason WHERE s.station_id = :id AND {LIVING}
""")  # noqa: S608 - a constant of this room; values are bound


async def station_page(
    connection: Connection, clinics: Sequence[UUID], after: tuple[UUID, str, UUID] | None, limit: int
) -> list[StationRow]:
    """Return the stations of some clinics by (clinic, name, id), at most ``limit`` after a key."""
    clinic, name, station = after or (None, "", None)
    rows = await connection.execute(
        _PAGE, {"clinics": list(clinics), "clinic": clinic, "name": name, "id": station, "limit": limit}
    )
    return [StationRow(*row) for row in rows]


async def find_station(connection: Connection, station: UUID, clinics: Sequence[UUID]) -> StationRow | None:
    """Return a station; None when it stands in none of the clinics."""
    row = (await connection.execute(_ONE, {"id": station, "clinics": list(clinics)})).one_or_none()
    return StationRow(*row) if row is not None else None


async def move_station(connection: Connection, station: UUID, clinic: UUID) -> None:
    """Let a station stand in another clinic."""
    await connection.execute(_MOVE, {"id": station, "clinic": clinic})


async def forget_station(connection: Connection, station: UUID) -> None:
    """Take a station off the list; it makes itself known again when somebody signs in there."""
    await connection.execute(_FORGET, {"id": station})


async def end_sessions_at(connection: Connection, station: UUID, reason: str) -> int:
    """End all living sessions at a station; return how many there were."""
    return (await connection.execute(_END, {"id": station, "reason": reason})).rowcount
