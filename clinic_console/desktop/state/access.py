"""Who is signed in on this console."""

from dataclasses import dataclass
from enum import Enum

from clinic_console.domain.errors import ClinicError, TooMany


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
    """The signed-in user; ``ended`` is True when the session ended without the user's doing.

    ``login`` is the name that stands in its field; ``asked`` rises whenever only the password of that login is
    wanted. ``since`` and ``wait_until`` are monotonic seconds: since when the hub is being asked, and until when it
    takes no further attempts. ``keyring_known`` says that this PC's keyring was looked at, ``keyring_problem`` why
    nobody can be remembered in it.
    """

    phase: Phase = Phase.OUT
    user_name: str = ""
    login: str = ""
    clinics: tuple[Clinic, ...] = ()
    problem: ClinicError | None = None
    ended: bool = False
    asked: int = 0
    since: float = 0.0
    wait_until: float = 0.0
    hub_delay: float | None = None
    hub_problem: ClinicError | None = None
    hub_issuer: str = ""
    keyring_known: bool = False
    keyring_problem: ClinicError | None = None
    version: int = 0

    def typed(self, login: str) -> None:
        """Keep what stands in the field for the login."""
        self.login = login

    def entering(self, mono: float = 0.0) -> None:
        """The hub is being asked."""
        self.phase, self.problem, self.since = Phase.ENTERING, None, mono
        self.version += 1

    def entered(self, user_name: str, clinics: tuple[Clinic, ...]) -> None:
        """The hub has let the user in."""
        self.phase, self.user_name, self.clinics = Phase.IN, user_name, clinics
        self.problem, self.ended, self.wait_until = None, False, 0.0
        self.version += 1

    def refused(self, error: ClinicError | None, mono: float = 0.0) -> None:
        """Signing in failed, or was given up (without an error)."""
        self.phase, self.problem = Phase.OUT, error
        self.wait_until = mono + error.retry_after if isinstance(error, TooMany) else 0.0
        self.version += 1

    def ask_password(self, login: str, error: ClinicError | None = None) -> None:
        """Only a password lets this person in: ask for it, with the reason if there is one to tell."""
        self.phase, self.login, self.problem = Phase.OUT, login, error
        self.asked += 1
        self.version += 1

    def left(self, error: ClinicError | None = None) -> None:
        """The user signed out, or the session ended with an error."""
        self.phase, self.user_name, self.clinics = Phase.OUT, "", ()
        self.problem, self.ended = error, error is not None
        self.version += 1

    def probed(self, delay: float | None, error: ClinicError | None = None, issuer: str = "") -> None:
        """Note whether the hub answers before anybody signs in, how fast (seconds), and who vouches for it."""
        if error is not None or delay is not None:
            self.hub_delay, self.hub_problem, self.hub_issuer = delay, error, issuer
            self.version += 1

    def unknown(self) -> None:
        """Another hub is meant now, and nothing is known of it yet."""
        self.hub_delay, self.hub_problem, self.hub_issuer = None, None, ""
        self.version += 1

    def keyring(self, problem: ClinicError | None) -> None:
        """Note whether this PC has a keyring that can remember somebody."""
        self.keyring_known, self.keyring_problem = True, problem
        self.version += 1

    def zone(self, clinic_id: str) -> str:
        """Return the zone of a clinic's times; without any clinic yet, that of the user's first one."""
        if not clinic_id and self.clinics:
            return self.clinics[0].zone
        return next((clinic.zone for clinic in self.clinics if clinic.id == clinic_id), "UTC")
