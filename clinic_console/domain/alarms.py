"""Alarms as a wall shows them: priorities, limits, what was crossed, and how a priority flashes.

Flash rates and duty are modelled on IEC 60601-1-8: high 1.4 to 2.8 Hz, medium 0.4 to 0.8 Hz, duty 20 to 60 %, low
steady.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Final


class Priority(IntEnum):
    """How urgent an alarm is; a higher one is the larger number."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3

    @property
    def mark(self) -> str:
        """Return the exclamation marks that stand for the priority, so that colour never stands alone."""
        return "!" * self.value


FLASH_HZ: Final[Mapping[Priority, float]] = {Priority.HIGH: 2.0, Priority.MEDIUM: 0.6}
"""How often a priority flashes in a second; one that is not here is steady."""
DUTY: Final = 0.5
"""The share of a period in which the flash is on."""


class Breach(Enum):
    """Which limit a value has crossed."""

    BELOW = "below"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class Limits:
    """The alarm limits of a parameter in its own unit; None where there is none."""

    low: float | None = None
    high: float | None = None

    def breach(self, number: float) -> Breach | None:
        """Return which limit a number is beyond; on the limit is within."""
        if self.low is not None and number < self.low:
            return Breach.BELOW
        if self.high is not None and number > self.high:
            return Breach.ABOVE
        return None


def phase(priority: Priority, seconds: float) -> bool:
    """Say whether a priority's flash is on at a monotonic time: all flashes of a priority are in step."""
    rate = FLASH_HZ.get(priority)
    return rate is None or seconds * rate % 1.0 < DUTY
