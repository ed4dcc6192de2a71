"""Wards and their beds over HTTP."""

from datetime import date

from msgspec import Struct


class Ward(Struct):
    """One ward: how many beds it has and how many are occupied now."""

    id: str
    clinic_id: str
    name: str
    beds: int
    occupied: int


class WardPage(Struct):
    """``GET /api/wards?after=&limit=``; ``next`` is the ``after`` of the next page."""

    items: list[Ward]
    next: str | None = None


class BedPatient(Struct):
    """Who lies in a bed; ``name`` as the patient writes it, ``name_latin`` where that is another script."""

    id: str
    mrn: str
    name: str
    name_latin: str
    born: date | None
    sex: str


class BedDevice(Struct):
    """The monitor at a bed."""

    id: int
    code: str
    model: str


class Bed(Struct):
    """One bed with its monitor and patient, if any.

    With ``restricted`` somebody lies there whose chart is not open to the user: the numbers are, the name is not.
    """

    id: str
    name: str
    position: int
    device: BedDevice | None
    patient: BedPatient | None
    restricted: bool = False


class BedPage(Struct):
    """``GET /api/wards/{ward}/beds?after=&limit=`` in bed order (a ward of up to 200 beds is one page)."""

    items: list[Bed]
    next: str | None = None


class Device(Struct):
    """One monitor of the clinics that the user works in; ``seen`` in ms since 1970, ``ward`` and ``bed`` by name."""

    id: int
    code: str
    model: str
    bed_id: str | None
    seen: int | None
    clock_offset_ms: int
    revoked: bool
    clinic_id: str = ""
    ward: str = ""
    bed: str = ""


class DevicePage(Struct):
    """``GET /api/devices?after=&limit=``."""

    items: list[Device]
    next: str | None = None
