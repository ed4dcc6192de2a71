"""What an importer does: prepare a file, carry on its import, look at others, keep what was refused."""

import asyncio
import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import structlog

from clinic_console.desktop.actions.imports_file import first_of
from clinic_console.desktop.actions.imports_run import Carrier, told
from clinic_console.desktop.actions.pages import load
from clinic_console.desktop.link import imports as link
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.state.imports import Import, Imports, Missed, Phase, Refused, Run, Saved
from clinic_console.desktop.state.imports_draft import (
    Draft,
    First,
    Given,
    Look,
    Trouble,
    lacking,
    look_at,
    rows_of,
    trouble_of,
    width_of,
)
from clinic_console.domain.errors import ClinicError, FileNotWritten, NotSignedIn
from clinic_console.domain.imports import FILES, LISTS, Kind, Kinds, Layout
from clinic_console.domain.imports_rows import Row

log = structlog.get_logger()
UNFINISHED: Final = ".part"

Read = tuple[str, str, list[Row]]
Line = Callable[[Refused], Sequence[str]]
"""A refused row as it is written to a file, in the user's words."""


class ImportActions:
    """Importing files of some ``kinds``; ``clock`` gives monotonic seconds; while the console is ``locked`` an import
    waits. ``lists`` does the same with day lists, whose list is another one."""

    def __init__(
        self,
        access: Access,
        clock: Callable[[], float],
        state: Imports,
        locked: Callable[[], bool] = lambda: False,
        kinds: Kinds = FILES,
    ) -> None:
        self._access, self._clock = access, clock
        self.state, self.kinds = state, kinds
        self.lists: ImportActions | None = None
        if kinds == FILES:
            state.lists = state.lists or Imports()
            self.lists = ImportActions(access, clock, state.lists, locked, LISTS)
        self.carrier = Carrier(access, clock, state, locked)

    # The lists

    async def load(self) -> None:
        """Ask the hub for what the list of imports wants."""
        await load(self.state.pages, self._fetch, self._clock)

    async def load_errors(self) -> None:
        """Ask the hub for what the list of refused rows wants."""
        await load(self.state.errors, self._fetch_errors, self._clock)

    async def _fetch(self, after: str | None) -> tuple[list[Import], str | None]:
        page = await link.page(self._access, after, self.kinds[0])
        return [told(one) for one in page.items], page.next

    async def _fetch_errors(self, after: str | None) -> tuple[list[Refused], str | None]:
        shown = self.state.shown
        if shown is None:
            return [], None
        page = await link.errors(self._access, shown.id, after, shown.kind)
        return [Refused(each.line, each.field, each.code, each.text) for each in page.items], page.next

    # Preparing

    async def read(self, draft: Draft, path: str, zone: str) -> None:
        """Read a file's first rows, and find out what stands where."""
        draft.path, draft.reading, draft.first = path, True, None
        draft.trouble = draft.problem = draft.look = draft.looked_at = None
        clinic, kind, system = draft.given.clinic_id, draft.given.kind, draft.given.system
        draft.give(Given(kind, clinic, system=system))
        self.state.touch()
        first = await asyncio.to_thread(first_of, path)
        if draft.path != path or self.state.draft is not draft:
            return
        draft.reading = False
        draft.trouble = first if isinstance(first, Trouble) else trouble_of(first)
        draft.first = first if isinstance(first, First) and draft.trouble is None else None
        self.state.touch()
        await self.look(draft, zone)

    async def look(self, draft: Draft, zone: str) -> None:
        """Look at the first rows by what is given, until nothing else is given any more."""
        if draft.looking:
            return
        draft.looking = True
        try:
            while self.state.draft is draft and draft.stale and draft.first is not None:
                await self._look(draft, draft.first, draft.given, zone)
                self.state.touch()
        except NotSignedIn:
            log.info("import not prepared: the user has left")
        finally:
            draft.looking = False

    async def _look(self, draft: Draft, first: First, given: Given, zone: str) -> None:
        read: Read = await asyncio.to_thread(rows_of, first, given)
        last = await self._remembered(draft, given, width_of(read[2]))
        look = await asyncio.to_thread(look_at, read, given, last, datetime.now(UTC), _zone(zone))
        if draft.first is not first or draft.given != given:
            return
        draft.looked_at = given
        if isinstance(look, Look):
            draft.look = look
        else:
            draft.trouble, draft.look = look, None

    async def _remembered(self, draft: Draft, given: Given, width: int) -> Layout | None:
        key = (given.clinic_id, str(given.kind), width)
        if key not in draft.remembered and width:
            try:
                draft.remembered[key] = await link.remembered(self._access, *key)
            except NotSignedIn:
                raise
            except ClinicError as error:
                # Whoever imports sees that it is guessed, and can say otherwise.
                log.warning("mapping not remembered", code=error.code)
                draft.remembered[key] = None
        return draft.remembered.get(key)

    # Carrying on

    def begin(self) -> Run | None:
        """Take on what was prepared, if nothing is missing and no other is under way; ``carry`` does the rest."""
        draft, state = self.state.draft, self.state
        if draft is None or draft.look is None or draft.stale or draft.trouble or state.busy:
            return None
        if lacking(draft.given.kind, draft.look.layout) is not None:
            return None
        draft.problem = None
        size = draft.first.size if draft.first is not None else 0
        run = Run(draft.path, draft.given.kind, draft.given.clinic_id, draft.look.layout, size=size)
        state.start(run, self._clock())
        return run

    def go_on(self, one: Import, path: str) -> Run | None:
        """Take an import up again with its file, unless another one is under way."""
        if self.state.busy or one.layout is None or not one.running or one.kind not in self.kinds:
            return None
        run = Run(path, Kind(one.kind), one.clinic_id, one.layout, goes_on=one, imported=one)
        self.state.start(run, self._clock())
        return run

    async def carry(self, run: Run) -> None:
        """Carry an import on until it is over, stopped, or dropped with its user's session."""
        await self.carrier.carry(run)

    def end(self) -> None:
        """End the import under way behind this batch; what is in stays in."""
        run = self.state.run
        if run is not None and run.active:
            run.ending = True
            self.state.touch()

    async def end_other(self, one: Import) -> None:
        """End an import that is not under way here; raises ClinicError."""
        ended = told(await link.cancel(self._access, one.id, one.kind))
        run = self.state.run
        if run is not None and run.imported is not None and run.imported.id == ended.id:
            run.phase = Phase.OVER
            self.state.progress(run, ended)
            return
        if self.state.opened is not None and self.state.opened.id == ended.id:
            self.state.opened = ended
        self.state.pages.put(ended)
        self.state.touch()

    async def load_missed(self, one: Import) -> None:
        """Ask how many did not come, of all visits of the clinic of an import of past visits that is over; once."""
        if one.id in self.state.missed:
            return
        self.state.missed[one.id] = None
        try:
            found = await link.no_shows(self._access, one.clinic_id)
        except ClinicError as error:
            # What came in stands there all the same.
            log.warning("missed visits not counted", code=error.code)
            return
        self.state.missed[one.id] = Missed(found.kept, found.missed, found.cancelled, found.rate)
        self.state.touch()

    # What was refused

    async def save(self, one: Import, path: str, titles: Sequence[str], line: Line) -> None:
        """Write which rows of an import were refused to a file; whole, or not at all."""
        saved = self.state.saved = Saved(path)
        self.state.touch()
        try:
            text = io.StringIO()
            writer = csv.writer(text)
            writer.writerow(titles)
            after: str | None = None
            while True:
                page = await link.errors(self._access, one.id, after, one.kind)
                refused = [Refused(each.line, each.field, each.code, each.text) for each in page.items]
                writer.writerows(line(each) for each in refused)
                saved.rows += len(refused)
                after = page.next
                if not after or not page.items:
                    break
            await asyncio.to_thread(_write, path, text.getvalue())
            saved.done = True
        except ClinicError as error:
            saved.problem = error
        except OSError as error:
            log.warning("refused rows not written", error=type(error).__name__)
            saved.problem = FileNotWritten()
        finally:
            self.state.touch()


def give(draft: Draft, **said: object) -> None:
    """Take on what somebody says of a file."""
    draft.give(replace(draft.given, **said))  # type: ignore[arg-type]


def _write(path: str, text: str) -> None:
    unfinished = Path(path + UNFINISHED)
    try:
        # With a mark in front: spreadsheets take it for another encoding otherwise.
        unfinished.write_text(text, encoding="utf-8-sig", newline="")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
