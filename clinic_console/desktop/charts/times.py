"""Times, dates and ages as they are read here: in the clinic's zone, in the words and the order of the locale in use.

The locale is Qt's default one, which ``desktop/language.py`` sets; what has been written once is not written again.
"""

import re
from datetime import date
from functools import lru_cache

from PySide6.QtCore import QDate, QDateTime, QLocale, QTimeZone

SHORT = QLocale.FormatType.ShortFormat


def clock_text(at: int, zone: str) -> str:
    """Return hours and minutes of a time in ms since 1970, in 24 h or 12 h as the locale has it."""
    locale = QLocale()
    return _formatted(at // 60_000 * 60, zone, _clock_form(locale), locale)


def seconds_text(at: int, zone: str) -> str:
    """Return hours, minutes and seconds of a time in ms since 1970, in 24 h or 12 h as the locale has it."""
    locale = QLocale()
    return _formatted(at // 1_000, zone, _seconds_form(locale), locale)


def date_text(at: int, zone: str) -> str:
    """Return the date of a time in ms since 1970, with its year."""
    locale = QLocale()
    return _formatted(at // 60_000 * 60, zone, _date_form(locale), locale)


def day_text(at: int, zone: str) -> str:
    """Return the day of the week, the day and the month of a time in ms since 1970."""
    locale = QLocale()
    return _formatted(at // 60_000 * 60, zone, _day_form(locale), locale)


def born_text(born: date) -> str:
    """Return a date of birth: a date without a time, so without a zone."""
    locale = QLocale()
    return locale.toString(QDate(born.year, born.month, born.day), _date_form(locale))


def day_number(at: int, zone: str) -> int:
    """Return the day of a time in ms since 1970 as year, month, day in one number (20261103)."""
    return int(_formatted(at // 60_000 * 60, zone, "yyyyMMdd", QLocale.c()))


def date_order(locale: QLocale) -> str:
    """Return how dates are typed here: dmy, mdy or ymd."""
    form = locale.dateFormat(SHORT).lower()
    return "".join(sorted("dmy", key=form.find))


def age_text(age_ms: int) -> str:
    """Return an age as minutes and seconds, with hours in front from an hour on, the same in every language."""
    seconds = max(0, age_ms) // 1_000
    hours, minutes = divmod(seconds // 60, 60)
    return f"{hours}:{minutes:02d}:{seconds % 60:02d}" if hours else f"{minutes}:{seconds % 60:02d}"


@lru_cache(maxsize=64)
def _zone(name: str) -> QTimeZone:
    zone = QTimeZone(name.encode("ascii", "replace"))
    return zone if zone.isValid() else QTimeZone.utc()


@lru_cache(maxsize=4_096)
def _formatted(second: int, zone: str, form: str, locale: QLocale) -> str:
    return locale.toString(QDateTime.fromSecsSinceEpoch(second, _zone(zone)), form)


@lru_cache(maxsize=16)
def _clock_form(locale: QLocale) -> str:
    # Not every face has the narrow space that stands before AM and PM.
    form = re.sub(r"'[^']*'", "", locale.timeFormat(SHORT)).replace("\u202f", "\u00a0").strip()
    between = re.search(r"[Hh](\W)m", form)
    colon = between[1] if between else ":"
    if "a" not in form.lower():
        # Hours of two digits keep columns of times straight, in Japan too, where one is usual.
        return f"HH{colon}mm"
    half = "Ap\u00a0" if form.lower().startswith("a") else ""
    return f"{half}h{colon}mm" if half else f"h{colon}mm\u00a0Ap"


@lru_cache(maxsize=16)
def _seconds_form(locale: QLocale) -> str:
    return re.sub(r"(\W)mm", r"\1mm\1ss", _clock_form(locale))


@lru_cache(maxsize=16)
def _date_form(locale: QLocale) -> str:
    if locale.language() is QLocale.Language.English:
        # 03/04 is another day in London than in Boston: a month is written in letters.
        return "MMM d, yyyy" if _month_first(locale) else "d MMM yyyy"
    if locale.language() is QLocale.Language.Japanese:
        return "yyyy/MM/dd"
    return re.sub(r"y+", "yyyy", locale.dateFormat(SHORT))


@lru_cache(maxsize=16)
def _day_form(locale: QLocale) -> str:
    if locale.language() is QLocale.Language.English:
        return "ddd, MMM d" if _month_first(locale) else "ddd d MMM"
    if locale.language() is QLocale.Language.Japanese:
        return "M月d日(ddd)"
    return "ddd " + re.sub(r"^y+\W*|[^\w.]*y+$", "", locale.dateFormat(SHORT))


def _month_first(locale: QLocale) -> bool:
    form = locale.dateFormat(QLocale.FormatType.LongFormat).replace("dddd", "")
    return 0 <= form.find("M") < form.find("d")
