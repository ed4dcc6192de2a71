"""A bed's past readings, asked of the hub over HTTP."""

from uuid import UUID

from clinic_console.desktop.link.access import Access
from clinic_console.wire.readings import History


async def history(access: Access, bed: UUID, begins: int, ends: int, points: int) -> History:
    """Return what a bed's monitor measured between two times in ms since 1970, in at most so many points."""
    params: dict[str, str | int] = {"from": begins, "to": ends, "points": points}
    return await access.call(History, "GET", f"/api/beds/{bed}/readings", params=params)
