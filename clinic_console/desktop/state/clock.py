"""The hub's time on a console, from what the hub says and the monotonic clock: this PC's own time never matters.

A frame says a time that has passed already when it arrives: the truth is that or later. The answer to a ping was
written after the ping was sent: the truth is that or earlier. Ages must not be too small, so the upper bound is
taken, the tightest of the last half minute; two bounds that contradict each other mean that the hub's clock was set.
"""

from collections import deque
from typing import NamedTuple

WINDOW_SECONDS = 30.0
SLACK_MS = 50.0
"""Frames say whole milliseconds: bounds that cross by a little contradict nothing."""


class Moment(NamedTuple):
    """One moment: monotonic seconds here, and what the hub's clock says (ms since 1970)."""

    mono: float
    hub: int


class HubClock:
    """Estimates the hub's time; all offsets are hub ms minus monotonic ms."""

    def __init__(self) -> None:
        self._frames: deque[tuple[float, float]] = deque(maxlen=512)
        self._pongs: deque[tuple[float, float]] = deque(maxlen=64)
        self._offset = 0.0
        self.known = False

    def restarted(self) -> None:
        """Forget bounds: another connection may reach another hub with another clock."""
        self._frames.clear()
        self._pongs.clear()

    def heard(self, now: int, mono: float) -> None:
        """Take the time that a frame says as it arrives."""
        self._frames.append((mono, now - mono * 1_000))
        self._estimate(mono)

    def answered(self, now: int, sent: float, mono: float) -> None:
        """Take the time that the answer to a ping says, which was sent at a monotonic time."""
        self._pongs.append((mono, now - sent * 1_000))
        self._estimate(mono)

    def moment(self, mono: float) -> Moment:
        """Return the present moment (hub time 0 until the hub has spoken)."""
        return Moment(mono, round(self._offset + mono * 1_000) if self.known else 0)

    def _estimate(self, mono: float) -> None:
        for samples in (self._frames, self._pongs):
            while samples and samples[0][0] < mono - WINDOW_SECONDS:
                samples.popleft()
        low = max((offset for _, offset in self._frames), default=None)
        high = min((offset for _, offset in self._pongs), default=None)
        if low is not None and high is not None and low > high + SLACK_MS:
            # The hub's clock was set: only the newest word of each kind is about the new time.
            newest = max(self._frames[-1], self._pongs[-1])
            self.restarted()
            self._frames.append(newest)
            low, high = newest[1], None
        self._offset = high if high is not None else low if low is not None else self._offset
        self.known = True
