"""What the finder of free times looks for, and what it has found; kept as long as its user is signed in."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from clinic_console.desktop.state.booking_slot import Offer
from clinic_console.desktop.state.chart import Chart
from clinic_console.domain.errors import ClinicError

DAYS: Final = 14
NOON: Final = 12 * 60
MIDNIGHT: Final = 24 * 60


class Part(StrEnum):
    """A part of the day."""

    ANY = "any"
    MORNING = "morning"
    AFTERNOON = "afternoon"


HOURS: Final = {Part.ANY: (0, MIDNIGHT), Part.MORNING: (0, NOON), Part.AFTERNOON: (NOON, MIDNIGHT)}
"""Minutes after midnight."""


@dataclass(frozen=True, slots=True)
class Criteria:
    """What is looked for; ``type`` 0: not chosen, ``specialty`` 0: any. ``weekdays`` 1 (Monday) to 7, none: any."""

    type: int = 0
    specialty: int = 0
    clinics: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = ()
    part: Part = Part.ANY
    days: int = DAYS


@dataclass(slots=True)
class FinderState:
    """``wanted`` is what the user looks for, ``found_for`` what ``offers`` are the answer to.

    ``patient`` is for whom, None: whoever is chosen when it is booked. ``began``: since when the hub is being asked
    (monotonic seconds), None when it is not; ``took`` in ms.
    """

    wanted: Criteria = Criteria()
    found_for: Criteria | None = None
    offers: tuple[Offer, ...] = ()
    more: bool = False
    took: int = 0
    began: float | None = None
    problem: ClinicError | None = None
    patient: Chart | None = None
    version: int = 0
    _serial: int = 0

    @property
    def current(self) -> bool:
        """Say whether what is shown is the answer to what is looked for."""
        return self.found_for == self.wanted

    def look_for(self, patient: Chart | None) -> None:
        """Look for a time for somebody, or for nobody yet."""
        self.patient = patient
        self.version += 1

    def want(self, **criteria: object) -> bool:
        """Look for something else; return whether it is anything else."""
        wanted = replace(self.wanted, **criteria)  # type: ignore[arg-type]
        if wanted == self.wanted:
            return False
        self.wanted, self.problem = wanted, None
        self.version += 1
        return True

    def begin(self, mono: float) -> int:
        """The hub is being asked; return the number of this question: answers to earlier ones are dropped."""
        self._serial += 1
        self.began, self.problem = mono, None
        self.version += 1
        return self._serial

    def found(self, serial: int, of: Criteria, offers: tuple[Offer, ...], *, more: bool, took: int) -> None:
        """Take an answer in."""
        if serial == self._serial:
            self.found_for, self.offers, self.more, self.took = of, offers, more, took
            self.began = None
            self.version += 1

    def found_more(self, serial: int, offers: tuple[Offer, ...], *, more: bool, took: int) -> None:
        """Take in what comes after what is shown."""
        if serial == self._serial:
            known = set(self.offers)
            self.offers += tuple(offer for offer in offers if offer not in known)
            self.more, self.took, self.began = more, took, None
            self.version += 1

    def failed(self, serial: int, problem: ClinicError | None) -> None:
        """There was no answer (None: nobody is signed in any more); what was found before stays."""
        if serial == self._serial:
            self.problem, self.began = problem, None
            self.version += 1

    def clear(self) -> None:
        """Forget everything: somebody else may sign in next."""
        self.wanted, self.found_for, self.offers, self.more = Criteria(), None, (), False
        self.began, self.problem, self.patient = None, None, None
        self._serial += 1
        self.version += 1
