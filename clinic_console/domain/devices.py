"""Devices' clocks: how far each is off, and the correction that gives an instant the same time at every resend.

A reading's key is (device, corrected time). A resend must therefore be corrected exactly as the first send was,
whatever has been measured since, by whichever process. So a correction is not the newest estimate but a function of
stored segments by device time, and a new segment begins only after every instant that can have been accepted before.
Corrected times always rise with device time: a clock found slow makes them leap ahead; one found fast by a little
makes them run slower for a while; one that was put forward makes a few instants in between be refused (ADR 0041).
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Final, NamedTuple

from clinic_console.domain.errors import TimeInFuture, UnknownClock
from clinic_console.domain.readings import FUTURE_MS

TOLERANCE_MS: Final = 1_000
"""Clocks within a second are taken as they are: network delay alone looks like that much on a busy day."""
NEVER_DELAY_MS: Final = 30_000
"""A hello that looks slow by more than this comes from a slow clock: the door does not wait that long for one."""
ALARM_OFFSET_MS: Final = 60_000
"""An offset beyond this is a technical alarm, not a refusal (guarantee 3)."""
AHEAD_SAMPLES: Final = 3
"""Delay cannot make a device look fast, but one wrong sample can: so many in a row must agree."""
BLOCK_MS: Final = 10_000
BLOCKS: Final = 6
"""The present offset is measured over so many blocks of arrival time. It is no ground for a correction: on a link
that is congested for minutes each message is late, and looks just like one of a slow clock."""
SLEW: Final = 10
"""While a small error is worked off, ten ms of device time count as nine."""
SLEW_LIMIT_MS: Final = FUTURE_MS
"""Beyond this a device's instants are refused as future anyway, so nothing is lost by a jump."""
LEAD_MS: Final = 2 * FUTURE_MS + 1
"""A new segment begins this much after now: accepted instants lie up to FUTURE_MS ahead, and hubs' clocks may differ
by as much again. It also leaves time to store the segment."""
RETRY_MS: Final = 5_000
"""How often storing a segment is tried: the readings of its device wait for the attempt."""
EVER: Final = -(2**62)
_END: Final = 2**62
_NONE: Final = -1


@dataclass(frozen=True, slots=True)
class ClockSegment:
    """From device time ``begins`` (ms, by that clock number) on, the device is ahead by ``offset`` ms."""

    clock: int
    begins: int
    offset: int


class _Piece(NamedTuple):
    """Device times ``begins`` to ``until``: the offset runs from ``start`` to ``offset`` and stays there.

    Corrected times have to stay below ``ceiling``; ``held`` while the segment is not stored.
    """

    begins: int
    until: int
    start: int
    offset: int
    ceiling: int
    held: bool

    def offset_at(self, at: int) -> int:
        if self.start == self.offset:
            return self.offset
        return min(self.offset, self.start + (at - self.begins) // SLEW)


@dataclass(slots=True)
class DeviceClock:
    """The corrections of one device's clock, and the running estimate of how far it is off.

    ``measured`` is the present offset in ms (positive: ahead): the largest of (sent minus arrived) of the last
    minute, because delay on the way only ever makes a device look slow. ``pending`` is a segment that has to be
    stored; until it is adopted, instants that it would change are held (neither stored nor acknowledged).
    """

    segments: list[ClockSegment] = field(default_factory=list)
    clock: int = _NONE
    measured: int = 0
    pending: ClockSegment | None = None
    _sent: int = EVER
    _offered: int = EVER
    _recent: list[int] = field(default_factory=list)
    _blocks: list[tuple[int, int]] = field(default_factory=list)
    _plain: tuple[int, int, int, int] = (_NONE, 0, 0, 0)
    _newest: _Piece | None = None

    @classmethod
    def of(cls, segments: Iterable[ClockSegment]) -> "DeviceClock":
        """Take up the stored segments of a device."""
        return cls(segments=sorted(segments, key=attrgetter("clock", "begins")))

    def place(self, clock: int, at: int) -> int:
        """Return the corrected time of an instant, in ms.

        Raises UnknownClock, or TimeInFuture in the stretch that a jump of the clock leaves out.
        """
        number, begins, until, offset = self._plain
        if clock == number and begins <= at < until:
            return at - offset
        if not self.knows(clock):
            raise UnknownClock(str(clock), field="clock")
        piece = self._piece(clock, at)
        corrected = at - piece.offset_at(at)
        if corrected >= piece.ceiling:
            raise TimeInFuture("the device's clock was put forward", field="at")
        self._remember(clock, at, piece)
        return corrected

    def correct(self, clock: int, at: int) -> int:
        """Return the corrected time of any device time, as well as it is known, in ms."""
        return at - self._piece(clock, at).offset_at(at)

    def knows(self, clock: int) -> bool:
        """Say whether a clock number has been announced; times under any other cannot be placed."""
        if any(segment.clock == clock for segment in self.segments):
            return True
        return self.pending is not None and self.pending.clock == clock

    def holds(self, clock: int, at: int) -> bool:
        """Say whether a device time must wait for a segment to be stored."""
        return self.pending is not None and self._piece(clock, at).held

    def observe(self, clock: int, sent: int, arrived: int, opened: int | None = None) -> ClockSegment | None:
        """Take one sample of the device's clock; return a segment to store and then ``adopt``, or None.

        The first sample is the hello's: it alone announces a clock number, because it alone travels quickly for
        certain. Until it is adopted the same segment is returned again every few seconds, to try again to store it.
        ``opened`` (hub ms): the message was certainly sent after this; for a hello, the time before the handshake
        was answered, later that of a ping whose answer came before. Only so a slow clock is told from a slow link.
        """
        if self.clock == _NONE:
            self.clock = clock
        if clock != self.clock or sent < self._sent:
            return None  # sent again, or of another clock: it says nothing about this one now
        self._sent = sent
        self._note(sent - arrived, arrived)
        if self.pending is None:
            certain = opened is not None and 0 <= arrived - opened <= TOLERANCE_MS
            self.pending = self._decide(sent, arrived, certain)
            if self.pending is None:
                return None
            self._forget()
        elif arrived - self._offered < RETRY_MS:
            return None
        self._offered = arrived
        return self.pending

    def adopt(self, segment: ClockSegment) -> None:
        """Use a segment from now on (after it has been stored)."""
        if segment not in self.segments:
            self.segments = sorted([*self.segments, segment], key=attrgetter("clock", "begins"))
        pending = self.pending
        if pending is not None and (segment.clock, segment.begins) == (pending.clock, pending.begins):
            self.pending = None  # also when another process stored it first, with its own measurement
        self._forget()

    def _forget(self) -> None:
        self._plain, self._newest = (_NONE, 0, 0, 0), None

    def _note(self, sample: int, arrived: int) -> None:
        self._recent.append(sample)
        del self._recent[:-AHEAD_SAMPLES]
        block = arrived // BLOCK_MS
        if self._blocks and self._blocks[-1][0] == block:
            if sample > self._blocks[-1][1]:
                self._blocks[-1] = (block, sample)
                self.measured = max(self.measured, sample)
        else:
            self._blocks.append((block, sample))
            del self._blocks[:-BLOCKS]
            self.measured = max(best for _, best in self._blocks)

    def _decide(self, sent: int, arrived: int, certain: bool) -> ClockSegment | None:
        sample = sent - arrived
        if self._newest is None and not self.knows(self.clock):
            # The first word about a clock number is always stored, even "no offset": what was sent under it
            # can then never be corrected differently later.
            sure = certain or sample > TOLERANCE_MS or sample < -NEVER_DELAY_MS
            return ClockSegment(self.clock, EVER, _offset(sample) if sure else 0)
        last = self._newest = self._newest or self._pieces(self.clock)[-1]
        if sent < last.begins:
            return None  # the last correction has not begun yet
        if len(self._recent) == AHEAD_SAMPLES and min(self._recent) > last.offset + TOLERANCE_MS:
            offset = _offset(min(self._recent))
        elif certain and sample < last.offset - TOLERANCE_MS:
            offset = _offset(sample)
        else:
            return None
        return ClockSegment(self.clock, max(arrived + max(last.offset, offset) + LEAD_MS, last.begins + 1), offset)

    def _piece(self, clock: int, at: int) -> _Piece:
        pieces = self._pieces(clock)
        return pieces[max(0, bisect_right(pieces, at, key=attrgetter("begins")) - 1)]

    def _pieces(self, clock: int) -> list[_Piece]:
        segments = [segment for segment in self.segments if segment.clock == clock]
        stored = len(segments)
        if self.pending is not None and self.pending.clock == clock:
            segments.append(self.pending)
        pieces = [_Piece(EVER, _END, 0, 0, _END, held=False)]
        for index, segment in enumerate(segments):
            before = pieces[-1].offset_at(segment.begins) if segment.begins > EVER else segment.offset
            slews = 0 < segment.offset - before <= SLEW_LIMIT_MS
            pieces[-1] = pieces[-1]._replace(until=segment.begins)
            start = before if slews else segment.offset
            pieces.append(_Piece(segment.begins, _END, start, segment.offset, _END, held=index >= stored))
        if len(pieces) > 1 and pieces[1].begins == EVER:
            del pieces[0]
        for index in range(len(pieces) - 2, -1, -1):
            after = pieces[index + 1]
            ceiling = min(after.ceiling, after.begins - after.start)
            pieces[index] = pieces[index]._replace(ceiling=ceiling)
        return pieces

    def _remember(self, clock: int, at: int, piece: _Piece) -> None:
        """Keep the stretch around a device time in which the offset is constant and nothing else is the matter."""
        begins = piece.begins if piece.start == piece.offset else piece.begins + (piece.offset - piece.start) * SLEW
        until = min(piece.until, piece.ceiling + piece.offset)
        if begins <= at < until and not piece.held:
            self._plain = (clock, begins, until, piece.offset)


def _offset(estimate: int) -> int:
    return estimate if abs(estimate) > TOLERANCE_MS else 0
