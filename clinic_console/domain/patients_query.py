"""What somebody types to find a patient: words of a name, a date or year of birth, a number, a phone."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final

from clinic_console.domain.patients import OLDEST_YEARS
from clinic_console.domain.patients_born import read_born
from clinic_console.domain.patients_kana import is_kana, romanised, shortened
from clinic_console.domain.patients_names import LEAST_SHORTENED, digits_of, fold_number, parts_of

LONGEST_TEXT: Final = 200
MOST_WORDS: Final = 8
LEAST_DIGITS: Final = 4
"""Of a phone: fewer stand in nearly all of them."""
LEAST_FOREIGN: Final = 10
"""Digits behind which 00 is the way out of a country; of fewer it is where the end of a phone begins."""
LEAST_NUMBER: Final = 3
"""Letters and digits of a record number or another identifier."""
ORDERS: Final = ("dmy", "mdy", "ymd")

_YEAR: Final = re.compile(r"(?:18|19|20)\d\d")
_PHONE: Final = re.compile(r"[+\d][\d\s().\-/]*")
_TWO_DIGITS: Final = re.compile(
    r"2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]"  # country codes of two digits (ITU-T E.164)
)


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for.

    ``words`` are as they are kept; ``others`` the same as typed, or kana in Latin letters. ``year`` narrows words.
    ``born``: the likeliest reading first. ``phone`` are digits inside a phone, ``number`` the beginning of an
    identifier (folded).
    ``either``: words and numbers are two readings of one text, not two things that must both fit.
    """

    words: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    year: int | None = None
    born: tuple[date, ...] = ()
    phone: str = ""
    number: str = ""
    either: bool = False

    def __bool__(self) -> bool:
        """Say whether there is anything to look for."""
        return bool(self.words or self.born or self.phone or self.number)


def read_query(text: str, order: str, today: date) -> Query:
    """Read what was typed, dates in an order of ORDERS; an empty query when it is too little to look for."""
    typed = unicodedata.normalize("NFKC", text).strip()
    whole = _dates(typed, order, today)
    if whole:
        number = fold_number(typed)
        # Eight digits may be a day, and a number.
        return Query(born=whole, number=number, phone=_phone(typed)) if number == typed else Query(born=whole)
    if _PHONE.fullmatch(typed):
        return _of_digits(typed)
    return _of_tokens(typed.split(), order, today)


def national(phone: str) -> str:
    """Return the digits of a phone without what differs by where it is called from: +81 (0)90 … is 90 …."""
    digits = digits_of(phone)
    plus = phone.lstrip().startswith("+")
    if not plus and digits.startswith("00") and len(digits) < LEAST_FOREIGN:
        return digits
    if plus or digits.startswith("00"):
        digits = digits.removeprefix("00")
        country = 1 if digits[:1] in ("1", "7") else 2 if _TWO_DIGITS.match(digits) else 3
        digits = digits[country:]
    return digits.lstrip("0")


def _of_digits(typed: str) -> Query:
    number = fold_number(typed)
    return Query(phone=_phone(typed), number=number if len(number) >= LEAST_NUMBER else "")


def _phone(typed: str) -> str:
    digits = national(typed)
    return digits if len(digits) >= LEAST_DIGITS else ""


def _of_tokens(tokens: list[str], order: str, today: date) -> Query:
    born, rest = _date_within(tokens, order, today)
    year, names, numbers = None, [], []
    for token in rest:
        if _YEAR.fullmatch(token) and today.year - OLDEST_YEARS <= int(token) <= today.year:
            year = int(token)
        elif _PHONE.fullmatch(token) and len(digits_of(token)) >= LEAST_DIGITS:
            numbers.append(token)
        else:
            names.append(token)
    spelt = _words(names)
    words, others = tuple(spelt), tuple(spelt.values())
    number = fold_number(numbers[0]) if numbers else ""
    whole = fold_number("".join(tokens))
    if (
        words
        and not (born or numbers or year)
        and len(whole) >= LEAST_NUMBER
        and any(each.isdigit() for each in whole)
    ):
        # A number with letters, such as MRN-12, or a name with a number.
        return Query(words, others, number=whole, either=True)
    return Query(words, others, year if words else None, born, _phone(numbers[0]) if numbers else "", number)


def _words(tokens: list[str]) -> dict[str, str]:
    """Return the words to look for with another spelling of each; none for no more than one letter of an alphabet."""
    parts = [part for token in tokens for part in parts_of(token)]
    if len(parts) == 1 and len(parts[0]) == 1 and not _says_much(parts[0]):
        return {}
    spelt = {_as_kept(part): shortened(romanised(part)) if is_kana(part) else part for part in parts}
    return dict(list(spelt.items())[:MOST_WORDS])


def _as_kept(part: str) -> str:
    # Each name of so many letters is kept in its short form, too: it is found by it, however it was typed.
    return shortened(part) if part.isascii() and len(part) >= LEAST_SHORTENED else part


def _says_much(letter: str) -> bool:
    """Say whether one letter is enough to look for: of those there are thousands, as in Chinese and Korean."""
    return unicodedata.category(letter) == "Lo" and ord(letter) >= 0x2E80


def _dates(typed: str, order: str, today: date) -> tuple[date, ...]:
    month_first = order == "mdy"
    read = (read_born(typed, today, month_first=first) for first in (month_first, not month_first))
    oldest = today.year - OLDEST_YEARS
    return tuple(dict.fromkeys(day for day in read if day is not None and day.year >= oldest))


def _date_within(tokens: list[str], order: str, today: date) -> tuple[tuple[date, ...], list[str]]:
    """Take the first date out of what was typed; it may be written in up to three parts (4 Mar 1951)."""
    for size in (3, 2, 1):
        for first in range(len(tokens) - size + 1):
            born = _dates(" ".join(tokens[first : first + size]), order, today)
            if born:
                return born, tokens[:first] + tokens[first + size :]
    return (), tokens
