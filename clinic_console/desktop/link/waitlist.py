"""The waitlist, asked of the hub over HTTP."""

from types import NoneType

from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.patients import known_id
from clinic_console.wire.waitlist import Waiting, WaitingData, Waitlist


async def page(access: Access, clinic: str, after: str, limit: int) -> Waitlist:
    """Return so many who wait in a clinic, most urgent first, behind a key (empty: from the first one)."""
    params: dict[str, str | int] = {"clinic": clinic, "limit": limit}
    if after:
        params["after"] = after
    return await access.call(Waitlist, "GET", "/api/waitlist", params=params)


async def add(access: Access, data: WaitingData) -> Waiting:
    """Put somebody on the list; sent again with the same id, the same entry is answered."""
    return await access.call(Waiting, "POST", "/api/waitlist", body=data)


async def change(access: Access, data: WaitingData) -> Waiting:
    """Change what somebody takes."""
    return await access.call(Waiting, "PUT", f"/api/waitlist/{known_id(data.id)}", body=data)


async def take_off(access: Access, waiting: str) -> None:
    """Take somebody off the list; NotFound when somebody else has done so."""
    await access.call(NoneType, "DELETE", f"/api/waitlist/{known_id(waiting)}")


async def pass_over(access: Access, offer: str) -> None:
    """Propose a freed slot to somebody no longer; NotFound when it is proposed no more."""
    await access.call(NoneType, "DELETE", f"/api/waitlist/offers/{known_id(offer)}")
