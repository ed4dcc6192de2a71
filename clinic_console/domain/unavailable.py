"""When a doctor is not there: what may become of a visit, why a time is proposed, and what came of a call."""

from enum import StrEnum


class Action(StrEnum):
    """What becomes of a visit."""

    MOVE = "move"
    WAITLIST = "waitlist"
    LEAVE = "leave"
    """It stays, for a clinician to decide."""
    CANCEL = "cancel"


class Why(StrEnum):
    """Why a time is proposed; the first that holds is said."""

    SAME_TIME = "same_time"
    SAME_DOCTOR = "same_doctor"
    SAME_DAY = "same_day"
    FIRST_FREE = "first_free"
    AFTER_OWN_VISIT = "after_own_visit"
    NEEDS = "needs"
    """Earlier times lack the room or device that it needs."""
    NOTHING_FREE = "nothing_free"
    STARTED = "started"
    """The patient is here already."""


class Look(StrEnum):
    """Why somebody must look at a proposal."""

    OWN_VISIT_NEAR = "own_visit_near"
    NO_SLOT = "no_slot"
    PRESENT = "present"
    URGENT_LATE = "urgent_late"
    RESTRICTED = "restricted"


class Contact(StrEnum):
    """What came of calling somebody."""

    NOT_YET = ""
    AGREED = "agreed"
    DECLINED = "declined"
    MESSAGE = "message"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
