"""Who sees patients, and the types of visits, asked of the hub over HTTP."""

from typing import Final

from clinic_console.desktop.link.access import Access
from clinic_console.wire.practitioners import Practitioners, VisitTypes

PAGE: Final = 200


async def practitioners(access: Access, clinic: str, after: str = "") -> Practitioners:
    """Return a page of a clinic's practitioners, by name; those who see nobody any more, too: they have visits."""
    params: dict[str, str | int] = {"clinic": clinic, "inactive": "true", "limit": PAGE}
    if after:
        params["after"] = after
    return await access.call(Practitioners, "GET", "/api/practitioners", params=params)


async def visit_types(access: Access) -> VisitTypes:
    """Return all types of visits, and all specialties."""
    return await access.call(VisitTypes, "GET", "/api/visit-types")
