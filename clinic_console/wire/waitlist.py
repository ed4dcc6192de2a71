"""The waitlist over HTTP: who would come earlier, what they take, and what has become free for them."""

from datetime import date

from msgspec import Struct, field

from clinic_console.wire.schedule import Person


class WaitingData(Struct, forbid_unknown_fields=True):
    """``POST /api/waitlist`` -> 201 Waiting; ``PUT /api/waitlist/{id}``; needs BOOK.

    ``id``: the console's UUIDv7. ``practitioner`` 0: any of ``specialty`` (0: who does the type). ``priority``:
    1 urgent, 2 soon, 3 routine. ``since``, ``until``: days (None: open). ``weekdays``, ``time_from``, ``time_to`` as
    in the finder. ``appointment``: a visit that it has, and would give back for an earlier one.
    """

    id: str
    clinic_id: str
    patient: str
    type: int
    practitioner: int = 0
    specialty: int = 0
    priority: int = 3
    since: date | None = None
    until: date | None = None
    weekdays: list[int] = field(default_factory=list)
    time_from: int = 0
    time_to: int = 1_440
    note: str = ""
    appointment: str = ""
    version: int = 0


class WaitOffer(Struct):
    """A freed slot that is proposed; ``DELETE /api/waitlist/offers/{id}`` passes it over."""

    id: str
    practitioner: int
    begins: int
    ends: int


class Waiting(Struct):
    """``GET /api/waitlist?clinic=&after=&limit=`` -> Waitlist: most urgent first, then who has waited longest.

    ``DELETE /api/waitlist/{id}`` takes somebody off. Booking with ``waiting`` does so, too.
    """

    id: str
    clinic_id: str
    patient: Person
    type: int
    practitioner: int
    specialty: int
    priority: int
    since: date | None
    until: date | None
    weekdays: list[int]
    time_from: int
    time_to: int
    note: str
    appointment: str
    made_at: int
    by: str
    version: int
    restricted: bool = False
    offers: list[WaitOffer] = field(default_factory=list)


class Waitlist(Struct):
    """A page; ``total`` of the clinic, ``version`` as pushed."""

    items: list[Waiting]
    total: int
    version: int
    next: str | None = None
