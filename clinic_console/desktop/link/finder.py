"""The next free times, asked of the hub over HTTP."""

from clinic_console.desktop.link.access import Access
from clinic_console.wire.schedule import NextQuery, NextSlots


async def next_slots(access: Access, query: NextQuery) -> NextSlots:
    """Return the earliest free times within bounds."""
    return await access.call(NextSlots, "POST", "/api/schedule/next", body=query)
