"""The watchdog says NOT MONITORED when the console stops while it watches, and only then."""

import os
import subprocess
import sys
import threading
import wave
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_console.desktop import watchdog as module
from clinic_console.desktop.heartbeat import MAX_LINE, Watched
from clinic_console.desktop.watchdog import (
    AGAIN_SECONDS,
    HUNG_SECONDS,
    UNHEARD_SECONDS,
    State,
    Watch,
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
        if state is State.LEAVE:
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
