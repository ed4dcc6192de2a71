"""The list of all patients and the search in it, asked of the hub over HTTP."""

from collections.abc import Mapping

from clinic_console.desktop.link.access import Access
from clinic_console.wire.patients import PatientHits, PatientPage, PatientPlaces, PatientQuery


async def page(access: Access, query: Mapping[str, str], after: str, skip: int, limit: int) -> PatientPage:
    """Return so many patients, ``skip`` behind a key (empty: from the first one)."""
    params: dict[str, str | int] = {**query, "limit": limit}
    if after:
        params["after"] = after
    if skip:
        params["skip"] = skip
    return await access.call(PatientPage, "GET", "/api/patients", params=params)


async def places(access: Access, query: Mapping[str, str]) -> PatientPlaces:
    """Return how many patients there are, and the keys by which any place is reached."""
    return await access.call(PatientPlaces, "GET", "/api/patients/places", params=dict(query))


async def search(access: Access, text: str, order: str, limit: int) -> PatientHits:
    """Return who fits what was typed, the likeliest first; ``order`` is how dates are written (dmy, mdy, ymd)."""
    return await access.call(PatientHits, "POST", "/api/patients/search", body=PatientQuery(text, order, limit))
