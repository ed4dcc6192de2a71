"""No screen says a word that could not be said in another language (what is seen, and what is read aloud)."""

import pytest
from PySide6.QtWidgets import QWidget

from clinic_console.desktop.app import Console
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.config import DesktopConfig
from clinic_console.desktop.link.socket import Timings
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.station import StationState
from clinic_console.desktop.station import Station
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.commands import Command
from clinic_console.desktop.views.keys import KeysPanel
from clinic_console.desktop.views.palette import Palette
from clinic_console.desktop.views.rail import Rail
from clinic_console.desktop.views.station import StationView
from clinic_console.desktop.views.strip import Strip
from clinic_console.desktop.views.toasts import Toasts
from tests.desktop.pseudo import bare_texts, pseudo, unknown_texts

QUICK = Timings(opening=1.0, silent=0.6, ping=0.1, tick=0.05, backoff_first=0.02, backoff_most=0.1)
FROM_THE_HUB = ("N. Sato", "Tanaka Yuki", "Zoë van der Meer", "Zoë", "3 East", "Kita", "127.0.0.1")


def test_signing_in_and_a_ward_are_translated(stub, bridge, qapp, until):
    async def flow():
        stub.live["b1"] = stub.numbers(HR=91.0, SpO2=None, RR=21.0)
        with pseudo(qapp) as translator:
            async with stub.running():
                console = Console(DesktopConfig(server=stub.url), bridge, qapp, timings=QUICK)
                console.open()
                try:
                    await until(lambda: "⟦" in console.window.windowTitle())
                    # The first screen is made when nobody is remembered, which is found out first.
                    await until(console.window.sign_in.isVisible)
                    console.window.frame(monotonic())
                    at_the_door = bare_texts(console.window, FROM_THE_HUB)
                    await console.sessions.sign_in(stub.url, "nurse", "secret")
                    await until(lambda: console.window.ward.wall.painted("b1") is not None)
                    console.window.frame(monotonic())
                    inside = bare_texts(console.window, FROM_THE_HUB)
                finally:
                    await console.close()
                    console.window.deleteLater()
        assert at_the_door == []
        assert inside == []
        assert ("SignIn", "Sign in") in translator.asked
        assert unknown_texts(translator.asked) == []

    bridge.run(flow())


@pytest.mark.parametrize(
    "make",
    [
        Strip,
        Rail,
        lambda theme: KeysPanel(theme, list, QWidget()),
        lambda theme: Palette(theme, lambda: [Command("b", "⟦Bed⟧", "⟦Beds⟧", "bed", list)], QWidget()),
        lambda theme: Toasts(theme, QWidget()),
        lambda theme: StationView(theme, ConsoleState(station=StationState(Station()))),
    ],
    ids=["strip", "rail", "keys", "palette", "toasts", "station"],
)
def test_parts_are_translated_in_all_their_states(qapp, qtbot, make):
    with pseudo(qapp) as translator:
        part = make(Theme())
        qtbot.addWidget(part.window())
        assert bare_texts(part, FROM_THE_HUB, hidden=True) == []
        assert unknown_texts(translator.asked) == []
