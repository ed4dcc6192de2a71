"""Patients over HTTP: card, lists, search, registration, changes, and breaking the glass."""

from datetime import date

from msgspec import Struct, field


class Identifier(Struct, forbid_unknown_fields=True):
    """A number that somebody else gave: kind (domain.patients.IdentifierKind), whose it is, and as written."""

    kind: str
    system: str
    value: str


class Contact(Struct, forbid_unknown_fields=True):
    """A phone, email or address of the patient, or of ``whose`` (a relative's name) with the ``relation``."""

    kind: str
    value: str
    whose: str = ""
    relation: str = ""


class Alert(Struct, forbid_unknown_fields=True):
    """What everybody must know: kind (domain.patients.AlertKind), words, since when."""

    kind: str
    text: str = ""
    since: date | None = None


class Consent(Struct, forbid_unknown_fields=True):
    """What the patient has agreed to, or refused; a kind that is not there has not been asked."""

    kind: str
    given: bool


class Confirmation(Struct):
    """That two identifiers were compared: which (domain.patients.Identity), by whom, when (ms since 1970)."""

    which: list[str]
    by: str
    at: int


class Patient(Struct):
    """``GET /api/patients/{patient}``: who somebody is (opening it is recorded).

    ``restriction``: staff, vip, own, family, or empty. ``glass_until`` (ms since 1970): the chart is open to this
    user by broken glass until then. ``version`` goes with a change. ``clinic_id``: where this user may see it.
    ``confirmed``: the last time, within the last day, that somebody compared two identifiers.
    """

    id: str
    mrn: str
    name: str
    name_latin: str
    born: date | None
    sex: str
    restriction: str = ""
    glass_until: int | None = None
    name_kana: str = ""
    family: str = ""
    former_name: str = ""
    deceased: bool = False
    died: date | None = None
    language: str = ""
    interpreter: bool = False
    identifiers: list[Identifier] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    alerts: list[Alert] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)
    confirmed: Confirmation | None = None
    version: int = 1
    clinic_id: str = ""


class PatientData(Struct, forbid_unknown_fields=True):
    """All of a patient that people write. ``mrn`` empty at registration: the hub gives one."""

    name: str
    family: str = ""
    name_kana: str = ""
    name_latin: str = ""
    former_name: str = ""
    mrn: str = ""
    born: date | None = None
    sex: str = "U"
    deceased: bool = False
    died: date | None = None
    language: str = ""
    interpreter: bool = False
    identifiers: list[Identifier] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    alerts: list[Alert] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)


class NewPatient(Struct, forbid_unknown_fields=True):
    """``POST /api/patients`` -> 201 Patient: register somebody in a clinic.

    ``id`` (a UUIDv7 of the console's): sent again, the same patient is answered. Without ``despite`` a probable
    duplicate in the user's clinics, or elsewhere, is refused (patients.probable_duplicate).
    """

    id: str
    clinic_id: str
    data: PatientData
    despite: bool = False


class PatientChange(Struct, forbid_unknown_fields=True):
    """``PUT /api/patients/{patient}`` -> Patient: all of it as it is to be, and the version that was changed.

    409 patients.changed when there is a newer version: its changes are in ``GET …/history?since=``.
    """

    version: int
    data: PatientData


class PatientLine(Struct):
    """A patient in a list; ``alerts`` are kinds."""

    id: str
    mrn: str
    name: str
    name_latin: str
    name_kana: str
    born: date | None
    sex: str
    deceased: bool
    alerts: list[str]
    interpreter: bool
    clinic_id: str


class PatientPage(Struct):
    """``GET /api/patients?sort=&clinic=&filter=&after=&limit=&skip=``; sort: name, born, mrn, changed (newest first).

    ``filter``: alerts, interpreter, deceased, or nothing. ``skip`` (0 to 1000) rows behind ``after`` are left out:
    how a scroll bar comes to a row between two of the places.
    """

    items: list[PatientLine]
    next: str | None = None


class PatientPlaces(Struct):
    """``GET /api/patients/places?sort=&clinic=&filter=``: how many there are, and the ``after`` of each ``every``-th.

    ``keys[n]`` begins row ``n * every`` (keys[0] is empty). Up to a minute old, and of its moment: rows are known by
    their ids, not by their places. ``heads[n]`` (or none at all): what the row at ``n * every`` is sorted by begins
    with, for whoever drags a scroll bar to it: some letters, a year, the start of a number.
    """

    total: int
    every: int
    keys: list[str]
    heads: list[str] = field(default_factory=list)


class PatientQuery(Struct, forbid_unknown_fields=True):
    """``POST /api/patients/search`` -> PatientHits: what was typed, and how dates are written (dmy, mdy, ymd)."""

    text: str
    order: str = "dmy"
    limit: int = 50


class PatientHits(Struct):
    """The best first; ``more``: there are more than these."""

    items: list[PatientLine]
    more: bool = False


class Likeness(Struct, forbid_unknown_fields=True):
    """``POST /api/patients/duplicates`` -> Duplicates: what has been typed so far of somebody new."""

    clinic_id: str
    data: PatientData


class Duplicate(Struct):
    """Who it may be, and what is alike: name, born, phone, identifier."""

    patient: PatientLine
    alike: list[str]


class Duplicates(Struct):
    """Probable ones of the user's clinics, the likeliest first; ``elsewhere``: other clinics have one."""

    items: list[Duplicate]
    elsewhere: bool = False


class NewLink(Struct, forbid_unknown_fields=True):
    """``POST /api/patients/link`` -> 201 Patient: somebody of another clinic is here now.

    Name and date of birth, and an exact record number or other identifier that the patient has shown.
    """

    clinic_id: str
    name: str
    born: date
    number: str


class NewConfirmation(Struct, forbid_unknown_fields=True):
    """``POST /api/patients/{patient}/confirmations`` -> 201 Confirmation: exactly two different Identity words."""

    clinic_id: str
    which: list[str]


class Change(Struct):
    """One field that was changed, in words that can be shown (lists: a line each)."""

    field: str
    before: list[str]
    after: list[str]


class Version(Struct):
    """One change of a patient: when (ms since 1970), by whom (empty: somebody of another clinic)."""

    version: int
    at: int
    by: str
    changes: list[Change]


class PatientHistory(Struct):
    """``GET /api/patients/{patient}/history?since=&after=&limit=``: newest first; above version ``since``."""

    items: list[Version]
    next: str | None = None


class Look(Struct):
    """That somebody looked: when (ms since 1970), who, what (an action of the audit log), in which clinic.

    Neither who nor where is said of other clinics than the user's.
    """

    at: int
    by: str
    action: str
    clinic: str


class Looks(Struct):
    """``GET /api/patients/{patient}/looks?after=&limit=``: the newest first; asking is recorded, too."""

    items: list[Look]
    next: str | None = None


class Encounter(Struct):
    """A past visit that was imported; times in ms since 1970, ``practitioner`` is the provider's own id."""

    id: str
    clinic_id: str
    kind: str
    began: int
    ended: int | None
    code: str
    text: str
    reason: str
    practitioner: str


class Encounters(Struct):
    """``GET /api/patients/{patient}/encounters?after=&limit=``: the newest first, of the user's clinics."""

    items: list[Encounter]
    next: str | None = None


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
