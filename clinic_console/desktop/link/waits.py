"""What the hub does not want to be asked for a while (429 with Retry-After): until then nobody asks it."""

import math
import re
from collections.abc import Callable
from typing import Final

from clinic_console.domain.errors import TooMany

MAX_KINDS: Final = 64
_IDS: Final = re.compile(r"(?<=/)([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+)(?=/|$)", re.IGNORECASE)


def kind_of(method: str, path: str) -> str:
    """Return what kind of request this is: the same for every object."""
    return f"{method} {_IDS.sub('*', path)}"


class Waits:
    """Until when each kind of request has to wait; ``clock`` gives monotonic seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._until: dict[str, float] = {}

    def check(self, kind: str) -> None:
        """Raise TooMany, with the seconds that are left, while a kind has to wait."""
        left = self._until.get(kind, -math.inf) - self._clock()
        if left > 0:
            raise TooMany(retry_after=math.ceil(left))

    def note(self, kind: str, seconds: float) -> None:
        """The hub wants no request of this kind for so many seconds."""
        now = self._clock()
        self._until = {other: until for other, until in self._until.items() if until > now}
        if len(self._until) >= MAX_KINDS:
            del self._until[min(self._until, key=self._until.__getitem__)]
        self._until[kind] = now + seconds

    def clear(self) -> None:
        """Somebody else is in: what their forerunner asked too often is not held against them."""
        self._until.clear()
