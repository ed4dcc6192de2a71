"""Whether two records may be of one person: same day of birth, phone or number, and names that are alike.

Migration 0009 has the same rules for those of whom nothing may be told; a test holds the two against each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

LEAST_DIGITS: Final = 6
"""Shorter phone numbers are extensions: many people share one."""
LONG_WORD: Final = 4
"""Letters from which on one slip of the keyboard leaves a word recognisable."""
MOST: Final = 10

Words = Sequence[str]


@dataclass(frozen=True, slots=True)
class Meeting:
    """What two records have in common besides their names' words."""

    same_day: bool
    phone: bool
    number: bool


def telling(words: Words) -> tuple[str, ...]:
    """Return those words of a name that tell people apart: an initial fits too many."""
    return tuple(word for word in words if not (len(word) == 1 and "a" <= word <= "z"))


def alike(words: Words, others: Words, meeting: Meeting) -> list[str]:
    """Return what makes two records one person's: name, born, phone, identifier; nothing when it is improbable."""
    near = words_alike(words, others, half=False)
    same = words_alike(words, others, half=True)
    probable = meeting.number or (meeting.same_day and same) or (meeting.phone and near)
    found = {"name": near, "born": meeting.same_day, "phone": meeting.phone, "identifier": meeting.number}
    return [name for name, is_so in found.items() if is_so] if probable else []


def score(words: Words, others: Words, meeting: Meeting) -> float:
    """Say how probable it is, to order several: a number tells most, then the day, the phone, the share of words."""
    least = min(len(words), len(others)) or 1
    share = min(1.0, _met(words, others) / least)
    return 4.0 * meeting.number + 2.0 * meeting.same_day + 1.5 * meeting.phone + 2.0 * share


def words_alike(words: Words, others: Words, *, half: bool) -> bool:
    """Say whether words of two names are alike: any at all, or at least ``half`` of the name that has fewer."""
    met = _met(words, others)
    return met > 0 and (not half or 2 * met >= min(len(words), len(others)))


def one_slip(one: str, other: str) -> bool:
    """Say whether two words differ by one letter at most: another, one more, one less, or two that changed places."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    same = next((at for at, letter in enumerate(short) if letter != long[at]), len(short))
    if len(short) < len(long):
        return short[same:] == long[same + 1 :]
    turned = short[same : same + 2] == long[same : same + 2][::-1] and short[same + 2 :] == long[same + 2 :]
    return short[same + 1 :] == long[same + 1 :] or turned


def _met(words: Words, others: Words) -> int:
    return max(_found(words, others), _found(others, words))


def _found(words: Words, others: Words) -> int:
    return sum(_is_in(word, others) for word in words)


def _is_in(word: str, others: Words) -> bool:
    if word in others:
        return True
    if len(word) >= LONG_WORD and any(len(other) >= LONG_WORD and one_slip(word, other) for other in others):
        return True
    # Names of East Asia are written with and without a space.
    return any(first != second and first + second == word for first in others for second in others)
