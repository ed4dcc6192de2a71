"""What was measured at a bed."""

from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import PathParameter, QueryParameter

from clinic_console.domain.access import Permission
from clinic_console.hub.api.guard import needs, visitor_of
from clinic_console.hub.api.services import Services
from clinic_console.hub.service import history
from clinic_console.hub.service.access import wall_clock
from clinic_console.hub.service.audit import Opened
from clinic_console.wire.readings import History

HOUR_MS: Final = 3_600_000
POINTS: Final = 500

From = Annotated[
    int | None, QueryParameter(name="from", description="ms since 1970; an hour before `to` if not given.")
]
To = Annotated[int | None, QueryParameter(description="ms since 1970, at most 24 h after `from`; now if not given.")]
Points = Annotated[
    int, QueryParameter(ge=1, le=history.MAX_POINTS, description="In how many steps each parameter is summed up.")
]


def routes(services: Services) -> list[HTTPRouteHandler]:
    """Return the routes of readings."""
    opened = Opened()

    @get("/api/beds/{bed:uuid}/readings", **needs(Permission.SEE_READINGS, 400, 404), tags=["readings"])
    async def read_history(
        request: Request[Any, Any, Any],
        bed: Annotated[UUID, PathParameter(description="The bed.")],
        begins: From = None,
        to: To = None,
        points: Points = POINTS,
    ) -> History:
        """Read a bed's history in steps that keep the lowest and the highest value, and what was lost for good."""
        visitor = visitor_of(request)
        ends = wall_clock() if to is None else to
        start = ends - HOUR_MS if begins is None else begins
        return await history.history(services.engine, visitor.scope, bed, start, ends, points, opened)

    return [read_history]
