"""The console protocol, version 1 (msgpack over WebSocket), and the console's end of it without I/O.

After hello, a console subscribes to topics. It gets a snapshot of each, then deltas whose offsets rise by one within
the snapshot's epoch. A delta of another epoch or with a missing offset makes it ask for a new snapshot; the hub sends
one unasked whenever it knows that something may be missing. Written down for strangers in docs/console-protocol.md.
"""

from dataclasses import dataclass, field
from typing import Final

import msgspec
from msgspec import Raw, Struct

from clinic_console.domain.errors import MalformedMessage

VERSION: Final = 1
SUBPROTOCOL: Final = "clinic.console.v1"
BEAT_SECONDS: Final = 1.0
"""A silent hub would look like a quiet ward: it says something at least this often on every socket."""
SILENT_SECONDS: Final = 5.0
"""No word from the hub for this long means NOT MONITORED (guarantee 4)."""


class Hello(Struct, tag="hello", array_like=True):
    """First message of a console: protocol version, access token, and the program's version for the log."""

    v: int
    token: str
    program: str = ""


class Subscribe(Struct, tag="subscribe", array_like=True):
    """Watch these topics; each is answered by a snapshot or a problem."""

    topics: list[str]


class Unsubscribe(Struct, tag="unsubscribe", array_like=True):
    """Stop watching these topics."""

    topics: list[str]


class Renew(Struct, tag="renew", array_like=True):
    """Go on with a newer access token before the present one expires."""

    token: str


class Ping(Struct, tag="ping", array_like=True):
    """Ask for a pong with the same number, to measure the delay."""

    number: int


class Welcome(Struct, tag="welcome", array_like=True):
    """The session is open; ``epoch`` names this hub process; ``now``, ``expires`` (the token's) in ms since 1970."""

    v: int
    epoch: str
    now: int
    expires: int


class Snapshot(Struct, tag="snapshot", array_like=True):
    """The whole present state of a topic, one item per key; deltas of the same epoch continue from its offset."""

    topic: str
    epoch: str
    offset: int
    now: int
    items: list[Raw]


class Delta(Struct, tag="delta", array_like=True):
    """What changed since the offset before."""

    topic: str
    epoch: str
    offset: int
    now: int
    items: list[Raw]


class Beat(Struct, tag="beat", array_like=True):
    """The hub lives; nothing else to say."""

    now: int


class Renewed(Struct, tag="renewed", array_like=True):
    """The newer token holds until ``expires`` (ms since 1970)."""

    expires: int


class Pong(Struct, tag="pong", array_like=True):
    """The answer to a ping."""

    number: int
    now: int


class Problem(Struct, tag="problem", array_like=True):
    """Something was refused: a stable code, a sentence, and the topic it concerns."""

    code: str
    message: str
    topic: str = ""


FromConsole = Hello | Subscribe | Unsubscribe | Renew | Ping
FromHub = Welcome | Snapshot | Delta | Beat | Renewed | Pong | Problem

_encoder = msgspec.msgpack.Encoder()
_from_console: msgspec.msgpack.Decoder[FromConsole] = msgspec.msgpack.Decoder(FromConsole)
_from_hub: msgspec.msgpack.Decoder[FromHub] = msgspec.msgpack.Decoder(FromHub)


def encode(message: FromConsole | FromHub) -> bytes:
    """Write one message (msgpack)."""
    return _encoder.encode(message)


def decode_from_console(raw: bytes) -> FromConsole:
    """Read a message as the hub does; MalformedMessage when it is none."""
    try:
        return _from_console.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise MalformedMessage(str(error)) from error


def decode_from_hub(raw: bytes) -> FromHub:
    """Read a message as a console does; MalformedMessage when it is none."""
    try:
        return _from_hub.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise MalformedMessage(str(error)) from error


@dataclass(frozen=True, slots=True)
class Opened:
    """The hub accepted the session."""

    expires: int


@dataclass(frozen=True, slots=True)
class Replaced:
    """A topic's whole state is known anew."""

    topic: str
    items: list[Raw]


@dataclass(frozen=True, slots=True)
class Changed:
    """Some items of a topic are newer."""

    topic: str
    items: list[Raw]


@dataclass(frozen=True, slots=True)
class Refused:
    """The hub refused something."""

    code: str
    message: str
    topic: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A ping came back."""

    number: int


Event = Opened | Replaced | Changed | Refused | Answered


@dataclass(slots=True)
class ConsoleSession:
    """The console's end: which topics it wants, where it stands in each, and what to ask for next.

    ``take`` returns what happened; ``outgoing`` holds messages to send, in order. ``hub_now`` is the time that the
    hub said last (ms since 1970). A new connection needs a new ``open``; wanted topics are kept.
    """

    wanted: set[str] = field(default_factory=set)
    outgoing: list[FromConsole] = field(default_factory=list)
    hub_now: int = 0
    resyncs: int = 0
    _places: dict[str, tuple[str, int]] = field(default_factory=dict)
    _open: bool = False

    def open(self, token: str, program: str = "") -> None:
        """Begin on a new connection."""
        self._open = False
        self._places.clear()
        self.outgoing[:] = [Hello(VERSION, token, program)]

    def watch(self, topics: set[str]) -> None:
        """Want exactly these topics from now on."""
        more, less = topics - self.wanted, self.wanted - topics
        self.wanted = set(topics)
        if self._open and more:
            self.outgoing.append(Subscribe(sorted(more)))
        if less:
            for topic in less:
                self._places.pop(topic, None)
            if self._open:
                self.outgoing.append(Unsubscribe(sorted(less)))

    @property
    def missing(self) -> set[str]:
        """Return the wanted topics whose snapshot has not come (yet)."""
        return self.wanted - self._places.keys()

    def take(self, message: FromHub) -> list[Event]:
        """Take in one message of the hub."""
        if isinstance(message, Snapshot | Delta | Welcome | Beat | Pong):
            # Not the greatest: another hub's clock, or this one's after a correction, may be behind.
            self.hub_now = message.now
        match message:
            case Welcome():
                return self._welcomed(message)
            case Snapshot():
                return self._snapshot(message)
            case Delta():
                return self._delta(message)
            case Renewed():
                return [Opened(message.expires)]
            case Pong():
                return [Answered(message.number)]
            case Problem():
                return [Refused(message.code, message.message, message.topic)]
            case Beat():
                return []

    def _welcomed(self, message: Welcome) -> list[Event]:
        self._open = True
        if self.wanted:
            self.outgoing.append(Subscribe(sorted(self.wanted)))
        return [Opened(message.expires)]

    def _snapshot(self, message: Snapshot) -> list[Event]:
        if message.topic not in self.wanted:
            return []
        self._places[message.topic] = (message.epoch, message.offset)
        return [Replaced(message.topic, message.items)]

    def _delta(self, message: Delta) -> list[Event]:
        place = self._places.get(message.topic)
        if place is None:  # not wanted any more, or its snapshot is on the way
            return []
        epoch, offset = place
        if message.epoch != epoch or message.offset != offset + 1:
            # Something was missed: what is shown may be wrong, so ask for all of it again.
            del self._places[message.topic]
            self.resyncs += 1
            self.outgoing.append(Subscribe([message.topic]))
            return []
        self._places[message.topic] = (epoch, message.offset)
        return [Changed(message.topic, message.items)]
