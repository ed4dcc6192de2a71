"""The finder: the earliest free times for a type of visit."""

from typing import Any

from litestar import Request, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from clinic_console.domain.access import Permission
from clinic_console.hub.api.guard import needs, visitor_of
from clinic_console.hub.api.services import Services
from clinic_console.hub.service import schedule_next
from clinic_console.hub.service.audit import Opened
from clinic_console.wire.schedule import NextQuery, NextSlots


def routes(services: Services) -> list[HTTPRouteHandler]:
    """Return the finder's route."""
    opened = Opened()

    @post(
        "/api/schedule/next",
        **needs(Permission.SEE_SCHEDULE, 400, 404, 413),
        status_code=200,
        tags=["schedule"],
    )
    async def find_next(request: Request[Any, Any, Any], data: JSONBody[NextQuery]) -> NextSlots:
        """Find the earliest free times over practitioners, clinics and days; it is recorded."""
        return await schedule_next.find(services.engine, services.cache, visitor_of(request).scope, data, opened)

    return [find_next]
