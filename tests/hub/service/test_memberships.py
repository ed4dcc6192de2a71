"""Who works where: fresh for a minute, believed for a quarter of an hour while Postgres is down."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from prometheus_client import REGISTRY
from psycopg.conninfo import make_conninfo
from sqlalchemy import event

from clinic_console.domain.errors import SessionExpired, StoreUnavailable
from clinic_console.hub.service import memberships as module
from clinic_console.hub.service.memberships import FRESH_SECONDS, STALE_SECONDS, Memberships
from clinic_console.hub.store.pools import make_engine


@dataclass
class Known:
    """The cache with a clock that stands, and how often Postgres was asked."""

    memberships: Memberships
    now: float = 1_000.0
    asked: list[str] = field(default_factory=list)

    async def roles(self, user: UUID, session: UUID | None = None) -> dict[UUID, str]:
        return dict((await self.memberships.of(user, session)).roles)


@pytest.fixture
async def known(database: Any) -> AsyncIterator[Known]:
    engine = make_engine(database.dsn, "clinic_hub", 2)
    made = Known(Memberships(engine, lambda: made.now))
    event.listen(engine.sync_engine, "before_cursor_execute", lambda *args: made.asked.append(args[2]))
    yield made
    await engine.dispose()


def _promote(database: Any, clinic: Any) -> None:
    with psycopg.connect(database.dsn) as connection:
        connection.execute("UPDATE memberships SET role = 'doctor' WHERE user_id = %s", [clinic.users["nurse"]])


def _times_asked() -> float:
    return REGISTRY.get_sample_value("clinic_membership_lookups_total", {"source": "store"}) or 0.0


async def test_it_is_asked_once_a_minute(known: Known, clinic: Any, database: Any) -> None:
    nurse: UUID = clinic.users["nurse"]
    assert await known.roles(nurse) == {clinic.id: "nurse"}
    count = len(known.asked)
    _promote(database, clinic)
    known.now += FRESH_SECONDS - 1
    assert await known.roles(nurse) == {clinic.id: "nurse"}
    assert len(known.asked) == count
    known.now += 1
    assert await known.roles(nurse) == {clinic.id: "doctor"}


async def test_many_who_ask_at_once_ask_once(known: Known, clinic: Any) -> None:
    answers = await asyncio.gather(*(known.roles(clinic.users["nurse"]) for _ in range(50)))
    assert answers == [{clinic.id: "nurse"}] * 50
    assert len([statement for statement in known.asked if "enter_scope" not in statement]) == 1


async def test_one_who_gives_up_does_not_take_the_answer_from_the_others(known: Known, clinic: Any) -> None:
    first = asyncio.create_task(known.roles(clinic.users["nurse"]))
    second = asyncio.create_task(known.roles(clinic.users["nurse"]))
    await asyncio.sleep(0)
    first.cancel()
    assert await second == {clinic.id: "nurse"}
    assert first.cancelled() or (await asyncio.gather(first, return_exceptions=True))


async def test_an_unknown_or_disabled_user_has_no_session(known: Known, clinic: Any, database: Any) -> None:
    with pytest.raises(SessionExpired):
        await known.memberships.of(uuid4())
    with psycopg.connect(database.dsn) as connection:
        connection.execute("UPDATE users SET disabled_at = now()")
    with pytest.raises(SessionExpired):
        await known.memberships.of(clinic.users["nurse"])


async def test_a_user_without_clinics_has_none(known: Known, clinic: Any, database: Any) -> None:
    with psycopg.connect(database.dsn) as connection:
        connection.execute("DELETE FROM memberships")
    assert await known.roles(clinic.users["nurse"]) == {}


async def test_an_ended_session_is_over_once_it_is_forgotten(known: Known, clinic: Any, database: Any) -> None:
    nurse, session = clinic.users["nurse"], uuid4()
    with psycopg.connect(database.dsn) as connection:
        connection.execute(
            "INSERT INTO sessions (id, user_id, idle, expires_at) VALUES (%s, %s, '1 hour', now() + '1 hour')",
            [session, nurse],
        )
    assert await known.roles(nurse, session) == {clinic.id: "nurse"}
    with psycopg.connect(database.dsn) as connection:
        connection.execute("UPDATE sessions SET ended_at = now()")
    assert await known.roles(nurse, session) == {clinic.id: "nurse"}, "nobody has told"
    known.memberships.forget(nurse, session)
    with pytest.raises(SessionExpired):
        await known.memberships.of(nurse, session)
    with pytest.raises(SessionExpired):
        await known.memberships.of(clinic.users["reception"], session)


async def test_without_postgres_it_is_believed_for_a_quarter_of_an_hour(
    known: Known, clinic: Any, servers: Any
) -> None:
    nurse = clinic.users["nurse"]
    assert await known.roles(nurse) == {clinic.id: "nurse"}
    servers.embedded.take_down("postgres")
    try:
        known.now += FRESH_SECONDS
        assert await known.roles(nurse) == {clinic.id: "nurse"}
        with pytest.raises(StoreUnavailable):
            await known.memberships.of(clinic.users["reception"])
        known.now += STALE_SECONDS - FRESH_SECONDS
        assert await known.roles(nurse) == {clinic.id: "nurse"}
        known.now += module.AGAIN_SECONDS
        with pytest.raises(StoreUnavailable):
            await known.memberships.of(nurse)
    finally:
        servers.embedded.bring_up("postgres")
    assert await known.roles(nurse) == {clinic.id: "nurse"}


async def test_a_dead_postgres_is_not_asked_by_everybody(database: Any, clinic: Any) -> None:
    made = Known(Memberships(make_engine(database.dsn, "clinic_hub", 1), lambda: made.now))
    nurse = clinic.users["nurse"]
    await made.memberships.of(nurse)
    await made.memberships._engine.dispose()
    dead = make_engine(make_conninfo(database.dsn, port=1), "clinic_hub", 1)
    before = _times_asked()
    made.memberships._engine = dead
    made.now += FRESH_SECONDS
    for _ in range(20):
        assert await made.roles(nurse) == {clinic.id: "nurse"}
    assert _times_asked() - before == 1
    await dead.dispose()


async def test_memory_is_bounded(known: Known, clinic: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "REMEMBERED", 1)
    await known.memberships.of(clinic.users["nurse"])
    await known.memberships.of(clinic.users["reception"])
    assert len(known.memberships._entries) == 1


async def test_who_is_told_of_asks_anew_and_nobody_else(known: Known, clinic: Any, database: Any) -> None:
    nurse, reception = clinic.users["nurse"], clinic.users["reception"]
    await known.roles(nurse)
    await known.roles(reception)
    _promote(database, clinic)
    known.asked.clear()
    known.memberships.forget(reception)
    assert await known.roles(nurse) == {clinic.id: "nurse"}
    assert known.asked == []
    known.memberships.forget(nurse)
    assert await known.roles(nurse) == {clinic.id: "doctor"}


async def test_an_answer_read_before_a_change_is_not_given_after_it(
    known: Known, clinic: Any, database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    nurse = clinic.users["nurse"]
    read, asking = module.store.roles_of, []

    async def roles_of(*args: Any) -> Any:
        found = await read(*args)
        if not asking:
            asking.append(True)
            await asyncio.to_thread(_promote, database, clinic)
            known.memberships.forget(nurse)
        return found

    monkeypatch.setattr(module.store, "roles_of", roles_of)
    assert await known.roles(nurse) == {clinic.id: "doctor"}
    assert await known.roles(nurse) == {clinic.id: "doctor"}


async def test_while_nobody_tells_of_changes_they_are_asked_for(known: Known, clinic: Any, database: Any) -> None:
    nurse = clinic.users["nurse"]
    known.memberships.doubt(hears=False)
    assert await known.roles(nurse) == {clinic.id: "nurse"}
    _promote(database, clinic)
    known.now += module.DEAF_SECONDS
    assert await known.roles(nurse) == {clinic.id: "doctor"}


async def test_after_a_while_of_silence_everybody_is_asked_anew(known: Known, clinic: Any, servers: Any) -> None:
    nurse = clinic.users["nurse"]
    await known.roles(nurse)
    known.asked.clear()
    known.memberships.doubt(hears=True)
    await asyncio.to_thread(servers.embedded.take_down, "postgres")
    try:
        assert await known.roles(nurse) == {clinic.id: "nurse"}, "believed while Postgres is away"
    finally:
        await asyncio.to_thread(servers.embedded.bring_up, "postgres")
    known.now += module.AGAIN_SECONDS
    await known.roles(nurse)
    assert known.asked != []
