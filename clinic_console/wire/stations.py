"""The PCs that consoles run on, over HTTP."""

from msgspec import Struct


class Station(Struct):
    """One PC: what it calls itself, who is signed in there, when it was last seen (ms since 1970).

    A name of ``users`` that is empty stands for those who work for none of the own clinics.
    """

    id: str
    clinic_id: str
    name: str
    shared: bool
    version: str
    address: str
    seen: int
    sessions: int
    users: list[str]


class StationPage(Struct):
    """``GET /api/stations?after=&limit=`` by clinic and name."""

    items: list[Station]
    next: str | None = None


class StationChange(Struct, forbid_unknown_fields=True):
    """``PATCH /api/stations/{station}``: which clinic it stands in."""

    clinic_id: str
