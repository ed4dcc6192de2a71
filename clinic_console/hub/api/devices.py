"""The monitors."""

from typing import Annotated, Any

from litestar import Request, get, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody, PathParameter, QueryParameter

from clinic_console.domain.access import Permission
from clinic_console.hub.api.guard import needs, visitor_of
from clinic_console.hub.api.paging import ROWS, After, Limit
from clinic_console.hub.api.services import Services
from clinic_console.hub.service import devices
from clinic_console.wire.devices_register import DevicePlace, DeviceToken, NewDevice
from clinic_console.wire.wards import Device, DevicePage

Anybody = Request[Any, Any, Any]
DeviceNumber = Annotated[int, PathParameter(description="The device's number.")]
Search = Annotated[str, QueryParameter(description="A part of the code, the model or the place, in any case.")]
State = Annotated[str, QueryParameter(name="state", description="in_use, placed, spare or revoked; nothing: all.")]

_MANAGE = Permission.MANAGE_DEVICES


def routes(services: Services) -> list[HTTPRouteHandler]:
    """Return the routes of devices."""

    @get("/api/devices", **needs(Permission.SEE_DEVICES, 400), tags=["devices"])
    async def list_devices(
        request: Anybody, search: Search = "", wanted: State = "", after: After = "", limit: Limit = ROWS
    ) -> DevicePage:
        """List the monitors of the user's clinics."""
        scope = visitor_of(request).scope
        return await devices.list_devices(services.engine, scope, after, limit, search, wanted)

    @post("/api/devices", **needs(_MANAGE, 400, 404, 409, 413), tags=["devices"])
    async def register(request: Anybody, data: JSONBody[NewDevice]) -> DeviceToken:
        """Register a monitor; its token is in this answer and nowhere else."""
        return await devices.register(services.engine, visitor_of(request).scope, data)

    @post("/api/devices/{device:int}/token", **needs(_MANAGE, 404), status_code=200, tags=["devices"])
    async def rotate(request: Anybody, device: DeviceNumber) -> DeviceToken:
        """Give a monitor a new token and put it into use; whoever is connected with the old one is cut off."""
        return await devices.rotate(services.engine, visitor_of(request).scope, device)

    @post("/api/devices/{device:int}/revoke", **needs(_MANAGE, 404), status_code=200, tags=["devices"])
    async def revoke(request: Anybody, device: DeviceNumber) -> Device:
        """Take a monitor out of use: it is cut off at once."""
        return await devices.revoke(services.engine, visitor_of(request).scope, device)

    @put("/api/devices/{device:int}/bed", **needs(_MANAGE, 400, 404, 409, 413), tags=["devices"])
    async def place(request: Anybody, device: DeviceNumber, data: JSONBody[DevicePlace]) -> Device:
        """Say at which bed of its clinic a monitor stands from now on; the bed's former one leaves."""
        return await devices.place(services.engine, visitor_of(request).scope, device, data.bed_id)

    return [list_devices, register, rotate, revoke, place]
