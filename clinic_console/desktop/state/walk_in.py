"""Somebody who has come without a slot, while it is typed who and what for, and what became of it."""

from collections import deque
from dataclasses import dataclass, field, replace
from typing import Final

from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.domain.errors import ClinicError

MOST_OUTCOMES: Final = 20
MOST_TYPES: Final = 5


@dataclass(frozen=True, slots=True)
class Request:
    """A walk-in as it was sent, under its key; ``practitioner`` 0: who has the fewest waiting.

    ``unsure``: the answer was lost, and it is sent again.
    """

    key: str
    clinic: str
    patient: Chart
    type: int
    practitioner: int = 0
    reason: str = ""
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a walk-in: the visit, or why there is none; ``here``: it is the one that is typed."""

    request: Request
    card: Card | None = None
    error: ClinicError | None = None
    here: bool = True


@dataclass(slots=True)
class WalkInState:
    """The one that is typed (``clinic`` empty: none), and those whose fate is not known yet.

    ``version`` rises with every change that can be seen. ``last_types``: what this desk added last comes first.
    """

    clinic: str = ""
    patient: Chart | None = None
    text: str = ""
    type: int = 0
    practitioner: int = 0
    reason: str = ""
    problem: ClinicError | None = None
    key: str = ""
    requests: dict[str, Request] = field(default_factory=dict)
    outcomes: deque[Outcome] = field(default_factory=lambda: deque(maxlen=MOST_OUTCOMES))
    last_types: tuple[int, ...] = ()
    version: int = 0

    @property
    def sent(self) -> Request | None:
        """Return the open one as it was sent, while its fate is not known."""
        return self.requests.get(self.key)

    @property
    def complete(self) -> bool:
        """Say whether all is there that the hub needs."""
        return bool(self.clinic and self.type) and self.patient is not None

    def begin(self, clinic: str) -> None:
        """Begin one; what was typed for the same clinic stays."""
        if clinic != self.clinic or self.sent is not None:
            self._wipe()
        self.clinic = clinic
        self.version += 1

    def choose(self, patient: Chart | None) -> None:
        """Say who has come, or that it is somebody else."""
        if self.sent is None:
            self.patient, self.text, self.problem = patient, "", None
            self.version += 1

    def typed(self, **fields: str | int) -> None:
        """Keep what stands in the fields (``text``, ``reason``, ``type``, ``practitioner``)."""
        if self.sent is None:
            for name, value in fields.items():
                setattr(self, name, value)
            self.problem = None
            self.version += 1

    def send(self, key: str) -> Request | None:
        """Send it under a new key; None where something is missing, or it is on its way."""
        if self.sent is not None or not self.complete or self.patient is None:
            return None
        request = Request(key, self.clinic, self.patient, self.type, self.practitioner, self.reason.strip())
        self.requests[key], self.key, self.problem = request, key, None
        self.version += 1
        return request

    def doubt(self, key: str) -> None:
        """An answer was lost: it may be added, or not."""
        if key in self.requests:
            self.requests[key] = replace(self.requests[key], unsure=True)
            self.version += 1

    def added(self, key: str, card: Card) -> None:
        """The visit stands in the list."""
        request = self.requests.pop(key, None)
        if request is not None:
            here = key == self.key
            self.last_types = (request.type, *(each for each in self.last_types if each != request.type))[:MOST_TYPES]
            self.outcomes.append(Outcome(request, card, here=here))
            if here:
                self._wipe()
            self.version += 1

    def refused(self, key: str, error: ClinicError) -> None:
        """It is certainly not added, and why; what is typed stays."""
        request = self.requests.pop(key, None)
        if request is not None:
            here = key == self.key
            if here:
                self.key, self.problem = "", error
            else:
                self.outcomes.append(Outcome(request, error=error, here=False))
            self.version += 1

    def close(self) -> None:
        """Keep nothing that was typed; one that is on its way goes on without its panel."""
        self._wipe()
        self.version += 1

    def clear(self) -> None:
        """Forget everything: somebody else may sign in next."""
        self._wipe()
        self.requests, self.last_types = {}, ()
        self.outcomes.clear()
        self.version += 1

    def _wipe(self) -> None:
        self.patient = self.problem = None
        self.clinic = self.text = self.reason = self.key = ""
        self.type = self.practitioner = 0
