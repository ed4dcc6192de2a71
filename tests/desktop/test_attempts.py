"""Attempts to sign in: never two, and none that ends halfway."""

import asyncio

import pytest

from clinic_console.desktop.state.access import Phase
from clinic_console.domain.errors import SessionExpired
from tests.desktop.actions.test_access import Desk


@pytest.fixture
async def desk(stub):
    async with stub.running():
        made = Desk(stub.url)
        yield made
        await made.settle()
        await made.link.http.close()


async def test_a_fault_after_the_hub_let_somebody_in_leaves_nobody_half_signed_in(stub, desk, monkeypatch):
    monkeypatch.setattr(desk.station, "change", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        await desk.actions.sign_in(stub.url, "nurse", "secret")
    await desk.settle()
    assert desk.state.phase is Phase.OUT
    assert stub.requests[-1] == "DELETE /api/session"
    monkeypatch.undo()
    await desk.actions.sign_in(stub.url, "nurse", "secret")
    assert desk.state.phase is Phase.IN


async def test_a_session_that_nobody_could_be_shown_into_is_left_again(stub):
    async with stub.running():
        desk = Desk(stub.url)
        desk.actions._entered = lambda: 1 / 0
        with pytest.raises(ZeroDivisionError):
            await desk.actions.sign_in(stub.url, "nurse", "secret")
        await desk.settle()
        assert (desk.state.phase, desk.state.user_name, desk.events) == (Phase.OUT, "", ["out"])
        assert stub.requests[-1] == "DELETE /api/session"
        await desk.link.http.close()


async def test_of_two_attempts_begun_at_once_the_second_is_none(stub, desk):
    first = desk.actions.sign_in(stub.url, "nurse", "secret")
    assert desk.state.phase is Phase.ENTERING
    others = [
        desk.actions.sign_in("127.0.0.1:1", "other", "secret"),
        desk.actions.resume("127.0.0.1:1", "other"),
        desk.actions.resume_last(),
        desk.actions.probe("127.0.0.1:1"),
        desk.actions.sign_out(),
    ]
    await asyncio.gather(first, *others[:-1])
    await others[-1]
    assert stub.requests.count("POST /api/session") == 1
    assert desk.actions.server == stub.url
    assert desk.state.login == "nurse"


async def test_signing_out_while_signing_in_gives_up(stub, desk, until):
    stub.http_mode = "deaf"
    task = desk.spawn(desk.actions.sign_in(stub.url, "nurse", "secret"), "sign in")
    await asyncio.sleep(0)
    await desk.actions.sign_out()
    await asyncio.wait([task])
    assert (desk.state.phase, desk.state.problem, desk.events) == (Phase.OUT, None, [])


async def test_what_the_hub_answers_about_an_ended_session_is_the_same_for_all(stub, desk):
    await desk.actions.sign_in(stub.url, "nurse", "secret")
    stub.tokens.clear()
    stub.refreshes.clear()
    for _ in range(2):
        # A bed's panel is told first, the lists after it: both know that the session ended.
        with pytest.raises(SessionExpired):
            await desk.link.renewed("access-1")
