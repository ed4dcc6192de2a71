"""The PCs that consoles run on, asked of the hub and changed there over HTTP."""

from types import NoneType
from uuid import UUID

from clinic_console.desktop.link.access import Access
from clinic_console.wire.sessions import Ended
from clinic_console.wire.stations import Station, StationChange, StationPage

PAGE = 200


async def stations(access: Access, after: str | None) -> StationPage:
    """Return one page of the PCs of the clinics that the user works in, by clinic and name."""
    params: dict[str, str | int] = {"limit": PAGE}
    if after:
        params["after"] = after
    return await access.call(StationPage, "GET", "/api/stations", params=params)


async def move(access: Access, station: UUID, clinic: str) -> Station:
    """Say in which clinic a PC stands."""
    return await access.call(Station, "PATCH", f"/api/stations/{station}", body=StationChange(clinic))


async def forget(access: Access, station: UUID) -> None:
    """Take a PC off the list; Conflict while somebody is signed in there."""
    await access.call(NoneType, "DELETE", f"/api/stations/{station}")


async def sign_out(access: Access, station: UUID) -> int:
    """End all sessions on a PC and return how many there were."""
    return (await access.call(Ended, "DELETE", f"/api/stations/{station}/sessions")).count
