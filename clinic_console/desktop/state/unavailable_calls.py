"""Call lists: who is to be told that a visit is elsewhere now, or is not, and what came of telling them."""

from dataclasses import dataclass, field, replace
from typing import Final

from clinic_console.desktop.state.pages import Pages
from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.domain.bulk import Outcome
from clinic_console.domain.errors import ClinicError
from clinic_console.domain.unavailable import Action, Contact

FRESH_SECONDS: Final = 15.0
"""A list that is looked at is asked for again when it is older: others call, too."""
REACHED: Final = frozenset({Contact.AGREED, Contact.DECLINED})


@dataclass(frozen=True, slots=True)
class CallRow:
    """A visit as it is now (``card``), as it was, how its change went, and what came of calling its patient.

    ``at`` is when somebody called last (ms since 1970, 0: nobody yet), ``text`` why a change did not happen.
    """

    card: Card
    action: Action
    was_begins: int
    was_practitioner: int
    outcome: Outcome
    code: str = ""
    text: str = ""
    contact: Contact = Contact.NOT_YET
    by: str = ""
    at: int = 0
    tries: int = 0
    note: str = ""
    version: int = 1

    @property
    def id(self) -> str:
        """Return which visit it is."""
        return self.card.id

    @property
    def went(self) -> bool:
        """Say whether what was wanted is so."""
        return self.outcome in (Outcome.DONE, Outcome.ALREADY)

    @property
    def moved_since(self) -> bool:
        """Say whether a visit whose change did not happen stands elsewhere by now."""
        before = self.was_begins, self.was_practitioner
        return not self.went and (self.card.begins, self.card.practitioner) != before

    @property
    def open(self) -> bool:
        """Say whether somebody has to be called, or called again."""
        return self.went and self.action is not Action.LEAVE and self.contact not in REACHED


@dataclass(frozen=True, slots=True)
class CallList:
    """One absence as it was carried out: whose (0: the clinic's), from when to when, by whom, and its rows."""

    id: str
    clinic: str
    practitioner: int
    begins: int
    ends: int
    label: str
    by: str
    made_at: int
    rows: tuple[CallRow, ...]
    undone: bool = False
    touched: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """A call list among others: how many stand on it, and how many nobody has reached yet."""

    id: str
    clinic: str
    practitioner: int
    begins: int
    ends: int
    label: str
    by: str
    made_at: int
    rows: int
    open: int
    undone: bool = False


def _heads() -> Pages[Head]:
    return Pages(lambda head: head.id)


@dataclass(slots=True)
class Calls:
    """The call lists of ``clinic``; ``wanted`` is the one that is open, ``list`` what the hub says of it.

    ``since``: monotonic seconds of its last answer; ``problem``: why there is none, or no newer one.
    """

    clinic: str = ""
    heads: Pages[Head] = field(default_factory=_heads)
    wanted: str = ""
    list: CallList | None = None
    since: float | None = None
    asking: bool = False
    problem: ClinicError | None = None
    version: int = 0
    _old: bool = False

    def look_at(self, clinic: str) -> None:
        """Look at a clinic's lists."""
        if clinic != self.clinic:
            self.clinic = clinic
            self.heads.restart()
            self.open("")

    def open(self, wanted: str) -> None:
        """Open a list, or none."""
        if wanted != self.wanted:
            self.wanted, self.list, self.since = wanted, None, None
        self.again()

    def again(self) -> None:
        """Ask for the open list once more."""
        self.problem, self._old = None, bool(self.wanted)
        self.version += 1

    def stale(self, mono: float) -> bool:
        """Say whether the open list has to be asked for at a monotonic time."""
        if not self.wanted or self.asking or self.problem is not None:
            return False
        return self._old or (self.since is not None and mono - self.since > FRESH_SECONDS)

    def begin(self) -> str:
        """The hub is being asked for the open list; return which one that is."""
        self.asking, self._old = True, False
        return self.wanted

    def take(self, found: CallList, mono: float) -> None:
        """Take a list in, unless another one is wanted by now; a row that was told of later stays."""
        self.asking = False
        if found.id == self.wanted:
            now = {row.id: row for row in self.list.rows} if self.list is not None else {}
            rows = tuple(_newer(row, now.get(row.id)) for row in found.rows)
            self.list, self.since, self.problem = replace(found, rows=rows), mono, None
            self.version += 1

    def show(self, found: CallList, mono: float) -> None:
        """Open a list that has just come."""
        self.clinic = found.clinic
        self.wanted, self.list, self._old = found.id, None, False
        self.take(found, mono)
        self.heads.refresh()

    def failed(self, wanted: str, error: ClinicError | None) -> None:
        """Note why a list could not be had."""
        self.asking = False
        if wanted == self.wanted:
            self.problem = error
            self.version += 1

    def row(self, visit: str) -> CallRow | None:
        """Return the row of a visit in the open list."""
        rows = self.list.rows if self.list is not None else ()
        return next((row for row in rows if row.id == visit), None)

    def put(self, wanted: str, row: CallRow) -> None:
        """Show how a row is now: somebody was called."""
        if self.list is None or self.list.id != wanted:
            return
        rows = tuple(row if each.id == row.id else each for each in self.list.rows)
        self.list = replace(self.list, rows=rows, touched=True)
        self.version += 1

    def clear(self) -> None:
        """Forget everything."""
        self.look_at("")
        self.heads.restart()
        self.open("")
        self.asking = False


def _newer(row: CallRow, known: CallRow | None) -> CallRow:
    return known if known is not None and known.version > row.version else row
