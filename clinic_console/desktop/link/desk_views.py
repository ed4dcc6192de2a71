"""A user's saved views of the front desk, asked of the hub over HTTP."""

from clinic_console.desktop.link.access import Access
from clinic_console.wire.desk_views import DeskViews


async def views(access: Access) -> DeskViews:
    """Return the user's own, in their order."""
    return await access.call(DeskViews, "GET", "/api/desk-views")


async def put(access: Access, wanted: DeskViews) -> DeskViews:
    """Have these kept in place of all others; return them as they are kept."""
    return await access.call(DeskViews, "PUT", "/api/desk-views", body=wanted)
