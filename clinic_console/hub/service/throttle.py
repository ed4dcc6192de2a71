"""Slowing down those who guess: failed attempts per account and per address, in bounded memory.

An account's mistakes count whatever address they come from, an address's whatever account they aim at. Where somebody
has signed in lately the account is judged on its own: strangers' guesses must not keep people from their work, and
what is right there says nothing about what others try from the same address. Accounts are named as the database
compares their logins (or by a session): one that is written in another way is not another one. Nothing here asks
whether an account exists.
"""

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from clinic_console.domain.errors import TooMany

FREE: Final = 5
"""So many mistakes of an account cost nothing: people mistype."""
FREE_OF_ADDRESS: Final = 100
"""So many of an address: a clinic's PCs may all come from one, and at a change of shift many sign in at once."""
LONGEST_SECONDS: Final = 60.0
LEAK_SECONDS: Final = {"account": 180.0, "pair": 180.0, "address": 20.0}
"""After so long one mistake is forgotten."""
LATELY_SECONDS: Final = 14 * 24 * 3_600.0
REMEMBERED: Final = 10_000

_Key = tuple[str, str, str]


@dataclass(slots=True, eq=False)
class Attempt:
    """One attempt that was let through: where it counts, and how long each had to wait before it did."""

    proves: _Key
    waited: dict[_Key, float] = field(default_factory=dict)


@dataclass(slots=True)
class _Record:
    mistakes: float = 0.0
    at: float = 0.0
    free_at: float = 0.0
    by: Attempt | None = None
    """Whose the wait until ``free_at`` is."""


@dataclass(slots=True)
class Throttle:
    """Counts attempts; each mistake after the free ones doubles the wait, up to a minute."""

    clock: Callable[[], float] = time.monotonic
    _records: OrderedDict[_Key, _Record] = field(default_factory=OrderedDict)
    _proven: OrderedDict[_Key, float] = field(default_factory=OrderedDict)

    def attempt(self, account: str, address: str, recent: Iterable[str] = ()) -> Attempt:
        """Note an attempt before it is checked, so that parallel guesses count; TooMany while it must wait.

        ``recent`` are addresses that the account is known to have signed in from lately, beside those noted here.
        """
        now = self.clock()
        judged = self._judged(account, address, recent, now)
        wait = max((self._record(key, now).free_at - now for key in judged), default=0.0)
        if wait > 0:
            seconds = min(math.ceil(wait), math.ceil(LONGEST_SECONDS))
            raise TooMany(f"wait {seconds} s before the next attempt", retry_after=seconds)
        made = Attempt(_pair(account, address))
        for key in judged:
            self._count(key, made, now)
        return made

    def succeeded(self, attempt: Attempt) -> None:
        """Forget this account's mistakes from here: the password was right. The address keeps those of others."""
        self.withdraw(attempt)
        self._records.pop(attempt.proves, None)
        self._proven[attempt.proves] = self.clock()
        self._proven.move_to_end(attempt.proves)
        _bound(self._proven)

    def withdraw(self, attempt: Attempt) -> None:
        """Take an attempt back, and nothing else: it was never checked, so it says nothing about who made it."""
        for key, waited in attempt.waited.items():
            record = self._records.get(key)
            if record is None:
                continue
            record.mistakes = max(0.0, record.mistakes - 1)
            if record.by is attempt:
                record.free_at, record.by = waited, None
        attempt.waited.clear()

    def __len__(self) -> int:
        return max(len(self._records), len(self._proven))

    def _judged(self, account: str, address: str, recent: Iterable[str], now: float) -> list[_Key]:
        """Return whose mistakes decide: the account's own where it is at home, else its and the address's."""
        pair = _pair(account, address)
        signed_in = self._proven.get(pair)
        if signed_in is not None and now - signed_in <= LATELY_SECONDS:
            return [pair]
        if any(place_of(each) == pair[2] for each in recent):
            return [pair]
        return [("account", account, ""), ("address", pair[2], "")]

    def _record(self, key: _Key, now: float) -> _Record:
        record = self._records.get(key)
        if record is None:
            return _Record(at=now)
        record.mistakes = max(0.0, record.mistakes - (now - record.at) / LEAK_SECONDS[key[0]])
        record.at = now
        return record

    def _count(self, key: _Key, attempt: Attempt, now: float) -> None:
        record = self._records[key] = self._record(key, now)
        record.mistakes += 1
        attempt.waited[key] = record.free_at
        over = record.mistakes - (FREE_OF_ADDRESS if key[0] == "address" else FREE)
        if over > 0:
            record.free_at, record.by = now + min(LONGEST_SECONDS, 2.0 ** math.ceil(min(over, 10.0))), attempt
        self._records.move_to_end(key)
        _bound(self._records)


def _pair(account: str, address: str) -> _Key:
    return ("pair", account, place_of(address))


@lru_cache(maxsize=4_096)
def place_of(address: str) -> str:
    """Return what stands for one place on the network: an IPv4 address, the /64 that an IPv6 one is in."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        # Whoever has one has all of them: an address of its own for each guess costs nothing.
        return str(ipaddress.ip_network((int(parsed) >> 64 << 64, 64)))
    return str(parsed)


def _bound(entries: "OrderedDict[_Key, _Record] | OrderedDict[_Key, float]") -> None:
    while len(entries) > REMEMBERED:
        entries.popitem(last=False)
