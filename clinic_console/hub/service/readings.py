"""Recording readings: micro-batches into Postgres, acknowledged after the commit, bounded while it is away.

A device is told "stored" only when its transaction has committed. While Postgres is away, batches wait up to a
limit; beyond it payloads are let go of and their devices asked to send again (``rewind``) once it is back.
"""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

import structlog

from clinic_console.domain.errors import NotStorable, StoreUnavailable
from clinic_console.domain.readings import Instant, is_late
from clinic_console.hub import metrics
from clinic_console.hub.store.readings import GapRow, Outcome, Refused, Row, encode_row

log = structlog.get_logger("recording")

LINGER_SECONDS: Final = 0.04
"""How long a batch that is not full waits for company: each costs as much as the storing of some fifty rows."""
COMPANY_ROWS: Final = 1_000
"""So many are company enough."""
BATCH_ROWS: Final = 20_000
MAX_WAITING_ROWS: Final = 200_000
"""About 25 MB: 40 s of 5,000 devices at one instant a second."""
RETRY_SECONDS: Final = (0.1, 0.2, 0.4, 0.8, 1.0)
NOT_RECORDED_SECONDS: Final = 1.0
"""Rows that wait longer than this for their commit are shown as "not being recorded"."""


class Source(Protocol):
    """A device connection, as the recorder sees it."""

    def committed(self, seq: int) -> None:
        """Everything up to this number is stored."""

    def dropped(self, seq: int) -> None:
        """What came under this number could not be kept."""

    def recovered(self) -> None:
        """Recording works again: ask for what was dropped."""

    def refused(self, seq: int, error: NotStorable) -> None:
        """The database will never take something that came under this number."""


class Writer(Protocol):
    """Stores one batch in one transaction (see ``store.recording``)."""

    async def write(self, rows: Sequence[Row], gaps: Sequence[GapRow]) -> Outcome:
        """Raise StoreUnavailable when it should be tried again, Refused when it will never be taken."""
        ...


@dataclass(slots=True)
class Message:
    """The rows of one message of one device."""

    source: Source
    seq: int
    rows: Sequence[Row]
    gap: GapRow | None = None

    @property
    def weight(self) -> int:
        """How much of the queue it takes, in rows: what brings none (a gap, only refused values) takes room too."""
        return max(1, len(self.rows))


def message_of(source: Source, seq: int, device_id: int, instants: Sequence[Instant], arrived: int) -> Message:
    """Encode a message's good instants for the store."""
    return Message(source, seq, [encode_row(device_id, i, is_late(i.at, arrived)) for i in instants])


def gap_of(source: Source, seq: int, device_id: int, begins: int, ends: int, reason: str) -> Message:
    """Make the record of a stretch (corrected ms) that a device had to drop."""
    return Message(source, seq, (), GapRow(device_id, min(begins, ends), max(begins, ends), reason))


@dataclass(slots=True)
class Recorder:
    """The queue between the device sockets and Postgres."""

    writer: Writer
    max_waiting_rows: int = MAX_WAITING_ROWS
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    clock: Callable[[], float] = time.monotonic
    waiting_rows: int = 0
    _waiting: deque[Message] = field(default_factory=deque)
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _owed: dict[int, Source] = field(default_factory=dict)
    _trying_since: float | None = None
    _idle: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def recording(self) -> bool:
        """Whether readings reach the disk at present."""
        return self._trying_since is None or self.clock() - self._trying_since < NOT_RECORDED_SECONDS

    def offer(self, message: Message) -> None:
        """Queue a message's rows, or tell its source that they were let go of."""
        if self.waiting_rows + message.weight > self.max_waiting_rows:
            metrics.READINGS_DROPPED.inc(sum(row.size for row in message.rows))
            self._owed[id(message.source)] = message.source
            message.source.dropped(message.seq)
            return
        self._waiting.append(message)
        self.waiting_rows += message.weight
        self._idle.clear()
        self._arrived.set()

    def forget(self, source: Source) -> None:
        """Owe nothing to a connection that is gone (it resends by itself when it comes back)."""
        self._owed.pop(id(source), None)

    async def run(self) -> None:
        """Store batch after batch, for ever."""
        while True:
            if not self._waiting:
                self._idle.set()
                self._arrived.clear()
                await self._arrived.wait()
            if self.waiting_rows < COMPANY_ROWS:
                await asyncio.sleep(LINGER_SECONDS)
            batch = self._take_batch()
            await self._store(batch)
            self._ask_again()

    async def drained(self) -> None:
        """Wait until nothing is queued or being stored."""
        await self._idle.wait()

    def _take_batch(self) -> list[Message]:
        batch: list[Message] = []
        rows = 0
        while self._waiting and rows < BATCH_ROWS:
            message = self._waiting.popleft()
            rows += message.weight
            batch.append(message)
        return batch

    async def _store(self, batch: Sequence[Message]) -> None:
        """Store a batch however long it takes; what the database will never take is refused by itself."""
        try:
            await self._write_stubbornly(batch)
        except Refused as refusal:
            if len(batch) > 1:
                middle = len(batch) // 2
                await self._store(batch[:middle])
                await self._store(batch[middle:])
                return
            log.warning("refused by the database", reason=refusal.reason)
            metrics.READINGS_REFUSED.labels(NotStorable.code).inc()
            for message in batch:
                message.source.refused(message.seq, NotStorable(refusal.reason))
        self._settle(batch)

    def _settle(self, batch: Sequence[Message]) -> None:
        newest: dict[int, Message] = {}
        for message in batch:
            self.waiting_rows -= message.weight
            newest[id(message.source)] = message
        for message in newest.values():
            message.source.committed(message.seq)
        metrics.WAITING_ROWS.set(self.waiting_rows)

    async def _write_stubbornly(self, batch: Sequence[Message]) -> None:
        rows = [row for message in batch for row in message.rows]
        gaps = [message.gap for message in batch if message.gap is not None]
        self._trying_since = self.clock()
        tries = 0
        while True:
            try:
                with metrics.COMMIT_SECONDS.time():
                    outcome = await self.writer.write(rows, gaps)
            except StoreUnavailable as error:
                if tries == 0:
                    log.warning(
                        "readings cannot be stored and wait", reason=error.detail, waiting_rows=self.waiting_rows
                    )
                await self.pause(RETRY_SECONDS[min(tries, len(RETRY_SECONDS) - 1)])
                tries += 1
            else:
                break
            finally:
                metrics.RECORDING.set(self.recording)
        if tries:
            log.info("postgres is back, readings are stored again", tries=tries)
        self._trying_since = None
        metrics.VALUES_STORED.inc(outcome.stored)
        metrics.VALUES_DUPLICATE.inc(outcome.duplicate)

    def _ask_again(self) -> None:
        # Not at the first commit after an outage: the queue is still full then, and what devices resend would
        # only be dropped again.
        if self._owed and self.waiting_rows < self.max_waiting_rows // 4:
            sources = list(self._owed.values())
            self._owed.clear()
            for source in sources:
                source.recovered()
