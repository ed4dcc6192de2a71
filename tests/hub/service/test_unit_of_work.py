"""Commit, then publish."""

from typing import Any

import pytest
from sqlalchemy import text

from clinic_console.domain.access import NOBODY
from clinic_console.hub.service.unit_of_work import unit_of_work
from clinic_console.hub.store.pools import make_engine

_COUNT = text("SELECT count(*) FROM memberships")
_CLEAR = text("DELETE FROM memberships")


async def test_what_is_published_has_been_committed(database: Any, clinic: Any) -> None:
    engine = make_engine(database.dsn, "clinic_admin", 2)
    seen: list[object] = []

    async def publish() -> None:
        async with unit_of_work(engine, NOBODY) as other:
            seen.append((await other.connection.execute(_COUNT)).scalar_one())

    async with unit_of_work(engine, NOBODY) as work:
        work.publish_later(publish)
        await work.connection.execute(_CLEAR)
        assert seen == []
    assert seen == [0]
    await engine.dispose()


async def test_what_is_rolled_back_is_not_published(database: Any, clinic: Any) -> None:
    engine = make_engine(database.dsn, "clinic_admin", 1)
    seen: list[str] = []

    async def publish() -> None:
        seen.append("published")

    async def fail() -> None:
        async with unit_of_work(engine, NOBODY) as work:
            work.publish_later(publish)
            await work.connection.execute(_CLEAR)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert seen == []
    async with unit_of_work(engine, NOBODY) as work:
        assert (await work.connection.execute(_COUNT)).scalar_one() == 2
    await engine.dispose()


async def test_a_failed_publication_neither_fails_nor_stops_the_others(database: Any) -> None:
    engine = make_engine(database.dsn, "clinic_hub", 1)
    seen: list[str] = []

    async def fail() -> None:
        raise ConnectionError

    async def publish() -> None:
        seen.append("published")

    async with unit_of_work(engine, NOBODY) as work:
        work.publish_later(fail)
        work.publish_later(publish)
    assert seen == ["published"]
    await engine.dispose()
