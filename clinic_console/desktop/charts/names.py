"""Names where there is little room: family name and initial, or initials only, from the patient's own order.

A name comes as it is written, without saying which part is the family's; so this is a guess by script, particles and
frequent surnames. It shortens what a tile shows; the whole name stands in the bed panel.
"""

import unicodedata
from typing import Final


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_PARTICLES: Final = _set(
    "van von der den de del della di da do dos das du la le el al bin ibn ben bint ní ó mac mc ter ten zu zum af av"
)
_VIETNAMESE: Final = _set(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh đào trương trịnh mai tô"
)
_SPANISH: Final = _set(
    "garcía garcia martín martin ruiz díaz diaz moreno muñoz álvarez alonso romero navarro torres ramos gil serrano"
    " molina castro ortega rubio marín blanco medina cruz flores herrera vargas reyes morales rojas mendoza"
)
NO_LETTERS: Final = "?"
"""Stands for a name in which nothing can be seen: spaces, marks, invisible signs."""
_FAMILY_FIRST: Final = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL")


def short_name(name: str, latin: str) -> str:
    """Return family name and initial ("García L.", "Tanaka Y."), or the name where it has no such form."""
    if not _seen(name) and not _seen(latin):
        return NO_LETTERS if name or latin else ""
    latin = latin if _seen(latin) else ""
    family, given = _parts(name, latin)
    if not family:
        return name if _seen(name) else latin
    return f"{family} {_initial(given)}." if given else family


def initials(name: str, latin: str) -> str:
    """Return initials in the patient's own order ("L. G.", "T. Y."), which tell less than a name."""
    if not _seen(name) and not _seen(latin):
        return NO_LETTERS if name or latin else ""
    latin = latin if _seen(latin) else ""
    family, given = _parts(name, latin)
    words = _telling(latin or name)
    if family and words[0] == given:
        words = [given, *(word for word in words[1:] if word in family.split())]
    return " ".join(f"{_initial(word)}." for word in words[:1] + words[-1:] * (len(words) > 1))


def _parts(name: str, latin: str) -> tuple[str, str]:
    """Return family name and given name; an empty family name where nothing can be said."""
    written = latin or name
    if _script(written) not in ("LATIN", "CYRILLIC", "GREEK"):
        return "", ""
    if "," in written:
        family, _, given = written.partition(",")
        return family.strip(), given.strip()
    words = _words(written)
    if len(words) < 2:
        return "", ""
    if latin and _script(name) in _FAMILY_FIRST:
        return words[0], words[1]
    if words[0].casefold() in _VIETNAMESE:
        return words[0], words[-1]
    first = _family_begins(words)
    last = first + 1 if _two_surnames(words, first) else len(words)
    return " ".join(words[first:last]), words[0]


def _family_begins(words: list[str]) -> int:
    first = len(words) - 1
    for place in range(1, len(words) - 1):
        if words[place].casefold() in _PARTICLES:
            return place
    if len(words) > 2 and _spanish(words[-2]):
        return len(words) - 2
    return first


def _two_surnames(words: list[str], first: int) -> bool:
    return first == len(words) - 2 and _spanish(words[first])


def _spanish(word: str) -> bool:
    lower = word.casefold()
    return lower in _SPANISH or (len(lower) > 4 and lower.endswith("ez"))


def _telling(written: str) -> list[str]:
    """Return the words that initials are of; what a name begins or ends with is no particle ("Van Do", "Le Van")."""
    words, turned = _words(written), "," in written
    ends = () if turned else (0, len(words) - 1)
    return [word for n, word in enumerate(words) if n in ends or word.casefold() not in _PARTICLES] or words


def _words(name: str) -> list[str]:
    return [word for word in name.replace(",", " ").split() if _seen(word)]


def _seen(text: str) -> str:
    """Return the first sign of a text that stands for something by itself: no space, mark, or invisible one."""
    return next((sign for sign in text if sign != "," and unicodedata.category(sign)[0] not in "CMZ"), "")


def _initial(word: str) -> str:
    # A letter with marks of its own (a decomposed Ş) is one initial.
    composed = unicodedata.normalize("NFC", word)
    letter = next((letter for letter in composed if letter.isalpha()), "") or _seen(composed)
    # A letter whose capital is two (ß) stays as it is.
    return letter.upper() if len(letter.upper()) == 1 else letter


def _script(text: str) -> str:
    letter = next((letter for letter in text if letter.isalpha()), "")
    return unicodedata.name(letter, "").split(" ", 1)[0].split("-", 1)[0] if letter else ""
