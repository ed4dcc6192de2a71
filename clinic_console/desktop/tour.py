"""A tour without a display: sign in, open the largest ward, take pictures, count what was painted, until told."""

import asyncio
import json
import os
import sys
import threading
from pathlib import Path
from typing import Final

from clinic_console.desktop.actions.access import AccessActions
from clinic_console.desktop.bridge import Bridge, monotonic
from clinic_console.desktop.state.access import AccessState
from clinic_console.desktop.theme import DARK, LIGHT
from clinic_console.desktop.views.window import Window
from clinic_console.domain.errors import BadConfiguration

SIZES: Final = ((1366, 768), (1920, 1080))
LOOK_SECONDS: Final = 0.02
SETTLE_SECONDS: Final = 2.0
"""From the first live tile to the first pictures: the other beds have come by then."""
_LOADED: Final = monotonic()


class Guide:
    """Guides one console that has not been opened yet; events go to stdout, one JSON object a line."""

    def __init__(self, window: Window, sessions: AccessActions, access: AccessState, folder: Path) -> None:
        self._window = window
        self._sessions = sessions
        self._access = access
        self._folder = folder
        self._stop = asyncio.Event()
        self._said: set[str] = set()

    async def go(self, credentials: tuple[str, str] | None) -> None:
        """Run the tour until the word ``stop`` or the end of stdin; raises what keeps it from signing in."""
        if credentials is None:
            raise BadConfiguration("a tour needs CLINIC_LOGIN and CLINIC_PASSWORD", field="CLINIC_LOGIN")
        self._folder.mkdir(parents=True, exist_ok=True)
        _listen_for_stop(asyncio.get_running_loop(), self._stop)
        login, password = credentials
        await self._sessions.sign_in(self._sessions.server, login, password)
        if self._access.problem is not None:
            raise self._access.problem
        await self._first_tile()
        await self._pause(SETTLE_SECONDS)
        self._picture("wall")
        await self._stop.wait()
        # Once more: by now the traces have something to show.
        self._picture("wall")
        shown = self._window.ward.wall.shown_values
        await self._sessions.sign_out()
        await asyncio.sleep(LOOK_SECONDS)
        self._picture("sign-in")
        _say(event="end", shown=shown)

    async def _first_tile(self) -> None:
        while not self._stop.is_set():
            if self._window.ward.wall.live_painted:
                _say(event="first_tile", seconds=round(_since_start(), 3))
                return
            await asyncio.sleep(LOOK_SECONDS)

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stop.wait()
        except TimeoutError:
            return

    def _picture(self, screen: str) -> None:
        """Take the screen's pictures in both sizes and looks; each file is told of once."""
        window, before = self._window, self._window.theme
        for name in (LIGHT, DARK):
            window.set_theme(before.named(name))
            for width, height in SIZES:
                file = self._folder / f"{screen}-{width}x{height}-{name}.png"
                window.picture(width, height).save(str(file))
                if file.name not in self._said:
                    self._said.add(file.name)
                    _say(event="screenshot", file=str(file))
        window.set_theme(before)


def tell_first_frame(bridge: Bridge, window: Window) -> None:
    """Say, once, how long after its start this process had painted a live value (``first_live_frame``)."""

    def look(_: float) -> None:
        if window.ward.wall.live_painted:
            bridge.frame.disconnect(look)
            _say(event="first_live_frame", seconds=round(_since_start(), 3))

    bridge.frame.connect(look)


def _listen_for_stop(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    def listen() -> None:
        # os.read and not sys.stdin: a thread that waits in a buffered file holds its lock when Python ends.
        rest = b""
        while True:
            part = os.read(0, 4_096)
            lines = (rest + part).split(b"\n")
            rest = lines.pop()
            if not part or b"stop" in (line.strip() for line in lines):
                loop.call_soon_threadsafe(stop.set)
                return

    threading.Thread(target=listen, name="tour: stdin", daemon=True).start()


def _since_start() -> float:
    """Return seconds since this process was started (where the system does not say, since this file was loaded)."""
    try:
        fields = Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return monotonic() - int(fields[19]) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError, AttributeError):
        return monotonic() - _LOADED


def _say(**event: object) -> None:
    sys.stdout.write(json.dumps(event) + "\n")
    sys.stdout.flush()
