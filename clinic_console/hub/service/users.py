"""People: who works where in which role, and what an administrator may change of it.

A scope without a user is the command line's: it administers the clinics in it, wherever else somebody works.
"""

import secrets
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Final, Protocol
from uuid import UUID

from clinic_console.domain.access import Permission, Role, Scope, clinics_where
from clinic_console.domain.audit import Action
from clinic_console.domain.errors import (
    BadField,
    NotAllowed,
    NotFound,
    NotYourself,
    SessionExpired,
    WorksElsewhere,
)
from clinic_console.domain.ids import uuid7
from clinic_console.hub.service import fields, paging
from clinic_console.hub.service.passwords import new_password
from clinic_console.hub.service.unit_of_work import Engine, Work, unit_of_work
from clinic_console.hub.store import access as access_store
from clinic_console.hub.store import sessions as sessions_store
from clinic_console.hub.store import users as store
from clinic_console.hub.store.users import UserRow, Wanted
from clinic_console.wire.users import GivenPassword, Membership, NewUser, User, UserChange, UserPage

MOST_MEMBERSHIPS: Final = 1_000


class Hasher(Protocol):
    """Who hashes passwords, off the event loop."""

    async def hash(self, password: str) -> str:
        """Return the PHC string of a password."""
        ...


async def list_users(
    engine: Engine, scope: Scope, search: str, role: str, disabled: bool | None, after: str, limit: int
) -> UserPage:
    """Return one page of the clinics' people by name; BadField for what does not fit."""
    if role:
        _check_role(role)
    wanted = Wanted(fields.read_search(search), role, disabled)
    key = paging.read_key(after, tuple[str, UUID])
    paging.check_limit(limit)
    async with unit_of_work(engine, scope) as work:
        rows = await store.user_page(
            work.connection, list(scope.clinics), wanted, key, limit + 1, everywhere=scope.user_id is None
        )
    last = rows[limit - 1] if len(rows) > limit else None
    return UserPage([_user(row) for row in rows[:limit]], paging.write_key((last.sort, last.id)) if last else None)


async def get_user(engine: Engine, scope: Scope, user: UUID) -> User:
    """Return one of the clinics' people; NotFound."""
    async with unit_of_work(engine, scope) as work:
        return _user(await _find(work, user))


async def add_user(engine: Engine, hasher: Hasher, scope: Scope, given: NewUser) -> GivenPassword:
    """Add somebody and return the made-up password, this once; BadField, NotFound (a clinic) or Taken (the login)."""
    login, name = fields.read_login(given.login), fields.read_name(given.name, "name")
    roles = _read_roles(scope, given.memberships)
    if not roles:
        raise BadField("at least one clinic", field="memberships")
    password = new_password()
    hashed = await hasher.hash(password)
    user = uuid7(time.time_ns() // 1_000_000, secrets.randbits(74))
    async with unit_of_work(engine, scope) as work:
        await store.add_user(work.connection, user, login, name, hashed)
        await store.set_roles(work.connection, user, list(roles), roles)
        made = await _find(work, user)
        for clinic, role in roles.items():
            after = {"login": login, "name": name, "roles": _roles_text({clinic: role})}
            await _record(work, Action.USER_ADDED, made, clinic=clinic, after=after)
    return GivenPassword(_user(made), password)


async def change_user(engine: Engine, scope: Scope, user: UUID, given: UserChange) -> User:
    """Give somebody another login or name; NotFound, WorksElsewhere, BadField or Taken (the login)."""
    login = fields.read_word(given.login, "login") if given.login is not None else None
    name = fields.read_name(given.name, "name") if given.name is not None else None
    async with _changing(engine, scope, user) as (work, found):
        if login is not None and login != found.login:
            # Who has one that would not do today keeps it.
            fields.read_login(login)
        changed = found._replace(login=login or found.login, name=name or found.name)
        if changed != found:
            await store.rename_user(work.connection, user, changed.login, changed.name)
            await _record(work, Action.USER_CHANGED, found, before=_names(found), after=_names(changed))
        return _user(changed)


async def set_memberships(engine: Engine, scope: Scope, user: UUID, given: Sequence[Membership]) -> User:
    """Give somebody these roles in the administrator's clinics, and none in the others of them.

    Raises BadField (nobody is left without any clinic), NotFound (the user, a clinic) or NotYourself: administrators
    cannot take their own rights, so that a clinic always keeps the last one.
    """
    roles = _read_roles(scope, given)
    async with _changing(engine, scope, user, elsewhere=True) as (work, found):
        before = found.role_of
        if roles == before:
            return _user(found)
        if user == scope.user_id:
            raise NotYourself("your own roles", field="memberships")
        if not roles and not found.elsewhere:
            raise BadField("the only clinics of this user: disable the user instead", field="memberships")
        await store.set_roles(work.connection, user, list(scope.clinics), roles)
        changed = [clinic for clinic in {**before, **roles} if before.get(clinic) != roles.get(clinic)]
        for clinic in changed:
            # Each clinic's log holds its own part: what somebody is elsewhere is no matter of its auditors.
            was, will = ({"login": found.login, "roles": _roles_in(clinic, each)} for each in (before, roles))
            await _record(work, Action.USER_ROLES, found, clinic=clinic, before=was, after=will)
        return _user(found._replace(clinics=list(roles), roles=list(roles.values())))


async def disable_user(engine: Engine, scope: Scope, user: UUID, reason: str) -> User:
    """Let somebody sign in no more and end all that is open; NotFound, WorksElsewhere, NotYourself or BadField."""
    reason = fields.read_text(reason, "reason", fields.LONGEST_REASON)
    async with _changing(engine, scope, user) as (work, found):
        if user == scope.user_id:
            raise NotYourself("disabling")
        if not found.disabled:
            await store.set_disabled(work.connection, user, disabled=True)
            await _record(
                work, Action.USER_DISABLED, found, before={"disabled": False}, after={"disabled": True}, reason=reason
            )
        await sessions_store.end_sessions_of(work.connection, user, "disabled")
        return _user(found._replace(disabled=True, sessions=0))


async def enable_user(engine: Engine, scope: Scope, user: UUID) -> User:
    """Let somebody sign in again; NotFound or WorksElsewhere."""
    async with _changing(engine, scope, user) as (work, found):
        if found.disabled:
            await store.set_disabled(work.connection, user, disabled=False)
            await _record(work, Action.USER_ENABLED, found, before={"disabled": True}, after={"disabled": False})
        return _user(found._replace(disabled=False))


async def give_password(engine: Engine, hasher: Hasher, scope: Scope, user: UUID) -> GivenPassword:
    """Make up a new password, end all sessions and take the PIN away; the password is returned this once.

    Raises NotFound, WorksElsewhere or NotYourself: one's own password is changed with the present one alone.
    """
    async with unit_of_work(engine, scope) as work:
        _check_reach(await _find(work, user))
    if user == scope.user_id:
        raise NotYourself("change your password in your account")
    password = new_password()
    # No connection is held while the hash is computed.
    hashed = await hasher.hash(password)
    async with _changing(engine, scope, user) as (work, found):
        await store.give_password(work.connection, user, hashed)
        ended = await sessions_store.end_sessions_of(work.connection, user, "password")
        await _record(
            work,
            Action.USER_PASSWORD,
            found,
            before={"pin": found.has_pin},
            after={"pin": False, "sessions_ended": ended},
        )
    return GivenPassword(_user(found._replace(has_pin=False, password_given=True, sessions=0)), password)


async def end_sessions(engine: Engine, scope: Scope, user: UUID) -> int:
    """End all of somebody's sessions and return how many there were; NotFound or WorksElsewhere."""
    async with _changing(engine, scope, user) as (work, found):
        ended = await sessions_store.end_sessions_of(work.connection, user, "administrator")
        await _record(work, Action.SIGNED_OUT_EVERYWHERE, found, after={"sessions_ended": ended})
    return ended


async def user_of_login(engine: Engine, scope: Scope, login: str) -> UUID:
    """Return whose login this is, for the command line; NotFound."""
    async with unit_of_work(engine, scope) as work:
        found = await store.user_of_login(work.connection, login)
    if found is None:
        raise NotFound(f"user {login}", field="login")
    return found


@asynccontextmanager
async def _changing(
    engine: Engine, scope: Scope, user: UUID, *, elsewhere: bool = False
) -> AsyncIterator[tuple[Work, UserRow]]:
    """Open a transaction that changes somebody, alone; WorksElsewhere unless ``elsewhere`` does not matter."""
    async with unit_of_work(engine, scope) as work:
        await store.lock_users(work.connection, filter(None, (user, scope.user_id)))
        await _check_right(work)
        found = await _find(work, user)
        if not elsewhere:
            _check_reach(found)
        yield work, found


async def _check_right(work: Work) -> None:
    """See that the administrator still is one: of two who disable each other only the first succeeds."""
    scope = work.scope
    if scope.user_id is None:
        return
    known = await access_store.roles_of(work.connection, scope.user_id, scope.session_id)
    if known is None:
        raise SessionExpired
    if not scope.clinics <= clinics_where(known.roles, Permission.MANAGE_USERS):
        raise NotAllowed


def _check_reach(user: UserRow) -> None:
    if user.elsewhere:
        raise WorksElsewhere


async def _find(work: Work, user: UUID) -> UserRow:
    everywhere = work.scope.user_id is None
    found = await store.find_user(work.connection, user, list(work.scope.clinics), everywhere=everywhere)
    if found is None:
        raise NotFound
    return found


async def _record(
    work: Work,
    action: Action,
    user: UserRow,
    *,
    clinic: UUID | None = None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    reason: str = "",
) -> None:
    if clinic is None and len(user.clinics) == 1 and not user.elsewhere:
        clinic = user.clinics[0]
    await work.record(
        action, object_kind="user", object_id=user.id, clinic_id=clinic, before=before, after=after, reason=reason
    )


def _read_roles(scope: Scope, given: Sequence[Membership]) -> dict[UUID, str]:
    """Return the role per clinic; BadField, or NotFound for a clinic that is not the administrator's."""
    if len(given) > MOST_MEMBERSHIPS:
        raise BadField(f"over {MOST_MEMBERSHIPS}", field="memberships")
    roles: dict[UUID, str] = {}
    for membership in given:
        clinic = fields.read_id(membership.clinic_id, "clinic_id")
        if clinic not in scope.clinics:
            raise NotFound(field="clinic_id")
        if clinic in roles:
            raise BadField("one clinic twice", field="memberships")
        roles[clinic] = _check_role(membership.role)
    return roles


def _check_role(role: str) -> str:
    if role not in list(Role):
        raise BadField(f"not one of {', '.join(Role)}", field="role")
    return role


def _names(user: UserRow) -> dict[str, object]:
    return {"login": user.login, "name": user.name}


def _roles_text(roles: Mapping[UUID, str]) -> dict[str, str]:
    return {str(clinic): role for clinic, role in roles.items()}


def _roles_in(clinic: UUID, roles: Mapping[UUID, str]) -> dict[str, str]:
    return _roles_text({each: role for each, role in roles.items() if each == clinic})


def _user(row: UserRow) -> User:
    return User(
        str(row.id),
        row.login,
        row.name,
        [Membership(str(clinic), role) for clinic, role in row.role_of.items()],
        row.disabled,
        row.elsewhere,
        row.has_pin,
        row.password_given,
        row.created,
        row.seen,
        row.sessions,
    )
