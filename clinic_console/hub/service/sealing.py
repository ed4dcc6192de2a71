"""Sealing the audit log: each row gets its place in the chain within a second, and the chain's head leaves the house.

Any number of workers may run this: whoever has the lock seals, the others find nothing to do. A batch is one
transaction, so a worker that dies in between leaves the rows as they were, and the next one seals them.
"""

import asyncio
import json
import os
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from clinic_console.domain.access import NOBODY
from clinic_console.domain.audit import LATEST, Head, Row, backdated, sealed_behind
from clinic_console.domain.errors import Conflict
from clinic_console.hub import metrics
from clinic_console.hub.logs import get_logger
from clinic_console.hub.service.unit_of_work import unit_of_work
from clinic_console.hub.store import audit_chain as store
from clinic_console.hub.store.pools import Engine

PAUSE_SECONDS: Final = 0.4
AGAIN_SECONDS: Final = 1.0
EXPORT_SECONDS: Final = 5.0
"""What was sealed behind the last exported head could be cut off unseen."""
BATCH: Final = 1_000
_log = get_logger(__name__)


class Sealer:
    """Seals for ever; ``engine`` acts as clinic_sealer, ``heads`` is the file that the head is added to."""

    def __init__(
        self, engine: Engine, heads: Path | None = None, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._engine = engine
        self._heads = heads
        self._monotonic = monotonic
        self._head: Head | None = None
        self._exported: Head | None = None
        self._export_at = 0.0
        self._exporting = threading.Lock()

    async def run(self) -> None:
        """Work until cancelled; a lost database ends a batch, not the sealer."""
        try:
            while True:
                try:
                    busy = await self.seal_batch() == BATCH
                    pause = 0.0 if busy else PAUSE_SECONDS
                except Exception:
                    _log.exception("audit.not_sealed")
                    pause = AGAIN_SECONDS
                if self._head != self._exported and self._monotonic() >= self._export_at:
                    await asyncio.to_thread(self.export)
                await asyncio.sleep(pause)
        finally:
            self.export()

    async def seal_batch(self) -> int:
        """Seal the oldest rows that wait, BATCH at most, and return how many; none while another sealer works."""
        async with unit_of_work(self._engine, NOBODY) as work:
            if not await store.try_lock(work.connection):
                return 0
            rows = await store.unsealed(work.connection, BATCH)
            if not rows and self._head is not None:
                return 0
            head = await store.head(work.connection)
            newest = await store.newest(work.connection) if rows else None
            sealed = sealed_behind(head, rows)
            if sealed:
                if await store.place(work.connection, sealed) != len(sealed):
                    raise Conflict("rows of the audit log went or were sealed while the lock was held")
                head = Head(sealed[-1].seq, sealed[-1].hash)
        self._head = head
        _tell_of_forgeries(rows, newest)
        if rows:
            metrics.AUDIT_SEALED.inc(len(rows))
            metrics.AUDIT_LAG.set(max(0.0, time.time() - rows[0].at.timestamp()))
        return len(rows)

    def export(self) -> None:
        """Write the head, unless it has been, to the log and at the end of the file; a failure is tried again."""
        with self._exporting:  # the end of the work may come while a thread writes
            self._export(self._head)

    def _export(self, head: Head | None) -> None:
        if head is None or head == self._exported or head.seq == 0:
            return
        self._export_at = self._monotonic() + EXPORT_SECONDS
        line = {"seq": head.seq, "hash": head.hash.hex(), "at": datetime.now(UTC).isoformat()}
        _log.info("audit.head", seq=head.seq, hash=head.hash.hex())
        try:
            if self._heads is not None:
                _append(self._heads, json.dumps(line))
        except OSError:
            metrics.AUDIT_HEADS.labels("failed").inc()
            _log.exception("audit.head_not_kept")
        else:
            metrics.AUDIT_HEADS.labels("kept").inc()
            self._exported = head


def _tell_of_forgeries(rows: Sequence[Row], newest: datetime | None) -> None:
    """Tell of rows whose times no program of ours can have written.

    They are sealed like all: a row without a place could be taken out again, and ``audit verify`` names the first.
    """
    ahead = datetime.now(UTC) + LATEST
    forged = [row for row in rows if row.at > ahead or backdated(row, newest)]
    if forged:
        metrics.AUDIT_FORGED.inc(len(forged))
        _log.critical("audit.forged", rows=len(forged), first=str(forged[0].id), at=forged[0].at.isoformat())


def _append(path: Path, line: str) -> None:
    """Add a line to a file and wait until it is on the disk."""
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)
    try:
        # In one write: lines of two workers do not mix.
        os.write(file, f"{line}\n".encode())
        os.fsync(file)
    finally:
        os.close(file)
