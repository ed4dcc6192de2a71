"""Several statements in one message to Postgres: what every transaction begins and ends with costs one way each.

The driver sends one statement at a time. A transaction's own statements (for whom it works, what is recorded, COMMIT)
are always the same, so each connection prepares them once and then only names them with their values (ADR 0059).
"""

import itertools
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final
from uuid import UUID
from weakref import WeakKeyDictionary

import psycopg
from psycopg import generators, pq
from psycopg.adapt import Transformer

Driver = psycopg.AsyncConnection[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement that a connection prepares at its first use; ``types`` are those of its values, by their names.

    ``text`` names the values as ``:name``.
    """

    name: str
    types: Mapping[str, str]
    text: str

    def preparing(self, as_name: str) -> str:
        """Return the statement that prepares this one under a name."""
        numbered = self.text
        # The longest first: no name may be taken for the beginning of another.
        for name in sorted(self.types, key=len, reverse=True):
            numbered = numbered.replace(f":{name}", f"${list(self.types).index(name) + 1}")
        return f"PREPARE {as_name} ({', '.join(self.types.values())}) AS {numbered}"


Call = tuple[Prepared, Mapping[str, object]]
"""A prepared statement and its values by name."""


@dataclass(slots=True)
class Question:
    """A statement to be asked with a transaction's beginning; ``rows`` are its answer.

    When the line breaks before there is one, it is asked again: nothing of the first time has been committed.
    """

    call: Call
    rows: list[tuple[Any, ...]] = field(default_factory=list)

    @classmethod
    def of(cls, name: str, text: str, values: Sequence[object]) -> "Question":
        """Make one of a statement as the driver takes it, with ``%s`` for its values; ``name`` is its alone."""
        prepared = _numbered(name, text)
        return cls((prepared, dict(zip(prepared.types, values, strict=True))))


@lru_cache(maxsize=128)
def _numbered(name: str, text: str) -> Prepared:
    """Name the values of a statement; what types they have follows from its own casts."""
    first, *rest = text.split("%s")
    named = first + "".join(f":v{number}_{part}" for number, part in enumerate(rest))
    return Prepared(name, {f"v{number}_": "unknown" for number in range(len(rest))}, named)


_BEGIN: Final = b"BEGIN; "
_WORDS: Final = {None: b"NULL", True: b"true", False: b"false"}
_COMMIT: Final = b"COMMIT"
_ROLLBACK: Final = b"ROLLBACK"
_names: "WeakKeyDictionary[Driver, dict[str, str]]" = WeakKeyDictionary()
"""Under which names each connection has prepared what."""
_attempts: Final = itertools.count(1)


async def begin(driver: Driver, call: Call, question: Question | None = None) -> None:
    """Open a transaction, do one thing in it and ask another, in one message; raises psycopg's errors."""
    calls = [call] if question is None else [call, question.call]
    answers = await _opening(driver, calls, b"")
    if question is not None:
        _answer(driver, question, answers[-1])


async def ask(driver: Driver, call: Call, question: Question) -> None:
    """Do one thing and ask another in a transaction of their own, in one message; raises psycopg's errors."""
    answers = await _opening(driver, [call, question.call], _COMMIT)
    _answer(driver, question, answers[-2])


async def commit(driver: Driver, calls: Sequence[Call]) -> None:
    """Do these things and commit, in one message; raises psycopg's errors, after which nothing is committed."""
    await _send(driver, b"", calls, _COMMIT)


async def rollback(driver: Driver) -> None:
    """Undo the transaction, if there is one; raises psycopg's errors.

    The driver's own way makes the server forget all that was prepared, too.
    """
    async with driver.lock:
        if driver.pgconn.transaction_status != pq.TransactionStatus.IDLE:
            await driver.wait(_exchange(driver, _ROLLBACK))


async def _opening(driver: Driver, calls: Sequence[Call], after: bytes) -> "list[pq.abc.PGresult]":
    try:
        return await _send(driver, _BEGIN, calls, after)
    except psycopg.errors.InvalidSqlStatementName:
        # The driver's own rollback lets go of all that was prepared. Nothing has been done yet: once more, from the
        # beginning.
        await rollback(driver)
        _names.pop(driver, None)
        return await _send(driver, _BEGIN, calls, after)


def _answer(driver: Driver, question: Question, answer: pq.abc.PGresult) -> None:
    rows = Transformer(driver)
    rows.set_pgresult(answer)
    question.rows = rows.load_rows(0, answer.ntuples, tuple)


async def _send(driver: Driver, before: bytes, calls: Sequence[Call], after: bytes) -> "list[pq.abc.PGresult]":
    """Send one message and return what came of each thing in it."""
    names = _names.setdefault(driver, {})
    async with driver.lock:
        for prepared, _ in calls:
            if prepared.name not in names:
                # Each attempt under a name of its own: one that was broken off may have come as far as the server.
                name = f"{prepared.name}_{next(_attempts)}"
                # A message of its own, too: what is prepared stays so, whatever becomes of the transaction.
                await driver.wait(_exchange(driver, prepared.preparing(name).encode()))
                names[prepared.name] = name
        doing = b"".join(_executing(driver, names[call[0].name], call) for call in calls)
        return await driver.wait(_exchange(driver, before + doing + after))


def _executing(driver: Driver, name: str, call: Call) -> bytes:
    prepared, values = call
    literals = b", ".join(_literal(driver, values[each]) for each in prepared.types)
    return b"EXECUTE %b(%b); " % (name.encode(), literals)


def _literal(driver: Driver, value: object) -> bytes:
    """Write a value as Postgres reads it; the driver's own composer takes ten times as long for these few kinds."""
    match value:
        case None | bool():
            return _WORDS[value]
        case UUID():
            return b"'%b'" % str(value).encode()
        case str():
            if "\0" in value:
                raise psycopg.DataError("a text with U+0000")
            return pq.Escaping(driver.pgconn).escape_literal(value.encode())
        case int():
            return b"%d" % value
        case date():
            return b"'%b'" % value.isoformat().encode()
        case bytes():
            return b"'\\x%b'" % value.hex().encode()
        case timedelta():
            return b"'%d microseconds'" % (value // timedelta(microseconds=1))
        case list():
            return _array(driver, value)
    raise TypeError(f"no literal for {type(value).__name__}")


def _array(driver: Driver, values: Sequence[object]) -> bytes:
    match values:
        case [int(), *_]:
            return b"'{%b}'" % ",".join(map(str, values)).encode()
        case [str(), *_]:
            return b"ARRAY[%b]" % b",".join(_literal(driver, each) for each in values)
    return _ids(tuple(values))


@lru_cache(maxsize=1_024)
def _ids(ids: tuple[object, ...]) -> bytes:
    """Write the clinics of a user: the same with each request, and fifty of them take longer than the message."""
    return b"'{%b}'" % ",".join(str(UUID(str(one))) for one in ids).encode()


def _exchange(driver: Driver, message: bytes) -> Generator[Any, Any, list["pq.abc.PGresult"]]:
    driver.pgconn.send_query(message)
    results: list[pq.abc.PGresult] = yield from generators.execute(driver.pgconn)
    for result in results:
        if result.status == pq.ExecStatus.FATAL_ERROR:
            raise psycopg.errors.error_from_result(result, encoding="utf-8")
    return results
