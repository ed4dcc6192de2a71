"""Appointments over HTTP: booking, moving, cancelling, taking back, holds. Times are ms since 1970."""

from datetime import datetime

from msgspec import Struct

from clinic_console.wire.schedule import Card


class Booking(Struct, forbid_unknown_fields=True):
    """``POST /api/appointments`` -> 201 Booked; needs BOOK.

    ``key`` (UUID of the console's): the same booking sent again is answered again, not done again. ``begins``: an
    instant (with an offset), or a wall time of the clinic's (without one: time.gap, time.twice if there is no such
    instant, or two). ``minutes``: only to be sure of the type's own (schedule.wrong_duration). ``hold``: one's own
    hold that this takes up. ``overbook``: into a further lane, and why (needs OVERBOOK). ``beside``: although the
    patient has another visit then, and why (needs OVERBOOK). ``waiting``: the waitlist's entry that this fulfils.
    409: schedule.taken, .away, .reserved, .needs_taken, .patient_busy, .over_cap, each with three alternatives.
    """

    key: str
    clinic_id: str
    patient: str
    practitioner: int
    type: int
    begins: datetime
    minutes: int = 0
    reason: str = ""
    hold: str = ""
    overbook: str = ""
    beside: str = ""
    waiting: str = ""


class WalkIn(Struct, forbid_unknown_fields=True):
    """``POST /api/appointments/walk-in`` -> 201 Booked: somebody who has come without a slot; needs BOOK.

    The visit begins now and takes nobody's time. ``key`` as in Booking; ``practitioner`` 0: who has the fewest
    patients waiting, of those who work now and do such visits.
    """

    key: str
    clinic_id: str
    patient: str
    type: int
    practitioner: int = 0
    reason: str = ""


class Move(Struct, forbid_unknown_fields=True):
    """``POST /api/appointments/{id}/move`` -> Booked: to another time or practitioner of the same clinic.

    ``version``: of the card that was seen (appointments.changed when there is a newer one). ``at``: its begin as it
    was seen. ``practitioner`` 0: the same. The rest as in Booking.
    """

    key: str
    version: int
    at: int
    begins: datetime
    practitioner: int = 0
    overbook: str = ""
    beside: str = ""
    hold: str = ""


class Cancel(Struct, forbid_unknown_fields=True):
    """``POST /api/appointments/{id}/cancel`` -> Booked: why is a domain.appointments.CancelReason, with words."""

    key: str
    version: int
    at: int
    why: str
    note: str = ""


class NoShow(Struct, forbid_unknown_fields=True):
    """``POST /api/appointments/{id}/no-show`` -> Booked: the patient did not come (not before its begin)."""

    key: str
    version: int
    at: int


class Undo(Struct, forbid_unknown_fields=True):
    """``POST /api/appointments/{id}/undo`` -> Booked: takes the last change back (a booking is cancelled).

    Only who made it, within the undo window after it (appointments.wrong_state later); schedule.taken when its time
    has been given to somebody else meanwhile.
    """

    key: str
    version: int
    at: int


class Proposal(Struct):
    """Who waits for a time that has become free: an entry of the waitlist, and what it could get."""

    waiting: str
    patient: str
    name: str
    practitioner: int
    begins: int
    ends: int


class Booked(Struct):
    """The appointment as it is now, and (when a slot became free) who waits for it, most urgent first."""

    card: Card
    proposals: list[Proposal] = []


class NewHold(Struct, forbid_unknown_fields=True):
    """``POST /api/holds`` -> 201 Hold: keep a slot for three minutes; again with the same ``id``: three more.

    409 as for a booking. One user has five at most (the oldest goes).
    """

    id: str
    clinic_id: str
    practitioner: int
    type: int
    begins: datetime
    overbook: bool = False


class Hold(Struct):
    """A slot that is kept until ``until``; ``DELETE /api/holds/{id}`` lets it go."""

    id: str
    begins: int
    ends: int
    until: int


class Step(Struct):
    """One change of an appointment: when, by whom, and the fields of its Card that changed, before and after."""

    version: int
    at: int
    by: str
    kind: str
    before: dict[str, str | int]
    after: dict[str, str | int]
    reason: str = ""


class Steps(Struct):
    """``GET /api/appointments/{id}/history?at=``: all changes, the newest first (100 at most)."""

    items: list[Step]


class ChartVisit(Card):
    """A visit as a chart lists it: ``doctor`` with the title, ``kind`` is what its type is called.

    Whoever looks at a chart need not have that clinic's practitioners and types at hand. One that came by a file has
    a ``day`` (ISO) and no time (``begins`` is only its place in the order), the day on which it was ``booked``
    (empty: nobody said), and its ``source``, the system that it comes from; nothing of it can be changed.
    """

    doctor: str = ""
    kind: str = ""
    day: str = ""
    booked: str = ""
    source: str = ""


class PatientVisits(Struct):
    """``GET /api/patients/{patient}/appointments?after=&limit=``: the newest first, of the user's clinics."""

    items: list[ChartVisit]
    next: str | None = None
