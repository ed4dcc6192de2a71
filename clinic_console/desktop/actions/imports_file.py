"""A file on this PC, read piece by piece for an import; every function here may block, so it runs in a thread."""

import hashlib
import io
import os
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple, TextIO

from clinic_console.desktop.state.imports_draft import First, Trouble
from clinic_console.domain.imports import ENCODINGS, MOST_LINES, Layout
from clinic_console.domain.imports_rows import Row, batches, behind_header, read_rows

FIRST: Final = 131_072
"""Bytes that are enough for the rows of a preview."""
_PIECE: Final = 262_144
_TOLD: Final = 2_000
"""How many rows are counted before somebody is told how far it is."""
_TURN: Final = 200
_REST: Final = 0.0005
"""After so many rows (some 1.5 ms) a thread that reads rests for so many seconds."""


class Stamp(NamedTuple):
    """By what a file is known to be as it was: its size, and when it was changed (ns)."""

    size: int
    changed: int


class Counted(NamedTuple):
    """All of a file: the SHA-256 of its bytes in hex, its rows without the titles, and what it was then."""

    digest: str
    lines: int
    stamp: Stamp


def first_of(path: str) -> First | Trouble:
    """Return the first bytes of a file."""
    try:
        if not Path(path).is_file():
            return Trouble.UNREADABLE if Path(path).exists() else Trouble.GONE
        with Path(path).open("rb") as file:
            return First(file.read(FIRST), os.fstat(file.fileno()).st_size)
    except OSError as error:
        return _trouble(error)


def count(path: str, layout: Layout, told: Callable[[int], bool]) -> Counted | Trouble | None:
    """Go through a file once; ``told`` takes the bytes read, and says whether to go on (None: it did not)."""
    try:
        with Path(path).open("rb", buffering=0) as raw:
            before, passing = _stamp(raw), _Passing(raw)
            rows = 0
            with _text(io.BufferedReader(passing, _PIECE), layout) as text:
                for rows, _ in enumerate(_rows(text, layout), start=1):
                    if rows % _TOLD == 0 and not told(passing.read_bytes):
                        return None
                    if rows > MOST_LINES:
                        return Trouble.LONG
            told(passing.read_bytes)
            if _stamp(raw) != before:
                return Trouble.CHANGED
            return Counted(passing.digest, rows, before) if rows else Trouble.TITLES
    except OSError as error:
        return _trouble(error)


class Batches:
    """The rows of a file behind the first ``done``, batch by batch, for as long as the file is what it was."""

    def __init__(self, path: str, layout: Layout, stamp: Stamp, done: int) -> None:
        self._path, self._layout, self._stamp, self._done = path, layout, stamp, done
        self._file: TextIO | None = None
        self._batches: Iterator[list[Row]] = iter(())

    def take(self) -> list[Row] | Trouble:
        """Return the next batch, empty behind the last one."""
        try:
            if self._file is None:
                self._file = _text(Path(self._path).open("rb"), self._layout)  # noqa: SIM115 - closed by close
                self._batches = batches(islice(_rows(self._file, self._layout), self._done, None))
            # Another file may have been put in its place: the one that is open would not show it.
            found = Path(self._path).stat()
            if Stamp(found.st_size, found.st_mtime_ns) != self._stamp:
                return Trouble.CHANGED
            return next(self._batches, [])
        except OSError as error:
            return _trouble(error)

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
            self._file = None


class _Passing(io.RawIOBase):
    """A file whose bytes are summed up as they pass."""

    def __init__(self, raw: Any) -> None:
        super().__init__()
        self._raw, self._sum = raw, hashlib.sha256()
        self.read_bytes = 0

    @property
    def digest(self) -> str:
        return self._sum.hexdigest()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        got: int = self._raw.readinto(buffer) or 0
        self._sum.update(memoryview(buffer)[:got])
        self.read_bytes += got
        return got


def _text(file: BinaryIO | io.BufferedReader, layout: Layout) -> TextIO:
    return io.TextIOWrapper(file, encoding=ENCODINGS[layout.encoding], errors="replace", newline="")


def _rows(text: TextIO, layout: Layout) -> Iterator[Row]:
    return _in_turns(behind_header(read_rows(text, layout.delimiter), layout.header))


def _in_turns(rows: Iterator[Row]) -> Iterator[Row]:
    """Let the other threads have their turn every few milliseconds: somebody watches a wall meanwhile."""
    for number, row in enumerate(rows, start=1):
        if number % _TURN == 0:
            time.sleep(_REST)
        yield row


def _stamp(file: Any) -> Stamp:
    found = os.fstat(file.fileno())
    return Stamp(found.st_size, found.st_mtime_ns)


def _trouble(error: OSError) -> Trouble:
    return Trouble.GONE if isinstance(error, FileNotFoundError) else Trouble.UNREADABLE
