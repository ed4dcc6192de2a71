"""Dates of birth as people type them: by the local order, as in ISO 8601, without dots, or by a Japanese era."""

import re
import unicodedata
from datetime import date
from typing import Final

_ERAS: Final = {
    "m": 1868, "明治": 1868, "明": 1868,
    "t": 1912, "大正": 1912, "大": 1912,
    "s": 1926, "昭和": 1926, "昭": 1926,
    "h": 1989, "平成": 1989, "平": 1989,
    "r": 2019, "令和": 2019, "令": 2019,
}  # fmt: skip
"""The year that is the first of each era."""
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ERA: Final = re.compile(
    rf"({'|'.join(sorted(_ERAS, key=len, reverse=True))})\.?(\d{{1,2}}|元)[./年-](\d+)[./月-](\d+)日?"
)
_YEAR_FIRST: Final = re.compile(r"(\d{4})[./年-](\d{1,2})[./月-](\d{1,2})日?")
_DIGITS: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_IN_WORDS: Final = re.compile(r"(?:(\d{1,2})[.-]?([a-z]{3,9})|([a-z]{3,9})\.?(\d{1,2}),?)[.,-]?(\d{4})")


def read_born(text: str, today: date, *, month_first: bool = False) -> date | None:
    """Return the date that was typed, None for what is none, and for what is yet to come.

    A year of two digits without an era says too little.
    """
    born = _read(text, month_first=month_first)
    return born if born is not None and born <= today else None


def _read(text: str, *, month_first: bool) -> date | None:
    # Keyboards of Japan type digits as wide as their letters.
    typed = "".join(unicodedata.normalize("NFKC", text).lower().split())
    for form in (_YEAR_FIRST, _DIGITS):
        if found := form.fullmatch(typed):
            return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _YEAR_LAST.fullmatch(typed):
        first, second = int(found[1]), int(found[2])
        return _date(int(found[3]), *((first, second) if month_first else (second, first)))
    if found := _ERA.fullmatch(typed):
        year = 1 if found[2] == "元" else int(found[2])
        return _date(_ERAS[found[1]] + year - 1, int(found[3]), int(found[4]))
    if found := _IN_WORDS.fullmatch(typed):
        word, day = (found[2], found[1]) if found[2] else (found[3], found[4])
        return _date(int(found[5]), _month(word), int(day))
    return None


def _month(word: str) -> int:
    return next((number for number, name in enumerate(_MONTHS, 1) if word.startswith(name)), 0)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
