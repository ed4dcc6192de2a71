"""A list that the hub gives page by page: what of it is here, what is asked for, and how old it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from clinic_console.domain.errors import ClinicError

MOST: Final = 20_000
"""So many rows are kept at most: nobody reads on, and whoever looks for one row narrows the list down."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Ask:
    """One request of a page: the key after which it begins, None for the first one."""

    after: str | None


class Pages(Generic[T]):
    """Rows in the hub's order, as many pages as were wanted; ``key`` gives a row's id.

    ``begin`` says what to ask next; ``take`` or ``failed`` what became of it. A refresh asks again for as much as is
    here and exchanges it at once. A quiet one keeps every row in its place: rows that are ``gone`` stay marked, new
    ones (``news``) wait until ``settle``. ``version`` rises with each change,
    ``lists`` when another list takes the place of one.
    """

    def __init__(self, key: Callable[[T], str], most: int = MOST) -> None:
        self.key = key
        self._most = most
        self.rows: tuple[T, ...] = ()
        self.gone: frozenset[str] = frozenset()
        self.news = 0
        self.loaded = False
        self.error: ClinicError | None = None
        self.since: float | None = None
        """Monotonic seconds of the last time that the hub gave all of it."""
        self.version = 0
        self.lists = 0
        self._next: str | None = None
        self._asking: Ask | None = None
        self._gathered: list[T] | None = None
        self._gathered_next: str | None = None
        self._waiting: tuple[tuple[T, ...], str | None] | None = None
        self._again, self._more, self._quiet, self._other = True, False, False, False

    # What is wanted

    def restart(self) -> None:
        """Forget all rows: another list is meant (another search, another user)."""
        self.rows, self.gone, self.news = (), frozenset(), 0
        self.loaded, self.error, self.since = False, None, None
        self._next = self._asking = self._gathered = self._waiting = None
        self._again, self._more, self._quiet, self._other = True, False, False, False
        self.lists += 1
        self.version += 1

    def exchange(self) -> None:
        """Want another list's first page; until it is there, the rows of this one stay in sight."""
        self._drop_request()
        self._again, self._more, self._quiet, self._other = True, False, False, True
        self.error, self._waiting = None, None
        self.version += 1

    def refresh(self, *, quiet: bool = False) -> None:
        """Want all that is here anew; quietly, without a row coming or going under the pointer."""
        if quiet and (not self.loaded or self.asking or self.wanted):
            return
        self._quiet, self._again = quiet, True
        if not quiet:
            self.error = None
            if self._gathered is not None:
                # What is under way may have been asked before what makes the refresh needed.
                self._drop_request()
        self.version += 1

    def more(self) -> None:
        """Want the next page, if there is one."""
        self._more = self._more or (self.has_more and self.error is None)

    @property
    def has_more(self) -> bool:
        """Say whether the hub has more rows than are here, and there is room for them."""
        return self._next is not None and len(self.rows) < self._most

    @property
    def full(self) -> bool:
        """Say whether the hub has more rows than are ever kept here."""
        return self._next is not None and len(self.rows) >= self._most

    @property
    def wanted(self) -> bool:
        """Say whether something is to be asked, and nothing is being asked."""
        return self._asking is None and (self._again or self._more or self._gathered is not None)

    @property
    def asking(self) -> bool:
        """Say whether the hub is being asked."""
        return self._asking is not None

    def get(self, row: str) -> T | None:
        """Return the row of an id, if it is here."""
        return next((each for each in self.rows if self.key(each) == row), None)

    # What becomes of it

    def begin(self) -> Ask | None:
        """Return what to ask now; None when nothing is wanted, or something is being asked."""
        if not self.wanted:
            return None
        if self._again:
            self._again, self._gathered, self._asking = False, [], Ask(None)
        elif self._gathered is not None:
            self._asking = Ask(self._gathered_next)
        else:
            self._more, self._asking = False, Ask(self._next)
        self.version += 1
        return self._asking

    def take(self, ask: Ask, rows: Sequence[T], after: str | None, mono: float) -> None:
        """Take a page at a monotonic time; one that is not waited for any more is passed over."""
        if ask is not self._asking:
            return
        self._asking = None
        # A hub that repeats itself is not followed round and round.
        after = after if rows and after != ask.after else None
        if self._gathered is None:
            self._show(self._distinct((*self.rows, *rows)), after, mono)
            return
        self._gathered.extend(rows)
        reach = 0 if self._other else min(len(self.rows), self._most)
        if after is not None and len(self._gathered) < reach:
            self._gathered_next = after
            self.version += 1
            return
        fresh, self._gathered = self._distinct(self._gathered), None
        if self._quiet and self._would_move(fresh):
            self._keep_places(fresh, after, mono)
        else:
            self._show(fresh, after, mono)

    def failed(self, ask: Ask, error: ClinicError) -> None:
        """Note why a page could not be had; what is here stays, and nothing is asked until it is wanted again."""
        if ask is self._asking:
            self._drop_request()
            self._again = self._more = False
            if self._other:
                # What is in sight is not what was asked for.
                self.restart()
                self._again = False
            self.error = error
            self.version += 1

    def given_up(self, ask: Ask) -> None:
        """Let go of a request that was cancelled; one that was answered changes nothing."""
        if ask is self._asking:
            self._drop_request()
            self._again = self._again or not self.loaded
            self.version += 1

    # What the user does

    def settle(self) -> None:
        """Let the rows come and go that a quiet refresh found."""
        if self._waiting is not None:
            rows, after = self._waiting
            self._show(rows, after, self.since)

    def put(self, row: T) -> None:
        """Show how one row is now; one that is new comes first."""
        self._outrun()
        key = self.key(row)
        if self.get(key) is None:
            self.rows = (row, *self.rows)[: self._most]
            self.version += 1
            return
        self.rows = tuple(row if self.key(each) == key else each for each in self.rows)
        self.version += 1

    def remove(self, *ids: str) -> None:
        """Let rows go."""
        self._outrun()
        kept = tuple(each for each in self.rows if self.key(each) not in ids)
        if len(kept) != len(self.rows):
            self.rows = kept
            self.gone -= set(ids)
            self.version += 1

    def _outrun(self) -> None:
        """What was asked before a change may tell of the time before it: ask again."""
        if self._asking is not None or self._gathered is not None or self._waiting is not None:
            self._again = self._again or self._gathered is not None or self._waiting is not None
            self._more = self._more or (self._asking is not None and self._gathered is None)
            self._drop_request()
            self._waiting, self.news = None, 0

    def _drop_request(self) -> None:
        self._asking = self._gathered = None

    def _would_move(self, fresh: Sequence[T]) -> bool:
        return [self.key(row) for row in fresh] != [self.key(row) for row in self.rows]

    def _keep_places(self, fresh: tuple[T, ...], after: str | None, mono: float) -> None:
        now = {self.key(row): row for row in fresh}
        here = {self.key(row) for row in self.rows}
        self.rows = tuple(now.get(self.key(row), row) for row in self.rows)
        # What stands behind the end of the fresh pages may still be there.
        self.gone = frozenset(here - set(now)) if after is None or len(fresh) >= len(self.rows) else frozenset()
        self.news = len(set(now) - here)
        self._waiting, self.since, self.error = (fresh, after), mono, None
        self.version += 1

    def _show(self, rows: tuple[T, ...], after: str | None, mono: float | None) -> None:
        self.lists += self._other
        self._other = False
        self.rows, self._next, self._waiting = rows[: self._most], after, None
        self.gone, self.news = frozenset(), 0
        self.loaded, self.error, self.since = True, None, mono
        self.version += 1

    def _distinct(self, rows: Sequence[T]) -> tuple[T, ...]:
        return tuple({self.key(row): row for row in rows}.values())
