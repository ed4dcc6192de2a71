"""Somebody else's whole files come in through the console: chosen, looked through, imported, by way of a real hub."""

from pathlib import Path
from typing import Any

import psycopg
import pytest

from clinic_console.desktop.app import Console
from clinic_console.desktop.config import DesktopConfig
from clinic_console.desktop.state.imports import Phase
from clinic_console.desktop.views.screens import ADMIN, Place

SYNTHEA = Path("../shared/data/patients_synthea_csv")
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SYNTHEA.exists(), reason="../shared/data is not here"),
]


async def bring_in(view: Any, state: Any, until: Any, name: str, kind: str) -> Any:
    """Import a file as somebody at the console does; return what became of it."""
    view.list.begin.click()
    view.draft.settings.kind.buttons[kind].click()
    view.open_file(str(SYNTHEA / name))
    await until(lambda: state.draft.look is not None and not state.draft.stale)
    await until(lambda: view.draft.yes.isEnabled() or view.draft.lack.text())
    if state.draft.look.layout.system != "synthea":
        view.draft.settings.said.emit("system", "synthea")
    await until(view.draft.yes.isEnabled)
    view.draft.yes.click()
    await until(lambda: state.run is not None and state.run.phase in (Phase.OVER, Phase.STOPPED), 90.0)
    assert state.run.phase is Phase.OVER, state.run
    one = state.shown
    view.one.back.click()
    return one


def test_all_patients_and_visits_of_synthea_come_in(
    programs: Any, clinic: Any, database: Any, bridge: Any, qapp: Any, until: Any
) -> None:
    with psycopg.connect(database.dsn) as owner:
        owner.execute("UPDATE memberships SET role = 'administrator' WHERE user_id = %s", [clinic.users["nurse"]])
    hub = programs.start("hub")

    async def flow() -> None:
        console = Console(DesktopConfig(server=f"http://{hub.ready['http']}"), bridge, qapp)
        console.open(("nurse", clinic.passwords["nurse"]))
        try:
            await until(lambda: console.window.shell.may_admin)
            console.window.shell.go(Place(ADMIN, tab="imports"))
            await until(lambda: console.window.shell.rooms.admin is not None)
            view: Any = console.window.shell.rooms.admin.stack.currentWidget()
            state = view._imports
            await until(lambda: state.pages.loaded)
            patients = await bring_in(view, state, until, "patients.csv", "patients")
            assert (patients.good, patients.already, patients.bad) == (1_177, 0, 0)
            encounters = await bring_in(view, state, until, "encounters.csv", "encounters")
            assert (encounters.good, encounters.already, encounters.bad) == (7_587, 0, 0)
            again = await bring_in(view, state, until, "patients.csv", "patients")
            assert (again.good, again.already, again.bad) == (0, 1_177, 0)
            assert [one.file for one in state.pages.rows] == ["patients.csv", "encounters.csv", "patients.csv"]
        finally:
            await console.close()
            console.window.deleteLater()

    bridge.run(flow())
