"""Statements about the acting user's own account: its secrets and sessions; there are none for anybody else's."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from clinic_console.hub.store.pools import Connection
from clinic_console.hub.store.sessions import SessionRow
from clinic_console.hub.store.users import LIVING


class Secrets(NamedTuple):
    """The hashes that what is typed is checked against, and what a new password must not be."""

    password_hash: str
    pin_hash: str | None
    login: str
    name: str


_SECRETS = text("""
SELECT s.password_hash, s.pin_hash, u.login, u.name FROM access_secrets() s JOIN users u ON u.id = acting_user()
""")
_HOLDS = text("SELECT access_holds(:session, :password, :pin)")
_COUNT_PIN = text("""
UPDATE sessions SET pin_failures = pin_failures + 1
WHERE id = :session AND user_id = acting_user() AND ended_at IS NULL AND pin_failures < :most
RETURNING pin_failures
""")
_UNCOUNT_PIN = text("""
UPDATE sessions SET pin_failures = greatest(0, pin_failures - 1) WHERE id = :session AND user_id = acting_user()
""")
_CLEAR_PIN = text("UPDATE sessions SET pin_failures = 0 WHERE id = :session AND user_id = acting_user()")
_PASSWORD = text("UPDATE users SET password_hash = :hash, password_given = false WHERE id = acting_user()")
_PIN = text("UPDATE users SET pin_hash = :hash WHERE id = acting_user()")
_END = text("""
UPDATE sessions SET ended_at = now(), end_reason = :reason
WHERE user_id = acting_user() AND id <> ALL(:but) AND ended_at IS NULL
""")
_SESSIONS = text(f"""
SELECT s.id, s.user_id, u.name AS user_name, u.login, st.id AS station_id, coalesce(st.name, '') AS station_name,
       s.address, CAST(extract(epoch FROM s.created_at) * 1000 AS bigint) AS opened,
       CAST(extract(epoch FROM s.used_at) * 1000 AS bigint) AS used,
       CAST(extract(epoch FROM least(s.expires_at, s.used_at + s.idle)) * 1000 AS bigint) AS ends, s.remembered
FROM sessions s JOIN users u ON u.id = s.user_id LEFT JOIN stations st ON st.id = s.station_id
WHERE s.user_id = acting_user() AND {LIVING} AND (CAST(:after AS uuid) IS NULL OR s.id < :after)
ORDER BY s.id DESC
LIMIT :limit
""")  # noqa: S608 - a constant of this room; values are bound


async def secrets_of(connection: Connection) -> Secrets | None:
    """Return the acting user's hashes; None when it is disabled."""
    row = (await connection.execute(_SECRETS)).one_or_none()
    return Secrets(*row) if row is not None else None


async def holds(connection: Connection, session: UUID, password: str | None = None, pin: str | None = None) -> bool:
    """Say whether the hash that was checked is still the acting user's, and its session goes on; so it stays then."""
    given = {"session": session, "password": password, "pin": pin}
    return bool((await connection.execute(_HOLDS, given)).scalar_one())


async def count_pin(connection: Connection, session: UUID, most: int) -> int | None:
    """Count an attempt with the PIN before it is checked; return which it is, None when there have been ``most``."""
    return (await connection.execute(_COUNT_PIN, {"session": session, "most": most})).scalar_one_or_none()


async def uncount_pin(connection: Connection, session: UUID) -> None:
    """Take an attempt back that was never checked."""
    await connection.execute(_UNCOUNT_PIN, {"session": session})


async def clear_pin(connection: Connection, session: UUID) -> None:
    """Forget the attempts with the PIN."""
    await connection.execute(_CLEAR_PIN, {"session": session})


async def set_password(connection: Connection, password_hash: str) -> None:
    """Store the password that the acting user has chosen."""
    await connection.execute(_PASSWORD, {"hash": password_hash})


async def set_pin(connection: Connection, pin_hash: str | None) -> None:
    """Store the acting user's PIN, or none."""
    await connection.execute(_PIN, {"hash": pin_hash})


async def end_sessions(connection: Connection, reason: str, *but: UUID) -> int:
    """End the acting user's sessions, but for some; return how many."""
    return (await connection.execute(_END, {"reason": reason, "but": list(but)})).rowcount


async def own_sessions(connection: Connection, after: UUID | None, limit: int) -> list[SessionRow]:
    """Return the acting user's living sessions, newest first, at most ``limit`` after one."""
    rows = await connection.execute(_SESSIONS, {"after": after, "limit": limit})
    return [SessionRow(*row) for row in rows]
