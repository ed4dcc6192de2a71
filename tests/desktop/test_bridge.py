"""Tasks have an owner, errors are told, and the end comes in time."""

import asyncio
import sys

import pytest

from clinic_console.desktop import bridge as module
from clinic_console.desktop.bridge import advice, catch_slot_errors, monotonic, words
from clinic_console.domain.errors import HubUnavailable, WrongCredentials


def test_qt_and_asyncio_share_a_loop(bridge):
    async def work():
        ticks = []
        ticked = asyncio.Event()

        def tick(mono):
            ticks.append(mono)
            if len(ticks) == 3:
                ticked.set()

        bridge.frame.connect(tick)
        bridge.start_frames()
        await ticked.wait()
        return ticks

    ticks = bridge.run(work())
    assert ticks == sorted(ticks)
    assert abs(ticks[-1] - monotonic()) < 60


def test_an_error_that_nobody_handles_is_told(bridge):
    told = []
    bridge.failed.connect(told.append)

    async def fail():
        raise HubUnavailable("no connection")

    async def work():
        await asyncio.wait({bridge.spawn(fail(), "failing")})
        await asyncio.sleep(0)

    bridge.run(work())
    assert told == ["The hub does not answer: no connection"]


def test_an_error_of_ours_is_told_without_its_insides(bridge):
    told = []
    bridge.failed.connect(told.append)

    async def fail():
        raise ValueError("Tanaka Yuki")

    async def work():
        await asyncio.wait({bridge.spawn(fail(), "failing")})
        await asyncio.sleep(0)

    bridge.run(work())
    assert told == ["Something went wrong."]


def test_closing_ends_all_tasks(bridge):
    ended = []

    async def for_ever():
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    async def work():
        for _ in range(3):
            bridge.spawn(for_ever(), "for ever")
        await asyncio.sleep(0)
        await bridge.close()

    bridge.run(work())
    assert ended == [True] * 3


def test_a_task_that_will_not_end_does_not_hold_the_end(bridge, monkeypatch):
    monkeypatch.setattr(module, "CLOSE_SECONDS", 0.05)
    release = asyncio.Event()

    async def stubborn():
        while not release.is_set():
            try:
                await release.wait()
            except asyncio.CancelledError:
                continue

    async def work():
        task = bridge.spawn(stubborn(), "stubborn")
        await asyncio.sleep(0)
        await bridge.close()
        assert not task.done()
        release.set()
        await asyncio.wait({task})

    bridge.run(work())


def test_an_error_in_a_slot_is_told_and_the_way_back_is_found(bridge):
    told = []
    bridge.failed.connect(told.append)
    before = sys.excepthook
    restore = catch_slot_errors(bridge)
    try:
        sys.excepthook(WrongCredentials, WrongCredentials(), None)
    finally:
        restore()
    assert told == ["The user name or the password is wrong."]
    assert sys.excepthook is before


def test_errors_have_words_and_advice():
    assert words(HubUnavailable("x")) == "The hub does not answer: x"
    assert words(KeyError("x")) == "Something went wrong."
    assert advice(HubUnavailable()).startswith("Watch the bedside monitors.")


def test_the_loop_tells_what_was_never_awaited(bridge):
    told = []
    bridge.failed.connect(told.append)

    async def work():
        bridge.loop.call_exception_handler({"message": "never retrieved", "exception": HubUnavailable()})
        bridge.loop.call_exception_handler({"message": "only words"})

    bridge.run(work())
    assert told == ["The hub does not answer."]


@pytest.mark.parametrize("there", [True, False])
def test_the_clock_only_rises(monkeypatch, there):
    if not there:
        monkeypatch.delattr("time.CLOCK_BOOTTIME", raising=False)
    first = monotonic()
    assert monotonic() >= first
