"""Who is signed in on this console."""

from dataclasses import dataclass
from enum import Enum

from clinic_console.domain.errors import ClinicError


class Phase(Enum):
    """Where signing in stands."""

    OUT = "signed out"
    ENTERING = "signing in"
    IN = "signed in"


@dataclass(frozen=True, slots=True)
class Clinic:
    """A clinic that the user works in, the role there, and the IANA zone of its times."""

    id: str
    name: str
    zone: str
    role: str


@dataclass(slots=True)
class AccessState:
    """The signed-in user; ``ended`` is True when the session ended without the user's doing."""

    phase: Phase = Phase.OUT
    user_name: str = ""
    clinics: tuple[Clinic, ...] = ()
    problem: ClinicError | None = None
    ended: bool = False
    hub_delay: float | None = None
    hub_problem: ClinicError | None = None
    version: int = 0

    def entering(self) -> None:
        """The hub is being asked."""
        self.phase, self.problem = Phase.ENTERING, None
        self.version += 1

    def entered(self, user_name: str, clinics: tuple[Clinic, ...]) -> None:
        """The hub has let the user in."""
        self.phase, self.user_name, self.clinics = Phase.IN, user_name, clinics
        self.problem, self.ended = None, False
        self.version += 1

    def refused(self, error: ClinicError) -> None:
        """Signing in failed."""
        self.phase, self.problem = Phase.OUT, error
        self.version += 1

    def left(self, error: ClinicError | None = None) -> None:
        """The user signed out, or the session ended with an error."""
        self.phase, self.user_name, self.clinics = Phase.OUT, "", ()
        self.problem, self.ended = error, error is not None
        self.version += 1

    def probed(self, delay: float | None, error: ClinicError | None = None) -> None:
        """Note whether the hub answers before anybody signs in, and how fast (seconds)."""
        if error is not None or delay is not None:
            self.hub_delay, self.hub_problem = delay, error
            self.version += 1

    def zone(self, clinic_id: str) -> str:
        """Return the zone of a clinic's times."""
        return next((clinic.zone for clinic in self.clinics if clinic.id == clinic_id), "UTC")
