"""One bedside monitor without I/O: it measures, keeps what is not acknowledged, and speaks the device protocol."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from msgspec.structs import replace

from clinic_console.simulator.sample import Source, Values
from clinic_console.wire.devices import (
    MAX_MESSAGE_BYTES,
    VERSION,
    Ack,
    Detailed,
    Hello,
    InstantMessage,
    Problem,
    Readings,
    Rewind,
    Status,
    Welcome,
    decode_from_hub,
    encode,
)
from clinic_console.wire.ring import DeviceRing

STATUS_MS: Final = 30_000
"""The state is said again this often, so that a monitor in standby does not look dead."""
SPARE_BYTES: Final = 64
"""Room for what is added to a message when it is sent."""


@dataclass(slots=True)
class Monitor:
    """A device with its code and token; times given to it are true times in ms since 1970.

    ``connected`` says whether its network works; ``wants_hello`` that its clock was set, so that it has to connect
    anew; ``finished`` that its source has come to an end.
    """

    code: str
    token: str
    source: Source
    instants_per_message: int = 1
    ring: DeviceRing = field(default_factory=DeviceRing)
    errors: Counter[str] = field(default_factory=Counter)
    welcomed: bool = False
    connected: bool = True
    finished: bool = False
    wants_hello: bool = False
    rewinds: int = 0
    _offset: int = 0
    _clock: int = 0
    _last_at: int = -1
    _batch: list[InstantMessage] = field(default_factory=list)
    _status: Status | None = None
    _status_at: int | None = None

    def __post_init__(self) -> None:
        self._offset = self.source.ahead

    def measure(self, at: int) -> None:
        """Take what there is at a time."""
        sample = None if self.finished else self.source.sample(at)
        if sample is None:
            self.finished = True
            self.flush()
            return
        self.connected = sample.connected
        if sample.clock != self._clock:
            self.flush()
            self.wants_hello = True
            self._last_at = -1
        self._clock, self._offset = sample.clock, sample.offset
        if sample.status is not None:
            self._status, self._status_at = sample.status, None
        if sample.values:
            self._last_at = max(at + self._offset, self._last_at + 1)
            self._batch.append(InstantMessage(self._last_at, self._by_own_clock(sample.values)))
            if len(self._batch) >= self.instants_per_message:
                self.flush()

    def flush(self) -> None:
        """Put what has been measured into messages, each within the protocol's limit."""
        batch, self._batch = self._batch, []
        while batch:
            count = len(batch)
            while (
                count > 1
                and len(encode(Readings(self.ring.next_seq, batch[:count]))) > MAX_MESSAGE_BYTES - SPARE_BYTES
            ):
                count = (count + 1) // 2
            self.ring.put(batch[:count], self._clock)
            batch = batch[count:]

    def hello(self, now: int) -> bytes:
        """Begin on a new connection."""
        self.welcomed = self.wants_hello = False
        self._status_at = None
        self.ring.rewind()
        return encode(Hello(VERSION, self.code, self.token, now + self._offset, self._clock, "simulator"))

    def take(self, raw: bytes) -> None:
        """Take in one message of the hub; raises MalformedMessage."""
        match decode_from_hub(raw):
            case Ack(seq):
                self.ring.ack(seq)
            case Rewind(from_seq):
                self.rewinds += 1
                self.ring.rewind(from_seq)
            case Problem(code):
                self.errors[code] += 1
            case Welcome():
                self.welcomed = True

    def outgoing(self, now: int) -> Iterator[bytes]:
        """Yield what can be sent now, in order; nothing before the welcome."""
        if not self.welcomed:
            return
        if self._status is not None and (self._status_at is None or now - self._status_at >= STATUS_MS):
            self._status_at = now
            yield encode(self._own_status(self._status, now))
        while (message := self.ring.pull(now + self._offset, self._clock)) is not None:
            yield encode(message)

    @property
    def settled(self) -> bool:
        """Return whether everything measured has been acknowledged."""
        return not self._batch and self.ring.settled

    def _by_own_clock(self, values: Values) -> Values:
        if not self._offset:
            return values
        return {
            name: replace(value, t=value.t + self._offset)
            if isinstance(value, Detailed) and value.t is not None
            else value
            for name, value in values.items()
        }

    def _own_status(self, status: Status, now: int) -> Status:
        ahead = self._offset
        standby, paused = status.standby, status.audio_paused_until
        if standby is not None and standby.until is not None:
            standby = replace(standby, until=standby.until + ahead)
        return replace(
            status,
            at=status.at + ahead,
            sent=now + ahead,
            clock=self._clock,
            alarms=[replace(alarm, since=alarm.since + ahead) for alarm in status.alarms],
            audio_paused_until=None if paused is None else paused + ahead,
            standby=standby,
        )
