"""Errors are kept by id, kind and place; nothing of a patient goes with them, on no path."""

import json
import logging
import re
import subprocess
import sys
from itertools import pairwise

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from clinic_console.desktop import crash
from clinic_console.desktop.crash import FAULTS, PLACES, SAY_SECONDS, Faults, Run, past_crash, report, without_data
from clinic_console.domain.errors import HubUnavailable, NotFound

PATIENT = "Tanaka Yuki"


def fail(name=PATIENT):
    patient = {"name": name}
    raise KeyError(patient["name"])


def chained(name=PATIENT):
    try:
        fail(name)
    except KeyError as error:
        raise HubUnavailable(name) from error


def caught(call, *given):
    try:
        call(*given)
    except Exception as error:
        return error
    pytest.fail("nothing was raised")


@pytest.fixture(autouse=True)
def nets():
    """Take down what a run put up for its whole process."""
    before = structlog.get_config(), logging.getLogger().handlers[:], sys.excepthook
    yield
    for each in structlog.get_config()["processors"]:
        if isinstance(each, crash._Kept):
            each._file.close()
    structlog.configure(**before[0])
    logging.getLogger().handlers[:] = before[1]
    logging.captureWarnings(capture=False)
    assert sys.excepthook is before[2]


def test_a_report_has_an_id_the_kinds_and_the_places():
    found = report(caught(chained))
    assert re.fullmatch(r"[2-9A-HJ-KM-NP-Z]{3}-[2-9A-HJ-KM-NP-Z]{3}", found.id)
    assert found.kinds == ("HubUnavailable unavailable.hub", "KeyError")
    assert found.kind == found.kinds[0]
    assert [frame.split(":")[1] for frame in found.frames] == ["chained", "fail", "caught", "chained"]
    assert found.where == found.frames[-1]


def test_the_same_fault_has_the_same_id_whoever_it_is_about():
    assert report(caught(fail, "a")).id == report(caught(fail, "b")).id
    assert report(caught(fail)).id != report(caught(chained)).id


def test_the_place_is_our_own_where_there_is_one():
    def ours():
        json.loads("rubbish")

    error = caught(type(ours)(ours.__code__, {**ours.__globals__, "__name__": "clinic_console.x"}))
    assert report(error).where.startswith("clinic_console.x:")
    assert report(error).frames[-1].startswith("json.")


def test_long_and_circular_chains_and_groups_end():
    first, second = KeyError(PATIENT), ValueError(PATIENT)
    first.__cause__, second.__cause__ = second, first
    assert report(first).kinds == ("KeyError", "ValueError")
    assert report(ExceptionGroup(PATIENT, [first])).kinds == ("ExceptionGroup", "KeyError", "ValueError")

    def deep():
        deep()

    found = report(caught(deep))
    assert found.kind == "RecursionError"
    assert len(found.frames) == crash.FRAMES


@given(st.lists(st.tuples(st.integers(0, 200), st.floats(0, 30))))
def test_a_fault_is_said_once_a_minute_and_none_is_lost_from_the_count(events):
    faults, now, said, waiting = Faults(), 0.0, {}, {}
    for fault, pause in events:
        now += pause
        waiting[fault] = waiting.get(fault, 0) + 1
        times = faults.seen(str(fault), now)
        if times is not None:
            # A fault that was pushed out of the table is said anew, with a count that begins anew.
            assert times <= waiting.pop(fault)
            said.setdefault(fault, []).append(now)
        assert len(faults._said) <= FAULTS
    if len({fault for fault, _ in events}) <= FAULTS:
        assert all(later - sooner >= SAY_SECONDS for at in said.values() for sooner, later in pairwise(at))


def test_what_was_not_said_is_counted():
    faults = Faults()
    assert [faults.seen("x", now) for now in (0, 1, 2, 61)] == [1, None, None, 3]


@given(
    st.dictionaries(st.sampled_from(["event", "name", "patient", "beds", "error"]), st.text() | st.lists(st.text()))
)
def test_entries_lose_what_may_be_about_a_person(event):
    kept = without_data(None, "error", {**event, "who": object(), "level": "error"})
    assert not {"name", "patient"} & set(kept)
    assert kept["who"] == "object"
    assert kept["level"] == "error"


def test_an_error_in_an_entry_becomes_a_report():
    error = caught(fail)
    for given_ in (error, (type(error), error, error.__traceback__)):
        kept = without_data(None, "error", {"event": "x", "exc_info": given_})
        assert kept["id"] == report(error).id
        assert PATIENT not in json.dumps(kept)
    try:
        fail()
    except KeyError:
        assert without_data(None, "error", {"event": "x", "exc_info": True})["kinds"] == ["KeyError"]


EVERY_PATH = """
import asyncio, gc, logging, sys, threading, warnings
from pathlib import Path
import structlog
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QApplication
from clinic_console.desktop.bridge import Bridge, catch_slot_errors
from clinic_console.desktop.crash import Run
from clinic_console.domain.errors import NotFound

run = Run("console", Path(sys.argv[1]))
run.begin()
bridge = Bridge(QApplication([]))
restore = catch_slot_errors(bridge)
told = []
bridge.failed.connect(told.append)
log = structlog.get_logger()

def fail(name="Tanaka " + "Yuki"):
    patient = {"name": name}
    try:
        {}[name]
    except KeyError as error:
        raise ValueError(f"no number for {patient}") from error

class Dying:
    def __del__(self):
        fail()

async def failing():
    fail()

async def forgotten():
    fail()

async def known():
    raise NotFound("Tanaka " + "Yuki")

async def main():
    name = "Tanaka " + "Yuki"
    bridge.spawn(failing(), "task")
    bridge.spawn(known(), "known")
    QTimer.singleShot(0, fail)
    asyncio.get_running_loop().call_soon(fail)
    asyncio.get_running_loop().call_exception_handler({"message": f"Exception in callback show({name!r})"})
    lost = asyncio.get_running_loop().create_task(forgotten())
    del lost
    thread = threading.Thread(target=fail, name=name)
    thread.start()
    Dying()
    qWarning(f"QLabel::setText: cannot show {name}")
    qWarning(name)
    warnings.warn(f"unclosed {name}", UserWarning)
    logging.getLogger("httpx").error("request of %s failed", name)
    logging.getLogger("asyncio").warning(f"Executing {name}")
    try:
        fail()
    except ValueError as error:
        log.exception("caught", patient=name)
        log.error("caught too", error=error, exc_info=error)
        logging.getLogger("library").exception("failed for %s", name)
    await asyncio.to_thread(thread.join)
    for _ in range(5):
        await asyncio.sleep(0.02)
        gc.collect()
    run.end_within(20)
    await bridge.close()

bridge.run(main())
bridge.dispose()
restore()
Path(sys.argv[1], "told").write_text("\\n".join(told), encoding="utf-8")
fail()
"""


@pytest.mark.parametrize("form", ["json", "text"])
def test_no_path_tells_of_a_patient(tmp_path, form):
    environ = {"QT_QPA_PLATFORM": "offscreen", "CLINIC_LOG": form, "PATH": "", "LANG": "C.UTF-8"}
    command = [sys.executable, "-c", EVERY_PATH, str(tmp_path)]
    ended = subprocess.run(command, env=environ, timeout=100, capture_output=True, text=True, check=False)
    kept = (tmp_path / "console-1.log").read_text("utf-8")
    told = (tmp_path / "told").read_text("utf-8")
    lines = [json.loads(line) for line in kept.splitlines()]
    for text in (kept, ended.stderr, ended.stdout, (tmp_path / "console-1.crash").read_text("utf-8")):
        assert "Tanaka" not in text
        assert "Yuki" not in text
    # Only what was written for people may name whom they asked for.
    assert [line for line in told.splitlines() if "Tanaka" in line] == [f"{NotFound(PATIENT).message}"]
    assert re.search(r"Something went wrong \(...-...\)\.", told)
    assert {line.get("what") for line in lines} >= {"task", "known", "slot", "loop", "thread", "finaliser"}
    assert {line.get("logger") for line in lines} >= {"httpx", "asyncio", "library", "py.warnings"}
    assert {line["where"] for line in lines if line["event"] == "qt"} == {"QLabel::setText", ""}
    assert re.search(r"clinic-console: something went wrong \(...-...\)", ended.stderr)
    assert ended.returncode == 1


CRASHES = {
    "Segmentation fault": "import ctypes; ctypes.string_at(0)",
    "Aborted": "from PySide6.QtCore import qFatal; qFatal('Tanaka Yuki')",
}


@pytest.mark.parametrize("kind", CRASHES)
def test_a_hard_crash_is_said_once_at_the_next_start(tmp_path, kind):
    code = f"""
import sys
from pathlib import Path
from clinic_console.desktop.crash import Run
Run("console", Path(sys.argv[1])).begin()
def die(name="Tanaka Yuki"):
    {CRASHES[kind]}
die()
"""
    ended = subprocess.run([sys.executable, "-c", code, str(tmp_path)], timeout=60, capture_output=True, check=False)
    assert ended.returncode < 0
    assert "Tanaka" not in (tmp_path / "console-1.crash").read_text("utf-8")
    past = started(tmp_path)
    assert past is not None
    assert past.kind == kind
    assert any(":die:" in frame for frame in past.frames)
    assert past.id in (tmp_path / "console-1.log").read_text("utf-8")
    assert started(tmp_path) is None


def started(folder, *, end=True):
    """Start and end a run in a process of its own; return what it says of the one before."""
    code = "import sys; from pathlib import Path; from clinic_console.desktop.crash import Run\n"
    code += "run = Run('console', Path(sys.argv[1])); past = run.begin()\n"
    code += "print(repr(past) if past else '')\n" + (
        "run.end()" if end else "import os; sys.stdout.flush(); os._exit(9)"
    )
    command = [sys.executable, "-c", code, str(folder)]
    said = subprocess.run(command, timeout=60, capture_output=True, text=True, check=False).stdout.strip()
    return eval(said, {"Report": crash.Report}) if said else None


def test_a_run_that_ended_well_or_without_traces_is_not_spoken_of(tmp_path):
    assert started(tmp_path) is None
    assert started(tmp_path, end=False) is None
    assert started(tmp_path) is None


def test_runs_side_by_side_have_places_of_their_own(tmp_path):
    runs = [Run("console", tmp_path) for _ in range(PLACES + 1)]
    try:
        places = [run._take_place() for run in runs]
    finally:
        for run in runs:
            run.end()
            if run._marker is not None:
                run._marker.close()
    assert places == [f"console-{number}" for number in range(1, PLACES + 1)] + [None]


def test_the_log_is_kept_small(tmp_path, monkeypatch, capfd):
    monkeypatch.setattr(crash, "LOG_BYTES", 2_000)
    crash.configure_logs(tmp_path / "console.log")
    for number in range(500):
        structlog.get_logger().warning("said", number=number)
    files = sorted(tmp_path.iterdir())
    assert len(files) == crash.LOG_FILES
    assert all(file.stat().st_size <= 2_000 for file in files)
    assert '"number": 499' in (tmp_path / "console.log").read_text()


def test_a_folder_that_cannot_be_written_costs_only_the_file(tmp_path, capfd):
    (tmp_path / "file").write_text("")
    crash.configure_logs(tmp_path / "file" / "console.log")
    structlog.get_logger().warning("said")
    logging.getLogger("x").warning(PATIENT)
    err = capfd.readouterr().err
    assert "said" in err
    assert "library" in err
    assert PATIENT not in err


def test_what_a_fault_handler_wrote_is_read(tmp_path):
    file = tmp_path / "x.crash"
    assert past_crash(file) is None
    file.write_text("")
    assert past_crash(file) is None
    file.write_text(
        "Fatal Python error: Aborted\n\nThread 0x01 (most recent call first):\n"
        '  File "/opt/threading.py", line 5 in wait\n\nCurrent thread 0x02 (most recent call first):\n'
        '  File "/opt/clinic_console/desktop/feed.py", line 7 in run\n'
        '  File "/opt/clinic_console/cli.py", line 3 in main\n'
    )
    found = past_crash(file)
    assert found.kind == "Aborted"
    assert found.frames == ("clinic_console.cli:main:3", "clinic_console.desktop.feed:run:7")
    assert found.where == found.frames[-1]
