"""The start: what is loaded by the first frame and in which order, and what a remembered user sees of it."""

import json
import os
import subprocess
import sys
from contextlib import asynccontextmanager

import pytest

from clinic_console.cli import TERMINAL, without
from clinic_console.desktop.app import Console
from clinic_console.desktop.config import DesktopConfig
from clinic_console.desktop.link.vault import Vault
from clinic_console.desktop.state.access import Phase
from clinic_console.desktop.station import Person
from clinic_console.desktop.views.access import SignInView

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


@pytest.fixture
def remembered(monkeypatch, stub, bridge, qapp):
    """A console that remembers a nurse, whose token is ``refresh-0``."""
    kept = {}

    async def read(_vault, server, login):
        return kept.get((server, login), ["refresh-0"])

    async def write(_vault, server, login, tokens):
        kept[server, login] = list(tokens)

    async def delete(_vault, server, login):
        kept[server, login] = []

    for method in (read, write, delete):
        monkeypatch.setattr(Vault, method.__name__, method)

    @asynccontextmanager
    async def opened():
        async with stub.running():
            console = Console(DesktopConfig(server=stub.url), bridge, qapp)
            console.state.station.change(people=(Person(stub.url, "nurse", "N. Sato", "nurse"),))
            console.open()
            try:
                yield console
            finally:
                await console.close()
                console.window.deleteLater()

    return opened


def test_who_is_remembered_never_sees_the_form(stub, bridge, remembered, until):
    async def flow():
        stub.refreshes.add("refresh-0")
        stub.live["b1"] = stub.numbers(HR=91.0)
        async with remembered() as console:
            await until(lambda: console.window.ward.wall.live_painted)
            assert console.window.findChild(SignInView) is None
            await console.sessions.sign_out()
            await until(lambda: console.window.findChild(SignInView) is not None)
            assert console.window.sign_in.isVisible()
            assert not console.window.ward.isVisible()

    bridge.run(flow())


def test_whose_token_is_over_is_asked_for_the_password_and_stays_remembered(bridge, remembered, until):
    async def flow():
        async with remembered() as console:
            await until(lambda: console.window.findChild(SignInView) is not None)
            view = console.window.sign_in
            await until(view.button.isEnabled)
            assert view.login.text() == "nurse"
            assert view.notice.text()
            assert view.form.remember.isChecked()

    bridge.run(flow())


def test_a_hub_that_takes_its_time_is_waited_for_with_the_form(stub, bridge, remembered, until):
    async def flow():
        stub.http_mode = "deaf"
        async with remembered() as console:
            await until(lambda: console.window.findChild(SignInView) is not None)
            assert console.state.access.phase is Phase.ENTERING
            assert console.window.sign_in.isVisible()

    bridge.run(flow())
