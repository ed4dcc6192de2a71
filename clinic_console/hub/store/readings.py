"""Readings into Postgres: rows as binary COPY, stored once however often they arrive.

A batch is COPYed straight into the table. When one of its instants is stored already (a resend), the whole batch goes
through a temporary table and ``ON CONFLICT DO NOTHING`` instead (ADR 0003).
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import chain
from typing import Final, LiteralString

from psycopg import AsyncConnection
from psycopg.errors import UniqueViolation

from clinic_console.domain.readings import MAX_VALUES_PER_INSTANT, Instant, Layout, layout_of

_HEADER: Final = b"PGCOPY\n\xff\r\n\0" + struct.pack(">ii", 0, 0)
_TRAILER: Final = struct.pack(">h", -1)
_EPOCH_MS: Final = 946_684_800_000
"""2000-01-01 in ms since 1970: Postgres counts from there."""
_LAYOUT: Final = struct.Struct(">ii")
_NULL: Final = struct.pack(">i", -1)
_NULLS: Final = _NULL * 2
_FLOAT4, _INT2, _INT4 = 700, 21, 23

_STAGING: Final = """
CREATE TEMPORARY TABLE IF NOT EXISTS readings_staging (
  at timestamptz, device_id int, layout int, late boolean, numbers real[], validity smallint[], measured_ms int[]
) ON COMMIT DELETE ROWS
"""
_INSERT_STAGED: Final = """
INSERT INTO readings (at, device_id, late, numbers, validity, measured_ms, layout)
SELECT at, device_id, late, numbers, validity, measured_ms, layout FROM readings_staging ON CONFLICT DO NOTHING
"""
_COPY: Final = """
COPY readings (at, device_id, late, numbers, validity, measured_ms, layout) FROM STDIN (FORMAT BINARY)
"""
_COPY_STAGED: Final = """
COPY readings_staging (at, device_id, late, numbers, validity, measured_ms, layout) FROM STDIN (FORMAT BINARY)
"""


@dataclass(slots=True)
class Row:
    """One instant of one device, encoded up to its layout's number; ``size`` in values."""

    encoded: bytes
    layout: Layout
    size: int


@dataclass(frozen=True, slots=True)
class GapRow:
    """A stretch of time (corrected ms) that a device had to drop."""

    device_id: int
    from_at: int
    to_at: int
    reason: str


class Refused(Exception):
    """The database will never take one of these rows."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class Outcome:
    """What became of a batch, in values: newly stored, and stored before."""

    stored: int = 0
    duplicate: int = 0


# A row: time, device and lateness, each behind its length; then its numbers as a binary array: length of the
# field, dimensions, has-null flag, element type, elements, lower bound, then each element behind its length.
_ROWS: Final = [struct.Struct(">hiqiii?iiiiii" + "if" * count) for count in range(MAX_VALUES_PER_INSTANT + 1)]
_ARRAY: Final = struct.Struct(">iiiiii")


def _small_ints(values: Sequence[int]) -> bytes:
    count = len(values)
    body = b"".join(struct.pack(">ih", 2, value) for value in values)
    return _ARRAY.pack(20 + 6 * count, 1, 0, _INT2, count, 1) + body


def _ages(ages: Sequence[int | None]) -> bytes:
    body = b"".join(_NULL if age is None else struct.pack(">ii", 4, age) for age in ages)
    return _ARRAY.pack(20 + len(body), 1, 1, _INT4, len(ages), 1) + body


def encode_row(device_id: int, instant: Instant, late: bool) -> Row:
    """Encode one instant for COPY; values are ordered by name so that a monitor has few layouts."""
    given = instant.values
    layout = layout_of(given)
    count = len(layout)
    elements: list[float] = [4] * (2 * count)
    plain, place = True, 1
    # One pass and one pack: this runs for each of some ten thousand instants a second.
    for name in layout:
        elements[place], validity, measured = given[name]
        place += 2
        if validity or measured is not None:
            plain = False
    at = (instant.at - _EPOCH_MS) * 1000
    encoded = _ROWS[count].pack(7, 8, at, 4, device_id, 1, late, 20 + 8 * count, 1, 0, _FLOAT4, count, 1, *elements)
    rest = _NULLS if plain else _extras(instant, [given[name] for name in layout])
    return Row(encoded + rest, layout, count)


def _extras(instant: Instant, values: Sequence[tuple[float, int, int | None]]) -> bytes:
    validity = [value[1] for value in values]
    measured = [value[2] for value in values]
    return (_small_ints(validity) if any(validity) else _NULL) + (
        _ages([None if m is None else max(-(2**31), min(2**31 - 1, instant.at - m)) for m in measured])
        if any(m is not None for m in measured)
        else _NULL
    )


@dataclass(slots=True)
class ReadingsWriter:
    """Writes batches on one connection and remembers which layouts the database knows."""

    max_layouts: int = 20_000
    _layouts: dict[Layout, bytes] = field(default_factory=dict)

    async def write(self, connection: AsyncConnection, rows: Sequence[Row], gaps: Sequence[GapRow]) -> Outcome:
        """Store rows and gaps in one transaction; raises psycopg errors, after which nothing of it is stored."""
        await self._learn(connection, {row.layout for row in rows})
        layouts = self._layouts
        parts = [_HEADER, *chain.from_iterable((row.encoded, layouts[row.layout]) for row in rows), _TRAILER]
        payload = b"".join(parts)
        values = sum(row.size for row in rows)
        try:
            if gaps or not connection.autocommit:
                async with connection.transaction():
                    await _copy(connection, _COPY, payload)
                    await _insert_gaps(connection, gaps)
            else:
                # A single statement is a transaction by itself: two round trips less before the acknowledgement.
                await _copy(connection, _COPY, payload)
            return Outcome(stored=values)
        except UniqueViolation:
            pass
        async with connection.transaction():
            await connection.execute(_STAGING)
            await _copy(connection, _COPY_STAGED, payload)
            cursor = await connection.execute(_INSERT_STAGED)
            await _insert_gaps(connection, gaps)
        stored = values * cursor.rowcount // len(rows) if rows else 0
        return Outcome(stored=stored, duplicate=values - stored)

    def forget(self) -> None:
        """Believe nothing of what was learned (the connection broke: it may have been rolled back)."""
        self._layouts.clear()

    async def _learn(self, connection: AsyncConnection, needed: set[Layout]) -> None:
        """Know the numbers of all layouts of a batch; a number counts only once it is committed."""
        unknown = needed - self._layouts.keys()
        if not unknown:
            return
        learned: dict[Layout, bytes] = {}
        async with connection.transaction():
            for layout in unknown:
                names = (list(layout),)
                await connection.execute(
                    "INSERT INTO reading_layouts (names) VALUES (%s::text[]) ON CONFLICT DO NOTHING", names
                )
                found = await connection.execute("SELECT id FROM reading_layouts WHERE names = %s::text[]", names)
                async for (number,) in found:
                    learned[layout] = _LAYOUT.pack(4, number)
        if len(self._layouts) + len(learned) > self.max_layouts:
            self._layouts = {layout: number for layout, number in self._layouts.items() if layout in needed}
        self._layouts |= learned


async def _copy(connection: AsyncConnection, statement: LiteralString, payload: bytes) -> None:
    async with connection.cursor() as cursor, cursor.copy(statement) as copy:
        await copy.write(payload)


async def _insert_gaps(connection: AsyncConnection, gaps: Sequence[GapRow]) -> None:
    if gaps:
        async with connection.cursor() as cursor:
            await cursor.executemany(
                "INSERT INTO reading_gaps (device_id, from_at, to_at, reason) VALUES (%s, %s, %s, %s) "
                "ON CONFLICT DO NOTHING",
                [(gap.device_id, _time(gap.from_at), _time(gap.to_at), gap.reason[:200]) for gap in gaps],
            )


def _time(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


async def ensure_partitions(connection: AsyncConnection) -> None:
    """Make the partitions around today where they are missing (the worker normally has, a week ahead)."""
    async with connection.transaction():
        await connection.execute("SELECT ensure_readings_partitions(current_date - 2, current_date + 2)")
