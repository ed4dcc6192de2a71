"""A hub that sends rubbish: nothing of it is shown, the console goes on, and nothing old stays as if it were live."""

import asyncio
from collections.abc import Callable

import msgspec
import pytest

from clinic_console.wire.readings import LiveBed, LiveStatus, LiveValue, encode_live
from clinic_console.wire.session import Beat, Delta, Snapshot, encode
from tests.desktop.desk import watching
from tests.desktop.stub import WARD, StubHub

pytestmark = pytest.mark.usefixtures("impatient")
TOPIC = f"ward:{WARD}"
GIANT = 17 * 1024 * 1024


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
