"""The PCs that consoles run on."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, delete, get, patch
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody, PathParameter

from clinic_console.domain.access import Permission
from clinic_console.hub.api.guard import needs, visitor_of
from clinic_console.hub.api.holds import let_go_of_nobodys
from clinic_console.hub.api.paging import ROWS, After, Limit
from clinic_console.hub.api.services import Services
from clinic_console.hub.service import stations
from clinic_console.wire.sessions import Ended
from clinic_console.wire.stations import Station, StationChange, StationPage

Anybody = Request[Any, Any, Any]
StationId = Annotated[UUID, PathParameter(description="The station.")]

_MANAGE = Permission.MANAGE_STATIONS


def routes(services: Services) -> list[HTTPRouteHandler]:
    """Return the routes of stations."""

    @get("/api/stations", **needs(_MANAGE, 400), tags=["stations"])
    async def list_stations(request: Anybody, after: After = "", limit: Limit = ROWS) -> StationPage:
        """List the stations of the user's clinics, and who is signed in there."""
        return await stations.list_stations(services.engine, visitor_of(request).scope, after, limit)

    @patch("/api/stations/{station:uuid}", **needs(_MANAGE, 400, 404, 413), tags=["stations"])
    async def move_station(request: Anybody, station: StationId, data: JSONBody[StationChange]) -> Station:
        """Say in which clinic a station stands."""
        return await stations.move_station(services.engine, visitor_of(request).scope, station, data)

    @delete("/api/stations/{station:uuid}", **needs(_MANAGE, 404, 409), tags=["stations"])
    async def forget_station(request: Anybody, station: StationId) -> None:
        """Take a station off the list; it comes back when somebody signs in there."""
        await stations.forget_station(services.engine, visitor_of(request).scope, station)

    @delete("/api/stations/{station:uuid}/sessions", **needs(_MANAGE, 404), status_code=200, tags=["stations"])
    async def end_sessions(request: Anybody, station: StationId) -> Ended:
        """End all sessions at a station."""
        ended = Ended(await stations.end_sessions(services.engine, visitor_of(request).scope, station))
        await let_go_of_nobodys(services, request)
        return ended

    return [list_stations, move_station, forget_station, end_sessions]
