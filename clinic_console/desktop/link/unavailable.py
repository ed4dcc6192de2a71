"""A doctor who is not there, and the calls about it: asked of the hub and told to it over HTTP."""

from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.patients import known_id
from clinic_console.wire.unavailable import Away, Called, CallList, CallLists, CallRow, Commit, Plan, UndoAway


async def preview(access: Access, away: Away) -> Plan:
    """Return what would become of all who were to come; nothing is changed."""
    return await access.call(Plan, "POST", "/api/unavailable/preview", body=away)


async def commit(access: Access, data: Commit) -> CallList:
    """Take the hours away and move the visits; sent again with the same key, it is done once."""
    return await access.call(CallList, "POST", "/api/unavailable", body=data)


async def lists(access: Access, clinic: str, after: str | None, limit: int) -> CallLists:
    """Return a page of a clinic's call lists, the newest first."""
    params: dict[str, str | int] = {"clinic": clinic, "limit": limit}
    if after:
        params["after"] = after
    return await access.call(CallLists, "GET", "/api/unavailable", params=params)


async def call_list(access: Access, wanted: str) -> CallList:
    """Return one call list as it is now."""
    return await access.call(CallList, "GET", f"/api/unavailable/{known_id(wanted)}")


async def called(access: Access, wanted: str, visit: str, data: Called) -> CallRow:
    """Say what came of a call; Conflict where somebody else has said so meanwhile."""
    path = f"/api/unavailable/{known_id(wanted)}/calls/{known_id(visit)}"
    return await access.call(CallRow, "PUT", path, body=data)


async def undo(access: Access, wanted: str, data: UndoAway) -> CallList:
    """Take all of it back; AwayTouched where somebody has called or changed a visit since."""
    return await access.call(CallList, "POST", f"/api/unavailable/{known_id(wanted)}/undo", body=data)
