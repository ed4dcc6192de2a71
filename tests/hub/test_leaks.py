"""After hundreds of requests and sockets, many of them broken off, everything is back where it was."""

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable
from typing import Any, Final
from uuid import UUID

import httpx
import psutil
import psycopg
import pytest
from websockets.asyncio.client import connect

from clinic_console.hub.api import frame
from clinic_console.hub.config import Address
from clinic_console.wire import topics
from clinic_console.wire.session import SUBPROTOCOL, VERSION, Hello, Subscribe, encode
from tests.hub.matrix_requests import Entrance, opened
from tests.hub.matrix_sockets import push_door

REQUESTS: Final = 300
SOCKETS: Final = 40
_READS: Final = ("GET /api/wards", "GET /api/wards/{ward}/beds", "GET /api/beds/{bed}/readings", "GET /api/devices")


async def _request(entrance: Entrance, chance: random.Random, ids: dict[str, str]) -> None:
    """Make one request, and go away in the middle of every third one."""
    operations = {operation.name: operation for operation in entrance.operations}
    wrong = {"ward": "00000000-0000-0000-0000-000000000001"} if chance.random() < 0.2 else {}
    headers = entrance.world.bearer(ids) if chance.random() < 0.9 else {}
    asking = asyncio.create_task(entrance.ask(operations[chance.choice(_READS)], ids, headers, wrong))
    if chance.random() < 0.34:
        await asyncio.sleep(chance.random() * 0.02)
        asking.cancel()
    with contextlib.suppress(asyncio.CancelledError, httpx.HTTPError):
        await asking


async def _socket(address: Address, chance: random.Random, ids: dict[str, str], headers: dict[str, str]) -> None:
    """Come as a console, and leave at any moment, politely or not."""
    token = headers["authorization"].split()[1] if chance.random() < 0.8 else "forged"
    socket = await connect(f"ws://{address}/", subprotocols=[SUBPROTOCOL], compression=None, ping_interval=None)
    if chance.random() < 0.9:
        await socket.send(encode(Hello(VERSION, token)))
        await socket.send(encode(Subscribe([topics.ward(UUID(ids["ward"]))])))
    if chance.random() < 0.5:
        await socket.recv()
    if chance.random() < 0.5:
        socket.transport.abort()
    await socket.close()


async def _until(quiet: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(20):
        while not await quiet():
            await asyncio.sleep(0.05)


def _busy(dsn: str) -> list[tuple[Any, ...]]:
    """Return what the hub's connections do in Postgres that they should not at rest."""
    with psycopg.connect(dsn) as connection:
        return connection.execute(
            "SELECT application_name, state, query FROM pg_stat_activity WHERE datname = current_database()"
            " AND application_name LIKE 'clinic-%' AND state <> 'idle'"
        ).fetchall()


async def _crowd(entrance: Entrance, address: Address, number: int, chance: random.Random) -> None:
    ids = entrance.world.fresh("doctor")
    for _ in range(number // 30):
        requests = [_request(entrance, chance, ids) for _ in range(25)]
        sockets = [_socket(address, chance, ids, entrance.world.bearer(ids)) for _ in range(SOCKETS // 10)]
        await asyncio.gather(*requests, *sockets)


async def test_broken_off_requests_and_sockets_leave_nothing_behind(database: Any, redis_url: str) -> None:
    chance = random.Random(4)
    process = psutil.Process()
    async with opened(database, redis_url) as entrance, push_door(entrance, database.dsn) as door:
        pools: list[Any] = [engine.sync_engine.pool for engine in (entrance.engine, *door.engines)]

        async def quiet() -> bool:
            return not any(pool.checkedout() for pool in pools) and not _busy(database.dsn)

        await _crowd(entrance, door.address, 30, chance)
        await _until(quiet)
        tasks, handles = len(asyncio.all_tasks()), process.num_fds()
        await _crowd(entrance, door.address, REQUESTS, chance)
        await _until(quiet)

        async def no_more_tasks() -> bool:
            return len(asyncio.all_tasks()) <= tasks

        await _until(no_more_tasks)
        most = sum(pool.size() for pool in pools)
        assert process.num_fds() <= handles + most, "at most the pools themselves have filled up"
        assert sum(pool.checkedin() for pool in pools) <= most
        answer = await entrance.client.get("/ready")
        assert answer.json() == {"ready": True, "degraded": []}


async def test_requests_that_take_too_long_give_their_connections_back(
    database: Any, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(database, redis_url) as entrance:
        ids = entrance.world.fresh("doctor")
        operations = {operation.name: operation for operation in entrance.operations}
        ask = operations["GET /api/wards"]
        assert (await entrance.ask(ask, ids, entrance.world.bearer(ids))).status_code == 200
        api: Any = entrance.transport.app
        assert isinstance(api, frame.Frame)
        monkeypatch.setattr(api, "_deadline", 0.1)
        with psycopg.connect(database.dsn) as other:
            other.execute("LOCK TABLE wards IN ACCESS EXCLUSIVE MODE")
            answers = await asyncio.gather(*(entrance.ask(ask, ids, entrance.world.bearer(ids)) for _ in range(40)))
            assert {answer.status_code for answer in answers} == {503}
            pool: Any = entrance.engine.sync_engine.pool

            async def quiet() -> bool:
                return not pool.checkedout() and not _busy(database.dsn)

            await _until(quiet)
        monkeypatch.setattr(api, "_deadline", 15.0)
        assert (await entrance.ask(ask, ids, entrance.world.bearer(ids))).status_code == 200
