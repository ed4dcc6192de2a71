"""One's own account: locking and unlocking, the password and the PIN, one's sessions."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from clinic_console.domain.access import Scope
from clinic_console.domain.audit import Action
from clinic_console.domain.errors import (
    BadField,
    NotSignedIn,
    PinLocked,
    SessionExpired,
    TooMany,
    Unavailable,
    WrongCredentials,
)
from clinic_console.hub.service import paging
from clinic_console.hub.service.credentials import check_new_password, check_new_pin
from clinic_console.hub.service.passwords import Passwords
from clinic_console.hub.service.sessions import session_row
from clinic_console.hub.service.throttle import Throttle
from clinic_console.hub.service.unit_of_work import Engine, Work, unit_of_work
from clinic_console.hub.store import account as store
from clinic_console.wire.sessions import SessionPage

PINS: Final = 5
"""So many wrong PINs of a session: then only the password unlocks."""


@dataclass(frozen=True, slots=True)
class Account:
    """What signed-in users do with their own account; ``forget`` is told whose sessions have ended."""

    engine: Engine
    passwords: Passwords
    throttle: Throttle
    forget: Callable[[UUID, UUID | None], None]

    async def lock(self, scope: Scope) -> None:
        """Record that the console was locked: the console does it, the session goes on."""
        async with unit_of_work(self.engine, scope) as work:
            await work.record(Action.LOCKED, object_kind="session", object_id=_session(scope))

    async def unlock(self, scope: Scope, password: str, pin: str) -> None:
        """Check the password or the PIN of who is signed in; give one of the two.

        Raises WrongCredentials, PinLocked (after PINS wrong ones, until the password unlocks), TooMany or BadField.
        """
        if bool(password) == bool(pin):
            raise BadField("the password or the PIN, one of them", field="pin" if pin else "password")
        session = _session(scope)
        by = "password" if password else "pin"
        try:
            checked = (
                {"password": await self._confirm(scope, password)}
                if password
                else {"pin": await self._check_pin(scope, session, pin)}
            )
        except (WrongCredentials, PinLocked):
            async with unit_of_work(self.engine, scope) as work:
                await work.record(Action.UNLOCK_FAILED, object_kind="session", object_id=session, after={"by": by})
            raise
        async with self._holding(scope, **checked) as work:
            await store.clear_pin(work.connection, session)
            await work.record(Action.UNLOCKED, object_kind="session", object_id=session, after={"by": by})

    async def change_password(self, scope: Scope, present: str, password: str) -> None:
        """Set a password of the user's own choice and end the user's other sessions.

        Raises PasswordTooShort, BadField, WrongCredentials, TooMany, or SessionExpired when the present password or
        the session came to an end meanwhile.
        """
        session = _session(scope)
        found = await self._secrets(scope)
        check_new_password(password, present, found.login, found.name)
        checked = await self._confirm(scope, present)
        hashed = await self.passwords.hash(password)
        async with self._holding(scope, password=checked) as work:
            await store.set_password(work.connection, hashed)
            ended = await store.end_sessions(work.connection, "password changed", session)
            await work.record(
                Action.PASSWORD_CHANGED, object_kind="user", object_id=scope.user_id, after={"sessions_ended": ended}
            )

    async def change_pin(self, scope: Scope, password: str, pin: str) -> None:
        """Set the PIN, or take it away (an empty one); raises NotAPin and what ``change_password`` does."""
        session = _session(scope)
        if pin:
            check_new_pin(pin)
        checked = await self._confirm(scope, password)
        hashed = await self.passwords.hash(pin) if pin else None
        async with self._holding(scope, password=checked) as work:
            await store.set_pin(work.connection, hashed)
            await store.clear_pin(work.connection, session)
            await work.record(
                Action.PIN_CHANGED, object_kind="user", object_id=scope.user_id, after={"has_pin": bool(pin)}
            )

    async def sessions(self, scope: Scope, clinics: frozenset[UUID], after: str, limit: int) -> SessionPage:
        """Return one page of the user's own living sessions, newest first; stations of ``clinics`` have names."""
        key = paging.read_key(after, tuple[UUID])
        paging.check_limit(limit)
        async with unit_of_work(self.engine, replace(scope, clinics=clinics)) as work:
            rows = await store.own_sessions(work.connection, key[0] if key else None, limit + 1)
        last = rows[limit - 1] if len(rows) > limit else None
        items = [session_row(row, scope.session_id) for row in rows[:limit]]
        return SessionPage(items, paging.write_key((last.id,)) if last else None)

    async def end_everywhere(self, scope: Scope) -> int:
        """End all of the user's sessions, this one too; return how many."""
        async with unit_of_work(self.engine, scope) as work:
            count = await store.end_sessions(work.connection, "signed out everywhere")
            await work.record(
                Action.SIGNED_OUT_EVERYWHERE, object_kind="user", object_id=scope.user_id, after={"sessions": count}
            )
        if scope.user_id is not None:
            self.forget(scope.user_id, None)
        return count

    @asynccontextmanager
    async def _holding(
        self, scope: Scope, *, password: str | None = None, pin: str | None = None
    ) -> AsyncIterator[Work]:
        """Open a transaction in which the hash that was checked holds; SessionExpired when it no longer does.

        No transaction is open while a hash is computed: a reset in between must not be undone by who came before it.
        """
        async with unit_of_work(self.engine, scope) as work:
            if not await store.holds(work.connection, _session(scope), password, pin):
                raise SessionExpired
            yield work

    async def _confirm(self, scope: Scope, password: str) -> str:
        """Check the acting user's password, as slowly as signing in, and return its hash.

        Raises WrongCredentials, TooMany or BadField.
        """
        # By the session: who knows only the login must not be able to keep somebody at the lock screen.
        account = str(_session(scope))
        attempt = self.throttle.attempt(account, scope.address)
        try:
            found = await self._secrets(scope)
            right = await self.passwords.check(password, found.password_hash)
        except (Unavailable, TooMany, BadField):
            self.throttle.withdraw(attempt)
            raise
        if not right:
            raise WrongCredentials
        self.throttle.succeeded(attempt)
        return found.password_hash

    async def _check_pin(self, scope: Scope, session: UUID, pin: str) -> str | None:
        async with unit_of_work(self.engine, scope) as work:
            attempt = await store.count_pin(work.connection, session, PINS)
        if attempt is None:
            raise PinLocked
        try:
            found = await self._secrets(scope)
            right = await self.passwords.check(pin, found.pin_hash)
        except (Unavailable, TooMany, BadField):
            async with unit_of_work(self.engine, scope) as work:
                await store.uncount_pin(work.connection, session)
            raise
        if not right:
            raise PinLocked if attempt >= PINS else WrongCredentials
        return found.pin_hash

    async def _secrets(self, scope: Scope) -> store.Secrets:
        async with unit_of_work(self.engine, scope) as work:
            found = await store.secrets_of(work.connection)
        if found is None:
            raise SessionExpired
        return found


def _session(scope: Scope) -> UUID:
    if scope.session_id is None:
        raise NotSignedIn
    return scope.session_id
