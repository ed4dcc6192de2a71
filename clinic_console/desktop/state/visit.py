"""One visit as it is open in its panel: its card, and what was done to it."""

from collections.abc import Mapping
from dataclasses import dataclass

from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.domain.errors import ClinicError


@dataclass(frozen=True, slots=True)
class Step:
    """One change of a visit: when (ms since 1970), by whom, and the fields that changed, before and after."""

    version: int
    at: int
    by: str
    kind: str
    before: Mapping[str, str | int]
    after: Mapping[str, str | int]
    reason: str = ""


@dataclass(slots=True)
class VisitState:
    """The open visit; ``steps`` None: not known yet. ``version`` rises with each change that can be seen."""

    card: Card | None = None
    steps: tuple[Step, ...] | None = None
    problem: ClinicError | None = None
    version: int = 0

    def open(self, card: Card) -> None:
        """Open a visit, as a column shows it."""
        if self.card is None or self.card.id != card.id or self.card.version != card.version:
            self.steps = None if self.card is None or self.card.id != card.id else self.steps
            self.card, self.problem = card, None
            self.version += 1

    def take(self, card: Card, steps: tuple[Step, ...] | None = None) -> None:
        """Take in how the visit stands, unless another one is open by now, or a newer one of it is here."""
        if self.card is None or self.card.id != card.id or self.card.version > card.version:
            return
        self.card, self.problem = card, None
        self.steps = steps if steps is not None else self.steps
        self.version += 1

    def failed(self, visit: str, error: ClinicError) -> None:
        """Note why its history could not be had."""
        if self.card is not None and self.card.id == visit:
            self.problem = error
            self.version += 1

    def close(self) -> None:
        """Keep nothing of a visit."""
        self.card = self.steps = self.problem = None
        self.version += 1

    def clear(self) -> None:
        """Forget everything: somebody else may sign in next."""
        self.close()
