"""Signing in, staying signed in and signing out; who somebody is and where they work."""

import asyncio
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from clinic_console.domain.access import Principal, Role
from clinic_console.domain.errors import (
    BadField,
    ClinicError,
    Conflict,
    NotFound,
    SessionExpired,
    TooMany,
    Unavailable,
    WrongCredentials,
)
from clinic_console.domain.ids import uuid7
from clinic_console.hub import metrics
from clinic_console.hub.service import tokens
from clinic_console.hub.service.memberships import Memberships
from clinic_console.hub.service.passwords import Passwords, hash_password, new_password
from clinic_console.hub.service.throttle import Throttle
from clinic_console.hub.service.unit_of_work import unit_of_work
from clinic_console.hub.store import access as store
from clinic_console.hub.store.pools import Engine
from clinic_console.wire.access import Clinic, Session

LONGEST_LOGIN: Final = 100


def wall_clock() -> int:
    """Return the hub's time in ms since 1970."""
    return time.time_ns() // 1_000_000


class Access:
    """Users' sessions. ``verify`` and ``clinics_of`` go on while Postgres is down (DESIGN: console sockets)."""

    def __init__(
        self,
        engine: Engine,
        token_key: bytes,
        *,
        clock: Callable[[], int] = wall_clock,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._tokens = tokens.Tokens(token_key)
        self._passwords = Passwords()
        self._throttle = Throttle(monotonic)
        self._memberships = Memberships(engine, monotonic)

    async def sign_in(self, login: str, password: str, address: str) -> Session:
        """Open a session.

        Raises WrongCredentials (the same whether the login or the password is wrong, after the same time),
        TooMany, BadField or StoreUnavailable.
        """
        try:
            session = await self._sign_in(login, password, address)
        except ClinicError as error:
            metrics.SIGN_INS.labels(_outcome(error)).inc()
            raise
        metrics.SIGN_INS.labels("ok").inc()
        return session

    async def refresh(self, refresh_token: str) -> Session:
        """Return a new access token for a refresh token, which stays the same; raises SessionExpired."""
        async with unit_of_work(self._engine, None, ()) as work:
            found = await store.find_session(work.connection, tokens.hash_refresh_token(refresh_token))
        if found is None:
            raise SessionExpired
        known, memberships = found
        expires = int(known.expires_at.timestamp() * 1_000)
        user = (known.user_id, known.user_name)
        return self._session(user, known.session_id, refresh_token, expires, memberships)

    async def sign_out(self, principal: Principal) -> None:
        """End the session; its access token is refused here at once, by other hubs within a minute."""
        async with unit_of_work(self._engine, principal.user_id, ()) as work:
            await store.end_session(work.connection, principal.session_id, principal.user_id)
        self._memberships.forget(principal.session_id)

    def verify(self, token: str) -> Principal:
        """Return for whom an access token speaks; raises NotSignedIn or SessionExpired."""
        return self._tokens.verify(token, self._clock())

    async def clinics_of(self, user_id: UUID, session_id: UUID | None = None) -> Mapping[UUID, str]:
        """Return the user's role per clinic, as of at most a minute ago (15 minutes while Postgres is down).

        Raises SessionExpired when the user is disabled or the session (if named) is over, or StoreUnavailable.
        """
        return await self._memberships.of(user_id, session_id)

    def close(self) -> None:
        """Let go of the threads."""
        self._passwords.close()

    async def _sign_in(self, login: str, password: str, address: str) -> Session:
        _check_login(login)
        self._throttle.attempt(login, address)
        try:
            user, memberships = await self._check(login, password)
        except (Unavailable, TooMany, BadField):
            self._throttle.withdraw(login, address)
            raise
        self._throttle.succeeded(login, address)
        session = await self._open(user, memberships)
        if self._passwords.is_outdated(user.password_hash):
            await self._rehash(user, password)
        return session

    async def _check(self, login: str, password: str) -> tuple[store.User, list[store.Membership]]:
        async with unit_of_work(self._engine, None, ()) as work:
            found = await store.find_user(work.connection, login)
        # No connection is held while the hash is computed.
        right = await self._passwords.check(password, found[0].password_hash if found else None)
        if found is None or not right:
            raise WrongCredentials
        return found

    async def _open(self, user: store.User, memberships: list[store.Membership]) -> Session:
        now = self._clock()
        session_id = uuid7(now, secrets.randbits(74))
        token, token_hash = tokens.new_refresh_token()
        expires = now + tokens.REFRESH_MS
        async with unit_of_work(self._engine, user.id, ()) as work:
            await store.add_session(
                work.connection, session_id, user.id, token_hash, datetime.fromtimestamp(expires / 1_000, UTC)
            )
        return self._session((user.id, user.name), session_id, token, expires, memberships)

    async def _rehash(self, user: store.User, password: str) -> None:
        newer = await self._passwords.hash(password)
        async with unit_of_work(self._engine, user.id, ()) as work:
            await store.replace_hash(work.connection, user.id, user.password_hash, newer)

    def _session(
        self,
        user: tuple[UUID, str],
        session_id: UUID,
        refresh: str,
        refresh_expires: int,
        memberships: Sequence[store.Membership],
    ) -> Session:
        access, access_expires = self._tokens.issue(user[0], session_id, self._clock())
        clinics = [Clinic(str(row.clinic_id), row.name, row.zone, row.role) for row in memberships]
        return Session(access, access_expires, refresh, refresh_expires, str(user[0]), user[1], clinics)


async def add_user(engine: Engine, login: str, name: str, role: Role, clinic: str | None = None) -> str:
    """Add a user who works in the named clinic, or in all, and return the generated password, this once.

    Raises BadField, NotFound (no such clinic) or Conflict (the login is taken).
    """
    _check_login(login)
    password = new_password()
    hashed = await asyncio.to_thread(hash_password, password)
    user = uuid7(wall_clock(), secrets.randbits(74))
    async with unit_of_work(engine, None, ()) as work:
        clinics = await store.clinics_named(work.connection, clinic)
        if not clinics:
            raise NotFound(f"clinic {clinic}" if clinic else "there is no clinic yet", field="clinic")
        if not await store.add_user(work.connection, user, login, name, hashed):
            raise Conflict(f"there is a user {login} already", field="login")
        for clinic_id, _ in clinics:
            await store.add_membership(work.connection, user, clinic_id, role)
    return password


def _check_login(login: str) -> None:
    # Postgres takes no NUL in a text; people type none.
    if not login or len(login) > LONGEST_LOGIN or "\0" in login or not login.isprintable():
        raise BadField(f"not 1 to {LONGEST_LOGIN} printable characters", field="login")


def _outcome(error: ClinicError) -> str:
    if isinstance(error, WrongCredentials):
        return "wrong"
    if isinstance(error, TooMany):
        return "slowed"
    return "refused" if isinstance(error, BadField) else "failed"
