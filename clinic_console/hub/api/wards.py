"""Wards and their beds."""

from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import PathParameter

from clinic_console.domain.access import Permission, clinics_where
from clinic_console.hub.api.guard import needs, visitor_of
from clinic_console.hub.api.paging import ROWS, After, Limit
from clinic_console.hub.api.services import Services
from clinic_console.hub.service import wards
from clinic_console.hub.service.audit import Opened
from clinic_console.hub.service.paging import MAX_LIMIT
from clinic_console.wire.wards import BedPage, WardPage

LISTED_SECONDS: Final = 8 * 3_600.0
"""A wall that shows the same names for a shift is one listing."""


def routes(services: Services) -> list[HTTPRouteHandler]:
    """Return the routes of wards."""
    listed = Opened(again=LISTED_SECONDS)

    @get("/api/wards", **needs(Permission.SEE_WARDS, 400), tags=["wards"])
    async def list_wards(request: Request[Any, Any, Any], after: After = "", limit: Limit = ROWS) -> WardPage:
        """List the wards of the user's clinics, with how many beds they have and how many are occupied."""
        visitor = visitor_of(request)
        return await wards.list_wards(services.engine, services.cache, visitor.scope, after, limit)

    @get("/api/wards/{ward:uuid}/beds", **needs(Permission.SEE_WARDS, 400, 404), tags=["wards"])
    async def list_beds(
        request: Request[Any, Any, Any],
        ward: Annotated[UUID, PathParameter(description="The ward.")],
        after: After = "",
        limit: Limit = MAX_LIMIT,
    ) -> BedPage:
        """List a ward's beds in order, with the monitor and the patient at each (none whose chart is closed)."""
        visitor = visitor_of(request)
        naming = clinics_where(visitor.roles, Permission.SEE_PATIENTS)
        return await wards.list_beds(
            services.engine, services.cache, visitor.scope, naming, ward, after, limit, listed
        )

    return [list_wards, list_beds]
