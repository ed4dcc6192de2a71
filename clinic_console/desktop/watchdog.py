"""The watchdog: a process of its own that says NOT MONITORED, and sounds, when the console stops while it watches."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Final

import msgspec
import structlog
from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtWidgets import QApplication

from clinic_console.desktop.crash import Run
from clinic_console.desktop.heartbeat import MAX_LINE, Beat, Goodbye, Start, Watched, program
from clinic_console.desktop.language import speak
from clinic_console.desktop.theme import Theme, resources_folder
from clinic_console.desktop.views.crash import Outage, OutageWindow

HUNG_SECONDS: Final = 5.0
AGAIN_SECONDS: Final = 10.0
UNHEARD_SECONDS: Final = 60.0
PAUSE_SECONDS: Final = 120.0
SOUND_SECONDS: Final = 4.0
TICK_MS: Final = 100
OWN_GAP_SECONDS: Final = 2.0
"""When this process itself did not run for so long (the PC slept), the console had no chance to beat either."""
DIE_SECONDS: Final = 1.5
START_SECONDS: Final = 20.0
ROOM_WIDTH: Final = 960
_LINES: Final = 256

log = structlog.get_logger()
_decoder = msgspec.json.Decoder(Beat | Start | Goodbye)


class State(Enum):
    """What the watchdog knows of its console."""

    UNHEARD = "unheard"
    IDLE = "idle"
    WATCHED = "watched"
    HUNG = "hung"
    ENDED = "ended"
    AGAIN = "again"
    LEAVE = "leave"


@dataclass(slots=True)
class Watch:
    """Beats and time in, state out; all times are monotonic seconds, given by the caller."""

    started: float
    watched: Watched = field(default_factory=Watched)
    since: float = 0.0
    """When the last beat before the outage came."""
    outage: float = 0.0
    """How long the last outage was, once it is over."""
    _state: State = State.UNHEARD
    _last: float = 0.0
    _looked: float = 0.0

    def __post_init__(self) -> None:
        self._last = self._looked = self.started

    def beat(self, watched: Watched, now: float) -> None:
        """The console's loop turns."""
        if self._state in (State.ENDED, State.LEAVE):
            return
        self._skip_own_gap(now)
        self._judge(now)
        self.watched = watched
        if self._state is State.HUNG and watched.wards:
            self.outage = now - self.since
            self._state = State.AGAIN
        elif self._state is not State.AGAIN or not watched.wards:
            self._state = State.WATCHED if watched.wards else State.IDLE
        self._last = now

    def goodbye(self) -> None:
        """Somebody closed the console."""
        if self._state is not State.ENDED:
            self._state = State.LEAVE

    def cut(self, now: float) -> None:
        """The console is no more; without a goodbye that is an outage, if it watched."""
        self._skip_own_gap(now)
        if self._state in (State.WATCHED, State.AGAIN, State.HUNG):
            if self._state is not State.HUNG:
                self.since = self._last
            self._state = State.ENDED
        elif self._state is not State.ENDED:
            self._state = State.LEAVE

    def look(self, now: float) -> State:
        """Return what holds at a time; to be asked several times a second."""
        self._skip_own_gap(now)
        self._judge(now)
        return self._state

    def _judge(self, now: float) -> None:
        silence = now - self._last
        if self._state is State.UNHEARD and silence > UNHEARD_SECONDS:
            self._state = State.LEAVE
        elif self._state in (State.WATCHED, State.AGAIN) and silence > HUNG_SECONDS:
            self._state, self.since = State.HUNG, self._last
        elif self._state is State.AGAIN and now - (self.since + self.outage) > AGAIN_SECONDS:
            self._state = State.WATCHED

    def _skip_own_gap(self, now: float) -> None:
        gap = now - self._looked
        self._looked = now
        if gap > OWN_GAP_SECONDS:
            self._last += gap


class Sound:
    """An alarm of pulses that repeats; where nothing can play it, the system's beep."""

    def __init__(self) -> None:
        self._effect: QObject | None = None
        self._play: Callable[[], None] = QApplication.beep
        self._next = 0.0
        # A PC without a sound library or a device is no reason to stay silent about it all.
        with suppress(Exception):
            self._prepare()

    def tick(self, now: float, *, wanted: bool) -> None:
        """Sound when it is time again."""
        if not wanted:
            self._next = 0.0
        elif now >= self._next:
            self._next = now + SOUND_SECONDS
            self._play()

    def _prepare(self) -> None:
        from PySide6.QtMultimedia import QMediaDevices, QSoundEffect

        if not QMediaDevices.audioOutputs():
            return
        effect = QSoundEffect()
        effect.setSource(QUrl.fromLocalFile(str(resources_folder() / "sounds" / "not-monitored.wav")))
        effect.setVolume(1.0)
        self._effect = effect

        def play() -> None:
            if effect.status() is QSoundEffect.Status.Error:
                QApplication.beep()
            else:
                effect.play()

        self._play = play


class Watchdog(QObject):
    """Puts the watch on the screen; ``environ`` may name a folder for pictures of what it shows."""

    def __init__(
        self,
        app: QApplication,
        lines: "queue.Queue[bytes | None]",
        environ: Mapping[str, str],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self._app, self._lines, self._clock = app, lines, clock
        pictures = environ.get("CLINIC_WATCHDOG_PICTURES")
        self._pictures = Path(pictures) if pictures else None
        self._parent = os.getppid()
        self._pid, self._arguments = 0, tuple[str, ...]()
        self._cut = False
        self.watch = Watch(clock())
        self._shown: tuple[State, Watched] | None = None
        self._windows: list[OutageWindow] = []
        self._quiet_until = 0.0
        self._new: subprocess.Popen[bytes] | None = None
        self._new_at = 0.0
        self._refused = False
        self._sound = Sound()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()

    def tick(self) -> None:
        """Take what has come and show what holds."""
        now = self._clock()
        with suppress(queue.Empty):
            while True:
                self._take(self._lines.get_nowait(), now)
        state = self.watch.look(now)
        if self._new is not None:
            state = self._restarting(self._new, state, now)
        if state is State.LEAVE:
            self._app.quit()
            return
        if self._shown is None or self._shown[0] is not state:
            self._change(state, now)
        outage = state in (State.HUNG, State.ENDED)
        if outage or state is State.AGAIN:
            self._say(state, now)
        self._sound.tick(now, wanted=outage and now >= self._quiet_until and self._new is None)

    def pause(self) -> None:
        """Silence this outage for two minutes."""
        self._quiet_until = self._clock() + PAUSE_SECONDS

    def restart(self) -> None:
        """End the console that hangs, and start another."""
        if self._new is not None:
            return
        if not self._cut:
            self._end_console()
        fresh = {**os.environ, "PYINSTALLER_RESET_ENVIRONMENT": "1"}
        try:
            self._new = subprocess.Popen(  # noqa: S603 - this program itself
                program(*self._arguments), stdin=subprocess.DEVNULL, env=fresh, start_new_session=True
            )
        except OSError:
            log.exception("console not started")
            self._refused = True
        self._new_at = self._clock()

    def leave(self) -> None:
        """Somebody has read that the console ended."""
        self._app.quit()

    def _take(self, line: bytes | None, now: float) -> None:
        if line is None:
            self._cut = True
            self.watch.cut(now)
            return
        try:
            said = _decoder.decode(line)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            # Rubbish is no sign of life.
            return
        match said:
            case Start():
                self._arguments = said.arguments
            case Goodbye():
                self.watch.goodbye()
            case Beat():
                self._pid = said.pid
                self.watch.beat(Watched(said.wards, said.language, said.look, said.scale), now)

    def _change(self, state: State, now: float) -> None:
        before = self._shown[0] if self._shown else None
        self._shown = (state, self.watch.watched)
        if state in (State.HUNG, State.ENDED) and before is not State.HUNG:
            # Another outage sounds, whatever was silenced before.
            self._quiet_until = 0.0
        event = {"event": state.value}
        if state in (State.HUNG, State.ENDED):
            event = {"event": "not_monitored", "reason": state.value}
            self._open(anew=before is State.AGAIN)
            self._say(state, now)
        elif state is State.AGAIN:
            self._say(state, now)
        else:
            self._hide()
        self._picture(state)
        if state is not State.UNHEARD:
            announce(**event)

    def _open(self, *, anew: bool) -> None:
        if anew:
            # What says that all is well has become small.
            self._hide()
        if self._windows:
            return
        watched = self.watch.watched
        speak(self._app, watched.language)
        # Its letters are large already: at most as large as the narrowest screen has room for.
        room = min(screen.geometry().width() for screen in self._app.screens()) / ROOM_WIDTH
        theme = Theme(watched.look, max(0.8, min(watched.scale, room)))
        theme.apply(self._app)
        for screen in self._app.screens():
            window = OutageWindow(theme)
            window.pause_wanted.connect(self.pause)
            window.restart_wanted.connect(self.restart)
            window.leave_wanted.connect(self.leave)
            window.cover(screen)
            self._windows.append(window)

    def _hide(self) -> None:
        for window in self._windows:
            window.hide()
            window.deleteLater()
        self._windows.clear()

    def _say(self, state: State, now: float) -> None:
        over = state is State.AGAIN
        outage = Outage(
            wards=self.watch.watched.wards,
            seconds=int(self.watch.outage if over else now - self.watch.since),
            since=time.time() - (now - self.watch.since),
            ended=state is State.ENDED,
            over=over,
            quiet=0 if over else max(0, int(self._quiet_until - now + 0.999)),
            starting=self._new is not None,
            refused=self._refused,
        )
        for window in self._windows:
            window.show_outage(outage)

    def _restarting(self, new: subprocess.Popen[bytes], state: State, now: float) -> State:
        code = new.poll()
        if code is not None:
            # It could not start: say so again, and sound.
            log.error("console did not start", code=code)
            self._new, self._refused = None, True
            return State.ENDED if self._cut else state
        return State.LEAVE if now - self._new_at > START_SECONDS else State.ENDED

    def _end_console(self) -> None:
        # Only the process that started this one: a number alone may belong to another by now.
        if not self._pid or self._pid != self._parent or os.getppid() != self._parent:
            log.error("console not ended", known=bool(self._pid))
            return
        until = time.monotonic() + DIE_SECONDS
        with suppress(OSError):
            if sys.platform != "win32":
                # Its fault handler writes down where it hung; a process that is stopped cannot even do that.
                os.kill(self._pid, signal.SIGABRT)
                while time.monotonic() < until and os.getppid() == self._parent:
                    time.sleep(0.02)
                if os.getppid() != self._parent:
                    return
            os.kill(self._pid, getattr(signal, "SIGKILL", signal.SIGTERM))

    def _picture(self, state: State) -> None:
        if self._pictures is not None and self._windows:
            self._windows[0].grab().save(str(self._pictures / f"watchdog-{state.value}.png"))


def announce(**event: str | int) -> None:
    """Say an event to who started this process, as a line of JSON; nobody need listen."""
    with suppress(OSError, ValueError, AttributeError):
        sys.stdout.write(json.dumps(event) + "\n")
        sys.stdout.flush()


def read_lines(take: Callable[[bytes | None], None], file: int = 0) -> None:
    """Hand on each line of a pipe, and None at its end; a line that is too long is no line."""
    rest, skipping = b"", False
    # Not sys.stdin: at the end of the process its lock would be held by this thread.
    while chunk := _read(file):
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            if not skipping:
                take(line)
            skipping = False
        if len(rest) > MAX_LINE:
            rest, skipping = b"", True
    take(None)


def _read(file: int) -> bytes:
    try:
        return os.read(file, MAX_LINE)
    except OSError:
        return b""


def run() -> int:
    """Watch the console that started this process until it says goodbye; returns an exit code."""
    own = Run("watchdog")
    own.begin()
    lines: queue.Queue[bytes | None] = queue.Queue(_LINES)
    app = QApplication(["clinic-console-watchdog"])
    app.setApplicationName("clinic-console")
    app.setQuitOnLastWindowClosed(False)
    watchdog = Watchdog(app, lines, os.environ)
    threading.Thread(target=read_lines, args=(lines.put,), name="stdin", daemon=True).start()
    announce(ready="watchdog", pid=os.getpid())
    app.exec()
    watchdog.deleteLater()
    own.end_within()
    return 0
