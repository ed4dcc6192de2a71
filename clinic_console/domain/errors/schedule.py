"""Errors of schedules and appointments: what cannot be booked, and why."""

from collections.abc import Sequence

from clinic_console.domain.errors.access import Conflict
from clinic_console.domain.errors.messages import BadField


class TimeGap(BadField):
    """The clocks leave this time out on that day."""

    code = "time.gap"
    advice = "Choose a time before or after the hour that is left out."


class TimeTwice(BadField):
    """This time comes twice on that day."""

    code = "time.twice"
    advice = "Say which of the two is meant: the first, or the second after the clocks were put back."


class InThePast(BadField):
    """That time has passed."""

    code = "schedule.past"
    advice = "Choose a later time."


class OutsideHours(BadField):
    """Nobody works then: it is outside the practitioner's hours."""

    code = "schedule.outside_hours"
    advice = "Choose a time within the hours, or let extra hours be added."


class ClinicClosed(BadField):
    """The clinic is closed then."""

    code = "schedule.closed"
    advice = "Choose another day."


class WrongDuration(BadField):
    """A visit of this type takes another time."""

    code = "schedule.wrong_duration"
    advice = "Leave the duration out, or choose another type of visit."


class NoPractitioner(BadField):
    """There is no such practitioner in this clinic."""

    code = "schedule.no_practitioner"
    advice = "Choose one of the clinic's practitioners."


class PractitionerInactive(NoPractitioner):
    """This practitioner does not see patients any more."""

    code = "schedule.practitioner_inactive"


class WrongVisitType(BadField):
    """This practitioner does not do visits of that type then."""

    code = "schedule.wrong_type"
    advice = "Choose another type, time or practitioner."


class TemplateOverlap(BadField):
    """Two lines of the template overlap."""

    code = "schedule.template_overlap"
    advice = "Let one of them end before the other begins, or hold in other weeks."


class NotFree(Conflict):
    """The time is not free.

    ``alternatives``: up to three nearest free times, as wire.schedule.Offer.
    """

    code = "schedule.not_free"
    advice = "Choose another time."

    def __init__(self, detail: str = "", *, field: str = "begins", alternatives: Sequence[object] = ()) -> None:
        super().__init__(detail, field=field)
        self.alternatives = tuple(alternatives)


class SlotTaken(NotFree):
    """Somebody else has booked this time."""

    code = "schedule.taken"


class PractitionerAway(NotFree):
    """The practitioner is away or busy otherwise then."""

    code = "schedule.away"


class SlotReserved(NotFree):
    """This time is kept for other visits."""

    code = "schedule.reserved"


class NothingToUse(NotFree):
    """A room, a device or a colleague that this visit needs is not free then."""

    code = "schedule.needs_taken"


class PatientBusy(NotFree):
    """The patient has another visit then."""

    code = "schedule.patient_busy"
    advice = "Choose another time, or book beside it and say why."


class OverCap(NotFree):
    """No more visits can be booked beside each other then."""

    code = "schedule.over_cap"


class HoldOver(Conflict):
    """The time is not kept for you any more."""

    code = "schedule.hold_over"
    advice = "Choose the time again: it may still be free."


class AppointmentChanged(Conflict):
    """Somebody else has changed this appointment."""

    code = "appointments.changed"
    advice = "Look at it as it is now, and decide again."


class WrongState(Conflict):
    """This visit stands differently by now."""

    code = "appointments.wrong_state"
    advice = "Look at how it stands, and decide again."


class ScheduleChanged(Conflict):
    """Somebody else has changed these working hours."""

    code = "schedule.changed"
    advice = "Look at them as they are now, and change them again."
