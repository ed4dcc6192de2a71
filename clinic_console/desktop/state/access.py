"""Who is signed in on this console."""

from dataclasses import dataclass
from enum import Enum
from math import inf

from clinic_console.domain.access import ALLOWED, Permission
from clinic_console.domain.errors import ClinicError, PinLocked, TooMany


class Phase(Enum):
    """Where signing in stands."""

    OUT = "signed out"
    ENTERING = "signing in"
    IN = "signed in"


class LockReason(Enum):
    """Why a console is locked."""

    ASKED = "somebody locked it"
    IDLE = "nobody used it for a while"
    RESTARTED = "it was locked when it ended"


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

    While ``locked`` is not None the phase stays IN, and nothing but the wall is to be seen. ``has_pin`` says that a
    PIN unlocks too, ``pin_locked`` that it was wrong too often; ``password_given`` that an administrator made the
    password up.
    """

    phase: Phase = Phase.OUT
    user_id: str = ""
    user_name: str = ""
    login: str = ""
    locked: LockReason | None = None
    has_pin: bool = False
    pin_locked: bool = False
    password_given: bool = False
    unlocking: bool = False
    unlock_problem: ClinicError | None = None
    unlock_wait_until: float = -inf
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
        self._open()
        self.version += 1

    def known(self, user_id: str, *, has_pin: bool, password_given: bool) -> None:
        """Note what else the hub says of who is signed in."""
        self.user_id, self.has_pin, self.password_given = user_id, has_pin, password_given
        self.version += 1

    @property
    def roles(self) -> dict[str, str]:
        """Return the user's role in each clinic, by the clinic's id."""
        return {clinic.id: clinic.role for clinic in self.clinics}

    def may(self, permission: Permission) -> frozenset[str]:
        """Return the ids of the clinics in which the user may do something; the hub decides in the end."""
        return frozenset(clinic for clinic, role in self.roles.items() if role in ALLOWED[permission])

    def lock(self, reason: LockReason) -> None:
        """Lock the console, if somebody is in and it is not locked already."""
        if self.phase is Phase.IN and self.locked is None:
            self._open()
            self.locked = reason
            self.version += 1

    def unlock(self) -> None:
        """The hub has taken the password or the PIN."""
        self._open()
        self.pin_locked = False
        self.version += 1

    def asking(self) -> None:
        """The hub is being asked whether the password or the PIN is right."""
        self.unlocking, self.unlock_problem = True, None
        self.version += 1

    def not_unlocked(self, error: ClinicError | None, mono: float) -> None:
        """The console stays locked, and why (None: it was given up)."""
        self.unlocking, self.unlock_problem = False, error
        self.pin_locked = self.pin_locked or isinstance(error, PinLocked)
        if isinstance(error, TooMany):
            self.unlock_wait_until = mono + error.retry_after
        self.version += 1

    def _open(self) -> None:
        self.locked, self.unlocking, self.unlock_problem, self.unlock_wait_until = None, False, None, -inf

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
        self.phase, self.user_id, self.user_name, self.clinics = Phase.OUT, "", "", ()
        self.has_pin = self.pin_locked = self.password_given = False
        self.problem, self.ended = error, error is not None
        self._open()
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
