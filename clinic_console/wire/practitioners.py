"""Practitioners, specialties, visit types, rooms and devices over HTTP."""

from msgspec import Struct, field


class Specialty(Struct):
    """What somebody is trained in; ``nursing`` marks colleagues of two-step visits."""

    id: int
    code: str
    name: str


class Practitioner(Struct):
    """Somebody who sees patients; ``clinics`` are those of the user's in which he or she does.

    ``GET /api/practitioners?clinic=&specialty=&text=&inactive=&after=&limit=`` -> Practitioners (by name);
    ``GET /api/practitioners/{id}``. ``inactive``: also who sees no patients any more, or none in ``clinic`` (which is
    not among ``clinics`` then): visits may still stand there.
    """

    id: int
    name: str
    title: str
    sort_name: str
    clinics: list[str]
    specialties: list[int]
    active: bool
    version: int
    user_id: str | None = None


class Practitioners(Struct):
    """A page, in order of their sort names."""

    items: list[Practitioner]
    next: str | None = None


class PractitionerData(Struct, forbid_unknown_fields=True):
    """``POST /api/practitioners`` -> 201 Practitioner; ``PUT /api/practitioners/{id}``; needs SET_HOURS.

    ``version`` 0 at the first. ``clinics``: of those in which the user sets hours. Somebody of other clinics, too,
    keeps those, and only where he or she works can be changed then. Hours in a clinic that is left go. ``active``
    false: keeps the visits, and takes no new ones. ``POST /api/practitioners/{id}/preview`` -> templates.Affected:
    visits that would be left behind (``why``: inactive or left). ``sort_name`` empty: made of the name.
    """

    name: str
    clinics: list[str]
    title: str = ""
    sort_name: str = ""
    specialties: list[int] = field(default_factory=list)
    active: bool = True
    version: int = 0


class Need(Struct, forbid_unknown_fields=True):
    """What a type needs beside its practitioner: ``kind`` practitioner (of a specialty), room or equipment (of a
    group), ``offset`` minutes after the visit's begin, for ``minutes``."""

    kind: str
    group: str = ""
    specialty: int = 0
    offset: int = 0
    minutes: int = 0


class VisitTypeData(Struct, forbid_unknown_fields=True):
    """``POST /api/visit-types`` -> 201; ``PUT /api/visit-types/{id}``; needs SET_HOURS.

    ``offset`` and ``own``: the practitioner's part (own 0: all the rest). ``specialty`` 0: anybody does it.
    ``grace``: so many minutes after its begin a patient who has not come is late; ``patience``: so many minutes
    somebody may wait before it is said. ``priority``: 1 (urgent) to 3. ``forms``: what is to be signed.
    """

    name: str
    minutes: int
    before: int = 0
    after: int = 0
    capacity: int = 1
    offset: int = 0
    own: int = 0
    specialty: int = 0
    needs: list[Need] = field(default_factory=list)
    active: bool = True
    version: int = 0
    grace: int = 10
    patience: int = 20
    priority: int = 2
    forms: list[str] = field(default_factory=list)


class VisitType(VisitTypeData, kw_only=True):
    """``GET /api/visit-types`` -> VisitTypes: all of the network's (500 at most), by name."""

    id: int


class VisitTypes(Struct):
    """All visit types and all specialties: small, and asked for once by a console."""

    items: list[VisitType]
    specialties: list[Specialty] = field(default_factory=list)


class ResourceData(Struct, forbid_unknown_fields=True):
    """``POST /api/resources`` -> 201; ``PUT /api/resources/{id}``; needs SET_HOURS: a room or device of a clinic.

    ``kind``: room or equipment. ``group``: what visits ask for ("exam room"). ``capacity``: so many visits at a time.
    ``POST /api/resources/{id}/preview`` -> templates.Affected: visits that would not get it any more (``why``:
    inactive, group or capacity).
    """

    clinic_id: str
    kind: str
    name: str
    group: str
    capacity: int = 1
    active: bool = True
    version: int = 0


class Resource(ResourceData, kw_only=True):
    """``GET /api/resources?clinic=&after=&limit=`` -> Resources."""

    id: int


class Resources(Struct):
    """A page, by kind and name."""

    items: list[Resource]
    next: str | None = None
