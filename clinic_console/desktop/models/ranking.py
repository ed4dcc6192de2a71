"""Finding an entry by a few letters: folding and ranking, without Qt."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Final, Generic, Protocol, TypeVar

MAX_HITS: Final = 60
MAX_UNASKED: Final = 12
# Letters that have a stroke or are joined: Unicode does not take them apart.
_STROKED: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
# A word is a run of letters or of digits: Bed12 has two.
_WORD: Final = re.compile(r"\d+|[^\W\d_]+")
_DIGIT: Final = re.compile(r"\d")
_KANA: Final = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}


class Tier(IntEnum):
    """How well a word fits, best first; the title counts before the other words of an entry."""

    WHOLE = 0
    PREFIX = 1
    OTHER_PREFIX = 2
    INITIALS = 3
    INSIDE = 4
    OTHER_INSIDE = 5
    SCATTERED = 6


class Entry(Protocol):
    """What can be found: by its title, and by its detail and other words that are not shown."""

    @property
    def title(self) -> str:
        """What it is called."""

    @property
    def detail(self) -> str:
        """What stands behind the title."""

    @property
    def words(self) -> str:
        """Other words that find it."""

    @property
    def group(self) -> IntEnum:
        """Which heading it stands under."""


E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, slots=True)
class Hit(Generic[E]):
    """An entry that was found; ``marks`` are the characters of its title that fit (start, length)."""

    entry: E
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Found(Generic[E]):
    """What to show, by heading, the best first; ``total`` counts what fits, shown or not."""

    groups: tuple[tuple[Hit[E], ...], ...]
    total: int


@dataclass(frozen=True, slots=True)
class _Folded:
    """A text made comparable; ``origin`` says which character of the text each one comes from."""

    text: str
    origin: Sequence[int]
    starts: frozenset[int]
    initials: str


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
    bare = "".join(part for part in apart if unicodedata.category(part) != "Mn")
    return bare.translate(_STROKED).translate(_KANA)


def fold(text: str) -> str:
    """Return a text without case, accents, width and kind of kana."""
    return text.lower() if text.isascii() else "".join(map(_plain, text))


def _folded(text: str) -> _Folded:
    origin: Sequence[int] = range(len(text))
    if text.isascii():
        plain = text.lower()
    else:
        parts = list(map(_plain, text))
        plain = "".join(parts)
        if len(plain) != len(text) or "" in parts:
            origin = [place for place, part in enumerate(parts) for _ in part]
    starts = [match.start() for match in _WORD.finditer(plain)]
    return _Folded(plain, origin, frozenset(starts), "".join([plain[place] for place in starts]))


def _places(word: str, field: _Folded) -> Iterable[int]:
    place = field.text.find(word)
    while place >= 0:
        yield place
        place = field.text.find(word, place + 1)


def _in_order(word: str, field: _Folded) -> list[int] | None:
    """Return where the letters of a word stand one after the other, the first one at the start of a word.

    Not for numbers: whoever asks for bed 12 must not be offered bed 102.
    """
    if len(word) < 2 or _DIGIT.search(word) or word[0] not in field.initials:
        return None
    place = min(start for start in field.starts if field.text[start] == word[0])
    places = [place]
    for letter in word[1:]:
        if place < 0:
            return None
        place = field.text.find(letter, place + 1)
        places.append(place)
    return places if place >= 0 else None


def _best_place(word: str, field: _Folded) -> tuple[Tier, int] | None:
    best: tuple[Tier, int] | None = None
    for place in _places(word, field):
        end = place + len(word)
        if place not in field.starts:
            found = (Tier.INSIDE, place)
        elif end < len(field.text) and field.text[end].isalnum() and end not in field.starts:
            found = (Tier.PREFIX, place)
        else:
            return Tier.WHOLE, place
        best = found if best is None or found < best else best
    return best


def _tier(word: str, title: _Folded, other: _Folded) -> Tier | None:
    inside = _best_place(word, title) if word in title.text else None
    if inside is not None and inside[0] <= Tier.PREFIX:
        return inside[0]
    beside = _best_place(word, other) if word in other.text else None
    if beside is not None and beside[0] <= Tier.PREFIX:
        return Tier.OTHER_PREFIX
    if len(word) > 1 and word in title.initials:
        return Tier.INITIALS
    if inside is not None:
        return Tier.INSIDE
    if beside is not None:
        return Tier.OTHER_INSIDE
    return Tier.SCATTERED if _in_order(word, title) else None


def _letters(word: str, title: _Folded) -> Iterable[int]:
    """Return the places in a folded title that a word fits, for the eye."""
    inside = _best_place(word, title)
    if inside is not None and inside[0] <= Tier.PREFIX:
        return range(inside[1], inside[1] + len(word))
    if len(word) > 1 and word in title.initials:
        first = title.initials.index(word)
        return sorted(title.starts)[first : first + len(word)]
    if inside is not None:
        return range(inside[1], inside[1] + len(word))
    return _in_order(word, title) or ()


def _marks(words: Sequence[str], title: _Folded) -> tuple[tuple[int, int], ...]:
    places = sorted({title.origin[letter] for word in words for letter in _letters(word, title)})
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((place, 1))
    return tuple(runs)


def marks(query: str, title: str) -> tuple[tuple[int, int], ...]:
    """Return which characters of a title fit a query (start, length), for what somebody else has found."""
    return _marks(fold(query).split(), _folded(title))


class Index(Generic[E]):
    """Entries made ready to be searched; it holds patients' names, so it lives no longer than the palette is open."""

    def __init__(self, entries: Sequence[E]) -> None:
        self._entries = entries
        self._rows: list[tuple[E, _Folded, _Folded]] = []

    def prepare(self, count: int) -> bool:
        """Make some more entries ready (a thousand take 15 ms), say whether all are; ``find`` does what is left."""
        ready = len(self._rows)
        for entry in self._entries[ready : ready + count]:
            self._rows.append((entry, _folded(entry.title), _folded(f"{entry.detail} {entry.words}".strip())))
        return len(self._rows) == len(self._entries)

    def find(self, query: str, groups: Collection[IntEnum] | None = None, most: int = MAX_HITS) -> Found[E]:
        """Return the entries in which every word of a query fits, at most ``most``; without words the first ones.

        Equals stay in the order in which they were given. The heading with the best entry comes first.
        """
        # The longest first: it is the one that most entries do not have.
        words = sorted(fold(query).split(), key=len, reverse=True)
        if not words:
            return _unasked([entry for entry in self._entries if groups is None or entry.group in groups])
        self.prepare(len(self._entries))
        rows = self._rows if groups is None else [row for row in self._rows if row[0].group in groups]
        ranked: list[tuple[int, int, int]] = []
        for number, (_, title, other) in enumerate(rows):
            tiers: list[Tier] = []
            for word in words:
                tier = _tier(word, title, other)
                if tier is None:
                    break
                tiers.append(tier)
            else:
                ranked.append((max(tiers), sum(tiers), number))
        ranked.sort()
        if ranked and ranked[0][0] < Tier.SCATTERED:
            # Scattered letters are what is left to offer when nothing else fits.
            ranked = [row for row in ranked if row[0] < Tier.SCATTERED]
        hits = [Hit(rows[number][0], _marks(words, rows[number][1])) for _, _, number in ranked[:most]]
        return Found(_grouped(hits), len(ranked))


def _grouped(hits: Iterable[Hit[E]]) -> tuple[tuple[Hit[E], ...], ...]:
    groups: dict[IntEnum, list[Hit[E]]] = {}
    for hit in hits:
        groups.setdefault(hit.entry.group, []).append(hit)
    return tuple(tuple(group) for group in groups.values())


def _unasked(entries: Sequence[E]) -> Found[E]:
    groups = _grouped(Hit(entry) for entry in sorted(entries, key=lambda entry: entry.group))
    return Found(tuple(group[:MAX_UNASKED] for group in groups)[: MAX_HITS // MAX_UNASKED], len(entries))
