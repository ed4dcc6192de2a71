"""One patient's card, and the charts that are open to this user by broken glass."""

from dataclasses import dataclass, replace
from datetime import date
from math import inf

from clinic_console.desktop.state.chart import Chart
from clinic_console.domain.errors import ClinicError, GlassNeeded, TooMany

OLD_SECONDS = 600.0
"""From this age on a card says of when it is: it is not asked for again by itself, as each time is recorded."""


@dataclass(frozen=True, slots=True)
class Glass:
    """A chart that the user has opened by breaking the glass; times in ms since 1970."""

    id: str
    clinic_id: str
    patient: Chart
    reason: str
    began: int
    expires: int


@dataclass(frozen=True, slots=True)
class Identifiers:
    """Two of what tells patients apart, the third one empty, and the clinic that asks."""

    clinic_id: str
    mrn: str = ""
    name: str = ""
    born: date | None = None

    @property
    def count(self) -> int:
        """How many of the three there are."""
        return bool(self.mrn) + bool(self.name) + (self.born is not None)


@dataclass(slots=True)
class Patients:
    """The open card and the open glasses; ``version`` rises with every change that can be seen.

    ``wanted`` is the id of the patient whose card is to be seen, ``had`` when it came (monotonic seconds).
    ``look_at`` is when the next look-up may come (monotonic seconds).
    """

    wanted: str = ""
    card: Chart | None = None
    had: float | None = None
    problem: ClinicError | None = None
    glasses: tuple[Glass, ...] = ()
    glasses_known: bool = False
    glasses_problem: ClinicError | None = None
    look_at: float = -inf
    version: int = 0

    def want(self, patient: str) -> None:
        """Begin to open a card; nothing of another one stays."""
        self.wanted, self.card, self.had, self.problem = patient, None, None, None
        self.version += 1

    def take(self, patient: Chart, mono: float) -> None:
        """Take in the card, unless another one is wanted by now."""
        if patient.id == self.wanted:
            self.card, self.had, self.problem = patient, mono, None
            self.version += 1

    def failed(self, patient: str, problem: ClinicError) -> None:
        """Note why the card could not be had; what is known of it stays only where the hub could not be asked."""
        if patient == self.wanted:
            self.problem = problem
            self.version += 1

    def leave(self) -> None:
        """Keep nothing of the card: nobody looks at it."""
        if self.wanted:
            self.want("")

    def marked(self, patient: str, restriction: str) -> None:
        """Note that a chart has been marked, or is no more: without broken glass it is closed then."""
        card = self.card
        if card is not None and card.id == patient:
            closed = bool(restriction) and card.glass_until is None
            self.card = None if closed else replace(card, restriction=restriction)
            self.problem = GlassNeeded() if closed else None
        elif patient == self.wanted and not restriction:
            self.problem = None
        self.version += 1

    def listed(self, glasses: tuple[Glass, ...]) -> None:
        """Take in what is open by broken glass."""
        self.glasses, self.glasses_known, self.glasses_problem = glasses, True, None
        self.version += 1

    def not_listed(self, problem: ClinicError) -> None:
        """Note why the list of open glasses could not be had; what is known stays."""
        self.glasses_problem = problem
        self.version += 1

    def broken(self, glass: Glass) -> None:
        """Add a chart that has just been opened; one patient's chart is open once."""
        others = tuple(each for each in self.glasses if each.patient.id != glass.patient.id)
        self.glasses, self.glasses_known = (glass, *others), True
        self.version += 1

    def mended(self, glass: Glass) -> None:
        """Take away a chart that has been closed, and its card with it."""
        self.glasses = tuple(each for each in self.glasses if each.id != glass.id)
        if self.card is not None and self.card.id == glass.patient.id and self.card.glass_until is not None:
            self.card, self.problem = None, GlassNeeded()
        self.version += 1

    def slowed(self, error: TooMany, mono: float) -> None:
        """Note until when the hub takes no further look-ups."""
        self.look_at = mono + error.retry_after
        self.version += 1

    def expire(self, now: int) -> None:
        """Take away what has expired by now (the hub's ms since 1970; 0 while it is not known)."""
        left = tuple(glass for glass in self.glasses if glass.expires > now)
        if left != self.glasses:
            self.glasses = left
            self.version += 1
        if self.card is not None and self.card.glass_until is not None and self.card.glass_until <= now:
            self.card, self.problem = None, GlassNeeded()
            self.version += 1

    def clear(self) -> None:
        """Forget everything: somebody else may sign in next."""
        self.want("")
        self.glasses, self.glasses_known, self.glasses_problem, self.look_at = (), False, None, -inf
