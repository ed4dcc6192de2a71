"""Who is signed in where, asked of the hub and ended there over HTTP."""

from collections.abc import Mapping
from types import NoneType
from uuid import UUID

from clinic_console.desktop.link.access import Access
from clinic_console.wire.sessions import SessionPage

PAGE = 100


async def sessions(access: Access, query: Mapping[str, str], after: str | None) -> SessionPage:
    """Return one page of the living sessions of the user's clinics that fit a query, newest first."""
    params: dict[str, str | int] = {**query, "limit": PAGE}
    if after:
        params["after"] = after
    return await access.call(SessionPage, "GET", "/api/sessions", params=params)


async def end(access: Access, session: UUID) -> None:
    """End one session; its console is signed out at once."""
    await access.call(NoneType, "DELETE", f"/api/sessions/{session}")
