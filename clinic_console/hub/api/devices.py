"""The monitors."""

from typing import Any

from litestar import Request, get
from litestar.handlers import HTTPRouteHandler

from clinic_console.domain.access import Permission
from clinic_console.hub.api.guard import needs, visitor_of
from clinic_console.hub.api.paging import ROWS, After, Limit
from clinic_console.hub.api.services import Services
from clinic_console.hub.service import devices
from clinic_console.wire.wards import DevicePage


def routes(services: Services) -> list[HTTPRouteHandler]:
    """Return the routes of devices."""

    @get("/api/devices", **needs(Permission.SEE_DEVICES, 400), tags=["devices"])
    async def list_devices(request: Request[Any, Any, Any], after: After = "", limit: Limit = ROWS) -> DevicePage:
        """List the monitors of the user's clinics."""
        visitor = visitor_of(request)
        return await devices.list_devices(services.engine, visitor.scope, after, limit)

    return [list_devices]
