"""Imports of patients and past visits: the list of them, the one being prepared, and the one under way here."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from clinic_console.desktop.state.imports_draft import Draft, Given, Trouble
from clinic_console.desktop.state.pages import Pages
from clinic_console.domain.errors import ClinicError, HubSlow
from clinic_console.domain.imports import MOST_BOOKED, MOST_ERRORS, MOST_ROWS, Kind, Layout

FEWEST_ROWS: Final = 50
"""Over a slow line batches become smaller, but not smaller than this."""
PACED: Final = 20
"""How fast an import is, is told by so many batches."""


class Phase(StrEnum):
    """How far an import from this console is."""

    READING = "reading"
    BEGINNING = "beginning"
    SENDING = "sending"
    WAITING = "waiting"
    PAUSED = "paused"
    STOPPED = "stopped"
    OVER = "over"


class Page(StrEnum):
    """What the tab shows."""

    LIST = "list"
    DRAFT = "draft"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Import:
    """One import as the hub tells of it; ``state``: running, finished, cancelled; times in ms since 1970."""

    id: str
    clinic_id: str
    kind: str
    file: str
    digest: str
    state: str
    lines: int
    done: int
    good: int
    already: int
    bad: int
    by: str
    began: int
    ended: int | None
    layout: Layout | None

    @property
    def running(self) -> bool:
        """Say whether it has not ended."""
        return self.state == "running"


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a row was refused: its line, the field (empty: the row as a whole), a code, and the hub's words."""

    line: int
    field: str
    code: str
    text: str


class Errors(Pages[Refused]):
    """What was refused of one import, by line."""

    def __init__(self) -> None:
        super().__init__(lambda each: f"{each.line}:{each.field}:{each.code}", MOST_ERRORS)

    def begin_empty(self, mono: float) -> None:
        """Nothing has been refused of an import that begins."""
        self.restart()
        ask = self.begin()
        if ask is not None:
            self.take(ask, (), None, mono)

    def add(self, more: Sequence[Refused], mono: float) -> None:
        """Take what the last batch brought, unless there is more before it that is not here yet."""
        if not more:
            return
        if self.asking or not self.loaded:
            self.refresh()
        elif not self.has_more and len(self.rows) < MOST_ERRORS:
            self._show(self._distinct((*self.rows, *more)), None, mono)


@dataclass(slots=True, eq=False)
class Run:
    """An import that this console carries on; ``goes_on`` is the one that was begun before.

    ``read`` of ``size`` bytes have been gone through before the first row is sent. ``ending`` says that somebody
    wants it to end.
    """

    path: str
    kind: Kind
    clinic_id: str
    layout: Layout
    goes_on: Import | None = None
    size: int = 0
    read: int = 0
    phase: Phase = Phase.READING
    imported: Import | None = None
    resumed: int = 0
    most: int = 0
    ending: bool = False
    problem: ClinicError | None = None
    trouble: Trouble | None = None
    pace: deque[tuple[float, int]] = field(default_factory=lambda: deque(maxlen=PACED))

    def __post_init__(self) -> None:
        self.most = self.most or (MOST_BOOKED if self.kind is Kind.DAY_LIST else MOST_ROWS)

    @property
    def active(self) -> bool:
        """Say whether it is going on, or will by itself."""
        return self.phase not in (Phase.STOPPED, Phase.OVER)

    @property
    def rate(self) -> float:
        """Return rows a second of late, 0 while nobody knows."""
        if len(self.pace) < 2:
            return 0.0
        (began, before), (now, done) = self.pace[0], self.pace[-1]
        return (done - before) / (now - began) if now > began else 0.0

    @property
    def left(self) -> float | None:
        """Return how many seconds it may still take, None while nobody knows."""
        one = self.imported
        return (one.lines - one.done) / self.rate if one is not None and self.rate > 0 else None


@dataclass(frozen=True, slots=True)
class Missed:
    """How many of all of a clinic's visits were kept, missed and cancelled; ``rate``: of a whole, None: of none."""

    kept: int
    missed: int
    cancelled: int
    rate: float | None


@dataclass(slots=True)
class Saved:
    """A file of refused rows: where, and what became of it."""

    path: str
    rows: int = 0
    done: bool = False
    problem: ClinicError | None = None

    @property
    def running(self) -> bool:
        """Say whether it is still being written."""
        return not self.done and self.problem is None


@dataclass(slots=True)
class Imports:
    """What one console knows of imports; ``version`` rises with every change besides those of the two lists.

    ``opened`` is what is looked at; ``watching`` says that it is the one under way. ``missed`` is what was asked when
    an import of past visits was over, by its id (None: not answered yet). ``lists`` are those of day lists.
    """

    pages: Pages[Import] = field(default_factory=lambda: Pages(lambda one: one.id))
    errors: Errors = field(default_factory=Errors)
    draft: Draft | None = None
    run: Run | None = None
    opened: Import | None = None
    watching: bool = False
    saved: Saved | None = None
    missed: dict[str, Missed | None] = field(default_factory=dict)
    lists: "Imports | None" = None
    version: int = 0

    @property
    def page(self) -> Page:
        """Return what is to be shown."""
        if self.opened is not None or (self.watching and self.run is not None):
            return Page.IMPORT
        return Page.DRAFT if self.draft is not None else Page.LIST

    @property
    def busy(self) -> bool:
        """Say whether an import is under way here."""
        return self.run is not None and self.run.active

    @property
    def shown(self) -> Import | None:
        """Return the import that is looked at, as it is known last."""
        return self.run.imported if self.watching and self.run is not None else self.opened

    def prepare(self, given: Given) -> Draft:
        """Begin to prepare an import."""
        self.opened, self.watching = None, False
        self.draft = Draft(given)
        self.version += 1
        return self.draft

    def touch(self) -> None:
        """Note that something has changed."""
        self.version += 1

    def open(self, one: Import) -> None:
        """Look at an import, at the one under way here if it is that."""
        run = self.run
        self.watching = run is not None and run.imported is not None and run.imported.id == one.id
        if self.opened is None or self.opened.id != one.id:
            self.errors.restart()
            self.saved = None
        self.opened = one
        self.version += 1

    def back(self) -> None:
        """Look at the list again; what is under way goes on, what is being prepared is let go."""
        self.opened, self.watching = None, False
        if self.draft is not None and not (self.busy and self.run is not None and self.run.imported is None):
            self.draft = None
        self.version += 1

    def start(self, run: Run, mono: float) -> None:
        """Carry on an import, and look at it."""
        self.run, self.opened, self.watching, self.saved = run, run.goes_on, True, None
        if run.goes_on is None:
            self.errors.begin_empty(mono)
        else:
            self.errors.restart()
        self.version += 1

    def drop_run(self) -> None:
        """Go back to what was being prepared: nothing of it has been begun."""
        self.run, self.watching, self.opened = None, False, None
        self.version += 1

    def progress(self, run: Run, one: Import) -> None:
        """Note how far the one under way is."""
        run.imported = one
        if self.watching:
            self.opened = one
        if self.pages.loaded:
            self.pages.put(one)
        if not one.running:
            run.phase = Phase.OVER
        self.version += 1

    def stop(self, run: Run, *, trouble: Trouble | None = None, problem: ClinicError | None = None) -> None:
        """Note why the one under way does not go on by itself."""
        run.phase, run.trouble, run.problem = Phase.STOPPED, trouble, problem
        self.version += 1

    def wait(self, run: Run, problem: ClinicError) -> None:
        """Note that the hub cannot be had; over a slow line the next batch is a smaller one."""
        run.phase, run.problem = Phase.WAITING, problem
        if isinstance(problem, HubSlow):
            run.most = max(FEWEST_ROWS, run.most // 2)
        run.pace.clear()
        self.version += 1

    def clear(self) -> None:
        """Forget everything: somebody else may sign in next. What is under way finds itself dropped, and ends."""
        self.pages.restart()
        self.errors.restart()
        self.draft = self.run = self.opened = self.saved = None
        self.watching = False
        self.missed.clear()
        if self.lists is not None:
            self.lists.clear()
        self.version += 1
