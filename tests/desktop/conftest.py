"""A hub of the tests' own, and the loop that Qt and asyncio share."""

import asyncio
import gc
import os
from collections.abc import Awaitable, Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication

from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.language import speak
from clinic_console.desktop.state.clock import Moment
from tests.desktop.stub import StubHub

os.environ["QT_QPA_PLATFORM"] = "offscreen"
# The tests read English, with times in 24 h, on any PC.
os.environ["LC_ALL"] = "C.UTF-8"
os.environ.pop("LANGUAGE", None)
# No test writes into the keyring of whoever runs it, and none waits for the search of one.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
DEADLINE = 30.0


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The application, which speaks English as in use: plurals come from the catalogue."""
    speak(qapp, "en")
    return qapp


@pytest.fixture
def stub() -> StubHub:
    """A hub that is not running yet."""
    return StubHub()


@pytest.fixture
def until() -> Callable[[Callable[[], bool]], Awaitable[None]]:
    """Wait until something holds that has no event of its own (a deadline, not a duration, is what fails)."""

    async def wait(holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(DEADLINE):
            while not holds():
                await asyncio.sleep(0.01)

    return wait


@pytest.fixture
def bridge(qapp) -> Iterator[Bridge]:
    """The loop of Qt and asyncio, for one test."""
    made = Bridge(qapp)
    yield made
    asyncio.set_event_loop(None)
    made.dispose()


@pytest.fixture
def moment() -> Callable[[float], Moment]:
    """A moment so many seconds after a fixed one."""
    return lambda seconds: Moment(1_000.0 + seconds, 1_700_000_000_000 + round(seconds * 1_000))


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Silence counts after 0.8 s instead of 5, for the connection and for each number."""
    monkeypatch.setattr("clinic_console.desktop.state.connection.SILENT_SECONDS", 0.8)
    monkeypatch.setattr("clinic_console.desktop.link.http.READ_SECONDS", 0.5)
    monkeypatch.setattr("clinic_console.desktop.link.http.TOTAL_SECONDS", 1.0)


@pytest.fixture(scope="session", autouse=True)
def known_objects() -> None:
    """Keep what was imported out of every later collection: it takes longer to look at than all that tests make."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def tidied() -> Iterator[None]:
    """Let no widget that a test has left be collected in a thread of another test: that can end the process.

    The console itself collects on the Qt loop alone (``bridge.Tidier``); tests without a bridge run threads, too.
    """
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def undressed() -> Iterator[None]:
    """Leave no style sheet of one test's text size to the next one."""
    yield
    app = QApplication.instance()
    if isinstance(app, QApplication) and app.styleSheet():
        app.setStyleSheet("")
