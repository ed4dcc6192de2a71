"""What every transaction begins and ends with goes in two messages, and survives whatever becomes of one."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from clinic_console.domain.access import NOBODY, Scope
from clinic_console.hub.store import messages
from clinic_console.hub.store.messages import Prepared, Question
from clinic_console.hub.store.pools import Engine, make_engine, transaction

ECHO = Prepared("echo", {"value": "text"}, "INSERT INTO heard VALUES (:value)")


@pytest.fixture
async def engine(database: Any) -> AsyncIterator[Engine]:
    with psycopg.connect(database.dsn) as connection:
        connection.execute("CREATE TABLE heard (value text CHECK (value <> 'no'))")
        connection.execute("GRANT SELECT, INSERT, DELETE ON heard TO clinic_hub")
    made = make_engine(database.dsn, "clinic_hub", 1)
    yield made
    await made.dispose()


async def _say(engine: Engine, value: str) -> None:
    async with transaction(engine, NOBODY, [(ECHO, {"value": value})]) as connection:
        await connection.execute(text("SELECT 1"))


async def _heard(engine: Engine) -> list[str]:
    async with transaction(engine, NOBODY) as connection:
        return list((await connection.execute(text("SELECT value FROM heard ORDER BY value"))).scalars())


async def _fail(engine: Engine) -> None:
    async with transaction(engine, NOBODY, [(ECHO, {"value": "late"})]) as connection:
        await connection.execute(text("INSERT INTO heard VALUES ('early')"))
        raise ZeroDivisionError


async def test_what_the_commit_refuses_is_not_done_and_spoils_nothing(engine: Engine) -> None:
    for _ in range(8):
        await _say(engine, "yes")
        with pytest.raises(psycopg.errors.CheckViolation):
            await _say(engine, "no")
    assert await _heard(engine) == ["yes"] * 8


async def test_a_deed_that_fails_is_undone_and_spoils_nothing(engine: Engine) -> None:
    for _ in range(8):
        with pytest.raises(ZeroDivisionError):
            await _fail(engine)
        await _say(engine, "yes")
    assert await _heard(engine) == ["yes"] * 8


async def test_a_driver_that_has_rolled_back_by_itself_is_understood(engine: Engine) -> None:
    for _ in range(8):
        await _say(engine, "yes")
        async with engine.connect() as connection:
            # Enough of the same for the driver to prepare it, and to forget it (and ours) with its rollback.
            for _ in range(8):
                await connection.execute(text("SELECT 2"))
            await connection.rollback()
    assert await _heard(engine) == ["yes"] * 8


async def test_one_who_gives_up_anywhere_spoils_nothing(engine: Engine) -> None:
    await _say(engine, "first")
    for tick in range(40):
        working = asyncio.create_task(_say(engine, "maybe"))
        for _ in range(tick % 20):
            await asyncio.sleep(0)
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        await _say(engine, f"sure {tick:02}")
    heard = await _heard(engine)
    assert [value for value in heard if value.startswith("sure")] == [f"sure {tick:02}" for tick in range(40)]


async def test_giving_up_while_a_statement_is_prepared(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    exchange = messages._exchange
    broken: list[bytes] = []

    def break_off(driver: Any, message: bytes) -> Any:
        results = yield from exchange(driver, message)
        if message.startswith(b"PREPARE") and len(broken) < 3:
            broken.append(message)
            raise asyncio.CancelledError
        return results

    monkeypatch.setattr(messages, "_exchange", break_off)
    for _ in range(3):
        with pytest.raises(asyncio.CancelledError):
            await _say(engine, "never")
    await _say(engine, "yes")
    assert len(broken) == 3
    assert await _heard(engine) == ["yes"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60))
def test_any_text_arrives_as_it_was(database: Any, value: str) -> None:
    async def there_and_back() -> None:
        engine = make_engine(database.dsn, "clinic_hub", 1)
        try:
            await _say(engine, value)
            async with transaction(engine, NOBODY) as connection:
                assert (await connection.execute(text("SELECT value FROM heard"))).scalars().all() == [value]
                await connection.execute(text("DELETE FROM heard"))
        finally:
            await engine.dispose()

    with psycopg.connect(database.dsn, autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS heard")
        connection.execute("CREATE TABLE heard (value text)")
        connection.execute("GRANT SELECT, INSERT, DELETE ON heard TO clinic_hub")
    if value != "no":
        asyncio.run(there_and_back())


async def test_what_is_no_text_for_postgres_is_refused_before_anything_is_sent(engine: Engine) -> None:
    with pytest.raises(psycopg.DataError):
        await _say(engine, "a\0b")
    with pytest.raises(UnicodeEncodeError):
        await _say(engine, "\ud800")
    with pytest.raises(TypeError):
        await _say(engine, 7.5)  # type: ignore[arg-type]
    await _say(engine, "yes")
    assert await _heard(engine) == ["yes"]


async def test_a_scope_takes_many_clinics_and_none(engine: Engine) -> None:
    for clinics in (frozenset[Any](), frozenset(uuid4() for _ in range(50))):
        async with transaction(engine, Scope(uuid4(), clinics)) as connection:
            assert (await connection.execute(text("SELECT current_setting('clinic.visible')"))).scalar_one() == "{}"


async def test_what_is_asked_with_the_beginning_is_answered_as_it_was_given(engine: Engine) -> None:
    told = [uuid4(), "it's % \\ :v0_ \U0001f642", date(2024, 2, 29), -7, True, None]
    texts = "SELECT %s::uuid, %s::text, %s::date, %s::int, %s::boolean, %s::uuid FROM generate_series(1, %s::int)"
    for many in (2, 0, 1) * 4:
        question = Question.of("echoed", texts, [*told, many])
        async with transaction(engine, NOBODY, first=question):
            assert question.rows == [tuple(told)] * many


async def test_a_question_that_fails_spoils_nothing(engine: Engine) -> None:
    for number in (1, 0) * 4:
        question = Question.of("divided", "SELECT 6 / %s::int", [number])
        if number:
            async with transaction(engine, NOBODY, first=question) as connection:
                assert question.rows == [(6,)]
                await connection.execute(text("INSERT INTO heard VALUES ('yes')"))
        else:
            with pytest.raises(psycopg.errors.DivisionByZero):
                await _ask(engine, question)
    assert await _heard(engine) == ["yes"] * 4


async def test_a_question_works_for_whom_the_transaction_does(engine: Engine) -> None:
    user, question = uuid4(), Question.of("whose", "SELECT current_setting(%s::text, true)", ["clinic.user"])
    async with transaction(engine, NOBODY, first=question) as connection:
        nobody = (await connection.execute(text("SELECT current_setting('clinic.user', true)"))).scalar_one()
        assert question.rows == [(nobody,)]
    async with transaction(engine, Scope(user), first=question) as connection:
        somebody = (await connection.execute(text("SELECT current_setting('clinic.user', true)"))).scalar_one()
        assert question.rows == [(somebody,)]
    assert somebody == str(user)


async def _ask(engine: Engine, question: Question) -> None:
    async with transaction(engine, NOBODY, first=question):
        raise AssertionError("it has been answered")
