"""Wards, and the beds of the one that is watched."""

from dataclasses import dataclass, field
from datetime import date

from clinic_console.domain.errors import ClinicError


@dataclass(frozen=True, slots=True)
class Ward:
    """One ward that the user may see."""

    id: str
    clinic_id: str
    name: str
    beds: int
    occupied: int


@dataclass(frozen=True, slots=True)
class Patient:
    """Who lies in a bed; ``latin`` where the name is in another script; sex F, M, X or U."""

    id: str
    mrn: str
    name: str
    latin: str
    born: date | None
    sex: str


@dataclass(frozen=True, slots=True)
class Bed:
    """One bed: its monitor (id and model) and patient, if any."""

    id: str
    name: str
    device: int | None
    model: str
    patient: Patient | None


@dataclass(slots=True)
class Wards:
    """The wards, the one chosen, and its beds; ``version`` rises with every change that can be seen.

    ``listed`` says that the list of wards has come, ``problem`` why a list could not be had, ``asked`` when the beds
    were had last (monotonic seconds), ``gone`` that the chosen ward does not exist (any more).
    """

    wards: tuple[Ward, ...] = ()
    chosen: str | None = None
    beds: tuple[Bed, ...] = ()
    asked: float | None = None
    problem: ClinicError | None = None
    gone: bool = False
    listed: bool = False
    version: int = 0
    _patients: dict[str, str | None] = field(default_factory=dict)

    @property
    def ward(self) -> Ward | None:
        """Return the chosen ward while it exists."""
        return next((ward for ward in self.wards if ward.id == self.chosen), None)

    def take_wards(self, wards: tuple[Ward, ...]) -> None:
        """Take in the list of wards."""
        mended = self.problem is not None and self.chosen is None
        if wards != self.wards or mended or not self.listed:
            self.listed = True
            self.wards = wards
            self.problem = None if mended else self.problem
            self.version += 1

    def choose(self, ward: str | None) -> None:
        """Watch another ward, whose beds have still to come."""
        self.chosen, self.beds, self.asked, self.problem, self.gone = ward, (), None, None, False
        self._patients.clear()
        self.version += 1

    def take_beds(self, ward: str, beds: tuple[Bed, ...], mono: float) -> list[str]:
        """Take in a ward's beds; return the beds whose patient or monitor is another one than before.

        An answer about a ward that is not watched any more changes nothing.
        """
        if ward != self.chosen:
            return []
        occupants = {bed.id: f"{bed.patient.id if bed.patient else ''} {bed.device}" for bed in beds}
        moved = [bed for bed, before in self._patients.items() if occupants.get(bed) != before]
        self._patients = dict(occupants)
        self.asked = mono
        if beds != self.beds or self.problem is not None or self.gone:
            self.beds, self.problem, self.gone = beds, None, False
            self.version += 1
        return moved

    def failed(self, error: ClinicError, *, gone: bool = False) -> None:
        """Note that the lists could not be had, or that the ward does not exist (any more)."""
        if (type(error), gone) != (type(self.problem), self.gone):
            self.version += 1
        self.problem, self.gone = error, gone
        if gone:
            self.beds = ()
            self._patients.clear()

    def clear(self) -> None:
        """Forget everything: somebody else may sign in next."""
        self.wards, self.listed = (), False
        self.choose(None)
