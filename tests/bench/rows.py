"""What is in the readings table, compared row by row with what the devices sent; and a raw COPY of the same rows."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import psycopg

from tests.bench.devices import LOWEST, NAMES, SPANS

COPIES: Final = 1_000_000
"""A raw copy of a row stands under its device's number plus a multiple of this."""
_COLUMNS: Final = "at, device_id, layout, late, numbers, validity, measured_ms"
_STORED: Final = f"""
COPY (SELECT r.device_id, (extract(epoch FROM r.at) * 1000)::bigint, cardinality(r.numbers),
             (l.names = %s AND r.validity IS NULL AND r.measured_ms IS NULL)::int,
             {", ".join(f"coalesce(r.numbers[{n}], 'NaN')" for n in range(1, len(NAMES) + 1))}
      FROM readings r JOIN reading_layouts l ON l.id = r.layout WHERE r.device_id < {COPIES})
TO STDOUT (FORMAT BINARY)
"""
_ROW: Final = np.dtype(
    [("fields", ">i2"), ("_d", ">i4"), ("device", ">i4"), ("_a", ">i4"), ("at", ">i8")]
    + [("_c", ">i4"), ("count", ">i4"), ("_p", ">i4"), ("plain", ">i4")]
    + [(f"{part}{n}", kind) for n in range(len(NAMES)) for part, kind in (("_n", ">i4"), ("n", ">f4"))]
)
_HEADER: Final = 19
_TRAILER: Final = 2


@dataclass(frozen=True, slots=True)
class Account:
    """What became of values: sent and stored, stored not or wrongly, and stored without having been sent so."""

    sent: int
    stored: int
    lost: int
    duplicated: int


def account(dsn: str, record: Path, first_id: int) -> Account:
    """Compare what the devices' record says with what Postgres holds, every number of every row.

    ``first_id``: the number in the database of device 1. A row under a key that was sent, but with anything else in
    it, is lost; a row under any other key is a duplicate, for the database stores a key once only.
    """
    sent = np.fromfile(record, dtype=np.int64).reshape(-1, 3)
    stored = _stored(dsn)
    sent_keys = _keys(sent[:, 0], sent[:, 2])
    stored_keys = _keys(stored["device"].astype(np.int64) - first_id + 1, stored["at"].astype(np.int64))
    _, mine, theirs = np.intersect1d(sent_keys, stored_keys, return_indices=True)
    right = _right(sent[mine], stored[theirs])
    return Account(
        sent=len(sent) * len(NAMES),
        stored=int(stored["count"].sum()),
        lost=(len(sent) - int(right.sum())) * len(NAMES),
        duplicated=int(stored["count"].sum() - stored["count"][theirs].sum()),
    )


def _keys(devices: Any, times: Any) -> Any:
    """Return one number for each pair of device and time (ms)."""
    return devices * 2**42 + times


def _right(sent: Any, stored: Any) -> Any:
    order = sorted(range(len(NAMES)), key=lambda n: NAMES[n])
    right = (stored["plain"] == 1) & (stored["count"] == len(NAMES))
    turns = sent[:, 0] + sent[:, 1]
    for place, number in enumerate(order):
        right &= stored[f"n{place}"] == LOWEST[number] + turns % SPANS[number]
    return right


def _stored(dsn: str) -> Any:
    raw = _read(dsn, _STORED, [sorted(NAMES)])
    rows = np.frombuffer(raw, dtype=_ROW, offset=_HEADER, count=(len(raw) - _HEADER - _TRAILER) // _ROW.itemsize)
    assert len(raw) == _HEADER + _TRAILER + rows.nbytes, "the rows' width is not what it should be"
    assert bool((rows["fields"] == 4 + len(NAMES)).all())
    return rows


def raw_copy(dsn: str, number: int) -> float:
    """COPY the same rows into the same table once more, in one transaction, and return the values per second.

    The buffer is made before the clock starts: nothing but Postgres is measured.
    """
    shifted = _COLUMNS.replace("device_id", f"device_id + {number * COPIES}")
    data = _read(dsn, f"COPY (SELECT {shifted} FROM readings WHERE device_id < {COPIES}) TO STDOUT (FORMAT BINARY)")
    with psycopg.connect(dsn) as connection, connection.cursor() as cursor:
        began = time.perf_counter()
        with cursor.copy(f"COPY readings ({_COLUMNS}) FROM STDIN (FORMAT BINARY)") as copy:
            copy.write(data)
        connection.commit()
        seconds = time.perf_counter() - began
        return cursor.rowcount * len(NAMES) / seconds


def bytes_per_value(dsn: str) -> float:
    """Return what table and indexes of the partitions in use take for a value."""
    with psycopg.connect(dsn) as connection:
        row = connection.execute(
            "SELECT sum(pg_table_size(inhrelid) + pg_indexes_size(inhrelid)), (SELECT count(*) FROM readings) "
            "FROM pg_inherits WHERE inhparent = 'readings'::regclass AND pg_relation_size(inhrelid) > 0"
        ).fetchone()
    assert row is not None
    return float(row[0]) / (row[1] * len(NAMES))


def clear(dsn: str) -> None:
    """Empty the table, and let nothing of what was before be written out during what comes."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("TRUNCATE readings")
        connection.execute("CHECKPOINT")


def _read(dsn: str, statement: str, parameters: list[Any] | None = None) -> bytes:
    with psycopg.connect(dsn) as connection, psycopg.ClientCursor(connection) as cursor:
        copy = cursor.copy(cursor.mogrify(statement, parameters) if parameters else statement)
        with copy as data:
            return b"".join(data)
