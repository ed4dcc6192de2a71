"""Whole days and weeks of a clinic's schedule, asked of the hub over HTTP."""

from datetime import date

from clinic_console.desktop.link.access import Access
from clinic_console.wire.schedule import Days


async def day(access: Access, clinic: str, on: date, *, practitioner: int = 0, after: str = "") -> Days:
    """Return a page of a clinic's day, one column per practitioner; or that of one alone."""
    params: dict[str, str | int] = {"clinic": clinic, "day": on.isoformat()}
    if practitioner:
        params["practitioner"] = practitioner
    if after:
        params["after"] = after
    return await access.call(Days, "GET", "/api/schedule", params=params)


async def week(access: Access, clinic: str, practitioner: int, since: date, days: int) -> Days:
    """Return so many days of one practitioner."""
    params: dict[str, str | int] = {
        "clinic": clinic,
        "practitioner": practitioner,
        "from": since.isoformat(),
        "days": days,
    }
    return await access.call(Days, "GET", "/api/schedule/week", params=params)
