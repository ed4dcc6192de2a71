"""Signing in, staying signed in and signing out; who somebody is and where they work (one's account: account.py)."""

import asyncio
import secrets
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from clinic_console.domain.access import GRACE_MS, NOBODY, REMEMBERED, SHIFT, Principal, Scope
from clinic_console.domain.audit import Action
from clinic_console.domain.errors import (
    BadField,
    ClinicError,
    NotSignedIn,
    SessionExpired,
    TooMany,
    Unavailable,
    WrongCredentials,
)
from clinic_console.domain.ids import uuid7
from clinic_console.hub import metrics
from clinic_console.hub.logs import get_logger
from clinic_console.hub.service import tokens
from clinic_console.hub.service.account import Account
from clinic_console.hub.service.memberships import Known, Memberships
from clinic_console.hub.service.passwords import Passwords
from clinic_console.hub.service.throttle import LATELY_SECONDS, Throttle
from clinic_console.hub.service.unit_of_work import unit_of_work
from clinic_console.hub.store import access as store
from clinic_console.hub.store.pools import Engine
from clinic_console.wire.access import Clinic, Credentials, Session, StationName

LONGEST_LOGIN: Final = 100
_GRACE: Final = timedelta(milliseconds=GRACE_MS)
ATTEMPTS: Final = 2
"""So often a right password is checked again because its hash has changed meanwhile."""
_UNRECORDED: Final = 1_000
"""So many failed sign-ins may wait to be recorded; hashes being slow, there are never that many."""
_log = get_logger(__name__)


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
        self._recording: set[asyncio.Task[None]] = set()
        self.account = Account(engine, self._passwords, self._throttle, self._memberships.forget)

    async def sign_in(self, given: Credentials, address: str) -> Session:
        """Open a session.

        Raises WrongCredentials (the same whether the login or the password is wrong, after the same time),
        TooMany, BadField or StoreUnavailable.
        """
        try:
            session = await self._sign_in(given, address)
        except ClinicError as error:
            metrics.SIGN_INS.labels(_outcome(error)).inc()
            raise
        metrics.SIGN_INS.labels("ok").inc()
        return session

    async def refresh(self, refresh_token: str, address: str = "") -> Session:
        """Return a session's next tokens for a refresh token, which is used up by that; raises SessionExpired.

        Whoever uses one again too late, or after its successor, has stolen it or been stolen from: the session ends.
        """
        successor = self._tokens.successor(refresh_token)
        used, given = tokens.hash_refresh_token(refresh_token), tokens.hash_refresh_token(successor)
        async with unit_of_work(self._engine, NOBODY) as work:
            found = await store.refresh(work.connection, used, given, _GRACE)
            scope = Scope(found.user_id, session_id=found.session_id, address=address)
            if found.outcome == "replayed" and found.user_id is not None:
                await store.act_as(work.connection, found.user_id)
                work.scope = scope
                await work.record(Action.REPLAYED, object_kind="session", object_id=found.session_id)
        metrics.REFRESHES.labels(found.outcome).inc()
        if found.outcome in ("new", "again"):
            return await self._session(scope, successor)
        if found.outcome == "replayed" and found.user_id is not None:
            _log.warning("session.replayed", user=str(found.user_id), session=str(found.session_id), address=address)
            self._memberships.forget(found.user_id, found.session_id)
        raise SessionExpired

    async def sign_out(self, scope: Scope) -> None:
        """End the session; its access token is refused here at once."""
        if scope.user_id is None or scope.session_id is None:
            raise NotSignedIn
        async with unit_of_work(self._engine, scope) as work:
            await store.end_session(work.connection, scope.session_id, scope.user_id, "signed out")
            await work.record(Action.SIGNED_OUT, object_kind="session", object_id=scope.session_id)
        self._memberships.forget(scope.user_id, scope.session_id)

    def verify(self, token: str) -> Principal:
        """Return for whom an access token speaks; raises NotSignedIn or SessionExpired."""
        return self._tokens.verify(token, self._clock())

    async def clinics_of(self, user_id: UUID, session_id: UUID | None = None) -> Mapping[UUID, str]:
        """Return the user's role per clinic; as ``known``."""
        return (await self.known(user_id, session_id)).roles

    async def known(self, user_id: UUID, session_id: UUID | None = None) -> Known:
        """Return the user's roles and the session's station, as of at most a minute ago (15 while Postgres is down).

        Raises SessionExpired when the user is disabled or the session (if named) is over, or StoreUnavailable.
        """
        return await self._memberships.of(user_id, session_id)

    def forget(self, user_id: UUID, session_id: UUID | None = None) -> None:
        """Know nothing any more of a user, or of one session of it: a right has changed."""
        self._memberships.forget(user_id, session_id)

    def doubt(self, *, hears: bool) -> None:
        """Ask anew about everybody: from now on changes are heard of, or not any more."""
        self._memberships.doubt(hears=hears)

    async def settle(self) -> None:
        """Wait until all that has happened is recorded."""
        await asyncio.gather(*self._recording, return_exceptions=True)

    def close(self) -> None:
        """Let go of the threads."""
        self._passwords.close()

    async def _sign_in(self, given: Credentials, address: str) -> Session:
        login = given.login
        _check_login(login)
        station = _station(given.station)
        found = await self._find(login)
        attempt = self._throttle.attempt(found.compared, address, found.addresses)
        try:
            session = await self._enter(found, given, station, address)
        except (Unavailable, TooMany, BadField):
            self._throttle.withdraw(attempt)
            raise
        self._throttle.succeeded(attempt)
        return session

    async def _enter(
        self, found: store.Found, given: Credentials, station: store.Station | None, address: str
    ) -> Session:
        for _ in range(ATTEMPTS):
            user = await self._check(found, given.password, address)
            session = await self._open(user, given, station, address)
            if session is not None:
                await self._keep_slow(user, given.password)
                return session
            # Reset, disabled, or hashed anew by another sign-in, while we computed: it is judged by what holds now.
            found = await self._find(given.login)
        self._record_failure(user.id, address)
        raise WrongCredentials

    async def _find(self, login: str) -> store.Found:
        async with unit_of_work(self._engine, NOBODY) as work:
            return await store.find_login(work.connection, login, timedelta(seconds=LATELY_SECONDS))

    async def _check(self, found: store.Found, password: str, address: str) -> "_User":
        # No connection is held while the hash is computed; it takes as long for whoever may not sign in.
        right = await self._passwords.check(password, found.password_hash)
        if found.id is not None and found.password_hash is not None:
            if right and not found.disabled:
                return _User(found.id, found.password_hash)
            self._record_failure(found.id, address)
        raise WrongCredentials

    def _record_failure(self, user_id: UUID, address: str) -> None:
        """Record that somebody failed to sign in as a user: beside the answer, whose time must not tell of it."""
        if len(self._recording) >= _UNRECORDED:
            _log.error("sign_in.unrecorded", user=str(user_id))
            return
        task = asyncio.create_task(self._write_failure(user_id, address))
        self._recording.add(task)
        task.add_done_callback(self._recording.discard)

    async def _write_failure(self, user_id: UUID, address: str) -> None:
        try:
            async with unit_of_work(self._engine, Scope(user_id, address=address)) as work:
                await work.record(Action.SIGN_IN_FAILED, object_kind="user", object_id=user_id)
        except ClinicError as error:
            _log.error("sign_in.unrecorded", user=str(user_id), code=error.code)

    async def _open(
        self, user: "_User", given: Credentials, station: store.Station | None, address: str
    ) -> Session | None:
        """Open a session with the password that was checked; None when it is no longer the user's."""
        now = self._clock()
        session_id = uuid7(now, secrets.randbits(74))
        token, token_hash = tokens.new_refresh_token()
        # A shared PC remembers nobody, whatever the console asks for.
        remembered = given.remember and not (station is not None and station.shared)
        lifetime = REMEMBERED if remembered else SHIFT
        opening = store.Opening(
            session_id,
            token_hash,
            datetime.fromtimestamp((now + lifetime.whole_ms) / 1_000, UTC),
            timedelta(milliseconds=lifetime.idle_ms),
            remembered,
            address,
            station,
        )
        scope = Scope(user.id, session_id=session_id, station_id=station.id if station else None, address=address)
        async with unit_of_work(self._engine, scope) as work:
            if not await store.open_session(work.connection, opening, user.password_hash):
                return None
            await work.record(Action.SIGNED_IN, object_kind="session", object_id=session_id)
        return await self._session(scope, token)

    async def _keep_slow(self, user: "_User", password: str) -> None:
        """Hash a password anew that was hashed with the parameters of former years."""
        if not self._passwords.is_outdated(user.password_hash):
            return
        try:
            newer = await self._passwords.hash(password)
            async with unit_of_work(self._engine, Scope(user.id)) as work:
                await store.replace_hash(work.connection, user.password_hash, newer)
        except ClinicError as error:
            # The session is open; the next sign-in tries again.
            _log.warning("password.not_rehashed", user=str(user.id), code=error.code)

    async def _session(self, scope: Scope, refresh: str) -> Session:
        if scope.user_id is None or scope.session_id is None:
            raise NotSignedIn
        async with unit_of_work(self._engine, scope) as work:
            person = await store.person_of(work.connection, scope.session_id)
            memberships = await store.memberships_of(work.connection, scope.user_id)
        ends = int(person.expires_at.timestamp() * 1_000)
        access, access_expires = self._tokens.issue(scope.user_id, scope.session_id, self._clock(), ends)
        return Session(
            access,
            access_expires,
            refresh,
            ends,
            str(scope.user_id),
            person.name,
            [Clinic(str(row.clinic_id), row.name, row.zone, row.role) for row in memberships],
            session_id=str(scope.session_id),
            login=person.login,
            ends=ends,
            has_pin=person.has_pin,
            password_given=person.password_given,
        )


class _User(NamedTuple):
    """Whose password was right, and the hash that says so."""

    id: UUID
    password_hash: str


def _check_login(login: str) -> None:
    # Postgres takes no NUL in a text; people type none.
    if not login or len(login) > LONGEST_LOGIN or "\0" in login or not login.isprintable():
        raise BadField(f"not 1 to {LONGEST_LOGIN} printable characters", field="login")


def _station(given: StationName | None) -> store.Station | None:
    if given is None:
        return None
    try:
        identity = UUID(given.id)
    except ValueError:
        raise BadField("not a UUID", field="station.id") from None
    for field, value in (("name", given.name), ("version", given.version)):
        if len(value) > LONGEST_LOGIN or not value.isprintable():
            raise BadField(f"not up to {LONGEST_LOGIN} printable characters", field=f"station.{field}")
    return store.Station(identity, given.name, given.shared, given.version)


def _outcome(error: ClinicError) -> str:
    if isinstance(error, WrongCredentials):
        return "wrong"
    if isinstance(error, TooMany):
        return "slowed"
    return "refused" if isinstance(error, BadField) else "failed"
