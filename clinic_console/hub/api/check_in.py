"""The check-in card of a visit."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody, PathParameter, QueryParameter

from clinic_console.domain.access import Permission
from clinic_console.hub.api.appointments import desk_of
from clinic_console.hub.api.guard import needs
from clinic_console.hub.api.services import Services
from clinic_console.hub.service import check_in
from clinic_console.wire.check_in import CheckIn, CheckInData

Anybody = Request[Any, Any, Any]
Which = Annotated[UUID, PathParameter(description="The appointment.")]
At = Annotated[int, QueryParameter(description="When it began as it was last seen (ms since 1970); 0: not known.")]

_PATH = "/api/appointments/{appointment:uuid}/check-in"


def routes(services: Services) -> list[HTTPRouteHandler]:
    """Return the routes of the check-in card."""

    @get(_PATH, **needs(Permission.CHECK_IN, 404), tags=["front desk"])
    async def read_check_in(request: Anybody, appointment: Which, at: At = 0) -> CheckIn:
        """Open the check-in card of a visit; a restricted chart asks to break the glass first."""
        return await check_in.read(desk_of(services, request), appointment, at)

    @put(_PATH, **needs(Permission.CHECK_IN, 400, 404, 409, 413), tags=["front desk"])
    async def save_check_in(request: Anybody, appointment: Which, data: JSONBody[CheckInData]) -> CheckIn:
        """Write the check-in card of a visit, and check the visit in if asked; the same key again changes nothing."""
        return await check_in.save(desk_of(services, request), appointment, data)

    return [read_check_in, save_check_in]
