"""What single values of a patient have to be, whether somebody types them or a file brings them."""

import re
import unicodedata
from datetime import date
from typing import Final

from clinic_console.domain.patients import OLDEST_YEARS
from clinic_console.domain.patients_names import parts_of

LEAST_DIGITS: Final = 3
"""Of a phone number: extensions have so few."""
_EMAIL: Final = re.compile(r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)+")
_KANA_MARKS: Final = frozenset("ー・＝=-'ゝゞヽヾ\u3099\u309a ")


def is_email(text: str) -> bool:
    """Say whether a text can be an email address."""
    return _EMAIL.fullmatch(text) is not None


def is_phone(text: str) -> bool:
    """Say whether a text can be a phone number, whatever else stands beside its digits."""
    return sum(map(str.isdigit, text)) >= LEAST_DIGITS


def is_name_in_kana(text: str) -> bool:
    """Say whether a name is written in kana of either kind and width, with what stands between its parts."""
    return all(
        letter in _KANA_MARKS or unicodedata.name(letter, "").startswith(("HIRAGANA", "KATAKANA"))
        for letter in unicodedata.normalize("NFKC", text)
    )


def is_part_of(family: str, written: str) -> bool:
    """Say whether a name has a family name in it: whole words, or (where none are apart) its beginning or end."""
    wanted, words = parts_of(family), parts_of(written)
    if not wanted:
        return False
    if any(words[at : at + len(wanted)] == wanted for at in range(len(words))):
        return True
    together, whole = "".join(wanted), "".join(words)
    return whole.startswith(together) or whole.endswith(together)


def is_too_old(day: date, today: date) -> bool:
    """Say whether a day is too long ago for anybody who is alive, and for what they lived through."""
    # As numbers: not every year has a 29 February.
    return (day.year + OLDEST_YEARS, day.month, day.day) < (today.year, today.month, today.day)
