"""Who is signed in where."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, delete, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import PathParameter, QueryParameter

from clinic_console.domain.access import Permission
from clinic_console.hub.api.guard import needs, visitor_of
from clinic_console.hub.api.holds import let_go_of_nobodys
from clinic_console.hub.api.paging import ROWS, After, Limit
from clinic_console.hub.api.services import Services
from clinic_console.hub.service import sessions
from clinic_console.wire.sessions import SessionPage

OfUser = Annotated[UUID | None, QueryParameter(name="user", description="Only this user's.")]
AtStation = Annotated[UUID | None, QueryParameter(name="station", description="Only those at this station.")]


def routes(services: Services) -> list[HTTPRouteHandler]:
    """Return the routes of sessions."""

    @get("/api/sessions", **needs(Permission.MANAGE_SESSIONS, 400), tags=["sessions"])
    async def list_sessions(
        request: Request[Any, Any, Any],
        user: OfUser = None,
        station: AtStation = None,
        after: After = "",
        limit: Limit = ROWS,
    ) -> SessionPage:
        """List the living sessions of the clinics' people, newest first."""
        scope = visitor_of(request).scope
        return await sessions.list_sessions(services.engine, scope, user, station, after, limit)

    @delete("/api/sessions/{session:uuid}", **needs(Permission.MANAGE_SESSIONS, 404), tags=["sessions"])
    async def end_session(
        request: Request[Any, Any, Any],
        session: Annotated[UUID, PathParameter(description="The session.")],
    ) -> None:
        """End somebody's session: its tokens are refused, its socket is closed."""
        await sessions.end_session(services.engine, visitor_of(request).scope, session)
        await let_go_of_nobodys(services, request)

    return [list_sessions, end_session]
