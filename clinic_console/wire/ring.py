"""The device's end of the protocol without I/O: it keeps what is not acknowledged and hands it out in order."""

from collections import deque
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from clinic_console.wire.devices import Gap, InstantMessage, Readings

MAX_GAPS: Final = 1_000


class _Kept(NamedTuple):
    message: Readings
    values: int


@dataclass(slots=True)
class _Lost:
    """Messages let go of; once reported, the gap stays as the hub has stored it."""

    gap: Gap
    values: int
    reported: bool = False


@dataclass(slots=True)
class DeviceRing:
    """Messages not yet acknowledged, bounded; what falls out of it becomes a gap that is reported.

    ``capacity`` is in messages. ``sent``, ``acked`` and ``dropped`` count values (one parameter at one instant);
    sent = acked + dropped + what is kept. ``put`` what was measured, ``pull`` until None whenever something can be
    sent, ``rewind`` at each new connection and when the hub asks for it.
    """

    capacity: int = 3_600
    next_seq: int = 1
    sent: int = 0
    acked: int = 0
    dropped: int = 0
    _kept: deque[_Kept] = field(default_factory=deque)
    _lost: deque[_Lost] = field(default_factory=deque)
    _cursor: int = 1

    def put(self, instants: list[InstantMessage], clock: int = 0) -> Readings:
        """Number a new message and keep it until it is acknowledged."""
        kept = _Kept(Readings(self.next_seq, instants, clock=clock), sum(len(i.values) for i in instants))
        self.next_seq += 1
        self.sent += kept.values
        self._kept.append(kept)
        if len(self._kept) > self.capacity:
            self._drop(self._kept.popleft())
        return kept.message

    def pull(self, now: int | None = None, clock: int = 0) -> Gap | Readings | None:
        """Return the next thing to send, or None; ``now`` and ``clock`` are the device's clock and its number."""
        for lost in self._lost:
            if lost.gap.to_seq >= self._cursor:
                lost.reported = True
                self._cursor = lost.gap.to_seq + 1
                return lost.gap
        if not self._kept or self._cursor >= self.next_seq:
            return None
        message = self._kept[max(0, self._cursor - self._kept[0].message.seq)].message
        message.sent = now if message.clock == clock else None
        self._cursor = message.seq + 1
        return message

    def ack(self, seq: int) -> None:
        """Let go of everything up to a sequence number."""
        while self._lost and self._lost[0].gap.to_seq <= seq:
            lost = self._lost.popleft()
            if not lost.reported:
                # The hub had stored what we let go of in the meantime.
                self.dropped -= lost.values
                self.acked += lost.values
        while self._kept and self._kept[0].message.seq <= seq:
            self.acked += self._kept.popleft().values
        self._cursor = max(self._cursor, min(seq, self.next_seq - 1) + 1)

    def rewind(self, from_seq: int = 0) -> None:
        """Hand out again everything that is kept from a sequence number on."""
        self._cursor = min(self._cursor, from_seq)

    @property
    def unacked(self) -> int:
        """Return the number of messages kept."""
        return len(self._kept)

    @property
    def settled(self) -> bool:
        """Return whether nothing waits for an acknowledgement, neither a message nor a reported loss."""
        return not self._kept and not self._lost

    def _drop(self, kept: _Kept) -> None:
        message = kept.message
        times = [instant.at for instant in message.instants] or [0]
        self.dropped += kept.values
        last = self._lost[-1] if self._lost else None
        mergeable = last is not None and last.gap.clock == message.clock and not last.reported
        if last is not None and (mergeable or len(self._lost) >= MAX_GAPS):
            last.gap = Gap(
                last.gap.from_seq,
                message.seq,
                min(last.gap.from_at, times[0]),
                max(last.gap.to_at, times[-1]),
                last.gap.clock,
            )
            last.values += kept.values
        else:
            self._lost.append(_Lost(Gap(message.seq, message.seq, times[0], times[-1], message.clock), kept.values))
