"""A file that is to be imported, before it is: its first rows, what stands where, and what is still missing."""

import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from enum import StrEnum
from itertools import islice
from typing import Final

from clinic_console.domain.errors import BadField, ClinicError
from clinic_console.domain.imports import (
    ENCODINGS,
    MOST_COLUMNS,
    NEEDED,
    PREVIEWED,
    SEVERAL,
    Kind,
    Layout,
    check_layout,
)
from clinic_console.domain.imports_guess import guess
from clinic_console.domain.imports_preview import Preview, preview
from clinic_console.domain.imports_rows import Row, behind_header, guess_delimiter, guess_encoding, read_rows

SAMPLED: Final = 3
"""So many values of a column stand below its field."""
_WORKBOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_UNREAD: Final = frozenset(map(chr, (*range(9), 11, *range(14, 26), *range(28, 32))))
"""Control characters that no text has: what holds them was never written to be read."""


class Trouble(StrEnum):
    """Why a file cannot be imported, or not any further."""

    GONE = "gone"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    TITLES = "titles"
    WORKBOOK = "workbook"
    BINARY = "binary"
    WIDE = "wide"
    LONG = "long"
    CHANGED = "changed"
    OTHER = "other"


class Lack(StrEnum):
    """What is still to be said before a file can come in."""

    FILE = "file"
    NAME = "name"
    EXTERNAL = "external"
    PATIENT = "patient"
    BEGAN = "began"
    DAY = "day"
    TIME = "time"
    DOCTOR = "doctor"
    TYPE = "type"
    SYSTEM = "system"
    LAYOUT = "layout"


class Basis(StrEnum):
    """Where what stands in the columns was taken from."""

    GUESSED = "guessed"
    TITLES = "titles"
    REMEMBERED = "remembered"
    TITLES_DIFFER = "titles differ"
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class First:
    """The first bytes of a file, how large all of it is, and whether they are all."""

    data: bytes
    size: int

    @property
    def whole(self) -> bool:
        """Say whether there is nothing behind them."""
        return len(self.data) >= self.size


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody has said of a file; None for what is to be found out."""

    kind: Kind = Kind.PATIENTS
    clinic_id: str = ""
    encoding: str | None = None
    delimiter: str | None = None
    header: bool | None = None
    order: str | None = None
    system: str | None = None
    columns: tuple[str, ...] | None = None
    register: bool | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """A file's first rows by what is given: what stands where, and how they would come in.

    ``titles`` are empty without a line of them; ``samples`` are some values of each column.
    """

    layout: Layout
    basis: Basis
    titles: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    rows: tuple[Preview, ...]


@dataclass(slots=True, eq=False)
class Draft:
    """An import that is being prepared; ``stale`` while ``look`` is not that of what is given now.

    ``remembered`` are the mappings that were asked for, by clinic, kind and number of columns.
    """

    given: Given
    path: str = ""
    first: First | None = None
    reading: bool = False
    look: Look | None = None
    looked_at: Given | None = None
    looking: bool = False
    trouble: Trouble | None = None
    problem: ClinicError | None = None
    remembered: dict[tuple[str, str, int], Layout | None] = field(default_factory=dict)

    @property
    def stale(self) -> bool:
        """Say whether the file is to be looked at anew."""
        return self.first is not None and self.trouble is None and self.looked_at != self.given

    def give(self, given: Given) -> None:
        """Take on what somebody says of the file; another kind or way to read it begins the columns anew."""
        before = self.given
        apart = ("kind", "clinic_id", "encoding", "delimiter")
        if any(getattr(before, name) != getattr(given, name) for name in apart):
            given = replace(given, columns=None)
        if given.encoding != before.encoding:
            given = replace(given, delimiter=None if before.delimiter == given.delimiter else given.delimiter)
        self.given, self.problem = given, None
        if self.trouble in (Trouble.EMPTY, Trouble.WIDE):
            self.trouble = None

    def choose(self, place: int, name: str) -> None:
        """Say what stands in a column; a field that can stand in one alone leaves the other."""
        if self.look is None:
            return
        shown, said = self.look.layout.columns, self.given.columns
        # Somebody may choose two before the file has been looked at again.
        columns = list(said if said is not None and len(said) == len(shown) else shown)
        if name and name not in SEVERAL:
            columns = ["" if each == name else each for each in columns]
        columns[place] = name
        self.give(replace(self.given, columns=tuple(columns)))


def trouble_of(first: First) -> Trouble | None:
    """Return why a file cannot be one of rows, by its first bytes."""
    if not first.data:
        return Trouble.EMPTY
    if first.data.startswith(_WORKBOOKS):
        return Trouble.WORKBOOK
    text = first.data.decode(ENCODINGS[guess_encoding(first.data)], "replace")
    return Trouble.BINARY if _UNREAD & set(text) else None


def rows_of(first: First, given: Given) -> tuple[str, str, list[Row]]:
    """Return a file's encoding and delimiter, said or guessed, and its first rows by them."""
    encoding = given.encoding or guess_encoding(first.data)
    text = first.data.decode(ENCODINGS[encoding], "replace")
    if not first.whole:
        text = text[: text.rfind("\n") + 1] or text
    delimiter = given.delimiter or guess_delimiter(text)
    rows = list(islice(read_rows(io.StringIO(text, newline=""), delimiter), PREVIEWED + 1))
    if not first.whole and 1 < len(rows) <= PREVIEWED:
        # It may go on behind what was read.
        rows.pop()
    return encoding, delimiter, rows


def width_of(rows: Sequence[Row]) -> int:
    """Return into how many columns most rows are cut."""
    return Counter(len(cells) for _, cells in rows).most_common(1)[0][0] if rows else 0


def look_at(
    read: tuple[str, str, list[Row]], given: Given, last: Layout | None, now: datetime, zone: tzinfo
) -> Look | Trouble:
    """Return a file's first rows as they would come in; ``last`` is what stood where the last time."""
    encoding, delimiter, rows = read
    width = width_of(rows)
    if not width:
        return Trouble.EMPTY
    if width > MOST_COLUMNS:
        return Trouble.WIDE
    layout, basis = _layout(given, [cells for _, cells in rows if len(cells) == width], last)
    layout = replace(layout, encoding=encoding, delimiter=delimiter)
    behind = list(behind_header(rows, layout.header))
    titles = tuple(cell.strip() for cell in rows[0][1]) if layout.header and rows else ()
    even = [cells for _, cells in behind if len(cells) == width]
    samples = tuple(tuple(cells[place] for cells in even[:SAMPLED]) for place in range(width))
    shown = preview(given.kind, layout, behind[:PREVIEWED], now, zone)
    return Look(layout, basis, titles, samples, tuple(shown))


_LACKS: Final = {
    Kind.PATIENTS: (Lack.NAME,),
    Kind.ENCOUNTERS: (Lack.EXTERNAL, Lack.PATIENT, Lack.BEGAN),
    Kind.APPOINTMENTS: (Lack.EXTERNAL, Lack.PATIENT, Lack.DAY),
    Kind.DAY_LIST: (Lack.PATIENT, Lack.TIME, Lack.DOCTOR, Lack.TYPE),
}
"""What is missing where a kind of file does not give what it has to (domain.imports.NEEDED, in its order)."""


def lacking(kind: Kind, layout: Layout) -> Lack | None:
    """Return what is still missing before rows of this layout can come in."""
    named = set(layout.columns)
    for lack, (_, wanted) in zip(_LACKS[kind], NEEDED[kind], strict=True):
        if not any(named.issuperset(together) for together in wanted):
            return lack
    if not layout.system and {"external", "patient"} & named:
        return Lack.SYSTEM
    try:
        check_layout(kind, layout)
    except BadField as error:
        return Lack.SYSTEM if error.field == "mapping.system" else Lack.LAYOUT
    return None


def _layout(given: Given, cells: Sequence[Sequence[str]], last: Layout | None) -> tuple[Layout, Basis]:
    """Return what stands where: as said, else as the last time unless the titles say otherwise, else as guessed."""
    guessed = guess(given.kind, cells)
    if given.header and not guessed.header:
        guessed = guess(given.kind, cells[1:])
    header = given.header if given.header is not None else guessed.header or (last is not None and last.header)
    columns, basis = guessed.columns, Basis.TITLES if guessed.header else Basis.GUESSED
    if given.columns is not None and len(given.columns) == len(columns):
        columns, basis = given.columns, Basis.CHOSEN
    elif last is not None and len(last.columns) == len(columns):
        pairs = zip(columns, last.columns, strict=True)
        differ = guessed.header and any(now and before and now != before for now, before in pairs)
        columns, basis = (columns, Basis.TITLES_DIFFER) if differ else (last.columns, Basis.REMEMBERED)
    # A year that stands first is read in every order, so what was said last holds unless it could not be read.
    order = given.order or (guessed.order if last is None or last.order == "ymd" else last.order)
    system = given.system if given.system is not None else last.system if last is not None else ""
    # Somebody who looks at a history wants all of it: whom nobody knows comes in with it unless somebody says no.
    register = given.register if given.register is not None else last.register if last is not None else True
    register = register and given.kind is Kind.APPOINTMENTS
    return Layout(tuple(columns), system.strip(), order, bool(header), register=register), basis
