"""What is known of the own account, and how changing it went."""

from dataclasses import dataclass, field

from clinic_console.domain.errors import ClinicError


@dataclass(frozen=True, slots=True)
class OwnSession:
    """One place where the user is signed in; times in ms since 1970, ``present`` is this console."""

    id: str
    station: str
    address: str
    opened: int
    used: int
    present: bool


@dataclass(slots=True)
class Attempt:
    """How changing something went: under way, refused with an error, or ``done`` so many times."""

    busy: bool = False
    problem: ClinicError | None = None
    done: int = 0


@dataclass(slots=True)
class Account:
    """The user's sessions, and the attempts to change password and PIN; ``version`` rises with every change.

    ``sessions`` is None until they were had; ``problem`` says why they could not be.
    """

    sessions: tuple[OwnSession, ...] | None = None
    problem: ClinicError | None = None
    password: Attempt = field(default_factory=Attempt)
    pin: Attempt = field(default_factory=Attempt)
    version: int = 0

    def begun(self, attempt: Attempt) -> None:
        """The hub is being asked to change something."""
        attempt.busy, attempt.problem = True, None
        self.version += 1

    def ended(self, attempt: Attempt, problem: ClinicError | None = None) -> None:
        """It has been changed, or refused."""
        attempt.busy, attempt.problem = False, problem
        attempt.done += problem is None
        self.version += 1

    def given_up(self, attempt: Attempt) -> None:
        """Nobody waits for it any more."""
        attempt.busy = False
        self.version += 1

    def listed(self, sessions: tuple[OwnSession, ...]) -> None:
        """The sessions have come."""
        self.sessions, self.problem = sessions, None
        self.version += 1

    def failed(self, problem: ClinicError) -> None:
        """The sessions could not be had; those from before stay."""
        self.problem = problem
        self.version += 1

    def clear(self) -> None:
        """Forget everything: somebody else may sign in next."""
        self.sessions, self.problem = None, None
        self.password, self.pin = Attempt(), Attempt()
        self.version += 1
