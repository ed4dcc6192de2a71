"""Past visits and day lists on the tab of imports: guessed columns, options, and how many did not come."""

import msgspec
import pytest

from clinic_console.desktop.actions import imports_run
from clinic_console.desktop.actions.imports import ImportActions
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.state.imports import Imports
from clinic_console.desktop.views.imports import ImportsView
from clinic_console.domain.imports import Kind
from clinic_console.wire.no_shows import NoShows
from tests.desktop.stub_imports import StubImports, imported
from tests.desktop.tab_room import tab_room

KAGGLE = (
    "PatientId,AppointmentID,Gender,ScheduledDay,AppointmentDay,Age,Neighbourhood,No-show\n"
    "29872499824296,5642903,F,2016-04-29T18:38:08Z,2016-04-29T00:00:00Z,62,JARDIM,No\n"
    "558997776694438,5642503,M,2016-04-29T16:08:27Z,2016-05-02T00:00:00Z,56,JARDIM,Yes\n"
    "867951213174,5642828,F,2016-05-10T10:51:53Z,2016-05-09T00:00:00Z,8,PONTAL,No\n"
    "9377952927E-5,5642829,F,2016-04-29T10:51:53Z,2016-05-09T00:00:00Z,-1,PONTAL,No\n"
)
DAY = (
    "診察券番号,予約日,予約時間,担当医,予約種別,主訴\n1001,2099/11/23,9:30,山田 太郎,再診,咳\n"
    "1002,2099/11/23,9:75,森,再診,\n"
)


@pytest.fixture
def play(stub, bridge, monkeypatch):
    """Run a flow (room, view, state) on the tab of imports, or on that of day lists."""
    monkeypatch.setattr(imports_run, "FIRST_WAIT", 0.02)
    stub.imports = StubImports().serve(stub)
    stub.extra["", "/api/no-shows"] = lambda *_: (
        200, msgspec.json.encode(NoShows(59_498, 15_777, 0, 15_777 / 75_275)),
    )  # fmt: skip
    state = Imports()

    def start(flow, *, lists=False, rows=()):
        stub.imports.rows = list(rows)

        def make(theme, bridge_, console, access):
            actions = ImportActions(access, monotonic, state)
            return ImportsView(theme, bridge_, console, actions.lists if lists else actions)

        async def whole():
            roles = {"role": "receptionist"} if lists else {}
            async with tab_room(stub, bridge, make, **roles) as room:
                shown = state.lists if lists else state
                await room.until(lambda: shown.pages.loaded)
                await flow(room, room.view, shown)
                state.clear()

        bridge.run(whole())

    return start


async def opened(room, view, state, file, kind=None):
    view.open_file(str(file))
    await room.until(lambda: state.draft is not None and state.draft.look is not None and not state.draft.stale)
    if kind is not None:
        view.draft.settings.kind.buttons[kind].click()
        await room.until(lambda: not state.draft.stale and state.draft.looked_at.kind is kind)
    view.frame(monotonic())


def test_a_history_of_visits_comes_in_with_whom_nobody_knows(play, stub, tmp_path):
    file = tmp_path / "kaggle.csv"
    file.write_text(KAGGLE)

    async def flow(room, view, state):
        await opened(room, view, state, file, Kind.APPOINTMENTS)
        look = state.draft.look
        assert look.layout.columns == ("patient", "external", "sex", "booked", "day", "age", "", "missed")
        assert [sum(bool(row.problems) for row in look.rows), len(look.rows)] == [2, 4]
        settings, table = view.draft.settings, view.draft.tables[Kind.APPOINTMENTS]
        assert settings.register.isVisible()
        assert settings.register.isChecked()
        days = [table.model.columns[2].cell(row).text for row in look.rows[:2]]
        assert days == ["29 Apr 2016", "2 May 2016"]
        assert "No-show" in [table.model.columns[3].cell(row).text for row in look.rows]
        assert "earlier than the day on which it was booked" in table.problems_text(look.rows[2])
        view.draft.settings.system.setText("vitoria")
        view.draft.settings.system.textEdited.emit("vitoria")
        await room.until(view.draft.yes.isEnabled)
        settings.register.click()
        await room.until(lambda: not state.draft.stale and not state.draft.look.layout.register)
        settings.register.click()
        await room.until(lambda: not state.draft.stale and state.draft.look.layout.register)
        view.frame(monotonic())
        view.draft.yes.click()
        await room.until(lambda: any(state.missed.values()))
        view.frame(monotonic())
        assert (stub.imports.began[0].kind, stub.imports.began[0].mapping.register) == ("appointments", True)
        said = view.one.progress.pace.text()
        assert said.startswith("75,275 visit")
        assert said.endswith("in all, 20.96 % no-show")

    play(flow)


def test_an_import_of_other_rows_says_nothing_of_missed_visits(play, stub):
    async def flow(room, view, state):
        view.open_import(imported(1).id)
        view.frame(monotonic())
        assert state.missed == {}
        assert "no-show" not in view.one.progress.pace.text()

    play(flow, rows=[imported(1)])


def test_reception_brings_in_a_day_list(play, stub, tmp_path):
    file = tmp_path / "予約一覧.csv"
    file.write_bytes(DAY.encode("cp932"))

    async def flow(room, view, state):
        await opened(room, view, state, file)
        look = state.draft.look
        assert look.layout.columns == ("mrn", "day", "time", "doctor", "type", "reason")
        assert not view.draft.settings.fields[view.draft.settings.kind].isVisible()
        assert not view.draft.settings.register.isVisible()
        table = view.draft.tables[Kind.DAY_LIST]
        assert [table.model.columns[at].cell(look.rows[0]).text for at in (1, 3, 4)] == ["1001", "山田 太郎", "再診"]
        assert table.problems_text(look.rows[1]) == "Time: not a time of day"
        assert view.draft.yes.isEnabled(), view.draft.lack.text()
        view.draft.yes.click()
        await room.until(lambda: state.run is not None and not state.run.active)
        assert (stub.imports.began[0].kind, len(stub.imports.received)) == ("day_list", 2)
        assert state.run.most == 200

    play(flow, lists=True)


def test_a_day_list_says_what_it_lacks(play, tmp_path):
    file = tmp_path / "day.csv"
    file.write_text("mrn,day,doctor,type\n1,2099-01-01,Mori,Visit\n")

    async def flow(room, view, state):
        await opened(room, view, state, file)
        assert view.draft.lack.text() == "Choose which columns say on which day and at which time the visit begins."
        assert not view.draft.yes.isEnabled()

    play(flow, lists=True)
