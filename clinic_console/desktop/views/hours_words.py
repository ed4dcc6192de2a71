"""Working hours in words: lines of a week, what is wrong with them, exceptions, and why a visit is affected."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from clinic_console.desktop.bridge import advice, sentences, words
from clinic_console.desktop.charts.times import born_text, clock_text, day_text
from clinic_console.desktop.state.hours_affected import Hit
from clinic_console.desktop.state.hours_exceptions import Away
from clinic_console.domain.errors import ClinicError, TemplateOverlap, TimeGap, TimeTwice
from clinic_console.domain.templates import DAY, LAST, Line
from clinic_console.domain.zones import day_of

MINUTE_MS: Final = 60_000
_CLOCK: Final = re.compile(r"^(\d{1,2})(?:\D{0,2}?(\d{2}))?$")
Names = Mapping[int, str]


def weekday_text(day: int, *, short: bool = False) -> str:
    """Return a day of the week (1: Monday)."""
    form = QLocale.FormatType.ShortFormat if short else QLocale.FormatType.LongFormat
    return QLocale().standaloneDayName((day - 1) % 7 + 1, form)


def minutes_text(minutes: int) -> str:
    """Return a time of day as clocks show it, from minutes after midnight; 24:00 is the end of a day."""
    if minutes == DAY and "a" not in QLocale().timeFormat(QLocale.FormatType.ShortFormat).lower():
        return "24:00"
    return clock_text(minutes % DAY * MINUTE_MS, "UTC")


def minutes_of(text: str) -> int | None:
    """Return minutes after midnight of a time as people type it: 9, 930, 17:30, 5:30 pm; None for no time."""
    given = text.strip().lower().replace("\u00a0", " ")
    afternoon = re.search(r"(pm|p\.m\.|午後)", given)
    morning = re.search(r"(am|a\.m\.|午前)", given)
    found = _CLOCK.match(re.sub(r"(pm|am|p\.m\.|a\.m\.|午前|午後)", "", given).strip())
    if found is None:
        return None
    hours, minutes = int(found[1]), int(found[2] or 0)
    if (afternoon or morning) and not 1 <= hours <= 12:
        return None
    if afternoon or morning:
        hours = hours % 12 + (12 if afternoon else 0)
    right = minutes < 60 and (hours < 24 or (hours == 24 and not minutes))
    return hours * 60 + minutes if right else None


def times_text(line: Line) -> str:
    """Return from when to when a line is."""
    text = QCoreApplication.translate("Hours", "%1 to %2", "two times of day")
    return text.replace("%2", minutes_text(line.ends)).replace("%1", minutes_text(line.begins))


def kind_text(kind: str) -> str:
    """Return what a line, or an exception, is."""
    return {
        "work": QCoreApplication.translate("Hours", "Work"),
        "block": QCoreApplication.translate("Hours", "Blocked"),
        "reserved": QCoreApplication.translate("Hours", "Reserved"),
        "leave": QCoreApplication.translate("Hours", "Leave"),
        "extra": QCoreApplication.translate("Hours", "Extra hours"),
        "closed": QCoreApplication.translate("Hours", "Clinic closed"),
    }.get(kind, kind)


def week_text(week: int) -> str:
    """Return which week of the month is meant."""
    return {
        1: QCoreApplication.translate("Hours", "1st"),
        2: QCoreApplication.translate("Hours", "2nd"),
        3: QCoreApplication.translate("Hours", "3rd"),
        4: QCoreApplication.translate("Hours", "4th"),
        5: QCoreApplication.translate("Hours", "5th"),
        LAST: QCoreApplication.translate("Hours", "Last"),
    }.get(week, str(week))


def when_text(line: Line) -> str:
    """Return in which weeks and between which days a line holds; empty for always."""
    parts = []
    if line.weeks:
        parts.append(", ".join(week_text(week) for week in sorted(line.weeks)))
    if line.since is not None:
        text = QCoreApplication.translate("Hours", "from %1", "a day")
        parts.append(text.replace("%1", born_text(line.since)))
    if line.until is not None:
        text = QCoreApplication.translate("Hours", "until %1", "a day")
        parts.append(text.replace("%1", born_text(line.until)))
    return " · ".join(parts)


def line_text(line: Line, clinic: str = "") -> str:
    """Return a whole line, for readers and lists."""
    parts = [weekday_text(line.weekday), times_text(line), kind_text(line.kind), line.label, when_text(line), clinic]
    return ", ".join(filter(None, parts))


def fault_text(error: ClinicError) -> str:
    """Return why a line, or a field of one, cannot be taken."""
    if isinstance(error, TemplateOverlap):
        return QCoreApplication.translate("Hours", "These hours meet others: nobody works twice at a time.")
    if isinstance(error, TimeGap):
        text = QCoreApplication.translate("Hours", "The clocks go forward: %1 does not exist on that day.")
        return text.replace("%1", error.detail) if error.detail else sentences(words(error), advice(error))
    if isinstance(error, TimeTwice):
        text = QCoreApplication.translate("Hours", "The clocks go back: %1 comes twice. Say which is meant.")
        return text.replace("%1", error.detail) if error.detail else sentences(words(error), advice(error))
    return _field_text(error.field) or sentences(words(error), advice(error))


def _field_text(name: str) -> str:
    return {
        "begins": QCoreApplication.translate("Hours", "Write a time, such as 9:00."),
        "ends": QCoreApplication.translate("Hours", "The end has to be behind the begin, a day at most."),
        "until": QCoreApplication.translate("Hours", "The last day is before the first one."),
        "types": QCoreApplication.translate("Hours", "Say for which types of visits it is kept."),
        "label": QCoreApplication.translate("Hours", "This is too long."),
        "name": QCoreApplication.translate("Hours", "Write a name that no other one has."),
        "group": QCoreApplication.translate("Hours", "Write what visits ask for, such as an exam room."),
        "clinics": QCoreApplication.translate("Hours", "Choose at least one clinic."),
        "minutes": QCoreApplication.translate("Hours", "This time cannot be."),
        "forms": QCoreApplication.translate("Hours", "Name each form once: at most 20, each of up to 100 letters."),
    }.get(name.rpartition(".")[2].partition("[")[0], "")


def why_text(why: str) -> str:
    """Return why booking would refuse a visit after a change."""
    return {
        "closed": QCoreApplication.translate("Hours", "Clinic closed"),
        "outside_hours": QCoreApplication.translate("Hours", "Outside of hours"),
        "leave": QCoreApplication.translate("Hours", "During leave"),
        "block": QCoreApplication.translate("Hours", "In a blocked time"),
        "wrong_type": QCoreApplication.translate("Hours", "Not for this type of visit"),
        "reserved": QCoreApplication.translate("Hours", "Reserved for other visits"),
        "inactive": QCoreApplication.translate("Hours", "Not in use any more"),
        "left": QCoreApplication.translate("Hours", "Not in this clinic any more"),
        "group": QCoreApplication.translate("Hours", "In another group then"),
        "capacity": QCoreApplication.translate("Hours", "More visits than there is room for"),
    }.get(why, why)


def person_text(hit: Hit) -> str:
    """Return whose visit it is, as far as the user may know."""
    if not hit.id:
        return QCoreApplication.translate("Hours", "A visit at another clinic")
    if hit.restricted or not hit.patient.id:
        return QCoreApplication.translate("Hours", "Name not shown")
    return hit.patient.name or hit.patient.latin


def day_words(at: int, zone: str) -> str:
    """Return the day of a time, with its year where that is not at hand: another one than now is far away."""
    return day_text(at, zone)


def span_text(away: Away, zone: str) -> str:
    """Return from when to when an exception is: days alone where it is whole days."""
    if is_whole(away.begins, away.ends, zone):
        first, last = day_words(away.begins, zone), day_words(away.ends - MINUTE_MS, zone)
        if first == last:
            return first
        text = QCoreApplication.translate("Hours", "%1 to %2", "two days")
        return text.replace("%2", last).replace("%1", first)
    begins = f"{day_words(away.begins, zone)} {clock_text(away.begins, zone)}"
    same = day_words(away.begins, zone) == day_words(away.ends, zone)
    ends = clock_text(away.ends, zone) if same else f"{day_words(away.ends, zone)} {clock_text(away.ends, zone)}"
    text = QCoreApplication.translate("Hours", "%1 to %2", "two times")
    return text.replace("%2", ends).replace("%1", begins)


def is_whole(begins: int, ends: int, zone: str) -> bool:
    """Say whether a stretch begins and ends with days."""
    return all(_day(at, zone) != _day(at - MINUTE_MS, zone) for at in (begins, ends))


def types_text(types: Iterable[int], names: Names) -> str:
    """Return types of visits by name."""
    return ", ".join(names.get(each, str(each)) for each in types)


def affected_text(total: int) -> str:
    """Return how many visits a change would leave outside."""
    if not total:
        return QCoreApplication.translate("Hours", "No visit is affected.")
    return QCoreApplication.translate("Hours", "%n visit(s) would lie outside of hours.", None, total)


def save_text(total: int) -> str:
    """Return what a button says that saves all the same."""
    if not total:
        return QCoreApplication.translate("Hours", "Save")
    return QCoreApplication.translate("Hours", "Save, %n visit(s) stay outside of hours", None, total)


def _day(at: int, zone: str) -> date:
    return day_of(zone, datetime.fromtimestamp(at / 1_000, UTC))
