"""What a console asks about one chart, and what it makes of the answers."""

from datetime import date

import pytest

from clinic_console.desktop.actions.chart import ChartActions
from clinic_console.desktop.actions.patients import PatientActions
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.link import chart as link
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.state.chart import Alert, ChartState, Consent, Contact, Identifier
from clinic_console.desktop.state.patients import Patients
from clinic_console.domain.errors import BadInput, GlassNeeded, NotFound, StoreUnavailable
from clinic_console.wire.patients import Confirmation, Glass
from tests.desktop.stub_patients import full, mount, patient, patient_id, visit

P1 = patient_id(1)


class Desk:
    """Actions on a running stub."""

    def __init__(self, stub) -> None:
        self.http = HubHttp(stub.url)
        self.access, self.state, self.patients = Access(self.http, monotonic), ChartState(), Patients()
        cards = PatientActions(self.access, lambda: 100.0, self.patients, nudge=lambda: None)
        self.actions = ChartActions(self.access, lambda: 100.0, self.state, cards, lambda _: stub.now())

    async def __aenter__(self) -> "Desk":
        await self.access.sign_in("nurse", "secret")
        return self

    async def __aexit__(self, *_) -> None:
        await self.http.close()


async def test_a_chart_comes_with_all_that_is_known(stub) -> None:
    mount(stub).mine = [full(1, deceased=True, died=date(2026, 5, 12), confirmed=Confirmation(["name"], "I", 7))]
    async with stub.running(), Desk(stub) as desk:
        desk.state.want(P1)
        await desk.actions.load()
        chart = desk.state.chart
        assert (chart.name, chart.latin, chart.kana, chart.family) == (
            "田中 由紀",
            "Tanaka Yuki",
            "タナカ ユキ",
            "田中",
        )
        assert (chart.former, chart.language, chart.interpreter, chart.version) == ("佐藤 由紀", "pt", True, 3)
        assert (chart.deceased, chart.died, chart.clinic_id) == (True, date(2026, 5, 12), "c1")
        assert chart.identifiers[0] == Identifier("insurance", "NHI", "0612-3456")
        assert chart.contacts[3] == Contact("phone", "+81 90-2222-3333", "田中 太郎", "husband")
        assert chart.alerts[0] == Alert("allergy", "penicillin (rash, 2011)", date(2011, 4, 2))
        assert chart.consents == (Consent("messages", True), Consent("research", False))
        assert (chart.confirmed.which, chart.confirmed.by, chart.confirmed.at) == (("name",), "I", 7)
        assert desk.state.had == 100.0


async def test_a_chart_that_cannot_be_had_says_why(stub) -> None:
    mount(stub).mine.append(patient(4, restriction="own"))
    async with stub.running(), Desk(stub) as desk:
        for wanted, problem in ((patient_id(9), NotFound), (patient_id(4), GlassNeeded), ("../session", NotFound)):
            desk.state.want(wanted)
            await desk.actions.load()
            assert desk.state.chart is None
            assert type(desk.state.problem) is problem
        desk.state.leave()
        before = len(stub.requests)
        await desk.actions.load()
        assert len(stub.requests) == before, "nobody is asked about nobody"


async def test_lists_come_page_by_page(stub) -> None:
    charts = mount(stub)
    charts.visits, charts.page = [visit(number) for number in range(5)], 2
    async with stub.running(), Desk(stub) as desk:
        desk.state.want(P1)
        await desk.actions.load_visits()
        assert [row.id for row in desk.state.visits.rows] == ["v0", "v1"]
        desk.state.visits.more()
        await desk.actions.load_visits()
        assert len(desk.state.visits.rows) == 4
        row = desk.state.visits.rows[0]
        assert (row.kind, row.text, row.reason) == ("ambulatory", "Encounter for check up", "Hypertension")
        await desk.actions.load_history()
        assert [edit.id for edit in desk.state.history.rows] == ["3.0", "3.1", "2.0"]
        assert desk.state.history.rows[1].change.after == ("1958-03-04",)
        await desk.actions.load_looks()
        assert [look.by for look in desk.state.looks.rows] == ["N. Sato", "N. Sato"]


async def test_a_list_that_fails_says_so_and_the_chart_stays(stub) -> None:
    charts = mount(stub)
    charts.refused["encounters"] = (503, "unavailable.store")
    async with stub.running(), Desk(stub) as desk:
        desk.state.want(P1)
        await desk.actions.load()
        await desk.actions.load_visits()
        assert isinstance(desk.state.visits.error, StoreUnavailable)
        assert desk.state.chart is not None


async def test_two_identifiers_are_confirmed(stub) -> None:
    charts = mount(stub)
    async with stub.running(), Desk(stub) as desk:
        desk.state.want(P1)
        await desk.actions.load()
        await desk.actions.confirm(P1, "c1", ("name", "born"))
        assert charts.confirmations == [{"clinic_id": "c1", "which": ["name", "born"]}]
        assert (desk.state.chart.confirmed.by, desk.state.chart.confirmed.which) == ("N. Sato", ("name", "born"))
        charts.refused["confirmations"] = (422, "input.bad")
        with pytest.raises(BadInput):
            await desk.actions.confirm(P1, "c1", ("name", "name"))


async def test_a_chart_is_restricted_here_and_on_the_card(stub) -> None:
    charts = mount(stub)
    async with stub.running(), Desk(stub) as desk:
        desk.state.want(P1)
        await desk.actions.load()
        await desk.actions.restrict(P1, "vip", "somebody known")
        assert charts.marks == [{"restriction": "vip", "reason": "somebody known"}]
        assert isinstance(desk.state.problem, GlassNeeded)


async def test_broken_glass_is_closed_though_it_was_broken_elsewhere(stub) -> None:
    charts = mount(stub)
    glass = patient(2, restriction="vip", glass_until=stub.now() + 9_000)
    charts.glasses = [Glass(patient_id(60), "c1", glass, "x", stub.now(), stub.now() + 9_000)]
    async with stub.running(), Desk(stub) as desk:
        desk.state.want(glass.id)
        await desk.actions.load()
        assert desk.state.chart is not None
        stub.http_mode = "down"
        with pytest.raises(StoreUnavailable):
            await desk.actions.end_glass(glass.id)
        assert desk.state.chart is not None
        stub.http_mode = "normal"
        await desk.actions.end_glass(glass.id)
        assert charts.glasses == []
        assert (desk.state.chart, type(desk.state.problem)) == (None, GlassNeeded)


async def test_changes_above_a_version_are_asked_for(stub) -> None:
    mount(stub)
    asked = []
    async with stub.running(), Desk(stub) as desk:
        answer = stub.extra["", "/api/patients"]
        stub.extra["", "/api/patients"] = lambda *given: asked.append(given[2]) or answer(*given)
        await link.history(desk.access, P1, since=2)
        await link.looks(desk.access, P1, "40")
        assert asked == [{"limit": "50", "since": "2"}, {"limit": "50", "after": "40"}]
