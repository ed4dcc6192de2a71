"""Devices that are revoked, moved or given another token: seen at once, and never undone by memory."""

import asyncio
import contextlib
import json
import time
from typing import Any

import psycopg
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from clinic_console.domain.errors import StoreUnavailable
from clinic_console.hub.ingest.changes import Changes
from clinic_console.hub.service.device_sessions import DeviceSessions
from clinic_console.hub.store import device_sessions as store
from clinic_console.hub.store.pools import make_engine
from clinic_console.wire import devices as wire


def now() -> int:
    return time.time_ns() // 1_000_000


def change(database: Any, statement: str, *given: object) -> None:
    with psycopg.connect(database.dsn) as owner:
        owner.execute(statement, given)


def quietly(database: Any, statement: str) -> None:
    """Change something so that no trigger tells of it."""
    with psycopg.connect(database.dsn) as owner:
        owner.execute("SET session_replication_role = replica")
        owner.execute(statement)


async def closed(socket: ClientConnection) -> tuple[str, int | None]:
    """What the device was told last, and the code that it was closed with."""
    code = ""
    async with asyncio.timeout(10):
        with contextlib.suppress(ConnectionClosed):
            async for raw in socket:
                message = wire.decode_from_hub(raw)
                code = message.code if isinstance(message, wire.Problem) else code
    return code, socket.close_code


def reading(seq: int) -> str:
    return json.dumps({"type": "readings", "seq": seq, "instants": [{"at": now(), "values": {"HR": 80}}]})


async def until_listening(door: Any) -> None:
    """Wait until a change is heard: from then on nothing is missed."""
    async with asyncio.timeout(30):
        while not door.door.sessions.told:
            await asyncio.sleep(0.01)


REVOKE = "UPDATE devices SET revoked_at = now() WHERE code = 'dev-1'"
ROTATE = "UPDATE devices SET token_hash = 'another' WHERE code = 'dev-1'"


@pytest.mark.parametrize(
    ("statement", "code", "close"), [(REVOKE, "device.revoked", 4403), (ROTATE, "device.wrong_token", 4401)]
)
async def test_a_device_that_may_not_go_on_is_cut_off_by_the_news_alone(
    greet: Any, door: Any, database: Any, statement: str, code: str, close: int
) -> None:
    await until_listening(door)
    one, other = await greet("dev-1"), await greet("dev-2")
    change(database, statement)
    assert await closed(one) == (code, close)
    assert [connection.record.code for connection in door.door.connections.values()] == ["dev-2"]
    await other.send(reading(1))
    async with asyncio.timeout(10):
        assert isinstance(wire.decode_from_hub(await other.recv()), wire.Ack)


async def test_what_a_cut_off_device_still_says_is_not_taken(greet: Any, door: Any, database: Any) -> None:
    await until_listening(door)
    socket = await greet("dev-1")
    [connection] = door.door.connections.values()
    # It never answers the closing, and goes on sending.
    socket.transport.pause_reading()
    change(database, REVOKE)
    async with asyncio.timeout(10):
        while not connection.ended:
            await asyncio.sleep(0.01)
    with contextlib.suppress(ConnectionClosed):
        await socket.send(reading(1))
    async with asyncio.timeout(10):
        await connection.socket.wait_closed()
    with psycopg.connect(database.dsn) as owner:
        assert owner.execute("SELECT count(*) FROM readings").fetchone() == (0,)


async def test_a_moved_device_shows_at_its_new_bed_at_once(greet: Any, door: Any, database: Any, clinic: Any) -> None:
    await until_listening(door)
    await greet("dev-1")
    [connection] = door.door.connections.values()
    with psycopg.connect(database.dsn) as owner:
        owner.execute("DELETE FROM device_beds WHERE bed_id = %s", [clinic.beds[3]])
        owner.execute("UPDATE device_beds SET bed_id = %s WHERE bed_id = %s", [clinic.beds[3], clinic.beds[0]])
    async with asyncio.timeout(10):
        while connection.live.bed != str(clinic.beds[3]):
            await asyncio.sleep(0.01)


async def test_what_was_missed_while_nobody_listened_is_asked_for(greet: Any, door: Any, database: Any) -> None:
    await until_listening(door)
    socket = await greet("dev-1")
    quietly(database, REVOKE)
    with psycopg.connect(database.dsn, autocommit=True) as root:
        root.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'clinic-listen'"
        )
    assert await closed(socket) == ("device.revoked", 4403)


async def test_a_known_revocation_holds_while_postgres_is_away(
    greet: Any, door: Any, servers: Any, database: Any, clinic: Any
) -> None:
    await until_listening(door)
    one = await greet("dev-1")
    await greet("dev-2")
    change(database, ROTATE)
    await closed(one)
    servers.embedded.take_down("postgres")
    async with connect(door.url, proxy=None, subprotocols=[wire.SUBPROTOCOL]) as back:
        await back.send(wire.encode(wire.Hello(1, "dev-1", clinic.tokens["dev-1"], now())), text=True)
        assert await closed(back) == ("unavailable.store", 4503)
    await greet("dev-2")


async def test_the_sweep_finds_a_new_token_that_nobody_told_of(greet: Any, door: Any, database: Any) -> None:
    socket = await greet("dev-1")
    quietly(database, ROTATE)
    await door.door.follow()
    assert await closed(socket) == ("device.wrong_token", 4401)


async def test_a_device_that_connects_while_it_is_revoked_is_asked_about_again(
    door: Any, clinic: Any, database: Any, monkeypatch: Any
) -> None:
    await until_listening(door)
    live = door.door._live

    async def revoked_meanwhile(record: Any) -> Any:
        told = door.door.sessions.told
        change(database, REVOKE)
        while door.door.sessions.told == told:
            await asyncio.sleep(0.01)
        return await live(record)

    monkeypatch.setattr(type(door.door), "_live", lambda _door, record: revoked_meanwhile(record))
    async with connect(door.url, proxy=None, subprotocols=[wire.SUBPROTOCOL]) as socket:
        await socket.send(wire.encode(wire.Hello(1, "dev-1", clinic.tokens["dev-1"], now())), text=True)
        assert await closed(socket) == ("device.revoked", 4403)


@pytest.mark.parametrize("meanwhile", [False, True])
async def test_what_was_read_before_the_news_is_not_remembered(
    database: Any, clinic: Any, monkeypatch: Any, meanwhile: bool
) -> None:
    engine = make_engine(database.dsn, "clinic_ingest", 2, program="ingest")
    sessions = DeviceSessions(engine)
    hello = wire.Hello(1, "dev-1", clinic.tokens["dev-1"], now())
    read = store.find

    async def told_while_reading(*given: Any) -> Any:
        record = await read(*given)
        if meanwhile:
            Changes(sessions).heard(json.dumps({"device": record.id}))
        return record

    monkeypatch.setattr(store, "find", told_while_reading)
    await sessions.admit(hello)
    await engine.dispose()
    sessions.engine = make_engine("host=127.0.0.1 port=1", "clinic_ingest", 1)
    if meanwhile:
        with pytest.raises(StoreUnavailable):
            await sessions.admit(hello)
    else:
        assert (await sessions.admit(hello)).code == "dev-1"


@pytest.mark.parametrize("payload", ["", "rubbish", "[]", "7", '{"device": null}', '{"bed": 1}'])
async def test_what_is_not_understood_is_a_reason_to_ask_about_all(payload: str) -> None:
    changes = Changes(DeviceSessions(None))  # type: ignore[arg-type]
    changes.suspect(7)
    changes.heard(payload)
    assert await changes.next() is None
    changes.suspect(8)
    assert await changes.next() == {8}
