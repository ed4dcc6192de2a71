"""Signing in, staying signed in, signing out."""

from typing import Any

from litestar import Request, delete, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from clinic_console.hub.api import account
from clinic_console.hub.api.guard import Door, client_of, needs, visitor_of
from clinic_console.hub.api.holds import let_go_of_nobodys
from clinic_console.hub.api.services import Services
from clinic_console.wire.access import Credentials, Refresh, Session


def routes(services: Services) -> list[HTTPRouteHandler]:
    """Return the routes of access."""

    @post("/api/session", **needs(Door.OPEN, 400, 401, 413, careful=True), tags=["access"])
    async def sign_in(request: Request[Any, Any, Any], data: JSONBody[Credentials]) -> Session:
        """Sign in; the same answer whether the login or the password is wrong."""
        return await services.access.sign_in(data, client_of(request))

    @post("/api/session/refresh", **needs(Door.OPEN, 400, 401, 413), status_code=200, tags=["access"])
    async def refresh(request: Request[Any, Any, Any], data: JSONBody[Refresh]) -> Session:
        """Get the next tokens for a refresh token; it is used up, but a lost answer may be asked for again."""
        return await services.access.refresh(data.refresh, client_of(request))

    @delete("/api/session", **needs(Door.SIGNED_IN), tags=["access"])
    async def sign_out(request: Request[Any, Any, Any]) -> None:
        """Sign out: the session ends, and its tokens with it."""
        await services.access.sign_out(visitor_of(request).scope)
        await let_go_of_nobodys(services, request)

    return [sign_in, refresh, sign_out, *account.routes(services)]
