"""The tick over real sockets: who does not read costs nobody else anything, and what goes wrong is made up for."""

import asyncio
import socket
import time
from typing import Any
from uuid import UUID

import pytest

from clinic_console.hub import metrics
from clinic_console.wire import topics
from clinic_console.wire.readings import LiveBed, LiveValue, decode_live, encode_live
from clinic_console.wire.session import Beat, Delta, Snapshot, Subscribe


def state(bed: UUID, number: float, at: int = 1_000, extra: int = 0) -> bytes:
    values = [LiveValue("HR", number, 0, at, at), *(LiveValue(f"P{i}", 1.0, 0, at, at) for i in range(extra))]
    return encode_live(LiveBed(str(bed), 1, at, True, values))


def numbers(message: Snapshot | Delta) -> list[float | None]:
    return [decode_live(item).values[0].number for item in message.items]


@pytest.fixture
def ward(clinic: Any) -> str:
    return topics.ward(clinic.ward)


async def flood(hub: Any, ward: str, clinic: Any, until: Any) -> int:
    """Publish large states until something is true; returns the last number."""
    number = 0
    async with asyncio.timeout(30):
        while not until():
            number += 1
            await hub.bus.publish([(ward, str(bed), state(bed, number, number, 900)) for bed in clinic.beds])
            await asyncio.sleep(0.02)
    return number


async def test_a_slow_console_misses_deltas_and_catches_up_by_one_snapshot(
    make_hub: Any, ward: str, clinic: Any
) -> None:
    hub = await make_hub(buffer_bytes=50_000, kernel_bytes=4_096, behind_seconds=60)
    hub.people.admit("nurse", clinic.users["nurse"], {clinic.id: "nurse"})
    fanout = hub.live.fanout
    async with hub.connected(max_queue=1) as slow, hub.connected() as quick:
        for console in (slow, quick):
            await console.greet()
            await console.say(Subscribe([ward]))
            await console.hear(Snapshot)
        [number, _] = sorted(fanout._watched)
        reading = asyncio.create_task(quick.end())
        last = await flood(hub, ward, clinic, lambda: fanout.is_behind(number))
        # The other one was told everything meanwhile, without a gap.
        offsets = [message.offset for message in quick.came if isinstance(message, Delta)]
        assert offsets == list(range(1, len(offsets) + 1))
        # And the slow one, once it reads, ends where all are: by a snapshot, not by what it missed.
        snapshot = await slow.hear(Snapshot)
        assert numbers(snapshot) == [last] * len(clinic.beds)
        told = [message.offset for message in slow.came if isinstance(message, Delta)]
        assert told == list(range(1, len(told) + 1))
        assert snapshot.offset >= len(told)
        reading.cancel()


async def test_a_console_that_never_reads_is_let_go(make_hub: Any, ward: str, clinic: Any) -> None:
    hub = await make_hub(buffer_bytes=50_000, kernel_bytes=4_096, behind_seconds=0.3, close_seconds=0.2)
    hub.people.admit("nurse", clinic.users["nurse"], {clinic.id: "nurse"})
    closed = metrics.CONSOLES_CLOSED.labels("4408")
    before = closed._value.get()
    async with hub.connected(max_queue=1, close_timeout=0.2) as console:
        await console.greet()
        await console.say(Subscribe([ward]))
        await console.hear(Snapshot)
        await flood(hub, ward, clinic, lambda: not hub.live.fanout.topics())
        assert closed._value.get() == before + 1


async def test_a_hub_stops_although_a_console_does_not_read(make_hub: Any, ward: str, clinic: Any) -> None:
    hub = await make_hub(buffer_bytes=50_000, kernel_bytes=4_096, close_seconds=0.2)
    hub.people.admit("nurse", clinic.users["nurse"], {clinic.id: "nurse"})
    async with hub.connected(max_queue=1, close_timeout=0.2) as console:
        await console.greet()
        await console.say(Subscribe([ward]))
        await console.hear(Snapshot)
        [served] = hub.door._consoles.values()
        await flood(hub, ward, clinic, lambda: served.behind_since is not None)
        async with asyncio.timeout(10):
            await hub.door.stop()
        assert hub.live.fanout.topics() == []


async def test_the_system_buffers_little_of_what_cannot_be_taken_back(make_hub: Any, clinic: Any) -> None:
    hub = await make_hub(kernel_bytes=8_192)
    hub.people.admit("nurse", clinic.users["nurse"], {clinic.id: "nurse"})
    async with hub.connected() as console:
        await console.greet()
        [served] = hub.door._consoles.values()
        accepted = served.socket.transport.get_extra_info("socket")
        # Linux doubles what is asked for.
        assert accepted.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) <= 2 * 8_192


async def test_a_tick_that_fails_is_made_up_for_by_snapshots(hub: Any, ward: str, monkeypatch: Any) -> None:
    async with hub.connected() as console:
        await console.greet()
        await console.say(Subscribe([ward]))
        await console.hear(Snapshot)
        send, failures = type(hub.door)._send, [ZeroDivisionError()]

        def fail_once(*told: Any) -> None:
            if failures:
                raise failures.pop()
            send(*told)

        monkeypatch.setattr(type(hub.door), "_send", fail_once)
        await hub.bus.publish([(ward, "bed", state(UUID(int=1), 71))])
        assert numbers(await console.hear(Snapshot)) == [71]


async def test_ticks_that_were_missed_are_left_out(hub: Any) -> None:
    skipped = metrics.TICKS_SKIPPED
    async with hub.connected() as console:
        await console.greet()
        before = skipped._value.get()
        time.sleep(0.45)  # noqa: ASYNC251 - the loop itself is held up: that is what is tested
        await console.hear(Beat)
        await console.hear(Beat)
        assert skipped._value.get() >= before + 2
