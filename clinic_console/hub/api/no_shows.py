"""How many of a clinic's visits were missed."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter

from clinic_console.domain.access import Permission
from clinic_console.hub.api.guard import needs, visitor_of
from clinic_console.hub.api.services import Services
from clinic_console.hub.service import no_shows
from clinic_console.wire.no_shows import NoShows

Clinic = Annotated[UUID, QueryParameter(description="One of the user's clinics.")]
From = Annotated[
    date | None, QueryParameter(name="from", description="The first day; none: from the first visit on.")
]
To = Annotated[date | None, QueryParameter(name="to", description="The last day; none: until now.")]


def routes(services: Services) -> list[HTTPRouteHandler]:
    """Return the route of missed visits."""

    @get("/api/no-shows", **needs(Permission.SEE_SCHEDULE, 400, 404), tags=["appointments"])
    async def read_no_shows(
        request: Request[Any, Any, Any], clinic: Clinic, first: From = None, last: To = None
    ) -> NoShows:
        """Tell how many of a clinic's visits were kept, missed and cancelled, and which share was missed."""
        return await no_shows.read(services.engine, visitor_of(request).scope, clinic, first, last)

    return [read_no_shows]
