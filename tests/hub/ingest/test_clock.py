"""Devices whose clocks are wrong: known from the hello on, and what waits for a correction comes again."""

import json
import time
from typing import Any

import psycopg
import pytest

from clinic_console.domain.errors import StoreUnavailable
from clinic_console.wire import devices as wire


def now() -> int:
    return time.time_ns() // 1_000_000


def reading(seq: int, at: int) -> str:
    return json.dumps({"type": "readings", "seq": seq, "sent": at, "instants": [{"at": at, "values": {"HR": 80}}]})


def stored(database: Any) -> list[tuple[float, bool]]:
    with psycopg.connect(database.dsn) as owner:
        return owner.execute("SELECT extract(epoch FROM at) * 1000, late FROM readings ORDER BY at").fetchall()


@pytest.mark.parametrize("ahead", [-20_000, -4_000, 4_000, 3_600_000])
async def test_a_wrong_clock_is_known_from_the_hello_on(greet: Any, database: Any, ahead: int) -> None:
    true = now()
    socket = await greet(sent=true + ahead)
    await socket.send(reading(1, true + ahead))
    assert wire.decode_from_hub(await socket.recv()) == wire.Ack(1)
    ((at, late),) = stored(database)
    assert abs(float(at) - true) <= 1_000
    assert not late


async def test_what_waits_for_its_correction_is_asked_for_again(
    greet: Any, door: Any, clinic: Any, database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember = type(door.door.sessions).remember_segment

    async def fail(*_: object) -> None:
        raise StoreUnavailable

    monkeypatch.setattr(type(door.door.sessions), "remember_segment", fail)
    at = now() + 60_000
    socket = await greet(sent=at)
    connection = door.door.connections[clinic.devices["dev-1"]]
    assert connection.intake.clock.pending is not None
    await socket.send(reading(1, at))
    while connection.intake.highest < 1:
        await (await socket.ping())
    monkeypatch.setattr(type(door.door.sessions), "remember_segment", remember)
    monkeypatch.setattr("clinic_console.domain.devices.RETRY_MS", 0)
    await socket.send(reading(2, at + 1_000))
    assert wire.decode_from_hub(await socket.recv()) == wire.Rewind(1)
    await socket.send(reading(1, at))
    await socket.send(reading(2, at + 1_000))
    acked = 0
    while acked < 2:
        answer = wire.decode_from_hub(await socket.recv())
        assert isinstance(answer, wire.Ack)
        acked = answer.seq
    assert len(stored(database)) == 2
