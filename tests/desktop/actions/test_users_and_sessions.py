"""What is done with people and sessions reaches the hub, and what the hub answers stands in the state."""

from contextlib import asynccontextmanager

import pytest

from clinic_console.desktop.actions.sessions import SessionActions
from clinic_console.desktop.actions.users import UserActions
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.state.sessions import Sessions
from clinic_console.desktop.state.users import Filters, Membership, Users
from clinic_console.domain.errors import Conflict, NotFound, WorksElsewhere
from tests.desktop.stub_sessions import StubSessions, session
from tests.desktop.stub_users import StubUsers, person, user_id

SATO = user_id(1)


@pytest.fixture
def people(stub):
    made = StubUsers(page=30).serve(stub)
    made.add(person(number) for number in range(80))
    return made


@asynccontextmanager
async def signed_in(stub):
    async with stub.running():
        http = HubHttp(stub.url)
        access = Access(http, monotonic)
        await access.sign_in("nurse", "secret")
        try:
            yield UserActions(access, monotonic, Users()), SessionActions(access, monotonic, Sessions())
        finally:
            await http.close()


async def test_people_come_page_by_page(stub, people):
    async with signed_in(stub) as (users, _):
        await users.load()
        assert len(users.state.pages.rows) == 30
        users.state.pages.more()
        await users.load()
        assert len(users.state.pages.rows) == 60
        users.state.look_for(Filters(role="doctor"))
        await users.load()
        assert {each.memberships[0].role for each in users.state.pages.rows} == {"doctor"}


async def test_each_deed_stands_in_the_list_at_once(stub, people):
    async with signed_in(stub) as (users, _):
        await users.load()
        assert (await users.change(SATO, name="New")).name == "New"
        assert (await users.disable(SATO, "because")).disabled
        assert not (await users.enable(SATO)).disabled
        roles = (Membership("c1", "auditor"),)
        assert (await users.set_memberships(SATO, roles)).memberships == roles
        assert users.state.pages.get(SATO).name == "New"
        given = await users.new_password(SATO)
        assert users.state.given == given
        assert await users.end_sessions(SATO) == 0
        made = await users.create("yamada", "Yamada", roles)
        assert users.state.pages.rows[0] == made.user


@pytest.mark.parametrize(
    ("refusal", "error"),
    [((409, "conflict", "login"), Conflict), ((403, "access.works_elsewhere", ""), WorksElsewhere)],
)
async def test_what_the_hub_refuses_changes_nothing(stub, people, refusal, error):
    async with signed_in(stub) as (users, _):
        await users.load()
        before = users.state.pages.rows
        people.refuse = refusal
        with pytest.raises(error):
            await users.change(SATO, login="x")
        assert users.state.pages.rows == before


async def test_an_id_that_is_none_never_reaches_the_hub(stub, people):
    async with signed_in(stub) as (users, sessions):
        with pytest.raises(NotFound):
            await users.enable("../sessions")
        with pytest.raises(NotFound):
            await sessions.end_all("")
        await sessions.end("../users")
        assert not any("sessions" in request or "enable" in request for request in stub.requests)


async def test_sessions_are_ended_one_by_one_and_all_of_a_user(stub, people):
    living = StubSessions().serve(stub)
    living.rows = [session(number, number % 2) for number in range(6)]
    async with signed_in(stub) as (_, sessions):
        await sessions.load()
        rows = sessions.state.pages.rows
        await sessions.end(rows[0].id)
        await sessions.end(rows[0].id)
        assert living.ended == [rows[0].id]
        assert await sessions.end_all(SATO) == person(1).sessions
        assert {each.user_id for each in sessions.state.pages.rows} == {user_id(0)}
