"""What the hub is asked for a form; answers to a form that was left meanwhile change nothing."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from clinic_console.desktop.actions.patients import chart_of
from clinic_console.desktop.actions.patients_form import FormActions
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.state.patients_form import FormState, Mode
from clinic_console.domain.errors import NotFound
from clinic_console.wire import patients as wire
from tests.desktop.form_room import tanaka
from tests.desktop.stub_patients import fail, patient_id
from tests.desktop.stub_patients_form import line, mount


def nothing_held():
    return frozenset()


@asynccontextmanager
async def signed_in(stub):
    register, state = mount(stub, [tanaka()]), FormState()
    async with stub.running():
        access = Access(HubHttp(stub.url), monotonic)
        await access.sign_in("nurse", "secret")
        yield register, state, FormActions(access, state), access
        await access.close()


async def test_each_registration_has_an_id_of_its_own(stub):
    async with signed_in(stub) as (register, state, actions, _):
        actions.begin("c1", name="Ann Lee")
        first = state.patient
        await actions.save(nothing_held)
        assert state.saved is not None
        assert state.saved.id == first
        actions.begin("c1", name="Ann Lee")
        assert state.patient > first
        await actions.save(nothing_held)
        assert len(register.known) == 3


async def test_two_presses_save_once(stub):
    async with signed_in(stub) as (register, state, actions, _):
        actions.begin("c1", name="Ann Lee")
        await asyncio.gather(actions.save(nothing_held), actions.save(nothing_held))
        assert [asked for asked in register.asked if asked == "POST"] == ["POST"]
        state.close()
        await actions.save(nothing_held)
        assert len(register.asked) == 1


@pytest.mark.parametrize("refused", [False, True])
async def test_an_answer_to_a_form_that_was_left_changes_nothing(stub, refused):
    async with signed_in(stub) as (register, state, actions, _):
        register.trouble = fail(409, "patients.changed") if refused else None
        state.edit(chart_of(tanaka()))
        state.type("former_name", "佐藤")
        saving = asyncio.create_task(actions.save(nothing_held))
        await asyncio.sleep(0)
        state.close()
        state.begin("another", "c1", name="Ann")
        await saving
        assert (state.mode, state.saved, state.problem, state.changed) == (Mode.NEW, None, None, None)
        assert state.draft.values["name"] == "Ann"


async def test_somebody_who_signed_out_is_told_nothing(stub):
    async with signed_in(stub) as (_, state, actions, access):
        state.edit(chart_of(tanaka()))
        access.forget()
        await actions.save(nothing_held)
        assert (state.saving, state.problem) == (False, None)


async def test_likeness_is_asked_once_and_answered_quietly(stub):
    async with signed_in(stub) as (register, state, actions, _):
        register.likely = wire.Duplicates([wire.Duplicate(line(2), ["name"])], elsewhere=True)
        actions.begin("c1", name="Ann Lee")
        await actions.look_alike()
        assert register.asked == []
        state.type("born", "1958-03-04")
        await actions.look_alike()
        await actions.look_alike()
        assert register.asked == ["POST duplicates"]
        assert [each.patient.id for each in state.likely] == [patient_id(2)]
        assert state.elsewhere
        state.type("born", "")
        await actions.look_alike()
        assert not state.likely
        state.type("born", "1958-03-05")
        stub.http_mode = "down"
        await actions.look_alike()
        assert state.problem is None


async def test_taking_in_says_why_not(stub):
    async with signed_in(stub) as (_, state, actions, _):
        actions.begin("c1", name="田中 由紀", born="1958-03-04")
        await actions.take_in("7")
        assert isinstance(state.link_problem, NotFound)
        assert not state.linking
        state.close()
        await actions.take_in("7")
        assert state.link_problem is None
