"""Patients' cards and broken glass, asked of the hub over HTTP."""

from types import NoneType
from uuid import UUID

from clinic_console.desktop.link.access import Access
from clinic_console.domain.errors import NotFound
from clinic_console.wire.patients import BreakGlass, Glass, Glasses, LookUp, Match, Patient, Restriction


async def patient(access: Access, patient_id: str) -> Patient:
    """Open a patient's card (it is recorded); NotFound, or GlassNeeded for a restricted chart."""
    return await access.call(Patient, "GET", f"/api/patients/{known_id(patient_id)}")


async def restrict(access: Access, patient_id: str, restriction: str, reason: str) -> None:
    """Mark a chart as restricted, or lift the mark (empty)."""
    body = Restriction(restriction, reason)
    await access.call(NoneType, "PUT", f"/api/patients/{known_id(patient_id)}/restriction", body=body)


async def look_up(access: Access, asked: LookUp) -> bool:
    """Say whether exactly one patient has two identifiers; TooMany after ten in a quarter of an hour."""
    return (await access.call(Match, "POST", "/api/break-glass/look-up", body=asked)).match


async def break_glass(access: Access, asked: BreakGlass) -> Glass:
    """Open the chart of who was just looked up."""
    return await access.call(Glass, "POST", "/api/break-glass", body=asked)


async def glasses(access: Access) -> list[Glass]:
    """Return what is open to the user by broken glass."""
    return (await access.call(Glasses, "GET", "/api/break-glass")).items


async def end_glass(access: Access, glass_id: str) -> None:
    """Close a chart before it expires; NotFound when it is closed already."""
    await access.call(NoneType, "DELETE", f"/api/break-glass/{known_id(glass_id)}")


def known_id(given: str) -> UUID:
    """Return an id as one; NotFound for what is none, so that no path is made of it."""
    try:
        return UUID(given)
    except ValueError as error:
        raise NotFound from error
