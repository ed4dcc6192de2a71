"""Errors of the front desk: why a visit cannot be taken on, and what cannot be taken back any more."""

from clinic_console.domain.errors.access import Conflict


class IdentityOpen(Conflict):
    """Nobody has compared two identifiers of this patient yet."""

    code = "desk.identity"
    advice = "Open the check-in card and confirm who it is."


class WithinGrace(Conflict):
    """The patient is not late enough to be called missing."""

    code = "desk.grace"
    advice = "Wait until the time of grace is over."


class HasArrived(Conflict):
    """The patient is here."""

    code = "desk.arrived"
    advice = "Say that the patient left without being seen, if so."


class RoomFull(Conflict):
    """There are as many patients in this room as fit in."""

    code = "desk.room_full"
    advice = "Choose another room."


class UndoOver(Conflict):
    """This cannot be taken back any more."""

    code = "desk.undo_over"
    advice = "Change the visits one by one."


class AwayTouched(Conflict):
    """Somebody has called a patient or changed a visit since."""

    code = "unavailable.touched"
    advice = "Change the visits one by one."


class NobodyHere(Conflict):
    """Nobody who sees such visits works here just now."""

    code = "desk.nobody"
    advice = "Choose a practitioner, or another type of visit."
