"""Wards, which of them are watched, and their beds."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from clinic_console.domain.errors import ClinicError

LATE_SECONDS: Final = 9.0
"""A ward's beds are asked for every 4 s: a list that has not come 5 s after it should have may be wrong by now."""
OLD_SECONDS: Final = 15.0
"""From this age on the names on the tiles themselves are put in doubt."""


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
    """One bed: its monitor (id and model), patient, if any, and its ward's id.

    ``restricted`` says that somebody lies there whose chart is not open to the user: there is no ``patient`` then.
    """

    id: str
    name: str
    device: int | None
    model: str
    patient: Patient | None
    ward: str = ""
    restricted: bool = False


@dataclass(slots=True)
class Watched:
    """One watched ward: its beds, when they were had last (monotonic seconds), and why they could not be had.

    ``gone`` says that the ward does not exist (any more), or is not for this user: nothing of it is watched.
    """

    id: str
    name: str = ""
    clinic_id: str = ""
    beds: tuple[Bed, ...] = ()
    asked: float | None = None
    problem: ClinicError | None = None
    gone: bool = False
    occupants: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Wards:
    """The wards, those that are watched, and their beds; ``version`` rises with every change that can be seen.

    ``listed`` says that the list of wards has come, ``list_problem`` why it could not be had. In ``beds`` two beds of
    one name from two wards have their ward's name in front: nobody may take one for the other.
    """

    wards: tuple[Ward, ...] = ()
    watched: dict[str, Watched] = field(default_factory=dict)
    beds: tuple[Bed, ...] = ()
    list_problem: ClinicError | None = None
    listed: bool = False
    version: int = 0

    @property
    def chosen(self) -> tuple[str, ...]:
        """Return the ids of the wards that are to be watched."""
        return tuple(self.watched)

    @property
    def ward(self) -> Ward | None:
        """Return the first chosen ward that exists: all are of its clinic."""
        return next((ward for ward in self.wards if ward.id in self.watched), None)

    @property
    def present(self) -> tuple[Watched, ...]:
        """Return the watched wards that are not gone."""
        return tuple(ward for ward in self.watched.values() if not ward.gone)

    @property
    def gone(self) -> bool:
        """Say whether wards are chosen and none of them is left."""
        return bool(self.watched) and not self.present

    @property
    def problem(self) -> ClinicError | None:
        """Return why some list could not be had."""
        return next((ward.problem for ward in self.present if ward.problem is not None), self.list_problem)

    @property
    def asked(self) -> float | None:
        """Return when the oldest bed list was had (monotonic seconds); None while one has still to come."""
        times = [ward.asked for ward in self.present]
        return None if not times or None in times else min(time for time in times if time is not None)

    def list_age(self, mono: float) -> float | None:
        """Return how old (in seconds) the oldest bed list is at a monotonic time, if it is late; else None."""
        ages = [mono - ward.asked for ward in self.present if ward.asked is not None]
        oldest = max(ages, default=0.0)
        return oldest if oldest >= LATE_SECONDS else None

    def doubtful(self, mono: float) -> frozenset[str]:
        """Return the wards whose bed lists are so old that each name is in doubt at a monotonic time."""
        known = ((ward.id, ward.asked) for ward in self.present if ward.asked is not None)
        return frozenset(ward for ward, asked in known if mono - asked > OLD_SECONDS)

    def of(self, bed: Bed) -> Ward | None:
        """Return the ward of a bed."""
        return next((ward for ward in self.wards if ward.id == bed.ward), None)

    def take_wards(self, wards: tuple[Ward, ...]) -> None:
        """Take in the list of wards."""
        if wards == self.wards and self.listed and self.list_problem is None:
            return
        self.wards, self.listed, self.list_problem = wards, True, None
        for ward in wards:
            if ward.id in self.watched:
                self.watched[ward.id].name, self.watched[ward.id].clinic_id = ward.name, ward.clinic_id
        self._gather()

    def choose(self, wards: Iterable[str]) -> None:
        """Watch exactly these wards; what is known of one that stays is kept, the others' beds have still to come."""
        names = {ward.id: ward for ward in self.wards}
        watched = {}
        for ward in wards:
            known, named = self.watched.get(ward), names.get(ward)
            fresh = Watched(ward, named.name if named else "", named.clinic_id if named else "")
            watched[ward] = known if known is not None and not known.gone else fresh
        self.watched = watched
        self._gather()

    def take_beds(self, ward: str, beds: tuple[Bed, ...], mono: float) -> list[str]:
        """Take in a ward's beds; return the beds whose patient or monitor is another one than before.

        An answer about a ward that is not watched any more changes nothing.
        """
        watched = self.watched.get(ward)
        if watched is None or watched.gone:
            return []
        occupants = {bed.id: f"{_occupant(bed)} {bed.device}" for bed in beds}
        moved = [bed for bed, before in watched.occupants.items() if occupants.get(bed) != before]
        watched.occupants = occupants
        beds = tuple(bed if bed.ward == ward else replace(bed, ward=ward) for bed in beds)
        first, watched.asked = watched.asked is None, mono
        if first or beds != watched.beds or watched.problem is not None:
            watched.beds, watched.problem = beds, None
            self._gather()
        return moved

    def failed(self, error: ClinicError, ward: str | None = None) -> None:
        """Note that the beds of a ward, or the list of all wards, could not be had; what is known stays."""
        if ward is None:
            self.version += type(error) is not type(self.list_problem)
            self.list_problem = error
        elif ward in self.watched and not self.watched[ward].gone:
            self.version += type(error) is not type(self.watched[ward].problem)
            self.watched[ward].problem = error

    def lost(self, ward: str, error: ClinicError) -> None:
        """Note that a ward does not exist (any more) or is not for this user: its beds go, the others stay."""
        watched = self.watched.get(ward)
        if watched is not None:
            self.watched[ward] = Watched(ward, watched.name, watched.clinic_id, problem=error, gone=True)
            self._gather()

    def clear(self) -> None:
        """Forget everything: somebody else may sign in next."""
        self.wards, self.listed, self.list_problem = (), False, None
        self.choose(())

    def _gather(self) -> None:
        """Put the beds of all watched wards in a row, each bed once, and tell equal names apart."""
        beds = {bed.id: bed for ward in self.watched.values() for bed in ward.beds}
        counts = Counter(bed.name for bed in beds.values())
        self.beds = tuple(
            replace(bed, name=f"{self.watched[bed.ward].name} · {bed.name}") if counts[bed.name] > 1 else bed
            for bed in beds.values()
        )
        self.version += 1


def _occupant(bed: Bed) -> str:
    """Return who lies in a bed, as far as one may be told from another."""
    return bed.patient.id if bed.patient is not None else "restricted" if bed.restricted else ""
