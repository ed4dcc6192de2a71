"""People who may sign in, asked of the hub and changed there over HTTP."""

from collections.abc import Mapping
from uuid import UUID

from clinic_console.desktop.link.access import Access
from clinic_console.wire.sessions import Ended
from clinic_console.wire.users import GivenPassword, Memberships, NewUser, Reason, User, UserChange, UserPage

PAGE = 100


async def users(access: Access, query: Mapping[str, str], after: str | None) -> UserPage:
    """Return one page of the people of the user's clinics who fit a query, by name."""
    params: dict[str, str | int] = {**query, "limit": PAGE}
    if after:
        params["after"] = after
    return await access.call(UserPage, "GET", "/api/users", params=params)


async def create(access: Access, user: NewUser) -> GivenPassword:
    """Make a new user; Conflict when the login is taken. The password is told this once."""
    return await access.call(GivenPassword, "POST", "/api/users", body=user)


async def change(access: Access, user: UUID, changed: UserChange) -> User:
    """Change login or name; Conflict when the login is taken."""
    return await access.call(User, "PATCH", f"/api/users/{user}", body=changed)


async def set_memberships(access: Access, user: UUID, memberships: Memberships) -> User:
    """Say in which of the administrator's clinics somebody works, and as what."""
    return await access.call(User, "PUT", f"/api/users/{user}/memberships", body=memberships)


async def disable(access: Access, user: UUID, reason: str) -> User:
    """Let nobody in by this user any more; WorksElsewhere when others have a say in that."""
    return await access.call(User, "POST", f"/api/users/{user}/disable", body=Reason(reason))


async def enable(access: Access, user: UUID) -> User:
    """Let a disabled user in again."""
    return await access.call(User, "POST", f"/api/users/{user}/enable")


async def new_password(access: Access, user: UUID) -> GivenPassword:
    """Give somebody a made-up password, told this once; it ends all sessions and takes the PIN away."""
    return await access.call(GivenPassword, "POST", f"/api/users/{user}/password")


async def end_sessions(access: Access, user: UUID) -> int:
    """Sign somebody out everywhere; return how many sessions that ended."""
    return (await access.call(Ended, "DELETE", f"/api/users/{user}/sessions")).count
