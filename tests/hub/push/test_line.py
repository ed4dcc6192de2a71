"""The line to Redis: quick to fail while Redis is away, back by itself, and easy to cancel."""

import asyncio
import os
import signal
from collections.abc import Callable
from typing import Any

import pytest

from clinic_console.domain.errors import BadConfiguration, BusUnavailable
from clinic_console.hub.push.line import Line


async def until_up(line: Line) -> None:
    """Wait until a line has found Redis again (it tells nobody: whoever has something to say finds out)."""
    async with asyncio.timeout(20):
        while not line.up:
            await asyncio.sleep(0.01)


async def test_commands_and_their_answers(make_line: Callable[[], Line]) -> None:
    line = make_line()
    assert await line.command("SET", "k", b"\x00v") is True
    assert await line.pipeline([("GET", "k"), ("GET", "none"), ("INCR", "n")]) == [b"\x00v", None, 1]
    assert line.up


@pytest.mark.parametrize("url", ["http://127.0.0.1", "redis://127.0.0.1:port", "127.0.0.1:6379"])
def test_a_wrong_url_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(BadConfiguration) as caught:
        Line(url)
    assert caught.value.field == "CLINIC_REDIS_URL"


async def test_an_error_answer_is_no_outage(make_line: Callable[[], Line]) -> None:
    line = make_line()
    await line.command("SET", "k", "v")
    with pytest.raises(BusUnavailable):
        await line.command("INCR", "k")
    with pytest.raises(BusUnavailable):
        await line.pipeline([("GET", "k"), ("INCR", "k")])
    assert line.up


async def test_an_outage_is_known_after_the_first_failure_and_ends_by_itself(
    make_line: Callable[[], Line], servers: Any
) -> None:
    line = make_line()
    await line.command("SET", "k", "v")
    await asyncio.to_thread(servers.embedded.take_down, "valkey")
    with pytest.raises(BusUnavailable):
        await line.command("GET", "k")
    assert not line.up
    with pytest.raises(BusUnavailable):
        await line.pipeline([("GET", "k")])
    await asyncio.to_thread(servers.embedded.bring_up, "valkey")
    await until_up(line)
    assert await line.command("ECHO", "back") == b"back"


async def test_a_server_that_hangs_is_an_outage_too(make_line: Callable[[], Line], servers: Any) -> None:
    line = make_line()
    await line.command("PING")
    process = servers.embedded.pid("valkey")
    os.kill(process, signal.SIGSTOP)
    try:
        with pytest.raises(BusUnavailable):
            await line.command("PING")
        assert not line.up
    finally:
        os.kill(process, signal.SIGCONT)
    await until_up(line)
    # What the hung server answers late must not be taken for the answer to this.
    assert await line.command("ECHO", "this") == b"this"


async def test_a_closed_line_takes_nothing_more(make_line: Callable[[], Line]) -> None:
    line = make_line()
    await line.close()
    with pytest.raises(BusUnavailable):
        await line.command("PING")
    assert not line.up


async def test_closing_during_an_outage_ends_the_knocking(make_line: Callable[[], Line], servers: Any) -> None:
    line = make_line()
    await asyncio.to_thread(servers.embedded.take_down, "valkey")
    with pytest.raises(BusUnavailable):
        await line.command("PING")
    await line.close()
    await asyncio.to_thread(servers.embedded.bring_up, "valkey")
    assert [task for task in asyncio.all_tasks() if task.get_name() == "redis-knock"] == []
    assert not line.up


async def test_no_cancellation_is_swallowed(make_line: Callable[[], Line]) -> None:
    line = make_line()

    async def talk() -> None:
        while True:
            await line.pipeline([("PING",)] * 4)

    for turns in range(200):
        task = asyncio.create_task(talk())
        for _ in range(turns % 23):
            await asyncio.sleep(0)
        task.cancel()
        done, _ = await asyncio.wait([task], timeout=10)
        assert done
    assert line.up
