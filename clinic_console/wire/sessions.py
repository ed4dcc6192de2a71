"""Who is signed in where, over HTTP."""

from msgspec import Struct


class SessionRow(Struct):
    """One living session; times in ms since 1970. ``present`` is the one that asks.

    A session of nobody of the own clinics, at a PC of theirs, has no user id, login and name; one at a foreign PC has
    no address and station.
    """

    id: str
    user_id: str
    user_name: str
    login: str
    station_id: str | None
    station_name: str
    address: str
    opened: int
    used: int
    ends: int
    remembered: bool
    present: bool = False


class SessionPage(Struct):
    """``GET /api/sessions?user=&station=&after=&limit=`` and ``GET /api/account/sessions``, newest first."""

    items: list[SessionRow]
    next: str | None = None


class Ended(Struct):
    """How many sessions were ended."""

    count: int
