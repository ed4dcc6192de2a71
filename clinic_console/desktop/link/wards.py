"""Wards and their beds, asked of the hub over HTTP."""

from uuid import UUID

from clinic_console.desktop.link.access import Access
from clinic_console.domain.errors import HubUnavailable
from clinic_console.wire.wards import Bed, BedPage, Ward, WardPage

PAGE = 200
MAX_PAGES = 10


async def wards(access: Access) -> list[Ward]:
    """Return the wards that the signed-in user may see (at most 2,000)."""
    found: list[Ward] = []
    after: str | None = None
    for _ in range(MAX_PAGES):
        page = await access.call(WardPage, "GET", "/api/wards", params=_page(after))
        found += page.items
        after = page.next
        if not after:
            break
    _check_ids(found)
    return found


async def beds(access: Access, ward: UUID) -> list[Bed]:
    """Return a ward's beds in bed order with their monitors and patients; NotFound when the ward is gone."""
    found: list[Bed] = []
    after: str | None = None
    for _ in range(MAX_PAGES):
        page = await access.call(BedPage, "GET", f"/api/wards/{ward}/beds", params=_page(after))
        found += page.items
        after = page.next
        if not after:
            break
    return found


def _check_ids(found: list[Ward]) -> None:
    try:
        for ward in found:
            UUID(ward.id)
    except ValueError as error:
        raise HubUnavailable("a ward's id cannot be read") from error


def _page(after: str | None) -> dict[str, str | int]:
    return {"limit": PAGE, "after": after} if after else {"limit": PAGE}
