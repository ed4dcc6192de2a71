"""Patients over HTTP: the card, the mark of a restricted chart, and breaking the glass."""

from datetime import date

from msgspec import Struct


class Patient(Struct):
    """``GET /api/patients/{patient}``: who somebody is (opening it is recorded).

    ``restriction``: staff, vip, own, family, or empty. ``glass_until`` (ms since 1970): the chart is open to this
    user by broken glass until then.
    """

    id: str
    mrn: str
    name: str
    name_latin: str
    born: date | None
    sex: str
    restriction: str = ""
    glass_until: int | None = None


class Restriction(Struct, forbid_unknown_fields=True):
    """``PUT /api/patients/{patient}/restriction``: the mark (empty to lift it), and why."""

    restriction: str
    reason: str


class LookUp(Struct, forbid_unknown_fields=True):
    """``POST /api/break-glass/look-up``: exactly two identifiers, the third one left out."""

    clinic_id: str
    mrn: str = ""
    name: str = ""
    born: date | None = None


class Match(Struct):
    """All that a look-up reveals."""

    match: bool


class BreakGlass(Struct, forbid_unknown_fields=True):
    """``POST /api/break-glass``: the same identifiers as looked up, and why the chart must be opened."""

    clinic_id: str
    reason: str
    mrn: str = ""
    name: str = ""
    born: date | None = None


class Glass(Struct):
    """One chart that was opened by breaking the glass; times in ms since 1970."""

    id: str
    clinic_id: str
    patient: Patient
    reason: str
    began: int
    expires: int


class Glasses(Struct):
    """``GET /api/break-glass``: the user's own that are still open (at most 100)."""

    items: list[Glass]
