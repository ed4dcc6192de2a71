"""What a new password and a new PIN must be: long enough, and not among the first that anybody would try."""

import itertools
import unicodedata
from typing import Final

from clinic_console.domain.errors import BadField, NotAPin, PasswordTooShort
from clinic_console.hub.service.passwords import LONGEST

SHORTEST: Final = 12
_DIFFERENT: Final = 5
"""So many different characters at least: 'aaaaaaaaaaaa' is long and nothing else."""
_OWN_LEFT: Final = 6
"""So much must be left of a password without the user's own names and the words below."""
_PIN_LENGTHS: Final = range(4, 9)
# The cores of most of the worst long passwords (they are these, one after another, with digits around them).
_WORST: Final = (
    "password", "passwort", "passw0rd", "p@ssw0rd", "qwertyuiop", "qwerty", "asdfghjkl", "zxcvbnm",
    "1q2w3e4r5t", "1qaz2wsx", "iloveyou", "welcome", "administrator", "admin", "letmein", "changeme", "abcdefghij",
    "abc123", "hospital", "krankenhaus", "clinic", "clinica", "nurse", "doctor", "secret", "dragon", "monkey",
    "football", "baseball", "sunshine", "princess", "superman", "starwars", "trustno1", "master", "login",
    "1234567890", "0123456789", "123456789", "12345678", "1234567", "123456", "987654321", "summer", "winter",
)  # fmt: skip
_WORST_PINS: Final = frozenset(
    {"2580", "0852", "1212", "1313", "2020", "2000", "1004", "6969", "1122", "1010", "4321", "123123", "121212",
     "112233", "159753", "147258", "147258369", "12341234", "11223344"}
)  # fmt: skip


def check_new_password(password: str, present: str, login: str, name: str) -> None:
    """Raise PasswordTooShort or BadField when a password is not fit to be a user's."""
    if len(password) < SHORTEST:
        raise PasswordTooShort(field="password")
    if len(password) > LONGEST:
        raise BadField(f"over {LONGEST} characters", field="password")
    if password == present:
        raise BadField("the same as now", field="password")
    folded = unicodedata.normalize("NFKC", password).casefold()
    if len(set(folded)) < _DIFFERENT:
        raise BadField("too few different characters", field="password")
    if len(_without(folded, [login, *name.split(), name])) < _OWN_LEFT:
        raise BadField("your own name, and little else", field="password")
    if len(_without(folded, _WORST)) < _OWN_LEFT:
        raise BadField("among the first that anybody would try", field="password")


def check_new_pin(pin: str) -> None:
    """Raise NotAPin or BadField when a PIN is not 4 to 8 digits, or among the first that anybody would try."""
    if len(pin) not in _PIN_LENGTHS or not pin.isascii() or not pin.isdigit():
        raise NotAPin(field="pin")
    steps = {(int(after) - int(before)) % 10 for before, after in itertools.pairwise(pin)}
    if (len(steps) == 1 and steps <= {0, 1, 9}) or pin in _WORST_PINS:
        raise BadField("among the first that anybody would try", field="pin")


def _without(folded: str, words: "list[str] | tuple[str, ...]") -> str:
    """Return what is left without these words, the longest taken out first."""
    for word in sorted({unicodedata.normalize("NFKC", word).casefold() for word in words}, key=len, reverse=True):
        if len(word) > 2:
            folded = folded.replace(word, "")
    return folded
