"""Names as they are looked for: one spelling for every way to write a letter, and the parts of a name."""

import re
import unicodedata
from typing import Final

from clinic_console.domain.patients import Name

_APART: Final = re.compile(r"[^\w]+|_+")
_LETTERS: Final = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h"}
)
_KATAKANA: Final = range(0x30A1, 0x30F7)
_TO_HIRAGANA: Final = 0x60


def fold(text: str) -> str:
    """Return a text without case, accents, width and kind of kana: what is typed and what is kept meet here."""
    small = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    plain = "".join(each for each in unicodedata.normalize("NFD", small) if not _is_accent(each))
    return "".join(_hiragana(each) for each in unicodedata.normalize("NFC", plain))


def parts_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, folded, in their order and each once."""
    return tuple(dict.fromkeys(word for word in _APART.split(fold(text)) if word))


def words_of(name: Name) -> tuple[str, ...]:
    """Return all by which a name is found: the parts of every way to write it."""
    texts = (sort_of(name), name.written, name.latin, name.kana, name.former)
    return tuple(dict.fromkeys(word for text in texts for word in parts_of(text)))


def sort_of(name: Name) -> str:
    """Return what a name is sorted by: Latin letters where there are any, the family name first."""
    base = parts_of(name.latin or name.written)
    family = parts_of(name.family)
    written = parts_of(name.written)
    if family and written[: len(family)] != family and written[-len(family) :] == family:
        base = base[-len(family) :] + base[: -len(family)]
    return " ".join(base)


def fold_number(text: str) -> str:
    """Return a number that somebody gave (MRN, insurance) as it is compared: letters and digits only, large."""
    return "".join(each for each in unicodedata.normalize("NFKC", text).upper() if each.isalnum())


def digits_of(phone: str) -> str:
    """Return the digits of a phone number, as 0 to 9 whatever keyboard typed them."""
    return "".join(str(unicodedata.digit(each)) for each in phone if each.isdigit())


def _is_accent(letter: str) -> bool:
    # Not the voiced marks of kana: か and が are two letters.
    return unicodedata.combining(letter) != 0 and letter not in "\u3099\u309a"


def _hiragana(letter: str) -> str:
    return chr(ord(letter) - _TO_HIRAGANA) if ord(letter) in _KATAKANA else letter
