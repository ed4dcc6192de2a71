"""The device's end of the protocol without I/O: it keeps what is not acknowledged and sends it again."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from clinic_console.wire.devices import Gap, InstantMessage, Readings


@dataclass(slots=True)
class DeviceRing:
    """Messages not yet acknowledged, bounded; what falls out of it becomes a gap that is reported.

    ``capacity`` is in messages. ``sent``, ``acked`` and ``dropped`` count values (one parameter at one instant).
    """

    capacity: int = 3_600
    next_seq: int = 1
    sent: int = 0
    acked: int = 0
    dropped: int = 0
    _kept: deque[Readings] = field(default_factory=deque)
    _gap: Gap | None = None

    def put(self, instants: list[InstantMessage], sent: int, clock: int = 0) -> Readings:
        """Number a new message and keep it until it is acknowledged."""
        message = Readings(seq=self.next_seq, instants=instants, sent=sent, clock=clock)
        self.next_seq += 1
        self.sent += count_values(message)
        self._kept.append(message)
        if len(self._kept) > self.capacity:
            self._drop(self._kept.popleft())
        return message

    def ack(self, seq: int) -> None:
        """Let go of everything up to a sequence number."""
        while self._kept and self._kept[0].seq <= seq:
            self.acked += count_values(self._kept.popleft())
        if self._gap is not None and self._gap.to_seq <= seq:
            self._gap = None

    def resend(self, from_seq: int = 0) -> Iterator[Gap | Readings]:
        """Yield what has to be sent again, oldest first, a gap report before it where one is due."""
        if self._gap is not None and self._gap.to_seq >= from_seq:
            yield self._gap
        yield from [message for message in self._kept if message.seq >= from_seq]

    @property
    def unacked(self) -> int:
        """Return the number of messages kept."""
        return len(self._kept)

    def _drop(self, message: Readings) -> None:
        self.dropped += count_values(message)
        first, last = message.instants[0].at, message.instants[-1].at
        if self._gap is None:
            self._gap = Gap(message.seq, message.seq, first, last, message.clock)
        else:
            self._gap.to_seq, self._gap.to_at = message.seq, last


def count_values(message: Readings) -> int:
    """Count the values of a message: one parameter at one instant each."""
    return sum(len(instant.values) for instant in message.instants)
