"""An absence in words: what becomes of a visit and why, what to look at, what a button does, what came of a call."""

from PySide6.QtCore import QCoreApplication, QLocale

from clinic_console.desktop.bridge import sentences
from clinic_console.desktop.charts.times import clock_text, day_text
from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.desktop.state.unavailable import Row, Sum, date_of
from clinic_console.desktop.state.unavailable_calls import CallRow
from clinic_console.domain.bulk import Outcome
from clinic_console.domain.unavailable import Action, Contact, Look, Why

MINUTE_MS = 60_000
HOUR = 60
MINUS = "\u2212"


def why_text(row: Row) -> str:
    """Return in a few words why a time is proposed: the first reason that is known."""
    texts = {
        Why.SAME_TIME: QCoreApplication.translate("Unavailable", "same time, other doctor"),
        Why.SAME_DOCTOR: QCoreApplication.translate("Unavailable", "same doctor"),
        Why.SAME_DAY: QCoreApplication.translate("Unavailable", "same day, same specialty"),
        Why.FIRST_FREE: QCoreApplication.translate("Unavailable", "first free, same specialty"),
        Why.AFTER_OWN_VISIT: QCoreApplication.translate("Unavailable", "with the patient's other visit"),
        Why.NEEDS: QCoreApplication.translate("Unavailable", "room or device is not free earlier"),
        Why.OTHERS_FIRST: QCoreApplication.translate("Unavailable", "an earlier time goes to another patient"),
        Why.NOTHING_FREE: QCoreApplication.translate("Unavailable", "nothing is free in these days"),
        Why.STARTED: QCoreApplication.translate("Unavailable", "the patient is here already"),
    }
    return next((texts[Why(code)] for code in row.why if code in set(Why)), "")


def look_text(row: Row) -> str:
    """Return why somebody must look at a proposal; empty for none."""
    texts = {
        Look.OWN_VISIT_NEAR: QCoreApplication.translate("Unavailable", "Own visit near"),
        Look.NO_SLOT: QCoreApplication.translate("Unavailable", "No free time"),
        Look.PRESENT: QCoreApplication.translate("Unavailable", "Is here now"),
        Look.URGENT_LATE: QCoreApplication.translate("Unavailable", "Urgent, and late"),
        Look.RESTRICTED: QCoreApplication.translate("Unavailable", "Restricted"),
    }
    found = [texts[Look(code)] for code in row.look if code in set(Look)]
    return found[0] if found else QCoreApplication.translate("Unavailable", "Look at it") if row.look else ""


def action_text(action: Action) -> str:
    """Return what becomes of a visit that gets no new time."""
    return {
        Action.MOVE: QCoreApplication.translate("Unavailable", "Moved"),
        Action.WAITLIST: QCoreApplication.translate("Unavailable", "Waitlist"),
        Action.LEAVE: QCoreApplication.translate("Unavailable", "Left to a clinician"),
        Action.CANCEL: QCoreApplication.translate("Unavailable", "Cancelled"),
    }[action]


def name_text(card: Card) -> str:
    """Return whose visit it is, as far as the user may know."""
    if card.restricted or not card.patient.id:
        return QCoreApplication.translate("Unavailable", "Name not shown")
    return card.patient.name or card.patient.latin


def latin_text(card: Card) -> str:
    """Return the Latin form of a name where the name is another one."""
    patient = card.patient
    return patient.latin if patient.latin != patient.name and not card.restricted else ""


def when_text(at: int, zone: str) -> str:
    """Return a day and a time."""
    text = QCoreApplication.translate("Unavailable", "%1 %2", "a day, a time")
    return text.replace("%2", clock_text(at, zone)).replace("%1", day_text(at, zone))


def span_text(begins: int, ends: int, zone: str) -> str:
    """Return from when to when somebody is away; the day is said once where it is one."""
    one_day = date_of(begins, zone) == date_of(ends - 1, zone)
    last = QCoreApplication.translate("Unavailable", "24:00") if one_day else when_text(ends, zone)
    if one_day and date_of(ends, zone) == date_of(begins, zone):
        last = clock_text(ends, zone)
    text = QCoreApplication.translate("Unavailable", "%1 to %2", "two times")
    return text.replace("%2", last).replace("%1", when_text(begins, zone))


def delay_text(before: int, after: int, zone: str) -> str:
    """Return how much later a visit is: in days where the day is another one, else in hours and minutes."""
    days = (date_of(after, zone) - date_of(before, zone)).days
    if days:
        text = QCoreApplication.translate("Unavailable", "%1 d", "days, with their sign")
        return text.replace("%1", _signed(days, QLocale().toString(abs(days))))
    return length_text(after - before, signed=True)


def length_text(ms: int, *, signed: bool = False) -> str:
    """Return a stretch of time in days, or in hours and minutes."""
    minutes = round(abs(ms) / MINUTE_MS)
    if not minutes:
        return "\u00b10" if signed else "0"
    sign = _signed(ms, "") if signed or ms < 0 else ""
    if minutes >= 24 * HOUR:
        text = QCoreApplication.translate("Unavailable", "%1 d", "days, with their sign")
        return text.replace("%1", sign + QLocale().toString(round(minutes / HOUR / 24, 1), "f", 1))
    text = QCoreApplication.translate("Unavailable", "%1 h", "hours and minutes")
    return text.replace("%1", f"{sign}{minutes // HOUR}:{minutes % HOUR:02d}")


def commit_text(found: Sum) -> str:
    """Return exactly what the button does."""
    number = QLocale().toString
    parts = [
        text.replace("%1", number(count))
        for text, count in (
            (QCoreApplication.translate("Unavailable", "move %1"), found.moved),
            (QCoreApplication.translate("Unavailable", "waitlist %1"), found.waitlist),
            (QCoreApplication.translate("Unavailable", "cancel %1"), found.cancelled),
        )
        if count
    ]
    if not parts:
        # Nobody is moved: the hours are taken away all the same.
        if not found.left:
            return QCoreApplication.translate("Unavailable", "Take the hours away")
        return QCoreApplication.translate("Unavailable", "Take the hours away, leave %1").replace(
            "%1", number(found.left)
        )
    text = QCoreApplication.translate("Unavailable", ", ", "between what a button does").join(parts)
    return text[:1].upper() + text[1:]


def foot_text(found: Sum) -> str:
    """Return what must be known of a plan besides what its button says."""
    stay = QCoreApplication.translate(
        "Unavailable", "%n left to a clinician: the visits stay as they are.", None, found.left
    )
    undo = QCoreApplication.translate("Unavailable", "Can be undone while nobody has touched a row.")
    return sentences(stay if found.left else "", undo)


def contact_text(contact: Contact) -> str:
    """Return what came of a call."""
    return {
        Contact.NOT_YET: QCoreApplication.translate("Unavailable", "Not called yet"),
        Contact.AGREED: QCoreApplication.translate("Unavailable", "Agreed"),
        Contact.DECLINED: QCoreApplication.translate("Unavailable", "Declined"),
        Contact.MESSAGE: QCoreApplication.translate("Unavailable", "Message left"),
        Contact.NO_ANSWER: QCoreApplication.translate("Unavailable", "No answer"),
        Contact.WRONG_NUMBER: QCoreApplication.translate("Unavailable", "Wrong number"),
    }[contact]


def outcome_text(row: CallRow) -> str:
    """Return how a row went, in a few words."""
    if row.moved_since:
        return QCoreApplication.translate("Unavailable", "Moved since")
    if row.outcome is Outcome.ALREADY:
        return QCoreApplication.translate("Unavailable", "Was so already")
    return {
        Outcome.DONE: action_text(row.action),
        Outcome.CONFLICT: QCoreApplication.translate("Unavailable", "Not moved"),
        Outcome.NOT_ALLOWED: QCoreApplication.translate("Unavailable", "Not allowed"),
        Outcome.NOT_FOUND: QCoreApplication.translate("Unavailable", "Not there any more"),
        Outcome.HELD_BACK: QCoreApplication.translate("Unavailable", "Held back"),
    }[row.outcome]


def _signed(value: int, text: str) -> str:
    return ("+" if value > 0 else MINUS) + text
