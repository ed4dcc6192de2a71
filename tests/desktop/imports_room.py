"""The tab of imports in a window of its own, at a hub that knows some, with a Japanese file to bring in."""

from pathlib import Path
from typing import Any

from clinic_console.desktop.actions import imports_run
from clinic_console.desktop.actions.imports import ImportActions
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.state.imports import Imports
from clinic_console.desktop.views.imports import ImportsView
from tests.desktop.stub_imports import StubImports
from tests.desktop.tab_room import tab_room

TITLED = (
    "患者番号,氏名,生年月日,性別\n1,長谷川 千代,1951/03/04,女\n2,佐藤 直美,1960/13/05,女\n3,渡辺 健一,1970/01/06,男\n"
)


def player(stub: Any, bridge: Any, monkeypatch: Any) -> Any:
    """Return what runs a flow (room, view, state) in a room, with imports that the hub knows."""
    monkeypatch.setattr(imports_run, "FIRST_WAIT", 0.02)
    monkeypatch.setattr(imports_run, "LOCKED_WAIT", 0.01)
    stub.imports = StubImports().serve(stub)
    state = Imports()

    def make(theme, bridge_, console, access):
        locked = console.access
        return ImportsView(
            theme, bridge_, console, ImportActions(access, monotonic, state, lambda: locked.locked is not None)
        )

    def play(flow, rows=()):
        stub.imports.rows = list(rows)

        async def whole():
            async with tab_room(stub, bridge, make) as room:
                await room.until(lambda: state.pages.loaded)
                await flow(room, room.view, state)
                state.clear()

        bridge.run(whole())

    return play


def written(folder: Path) -> Path:
    """Write the file, and return where it stands."""
    path = folder / "患者一覧.csv"
    path.write_bytes(TITLED.encode("cp932"))
    return path


async def opened(room, view, state, file):
    view.open_file(str(file))
    await room.until(lambda: state.draft.path == str(file) and state.draft.look is not None and not state.draft.stale)
