"""Visits that overlap stand side by side: which share of a column's width each of them gets."""

from collections.abc import Sequence
from typing import NamedTuple


class Lane(NamedTuple):
    """The place of one visit among those that overlap: its number from the left, and of how many."""

    number: int
    of: int


def lanes(spans: Sequence[tuple[int, int]]) -> list[Lane]:
    """Return a lane for each span (begin, end); they come in order of their begins.

    Each takes the first lane that is free by then; all of a group that hangs together are of the same width.
    """
    found: list[int] = []
    widths: list[int] = []
    ends: list[int] = []
    first = 0
    for number, (begins, until) in enumerate(spans):
        if ends and begins >= max(ends):
            widths += [len(ends)] * (number - first)
            ends, first = [], number
        free = next((lane for lane, end in enumerate(ends) if end <= begins), len(ends))
        if free == len(ends):
            ends.append(until)
        else:
            ends[free] = until
        found.append(free)
    widths += [len(ends)] * (len(spans) - first)
    return [Lane(number, of) for number, of in zip(found, widths, strict=True)]
