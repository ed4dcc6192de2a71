"""The device door with real Postgres and Valkey: what a device sends is acknowledged, stored, refused by code."""

import asyncio
import contextlib
import json
import math
import time
from typing import Any

import psycopg
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from clinic_console.hub.push.bus import Bus
from clinic_console.hub.push.line import Line
from clinic_console.wire import devices as wire
from clinic_console.wire import topics
from clinic_console.wire.readings import decode_live


def now() -> int:
    return time.time_ns() // 1_000_000


async def answer(socket: ClientConnection, kind: type[Any]) -> Any:
    """The next message, which has to be of a kind."""
    async with asyncio.timeout(10):
        message = wire.decode_from_hub(await socket.recv())
    assert isinstance(message, kind), message
    return message


async def close_code(socket: ClientConnection) -> int | None:
    async with asyncio.timeout(10):
        with contextlib.suppress(ConnectionClosed):
            async for _ in socket:
                pass
    return socket.close_code


def reading(seq: int, at: int, **values: Any) -> str:
    return json.dumps({"type": "readings", "seq": seq, "instants": [{"at": at, "values": values or {"HR": 80}}]})


def stored(database: Any) -> list[Any]:
    with psycopg.connect(database.dsn) as owner:
        return owner.execute(
            "SELECT device_id, names, numbers, validity, late FROM readings "
            "JOIN reading_layouts l ON l.id = layout ORDER BY device_id, at"
        ).fetchall()


async def test_what_is_acknowledged_is_stored(greet: Any, database: Any, clinic: Any) -> None:
    socket = await greet()
    at = now()
    await socket.send(reading(1, at, HR=80, SpO2=97.5))
    await socket.send(reading(2, at + 1, HR=81))
    while (await answer(socket, wire.Ack)).seq < 2:
        pass
    device = clinic.devices["dev-1"]
    assert stored(database) == [
        (device, ["HR", "SpO2"], [80.0, 97.5], None, False),
        (device, ["HR"], [81.0], None, False),
    ]


async def test_several_instants_may_travel_in_one_message(greet: Any, database: Any) -> None:
    socket, at = await greet(), now()
    instants = [{"at": at - 1000 + i, "values": {"HR": 80 + i, "RR": None}} for i in range(20)]
    await socket.send(json.dumps({"type": "readings", "seq": 1, "instants": instants}))
    assert (await answer(socket, wire.Ack)).seq == 1
    rows = stored(database)
    assert [row[2][0] for row in rows] == [80.0 + i for i in range(20)]
    assert all(math.isnan(row[2][1]) and row[3] == [0, 1] for row in rows)


async def test_a_resend_on_a_new_connection_is_stored_once(greet: Any, database: Any) -> None:
    at = now()
    for _ in range(3):
        socket = await greet()
        await socket.send(reading(1, at, HR=80))
        assert (await answer(socket, wire.Ack)).seq == 1
    assert len(stored(database)) == 1


BAD_VALUES = [
    ('"HR": "fast"', "value.not_a_number"),
    ('"HR": true', "value.not_a_number"),
    ('"HR": NaN', "value.not_finite"),
    ('"HR": Infinity', "value.not_finite"),
    ('"HR": 1e999', "value.not_finite"),
    ('"HR": 4000', "value.out_of_range"),
    ('"SpO2": -1', "value.out_of_range"),
    ('"Temp": {"v": 37, "u": "K"}', "value.wrong_unit"),
    ('"HR": {"v": 80, "s": "maybe"}', "value.unknown_validity"),
    ('"bad name!": 1', "value.bad_name"),
]


@pytest.mark.parametrize(("value", "code"), BAD_VALUES)
async def test_a_bad_value_costs_only_itself(greet: Any, database: Any, value: str, code: str) -> None:
    socket = await greet()
    instant = f'{{"at": {now()}, "values": {{"RR": 18, {value}}}}}'
    await socket.send(f'{{"type": "readings", "seq": 1, "instants": [{instant}]}}')
    problem = await answer(socket, wire.Problem)
    assert (problem.code, problem.seq) == (code, 1)
    assert problem.field == json.loads("{" + value.split(":", maxsplit=1)[0] + ": 0}").popitem()[0]
    assert (await answer(socket, wire.Ack)).seq == 1
    assert [row[1:3] for row in stored(database)] == [(["RR"], [18.0])]


BAD_MESSAGES = [
    ("{not json", "message.malformed"),
    ("[1, 2]", "message.malformed"),
    ('{"type": "readings"}', "message.malformed"),
    ('{"type": "greetings"}', "message.unknown_type"),
    ('{"type":"hello","v":1,"device":"x","token":"y","sent":1}', "message.malformed"),
    ('{"type":"readings","seq":0,"instants":[]}', "message.bad_sequence"),
    ('{"type":"readings","seq":1,"instants":[' + " " * 5_000 + "]}", "message.too_large"),
    ("\x00\x01", "message.malformed"),
]


@pytest.mark.parametrize(("text", "code"), BAD_MESSAGES)
async def test_a_bad_message_costs_only_itself(greet: Any, database: Any, text: str, code: str) -> None:
    socket = await greet()
    await socket.send(reading(1, now(), HR=80))
    assert (await answer(socket, wire.Ack)).seq == 1
    await socket.send(text)
    assert (await answer(socket, wire.Problem)).code == code
    await socket.send(reading(2, now(), HR=81))
    assert (await answer(socket, wire.Ack)).seq == 2
    assert [row[2] for row in stored(database)] == [[80.0], [81.0]]


async def test_bytes_that_are_no_text_cost_only_themselves(greet: Any) -> None:
    socket = await greet()
    await socket.send(b"\xff\xfe\x00")
    assert (await answer(socket, wire.Problem)).code == "message.malformed"
    await socket.send(reading(1, now()))
    assert (await answer(socket, wire.Ack)).seq == 1


@pytest.mark.parametrize(
    ("shift", "code"), [(-25 * 3_600_000, "time.too_old"), (60_000, "time.in_future"), (-(10**13), "time.malformed")]
)
async def test_times_far_off_are_refused(greet: Any, database: Any, shift: int, code: str) -> None:
    socket, at = await greet(), now()
    good, bad = {"at": at, "values": {"HR": 80}}, {"at": at + shift, "values": {"HR": 200}}
    await socket.send(json.dumps({"type": "readings", "seq": 1, "instants": [good, bad]}))
    problem = await answer(socket, wire.Problem)
    assert problem.code == code
    assert problem.at in {at + shift, None}
    assert (await answer(socket, wire.Ack)).seq == 1
    assert [row[2] for row in stored(database)] == [[80.0]]


async def test_time_that_stands_still_is_refused(greet: Any, database: Any) -> None:
    socket, at = await greet(), now()
    await socket.send(reading(1, at, HR=80))
    assert (await answer(socket, wire.Ack)).seq == 1
    await socket.send(reading(2, at, HR=81))
    assert (await answer(socket, wire.Problem)).code == "time.not_increasing"
    assert (await answer(socket, wire.Ack)).seq == 2
    assert [row[2] for row in stored(database)] == [[80.0]]


HELLOS = [
    ({"device": "nobody"}, "device.unknown", 4404),
    ({"token": "wrong"}, "device.wrong_token", 4401),
    ({"v": 9}, "version.mismatch", 4406),
]


@pytest.mark.parametrize(("change", "code", "close"), HELLOS)
async def test_a_hello_that_is_refused(door: Any, clinic: Any, change: dict[str, Any], code: str, close: int) -> None:
    async with connect(door.url, proxy=None, subprotocols=[wire.SUBPROTOCOL]) as socket:
        said = {"v": 1, "device": "dev-1", "token": clinic.tokens["dev-1"], "sent": now(), **change}
        await socket.send(wire.encode(wire.Hello(**said)), text=True)
        assert (await answer(socket, wire.Problem)).code == code
        assert await close_code(socket) == close


async def test_a_revoked_device_is_refused(door: Any, clinic: Any, database: Any) -> None:
    with psycopg.connect(database.dsn) as owner:
        owner.execute("UPDATE devices SET revoked_at = now()")
    async with connect(door.url, proxy=None, subprotocols=[wire.SUBPROTOCOL]) as socket:
        await socket.send(wire.encode(wire.Hello(1, "dev-1", clinic.tokens["dev-1"], now())), text=True)
        assert (await answer(socket, wire.Problem)).code == "device.revoked"
        assert await close_code(socket) == 4403


async def test_readings_before_hello_are_refused(door: Any) -> None:
    async with connect(door.url, proxy=None, subprotocols=[wire.SUBPROTOCOL]) as socket:
        await socket.send(reading(1, now()))
        assert (await answer(socket, wire.Problem)).code == "message.malformed"
        assert await close_code(socket) == 4400


async def test_the_newest_connection_of_a_device_counts(greet: Any, database: Any) -> None:
    older = await greet()
    await older.send(reading(1, now(), HR=80))
    assert (await answer(older, wire.Ack)).seq == 1
    newer = await greet()
    assert (await answer(older, wire.Problem)).code == "device.replaced"
    assert await close_code(older) == 4409
    await newer.send(reading(2, now(), HR=81))
    assert (await answer(newer, wire.Ack)).seq == 2
    assert len(stored(database)) == 2


async def test_a_connection_in_another_process_counts_too(
    greet: Any, door: Any, database: Any, redis_url: str, open_door: Any
) -> None:
    older = await greet()
    async with open_door(database.dsn, redis_url) as other:
        newer = await greet(url=other.url)
        assert (await answer(older, wire.Problem)).code == "device.replaced"
        assert await close_code(older) == 4409
        await newer.send(reading(1, now()))
        assert (await answer(newer, wire.Ack)).seq == 1
        await newer.close()


async def test_over_a_hundred_errors_in_a_minute_close_the_connection(greet: Any) -> None:
    socket = await greet()
    for _ in range(101):
        await socket.send("{")
    assert await close_code(socket) == 4429


async def test_a_device_s_changing_sets_of_parameters_are_bounded(greet: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("clinic_console.hub.ingest.connection.MAX_LAYOUTS", 3)
    socket, at = await greet(), now()
    for number in range(1, 5):
        await socket.send(reading(number, at + number, **{f"x{number}": 1}))
    assert (await answer(socket, wire.Problem)).code == "value.too_many"


async def test_a_wrong_clock_is_measured_stored_and_corrected(greet: Any, database: Any, clinic: Any) -> None:
    ahead = 3_600_000
    socket = await greet(sent=now() + ahead)
    at = now() + ahead
    await socket.send(reading(1, at, HR=80))
    assert (await answer(socket, wire.Ack)).seq == 1
    with psycopg.connect(database.dsn) as owner:
        [(offset,)] = owner.execute("SELECT offset_ms FROM device_clocks").fetchall()
        [(off_by,)] = owner.execute("SELECT abs(extract(epoch FROM at) * 1000 - %s) FROM readings", [at - ahead])
    assert abs(offset - ahead) < 5_000
    assert off_by < 5_000
    again = await greet(sent=now() + ahead + 400)
    await again.send(reading(1, at, HR=80))
    assert (await answer(again, wire.Ack)).seq == 1
    assert len(stored(database)) == 1


async def test_live_state_is_on_the_bus_and_kept_as_latest(greet: Any, clinic: Any, redis_url: str) -> None:
    line = Line(redis_url)
    bus = Bus(line)
    heard: asyncio.Queue[tuple[str, str, bytes]] = asyncio.Queue()

    class Follower:
        def took(self, entries: Any) -> None:
            for topic, key, payload in entries:
                heard.put_nowait((topic, key, bytes(payload)))

        def missed(self, group: int) -> None: ...

        def turned(self) -> None: ...

    bus.attach(Follower())
    bus.start()
    topic = topics.ward(clinic.ward)
    while not await bus.follow(topics.group_of(topic)):
        await asyncio.sleep(0.01)
    socket = await greet()
    at = now()
    await socket.send(reading(1, at, HR=80, SpO2=None))
    async with asyncio.timeout(10):
        said, key, payload = await heard.get()
    live = decode_live(payload)
    assert (said, key) == (topic, str(clinic.beds[0]))
    assert {value.name: (value.number, value.validity, value.at) for value in live.values} == {
        "HR": (80.0, 0, at),
        "SpO2": (None, 1, at),
    }
    assert live.recorded
    await bus.stop()
    await line.close()


async def test_a_late_resend_is_stored_as_late_and_never_live(greet: Any, database: Any, door: Any) -> None:
    socket = await greet()
    await socket.send(reading(1, now() - 60_000, HR=200))
    assert (await answer(socket, wire.Ack)).seq == 1
    assert [row[4] for row in stored(database)] == [True]
    [connection] = door.door.connections.values()
    assert connection.live.values == {}


async def test_a_gap_report_becomes_a_row(greet: Any, database: Any) -> None:
    socket, at = await greet(), now()
    gap = wire.Gap(from_seq=1, to_seq=9, from_at=at - 9_000, to_at=at - 1_000)
    await socket.send(wire.encode(gap), text=True)
    assert (await answer(socket, wire.Ack)).seq == 9
    with psycopg.connect(database.dsn) as owner:
        assert owner.execute("SELECT (extract(epoch FROM to_at) * 1000)::bigint FROM reading_gaps").fetchall() == [
            (at - 1_000,)
        ]


async def test_status_reaches_the_tile_and_the_store(greet: Any, database: Any, door: Any) -> None:
    socket, at = await greet(), now()
    status = wire.Status(at, [wire.MonitorAlarm("ASY", "high", at, "Asystole")], battery=15.0)
    await socket.send(wire.encode(status), text=True)
    await socket.send(reading(1, at))
    assert (await answer(socket, wire.Ack)).seq == 1
    [connection] = door.door.connections.values()
    assert connection.live.status is not None
    assert connection.live.status.battery == 15.0
    await door.door.save_states()
    with psycopg.connect(database.dsn) as owner:
        [(kept,)] = owner.execute("SELECT status FROM device_states").fetchall()
    assert kept["alarms"][0]["code"] == "ASY"


async def test_a_device_that_is_moved_shows_at_its_new_bed(
    greet: Any, database: Any, door: Any, clinic: Any, monkeypatch: Any
) -> None:
    socket = await greet()
    with psycopg.connect(database.dsn) as owner:
        owner.execute("DELETE FROM device_beds WHERE bed_id = %s", [clinic.beds[3]])
        owner.execute("UPDATE device_beds SET bed_id = %s WHERE bed_id = %s", [clinic.beds[3], clinic.beds[0]])
    await door.door.follow()
    await socket.send(reading(1, now()))
    assert (await answer(socket, wire.Ack)).seq == 1
    [connection] = door.door.connections.values()
    assert connection.live.bed == str(clinic.beds[3])


async def test_a_device_that_is_revoked_is_cut_off(greet: Any, database: Any, door: Any) -> None:
    socket = await greet()
    with psycopg.connect(database.dsn) as owner:
        owner.execute("UPDATE devices SET revoked_at = now()")
    await door.door.follow()
    assert (await answer(socket, wire.Problem)).code == "device.revoked"
    assert await close_code(socket) == 4403


async def test_known_devices_come_back_while_postgres_is_away(
    greet: Any, servers: Any, database: Any, clinic: Any, door: Any
) -> None:
    await greet()
    servers.embedded.take_down("postgres")
    socket = await greet()
    at = now()
    await socket.send(reading(1, at, HR=80))
    async with connect(door.url, proxy=None, subprotocols=[wire.SUBPROTOCOL]) as unknown:
        await unknown.send(wire.encode(wire.Hello(1, "dev-2", clinic.tokens["dev-2"], now())), text=True)
        assert (await answer(unknown, wire.Problem)).code == "unavailable.store"
        assert await close_code(unknown) == 4503
    servers.embedded.bring_up("postgres")
    assert (await answer(socket, wire.Ack)).seq == 1
    assert [row[2] for row in stored(database)] == [[80.0]]


async def test_a_device_that_does_not_read_holds_up_no_stop(door: Any, clinic: Any, greet: Any) -> None:
    socket = await greet()
    socket.transport.pause_reading()
    [connection] = door.door.connections.values()
    for _ in range(40):
        connection.socket.transport.write(b"\x00" * 100_000)
    async with asyncio.timeout(15):
        await door.door.stop()
    assert door.door.connections == {}
