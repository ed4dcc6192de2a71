"""Who may stand at a door at the same time: so many of one address, so many in all, and who has to give way.

A door cannot tell a console from a stranger before it has said who it is. So nobody is kept out because others came
first: whoever has been idle for longest gives way, first of the same address, then of the address with most.
"""

import asyncio
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

from websockets.asyncio.server import ServerConnection

Who = TypeVar("Who", bound=Hashable)
_UNLIMITED: Final = 1 << 30


@dataclass(slots=True, eq=False)
class _Address(Generic[Who]):
    """Those of one address; the idle ones in the order in which they became so."""

    idle: dict[Who, None] = field(default_factory=dict)
    busy: set[Who] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.idle) + len(self.busy)


class Places(Generic[Who]):
    """Those who are at a door, by address: ``each`` of one, ``most`` in all."""

    def __init__(self, most: int, each: int) -> None:
        self._most = most
        self._each = each
        self._addresses: dict[str, _Address[Who]] = {}
        self._of: dict[Who, str] = {}

    def come(self, who: Who, address: str, *, many: bool = False) -> Who | None:
        """Take a place, idle; return whom to send away for it: ``who`` when nobody else can be.

        ``many``: a proxy, whose address stands for many.
        """
        leaves: Who | None = None
        there = self._addresses.get(address)
        if there is not None and len(there) >= (_UNLIMITED if many else self._each):
            leaves = next(iter(there.idle), who)
        elif len(self._of) >= self._most:
            fullest = max((one for one in self._addresses.values() if one.idle), key=len, default=None)
            leaves = next(iter(fullest.idle)) if fullest is not None else who
        if leaves is not None:
            self.leave(leaves)
        if leaves is not who:
            self._of[who] = address
            self._addresses.setdefault(address, _Address()).idle[who] = None
        return leaves

    def work(self, who: Who) -> None:
        """Note that something is being done for somebody, who is not sent away meanwhile."""
        there = self._there(who)
        if there is not None:
            there.idle.pop(who, None)
            there.busy.add(who)

    def rest(self, who: Who) -> None:
        """Note that somebody is idle from now on."""
        there = self._there(who)
        if there is not None:
            there.busy.discard(who)
            there.idle.pop(who, None)
            there.idle[who] = None

    def leave(self, who: Who) -> None:
        """Give a place back; one that was given back before stays so."""
        there = self._there(who)
        if there is None:
            return
        there.idle.pop(who, None)
        there.busy.discard(who)
        address = self._of.pop(who)
        if not there:
            del self._addresses[address]

    def of(self, address: str) -> int:
        """Return how many there are of an address."""
        return len(self._addresses.get(address, ()))

    def __len__(self) -> int:
        return len(self._of)

    def _there(self, who: Who) -> _Address[Who] | None:
        address = self._of.get(who)
        return None if address is None else self._addresses[address]


class CountedConnection(ServerConnection):
    """A WebSocket that is counted from the moment its connection stands, before a word of it is read."""

    def __init__(
        self,
        came: Callable[[ServerConnection], None],
        left: Callable[[ServerConnection], None],
        *given: Any,
        **more: Any,
    ) -> None:
        super().__init__(*given, **more)
        self._came = came
        self._left = left

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Count it (called by asyncio)."""
        super().connection_made(transport)
        self._came(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Count it no more (called by asyncio)."""
        self._left(self)
        super().connection_lost(exc)
