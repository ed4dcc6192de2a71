"""Devices' clocks: how far each is off, and the correction that gives an instant the same time at every resend.

A reading's key is (device, corrected time). A resend must therefore be corrected exactly as the first send was,
whatever has been measured since. So a correction is not the newest estimate but a list of segments by device
time: a new segment only ever begins after every instant already seen, and is stored before it is used.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

TOLERANCE_MS: Final = 1_000
"""Clocks within a second are taken as they are: network delay alone looks like that much on a busy day."""
NEVER_DELAY_MS: Final = 30_000
"""A device that looks slow by more than this is slow: no message travels that long."""
SAMPLES: Final = 10
"""How many samples a small slowness, which may be delay, has to last."""
ALARM_OFFSET_MS: Final = 60_000
"""An offset beyond this is a technical alarm, not a refusal (guarantee 3)."""
EVER: Final = -(2**62)


@dataclass(frozen=True, slots=True)
class ClockSegment:
    """From device time ``begins`` (ms, by that clock number) on, the device is ahead by ``offset`` ms."""

    clock: int
    begins: int
    offset: int


@dataclass(slots=True)
class DeviceClock:
    """The segments of one device, and the running estimate of its present offset.

    The estimate is the largest of (sent minus arrived) over the last samples: delay on the way only ever makes
    a device look slow, so the largest is the nearest to the truth.
    """

    segments: list[ClockSegment] = field(default_factory=list)
    clock: int = -1
    latest: int = EVER
    measured: int = 0
    _window: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, segments: Iterable[ClockSegment]) -> "DeviceClock":
        """Take up the stored segments of a device."""
        return cls(segments=sorted(segments, key=lambda s: (s.clock, s.begins)))

    def offset_at(self, clock: int, at: int) -> int:
        """Return the offset in force at a device time (the last segment begun by then, else none)."""
        for segment in reversed(self.segments):
            if segment.clock == clock and segment.begins <= at:
                return segment.offset
            if segment.clock < clock:
                break
        return 0

    def correct(self, clock: int, at: int) -> int:
        """Return the corrected time of a device time in ms."""
        self._turn_to(clock)
        if clock == self.clock and at > self.latest:
            self.latest = at
        return at - self.offset_at(clock, at)

    def observe(self, clock: int, sent: int, arrived: int) -> ClockSegment | None:
        """Take one sample of the device's clock; return a segment to store and then ``adopt``, or None."""
        self._turn_to(clock)
        if clock != self.clock:
            return None
        window = self._window
        window.append(sent - arrived)
        if len(window) > SAMPLES:
            del window[0]
        self.measured = estimate = max(window)
        sure = estimate > TOLERANCE_MS or estimate < -NEVER_DELAY_MS or len(window) == SAMPLES
        offset = estimate if sure and abs(estimate) > TOLERANCE_MS else 0
        if not any(s.clock == clock for s in self.segments):
            # The first word about a clock number is always stored, even "no offset": what was sent under it
            # can then never be corrected differently later.
            return ClockSegment(clock, EVER, offset)
        error = estimate - self.offset_at(clock, max(self.latest, sent))
        if not sure or abs(error) <= TOLERANCE_MS:
            return None
        # A device that turns out faster than believed makes corrected times jump back: begin late enough that
        # they still rise.
        return ClockSegment(clock, max(self.latest, sent) + 1 + max(0, error), offset)

    def adopt(self, segment: ClockSegment) -> None:
        """Use a segment from now on (after it has been stored)."""
        self.segments.append(segment)
        self.segments.sort(key=lambda s: (s.clock, s.begins))

    def _turn_to(self, clock: int) -> None:
        if clock > self.clock:
            self.clock, self.latest = clock, EVER
            self._window.clear()
