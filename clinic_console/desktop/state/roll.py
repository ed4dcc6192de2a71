"""A list too long to be kept: rows known by their places, a few hundred of them here, the rest asked for when wanted.

The hub gives how many rows there are and a landmark, the key of each so-many-th row. From a landmark any row is at
most one stretch away, so a scroll bar can be dragged anywhere at once.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from clinic_console.domain.errors import ClinicError

CHUNK: Final = 100
"""Rows in one request."""
MOST: Final = 60
"""So many chunks are kept; those in sight are never dropped."""
AT_ONCE: Final = 2
"""So many requests are under way at most, beside the one for the landmarks."""
CALM_SECONDS: Final = 0.05
"""A bar that is being dragged asks for nothing until it has stood still for so long."""
OLD_SECONDS: Final = 60.0
"""Landmarks as old as this are asked for again with the next rows that are wanted."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Landmarks:
    """How many rows there are, after which key each ``every``-th of them comes (the first: after none), and its head.

    A head is what the row is sorted by begins with, where the hub says so.
    """

    total: int
    every: int
    keys: tuple[str, ...]
    heads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Ask:
    """One request: the landmarks (``chunk`` -1), or ``CHUNK`` rows, ``skip`` rows behind the key ``after``."""

    chunk: int
    after: str = ""
    skip: int = 0


@dataclass(frozen=True, slots=True)
class _Chunk(Generic[T]):
    rows: tuple[T, ...]
    after: str | None
    """The key of the rows behind these; None at the end of the list."""
    marks: int
    """By which landmarks they were found."""


class Roll(Generic[T]):
    """Rows by their places; ``key`` gives a row's id.

    ``look`` says what is in sight; ``begin`` what to ask for it; ``take``, ``take_marks`` and ``failed`` what became
    of it. ``version`` rises with each change, ``lists`` when another list takes the place of one. Times are monotonic
    seconds. ``first`` and ``last`` are the places in sight.
    """

    def __init__(self, key: Callable[[T], str]) -> None:
        self.key = key
        self.version, self.lists = 0, 0
        self.first, self.last = 0, 0
        self._clean()

    def _clean(self) -> None:
        self.since: float | None = None
        """Monotonic seconds at which the landmarks came."""
        self._marks: Landmarks | None = None
        self._chunks: OrderedDict[int, _Chunk[T]] = OrderedDict()
        self._places: dict[str, int] = {}
        self._asking: dict[int, Ask] = {}
        self._failures: dict[int, ClinicError] = {}
        self._generation, self._again = 0, True
        self._calm_at = 0.0
        self._length = 0

    # What is here

    @property
    def total(self) -> int:
        """Return how many rows there are, as far as is known."""
        return self._length

    @property
    def loaded(self) -> bool:
        """Say whether it is known how many rows there are."""
        return self._marks is not None

    @property
    def error(self) -> ClinicError | None:
        """Return why something that is in sight could not be had."""
        return next((self._failures[each] for each in (-1, *self._seen()) if each in self._failures), None)

    @property
    def kept(self) -> int:
        """Return how many chunks are here."""
        return len(self._chunks)

    def row(self, place: int) -> T | None:
        """Return what stands at a place; None for what is not here."""
        chunk = self._chunks.get(place // CHUNK)
        at = place % CHUNK
        return chunk.rows[at] if chunk is not None and 0 <= at < len(chunk.rows) else None

    def id(self, place: int) -> str:
        """Return the id of the row at a place, empty for what is not here."""
        row = self.row(place)
        return "" if row is None else self.key(row)

    def place(self, row: str) -> int:
        """Return where the row of an id stands, -1 where that is not known."""
        return self._places.get(row, -1)

    def head(self, place: int) -> str:
        """Return what the landmark before a place begins with, empty where nobody said."""
        marks = self._marks
        at = place // marks.every if marks is not None else 0
        return marks.heads[at] if marks is not None and 0 <= at < len(marks.heads) else ""

    # What is wanted

    def look(self, first: int, last: int, mono: float) -> None:
        """Say which places are in sight."""
        if (first, last) == (self.first, self.last):
            return
        moved = abs(first - self.first)
        self.first, self.last = max(0, first), max(0, first, last)
        if moved > self.last - self.first + 1:
            # Not one page on: somebody drags, and only where they stop is worth asking for.
            self._calm_at = mono + CALM_SECONDS
        for chunk in self._seen():
            if chunk in self._chunks:
                self._chunks.move_to_end(chunk)

    def restart(self) -> None:
        """Forget all rows: another list is meant (another order, another user)."""
        self._clean()
        self.first = self.last = 0
        self.lists += 1
        self.version += 1

    def refresh(self) -> None:
        """Have the list asked for anew; what is in sight stays until the new rows are there."""
        self._again = True
        self.retry()

    def revisit(self, mono: float) -> None:
        """Have the list asked for anew if it is old: somebody has come back to it."""
        if self.since is not None and mono - self.since > OLD_SECONDS:
            self._again = True

    def retry(self) -> None:
        """Ask again for what could not be had."""
        self._failures.clear()
        self.version += 1

    def begin(self, mono: float) -> Ask | None:
        """Return what to ask now; None when nothing is wanted, or enough is being asked."""
        if -1 not in self._asking and -1 not in self._failures and self._wants_marks(mono):
            self._again = False
            return self._ask(Ask(-1))
        if mono < self._calm_at or len(self._asking.keys() - {-1}) >= AT_ONCE:
            return None
        for chunk in self._wanted():
            if chunk not in self._asking and chunk not in self._failures:
                ask = self._where(chunk)
                if ask is not None:
                    return self._ask(ask)
        return None

    def let_go(self) -> None:
        """Wait no more for what is out of sight by now."""
        wanted = {-1, *self._seen(), *self._ahead()}
        self._asking = {chunk: ask for chunk, ask in self._asking.items() if chunk in wanted}

    def waits_for(self, ask: Ask) -> bool:
        """Say whether a request is still of use."""
        return self._asking.get(ask.chunk) is ask

    # What becomes of it

    def take_marks(self, ask: Ask, marks: Landmarks, mono: float) -> None:
        """Take the landmarks; rows that were found by others are kept in sight until they are there anew."""
        if not self.waits_for(ask):
            return
        del self._asking[-1]
        had = self._marks is not None
        self._marks, self._length, self.since = marks, marks.total, mono
        if had:
            self._generation += 1
            for chunk in self._chunks.keys() - set(self._seen()):
                self._drop(chunk)
        self._measure()
        self.version += 1

    def take(self, ask: Ask, rows: Sequence[T], after: str | None) -> None:
        """Take a chunk's rows; one that is not waited for any more is passed over."""
        if not self.waits_for(ask):
            return
        del self._asking[ask.chunk]
        self._drop(ask.chunk)
        self._chunks[ask.chunk] = _Chunk(tuple(rows), after, self._generation)
        for at, row in enumerate(rows):
            self._places[self.key(row)] = ask.chunk * CHUNK + at
        self._measure()
        self._tidy()
        self.version += 1

    def failed(self, ask: Ask, error: ClinicError) -> None:
        """Note why something could not be had; it is asked for again when that is wanted (``retry``)."""
        if self.waits_for(ask):
            del self._asking[ask.chunk]
            self._failures[ask.chunk] = error
            self.version += 1

    def given_up(self, ask: Ask) -> None:
        """Let go of a request that was cancelled; one that was answered changes nothing."""
        if self.waits_for(ask):
            del self._asking[ask.chunk]
            self._again = self._again or ask.chunk < 0

    def put(self, row: T) -> None:
        """Show how one row is now, if it is here."""
        place = self.place(self.key(row))
        chunk = self._chunks.get(place // CHUNK)
        if chunk is None or self.id(place) != self.key(row):
            return
        at = place % CHUNK
        rows = (*chunk.rows[:at], row, *chunk.rows[at + 1 :])
        self._chunks[place // CHUNK] = _Chunk(rows, chunk.after, chunk.marks)
        self.version += 1

    def _seen(self) -> range:
        return range(self.first // CHUNK, self.last // CHUNK + 1)

    def _ahead(self) -> Iterator[int]:
        page = self.last - self.first + 1
        for place in (self.last + page, self.first - page):
            if 0 <= place < max(1, self.total) and place // CHUNK not in self._seen():
                yield place // CHUNK

    def _wanted(self) -> Iterator[int]:
        """Yield the chunks that are wanted and not here as they are now: first those in sight."""
        for chunk in (*self._seen(), *self._ahead()):
            here = self._chunks.get(chunk)
            if (here is None or here.marks != self._generation) and (chunk == 0 or chunk * CHUNK < self.total):
                yield chunk

    def _wants_marks(self, mono: float) -> bool:
        if self._again:
            return True
        old = self.since is not None and mono - self.since > OLD_SECONDS
        return old and mono >= self._calm_at and next(self._wanted(), None) is not None

    def _where(self, chunk: int) -> Ask | None:
        marks = self._marks
        before = self._chunks.get(chunk - 1)
        every = marks.every if marks is not None else 0
        inside = not every or chunk * CHUNK % every != 0
        # Across a landmark the key before it would count differently from the one that stands there.
        if inside and before is not None and before.after and before.marks == self._generation:
            return Ask(chunk, before.after)
        if chunk == 0:
            return Ask(0)
        if marks is None or chunk * CHUNK // every >= len(marks.keys):
            return None
        return Ask(chunk, marks.keys[chunk * CHUNK // every], chunk * CHUNK % every)

    def _ask(self, ask: Ask) -> Ask:
        self._asking[ask.chunk] = ask
        return ask

    def _measure(self) -> None:
        """Know better than the landmarks how long the list is, once its end is here."""
        last = max(self._chunks, default=-1)
        chunk = self._chunks.get(last)
        if chunk is None or chunk.marks != self._generation:
            return
        reach = last * CHUNK + len(chunk.rows)
        if chunk.after is None or self._marks is None:
            self._length = reach
        else:
            self._length = max(self._length, reach)

    def _tidy(self) -> None:
        seen = {*self._seen(), *self._ahead()}
        for chunk in list(self._chunks):
            if len(self._chunks) <= MOST:
                break
            if chunk not in seen:
                self._drop(chunk)

    def _drop(self, chunk: int) -> None:
        gone = self._chunks.pop(chunk, None)
        for at, row in enumerate(gone.rows if gone is not None else ()):
            if self._places.get(self.key(row)) == chunk * CHUNK + at:
                del self._places[self.key(row)]
