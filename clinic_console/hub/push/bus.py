"""The bus between processes: Redis pub/sub that carries batches of live values and short notices.

Each process that publishes is a source; its batches in a group are numbered, so a listener knows what it missed.
Pub/sub loses what nobody hears: whoever finds a gap loads the present state anew.
"""

import asyncio
import secrets
from collections.abc import Callable, Iterable
from enum import Enum, auto
from typing import Final, Protocol

import msgspec
import structlog
from msgspec import Raw, Struct

from clinic_console.domain.errors import BusUnavailable
from clinic_console.hub.push.ear import Ear
from clinic_console.hub.push.line import Line
from clinic_console.wire import topics

SOURCES: Final = 1_024
"""So many (source, group) pairs are remembered; restarted processes leave theirs behind."""

Entry = tuple[str, str, bytes]
"""Topic, key, and the newest payload of that key."""

_log = structlog.get_logger(__name__)


class BusBatch(Struct, array_like=True, gc=False):
    """One message on a group's channel: who says it, its number there, and (topic, key, payload) entries."""

    source: str
    seq: int
    entries: list[tuple[str, str, Raw]]


class Follower(Protocol):
    """Who listens to the live groups."""

    def took(self, entries: list[tuple[str, str, Raw]]) -> None:
        """Take entries in the order published; a payload refers to the whole message: copy what is kept."""

    def missed(self, group: int) -> None:
        """Learn that something of a group was lost: its topics have to be loaded anew."""

    def turned(self) -> None:
        """Learn that the bus is heard again (then load everything anew) or is heard no more: see ``listening``."""


_encoder: Final = msgspec.msgpack.Encoder()
_decoder: Final = msgspec.msgpack.Decoder(BusBatch)


class Standing(Enum):
    """How a batch stands to the one before it of the same source and group."""

    NEXT = auto()
    AFTER_A_GAP = auto()
    SEEN = auto()


class Numbers:
    """The last number heard of each (source, group); a source heard for the first time is taken as it stands."""

    def __init__(self) -> None:
        self._last: dict[tuple[str, int], int] = {}

    def take(self, source: str, group: int, seq: int) -> Standing:
        """Take note of a batch's number and say how it stands."""
        key = (source, group)
        last = self._last.get(key)
        if last is not None and seq <= last:
            return Standing.SEEN
        self._last[key] = seq
        if last is None:
            if len(self._last) > SOURCES:
                del self._last[next(iter(self._last))]
            return Standing.NEXT
        return Standing.NEXT if seq == last + 1 else Standing.AFTER_A_GAP

    def forget(self, group: int) -> None:
        """Drop a group's numbers: what follows a pause is no gap."""
        self._last = {key: seq for key, seq in self._last.items() if key[1] != group}

    def clear(self) -> None:
        """Drop all numbers."""
        self._last.clear()


def channel_of(group: int) -> str:
    """Return the Redis channel of a group of topics."""
    return f"live:{group}"


class Bus:
    """Publishes and listens over one Line; ``source`` names this process, different at each start."""

    def __init__(self, line: Line, *, source: str = "") -> None:
        self.source = source or secrets.token_hex(6)
        self._line = line
        self._seqs = [0] * topics.BUS_GROUPS
        self._order = asyncio.Lock()
        self._follower: Follower | None = None
        self._numbers = Numbers()
        self._ear = Ear(line, self._turned)

    @property
    def listening(self) -> bool:
        """Whether what is published now will be heard here."""
        return self._ear.listening

    def start(self) -> None:
        """Begin to listen (publishing needs no start)."""
        self._ear.start()

    async def stop(self) -> None:
        """Stop listening."""
        await self._ear.stop()

    async def publish(self, entries: Iterable[Entry]) -> bool:
        """Send entries to all who follow their topics, in one round trip; False when Redis did not take them.

        Entries keep their order; False comes at once while Redis is known to be down, else within a second.
        """
        groups: dict[int, list[tuple[str, str, Raw]]] = {}
        for topic, key, payload in entries:
            groups.setdefault(topics.group_of(topic), []).append((topic, key, Raw(payload)))
        async with self._order:
            commands = [("PUBLISH", channel_of(group), self._batch(group, batch)) for group, batch in groups.items()]
            return await self._send(commands)

    async def notify(self, channel: str, payload: bytes) -> bool:
        """Send one notice to all who listen on a channel; False when Redis did not take it."""
        return await self._send([("PUBLISH", channel, payload)])

    async def listen(self, channel: str, handler: Callable[[bytes], None]) -> bool:
        """Call the handler for each notice on a channel; False when that only begins once Redis is back."""
        return await self._ear.add(channel, handler)

    async def follow(self, group: int) -> bool:
        """Hear a group's batches from now on; False when that only begins once Redis is back."""
        return await self._ear.add(channel_of(group), lambda message: self._take(group, message))

    async def unfollow(self, group: int) -> None:
        """Hear nothing more of a group."""
        await self._ear.drop(channel_of(group))
        self._numbers.forget(group)

    def attach(self, follower: Follower) -> None:
        """Set who takes the followed groups' entries."""
        self._follower = follower

    def _batch(self, group: int, entries: list[tuple[str, str, Raw]]) -> bytes:
        self._seqs[group] += 1
        return _encoder.encode(BusBatch(self.source, self._seqs[group], entries))

    async def _send(self, commands: list[tuple[str, str, bytes]]) -> bool:
        try:
            await self._line.pipeline(commands)
        except BusUnavailable:
            return False
        return True

    def _take(self, group: int, message: bytes) -> None:
        if self._follower is None:
            return
        try:
            batch = _decoder.decode(message)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            _log.error("bus.malformed", group=group, error=str(error))
            self._follower.missed(group)
            return
        standing = self._numbers.take(batch.source, group, batch.seq)
        if standing is Standing.SEEN:
            return
        self._follower.took(batch.entries)
        if standing is Standing.AFTER_A_GAP:
            self._follower.missed(group)

    def _turned(self) -> None:
        self._numbers.clear()
        if self._follower is not None:
            self._follower.turned()
