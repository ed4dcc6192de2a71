"""The Patients screen: the list of all, what is looked for in it, and who is open beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from clinic_console.desktop.state.roll import Roll
from clinic_console.domain.errors import ClinicError

SORTS: Final = ("name", "born", "mrn", "changed")
FILTERS: Final = ("alerts", "interpreter", "deceased")
MOST_HITS: Final = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A patient in the list; ``alerts`` are kinds (``domain.patients.AlertKind``), sex is F, M, X or U."""

    id: str
    mrn: str
    name: str
    latin: str = ""
    kana: str = ""
    born: date | None = None
    sex: str = ""
    deceased: bool = False
    alerts: tuple[str, ...] = ()
    interpreter: bool = False
    clinic: str = ""


@dataclass(frozen=True, slots=True)
class Filters:
    """In which order (one of ``SORTS``) and which patients: of a clinic, and of a kind (``FILTERS``; empty: all)."""

    sort: str = "name"
    clinic: str = ""
    only: str = ""

    def query(self) -> dict[str, str]:
        """Return them as the query of ``GET /api/patients``."""
        found = {"sort": self.sort, "clinic": self.clinic, "filter": self.only}
        return {name: value for name, value in found.items() if value}


@dataclass(frozen=True, slots=True, eq=False)
class Inquiry:
    """One search under way: what was typed, and the monotonic seconds at which it began."""

    text: str
    began: float


class Search:
    """What is typed and who was found, the likeliest first; answers that are not waited for any more are passed over.

    ``rows`` are of the text ``found``; ``took`` is how many seconds the answer took. ``more``: there are others.
    """

    def __init__(self) -> None:
        self.version, self.lists = 0, 0
        self._clean()

    def _clean(self) -> None:
        self.text, self.found = "", ""
        self.rows: tuple[Line, ...] = ()
        self.more, self.took = False, 0.0
        self.error: ClinicError | None = None
        self._asking: Inquiry | None = None

    @property
    def active(self) -> bool:
        """Say whether somebody is looked for."""
        return bool(self.text)

    @property
    def answered(self) -> bool:
        """Say whether the rows are those of what is typed."""
        return self.found == self.text and self.error is None

    @property
    def total(self) -> int:
        """Return how many there are to be shown."""
        return len(self.rows)

    def row(self, place: int) -> Line | None:
        """Return who stands at a place."""
        return self.rows[place] if 0 <= place < len(self.rows) else None

    def id(self, place: int) -> str:
        """Return the id of who stands at a place, empty for nobody."""
        row = self.row(place)
        return "" if row is None else row.id

    def place(self, row: str) -> int:
        """Return where somebody stands, -1 for nowhere."""
        return next((place for place, each in enumerate(self.rows) if each.id == row), -1)

    def look_for(self, text: str) -> bool:
        """Take on what is typed; return whether it is another than before."""
        text = " ".join(text.split())
        if text == self.text:
            return False
        rows, found, took, more = self.rows, self.found, self.took, self.more
        self._clean()
        self.text = text
        if text:
            # Whoever types on sees those found so far until the hub has answered.
            self.rows, self.found, self.took, self.more = rows, found, took, more
        self.version += 1
        return True

    def again(self) -> None:
        """Look once more for what could not be looked for."""
        self.error = None
        self.version += 1

    def begin(self, mono: float) -> Inquiry:
        """Return what to ask; an earlier question is not waited for any more."""
        self._asking, self.error = Inquiry(self.text, mono), None
        self.version += 1
        return self._asking

    def waits(self, mono: float) -> float:
        """Return for how many seconds an answer has been waited for; 0 when none is."""
        return mono - self._asking.began if self._asking is not None else 0.0

    def take(self, inquiry: Inquiry, rows: Sequence[Line], mono: float, *, more: bool) -> None:
        """Take an answer."""
        if inquiry is self._asking:
            self._asking = None
            self.rows, self.found, self.more, self.took = tuple(rows), inquiry.text, more, mono - inquiry.began
            self.lists += 1
            self.version += 1

    def put(self, line: Line) -> None:
        """Show how somebody is now, if they were found."""
        rows = tuple(line if each.id == line.id else each for each in self.rows)
        if rows != self.rows:
            self.rows = rows
            self.version += 1

    def failed(self, inquiry: Inquiry, error: ClinicError) -> None:
        """Note why there is no answer; nobody is shown who was found for another text."""
        if inquiry is self._asking:
            self._asking = None
            self.rows, self.found, self.error = (), "", error
            self.version += 1

    def clear(self) -> None:
        """Look for nobody."""
        version, lists = self.version, self.lists
        self._clean()
        self.version, self.lists = version + 1, lists + 1


class PatientList:
    """What of the screen outlives its views; ``top`` is the first place in sight and how much of it is scrolled out.

    ``opened`` is the patient beside the list, ``current`` the row on which the user is.
    """

    def __init__(self) -> None:
        self.roll: Roll[Line] = Roll(lambda line: line.id)
        self.search = Search()
        self.filters = Filters()
        self.top, self.current = 0.0, -1
        self.opened = ""
        self.version = 0

    def look_at(self, filters: Filters) -> None:
        """Show the list in another order, or others of it, from its beginning."""
        if filters != self.filters:
            self.filters = filters
            self.top, self.current = 0.0, -1
            self.roll.restart()
            self.version += 1

    def open(self, patient: str) -> None:
        """Have somebody open beside the list, or (empty) nobody."""
        if patient != self.opened:
            self.opened = patient
            self.version += 1

    def put(self, line: Line) -> None:
        """Show how somebody is now wherever they stand; the list, where that may be another place, is had anew."""
        self.roll.put(line)
        self.search.put(line)
        self.roll.refresh()

    def clear(self) -> None:
        """Forget everything: somebody else may sign in next."""
        self.roll.restart()
        self.search.clear()
        self.filters = Filters()
        self.top, self.current = 0.0, -1
        self.open("")
        self.version += 1
