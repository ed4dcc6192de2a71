"""The register of monitors, asked of the hub and changed there over HTTP."""

from clinic_console.desktop.link.access import Access
from clinic_console.wire.devices_register import DevicePlace, DeviceToken, NewDevice
from clinic_console.wire.wards import Device, DevicePage

PAGE = 200


async def devices(access: Access, after: str | None) -> DevicePage:
    """Return one page of the monitors of the clinics that the user works in."""
    params: dict[str, str | int] = {"limit": PAGE}
    if after:
        params["after"] = after
    return await access.call(DevicePage, "GET", "/api/devices", params=params)


async def register(access: Access, device: NewDevice) -> DeviceToken:
    """Register a monitor; Conflict when its code is taken. The token is told this once."""
    return await access.call(DeviceToken, "POST", "/api/devices", body=device)


async def new_token(access: Access, device: int) -> DeviceToken:
    """Give a monitor a new token, told this once; whoever is connected with the old one is cut off."""
    return await access.call(DeviceToken, "POST", f"/api/devices/{device}/token")


async def revoke(access: Access, device: int) -> Device:
    """Take a monitor out of use: it is cut off, and its token is worth nothing any more."""
    return await access.call(Device, "POST", f"/api/devices/{device}/revoke")


async def place(access: Access, device: int, bed: str | None) -> Device:
    """Say at which bed a monitor stands from now on, or at none; what stands there leaves it."""
    return await access.call(Device, "PUT", f"/api/devices/{device}/bed", body=DevicePlace(bed))
