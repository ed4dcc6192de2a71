"""What people type into a field: ids, names, words to look for; what does not fit is named by its field."""

from typing import Final
from unicodedata import category, normalize
from unicodedata import name as name_of
from uuid import UUID

from clinic_console.domain.errors import BadField

LONGEST_NAME: Final = 100
LONGEST_REASON: Final = 500
_ZERO_WIDTH: Final = "\u200c\u200d"
"""What joins letters or keeps them apart: names in Persian, Sinhala and others are not written right without them."""
_EAST_ASIAN: Final = frozenset({"CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA", "BOPOMOFO", "HANGUL"})
_UNSEEN: Final = ("COMBINING", "VARIATION SELECTOR", "HANGUL CHOSEONG FILLER", "HANGUL JUNGSEONG FILLER")


def read_id(value: str, field: str) -> UUID:
    """Return the id that a text stands for; BadField."""
    try:
        return UUID(value)
    except ValueError:
        raise BadField("not an id", field=field) from None


def read_name(value: str, field: str, longest: int = LONGEST_NAME) -> str:
    """Return a name without the spaces around it; BadField when it is empty, too long or holds control characters."""
    name = value.strip()
    if not name or len(name) > longest or not _is_readable(name):
        raise BadField(f"not 1 to {longest} printable characters", field=field)
    return name


def read_text(value: str, field: str, longest: int = LONGEST_NAME) -> str:
    """Return a text that may be empty; BadField as for a name."""
    return read_name(value, field, longest) if value.strip() else ""


def read_word(value: str, field: str, longest: int = LONGEST_NAME) -> str:
    """Return what is typed exactly (a login, a device's code); BadField with spaces around it too."""
    word = read_name(value, field, longest)
    if word != value or not word.isprintable():
        raise BadField("spaces around it, or not printable", field=field)
    return word


def read_login(value: str) -> str:
    """Return a new login; BadField for what could be taken for another one, or is compared in more than one way."""
    login = read_word(value, "login")
    if normalize("NFKC", login) != login or not all(_is_plain(letter) for letter in login):
        raise BadField("letters that can be written in more than one way", field="login")
    if len({_script(letter) for letter in login if not letter.isascii() or letter.isalpha()}) > 1:
        raise BadField("letters of more than one script", field="login")
    return login


def read_search(value: str) -> str:
    """Return the LIKE pattern (escaped by a backslash) of what somebody looks for, '' for everything; BadField."""
    wanted = read_text(value, "search")
    for special in ("\\", "%", "_"):
        wanted = wanted.replace(special, "\\" + special)
    return f"%{wanted}%" if wanted else ""


def _is_plain(letter: str) -> bool:
    """Say whether a letter or mark has one small form by every rule, and is seen."""
    if letter.isascii():
        return True
    small = letter.lower()
    one = len(small) == 1 and small == letter.casefold() and letter.upper().lower() == small
    return one and category(letter)[0] in "LMN" and not name_of(letter, "COMBINING").startswith(_UNSEEN)


def _script(letter: str) -> str:
    """Return the script of a letter, as far as its name in Unicode tells; those of East Asia are written as one."""
    first = name_of(letter, "").replace("-", " ").split(" ")[0]
    return "EAST ASIAN" if first in _EAST_ASIAN else first


def _is_readable(text: str) -> bool:
    # Python takes no space but the ASCII one for printable; the ideographic one stands in many names.
    return all(letter.isprintable() or letter in _ZERO_WIDTH or category(letter) == "Zs" for letter in text)
