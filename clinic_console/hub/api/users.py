"""People: who works where in which role."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, delete, get, patch, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody, PathParameter, QueryParameter

from clinic_console.domain.access import Permission
from clinic_console.hub.api.guard import needs, visitor_of
from clinic_console.hub.api.holds import let_go_of_nobodys
from clinic_console.hub.api.paging import ROWS, After, Limit
from clinic_console.hub.api.services import Services
from clinic_console.hub.service import users
from clinic_console.wire.sessions import Ended
from clinic_console.wire.users import GivenPassword, Memberships, NewUser, Reason, User, UserChange, UserPage

Anybody = Request[Any, Any, Any]
UserId = Annotated[UUID, PathParameter(description="The user.")]
Search = Annotated[str, QueryParameter(description="A part of the name or of the login, in any case.")]
RoleName = Annotated[str, QueryParameter(name="role", description="Only those with this role in one of the clinics.")]
Disabled = Annotated[bool | None, QueryParameter(description="Only those who may not sign in, or only the others.")]

_MANAGE = Permission.MANAGE_USERS


def routes(services: Services) -> list[HTTPRouteHandler]:
    """Return the routes of people."""
    return [*_looking(services), *_changing(services), *_securing(services)]


def _looking(services: Services) -> list[HTTPRouteHandler]:
    @get("/api/users", **needs(_MANAGE, 400), tags=["users"])
    async def list_users(
        request: Anybody,
        search: Search = "",
        role: RoleName = "",
        disabled: Disabled = None,
        after: After = "",
        limit: Limit = ROWS,
    ) -> UserPage:
        """List the people of the clinics that the user administers, by name."""
        scope = visitor_of(request).scope
        return await users.list_users(services.engine, scope, search, role, disabled, after, limit)

    @get("/api/users/{user:uuid}", **needs(_MANAGE, 404), tags=["users"])
    async def read_user(request: Anybody, user: UserId) -> User:
        """Return one of them."""
        return await users.get_user(services.engine, visitor_of(request).scope, user)

    return [list_users, read_user]


def _changing(services: Services) -> list[HTTPRouteHandler]:
    @post("/api/users", **needs(_MANAGE, 400, 404, 409, 413, 429), tags=["users"])
    async def add_user(request: Anybody, data: JSONBody[NewUser]) -> GivenPassword:
        """Add somebody; the made-up password is in this answer and nowhere else."""
        return await users.add_user(
            services.engine, services.access.account.passwords, visitor_of(request).scope, data
        )

    @patch("/api/users/{user:uuid}", **needs(_MANAGE, 400, 404, 409, 413), tags=["users"])
    async def change_user(request: Anybody, user: UserId, data: JSONBody[UserChange]) -> User:
        """Change somebody's login or name."""
        return await users.change_user(services.engine, visitor_of(request).scope, user, data)

    @put("/api/users/{user:uuid}/memberships", **needs(_MANAGE, 400, 404, 409, 413), tags=["users"])
    async def set_memberships(request: Anybody, user: UserId, data: JSONBody[Memberships]) -> User:
        """Set somebody's role in each of the clinics that the user administers; other clinics stay as they are."""
        scope = visitor_of(request).scope
        return await users.set_memberships(services.engine, scope, user, data.memberships)

    return [add_user, change_user, set_memberships]


def _securing(services: Services) -> list[HTTPRouteHandler]:
    @post("/api/users/{user:uuid}/disable", **needs(_MANAGE, 400, 404, 409, 413), status_code=200, tags=["users"])
    async def disable_user(request: Anybody, user: UserId, data: JSONBody[Reason]) -> User:
        """Let somebody sign in no more; all sessions end at once."""
        disabled = await users.disable_user(services.engine, visitor_of(request).scope, user, data.reason)
        await let_go_of_nobodys(services, request)
        return disabled

    @post("/api/users/{user:uuid}/enable", **needs(_MANAGE, 404), status_code=200, tags=["users"])
    async def enable_user(request: Anybody, user: UserId) -> User:
        """Let somebody sign in again."""
        return await users.enable_user(services.engine, visitor_of(request).scope, user)

    @post("/api/users/{user:uuid}/password", **needs(_MANAGE, 404, 409, 429), status_code=200, tags=["users"])
    async def give_password(request: Anybody, user: UserId) -> GivenPassword:
        """Make up a new password, which is in this answer and nowhere else; all sessions end, the PIN is gone."""
        given = await users.give_password(
            services.engine, services.access.account.passwords, visitor_of(request).scope, user
        )
        await let_go_of_nobodys(services, request)
        return given

    @delete("/api/users/{user:uuid}/sessions", **needs(_MANAGE, 404), status_code=200, tags=["users"])
    async def end_sessions(request: Anybody, user: UserId) -> Ended:
        """End all of somebody's sessions."""
        ended = Ended(await users.end_sessions(services.engine, visitor_of(request).scope, user))
        await let_go_of_nobodys(services, request)
        return ended

    return [disable_user, enable_user, give_password, end_sessions]
