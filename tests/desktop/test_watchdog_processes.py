"""A console and its watchdog as real processes: one is stopped, killed or closed, the other says so."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading

import pytest
from PySide6.QtGui import QImage

DEADLINE = 60.0
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the processes are stopped by signals")


CONSOLE = """
import asyncio, sys
from PySide6.QtWidgets import QApplication
from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.heartbeat import Heartbeat, Watched
from clinic_console.desktop.crash import configure_logs
configure_logs()
bridge = Bridge(QApplication([]))
heart = Heartbeat(bridge, lambda: Watched(("3 East",), "en", "dark"), stdout=None)
async def main():
    ended = asyncio.Event()
    bridge.loop.add_reader(sys.stdin.fileno(), ended.set)
    bridge.start_frames()
    await ended.wait()
    bridge.loop.remove_reader(sys.stdin.fileno())
    await heart.close()
    await bridge.close()
bridge.run(main())
bridge.dispose()
"""


class Pair:
    """A console that runs a heartbeat, and the watchdog that it started; the watchdog's words come to ``said``."""

    def __init__(self, pictures):
        environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "CLINIC_WATCHDOG_PICTURES": str(pictures)}
        environ["XDG_STATE_HOME"] = str(pictures / "state")
        self.console = subprocess.Popen([sys.executable, "-c", CONSOLE], stdin=-1, stdout=-1, env=environ)
        self._said = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.pid = self.said()["pid"]
        assert self.said() == {"event": "watched"}

    def _read(self):
        for text in self.console.stdout:
            self._said.put(json.loads(text))
        self._said.put(None)

    def said(self):
        return self._said.get(timeout=DEADLINE)

    def end(self):
        for pid in (self.console.pid, self.pid):
            try:
                os.kill(pid, signal.SIGCONT)
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.console.wait(DEADLINE)
        self._reader.join(DEADLINE)
        self.console.stdin.close()
        self.console.stdout.close()


@pytest.fixture
def pair(tmp_path):
    made = Pair(tmp_path)
    yield made
    made.end()


def test_a_console_that_hangs_is_said_and_seen(pair, tmp_path):
    pair.console.send_signal(signal.SIGSTOP)
    assert pair.said() == {"event": "not_monitored", "reason": "hung"}
    pair.console.send_signal(signal.SIGCONT)
    assert pair.said() == {"event": "again"}
    picture = QImage(str(tmp_path / "watchdog-hung.png"))
    assert picture.width() >= 800
    colours = {picture.pixelColor(x, 4).name() for x in range(0, picture.width(), 7)}
    assert "#e8ecf0" in colours, "the white bar"


def test_a_console_that_dies_is_said(pair):
    pair.console.kill()
    assert pair.said() == {"event": "not_monitored", "reason": "ended"}


def test_a_console_that_is_closed_takes_its_watchdog_along(pair):
    pair.console.stdin.write(b"bye\n")
    pair.console.stdin.flush()
    assert pair.console.wait(DEADLINE) == 0
    assert pair.said() is None, "the watchdog has gone, and said nothing"


def test_a_watchdog_that_dies_is_started_again(pair):
    os.kill(pair.pid, signal.SIGKILL)
    again = pair.said()
    assert again["ready"] == "watchdog"
    assert again["pid"] != pair.pid
    pair.pid = again["pid"]
    assert pair.console.poll() is None
