"""One import carried from its file to the hub: counted, begun, sent batch by batch, through every interruption."""

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from pathlib import PurePath
from typing import Final, TypeVar

import structlog

from clinic_console.desktop.actions.imports_file import Batches, Counted, count
from clinic_console.desktop.link import imports as link
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.state.imports import Import, Imports, Phase, Refused, Run
from clinic_console.desktop.state.imports_draft import Trouble
from clinic_console.domain.errors import (
    ClinicError,
    ImportOutOfStep,
    ImportOver,
    NotSignedIn,
    TooMany,
    Unavailable,
)
from clinic_console.domain.ids import uuid7
from clinic_console.domain.imports import LONGEST_FILE
from clinic_console.domain.imports_rows import Row
from clinic_console.wire.imports import Import as Told
from clinic_console.wire.imports import NewImport

FIRST_WAIT: Final = 1.0
LONGEST_WAIT: Final = 15.0
"""Seconds after which a hub that could not be had is asked again: more each time, up to this."""
LOCKED_WAIT: Final = 0.3

T = TypeVar("T")
log = structlog.get_logger()


class Carrier:
    """Carries imports on, one at a time; how far it is stands in the state.

    One whose run is no longer the state's ends behind its batch: its user has left.
    """

    def __init__(
        self, access: Access, clock: Callable[[], float], state: Imports, locked: Callable[[], bool]
    ) -> None:
        self._access, self._clock, self._state, self._locked = access, clock, state, locked

    async def carry(self, run: Run) -> None:
        """Carry an import on until it is over, stopped, or dropped."""
        try:
            counted = await self._count(run)
            if counted is not None and await self._begin(run, counted):
                await self._send(run, counted)
        except ClinicError as error:
            if self._state.run is run:
                log.warning("import stopped", code=error.code)
                self._state.stop(run, problem=error)

    async def _count(self, run: Run) -> Counted | None:
        """Go through the file, for its digest and its rows; None when that is the end of it."""

        def on(read: int) -> bool:
            run.read = read
            return not run.ending and self._state.run is run

        found = await asyncio.to_thread(count, run.path, run.layout, on)
        if self._state.run is not run:
            return None
        if found is None:
            run.ending = False
            if run.goes_on is None:
                self._state.drop_run()
            else:
                self._state.stop(run)
            return None
        if run.goes_on is not None and (
            found in (Trouble.TITLES, Trouble.LONG)
            or (isinstance(found, Counted) and found.digest != run.goes_on.digest)
        ):
            found = Trouble.OTHER
        if isinstance(found, Trouble):
            self._refuse(run, found)
            return None
        run.size, run.phase = found.stamp.size, Phase.BEGINNING
        self._state.touch()
        return found

    def _refuse(self, run: Run, trouble: Trouble) -> None:
        """Say what is wrong with a file where somebody can choose another one."""
        draft = self._state.draft
        if run.goes_on is None and draft is not None:
            draft.trouble = trouble
            self._state.drop_run()
        else:
            self._state.stop(run, trouble=trouble)

    async def _begin(self, run: Run, counted: Counted) -> bool:
        """Have the hub begin it, or say how far it is; return whether there is something to send."""
        state = self._state
        try:
            if run.goes_on is not None:
                asked = run.goes_on.id
                one = await self._insist(run, lambda: link.one(self._access, asked, run.kind))
            else:
                new = _new(run, counted)
                one = await self._insist(run, lambda: link.begin(self._access, new))
        except NotSignedIn:
            raise
        except ClinicError as error:
            if state.run is not run or state.draft is None or run.goes_on is not None:
                raise
            state.draft.problem = error
            state.drop_run()
            return False
        state.draft = None
        run.resumed = one.done
        if one.done:
            state.errors.restart()
        self._took(run, one)
        return run.phase is not Phase.OVER

    async def _send(self, run: Run, counted: Counted) -> None:
        batches: Batches | None = None
        pending: list[Row] = []
        try:
            while (one := run.imported) is not None and one.running:
                await self._unlocked(run)
                if run.ending:
                    ended = await self._insist(run, partial(link.cancel, self._access, one.id, run.kind))
                    self._took(run, ended)
                    break
                batches = batches or Batches(run.path, run.layout, counted.stamp, one.done)
                if not pending:
                    found = await asyncio.to_thread(batches.take)
                    if isinstance(found, Trouble) or not found:
                        self._check(run)
                        self._state.stop(run, trouble=found if isinstance(found, Trouble) else Trouble.CHANGED)
                        return
                    pending = found
                if not await self._send_some(run, one, pending):
                    # The answer of a batch was lost, or another console is at it: the hub knows how far it is.
                    await asyncio.to_thread(batches.close)
                    batches, pending = None, []
        finally:
            if batches is not None:
                await asyncio.to_thread(batches.close)

    async def _send_some(self, run: Run, one: Import, pending: list[Row]) -> bool:
        """Send the next rows and take them out of ``pending``; False when they are not the next ones."""
        try:
            answer = await self._insist(
                run, lambda: link.send(self._access, one.id, one.done, pending[: run.most], run.kind), giving_up=True
            )
        except (ImportOutOfStep, ImportOver):
            self._took(run, await self._insist(run, lambda: link.one(self._access, one.id, run.kind)))
            return False
        self._took(run, answer.progress)
        refused = [Refused(each.line, each.field, each.code, each.text) for each in answer.errors]
        if self._state.shown is run.imported:
            self._state.errors.add(refused, self._clock())
        del pending[: answer.progress.done - one.done]
        return True

    def _took(self, run: Run, answer: Told) -> None:
        """Note how far it is by now."""
        self._check(run)
        run.phase, run.problem = Phase.SENDING, None
        run.pace.append((self._clock(), answer.done))
        self._state.progress(run, told(answer))

    async def _insist(self, run: Run, ask: Callable[[], Awaitable[T]], *, giving_up: bool = False) -> T:
        """Ask the hub until it answers: nothing is lost meanwhile. ``giving_up`` lets somebody end the import."""
        pause = FIRST_WAIT
        while True:
            self._check(run)
            try:
                return await ask()
            except (Unavailable, TooMany) as error:
                self._check(run)
                self._state.wait(run, error)
                wanted = error.retry_after if isinstance(error, TooMany) else 0
                await asyncio.sleep(max(pause, wanted))
                pause = min(2 * pause, LONGEST_WAIT)
            if giving_up and run.ending:
                # How far it is was not heard: asking that ends, too, once it is heard.
                raise ImportOutOfStep

    async def _unlocked(self, run: Run) -> None:
        """Wait while the console is locked: whoever imports is to be there."""
        while self._locked():
            self._check(run)
            if run.phase is not Phase.PAUSED:
                run.phase = Phase.PAUSED
                run.pace.clear()
                self._state.touch()
            await asyncio.sleep(LOCKED_WAIT)
        self._check(run)

    def _check(self, run: Run) -> None:
        if self._state.run is not run:
            raise NotSignedIn


def told(one: Told) -> Import:
    """Return an import as the console keeps it."""
    layout = link.layout_of(one.mapping) if one.mapping is not None else None
    return Import(
        one.id, one.clinic_id, one.kind, one.file, one.digest, one.state, one.lines, one.done, one.good,
        one.already, one.bad, one.by, one.began, one.ended, layout,
    )  # fmt: skip


def _new(run: Run, counted: Counted) -> NewImport:
    name = PurePath(run.path).name
    readable = "".join(letter for letter in name if letter.isprintable()).strip()[:LONGEST_FILE].strip()
    identity = str(uuid7(time.time_ns() // 1_000_000, secrets.randbits(74)))
    mapping = link.mapping_of(replace(run.layout, system=run.layout.system.strip()))
    return NewImport(
        identity, run.clinic_id, str(run.kind), readable or "import.csv", counted.digest, counted.lines, mapping
    )
