"""Monitors on a scripted hub over loopback: late acks, cut connections, rewinds, errors, replacement."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from clinic_console.simulator.fleet import Fleet
from clinic_console.simulator.monitor import Monitor
from clinic_console.simulator.patients import made_up
from clinic_console.simulator.sample import Sample
from clinic_console.simulator.station import WELCOME_SECONDS, backoff
from clinic_console.wire import devices as wire

NOW = 1_800_000_000_000


@dataclass
class FakeHub:
    """Answers as its script says, and keeps what arrives; ``changed`` is set at every message."""

    script: Callable[["Talk"], Awaitable[None]]
    url: str = ""
    talks: list["Talk"] = field(default_factory=list)
    received: dict[tuple[str, int], wire.Readings] = field(default_factory=dict)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, socket: ServerConnection) -> None:
        hello = wire.decode_from_device(await socket.recv(decode=False))[0]
        assert isinstance(hello, wire.Hello)
        talk = Talk(self, socket, hello)
        self.talks.append(talk)
        self.changed.set()
        with suppress(ConnectionClosed):
            await self.script(talk)

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(10):
            while not condition():
                self.changed.clear()
                await self.changed.wait()


@dataclass
class Talk:
    """One connection of a device."""

    hub: FakeHub
    socket: ServerConnection
    hello: wire.Hello

    async def say(self, message: wire.FromHub) -> None:
        await self.socket.send(wire.encode(message), text=True)

    async def welcome(self) -> None:
        await self.say(wire.Welcome(1, NOW, 1))

    async def listen(self) -> wire.FromDevice:
        message, refused = wire.decode_from_device(await self.socket.recv(decode=False))
        assert refused == []
        if isinstance(message, wire.Readings):
            self.hub.received[self.hello.device, message.seq] = message
        self.hub.changed.set()
        return message

    async def readings(self) -> wire.Readings:
        while True:
            message = await self.listen()
            if isinstance(message, wire.Readings):
                return message


async def listening_hub(talk: Talk) -> None:
    await talk.welcome()
    while True:
        await talk.listen()


async def acking_hub(talk: Talk) -> None:
    await talk.welcome()
    while True:
        await talk.say(wire.Ack((await talk.readings()).seq))


@asynccontextmanager
async def hub(script: Callable[[Talk], Awaitable[None]]) -> AsyncIterator[FakeHub]:
    fake = FakeHub(script)
    async with serve(fake.handle, "127.0.0.1", 0, subprotocols=[wire.SUBPROTOCOL], compression=None) as server:  # type: ignore[list-item]
        fake.url = f"ws://127.0.0.1:{next(iter(server.sockets)).getsockname()[1]}"
        yield fake


class Steady:
    """A source that goes on for so many samples; ``offline`` names those at which its network is down."""

    ahead = 0

    def __init__(self, count: int = 10**9, offline: frozenset[int] = frozenset()) -> None:
        self.made, self.count, self.offline = 0, count, offline

    def sample(self, at: int) -> Sample | None:
        if self.made == self.count:
            return None
        self.made += 1
        return Sample({"HR": 60.0 + self.made % 60, "SpO2": 97.0}, connected=self.made not in self.offline)


class Clock:
    """Time that moves when the test says so."""

    def __init__(self) -> None:
        self.time = NOW

    def now(self) -> int:
        return self.time


def fleet_of(url: str, *sources: Steady, waits: list[int] | None = None) -> tuple[Fleet, Clock]:
    clock = Clock()

    def wait(attempts: int, _random: object) -> float:
        if waits is not None:
            waits.append(attempts)
        return 0.0

    monitors = [Monitor(f"m-{index}", "token", source) for index, source in enumerate(sources)]
    return Fleet(url, monitors, 1_000.0, clock.now, wait), clock


def pass_time(fleet: Fleet, clock: Clock, ms: int) -> None:
    fleet.tick(clock.time)
    clock.time += ms
    fleet.tick(clock.time)


async def test_everything_measured_is_sent_and_acknowledged() -> None:
    async with hub(acking_hub) as fake:
        fleet, clock = fleet_of(fake.url, *[Steady() for _ in range(5)])
        fleet.start()
        await fleet.all_welcomed.wait()
        pass_time(fleet, clock, 2_999)
        assert await fleet.drain()
    assert len(fake.received) == 15
    counts = fleet.counts()
    assert (counts["sent"], counts["acked"], counts["unacked"], counts["errors"]) == (30, 30, 0, {})
    assert {talk.hello.device for talk in fake.talks} == {f"m-{i}" for i in range(5)}


async def test_monitors_measure_spread_over_the_period() -> None:
    async with hub(acking_hub) as fake:
        fleet, clock = fleet_of(fake.url, *[Steady() for _ in range(4)])
        fleet.start()
        await fleet.all_welcomed.wait()
        assert fleet.tick(clock.time) == NOW + 250
        pass_time(fleet, clock, 1_000)
        assert await fleet.drain()
    times = {key: message.instants[0].at - NOW for key, message in fake.received.items()}
    assert times == {("m-0", 1): 0, ("m-1", 1): 250, ("m-2", 1): 500, ("m-3", 1): 750, ("m-0", 2): 1_000}


async def test_a_process_that_stood_still_makes_nothing_up() -> None:
    fleet, clock = fleet_of("ws://127.0.0.1:9", Steady())
    pass_time(fleet, clock, 3_600_000)
    assert fleet.stations[0].monitor.ring.unacked == 2
    await fleet.drain(0)


async def test_what_was_not_acknowledged_is_sent_again_after_a_cut() -> None:
    async def cutting_hub(talk: Talk) -> None:
        await talk.welcome()
        if len(fake.talks) <= 3:
            await talk.readings()
            talk.socket.transport.abort()
        else:
            while True:
                await talk.say(wire.Ack((await talk.readings()).seq))

    async with hub(cutting_hub) as fake:
        fleet, clock = fleet_of(fake.url, Steady())
        fleet.start()
        await fleet.all_welcomed.wait()
        pass_time(fleet, clock, 4_000)
        assert await fleet.drain()
    assert len(fake.talks) == 4
    assert sorted(seq for _, seq in fake.received) == [1, 2, 3, 4, 5]


async def test_waits_longer_after_each_failed_attempt() -> None:
    async def unwelcoming_hub(talk: Talk) -> None:
        await talk.socket.close(4503, "unavailable.store")

    waits: list[int] = []
    async with hub(unwelcoming_hub) as fake:
        fleet, _ = fleet_of(fake.url, Steady(), waits=waits)
        fleet.start()
        await fake.until(lambda: len(fake.talks) >= 4)
        await fleet.drain(0)
    assert waits[:3] == [0, 1, 2]
    pauses = [backoff(attempts, made_up("backoff")) for attempts in range(12)]
    assert pauses[0] <= 0.5
    assert 15 <= pauses[-1] <= 30


async def test_a_late_acknowledgement_is_waited_for() -> None:
    allowed = asyncio.Event()

    async def slow_hub(talk: Talk) -> None:
        await talk.welcome()
        seq = 0
        while seq < 3:
            seq = (await talk.readings()).seq
        await allowed.wait()
        await talk.say(wire.Ack(seq))
        await talk.socket.wait_closed()

    async with hub(slow_hub) as fake:
        fleet, clock = fleet_of(fake.url, Steady())
        fleet.start()
        await fleet.all_welcomed.wait()
        pass_time(fleet, clock, 2_000)
        await fake.until(lambda: len(fake.received) == 3)
        draining = asyncio.ensure_future(fleet.drain())
        await asyncio.sleep(0)
        assert not draining.done()
        allowed.set()
        assert await draining


async def test_a_hub_that_never_acknowledges_is_given_up() -> None:
    async with hub(listening_hub) as fake:
        fleet, clock = fleet_of(fake.url, Steady())
        fleet.start()
        await fleet.all_welcomed.wait()
        pass_time(fleet, clock, 0)
        assert not await fleet.drain(0)
    assert fleet.counts()["unacked"] == 2


async def test_goes_back_to_where_the_hub_asks() -> None:
    async def forgetful_hub(talk: Talk) -> None:
        await talk.welcome()
        for _ in range(3):
            await talk.readings()
        await talk.say(wire.Rewind(2))
        again = [(await talk.readings()).seq for _ in range(2)]
        assert again == [2, 3]
        await talk.say(wire.Ack(3))
        await talk.socket.wait_closed()

    async with hub(forgetful_hub) as fake:
        fleet, clock = fleet_of(fake.url, Steady())
        fleet.start()
        await fleet.all_welcomed.wait()
        pass_time(fleet, clock, 2_000)
        assert await fleet.drain()
    assert fleet.counts()["rewinds"] == 1


async def test_errors_are_counted_and_nothing_else_happens() -> None:
    async def strict_hub(talk: Talk) -> None:
        await talk.welcome()
        message = await talk.readings()
        await talk.socket.send("this is no message")
        await talk.say(wire.Problem("value.out_of_range", "Too high.", message.seq))
        await talk.say(wire.Ack(message.seq))
        await talk.socket.wait_closed()

    async with hub(strict_hub) as fake:
        fleet, clock = fleet_of(fake.url, Steady())
        fleet.start()
        await fleet.all_welcomed.wait()
        pass_time(fleet, clock, 0)
        assert await fleet.drain()
    assert fleet.counts()["errors"] == {"message.malformed": 1, "value.out_of_range": 1}


async def test_a_replaced_device_does_not_come_back() -> None:
    async def replacing_hub(talk: Talk) -> None:
        await talk.welcome()
        if talk.hello.device == "m-0":
            await talk.readings()
            await talk.socket.close(4409, "device.replaced")
        else:
            while True:
                await talk.say(wire.Ack((await talk.readings()).seq))

    async with hub(replacing_hub) as fake:
        fleet, clock = fleet_of(fake.url, Steady(), Steady())
        fleet.start()
        await fleet.all_welcomed.wait()
        pass_time(fleet, clock, 1_000)
        await fake.until(lambda: ("m-1", 1) in fake.received)
        station = fleet.stations[0]
        async with asyncio.timeout(10):
            while not station.given_up:
                await asyncio.sleep(0)
        pass_time(fleet, clock, 1_000)
        assert not await fleet.drain()
    assert [talk.hello.device for talk in fake.talks].count("m-0") == 1
    assert fleet.stations[1].monitor.settled


async def test_a_broken_network_is_mended_by_the_next_sample() -> None:
    async with hub(acking_hub) as fake:
        fleet, clock = fleet_of(fake.url, Steady(offline=frozenset({2, 3})))
        fleet.start()
        await fleet.all_welcomed.wait()
        pass_time(fleet, clock, 0)
        await fake.until(lambda: len(fake.received) == 1)
        pass_time(fleet, clock, 2_000)
        async with asyncio.timeout(10):
            while fleet.stations[0].link is not None:
                await asyncio.sleep(0)
        pass_time(fleet, clock, 1_000)
        await fake.until(lambda: len(fake.received) == 4)
        assert len(fake.talks) == 2
        assert await fleet.drain()


async def test_a_set_clock_brings_a_new_hello() -> None:
    class Set(Steady):
        def sample(self, at: int) -> Sample | None:
            sample = super().sample(at)
            assert sample is not None
            wrong = self.made <= 2
            return sample._replace(offset=60_000 if wrong else 0, clock=0 if wrong else 1)

    async with hub(acking_hub) as fake:
        fleet, clock = fleet_of(fake.url, Set())
        fleet.start()
        await fleet.all_welcomed.wait()
        pass_time(fleet, clock, 1_000)
        await fake.until(lambda: len(fake.received) == 2)
        pass_time(fleet, clock, 1_000)
        await fake.until(lambda: len(fake.received) == 3)
        assert await fleet.drain()
    assert [(talk.hello.clock, talk.hello.sent - NOW) for talk in fake.talks] == [(0, 0), (1, 2_000)]
    assert fake.received["m-0", 3].instants[0].at == NOW + 2_000


async def test_a_hub_that_does_not_answer_hello_is_left() -> None:
    silent = asyncio.Event()

    async def silent_hub(talk: Talk) -> None:
        if len(fake.talks) == 1:
            await silent.wait()
        else:
            await acking_hub(talk)

    async with hub(silent_hub) as fake:
        fleet, _ = fleet_of(fake.url, Steady())
        fleet.start()
        await fake.until(lambda: len(fake.talks) == 1)
        loop = asyncio.get_running_loop()
        fleet.stations[0].look_after(loop.time())
        assert not fleet.all_welcomed.is_set()
        fleet.stations[0].look_after(loop.time() + WELCOME_SECONDS + 1)
        await fake.until(lambda: len(fake.talks) == 2)
        await asyncio.wait_for(fleet.all_welcomed.wait(), 10)
        silent.set()
        await fleet.drain()


async def test_the_source_s_end_is_noticed() -> None:
    async with hub(acking_hub) as fake:
        fleet, clock = fleet_of(fake.url, Steady(2), Steady(3))
        fleet.start()
        pass_time(fleet, clock, 2_600)
        assert not fleet.all_finished.is_set()
        pass_time(fleet, clock, 1_000)
        assert fleet.all_finished.is_set()
        assert await fleet.drain()
    assert len(fake.received) == 5


@pytest.mark.parametrize("code", [4401, 4404])
async def test_a_hopeless_refusal_is_not_hammered(code: int) -> None:
    async def refusing_hub(talk: Talk) -> None:
        await talk.say(wire.Problem("device.unknown", "No."))
        await talk.socket.close(code, "device.unknown")

    async with hub(refusing_hub) as fake:
        fleet, clock = fleet_of(fake.url, Steady())
        fleet.start()
        await fake.until(lambda: bool(fake.talks))
        async with asyncio.timeout(10):
            while fleet.stations[0].link is not None:
                await asyncio.sleep(0)
        for _ in range(5):
            pass_time(fleet, clock, 1_000)
            await asyncio.sleep(0)
        assert len(fake.talks) == 1
        assert not await fleet.drain(0)
    assert fleet.counts()["errors"] == {"device.unknown": 1}
