"""Devices that send too much of what cannot be taken: it costs only themselves, and their good readings are kept."""

import asyncio
import contextlib
import json
import time
from typing import Any

import psycopg
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from clinic_console.wire import devices as wire


def now() -> int:
    return time.time_ns() // 1_000_000


async def hear(socket: ClientConnection, seq: int) -> list[Any]:
    """Everything that comes until a number is acknowledged."""
    heard: list[Any] = []
    async with asyncio.timeout(15):
        while True:
            message = wire.decode_from_hub(await socket.recv())
            heard.append(message)
            if isinstance(message, wire.Ack) and message.seq >= seq:
                return heard


def stored(database: Any) -> int:
    with psycopg.connect(database.dsn) as owner:
        row = owner.execute("SELECT coalesce(sum(cardinality(numbers)), 0) FROM readings").fetchone()
    assert row is not None
    return int(row[0])


async def test_a_backlog_full_of_bad_values_is_taken_and_acknowledged(greet: Any, database: Any) -> None:
    socket, at = await greet(), now()
    for seq in range(1, 121):
        values = {"HR": 80, "SpO2": 4000, "RR": -7}
        instant = {"at": at - 5_000 + seq, "values": values}
        await socket.send(json.dumps({"type": "readings", "seq": seq, "instants": [instant]}))
    problems = [message for message in await hear(socket, 120) if isinstance(message, wire.Problem)]
    assert len(problems) == 101
    assert [problem.code for problem in problems[:100]] == ["value.out_of_range"] * 100
    assert problems[100].code == "value.too_many"
    assert stored(database) == 120


async def test_one_message_full_of_bad_values_keeps_its_good_ones(greet: Any, database: Any) -> None:
    socket, at = await greet(), now()
    bad = {f"bad {number}!": 1 for number in range(50)}
    instants = [{"at": at - 100 + n, "values": {"HR": 80, **bad}} for n in range(3)]
    await socket.send(json.dumps({"type": "readings", "seq": 1, "instants": instants}))
    await hear(socket, 1)
    assert stored(database) == 3


async def test_what_was_good_before_a_cut_is_acknowledged(greet: Any, database: Any) -> None:
    socket = await greet()
    await socket.send(json.dumps({"type": "readings", "seq": 1, "instants": [{"at": now(), "values": {"HR": 80}}]}))
    for _ in range(101):
        await socket.send("{")
    heard = []
    with contextlib.suppress(ConnectionClosed):
        async with asyncio.timeout(15):
            while True:
                heard.append(wire.decode_from_hub(await socket.recv()))
    assert wire.Ack(1) in heard
    assert socket.close_code == 4429
    assert stored(database) == 1


async def test_gaps_hold_up_nobody_and_claim_no_more_than_a_month(greet: Any, database: Any) -> None:
    flood, other = await greet("dev-1"), await greet("dev-2")
    for seq in range(1, 3_001):
        await flood.send(wire.encode(wire.Gap(seq, seq, seq, 2**42 - 1)), text=True)
    await other.send(json.dumps({"type": "readings", "seq": 1, "instants": [{"at": now(), "values": {"HR": 80}}]}))
    await hear(other, 1)
    await hear(flood, 3_000)
    with psycopg.connect(database.dsn) as owner:
        row = owner.execute(
            "SELECT count(*) > 0, bool_and(from_at > now() - interval '31 days'), "
            "bool_and(to_at < now() + interval '1 day') FROM reading_gaps"
        ).fetchone()
    assert row == (True, True, True)


async def test_a_gap_of_an_unknown_clock_is_refused(greet: Any) -> None:
    socket, at = await greet(), now()
    await socket.send(wire.encode(wire.Gap(1, 9, at - 1_000, at, clock=5)), text=True)
    async with asyncio.timeout(10):
        problem = wire.decode_from_hub(await socket.recv())
    assert isinstance(problem, wire.Problem)
    assert problem.code == "time.unknown_clock"


@pytest.mark.parametrize("count", [3, 12])
async def test_of_many_connections_of_one_device_one_stays(door: Any, clinic: Any, count: int) -> None:
    async def say_hello() -> ClientConnection:
        socket = await connect(door.url, proxy=None, compression=None, subprotocols=[wire.SUBPROTOCOL])  # type: ignore[list-item]
        await socket.send(wire.encode(wire.Hello(1, "dev-1", clinic.tokens["dev-1"], now())), text=True)
        return socket

    async def ended(socket: ClientConnection) -> bool:
        with contextlib.suppress(ConnectionClosed, TimeoutError):
            async with asyncio.timeout(4):
                async for _ in socket:
                    pass
        return socket.close_code == 4409

    sockets = await asyncio.gather(*(say_hello() for _ in range(count)))
    assert sum(await asyncio.gather(*(ended(socket) for socket in sockets))) == count - 1
    assert len(door.door.connections) == 1
    await asyncio.gather(*(socket.close() for socket in sockets))


async def test_a_second_connection_counts_while_postgres_is_away(greet: Any, servers: Any, door: Any) -> None:
    older = await greet()
    servers.embedded.take_down("postgres")
    try:
        newer = await greet()
        with contextlib.suppress(ConnectionClosed):
            async with asyncio.timeout(10):
                async for _ in older:
                    pass
        assert older.close_code == 4409
        [connection] = door.door.connections.values()
        assert connection.socket.remote_address[1] == newer.local_address[1]
    finally:
        await asyncio.to_thread(servers.embedded.bring_up, "postgres")
