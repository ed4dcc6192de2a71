"""How fast a user and an address may ask: buckets that fill up again, in bounded memory."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from clinic_console.domain.errors import TooMany
from clinic_console.hub import metrics
from clinic_console.hub.service.throttle import place_of

REMEMBERED: Final = 20_000


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests at once, and so many in each second after that."""

    burst: float
    per_second: float


@dataclass(slots=True)
class Buckets:
    """One bucket per key; the keys that were not seen for longest are forgotten."""

    name: str
    rate: Rate
    clock: Callable[[], float] = time.monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def take(self, key: str) -> None:
        """Take one request out of a bucket; TooMany says for how many seconds to wait when it is empty."""
        now = self.clock()
        left, then = self._left.get(key, (self.rate.burst, now))
        left = min(self.rate.burst, left + (now - then) * self.rate.per_second)
        allowed = left >= 1
        self._left[key] = (left - 1 if allowed else left, now)
        self._left.move_to_end(key)
        if len(self._left) > REMEMBERED:
            self._left.popitem(last=False)
        if not allowed:
            metrics.REQUESTS_LIMITED.labels(self.name).inc()
            seconds = max(1, math.ceil((1 - left) / self.rate.per_second))
            raise TooMany(f"wait {seconds} s", retry_after=seconds)

    def __len__(self) -> int:
        return len(self._left)


class Limits:
    """What one user and one address may ask of one hub.

    A console on a wall asks for its wards' beds each 4 s, and many consoles may stand behind one address. What may
    guess at secrets or look for patients (``careful``) is counted apart: a person does it seldom.
    """

    def __init__(
        self,
        *,
        address: Rate = Rate(2_000, 400),
        user: Rate = Rate(400, 50),
        careful_address: Rate = Rate(100, 5),
        careful_user: Rate = Rate(30, 0.5),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._address = Buckets("address", address, clock)
        self._user = Buckets("user", user, clock)
        self._careful_address = Buckets("careful_address", careful_address, clock)
        self._careful_user = Buckets("careful_user", careful_user, clock)

    def came(self, address: str) -> None:
        """Count a request of an address, whatever it asks for; TooMany."""
        self._address.take(place_of(address))

    def careful(self, address: str) -> None:
        """Count a request of an address for what is to be done seldom; TooMany."""
        self._careful_address.take(place_of(address))

    def asked(self, user_id: UUID, *, careful: bool = False) -> None:
        """Count a request of a user; TooMany."""
        self._user.take(str(user_id))
        if careful:
            self._careful_user.take(str(user_id))
