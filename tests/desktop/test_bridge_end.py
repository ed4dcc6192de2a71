"""Whatever hangs, closing the window ends the process in time."""

import asyncio
import contextlib
import socket
import subprocess
import sys
import threading

import pytest

from clinic_console.desktop import bridge as module
from clinic_console.desktop import crash, heartbeat


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


def test_the_parts_of_the_end_fit_into_it():
    assert heartbeat.GOODBYE_SECONDS + module.CLOSE_SECONDS + module.DISPOSE_SECONDS < crash.END_SECONDS


@pytest.fixture
def hurried(monkeypatch):
    """Give the end less time: whatever hangs in these tests hangs for ever."""
    monkeypatch.setattr(module, "CLOSE_SECONDS", 0.1)
    monkeypatch.setattr(module, "DISPOSE_SECONDS", 0.05)


def test_a_task_that_will_not_end_does_not_hold_the_end(bridge, hurried):
    release, closed = asyncio.Event(), []

    async def stubborn():
        while not release.is_set():
            with contextlib.suppress(asyncio.CancelledError):
                await release.wait()

    async def connections():
        closed.append(True)

    async def work():
        task = bridge.spawn(stubborn(), "stubborn")
        await asyncio.sleep(0)
        await bridge.close(connections())
        assert not task.done()
        release.set()
        await asyncio.wait({task})

    bridge.run(work())
    assert closed == [True], "what comes last has its time all the same"


def test_a_connection_that_will_not_close_does_not_hold_the_end(bridge, hurried):
    ended = []

    async def hang():
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    async def work():
        await bridge.close(hang())
        await asyncio.sleep(0)

    bridge.run(work())
    assert ended == [True]


def test_a_socket_whose_other_side_is_deaf_does_not_hold_the_end(bridge, hurried):
    deaf = socket.create_server(("127.0.0.1", 0))
    left = []

    async def talk():
        _, writer = await asyncio.open_connection(*deaf.getsockname())
        left.append(writer.transport)
        try:
            while True:
                # More than any buffer takes: this waits for a reader that never comes.
                writer.write(b"x" * 1_000_000)
                await writer.drain()
        finally:
            writer.close()
            await writer.wait_closed()

    async def work():
        bridge.spawn(talk(), "talk")
        while not left:
            await asyncio.sleep(0)
        await bridge.close()
        left[0].abort()
        await asyncio.sleep(0.01)

    with deaf:
        bridge.run(work())


def test_a_thread_that_blocks_does_not_hold_the_end(bridge, hurried):
    started, release = threading.Event(), threading.Event()

    def block():
        started.set()
        release.wait()

    async def work():
        task = bridge.spawn(asyncio.to_thread(block), "blocked")
        while not started.is_set():
            await asyncio.sleep(0)
        await bridge.close()
        assert task.cancelled()

    bridge.run(work())
    bridge.dispose()
    assert bridge.loop.is_closed()
    release.set()


HANGS = {
    "task": "async def hang():\n while True:\n  try: await asyncio.Event().wait()\n  except BaseException: pass",
    "thread": "async def hang(): await asyncio.to_thread(threading.Event().wait)",
    "generator": "async def forever():\n try:\n  yield\n finally: await asyncio.Event().wait()\n"
    "async def hang():\n async for _ in forever(): await asyncio.Event().wait()",
    "loop": "async def hang():\n try: await asyncio.Event().wait()\n finally: time.sleep(10_000)",
}


@pytest.mark.parametrize("what", HANGS)
def test_a_process_ends_whatever_hangs(what, tmp_path):
    code = f"""
import asyncio, sys, threading, time
from pathlib import Path
from PySide6.QtWidgets import QApplication
from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.crash import Run
{HANGS[what]}
run = Run("console", Path(sys.argv[1]))
run.begin()
bridge = Bridge(QApplication([]))
async def main():
    bridge.spawn(hang(), "hang")
    await asyncio.sleep(0.05)
    run.end_within()
    await bridge.close()
bridge.run(main())
bridge.dispose()
run.end(at_once=bridge.left)
"""
    # Without an end this would take for ever; the time allowed is for slow machines.
    ended = subprocess.run([sys.executable, "-c", code, str(tmp_path)], timeout=60, capture_output=True, check=False)
    assert ended.returncode in (0, 1), ended.stderr
    assert (tmp_path / "console-1.run").read_bytes() == b"", "the end was wanted: no crash is reported of it"
