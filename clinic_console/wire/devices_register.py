"""The register of monitors over HTTP: registering, new tokens, places (what a monitor itself says: devices.py)."""

from msgspec import Struct

from clinic_console.wire.wards import Device


class NewDevice(Struct, forbid_unknown_fields=True):
    """``POST /api/devices``; ``code`` is what the device says of itself."""

    clinic_id: str
    code: str
    model: str = ""
    bed_id: str | None = None


class DeviceToken(Struct):
    """``POST /api/devices`` and ``POST /api/devices/{device}/token``: the device and its token, shown this once."""

    device: Device
    token: str


class DevicePlace(Struct, forbid_unknown_fields=True):
    """``PUT /api/devices/{device}/bed``: the bed at which it stands from now on, or none."""

    bed_id: str | None
