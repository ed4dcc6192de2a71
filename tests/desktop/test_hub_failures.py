"""A hub that goes away, comes back or is slow: the right words, no crash, no number that stays.

The console is the whole one, with its window; only how long silence may last is shortened, so that the tests are not.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.state.connection import Standing
from clinic_console.wire.session import Problem, Snapshot, Welcome, encode
from clinic_console.wire.wards import Ward
from tests.desktop.desk import Desk, watching
from tests.soak.proxy import Proxy

pytestmark = pytest.mark.usefixtures("impatient")


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
    monkeypatch.setattr("clinic_console.desktop.views.readings.OLD_SECONDS", 0.3)

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
