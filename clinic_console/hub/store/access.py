"""Statements about users, memberships and sessions."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from clinic_console.hub.store.pools import Connection


class User(NamedTuple):
    """A user who may sign in."""

    id: UUID
    name: str
    password_hash: str


class Membership(NamedTuple):
    """A clinic that a user works in."""

    clinic_id: UUID
    name: str
    zone: str
    role: str


class SignedIn(NamedTuple):
    """A session that may be refreshed."""

    session_id: UUID
    user_id: UUID
    user_name: str
    expires_at: datetime


# A user without a clinic still signs in: the outer join keeps the row.
_BY_LOGIN = text("""
SELECT u.id, u.name, u.password_hash, c.id AS clinic_id, c.name AS clinic, c.zone, m.role
FROM users u
LEFT JOIN memberships m ON m.user_id = u.id
LEFT JOIN clinics c ON c.id = m.clinic_id
WHERE lower(u.login) = lower(:login) AND u.disabled_at IS NULL
ORDER BY c.name, c.id
""")

_BY_REFRESH = text("""
SELECT s.id, s.user_id, u.name, s.expires_at, c.id AS clinic_id, c.name AS clinic, c.zone, m.role
FROM sessions s
JOIN users u ON u.id = s.user_id
LEFT JOIN memberships m ON m.user_id = u.id
LEFT JOIN clinics c ON c.id = m.clinic_id
WHERE s.refresh_hash = :hash AND s.ended_at IS NULL AND s.expires_at > now() AND u.disabled_at IS NULL
ORDER BY c.name, c.id
""")

_ROLES = text("""
SELECT m.clinic_id, m.role
FROM users u
LEFT JOIN memberships m ON m.user_id = u.id
WHERE u.id = :user AND u.disabled_at IS NULL
  AND (CAST(:session AS uuid) IS NULL OR EXISTS (
    SELECT FROM sessions s
    WHERE s.id = :session AND s.user_id = u.id AND s.ended_at IS NULL AND s.expires_at > now()))
""")

_ADD_SESSION = text("""
INSERT INTO sessions (id, user_id, refresh_hash, expires_at) VALUES (:id, :user, :hash, :expires)
""")
_REHASH = text("UPDATE users SET password_hash = :new WHERE id = :user AND password_hash = :old")
_END_SESSION = text("UPDATE sessions SET ended_at = now() WHERE id = :id AND user_id = :user AND ended_at IS NULL")
# In portions: a purge that was not run for a long time must not hold one long transaction.
_PURGE = text("""
DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at < :before LIMIT :limit)
""")

_ADD_USER = text("""
INSERT INTO users (id, login, name, password_hash) VALUES (:id, :login, :name, :hash) ON CONFLICT DO NOTHING
""")
_ADD_MEMBERSHIP = text("INSERT INTO memberships (user_id, clinic_id, role) VALUES (:user, :clinic, :role)")
_CLINICS = text(
    "SELECT id, name FROM clinics WHERE CAST(:name AS text) IS NULL OR name = :name ORDER BY name LIMIT 100"
)


async def find_user(connection: Connection, login: str) -> tuple[User, list[Membership]] | None:
    """Return the user of a login, whatever its case, and the clinics; None when there is none or it is disabled."""
    rows = (await connection.execute(_BY_LOGIN, {"login": login})).all()
    if not rows:
        return None
    first = rows[0]
    memberships = [Membership(row.clinic_id, row.clinic, row.zone, row.role) for row in rows if row.clinic_id]
    return User(first.id, first.name, first.password_hash), memberships


async def find_session(connection: Connection, refresh_hash: bytes) -> tuple[SignedIn, list[Membership]] | None:
    """Return the living session of a refresh token's hash and the user's clinics."""
    rows = (await connection.execute(_BY_REFRESH, {"hash": refresh_hash})).all()
    if not rows:
        return None
    first = rows[0]
    memberships = [Membership(row.clinic_id, row.clinic, row.zone, row.role) for row in rows if row.clinic_id]
    return SignedIn(first.id, first.user_id, first.name, first.expires_at), memberships


async def roles_of(connection: Connection, user: UUID, session: UUID | None) -> dict[UUID, str] | None:
    """Return a user's role per clinic; None when the user is disabled or the session (if named) is over."""
    rows = (await connection.execute(_ROLES, {"user": user, "session": session})).all()
    if not rows:
        return None
    return {row.clinic_id: row.role for row in rows if row.clinic_id}


async def add_session(
    connection: Connection, session: UUID, user: UUID, refresh_hash: bytes, expires: datetime
) -> None:
    """Store a session."""
    await connection.execute(_ADD_SESSION, {"id": session, "user": user, "hash": refresh_hash, "expires": expires})


async def replace_hash(connection: Connection, user: UUID, old: str, new: str) -> None:
    """Store a password's hash with newer parameters, unless the password has been changed meanwhile."""
    await connection.execute(_REHASH, {"user": user, "old": old, "new": new})


async def end_session(connection: Connection, session: UUID, user: UUID) -> None:
    """End a session of a user."""
    await connection.execute(_END_SESSION, {"id": session, "user": user})


async def purge_sessions(connection: Connection, before: datetime, limit: int) -> int:
    """Delete at most ``limit`` sessions that expired before a time; return how many."""
    return (await connection.execute(_PURGE, {"before": before, "limit": limit})).rowcount


async def add_user(connection: Connection, user: UUID, login: str, name: str, password_hash: str) -> bool:
    """Store a user; False when the login is taken."""
    row = {"id": user, "login": login, "name": name, "hash": password_hash}
    return (await connection.execute(_ADD_USER, row)).rowcount == 1


async def add_membership(connection: Connection, user: UUID, clinic: UUID, role: str) -> None:
    """Let a user work in a clinic."""
    await connection.execute(_ADD_MEMBERSHIP, {"user": user, "clinic": clinic, "role": role})


async def clinics_named(connection: Connection, name: str | None) -> list[tuple[UUID, str]]:
    """Return the clinics of a name, or up to 100 of all, by name."""
    return [(row.id, row.name) for row in await connection.execute(_CLINICS, {"name": name})]
