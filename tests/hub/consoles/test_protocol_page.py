"""docs/console-protocol.md: its example works, and its codes are the ones that exist."""

import asyncio
import re
from pathlib import Path
from typing import Any

from clinic_console.domain import errors
from clinic_console.hub.consoles.console import _CLOSE_CODES, MAX_TOPICS, Limits
from clinic_console.hub.consoles.socket import GOING_AWAY, TOO_SLOW
from clinic_console.wire import session, topics
from clinic_console.wire.readings import LiveBed, LiveValue, encode_live

PAGE = (Path(__file__).parents[3] / "docs" / "console-protocol.md").read_text("utf-8")


async def test_the_example_on_the_page_shows_live_values(hub: Any, clinic: Any) -> None:
    [example] = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    room: dict[str, Any] = {}
    exec(compile(example, "console-protocol.md", "exec"), room)
    shown: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    room["show"] = lambda beds: shown.put_nowait(dict(beds))
    topic, bed = topics.ward(clinic.ward), str(clinic.beds[0])

    def state(number: float) -> bytes:
        return encode_live(LiveBed(bed, 1, 1_000, True, [LiveValue("HR", number, 0, 1_000, 1_000)]))

    async with asyncio.timeout(20):
        watching = asyncio.create_task(room["watch"](f"ws://{hub.address}/", "nurse", topic))
        assert await shown.get() == {}
        for number in (71.0, 72.0):
            await hub.bus.publish([(topic, bed, state(number))])
            assert (await shown.get())[bed][4] == [["HR", number, 0, 1_000, 1_000, None]]
        watching.cancel()
        await asyncio.wait([watching])


def test_every_message_stands_on_the_page() -> None:
    kinds = {kind.__struct_config__.tag for kind in (*session.FromConsole.__args__, *session.FromHub.__args__)}
    assert kinds == set(re.findall(r"^\| `(\w+)` \|", PAGE.partition("## 4.")[0], re.MULTILINE))


def test_every_code_on_the_page_exists() -> None:
    known = {kind.code for kind in vars(errors).values() if isinstance(kind, type) and hasattr(kind, "code")}
    section = PAGE.partition("## 7.")[2].partition("## 8.")[0]
    named = set(re.findall(r"`([a-z]+[._][a-z_.]+)`", section))
    assert named
    assert named <= known
    closing = {int(code) for code in re.findall(r"^\| (\d{4}) \|", section, re.MULTILINE)}
    assert closing == {*_CLOSE_CODES.values(), GOING_AWAY, TOO_SLOW, 1009}


def test_the_limits_on_the_page_are_the_ones_that_hold() -> None:
    limits = Limits()
    for said in (
        f"**{limits.message_bytes:,} bytes**",
        f"At most {MAX_TOPICS} topics",
        f"At most {limits.messages_per_second} messages in a second",
        f"within {limits.hello_seconds:.0f} s",
        f"at most {limits.consoles:,} per hub",
        f"{limits.of_user} of one user",
        f"At most {limits.of_session} of one session",
        f"at most {limits.of_address} sockets of one address",
        f"{limits.strangers:,} in all",
        f"{limits.buffer_bytes // 1024} KiB unsent",
        f"After {limits.behind_seconds:.0f} s without reading",
        f"**{session.SILENT_SECONDS:.0f} s**",
    ):
        assert said in PAGE
