"""The start: what is not loaded before the first window, and what is loaded before Qt."""

import json
import os
import subprocess
import sys

import pytest

from clinic_console.cli import TERMINAL, without

# The order in which a console has loaded its modules by its first frame.
SCRIPT = """
import json, sys
from clinic_console.cli import main
assert main(["--smoke"]) == 0
sys.stdout.write(json.dumps(list(sys.modules)))
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    home = str(tmp_path_factory.mktemp("home"))
    environ = {"HOME": home, "XDG_STATE_HOME": home, "CLINIC_STATION": f"{home}/station.json"}
    given = {name: value for name, value in os.environ.items() if name == "PATH" or name.startswith("COV")}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=given | environ, capture_output=True, text=True, timeout=60, check=True
    )
    return json.loads(done.stdout)


def test_the_first_frame_waits_for_nothing_that_only_other_screens_need(loaded):
    unwanted = {*TERMINAL, "pyqtgraph", "PySide6.QtMultimedia", "PySide6.QtOpenGL"}
    assert not unwanted & set(loaded)
    assert not [name for name in loaded if name.startswith(("clinic_console.hub", "clinic_console.desktop.watchdog"))]


@pytest.mark.parametrize("name", ["numpy", "structlog", "httpx", "httpcore", "anyio", "keyring", "websockets"])
def test_what_knows_nothing_of_qt_is_loaded_before_it(loaded, name):
    assert loaded.index(name) < loaded.index("PySide6.QtCore")


def test_hidden_packages_are_found_again_afterwards(monkeypatch):
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    with without("colorsys", "json"), pytest.raises(ImportError):
        import colorsys
    import colorsys

    assert colorsys.rgb_to_hsv(0, 0, 0) == (0, 0, 0)
    assert sys.modules["json"] is json
