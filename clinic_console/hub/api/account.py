"""One's own account: locking, the password, the PIN, one's sessions."""

from typing import Any

from litestar import Request, delete, get, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from clinic_console.hub.api.guard import Door, needs, visitor_of
from clinic_console.hub.api.holds import let_go_of_nobodys
from clinic_console.hub.api.paging import ROWS, After, Limit
from clinic_console.hub.api.services import Services
from clinic_console.wire.access import NewPassword, NewPin, Unlock
from clinic_console.wire.sessions import Ended, SessionPage

Anybody = Request[Any, Any, Any]


def routes(services: Services) -> list[HTTPRouteHandler]:
    """Return the routes of one's own account."""
    account = services.access.account

    @post("/api/session/lock", **needs(Door.SIGNED_IN), status_code=204, tags=["access"])
    async def lock(request: Anybody) -> None:
        """Record that the console was locked."""
        await account.lock(visitor_of(request).scope)

    @post(
        "/api/session/unlock", **needs(Door.SIGNED_IN, 400, 403, 413, careful=True), status_code=204, tags=["access"]
    )
    async def unlock(request: Anybody, data: JSONBody[Unlock]) -> None:
        """Check the password or the PIN of who is signed in; after five wrong PINs only the password."""
        await account.unlock(visitor_of(request).scope, data.password, data.pin)

    @put("/api/account/password", **needs(Door.SIGNED_IN, 400, 413, careful=True), status_code=204, tags=["account"])
    async def change_password(request: Anybody, data: JSONBody[NewPassword]) -> None:
        """Choose a password of one's own; all other sessions of the user end."""
        await account.change_password(visitor_of(request).scope, data.present, data.password)

    @put("/api/account/pin", **needs(Door.SIGNED_IN, 400, 413, careful=True), status_code=204, tags=["account"])
    async def change_pin(request: Anybody, data: JSONBody[NewPin]) -> None:
        """Set the PIN for the lock screen, or take it away."""
        await account.change_pin(visitor_of(request).scope, data.password, data.pin)

    @get("/api/account/sessions", **needs(Door.SIGNED_IN, 400), tags=["account"])
    async def own_sessions(request: Anybody, after: After = "", limit: Limit = ROWS) -> SessionPage:
        """List where one is signed in, newest first."""
        visitor = visitor_of(request)
        return await account.sessions(visitor.scope, frozenset(visitor.roles), after, limit)

    @delete("/api/account/sessions", **needs(Door.SIGNED_IN), status_code=200, tags=["account"])
    async def end_everywhere(request: Anybody) -> Ended:
        """Sign out everywhere, here too."""
        ended = Ended(await account.end_everywhere(visitor_of(request).scope))
        await let_go_of_nobodys(services, request)
        return ended

    return [lock, unlock, change_password, change_pin, own_sessions, end_everywhere]
