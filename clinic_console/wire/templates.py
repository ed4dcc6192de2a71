"""Working hours over HTTP: a practitioner's weekly template, exceptions from it, and what a change would affect."""

from datetime import date, datetime

from msgspec import Struct, field

from clinic_console.wire.schedule import Person


class Line(Struct, forbid_unknown_fields=True):
    """One line of a template: on a weekday (1 Monday to 7), from ``begins`` to ``ends`` (minutes after midnight by
    the clinic's wall; ``ends`` up to 2,880: after the next midnight), in the weeks of the month that ``weeks`` names
    (1 to 5, and 6: the last; none: every week), from a day to a day (each included, None: open).

    ``kind``: work, block (lunch: taken out of the work) or reserved (of the work, for ``types`` until ``release``
    minutes before its begin; None: never released). ``step`` in minutes, ``cap`` lanes for overbooking (work only).
    """

    clinic_id: str
    weekday: int
    begins: int
    ends: int
    kind: str = "work"
    weeks: list[int] = field(default_factory=list)
    since: date | None = None
    until: date | None = None
    step: int = 15
    cap: int = 0
    types: list[int] = field(default_factory=list)
    label: str = ""
    release: int | None = None


class Template(Struct):
    """``GET /api/practitioners/{id}/template`` -> all lines in the user's clinics, and the version of a change.

    ``version``: of the whole template (other clinics' lines, too); to be sent with a change of it.
    """

    practitioner: int
    version: int
    lines: list[Line]


class TemplateData(Struct, forbid_unknown_fields=True):
    """``PUT /api/practitioners/{id}/template`` -> Template; ``POST …/template/preview`` -> Affected; SET_HOURS.

    All lines as they are to be in the clinics in which the user sets hours (200 at most; others' clinics' lines
    stay). schedule.template_overlap names the second of two lines in ``field``, and both in ``detail``.
    """

    version: int
    lines: list[Line]


class ExceptionData(Struct, forbid_unknown_fields=True):
    """``POST /api/exceptions`` -> 201 Exceptional; ``POST /api/exceptions/preview`` -> Affected; SET_EXCEPTIONS.

    ``kind``: leave, block (both of a practitioner, everywhere), extra (hours of a practitioner here) or closed
    (the whole clinic; ``practitioner`` 0). ``begins``, ``ends``: instants or wall times, as in a Booking.
    """

    clinic_id: str
    kind: str
    begins: datetime
    ends: datetime
    practitioner: int = 0
    label: str = ""
    step: int = 15
    cap: int = 0


class Exceptional(Struct):
    """``GET /api/exceptions?clinic=&practitioner=&from=&to=&after=``: those of a clinic between two times in ms.

    ``clinic_id`` empty: leave written in a clinic that is not the user's, which counts here, too; its times alone are
    told. ``DELETE /api/exceptions/{id}`` takes one back; ``POST /api/exceptions/{id}/preview`` -> Affected by that.
    """

    id: str
    clinic_id: str
    kind: str
    begins: int
    ends: int
    practitioner: int
    label: str
    by: str
    at: int
    step: int = 15
    cap: int = 0


class Exceptions(Struct):
    """A page, in order of their begin."""

    items: list[Exceptional]
    next: str | None = None


class Hit(Struct):
    """A future visit that booking would refuse then, and does not now. It stays where it is.

    ``why``: closed, outside_hours, leave, block, wrong_type or reserved (of hours and exceptions); inactive, left,
    group or capacity (of people and rooms). ``id`` empty: a visit at another's clinic, its times alone.
    """

    id: str
    begins: int
    ends: int
    practitioner: int
    type: int
    patient: Person
    why: str
    restricted: bool = False


class Affected(Struct):
    """What a change would affect: so many visits, the first 200 of them in order of time."""

    total: int
    items: list[Hit]
