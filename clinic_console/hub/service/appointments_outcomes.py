"""What the database says of a booking that cannot be, in the words of domain/errors."""

from collections.abc import Callable, Mapping
from typing import Final

from clinic_console.domain import errors
from clinic_console.domain.errors import ClinicError

_WRONG: Final[Mapping[str, Callable[[], ClinicError]]] = {
    "refused": lambda: errors.NotFound(field="clinic_id"),
    "none": lambda: errors.NotFound(field="appointment"),
    "key": lambda: errors.BadField("another request had this key", field="key"),
    "patient": lambda: errors.NotFound(field="patient"),
    "glass": lambda: errors.GlassNeeded(field="patient"),
    "deceased": lambda: errors.BadField("has died", field="patient"),
    "practitioner": lambda: errors.NoPractitioner(field="practitioner"),
    "inactive": lambda: errors.PractitionerInactive(field="practitioner"),
    "type": lambda: errors.BadField("no such type of visit", field="type"),
    "wrong_type": lambda: errors.WrongVisitType(field="type"),
    "duration": lambda: errors.WrongDuration(field="minutes"),
    "past": lambda: errors.InThePast(field="begins"),
    "far": lambda: errors.BadField("further ahead than visits are booked", field="begins"),
    "closed": lambda: errors.ClinicClosed(field="begins"),
    "outside_hours": lambda: errors.OutsideHours(field="begins"),
    "denied": lambda: errors.NotAllowed(field="overbook"),
    "waiting": lambda: errors.NotFound(field="waiting"),
    "hold": lambda: errors.HoldOver(field="hold"),
    "id": lambda: errors.Taken(field="id"),
    "changed": lambda: errors.AppointmentChanged(field="version"),
    "state": lambda: errors.WrongState(field="state"),
    "identity": lambda: errors.IdentityOpen(field="compared"),
    "nobody": lambda: errors.NobodyHere(field="practitioner"),
    # At the front desk.
    "grace": lambda: errors.WithinGrace(field="state"),
    "arrived": lambda: errors.HasArrived(field="state"),
    "room_full": lambda: errors.RoomFull(field="room"),
    "room": lambda: errors.BadField("no such room", field="room"),
    "busy": lambda: errors.Conflict("somebody has the patient, the room or a colleague in hand just now"),
    "bulk": lambda: errors.NotFound(field="bulk"),
    "over": lambda: errors.UndoOver(field="bulk"),
    "early": lambda: errors.WrongState("not before it begins", field="state"),
    # These are answered with other times.
    "taken": errors.SlotTaken,
    "away": errors.PractitionerAway,
    "reserved": errors.SlotReserved,
    "needs_taken": errors.NothingToUse,
    "patient_busy": errors.PatientBusy,
    "over_cap": errors.OverCap,
}


def error_of(outcome: str) -> ClinicError | None:
    """Return what an outcome says to be wrong; None when it was done."""
    return _WRONG[outcome]() if outcome in _WRONG else None


def check(outcome: str) -> None:
    """Raise what an outcome says to be wrong, which undoes the transaction; nothing when it was done."""
    error = error_of(outcome)
    if error is not None:
        raise error
