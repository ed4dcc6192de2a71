"""Slowing down those who guess: failed attempts per (login, address), in bounded memory."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from clinic_console.domain.errors import TooMany

FREE: Final = 5
"""So many mistakes cost nothing: people mistype."""
LONGEST_SECONDS: Final = 60.0
FORGET_SECONDS: Final = 900.0
REMEMBERED: Final = 10_000

_Key = tuple[str, str]


@dataclass(slots=True)
class _Record:
    attempts: int = 0
    last: float = 0.0
    free_at: float = 0.0


@dataclass(slots=True)
class Throttle:
    """Counts attempts; each one after the free ones doubles the wait, up to a minute, until one succeeds."""

    clock: Callable[[], float] = time.monotonic
    _records: OrderedDict[_Key, _Record] = field(default_factory=OrderedDict)

    def attempt(self, login: str, address: str) -> None:
        """Note an attempt before it is checked, so that parallel guesses count; TooMany while it must wait."""
        now = self.clock()
        key = (login.lower(), address)
        record = self._records.get(key)
        if record is None or now - record.last > FORGET_SECONDS:
            record = self._records[key] = _Record()
        if now < record.free_at:
            # Sums of large floats may come out a hair above the longest wait.
            wait = min(math.ceil(record.free_at - now), math.ceil(LONGEST_SECONDS))
            raise TooMany(f"wait {wait} s before the next attempt", retry_after=wait)
        record.attempts += 1
        record.last = now
        if record.attempts > FREE:
            record.free_at = now + min(LONGEST_SECONDS, 2.0 ** (record.attempts - FREE))
        self._records.move_to_end(key)
        if len(self._records) > REMEMBERED:
            self._records.popitem(last=False)

    def succeeded(self, login: str, address: str) -> None:
        """Forget the attempts: the password was right."""
        self._records.pop((login.lower(), address), None)

    def withdraw(self, login: str, address: str) -> None:
        """Take an attempt back: it was never checked, so it says nothing about who made it."""
        record = self._records.get((login.lower(), address))
        if record is not None:
            record.attempts -= 1
            record.free_at = 0.0

    def __len__(self) -> int:
        return len(self._records)
