"""When nobody has used a console for so long that it locks: reckoned from monotonic times, without any clock."""

from dataclasses import dataclass
from math import inf
from typing import Final

WARN_SECONDS: Final = 20.0
"""So long before it locks a console says that it will."""


@dataclass(slots=True)
class Idle:
    """Keeps when a key, a mouse, a wheel or a finger was used last; ``since`` in seconds, inf before ``begin``.

    Every question names after how many seconds the console locks (0.0: never). Once that time is over nothing but
    ``begin`` undoes it: the key that wakes a laptop must not be the one that keeps it open.
    """

    since: float = inf

    def begin(self, mono: float) -> None:
        """Start anew: somebody has signed in, or unlocked."""
        self.since = mono

    def used(self, mono: float, seconds: float) -> bool:
        """Note that somebody is there; False when they came too late."""
        if self.over(mono, seconds):
            return False
        self.since = max(self.since, mono)
        return True

    def over(self, mono: float, seconds: float) -> bool:
        """Say whether the console is to be locked by now."""
        return self.left(mono, seconds) <= 0.0

    def left(self, mono: float, seconds: float) -> float:
        """Return how many seconds are left before it locks."""
        return self.since + seconds - mono if seconds > 0.0 else inf

    def warning(self, mono: float, seconds: float) -> float | None:
        """Return how many seconds are left where they are few; a short time is not all warning."""
        left = self.left(mono, seconds)
        return left if 0.0 < left <= min(WARN_SECONDS, seconds / 2) else None
