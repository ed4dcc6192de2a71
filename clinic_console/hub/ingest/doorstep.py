"""Before a device has said who it is: so many at a time, and whoever guesses waits, without those who are known.

Behind one address may stand a gateway with hundreds of good monitors, and beside it somebody who floods. Whoever was
admitted lately with the same token passes; of an address that has made many mistakes the others are asked about one
after the other.
"""

import asyncio
import hashlib
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final, TypeVar

from websockets.asyncio.server import ServerConnection

from clinic_console.domain.errors import DeviceRevoked, TooMany, UnknownDevice, WrongDeviceToken
from clinic_console.hub import metrics
from clinic_console.hub.encryption import Encryption
from clinic_console.hub.places import Places
from clinic_console.hub.service.throttle import place_of
from clinic_console.wire.devices import Hello

STRANGERS: Final = 2_000
OF_ADDRESS: Final = 1_000
FREE: Final = 20
"""So many mistakes of an address cost nothing: some monitors of a gateway may have been given other tokens."""
LEAK_SECONDS: Final = 3.0
"""After so long one mistake is forgotten."""
WAIT_SECONDS: Final = 0.002
"""Between two hellos of an address that has made too many: others need the database, too."""
WAITING: Final = 256
"""So many of them wait for their turn; more are told to come again."""
REMEMBERED: Final = 20_000
Key = TypeVar("Key")
Value = TypeVar("Value")
_WRONG: Final = (WrongDeviceToken, UnknownDevice, DeviceRevoked)


@dataclass(slots=True)
class _Mistakes:
    number: float
    at: float
    waiting: int = 0
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass(slots=True)
class Doorstep:
    """Counts who has not said who it is, and slows down the addresses that guess."""

    encryption: Encryption | None = None
    clock: Callable[[], float] = time.monotonic
    strangers: Places[ServerConnection] = field(default_factory=lambda: Places(STRANGERS, OF_ADDRESS))
    _mistakes: OrderedDict[str, _Mistakes] = field(default_factory=OrderedDict)
    _proven: OrderedDict[bytes, None] = field(default_factory=OrderedDict)

    def came(self, socket: ServerConnection) -> None:
        """Count a connection; whoever has waited longest is cut off when there are too many."""
        host = _host(socket)
        leaves = self.strangers.come(socket, place_of(host), many=self._is_proxy(host))
        if leaves is not None:
            metrics.GAVE_WAY.labels("devices").inc()
            leaves.transport.abort()

    def left(self, socket: ServerConnection) -> None:
        """Count a connection no more."""
        self.strangers.leave(socket)

    @asynccontextmanager
    async def judging(self, socket: ServerConnection, hello: Hello) -> AsyncIterator[None]:
        """Judge a hello within: at once, or in its address's turn; what is refused counts as a mistake. TooMany."""
        address, secret = place_of(_host(socket)), _secret(hello)
        mistakes = self._mistakes_of(address)
        try:
            if secret in self._proven or mistakes is None or mistakes.number <= FREE:
                yield
            else:
                async with _turn(mistakes):
                    yield
        except _WRONG:
            self._refused(address, secret)
            raise
        self.left(socket)
        _keep(self._proven, secret, None)

    def _is_proxy(self, host: str) -> bool:
        return self.encryption is not None and self.encryption.is_proxy(host)

    def _mistakes_of(self, address: str) -> _Mistakes | None:
        mistakes = self._mistakes.get(address)
        if mistakes is not None:
            now = self.clock()
            mistakes.number = max(0.0, mistakes.number - (now - mistakes.at) / LEAK_SECONDS)
            mistakes.at = now
        return mistakes

    def _refused(self, address: str, secret: bytes) -> None:
        self._proven.pop(secret, None)
        mistakes = self._mistakes_of(address) or _Mistakes(0.0, self.clock())
        # No more than a flood of some minutes is held against those who share its address.
        mistakes.number = min(mistakes.number + 1, 2.0 * FREE)
        _keep(self._mistakes, address, mistakes)


@asynccontextmanager
async def _turn(mistakes: _Mistakes) -> AsyncIterator[None]:
    if mistakes.waiting >= WAITING:
        raise TooMany("too many unknown devices of this address")
    mistakes.waiting += 1
    try:
        async with mistakes.turn:
            await asyncio.sleep(WAIT_SECONDS)
            yield
    finally:
        mistakes.waiting -= 1


def _keep(kept: OrderedDict[Key, Value], key: Key, value: Value) -> None:
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > REMEMBERED:
        kept.popitem(last=False)


def _host(socket: ServerConnection) -> str:
    return str((socket.remote_address or ("",))[0])


def _secret(hello: Hello) -> bytes:
    return hashlib.sha256(f"{hello.device}\0{hello.token}".encode()).digest()
