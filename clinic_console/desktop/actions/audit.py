"""What an auditor does with the log: read it, see how far it is sealed, export what was found to a file."""

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

import structlog

from clinic_console.desktop.actions.pages import load
from clinic_console.desktop.link import audit as link
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.state.audit import Audit, Chain, Event, Export
from clinic_console.domain.errors import ClinicError, FileNotWritten
from clinic_console.wire.audit import AuditEvent

log = structlog.get_logger()
UNFINISHED: Final = ".part"
"""Stands behind the name of a file that is still being written: nobody takes half a log for a whole one."""


class AuditActions:
    """Reading the log; ``clock`` gives monotonic seconds."""

    def __init__(self, access: Access, clock: Callable[[], float], state: Audit) -> None:
        self._access = access
        self._clock = clock
        self.state = state
        self._exporting: asyncio.Task[None] | None = None

    async def load(self) -> None:
        """Ask the hub for what the list wants; the answer stands in the state afterwards."""
        await load(self.state.pages, self._fetch, self._clock)

    async def _fetch(self, after: str | None) -> tuple[list[Event], str | None]:
        page = await link.events(self._access, self.state.filters.query(), after)
        events = [_event(each) for each in page.items]
        self.state.met(events)
        return events, page.next

    async def load_chain(self) -> None:
        """Ask the hub how far the log is sealed."""
        try:
            found = await link.chain(self._access)
        except ClinicError as error:
            self.state.sealed(None, error)
        else:
            self.state.sealed(Chain(found.seq, found.waiting, found.oldest))

    async def export(self, path: str) -> None:
        """Write what the filters find to a file; how far it is stands in the state. Cancelled, it leaves nothing."""
        state, export = self.state, Export(path)
        self._exporting = asyncio.current_task()
        state.exporting(export)
        unfinished = Path(path + UNFINISHED)

        def write(part: bytes) -> None:
            file.write(part)
            export.size += len(part)

        try:
            file = await _begun(unfinished)
            try:
                whole = await link.export(self._access, state.filters.query(), write)
            finally:
                await asyncio.to_thread(file.close)
            await asyncio.to_thread(os.replace, unfinished, path)
            export.rows, export.cut, export.done = whole.rows, whole.cut, True
        except ClinicError as error:
            export.problem = error
        except OSError as error:
            log.warning("audit not written", error=type(error).__name__)
            export.problem = FileNotWritten()
        finally:
            if not export.done:
                await asyncio.to_thread(unfinished.unlink, missing_ok=True)
            if not export.done and export.problem is None:
                # Given up: there is nothing to be said of it.
                state.export = None
            state.version += 1

    def stop_export(self) -> None:
        """Write no further: what there is of the file goes."""
        if self._exporting is not None:
            self._exporting.cancel()
            self._exporting = None


async def _begun(path: Path) -> BinaryIO:
    """Open a file to be written; whoever is cancelled meanwhile leaves none open."""
    # A thread is not cancelled: it opens the file all the same.
    opening = asyncio.ensure_future(asyncio.to_thread(path.open, "wb"))
    try:
        return await asyncio.shield(opening)
    except asyncio.CancelledError:
        with suppress(OSError):
            (await opening).close()
        raise


def _event(found: AuditEvent) -> Event:
    return Event(
        id=found.id,
        at=found.at,
        user_id=found.user_id or "",
        user=found.user_name,
        station=found.station_name,
        address=found.address,
        program=found.program,
        clinic_id=found.clinic_id or "",
        action=found.action,
        kind=found.object_kind,
        object_id=found.object_id,
        mrn=found.mrn,
        before=found.before,
        after=found.after,
        reason=found.reason,
        seq=found.seq,
    )
