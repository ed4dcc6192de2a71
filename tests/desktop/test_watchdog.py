"""The watchdog says NOT MONITORED when the console stops while it watches, and only then."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import wave
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton

from clinic_console.desktop import watchdog as module
from clinic_console.desktop.heartbeat import MAX_LINE, Beat, Goodbye, Start, Watched
from clinic_console.desktop.watchdog import (
    AGAIN_SECONDS,
    HUNG_SECONDS,
    PAUSE_SECONDS,
    START_SECONDS,
    UNHEARD_SECONDS,
    State,
    Watch,
    Watchdog,
    read_lines,
)

HOUSE = Path(__file__).parent.parent.parent
WARD, NONE = Watched(("3 East",)), Watched()
DEADLINE = 60.0


class Clock:
    def __init__(self):
        self.now = 1_000.0

    def __call__(self):
        return self.now


def passing(watch, clock, seconds):
    """Let time pass as it does for a process that looks ten times a second; return the states seen."""
    seen = []
    for _ in range(round(seconds * 10)):
        clock.now += 0.1
        seen.append(watch.look(clock.now))
    return seen


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def watch(clock):
    made = Watch(clock.now)
    made.beat(WARD, clock.now)
    return made


def test_silence_is_an_outage_after_five_seconds(watch, clock):
    assert set(passing(watch, clock, HUNG_SECONDS - 0.2)) == {State.WATCHED}
    assert passing(watch, clock, 0.5)[-1] is State.HUNG
    assert watch.since == 1_000.0
    passing(watch, clock, 6)
    watch.beat(WARD, clock.now)
    assert watch.look(clock.now) is State.AGAIN
    assert watch.outage == pytest.approx(clock.now - 1_000.0)
    for _ in range(round(AGAIN_SECONDS) + 1):
        passing(watch, clock, 1)
        watch.beat(WARD, clock.now)
    assert watch.look(clock.now) is State.WATCHED


def test_nothing_watched_is_no_outage(clock):
    watch = Watch(clock.now)
    watch.beat(NONE, clock.now)
    assert set(passing(watch, clock, 100)) == {State.IDLE}
    watch.cut(clock.now)
    assert watch.look(clock.now) is State.LEAVE


def test_an_end_without_a_goodbye_is_an_outage(watch, clock):
    watch.cut(clock.now)
    assert set(passing(watch, clock, 300)) == {State.ENDED}
    watch.beat(WARD, clock.now)
    assert watch.look(clock.now) is State.ENDED


def test_a_goodbye_is_the_end(watch, clock):
    watch.goodbye()
    watch.cut(clock.now)
    watch.beat(WARD, clock.now)
    assert set(passing(watch, clock, 10)) == {State.LEAVE}


def test_a_console_that_hangs_and_then_dies_stays_an_outage_since_its_last_beat(watch, clock):
    passing(watch, clock, 8)
    watch.cut(clock.now)
    assert watch.look(clock.now) is State.ENDED
    assert watch.since == 1_000.0


def test_signing_out_ends_an_outage(watch, clock):
    passing(watch, clock, 8)
    watch.beat(NONE, clock.now)
    assert watch.look(clock.now) is State.IDLE


def test_who_never_hears_anything_leaves(clock):
    watch = Watch(clock.now)
    assert set(passing(watch, clock, UNHEARD_SECONDS - 1)) == {State.UNHEARD}
    assert passing(watch, clock, 2)[-1] is State.LEAVE
    never = Watch(clock.now)
    never.cut(clock.now)
    assert never.look(clock.now) is State.LEAVE


def test_a_pc_that_slept_is_no_outage(watch, clock):
    passing(watch, clock, 1)
    clock.now += 3 * 3_600
    assert set(passing(watch, clock, 3)) == {State.WATCHED}
    watch.beat(WARD, clock.now)
    clock.now += 3_600
    watch.beat(WARD, clock.now)
    assert watch.look(clock.now) is State.WATCHED
    # And a console that does not come back with the PC is one.
    assert passing(watch, clock, HUNG_SECONDS + 1)[-1] is State.HUNG


EVENTS = st.lists(
    st.one_of(
        st.sampled_from(["beat", "beat", "beat", "idle", "goodbye", "cut"]),
        st.floats(0.0, 1.0),
        st.floats(1.0, 20.0),
    ),
    max_size=40,
)


@given(EVENTS)
def test_an_outage_is_said_exactly_when_there_is_one(events):
    clock = Clock()
    watch = Watch(clock.now)
    last, wards, end = clock.now, None, ""
    for event in events:
        if isinstance(event, float):
            passing(watch, clock, event)
        elif event in ("goodbye", "cut"):
            end = end or event
            watch.goodbye() if event == "goodbye" else watch.cut(clock.now)
        elif not end:
            wards, last = event == "beat", clock.now
            watch.beat(WARD if wards else NONE, clock.now)
        state = watch.look(clock.now)
        assert state in expected(end, wards, clock.now - last)
        if state is State.LEAVE or "goodbye" in (event, end):
            return


def expected(end, wards, silence):
    """What a watchdog may say after an end, of a console that watches, so long after its last beat."""
    if end:
        return {State.ENDED} if end == "cut" and wards else {State.LEAVE}
    if wards is None:
        return {State.UNHEARD if silence < UNHEARD_SECONDS else State.LEAVE, State.UNHEARD}
    if not wards:
        return {State.IDLE}
    live = {State.WATCHED, State.AGAIN}
    if abs(silence - HUNG_SECONDS) < 0.01:
        return live | {State.HUNG}
    return {State.HUNG} if silence > HUNG_SECONDS else live


@pytest.fixture
def dog(qapp, clock, monkeypatch, capsys):
    """A watchdog in this process, whose time stands still until a test lets it pass."""
    monkeypatch.setattr(qapp, "quit", lambda: left.append(True))
    monkeypatch.setattr(module.Sound, "_prepare", lambda _: None)
    left = []
    sheet = qapp.styleSheet()
    made = Watchdog(qapp, queue.Queue(), {}, clock)
    made._timer.stop()
    made.left = left
    made.sounds = sounds = []
    monkeypatch.setattr(made._sound, "_play", lambda: sounds.append(clock.now))

    def let_pass(seconds, *, beating=False):
        for _ in range(round(seconds * 10)):
            clock.now += 0.1
            if beating:
                made._lines.put(line(Beat(WARD.wards, pid=7)))
            made.tick()
        return made._windows[0] if made._windows else None

    made.let_pass = let_pass
    made._lines.put(line(Beat(WARD.wards, pid=7)))
    yield made
    made._hide()
    made.deleteLater()
    qapp.setStyleSheet(sheet)


def line(said):
    return msgspec.json.encode(said)


def events(capsys):
    return [json.loads(text) for text in capsys.readouterr().out.splitlines()]


def test_an_outage_covers_the_screen_and_sounds_until_it_is_over(dog, qapp, capsys):
    assert dog.let_pass(4) is None
    window = dog.let_pass(9.5)
    assert window.isVisible()
    assert window.geometry() == qapp.primaryScreen().geometry()
    assert window.title.text() == "NOT MONITORED"
    assert window.age.text() == "0:13"
    assert "stopped responding" in window.reason.text()
    assert "3 East" in window.wards.text()
    assert len(dog.sounds) >= 2
    sounded = len(dog.sounds)
    assert dog.let_pass(0.1, beating=True).title.text() == "Monitored again"
    assert window.brief.text() == "Clinic Console answers again. It was not monitored for 0:13."
    assert window.height() < qapp.primaryScreen().geometry().height(), "the wall is to be seen again"
    assert dog.let_pass(AGAIN_SECONDS + 1, beating=True) is None
    assert len(dog.sounds) == sounded
    assert events(capsys) == [
        {"event": "not_monitored", "reason": "hung"},
        {"event": "again"},
        {"event": "watched"},
    ]


def test_silence_lasts_two_minutes_and_not_into_the_next_outage(dog):
    window = dog.let_pass(8)
    window.silence.click()
    sounded = len(dog.sounds)
    dog.let_pass(20)
    assert window.silence.text() == "Silent for 1:40"
    assert len(dog.sounds) == sounded
    dog.let_pass(PAUSE_SECONDS - 15)
    assert window.silence.text() == "Silence 2:00"
    assert len(dog.sounds) > sounded
    window.silence.click()
    dog.let_pass(1, beating=True)
    sounded = len(dog.sounds)
    dog.let_pass(8)
    assert len(dog.sounds) > sounded


def test_the_window_can_be_made_smaller_and_not_closed(dog, qapp):
    window = dog.let_pass(8)
    window.size_button.click()
    assert window.height() < 200
    assert "stopped responding. Watch" in window.brief.text()
    window.size_button.click()
    assert window.geometry() == qapp.primaryScreen().geometry()
    assert not window.close()
    assert window.isVisible()


def test_every_button_has_a_name_and_none_has_the_focus_at_first(dog):
    window = dog.let_pass(8)
    buttons = window.findChildren(QAbstractButton)
    assert len(buttons) == 4
    assert all(button.accessibleName() for button in buttons if button.isVisible())
    assert not any(button.hasFocus() for button in buttons)


def test_rubbish_is_no_sign_of_life(dog):
    for rubbish in (b"", b"{", b"\xff\xfe", b'{"type":"beat","wards":7}', b'{"type":"x"}', b"[" * 5_000):
        dog._lines.put(rubbish)
    dog.let_pass(8)
    dog._lines.put(b"null")
    assert dog.let_pass(0.1).title.text() == "NOT MONITORED"


def test_an_end_is_said_until_somebody_has_read_it(dog, capsys):
    dog._lines.put(None)
    window = dog.let_pass(1)
    assert "ended unexpectedly" in window.reason.text()
    assert dog.sounds
    window.leave.click()
    assert dog.left
    assert events(capsys) == [{"event": "not_monitored", "reason": "ended"}]


def test_a_goodbye_ends_it(dog):
    dog._lines.put(line(Goodbye()))
    assert dog.let_pass(0.1) is None
    assert dog.left


@pytest.fixture
def victim():
    process = subprocess.Popen([sys.executable, "-c", "import time; print(flush=True); time.sleep(1000)"], stdout=-1)
    process.stdout.readline()
    yield process
    process.kill()
    process.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGSTOP")
def test_restarting_ends_the_console_that_hangs_and_starts_another(dog, victim, monkeypatch, tmp_path):
    victim.send_signal(signal.SIGSTOP)
    monkeypatch.setattr(module, "DIE_SECONDS", 0.1)
    monkeypatch.setattr(module.os, "getppid", lambda: victim.pid if victim.poll() is None else 1)
    dog._parent = victim.pid
    started = tmp_path / "started"
    code = f"import sys, pathlib; pathlib.Path({str(started)!r}).write_text(sys.argv[1]); sys.stdin.read()"
    monkeypatch.setattr(module, "program", lambda *given: [sys.executable, "-c", code, *given])
    dog._lines.put(line(Start(("--server=http://hub",))))
    dog._lines.put(line(Beat(WARD.wards, pid=victim.pid)))
    window = dog.let_pass(8)
    window.restart.click()
    assert victim.wait(DEADLINE) == -signal.SIGKILL
    dog._lines.put(None)
    dog.let_pass(1)
    assert window.note.text() == "Starting the console …"
    assert not window.restart.isEnabled()
    dog._new.wait(DEADLINE)
    assert started.read_text() == "--server=http://hub"
    # It ended at once, which a console does not do: that is said, and sounds.
    sounded = len(dog.sounds)
    dog.let_pass(5)
    assert "could not be started" in window.note.text()
    assert window.restart.isEnabled()
    assert len(dog.sounds) > sounded


def test_a_console_that_was_started_anew_is_left_to_its_own_watchdog(dog, victim):
    dog._lines.put(None)
    dog.let_pass(1)
    dog._new, dog._new_at = victim, dog._clock()
    dog.let_pass(START_SECONDS - 1)
    assert not dog.left
    dog.let_pass(2)
    assert dog.left


def test_a_process_that_is_not_its_parent_is_never_ended(dog, monkeypatch):
    killed = []
    monkeypatch.setattr(module.os, "kill", lambda *given: killed.append(given))
    for pid, parent in ((0, os.getppid()), (4_242, os.getppid()), (4_242, 4_242)):
        dog._pid, dog._parent = pid, parent
        dog._end_console()
    assert not killed


def test_where_a_console_cannot_be_started_it_is_said(dog, monkeypatch):
    monkeypatch.setattr(module, "program", lambda *_: ["/nowhere/clinic-console"])
    dog._lines.put(None)
    window = dog.let_pass(1)
    window.restart.click()
    dog.let_pass(0.1)
    assert "could not be started" in window.note.text()


def test_lines_are_read_to_the_end_and_long_ones_left_out():
    out, into = os.pipe()
    seen = []
    reader = threading.Thread(target=read_lines, args=(seen.append, out))
    reader.start()
    os.write(into, b"one\ntw")
    os.write(into, b"o\n" + b"x" * MAX_LINE * 3 + b"y\nthree\nhalf a line")
    os.close(into)
    reader.join(DEADLINE)
    os.close(out)
    assert seen == [b"one", b"two", b"three", None]


def test_the_sound_is_made_by_its_script_and_is_no_noise(tmp_path):
    subprocess.run([sys.executable, HOUSE / "packaging" / "make_sounds.py", tmp_path], check=True, timeout=60)
    kept = HOUSE / "resources" / "sounds" / "not-monitored.wav"
    assert (tmp_path / "not-monitored.wav").read_bytes() == kept.read_bytes()
    with wave.open(str(kept)) as sound:
        assert 2 < sound.getnframes() / sound.getframerate() < module.SOUND_SECONDS


@pytest.mark.parametrize("lacks", ["a device", "the library"])
def test_what_cannot_play_beeps(lacks):
    code = "import sys\n" + ("sys.modules['PySide6.QtMultimedia'] = None\n" if lacks == "the library" else "")
    code += """
from PySide6.QtWidgets import QApplication
app = QApplication([])
beeps = []
QApplication.beep = lambda: beeps.append(True)
from clinic_console.desktop.watchdog import Sound
sound = Sound()
for now, wanted in ((1.0, True), (1.1, True), (1.2, False), (1.3, True)):
    sound.tick(now, wanted=wanted)
print(len(beeps), sound._effect is None)
"""
    # No sound server is where this looks for one.
    environ = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PULSE_SERVER": "/nowhere",
        "XDG_RUNTIME_DIR": "/nowhere",
    }
    ended = subprocess.run([sys.executable, "-c", code], env=environ, timeout=DEADLINE, stdout=-1, check=True)
    beeps, mute = ended.stdout.split()
    # A machine with a sound card of its own plays instead.
    assert (beeps, mute) == (b"2", b"True") or lacks == "a device"


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


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the processes are stopped by signals")


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
