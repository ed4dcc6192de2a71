"""Rows of a text file: which encoding and which delimiter it has, and its rows with the lines on which they begin."""

import csv
import io
import json
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from clinic_console.domain.imports import DELIMITERS, MOST_COLUMNS, MOST_ROWS

Row = tuple[int, list[str]]
"""The line on which it begins (from 1), and its cells."""

_MOST_LINES: Final = 50
"""Lines of one row: an address with line breaks has ten."""
_LONGEST_CELL: Final = 1_000
"""What is longer is refused by every field, so no more of it has to travel."""
LARGEST_BATCH: Final = 900_000
"""Bytes of JSON: a batch has to fit into one request."""
_JAPANESE: Final = range(0x81, 0xA0)
"""First bytes of most of Shift JIS's letters; Western European texts have few of these."""
_JAPANESE_SHARE: Final = 0.3
_ALIKE: Final = 0.8
"""Of this share of a file's rows, the right delimiter makes equally many cells."""


def guess_encoding(first: bytes) -> str:
    """Return the encoding (of ``domain.imports.ENCODINGS``) that a file's first bytes are most likely written in."""
    if first.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if first.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    # Letters of the West take every other byte, and the digits and delimiters of all others do.
    for encoding, zeros in (("utf-16-le", first[1::2]), ("utf-16-be", first[::2])):
        if zeros.count(0) > len(zeros) / 4:
            return encoding
    if _decodes(first, "utf-8"):
        return "utf-8"
    high = [byte for byte in first if byte > 0x7F]
    japanese = sum(byte in _JAPANESE for byte in high) >= len(high) * _JAPANESE_SHARE
    return "shift_jis" if japanese and _decodes(first, "cp932") else "latin-1"


def guess_delimiter(text: str) -> str:
    """Return what stands between the cells of a file's first lines: it cuts most rows into equally many."""
    best, most = DELIMITERS[0], (False, 1)
    for delimiter in DELIMITERS:
        rows = [cells for _, cells in read_rows(io.StringIO(text, newline=""), delimiter)]
        if not rows:
            continue
        [(cells, often)] = Counter(map(len, rows)).most_common(1)
        if cells > 1 and (found := (often >= len(rows) * _ALIKE, cells)) > most:
            best, most = delimiter, found
    return best


def read_rows(lines: Iterable[str], delimiter: str = ",") -> Iterator[Row]:
    """Yield the rows of a file's lines, which keep their ends (a file that is opened with ``newline=""``).

    A quoted cell may go over several lines; where a quote is not closed, the row is its first line alone. Rows
    without any text are passed over; one that cannot be read has no cells, and is refused as such. What no field can
    hold is cut.
    """
    source = _Lines(lines)
    reader = csv.reader(source, delimiter=delimiter)
    while True:
        line = source.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except _NotClosedError:
            source.back()
            cells = []
        except csv.Error:
            cells = []
        else:
            if not any(cell and not cell.isspace() for cell in cells):
                continue
        yield line, [_cut(cell) for cell in cells[: MOST_COLUMNS + 1]]


def batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield rows by as many as one request may hold."""
    batch: list[Row] = []
    size = 0
    for row in rows:
        bytes_of = len(json.dumps(row[1], ensure_ascii=False).encode("utf-8", "replace")) + 10
        if batch and (len(batch) == MOST_ROWS or size + bytes_of > LARGEST_BATCH):
            yield batch
            batch, size = [], 0
        batch.append(row)
        size += bytes_of
    if batch:
        yield batch


def behind_header(rows: Iterable[Row], header: bool) -> Iterator[Row]:
    """Yield rows without the first one, if that has the titles."""
    found = iter(rows)
    if header:
        next(found, None)
    return found


def cells_of(rows: Iterable[Row], most: int) -> Sequence[list[str]]:
    """Return the cells of the first rows."""
    return [cells for (_, cells), _ in zip(rows, range(most), strict=False)]


class _NotClosedError(Exception):
    """A quote is open at the end of the file, or for more lines than any cell has."""


class _Lines(Iterator[str]):
    """The lines of a file, of which those of a row that was not one can be read again."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._again: deque[str] = deque()
        self._row: list[str] = []
        self._number = 0

    def begin(self) -> int:
        """Begin a row, and return on which line."""
        self._row = []
        return self._number + 1

    def back(self) -> None:
        """Read all lines of this row but its first again."""
        self._again.extendleft(reversed(self._row[1:]))
        self._number -= len(self._row) - 1

    def __next__(self) -> str:
        if len(self._row) == _MOST_LINES:
            raise _NotClosedError
        line = self._again.popleft() if self._again else next(self._lines, None)
        if line is None:
            # Whoever asks for one more line within a row is inside a quote.
            raise _NotClosedError if self._row else StopIteration
        self._number += 1
        if self._number == 1:
            line = line.removeprefix("\ufeff")
        self._row.append(line)
        return line


def _cut(cell: str) -> str:
    return cell if len(cell) <= _LONGEST_CELL else cell[: _LONGEST_CELL + 1]


def _decodes(first: bytes, encoding: str) -> bool:
    try:
        first.decode(encoding)
    except UnicodeDecodeError as error:
        # The last letter may have been cut in two.
        return error.start >= len(first) - 4 and error.reason in _CUT_OFF
    return True


_CUT_OFF: Final = ("unexpected end of data", "incomplete multibyte sequence")
