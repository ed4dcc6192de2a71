"""What is said of who waits: how urgent, how long, and what they take."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QLocale

from clinic_console.desktop.charts.times import clock_text
from clinic_console.desktop.state.finder import HOURS, MIDNIGHT, Part
from clinic_console.desktop.state.waitlist import Freed, Priority, Waiting, Wish
from clinic_console.desktop.views.booking_rows import Row
from clinic_console.desktop.views.booking_words import day_words

DAY_MS = 86_400_000
HOUR_MS = 3_600_000
WEEK = 7


def priority_text(priority: int) -> str:
    """Return how soon somebody has to come."""
    translate = QCoreApplication.translate
    texts = {
        int(Priority.URGENT): translate("Waitlist", "Urgent"),
        int(Priority.SOON): translate("Waitlist", "Soon"),
        int(Priority.ROUTINE): translate("Waitlist", "Routine"),
    }
    return texts.get(priority, texts[int(Priority.ROUTINE)])


def waited_text(made_at: int, now: int) -> str:
    """Return for how long somebody has waited; ``now`` 0: not known."""
    if not now or not made_at:
        return ""
    waited = max(0, now - made_at)
    if waited >= DAY_MS:
        return QCoreApplication.translate("Waitlist", "%n day(s)", None, waited // DAY_MS)
    return QCoreApplication.translate("Waitlist", "%n hour(s)", None, waited // HOUR_MS)


def wish_text(
    wish: Wish, kinds: Mapping[int, str], doctors: Mapping[int, str], specialties: Mapping[int, str]
) -> str:
    """Return what somebody takes, in a line."""
    who = doctors.get(wish.practitioner, "") or specialties.get(wish.specialty, "")
    return " · ".join(filter(None, (kinds.get(wish.type, ""), who, days_text(wish), hours_text(wish), wish.note)))


def days_text(wish: Wish) -> str:
    """Return on which days of the week; nothing for any."""
    if not wish.weekdays or len(wish.weekdays) == WEEK:
        return ""
    locale = QLocale()
    return " ".join(locale.standaloneDayName(day, QLocale.FormatType.ShortFormat) for day in sorted(wish.weekdays))


def hours_text(wish: Wish) -> str:
    """Return at which time of the day; nothing for any."""
    if (wish.time_from, wish.time_to) == (0, MIDNIGHT):
        return ""
    named = {
        HOURS[Part.MORNING]: QCoreApplication.translate("Waitlist", "mornings"),
        HOURS[Part.AFTERNOON]: QCoreApplication.translate("Waitlist", "afternoons"),
    }
    text = QCoreApplication.translate("Waitlist", "%1 to %2", "two times of day")
    begins, ends = (clock_text(minutes * 60_000, "UTC") for minutes in (wish.time_from, wish.time_to))
    return named.get((wish.time_from, wish.time_to), text.replace("%2", ends).replace("%1", begins))


def waiting_name(waiting: Waiting) -> str:
    """Return who waits."""
    if waiting.restricted or not waiting.patient.name:
        return QCoreApplication.translate("Waitlist", "Restricted chart")
    return waiting.patient.name


def waiting_row(waiting: Waiting, now: int, wish: str) -> Row:
    """Return somebody who waits as a row; ``wish`` is what they take, in words."""
    urgent = waiting.wish.priority == Priority.URGENT
    person = waiting.patient
    return Row(
        waiting_name(waiting),
        strong=waited_text(waiting.made_at, now),
        other=person.latin if person.latin != person.name else "",
        key=waiting.id,
        notice=priority_text(waiting.wish.priority) if urgent else "",
        below=wish if urgent else " · ".join(filter(None, (priority_text(waiting.wish.priority), wish))),
    )


def freed_row(waiting: Waiting, freed: Freed, zone: str, now: int, doctor: str, kind: str) -> Row:
    """Return a time that became free, and for whom, as a row."""
    fits = QCoreApplication.translate("Waitlist", "%1 · fits").replace("%1", doctor or kind)
    return Row(
        waiting_name(waiting),
        day_words(freed.begins, zone, now),
        clock_text(freed.begins, zone),
        key=freed.id,
        below=" · ".join(filter(None, (fits, kind if doctor else "", priority_text(waiting.wish.priority)))),
    )
