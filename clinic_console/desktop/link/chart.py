"""What stands on the tabs of a patient's chart, asked of the hub over HTTP, and the record of who somebody is."""

from collections.abc import Sequence
from typing import Final

from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.patients import known_id
from clinic_console.wire.appointments import PatientVisits
from clinic_console.wire.patients import Confirmation, Encounters, Looks, NewConfirmation, PatientHistory

PAGE: Final = 50


async def appointments(access: Access, patient: str, after: str | None = None) -> PatientVisits:
    """Return a page of the visits that were booked in the user's clinics, the latest first."""
    return await access.call(PatientVisits, "GET", _path(patient, "appointments"), params=_page(after))


async def visits(access: Access, patient: str, after: str | None = None) -> Encounters:
    """Return a page of past visits, the newest first."""
    return await access.call(Encounters, "GET", _path(patient, "encounters"), params=_page(after))


async def history(access: Access, patient: str, after: str | None = None, since: int | None = None) -> PatientHistory:
    """Return a page of what was changed, the newest first; only above version ``since`` where one is given."""
    params = _page(after) | ({} if since is None else {"since": since})
    return await access.call(PatientHistory, "GET", _path(patient, "history"), params=params)


async def looks(access: Access, patient: str, after: str | None = None) -> Looks:
    """Return a page of who looked, the newest first; that it was asked is recorded, too."""
    return await access.call(Looks, "GET", _path(patient, "looks"), params=_page(after))


async def confirm(access: Access, patient: str, clinic: str, which: Sequence[str]) -> Confirmation:
    """Record that two identifiers were compared in a clinic."""
    body = NewConfirmation(clinic, list(which))
    return await access.call(Confirmation, "POST", _path(patient, "confirmations"), body=body)


def _path(patient: str, what: str) -> str:
    return f"/api/patients/{known_id(patient)}/{what}"


def _page(after: str | None) -> dict[str, str | int]:
    return {"limit": PAGE, "after": after} if after else {"limit": PAGE}
