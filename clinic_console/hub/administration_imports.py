"""``clinic-console import``: a file of patients or past visits, streamed in by whoever may reach the database."""

import argparse
import asyncio
import csv
import hashlib
import itertools
import secrets
import shlex
import signal
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from clinic_console.domain.access import Scope
from clinic_console.domain.errors import BadField, FileNotWritten, NotFound
from clinic_console.domain.ids import uuid7
from clinic_console.domain.imports import DELIMITERS, ENCODINGS, FILES, ORDERS, PREVIEWED, Kind, Layout, check_layout
from clinic_console.domain.imports_guess import guess
from clinic_console.domain.imports_preview import preview
from clinic_console.domain.imports_rows import (
    Row,
    batches,
    behind_header,
    cells_of,
    guess_delimiter,
    guess_encoding,
    read_rows,
)
from clinic_console.hub.administration import ADMIN, Desk
from clinic_console.hub.service import clinics, imports, imports_rows
from clinic_console.hub.service.paging import MAX_LIMIT
from clinic_console.hub.store import pools
from clinic_console.wire.imports import Import, Mapping, NewImport, Rows

SOME_REFUSED: Final = 1
STOPPED: Final = 130
_FIRST: Final = 65_536
_SHOWN: Final = 5
_EACH_SECONDS: Final = 1.0

Given = argparse.Namespace


def import_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe how a file is imported."""
    parser.add_argument("kind", choices=FILES, help="what the file has rows of")
    parser.add_argument("file", type=Path, help="a text file (CSV)")
    parser.add_argument("--clinic", help="the clinic's name or id (not needed while there is only one)")
    parser.add_argument("--system", default="", metavar="NAME", help="whose the file's own ids are")
    parser.add_argument(
        "--columns",
        metavar="A,B,,C",
        help="what stands in each column, nothing for none (default: as last time, or guessed)",
    )
    parser.add_argument("--order", choices=ORDERS, help="how dates are written")
    parser.add_argument("--header", action="store_true", default=None, help="the first line has titles")
    parser.add_argument("--delimiter", choices=DELIMITERS, help="what stands between two columns")
    parser.add_argument("--encoding", choices=[*ENCODINGS], help="how the file's letters are written")
    parser.add_argument(
        "--register", action="store_true", help="take in whom nobody knows with their past visits (appointments)"
    )
    parser.add_argument("--resume", action="store_true", help="go on with what was stopped, as it was begun")
    parser.add_argument("--errors", type=Path, metavar="FILE", help="write there which rows were refused, and why")
    parser.add_argument("--dry-run", action="store_true", help="show what would stand where, and the first rows")
    parser.set_defaults(work=run_import)


def run_import(dsn: str, given: Given) -> int:
    """Import a file; return 0, SOME_REFUSED, or STOPPED when somebody pressed Ctrl-C."""
    with _stopping() as stop, asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        return runner.run(_run(dsn, given, stop))


@dataclass(slots=True)
class _Stop:
    """Whether somebody wants the import to stop behind this batch."""

    wanted: bool = False


@contextmanager
def _stopping() -> Iterator[_Stop]:
    """Let Ctrl-C stop behind a batch; the second one stops at once, which costs no row either."""
    stop = _Stop()

    def stop_soon(_number: int, _frame: object) -> None:
        if stop.wanted:
            raise KeyboardInterrupt
        stop.wanted = True

    before = signal.signal(signal.SIGINT, stop_soon)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


async def _run(dsn: str, given: Given, stop: _Stop) -> int:
    # Two: the next rows ask how far the import is while these are being stored.
    engine = pools.make_engine(dsn, ADMIN, 2, program="admin")
    try:
        names = await clinics.all_clinics(engine)
        desk = Desk(engine, Scope(clinics=frozenset(names)), names)
        job = await _prepare(desk, given)
        if given.dry_run:
            return await _show(desk, job)
        return await _import(desk, job, given, stop)
    finally:
        await engine.dispose()


@dataclass(frozen=True, slots=True)
class _Job:
    """A file that is to be imported: where to, of what kind, what stands where, and the SHA-256 of the file."""

    path: Path
    clinic: UUID
    kind: Kind
    layout: Layout
    digest: str

    def rows(self) -> Iterator[Row]:
        """Yield the rows, as they stand in the file now."""
        codec = ENCODINGS[self.layout.encoding]
        with self.path.open(encoding=codec, errors="replace", newline="") as file:
            yield from behind_header(read_rows(file, self.layout.delimiter), self.layout.header)


async def _prepare(desk: Desk, given: Given) -> _Job:
    if not given.file.is_file():
        raise NotFound(f"file {given.file}", field="file")
    clinic = _clinic(desk, given.clinic)
    kind = Kind(given.kind)
    with given.file.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if given.resume:
        found = await imports.running(desk.engine, desk.scope, clinic, kind, digest)
        if found is None:
            raise NotFound("no import of this file has been stopped", field="resume")
        return _Job(given.file, clinic, kind, imports.layout_of(found.mapping), digest)
    job = _Job(given.file, clinic, kind, await _layout(desk, given, clinic, kind), digest)
    check_layout(kind, job.layout)
    return job


def _clinic(desk: Desk, named: str | None) -> UUID:
    ids = {str(clinic): clinic for clinic in desk.clinics}
    return ids[named] if named in ids else desk.only(named)


async def _layout(desk: Desk, given: Given, clinic: UUID, kind: Kind) -> Layout:
    """Return what was said, and for the rest what was last used for such a file, or is guessed."""
    with given.file.open("rb") as file:
        first = file.read(_FIRST)
    encoding = given.encoding or guess_encoding(first)
    lines = first.decode(ENCODINGS[encoding], "replace")
    delimiter = given.delimiter or guess_delimiter(lines)
    cells = cells_of(read_rows(lines.splitlines(keepends=True), delimiter), PREVIEWED)
    if not cells:
        raise BadField("there is no row in it", field="file")
    layout = guess(kind, cells, system=given.system)
    columns = len(layout.columns)
    last = (await imports.remembered(desk.engine, desk.scope, str(clinic), kind, columns)).mapping
    if given.columns is not None:
        layout = replace(layout, columns=tuple(each.strip() for each in given.columns.split(",")), header=False)
    elif last is not None:
        layout = Layout(tuple(last.columns), given.system or last.system, last.order, last.header)
    register = given.register or (last is not None and last.register and kind is Kind.APPOINTMENTS)
    layout = replace(
        layout, delimiter=delimiter, encoding=encoding, order=given.order or layout.order, register=register
    )
    return layout if given.header is None else replace(layout, header=given.header)


async def _show(desk: Desk, job: _Job) -> int:
    zone = ZoneInfo(await imports.zone_of(desk.engine, desk.scope, job.clinic))
    layout = job.layout
    _say(
        f"encoding {layout.encoding}, delimiter {layout.delimiter!r}, dates {layout.order}, ids of {layout.system!r}"
    )
    _say(f"--columns {shlex.quote(','.join(layout.columns))}" + (" --header" if layout.header else ""))
    for row in preview(job.kind, layout, itertools.islice(job.rows(), _SHOWN), datetime.now(UTC), zone):
        fields = ", ".join(f"{field}: {text}" for field, text in row.fields)
        problems = "; ".join(f"{each.field or 'row'}: {each.text}" for each in row.problems)
        _say(f"line {row.line}\t{fields or 'REFUSED ' + problems}")
    return 0


async def _import(desk: Desk, job: _Job, given: Given, stop: _Stop) -> int:
    lines = sum(1 for _ in job.rows())
    mapping = Mapping(
        list(job.layout.columns), job.layout.system, job.layout.order, job.layout.header, job.layout.delimiter,
        job.layout.encoding, job.layout.register,
    )  # fmt: skip
    identity = str(uuid7(time.time_ns() // 1_000_000, secrets.randbits(74)))
    new = NewImport(identity, str(job.clinic), job.kind, job.path.name, job.digest, lines, mapping)
    progress = await imports.begin(desk.engine, desk.scope, new)
    if progress.done:
        _say(f"Going on behind row {progress.done}.")
    progress = await _send(desk, job, progress, stop)
    if given.errors is not None:
        await _write_errors(desk, progress, given.errors)
    if progress.state == "running":
        _say(f"Stopped behind row {progress.done} of {progress.lines}. To go on:")
        words = [
            "clinic-console",
            "import",
            job.kind,
            str(job.path),
            "--clinic",
            desk.clinics[job.clinic],
            "--resume",
        ]
        _say(f"  {shlex.join(words)}")
        return STOPPED
    _say(f"Import {progress.state}.")
    return SOME_REFUSED if progress.bad else 0


async def _send(desk: Desk, job: _Job, progress: Import, stop: _Stop) -> Import:
    import_id = UUID(progress.id)
    begun, done = time.monotonic(), progress.done
    said = begun
    read = _read(desk, import_id, job, done)
    batch = await _next(read)
    while batch is not None and not stop.wanted:
        # The next rows are read while the database is busy with these.
        following = asyncio.create_task(_next(read))
        try:
            progress = (await imports_rows.take_rows(desk.engine, desk.scope, batch)).progress
        except BaseException:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
            raise
        batch = await following
        now = time.monotonic()
        if now - said >= _EACH_SECONDS or progress.state != "running":
            said = now
            _say(_told(progress, round((progress.done - done) / max(now - begun, 0.001))))
    return progress


async def _next(read: AsyncIterator[imports_rows.ReadBatch]) -> imports_rows.ReadBatch | None:
    return await anext(read, None)


async def _read(desk: Desk, import_id: UUID, job: _Job, done: int) -> AsyncIterator[imports_rows.ReadBatch]:
    """Yield the rows behind those that are done, batch by batch."""
    for batch in batches(itertools.islice(job.rows(), done, None)):
        rows = Rows(done, [cells for _, cells in batch], [line for line, _ in batch])
        yield await imports_rows.read_rows(desk.engine, desk.scope, import_id, rows)
        done += len(batch)


def _told(progress: Import, speed: int) -> str:
    return (
        f"{progress.done} of {progress.lines} rows ({speed} a second): "
        f"{progress.good} in, {progress.already} there already, {progress.bad} refused"
    )


async def _write_errors(desk: Desk, progress: Import, path: Path) -> None:
    after: str | None = ""
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["line", "field", "code", "text"])
            while after is not None:
                page = await imports.list_errors(desk.engine, desk.scope, UUID(progress.id), after, MAX_LIMIT)
                writer.writerows([each.line, each.field, each.code, each.text] for each in page.items)
                after = page.next
    except OSError as error:
        raise FileNotWritten(str(error), field="errors") from error


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
