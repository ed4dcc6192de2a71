"""Names as they are looked for: one spelling for every way to write a letter, and the parts of a name."""

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final

from clinic_console.domain.patients import Name
from clinic_console.domain.patients_kana import is_kana, romanised, shortened

LONGEST_PART: Final = 40
LONGEST_SORT: Final = 100
LONGEST_WORDS: Final = 500
"""Characters: an index takes no longer entries, and a name of 200 letters can be folded into thousands."""
LEAST_SHORTENED: Final = 5
"""Letters of a word whose short form is kept and looked for: less would be found by too much."""

_LETTERS: Final = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h"}
    # Arabic: alef with wasla, alef maqsura, ta marbuta, the Persian yeh and kaf; hamza and tatweel are left out.
    | {"ٱ": "ا", "ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك", "ء": None, "ـ": None}
    # What joins the parts of a word: O'Brien is found as obrien.
    | dict.fromkeys("'’‘ʼʻ`´′\u200c\u200d\u00ad")
    # Old forms of Japanese letters, which few keyboards offer.
    | dict(zip("髙﨑邊邉齋齊斎澤廣濱眞德國龍櫻惠實榮壽瀨淺曾冨嶋圓遙彌靜關黑﨔塚",
               "高崎辺辺斉斉斉沢広浜真徳国竜桜恵実栄寿瀬浅曽富島円遥弥静関黒欅塚", strict=True))
)  # fmt: skip
_LAST_MARK: Final = 0x1FFFF
"""Behind it no letters are combined with any."""
_TO_HIRAGANA: Final = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_CLOSE: Final = re.compile("[\u3041-\u30ff]{4,8}|[\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]{3,8}")
"""Scripts whose names are often written without a space: 山田太郎, 김민준."""
_NO_NUMBER: Final = {at: None for at in range(128) if not chr(at).isalnum()}
_NO_DIGIT: Final = {at: None for at in range(128) if not chr(at).isdigit()}
_AT_MOST: Final = 4


@lru_cache(maxsize=16_384)
def fold(text: str) -> str:
    """Return a text without case, accents, width and kind of kana: what is typed and what is kept meet here."""
    if text.isascii():
        return text.lower().translate(_LETTERS)
    for _ in range(_AT_MOST):
        text, before = _folded(text), text
        if text == before or text.isascii():
            break
    return text


def _folded(text: str) -> str:
    small = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    plain = unicodedata.normalize("NFD", small).translate(_accents())
    return unicodedata.normalize("NFC", plain).translate(_TO_HIRAGANA)


@lru_cache(maxsize=16_384)
def parts_of(text: str) -> tuple[str, ...]:
    """Return the words of a text, folded, in their order and each once."""
    folded = fold(text)
    if not folded.replace(" ", "").isalnum():
        # Vowels of Indian and Thai letters are marks: no word ends there.
        folded = "".join(each if unicodedata.category(each)[0] in "LMN" else " " for each in folded)
    return tuple(dict.fromkeys(word[:LONGEST_PART] for word in folded.split()))


def words_of(name: Name) -> tuple[str, ...]:
    """Return all by which a name is found: the parts of every way to write it, and other spellings of these."""
    texts = (sort_of(name), name.written, name.latin, name.kana, name.former)
    own = [parts_of(text) for text in texts]
    within = [ending for parts in own if len(parts) == 1 for ending in _endings(parts[0])]
    plain = [word for parts in own for word in parts]
    return _bounded([*plain, *(spelt for word in dict.fromkeys(plain) for spelt in spellings(word)), *within])


@lru_cache(maxsize=16_384)
def spellings(word: str) -> tuple[str, ...]:
    """Return what else a folded word is found by: kana in Latin letters, and long vowels by one letter."""
    others = []
    if is_kana(word):
        others = [romanised(word), shortened(romanised(word))]
    elif word.isascii() and len(word) >= LEAST_SHORTENED:
        others = [shortened(word)]
    return tuple(each for each in dict.fromkeys(others) if each and each != word)


@lru_cache(maxsize=64)
def sort_of(name: Name) -> str:
    """Return what a name is sorted by: Latin letters where there are any, the family name first."""
    base = parts_of(name.latin or name.written)
    family = parts_of(name.family)
    written = parts_of(name.written)
    if family and written[: len(family)] != family and written[-len(family) :] == family:
        base = base[-len(family) :] + base[: -len(family)]
    return " ".join(base)[:LONGEST_SORT].rstrip()


def fold_number(text: str) -> str:
    """Return a number that somebody gave (MRN, insurance) as it is compared: letters and digits only, large."""
    if text.isascii():
        return text.upper().translate(_NO_NUMBER)
    return "".join(each for each in unicodedata.normalize("NFKC", text).upper() if each.isalnum())


def digits_of(phone: str) -> str:
    """Return the digits of a phone number, as 0 to 9 whatever keyboard typed them."""
    if phone.isascii():
        return phone.translate(_NO_DIGIT)
    return "".join(str(unicodedata.digit(each)) for each in phone if each.isdigit())


def _bounded(words: list[str]) -> tuple[str, ...]:
    kept, length = [], 0
    for word in dict.fromkeys(words):
        length += len(word) + 1
        if length > LONGEST_WORDS:
            break
        kept.append(word)
    return tuple(kept)


def _endings(word: str) -> list[str]:
    """Return where a given name may begin inside a word: 太郎 of 山田太郎, not one kana alone."""
    least = 2 if is_kana(word) else 1
    return [word[begin:] for begin in range(1, len(word) - least + 1)] if _CLOSE.fullmatch(word) else []


@cache
def _accents() -> dict[int, None]:
    """Return the marks above and below letters; not the voiced ones of kana: か and が are two letters."""
    marks = (code for code in range(_LAST_MARK + 1) if unicodedata.combining(chr(code)))
    return {code: None for code in marks if chr(code) not in "\u3099\u309a"}
