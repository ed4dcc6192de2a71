"""Bulk work at the front desk: one operation on many visits, and taking it back."""

from typing import Annotated
from uuid import UUID

from litestar import post
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody, PathParameter

from clinic_console.domain.access import Permission, clinics_where
from clinic_console.hub.api.appointments import Anybody, desk_of
from clinic_console.hub.api.guard import needs, visitor_of
from clinic_console.hub.api.services import Services
from clinic_console.hub.service import bulk
from clinic_console.wire.bulk import Bulk, BulkDone, BulkUndo

Which = Annotated[UUID, PathParameter(description="The bulk work, as its answer named it.")]


def routes(services: Services) -> list[HTTPRouteHandler]:
    """Return the routes of bulk work."""
    told = {"status_code": 200, "tags": ["appointments"]}

    @post("/api/appointments/bulk", **needs(Permission.CHECK_IN, 400, 413) | told)
    async def carry_out(request: Anybody, data: JSONBody[Bulk]) -> BulkDone:
        """Do one operation to up to 500 visits of a clinic: one outcome each. The same key again answers the same."""
        booking = clinics_where(visitor_of(request).roles, Permission.BOOK)
        return await bulk.carry_out(desk_of(services, request), booking, data)

    @post("/api/appointments/bulk/{work:uuid}/undo", **needs(Permission.CHECK_IN, 400, 404, 409, 413) | told)
    async def undo(request: Anybody, work: Which, data: JSONBody[BulkUndo]) -> BulkDone:
        """Take one's own bulk work back within a minute: whatever nobody has changed since."""
        return await bulk.undo(desk_of(services, request), work, data)

    return [carry_out, undo]
