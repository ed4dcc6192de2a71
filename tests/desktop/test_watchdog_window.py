"""What the watchdog does when its console hangs, ends or comes back: the window, the sound, and starting anew."""

import json
import os
import queue
import signal
import subprocess
import sys

import msgspec
import pytest
from PySide6.QtWidgets import QAbstractButton

from clinic_console.desktop import watchdog as module
from clinic_console.desktop.heartbeat import Beat, Goodbye, Start
from clinic_console.desktop.watchdog import AGAIN_SECONDS, PAUSE_SECONDS, START_SECONDS, Watchdog

WARDS = ("3 East",)
DEADLINE = 60.0


class Clock:
    def __init__(self):
        self.now = 1_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


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
                made._lines.put(line(Beat(WARDS, pid=7)))
            made.tick()
        return made._windows[0] if made._windows else None

    made.let_pass = let_pass
    made._lines.put(line(Beat(WARDS, pid=7)))
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
        {"event": "watched"},
        {"event": "not_monitored", "reason": "hung"},
        {"event": "again"},
        {"event": "watched"},
    ]


def test_another_outage_right_after_one_covers_the_screen_again(dog, qapp):
    dog.let_pass(8)
    dog.let_pass(1, beating=True)
    window = dog.let_pass(8)
    assert window.title.text() == "NOT MONITORED"
    assert window.geometry() == qapp.primaryScreen().geometry()


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
    assert "stopped responding.\nWatch" in window.brief.text()
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
    dog.let_pass(1)
    dog._lines.put(None)
    window = dog.let_pass(1)
    assert "ended unexpectedly" in window.reason.text()
    assert dog.sounds
    window.leave.click()
    assert dog.left
    assert events(capsys) == [{"event": "watched"}, {"event": "not_monitored", "reason": "ended"}]


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
    dog._lines.put(line(Beat(WARDS, pid=victim.pid)))
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
