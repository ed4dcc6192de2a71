"""Statements about users, memberships and sessions."""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from clinic_console.hub.store.pools import Connection


class Found(NamedTuple):
    """Who a login is of, if anybody; the hash is for the one comparison that follows.

    ``compared`` is the login as logins are compared, ``addresses`` those of the last sessions.
    """

    compared: str
    id: UUID | None
    password_hash: str | None
    disabled: bool
    addresses: list[str]


class Membership(NamedTuple):
    """A clinic that a user works in."""

    clinic_id: UUID
    name: str
    zone: str
    role: str


class Roles(NamedTuple):
    """A user's role per clinic, and the station of the session that was named."""

    roles: dict[UUID, str]
    station_id: UUID | None


class Station(NamedTuple):
    """What a console says of the PC that it runs on."""

    id: UUID
    name: str
    shared: bool
    version: str


class Opening(NamedTuple):
    """A session to be opened: its first refresh token's hash, its end, and after how long unused it ends."""

    session_id: UUID
    refresh_hash: bytes
    expires: datetime
    idle: timedelta
    remembered: bool
    address: str
    station: Station | None


class Refreshed(NamedTuple):
    """What became of a refresh token: new, again, replayed, ended or unknown (migration 0002)."""

    outcome: str
    session_id: UUID | None
    user_id: UUID | None


class Person(NamedTuple):
    """Whom a session is of, and until when it holds."""

    login: str
    name: str
    has_pin: bool
    password_given: bool
    expires_at: datetime


_LOGIN = text("SELECT compared, user_id, password_hash, disabled, addresses FROM access_login(:login, :lately)")
_ROLES = text("SELECT clinic_id, name, zone, role, station_id FROM access_roles(:user, CAST(:session AS uuid))")
_OPEN = text("""
SELECT access_open(:checked, :session, :hash, :expires, :idle, :remembered, :address, CAST(:station AS uuid), :name,
                   :shared, :version)
""")
_REFRESH = text("SELECT outcome, session_id, user_id FROM access_refresh(:hash, :successor, :grace)")
_ACT_AS = text("SELECT enter_scope(CAST(:user AS uuid), '{}')")
_PERSON = text("""
SELECT u.login, u.name, u.has_pin, u.password_given, s.expires_at
FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.id = :session
""")
_REHASH = text("SELECT access_rehash(:old, :new)")
_END_SESSION = text("""
UPDATE sessions SET ended_at = now(), end_reason = :reason WHERE id = :id AND user_id = :user AND ended_at IS NULL
""")
# In portions: a purge that was not run for a long time must not hold one long transaction.
_PURGE = text("""
DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at < :before LIMIT :limit)
""")


async def find_login(connection: Connection, login: str, lately: timedelta) -> Found:
    """Return whose login this is, whatever its case, with the addresses of sessions opened ``lately``."""
    return Found(*(await connection.execute(_LOGIN, {"login": login, "lately": lately})).one())


async def memberships_of(connection: Connection, user: UUID) -> list[Membership]:
    """Return the clinics that a user works in, by name."""
    rows = await connection.execute(_ROLES, {"user": user, "session": None})
    return [Membership(row.clinic_id, row.name, row.zone, row.role) for row in rows if row.clinic_id]


async def roles_of(connection: Connection, user: UUID, session: UUID | None) -> Roles | None:
    """Return a user's role per clinic; None when the user is disabled or the session (if named) is over."""
    rows = (await connection.execute(_ROLES, {"user": user, "session": session})).all()
    if not rows:
        return None
    return Roles({row.clinic_id: row.role for row in rows if row.clinic_id}, rows[0].station_id)


async def open_session(connection: Connection, opening: Opening, checked: str) -> bool:
    """Store a session of the acting user; False, and none, unless ``checked`` is still its password's hash."""
    station = opening.station
    opened = await connection.execute(
        _OPEN,
        {
            "checked": checked,
            "session": opening.session_id,
            "hash": opening.refresh_hash,
            "expires": opening.expires,
            "idle": opening.idle,
            "remembered": opening.remembered,
            "address": opening.address,
            "station": station.id if station else None,
            "name": station.name if station else "",
            "shared": station.shared if station else False,
            "version": station.version if station else "",
        },
    )
    return bool(opened.scalar_one())


async def refresh(connection: Connection, used: bytes, successor: bytes, grace: timedelta) -> Refreshed:
    """Use a refresh token, by its hash and that of the one it gives."""
    row = (await connection.execute(_REFRESH, {"hash": used, "successor": successor, "grace": grace})).one()
    return Refreshed(*row)


async def act_as(connection: Connection, user: UUID) -> None:
    """Let the rest of the transaction work for whom a refresh token has turned out to be of, in no clinic."""
    await connection.execute(_ACT_AS, {"user": user})


async def person_of(connection: Connection, session: UUID) -> Person:
    """Return whom a session of the acting user is of."""
    return Person(*(await connection.execute(_PERSON, {"session": session})).one())


async def replace_hash(connection: Connection, old: str, new: str) -> None:
    """Store the acting user's password's hash with newer parameters, unless the password has been changed."""
    await connection.execute(_REHASH, {"old": old, "new": new})


async def end_session(connection: Connection, session: UUID, user: UUID, reason: str) -> None:
    """End a session of a user."""
    await connection.execute(_END_SESSION, {"id": session, "user": user, "reason": reason})


async def purge_sessions(connection: Connection, before: datetime, limit: int) -> int:
    """Delete at most ``limit`` sessions that expired before a time; return how many."""
    return (await connection.execute(_PURGE, {"before": before, "limit": limit})).rowcount
