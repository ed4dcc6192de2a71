"""What a console asks about patients, and what it makes of the answers."""

import pytest

from clinic_console.desktop.actions.patients import PatientActions
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.state.patients import Identifiers, Patients
from clinic_console.domain.errors import GlassNeeded, HubUnavailable, NotFound, TooMany
from tests.desktop.stub_patients import mount, patient, patient_id

WHO = Identifiers("c1", mrn="AB-2", name="山田 ジロー")


class Desk:
    """Actions on a running stub, with how often the bed lists were asked for."""

    def __init__(self, stub) -> None:
        self.http = HubHttp(stub.url)
        self.access, self.state, self.nudged = Access(self.http, monotonic), Patients(), 0
        self.actions = PatientActions(self.access, lambda: 100.0, self.state, nudge=self._nudge)

    def _nudge(self) -> None:
        self.nudged += 1

    async def __aenter__(self) -> "Desk":
        await self.access.sign_in("nurse", "secret")
        return self

    async def __aexit__(self, *_) -> None:
        await self.http.close()


async def test_a_card_comes_or_says_why_not(stub) -> None:
    charts = mount(stub)
    charts.mine.append(patient(4, restriction="own"))
    async with stub.running(), Desk(stub) as desk:
        for number, problem in ((1, None), (2, NotFound), (4, GlassNeeded)):
            desk.state.want(patient_id(number))
            await desk.actions.load()
            assert (desk.state.card is not None) is (problem is None)
            assert type(desk.state.problem) is (problem or type(None))
        desk.state.want("../session")
        await desk.actions.load()
        assert isinstance(desk.state.problem, NotFound), "no path is made of what is no id"
        desk.state.leave()
        before = len(stub.requests)
        await desk.actions.load()
        assert len(stub.requests) == before


async def test_the_glass_is_broken_and_mended(stub) -> None:
    mount(stub)
    async with stub.running(), Desk(stub) as desk:
        assert await desk.actions.look_up(WHO)
        assert not await desk.actions.look_up(Identifiers("c1", mrn="x", name="y"))
        glass = await desk.actions.break_glass(WHO, "an emergency")
        assert (glass.patient.name, desk.state.glasses, desk.nudged) == ("山田 ジロー", (glass,), 1)
        desk.state.want(glass.patient.id)
        await desk.actions.load()
        await desk.actions.end_glass(glass)
        assert (desk.state.glasses, desk.state.card, desk.nudged) == ((), None, 2)
        await desk.actions.end_glass(glass)
        assert desk.nudged == 3, "one that is closed already is closed"


async def test_the_list_of_open_charts_comes_or_stays(stub) -> None:
    charts = mount(stub)
    async with stub.running(), Desk(stub) as desk:
        glass = await desk.actions.break_glass(WHO, "an emergency")
        desk.state.clear()
        await desk.actions.list_glasses()
        assert desk.state.glasses == (glass,)
        charts.trouble = (503, "unavailable.store")
        await desk.actions.list_glasses()
        assert desk.state.glasses == (glass,)
        assert desk.state.glasses_problem is not None


async def test_a_lifted_mark_opens_the_card_that_is_wanted(stub) -> None:
    charts = mount(stub)
    charts.mine = [patient(1, restriction="vip")]
    async with stub.running(), Desk(stub) as desk:
        desk.state.want(patient_id(1))
        await desk.actions.load()
        assert isinstance(desk.state.problem, GlassNeeded)
        await desk.actions.restrict(patient_id(1), "", "no more")
        assert desk.state.card is not None
        assert (charts.marks, desk.nudged) == ([{"restriction": "", "reason": "no more"}], 1)


async def test_too_many_looks_are_kept_until_when(stub) -> None:
    charts = mount(stub)
    async with stub.running(), Desk(stub) as desk:
        charts.trouble = (429, "limit.too_many")
        with pytest.raises(TooMany):
            await desk.actions.look_up(WHO)
        assert desk.state.look_at > 100.0


async def test_rubbish_is_the_hubs_fault_and_changes_nothing(stub) -> None:
    mount(stub)
    async with stub.running(), Desk(stub) as desk:
        stub.http_mode = "wrong types"
        with pytest.raises(HubUnavailable):
            await desk.actions.break_glass(WHO, "an emergency")
        assert desk.state.glasses == ()
