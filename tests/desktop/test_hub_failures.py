"""A hub that goes away, comes back, is slow or sends rubbish: the right words, no crash, no number that stays.

The console is the whole one, with its window; only how long silence may last is shortened, so that the tests are not.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import msgspec
import pytest

from clinic_console.desktop.app import Console
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.config import DesktopConfig
from clinic_console.desktop.link.socket import Timings
from clinic_console.desktop.state.connection import Standing
from clinic_console.wire.readings import LiveBed, LiveStatus, LiveValue, encode_live
from clinic_console.wire.session import Beat, Delta, Problem, Snapshot, Welcome, encode
from clinic_console.wire.wards import Ward
from tests.desktop.stub import WARD, StubHub
from tests.soak.proxy import Proxy

QUICK = Timings(opening=0.5, silent=0.6, ping=0.1, tick=0.05, backoff_first=0.02, backoff_most=0.1)
TOPIC = f"ward:{WARD}"
GIANT = 17 * 1024 * 1024


class Desk:
    """A console signed in at the stub, with live numbers on its wall, and what it told of faults of its own."""

    def __init__(self, console: Console, stub: StubHub, until) -> None:
        self.console, self.stub, self.until = console, stub, until
        self.told: list[str] = []
        console.bridge.failed.connect(self.told.append)

    @property
    def standing(self) -> Standing:
        return self.console.state.connection.standing(monotonic())

    @property
    def words(self) -> str:
        strip = self.console.window.strip
        return f"{strip.title.text()} {strip.text.text()}" if strip.property("alert") else ""

    def look(self):
        return self.console.window.ward.wall.painted("b1")

    @property
    def struck(self) -> bool:
        look = self.look()
        return (
            look is not None
            and not look.live
            and all(row.tone in ("struck", "none", "") for row in look.rows if row.text)
        )

    async def live(self, number: float) -> None:
        """The number is on the wall, as one that may be believed."""
        await self.until(
            lambda: (
                self.console.window.ward.shown("b1").get("HR") == f"{number:.0f}"
                and self.look().live
                and not self.words
            )
        )

    async def not_monitored(self, *reasons: str) -> None:
        """The strip says so with a reason, and every number is struck."""
        seen = []

        def right() -> bool:
            seen[:] = [(self.struck, self.words)]
            return self.struck and "NOT MONITORED" in self.words and any(r in self.words for r in reasons or ("",))

        try:
            await self.until(right)
        except TimeoutError:
            raise AssertionError(f"not struck or without {reasons}: {seen}") from None

    async def back(self) -> None:
        """All is well again."""
        await self.stub.publish(self.stub.numbers(HR=95.0))
        await self.live(95.0)


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """Silence counts after 0.8 s instead of 5, for the connection and for each number."""
    monkeypatch.setattr("clinic_console.desktop.state.connection.SILENT_SECONDS", 0.8)
    monkeypatch.setattr("clinic_console.desktop.link.http.READ_SECONDS", 0.5)
    monkeypatch.setattr("clinic_console.desktop.link.http.TOTAL_SECONDS", 1.0)


@asynccontextmanager
async def watching(stub, bridge, qapp, until, **changes) -> AsyncIterator[Desk]:
    stub.live["b1"] = stub.numbers(HR=91.0, SpO2=97.0)
    async with stub.running():
        console = Console(DesktopConfig(server=stub.url), bridge, qapp, timings=replace(QUICK, **changes))
        console.open()
        try:
            desk = Desk(console, stub, until)
            await console.sessions.sign_in(stub.url, "nurse", "secret")
            await desk.live(91.0)
            yield desk
            assert desk.told == []
        finally:
            await console.close()
            console.window.deleteLater()


def rubbish_frames() -> dict[str, Callable[[StubHub], bytes | str]]:
    """What a hub may send that is no message, or one that cannot be."""

    def bed(**changes) -> Callable[[StubHub], bytes]:
        def made(stub: StubHub) -> bytes:
            at = stub.now()
            live = LiveBed("b1", 1, at, True, [LiveValue("HR", 50.0, 0, at, at)])
            for name, value in changes.items():
                setattr(live, name, value)
            stub.offsets[TOPIC] += 1
            return encode(Delta(TOPIC, "e", stub.offsets[TOPIC], at, [msgspec.Raw(encode_live(live))]))

        return made

    return {
        "text": lambda _: "hello",
        "nothing": lambda _: b"",
        "no msgpack": lambda _: b"\xc1\x00rubbish",
        "deep": lambda _: b"\x91" * 90_000,
        "half a message": lambda stub: encode(Beat(stub.now()))[:-3],
        "unknown tag": lambda _: msgspec.msgpack.encode(["dance", 1]),
        "wrong types": lambda _: msgspec.msgpack.encode(["delta", 1, None, "two", {}, 7]),
        "giant": lambda _: b"\x00" * GIANT,
        "time before all times": lambda _: encode(Beat(-1)),
        "time after all times": lambda _: encode(Beat(2**63)),
        "no bed": lambda stub: encode(Snapshot(TOPIC, "e", 0, stub.now(), [{"no": "bed"}])),  # type: ignore[list-item]
        "bed of another age": bed(received=2**62),
        "value of another age": lambda stub: bed(values=[LiveValue("HR", 5.0, 0, 2**62, stub.now())])(stub),
        "measured before all times": lambda stub: bed(
            values=[LiveValue("Temp", 37.0, 0, stub.now(), stub.now(), -(2**60))]
        )(stub),
    }


@pytest.mark.parametrize("name", rubbish_frames())
def test_rubbish_is_never_shown_and_the_console_comes_back(stub, bridge, qapp, until, name):
    async def flow():
        async with watching(stub, bridge, qapp, until) as desk:
            hellos = stub.hellos
            await stub.say_raw(rubbish_frames()[name](stub))
            await until(lambda: stub.hellos > hellos)
            await desk.back()

    bridge.run(flow())


@pytest.mark.parametrize("name", ["no msgpack", "wrong types", "time after all times", "value of another age"])
def test_a_hub_that_goes_on_sending_rubbish_is_struck_out(stub, bridge, qapp, until, name):
    async def flow():
        async with watching(stub, bridge, qapp, until) as desk:
            stub.mode = "no snapshot"
            await stub.drop()

            async def flood():
                while True:
                    await stub.say_raw(rubbish_frames()[name](stub))
                    await asyncio.sleep(0.05)

            flooding = asyncio.create_task(flood())
            await desk.not_monitored()
            flooding.cancel()
            stub.mode = "normal"
            await desk.back()

    bridge.run(flow())


@pytest.mark.parametrize(
    "numbers",
    [
        {"HR": float("nan")},
        {"HR": float("inf")},
        {"HR": 9e30},
        {"HR": -5.0},
        {"HR" * 500: 5.0},
        {"\u0000": 1.0, "NIBP.map": -1.0},
    ],
    ids=["nan", "infinite", "huge", "negative", "long name", "no name"],
)
def test_numbers_that_cannot_be_are_not_shown(stub, bridge, qapp, until, numbers):
    async def flow():
        async with watching(stub, bridge, qapp, until) as desk:
            live = stub.numbers(**numbers)
            live.status = LiveStatus(standby="x" * 5_000, battery=-7)
            await stub.publish(live)
            await stub.publish(stub.numbers(SpO2=88.0))
            await until(lambda: desk.console.window.ward.shown("b1").get("SpO2") == "88")
            shown = desk.console.window.ward.shown("b1")["HR"]
            assert shown in ("–", "91"), shown

    bridge.run(flow())


@pytest.mark.parametrize(
    ("epoch", "offset"), [("other", 1), ("e", 0), ("e", -3), ("e", 2**60)], ids=["epoch", "same", "minus", "far"]
)
def test_a_delta_that_does_not_follow_brings_all_anew(stub, bridge, qapp, until, epoch, offset):
    async def flow():
        async with watching(stub, bridge, qapp, until) as desk:
            wrong = msgspec.Raw(encode_live(stub.numbers(HR=44.0)))
            stub.live["b1"] = stub.numbers(HR=93.0)
            await stub.say_raw(encode(Delta(TOPIC, epoch, stub.offsets[TOPIC] + offset, stub.now(), [wrong])))
            await desk.live(93.0)
            assert desk.console.feed.socket.resyncs == 1

    bridge.run(flow())


@pytest.mark.parametrize("mode", ["silent", "no snapshot", "rubbish", "accept and close"])
def test_a_push_socket_that_does_not_do_its_work_is_not_monitored(stub, bridge, qapp, until, mode):
    async def flow():
        async with watching(stub, bridge, qapp, until) as desk:
            stub.mode = mode
            await stub.drop()
            await desk.not_monitored("No word from the hub since")
            stub.mode = "normal"
            await desk.back()

    bridge.run(flow())


def test_a_hub_that_is_gone_is_not_monitored_until_it_is_back(stub, bridge, qapp, until):
    async def flow():
        async with watching(stub, bridge, qapp, until) as desk, Proxy() as nothing:
            right, stub.push_port = stub.push_port, nothing.port
            desk.console.access.lost()
            await stub.drop()
            await desk.not_monitored("No word from the hub since")
            assert desk.console.window.strip.button.isVisible()
            stub.push_port = right
            desk.console.access.lost()
            await desk.back()

    bridge.run(flow())


@asynccontextmanager
async def behind_a_proxy(stub, bridge, qapp, until) -> AsyncIterator[tuple[Desk, Proxy]]:
    async with watching(stub, bridge, qapp, until) as desk, Proxy() as proxy:
        proxy.target, stub.push_port = stub.push_port, proxy.port
        hellos = stub.hellos
        desk.console.access.lost()
        await stub.drop()
        await until(lambda: stub.hellos > hellos)
        await desk.back()
        yield desk, proxy


@pytest.mark.parametrize("way", ["up", "down"])
def test_a_link_that_lets_nothing_through_is_not_monitored(stub, bridge, qapp, until, way):
    async def flow():
        async with behind_a_proxy(stub, bridge, qapp, until) as (desk, proxy):
            proxy.hold(way)
            if way == "down":
                await desk.not_monitored("No word from the hub since")
            else:
                # The hub is heard, but it does not hear us: the delay cannot be measured any more.
                await until(lambda: len(desk.console.feed.socket._pings) > 3)
            proxy.heal()
            stub.live["b1"] = stub.numbers(HR=96.0)
            await stub.drop()
            await desk.live(96.0)

    bridge.run(flow())


def test_a_half_open_connection_is_found_out(stub, bridge, qapp, until):
    async def flow():
        async with behind_a_proxy(stub, bridge, qapp, until) as (desk, proxy):
            proxy.refusing = True
            proxy.forget("console")
            await desk.not_monitored("No word from the hub since")
            proxy.heal()
            await desk.back()

    bridge.run(flow())


def test_a_connection_that_breaks_within_a_frame_loses_nothing(stub, bridge, qapp, until):
    async def flow():
        async with watching(stub, bridge, qapp, until) as desk:
            hellos = stub.hellos
            for socket in list(stub._sockets):
                # A frame that says it has 100 bytes, and ends after five.
                socket.transport.write(b"\x82\x64" + b"\x95delt")
                await asyncio.sleep(0.05)
                socket.transport.abort()
            await until(lambda: stub.hellos > hellos)
            await desk.back()

    bridge.run(flow())


def test_frames_that_come_byte_by_byte_are_read(stub, bridge, qapp, until):
    async def flow():
        async with behind_a_proxy(stub, bridge, qapp, until) as (desk, proxy):
            proxy.split = 1
            await stub.publish(stub.numbers(HR=77.0))
            await desk.live(77.0)

    bridge.run(flow())


def test_a_slow_link_is_marked_as_delayed(stub, bridge, qapp, until, monkeypatch):
    monkeypatch.setattr("clinic_console.desktop.state.connection.SLOW_SECONDS", 0.2)

    async def flow():
        async with behind_a_proxy(stub, bridge, qapp, until) as (desk, proxy):
            proxy.delay = 0.15
            await until(lambda: desk.standing is Standing.DELAYED)
            await until(lambda: "delayed" in desk.console.window.bar.mark.accessibleName())
            proxy.heal()
            await until(lambda: desk.standing is Standing.LIVE)

    bridge.run(flow())


@pytest.mark.parametrize("jump", [-86_400_000, 86_400_000, 30_000])
def test_a_hub_whose_clock_jumps_freezes_nothing(stub, bridge, qapp, until, jump):
    async def flow():
        async with watching(stub, bridge, qapp, until) as desk:
            stub.skew += jump
            await desk.until(lambda: abs(desk.console.state.hub_clock.moment(monotonic()).hub - stub.now()) < 2_000)
            await stub.publish(stub.numbers(HR=66.0))
            if jump > 0:
                await desk.live(66.0)
            await stub.drop()
            stub.live["b1"] = stub.numbers(HR=67.0)
            stub.mode = "silent"
            await desk.not_monitored()

    bridge.run(flow())


@pytest.mark.parametrize(
    "mode", ["deaf", "rubbish", "down", "broken", "redirect", "short", "long", "drip", "hang up", "wrong types"]
)
def test_lists_that_fail_leave_the_wall_live_and_are_said_to_be_old(stub, bridge, qapp, until, mode, monkeypatch):
    monkeypatch.setattr("clinic_console.desktop.views.readings.OLD_LIST_SECONDS", 0.3)

    async def flow():
        async with watching(stub, bridge, qapp, until) as desk:
            stub.http_mode = mode
            desk.console.feed.nudge()
            await until(lambda: desk.console.state.wards.problem is not None)
            await stub.publish(stub.numbers(HR=73.0))
            await desk.live(73.0)
            await until(lambda: desk.console.window.ward.context.note.text().startswith("bed list is "))
            stub.http_mode = "normal"
            desk.console.feed.nudge()
            await until(lambda: desk.console.state.wards.problem is None)

    bridge.run(flow())


@pytest.mark.parametrize("mode", ["rubbish", "down", "broken", "redirect", "hang up", "wrong types"])
def test_a_hub_whose_http_and_push_both_fail_is_not_monitored(stub, bridge, qapp, until, mode):
    async def flow():
        async with watching(stub, bridge, qapp, until) as desk:
            stub.mode, stub.http_mode = "silent", mode
            desk.console.access.lost()
            await stub.drop()
            await desk.not_monitored()
            stub.mode = stub.http_mode = "normal"
            await desk.back()

    bridge.run(flow())


@pytest.mark.parametrize("url", ["", "http://127.0.0.1:1", "ws://[", "ws://:0", "ws://127.0.0.1:99999999", "ws:///"])
def test_a_push_address_that_is_none_is_a_hub_that_is_away(stub, bridge, qapp, until, url, monkeypatch):
    async def flow():
        async with watching(stub, bridge, qapp, until) as desk:

            async def push_url():
                return url

            monkeypatch.setattr(desk.console.access, "push_url", push_url)
            await stub.drop()
            await desk.not_monitored("No word from the hub since")

    bridge.run(flow())


def test_wards_with_ids_that_are_none_are_no_wards(stub, bridge, qapp, until):
    async def flow():
        async with watching(stub, bridge, qapp, until) as desk:
            stub.wards.append(Ward("../../etc", "c1", "X" * 9_000, -5, 10**12))
            desk.console.feed.nudge()
            await until(lambda: desk.console.state.wards.list_problem is not None)
            assert len(desk.console.state.wards.wards) == 1
            await stub.publish(stub.numbers(HR=74.0))
            await desk.live(74.0)

    bridge.run(flow())


def test_one_of_two_wards_is_refused_and_the_other_goes_on(stub, bridge, qapp, until):
    other = "0192f0c1-0000-7000-8000-000000000002"

    async def flow():
        stub.wards.append(Ward(other, "c1", "ICU", 1, 1))
        stub.beds[other] = []
        async with watching(stub, bridge, qapp, until) as desk:
            desk.console.wards.toggle(other)
            await until(lambda: desk.console.state.connection.synced)
            stub.refused[f"ward:{other}"] = Problem("access.denied", "no")
            await stub.drop()
            await until(lambda: "ICU: closed, or not for you" in desk.console.window.ward.context.note.text())
            await stub.publish(stub.numbers(HR=75.0))
            await desk.live(75.0)

    bridge.run(flow())


def test_a_greeting_in_the_wrong_order_is_no_state(stub, bridge, qapp, until):
    async def flow():
        async with watching(stub, bridge, qapp, until) as desk:
            await stub.say_raw(encode(Welcome(99, "z", stub.now(), 0)))
            await stub.say_raw(encode(Snapshot("ward:other", "e", 1, stub.now(), [])))
            await stub.publish(stub.numbers(HR=76.0))
            await desk.live(76.0)

    bridge.run(flow())
