"""One device's connection: its messages into recorder and publisher, and the answers back to it."""

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import structlog
from websockets.asyncio.server import ServerConnection, broadcast

from clinic_console.domain.devices import ALARM_OFFSET_MS, DeviceClock
from clinic_console.domain.errors import (
    BadSequence,
    ClinicError,
    MalformedMessage,
    StoreUnavailable,
    TooManyValues,
    UnknownClock,
)
from clinic_console.domain.readings import FUTURE_MS, Instant, Layout, layout_of
from clinic_console.hub import metrics
from clinic_console.hub.service.device_sessions import DeviceRecord, DeviceSessions, DeviceState, Place, status_text
from clinic_console.hub.service.publishing import LiveDevice, Publisher, live_device
from clinic_console.hub.service.readings import Recorder, gap_of, message_of
from clinic_console.wire import devices as wire
from clinic_console.wire.intake import Intake, Taken

log = structlog.get_logger("ingest")

MAX_ERRORS: Final = 100
"""So many bad messages within the window close the connection; of refused values so many are reported in it."""
ERROR_WINDOW_SECONDS: Final = 60.0
MAX_LAYOUTS: Final = 256
"""Different sets of parameters one device may send: a monitor has a few, and each costs a row for ever."""
OLDEST_GAP_MS: Final = 30 * 86_400_000
MAX_UNSENT_BYTES: Final = 65_536


class TooManyProblemsError(Exception):
    """The device sends too many messages of which nothing can be taken."""


@dataclass(slots=True)
class Tally:
    """How many times something happened within the last minute, as far as the limit."""

    _times: deque[float] = field(default_factory=deque)

    def over(self) -> bool:
        """Note one more, and say whether it is beyond the limit."""
        now = time.monotonic()
        while self._times and now - self._times[0] > ERROR_WINDOW_SECONDS:
            self._times.popleft()
        if len(self._times) > MAX_ERRORS:
            return True
        self._times.append(now)
        return len(self._times) > MAX_ERRORS


def now_ms() -> int:
    """Return the hub's time in ms since 1970: the time of arrival."""
    return time.time_ns() // 1_000_000


@dataclass(slots=True, eq=False)
class DeviceConnection:
    """A welcomed device; the recorder calls it back when something was stored or let go of."""

    socket: ServerConnection
    record: DeviceRecord
    sessions: DeviceSessions
    recorder: Recorder
    publisher: Publisher
    live: LiveDevice
    layouts: set[Layout] = field(default_factory=set)
    intake: Intake = field(default_factory=Intake)
    status: wire.Status | None = None
    ended: bool = False
    """Cut off: what it still says is not taken, however long its side takes to close."""
    heard: float = field(default_factory=time.monotonic)
    arrived: int = 0
    saved: int = 0
    _bad_messages: Tally = field(default_factory=Tally)
    _reports: Tally = field(default_factory=Tally)
    _muted: bool = False

    def __post_init__(self) -> None:
        self.intake.clock = DeviceClock.of(self.record.segments)

    async def take(self, raw: bytes, opened: int | None = None) -> None:
        """Take in one message; raises TooManyProblemsError when the device should be cut off.

        ``opened``: it was sent after this (see ``DeviceClock.observe``), ms since 1970.
        """
        self.heard = time.monotonic()
        self.arrived = arrived = now_ms()
        try:
            message, refused = wire.decode_from_device(raw)
            match message:
                case wire.Readings():
                    if not 0 < message.seq <= wire.MAX_SEQ:
                        raise BadSequence(str(message.seq)[:24], field="seq")
                    await self.check_clock(message.clock, message.sent, arrived, opened)
                    self._readings(self.intake.take(message, arrived, refused), arrived)
                case wire.Status():
                    await self.check_clock(message.clock, message.sent, arrived, opened)
                    self._status(message, arrived)
                case wire.Gap():
                    self._gap(message)
                case wire.Hello():
                    raise MalformedMessage("hello was said already", field="type")
        except ClinicError as error:
            metrics.READINGS_REFUSED.labels(error.code).inc()
            self._send(wire.Problem(error.code, error.message, field=error.field))
            if self._bad_messages.over():
                raise TooManyProblemsError from error

    def committed(self, seq: int) -> None:
        """Acknowledge what has been stored."""
        ack = self.intake.committed(seq)
        if ack is not None:
            self._send(ack)

    def dropped(self, seq: int) -> None:
        """Remember that a message could not be kept."""
        self.intake.dropped(seq)

    def recovered(self) -> None:
        """Ask for what was dropped."""
        rewind = self.intake.recovered()
        if rewind is not None:
            metrics.REWINDS.inc()
            self._send(rewind)

    def refused(self, seq: int, error: ClinicError) -> None:
        """Say that the database refuses a message."""
        self._send(wire.Problem(error.code, error.message, seq))

    def move(self, place: Place) -> None:
        """Show this device at another bed from now on, with nothing of what it showed before."""
        self.record.bed_id, self.record.ward_id = place.bed_id, place.ward_id
        self.live = live_device(self.record)

    def state(self) -> DeviceState:
        """Return what the store should remember of this device."""
        self.saved = self.arrived
        return DeviceState(self.record.id, self.arrived, self.intake.clock.measured, status_text(self.status))

    def _readings(self, taken: Taken, arrived: int) -> None:
        instants = self._within_layouts(taken.instants, taken)
        metrics.VALUES_RECEIVED.inc(sum(len(instant.values) for instant in instants))
        if self.live.take(instants, arrived):
            self.publisher.changed(self.live)
        if taken.store:
            self.recorder.offer(message_of(self, taken.seq, self.record.id, instants, arrived))
        for problem in taken.problems:
            self._report(problem)

    def _within_layouts(self, instants: Sequence[Instant], taken: Taken) -> list[Instant]:
        good = []
        for instant in instants:
            layout = layout_of(instant.values)
            if layout not in self.layouts:
                if len(self.layouts) >= MAX_LAYOUTS:
                    error = TooManyValues(f"over {MAX_LAYOUTS} different sets of parameters")
                    taken.problems.append(wire.Problem(error.code, error.message, taken.seq, instant.at))
                    continue
                self.layouts.add(layout)
            good.append(instant)
        return good

    def _status(self, status: wire.Status, arrived: int) -> None:
        self.status = status
        self.live.take_status(status, arrived, self.intake.clock.measured)
        self.publisher.changed(self.live)

    def _gap(self, gap: wire.Gap) -> None:
        if not 0 < gap.from_seq <= gap.to_seq <= wire.MAX_SEQ:
            raise BadSequence(f"{gap.from_seq} to {gap.to_seq}"[:48], field="from_seq")
        if not (0 <= gap.from_at < 2**53 and 0 <= gap.to_at < 2**53):
            raise MalformedMessage("times are ms since 1970", field="from_at")
        clock = self.intake.clock
        if not clock.knows(gap.clock):
            raise UnknownClock(str(gap.clock)[:24], field="clock")
        if self.intake.take_gap(gap):
            # A gap that claims all of time would hide every later one in the trends.
            begins = max(clock.correct(gap.clock, gap.from_at), self.arrived - OLDEST_GAP_MS)
            ends = min(clock.correct(gap.clock, gap.to_at), self.arrived + FUTURE_MS)
            self.recorder.offer(gap_of(self, gap.to_seq, self.record.id, begins, ends, gap.reason))

    async def check_clock(self, clock: int, sent: int | None, arrived: int, opened: int | None = None) -> None:
        """Measure the device's clock; a changed correction is stored before anything is corrected by it.

        ``opened``: the message was sent after this (see ``DeviceClock.observe``), ms since 1970.
        """
        if sent is None or not 0 <= sent < 2**53 or not 0 <= clock < 2**31:
            return
        segment = self.intake.clock.observe(clock, sent, arrived, opened)
        if segment is None:
            return
        try:
            segment = await self.sessions.remember_segment(self.record, segment)
        except StoreUnavailable:
            return
        self.intake.clock.adopt(segment)
        self.recovered()  # what was measured after the segment's beginning has been held back until now
        if abs(segment.offset) > ALARM_OFFSET_MS:
            log.warning("device clock is far off", device=self.record.code, offset_ms=segment.offset)

    def _report(self, problem: wire.Problem) -> None:
        """Tell the device of a refused value; a flood of them is told of once, and costs nothing but itself."""
        metrics.READINGS_REFUSED.labels(problem.code).inc()
        if not self._reports.over():
            self._muted = False
            self._send(problem)
        elif not self._muted:
            self._muted = True
            error = TooManyValues(f"over {MAX_ERRORS} refused within a minute; more are not reported one by one")
            self._send(wire.Problem(error.code, error.message, problem.seq))

    def _send(self, message: wire.FromHub) -> None:
        # broadcast() writes without awaiting: acknowledging 5,000 devices must not take 5,000 tasks.
        transport = self.socket.transport
        if transport.get_write_buffer_size() > MAX_UNSENT_BYTES:
            transport.abort()
        else:
            broadcast([self.socket], wire.encode(message).decode())
