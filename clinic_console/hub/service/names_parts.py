"""Parts of names: how they are listed, put together from pieces, and drawn as often as in life."""

from dataclasses import dataclass
from functools import cached_property
from math import prod
from random import Random
from typing import Final, NamedTuple

_STEP: Final = 7_919
"""A prime that no list's length is a multiple of: neighbours in rank do not look alike."""


class Part(NamedTuple):
    """A part of a name: in its own script, in Latin letters, and (Japanese) its reading."""

    written: str
    latin: str
    kana: str = ""


Parts = tuple[Part, ...]


def read_parts(text: str) -> Parts:
    """Read ``written/Latin/kana``, apart by commas; what has no Latin form of its own is in Latin letters.

    An underscore is a space at the end of a piece.
    """
    fields = (entry.strip().replace("_", " ").split("/") for entry in text.split(","))
    return tuple(Part(each[0], each[-1] if len(each) < 3 else each[1], *each[2:]) for each in fields)


@dataclass(frozen=True)
class Stock:
    """Family names, or given ones: those that are listed, then rare ones, of which each is some one of ``pieces``.

    Drawn by Zipf-Mandelbrot: the n-th is as frequent as 1 / (n + ``flat``); there are at most ``most``.
    """

    common: Parts
    pieces: tuple[Parts, ...] = ()
    most: int = 8_000
    flat: float = 8.0

    def draw(self, random: Random) -> Part:
        """Draw any part."""
        rank = int(self.flat * ((self._count + self.flat) / self.flat) ** random.random() - self.flat)
        return self.common[rank] if rank < len(self.common) else self._rare(rank - len(self.common))

    def draw_common(self, random: Random) -> Part:
        """Draw one of those that are listed, each as often."""
        return random.choice(self.common)

    @cached_property
    def _rare_ones(self) -> int:
        return prod(map(len, self.pieces)) if self.pieces else 0

    @cached_property
    def _count(self) -> int:
        return min(self.most, len(self.common) + self._rare_ones)

    def _rare(self, number: int) -> Part:
        """Put the rare name of a number together; each number has its own."""
        place = number * _STEP % self._rare_ones
        written = latin = kana = ""
        for choice in self.pieces:
            place, index = divmod(place, len(choice))
            piece = choice[index]
            written, latin, kana = written + piece.written, latin + piece.latin, kana + piece.kana
        return Part(_capital(written), _capital(latin), kana)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
