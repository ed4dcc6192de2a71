"""Locked at once and without the hub, opened by the hub alone, and locked still after a restart."""

import asyncio

import pytest

from clinic_console.desktop.actions.account import AccountActions, is_pin
from clinic_console.desktop.actions.lock import LockActions
from clinic_console.desktop.state.access import LockReason, Phase
from clinic_console.desktop.state.account import Account
from clinic_console.desktop.station import LOCK_MINUTES, Station
from clinic_console.domain.access import Permission
from clinic_console.domain.errors import (
    HubUnavailable,
    NotAHub,
    NotAPin,
    PasswordsDiffer,
    PasswordTooShort,
    PinLocked,
    TooMany,
    WrongCredentials,
)
from clinic_console.wire.sessions import SessionRow
from tests.desktop.actions.test_access import Desk
from tests.desktop.stub import fail

SECONDS = LOCK_MINUTES * 60.0
LONG_PASSWORD = "four words of ours"


class LockDesk(Desk):
    """A desk with a lock, by a clock of its own."""

    def __init__(self, server, station=None, drawer=None):
        super().__init__(server, station, drawer)
        self.now = 1_000.0
        self.lock = LockActions(
            self.link,
            self.state,
            self.actions,
            clock=lambda: self.now,
            spawn=self.spawn,
        )
        self.account = Account()
        self.mine = AccountActions(self.link, self.state, self.account, signed_out=self.actions.sign_out)

    async def enter(self, server, *, remember=False):
        await self.actions.sign_in(server, "nurse", "secret", remember=remember)
        await self.settle()
        self.lock.begin()
        assert self.state.phase is Phase.IN


@pytest.fixture
async def desk(stub):
    stub.pin = "2580"
    async with stub.running():
        made = LockDesk(stub.url)
        await made.enter(stub.url)
        yield made
        await made.settle()
        await made.link.close()


async def test_a_lock_is_immediate_and_the_hub_is_told(stub, desk):
    desk.lock.lock()
    assert desk.state.locked is LockReason.ASKED
    assert desk.state.phase is Phase.IN
    await desk.settle()
    assert stub.requests[-1] == "POST /api/session/lock"


async def test_a_lock_needs_no_hub_and_unlocking_without_one_says_so_and_stays_locked(stub, desk):
    stub.http_mode = "down"
    desk.lock.lock()
    assert desk.lock.locked
    await desk.lock.unlock("2580")
    assert desk.lock.locked
    assert isinstance(desk.state.unlock_problem, HubUnavailable) or desk.state.unlock_problem.code.startswith(
        "unavailable"
    )
    stub.http_mode = "normal"
    await desk.lock.unlock("2580")
    assert not desk.lock.locked
    assert desk.told == []


@pytest.mark.parametrize("secret", ["2580", "secret"])
async def test_pin_and_password_unlock(stub, desk, secret):
    desk.lock.lock()
    await desk.lock.unlock(secret)
    assert desk.state.locked is None
    assert desk.state.unlock_problem is None


async def test_a_wrong_one_is_said_and_nothing_is_asked_twice_at_once(stub, desk):
    desk.lock.lock()
    first, second = desk.lock.unlock("9999"), desk.lock.unlock("2580")
    await asyncio.gather(first, second)
    assert desk.lock.locked
    assert isinstance(desk.state.unlock_problem, WrongCredentials)
    assert stub.requests.count("POST /api/session/unlock") == 1


@pytest.mark.parametrize("answer", [(200, b""), (200, b"null"), (201, b""), (202, b"{}")])
async def test_no_other_yes_than_the_hubs_own_unlocks(stub, desk, answer):
    desk.lock.lock()
    stub.unlock_answer = answer
    await desk.lock.unlock("2580")
    assert desk.lock.locked
    assert isinstance(desk.state.unlock_problem, NotAHub)


async def test_nothing_is_asked_for_nothing(stub, desk):
    await desk.lock.unlock("2580")
    desk.lock.lock()
    await desk.lock.unlock("")
    assert "POST /api/session/unlock" not in stub.requests
    assert desk.lock.locked


async def test_after_too_many_wrong_pins_only_the_password_is_sent(stub, desk):
    desk.lock.lock()
    stub.unlock_answer = fail(403, "access.pin_locked")
    await desk.lock.unlock("9999")
    assert isinstance(desk.state.unlock_problem, PinLocked)
    assert desk.state.pin_locked
    stub.unlock_answer = None
    # Taken for a password by now.
    await desk.lock.unlock("2580")
    assert isinstance(desk.state.unlock_problem, WrongCredentials)
    await desk.lock.unlock("secret")
    assert not desk.lock.locked


async def test_a_hub_that_wants_to_be_left_alone_is(stub, desk):
    desk.lock.lock()
    stub.unlock_answer = fail(429, "limit.too_many")
    await desk.lock.unlock("9999")
    assert isinstance(desk.state.unlock_problem, TooMany)
    asked = stub.requests.count("POST /api/session/unlock")
    await desk.lock.unlock("2580")
    assert stub.requests.count("POST /api/session/unlock") == asked
    assert desk.lock.locked


async def test_a_session_that_is_over_is_not_unlocked_but_ended(stub, desk):
    desk.lock.lock()
    stub.tokens.clear()
    stub.refreshes.clear()
    await desk.lock.unlock("2580")
    assert desk.state.phase is Phase.OUT
    assert desk.state.ended
    assert desk.state.locked is None


async def test_nobody_there_locks_and_what_comes_too_late_does_not_open(desk):
    desk.now += SECONDS - 1
    assert desk.lock.watch(desk.now) == pytest.approx(1)
    assert desk.lock.used()
    assert desk.lock.watch(desk.now) is None
    desk.now += SECONDS
    # A laptop that wakes: the key comes before the frame.
    assert not desk.lock.used()
    assert desk.state.locked is LockReason.IDLE
    assert desk.lock.used()
    assert desk.lock.locked


async def test_the_time_begins_anew_after_unlocking(desk):
    desk.now += SECONDS
    desk.lock.watch(desk.now)
    assert desk.lock.locked
    await desk.lock.unlock("2580")
    desk.now += SECONDS - 1
    desk.lock.watch(desk.now)
    assert not desk.lock.locked


async def test_a_pc_that_never_locks_does_not_unless_it_is_shared(desk):
    desk.station.change(lock_minutes=0)
    desk.now += 100 * SECONDS
    desk.lock.watch(desk.now)
    assert not desk.lock.locked
    desk.station.change(shared=True)
    desk.lock.watch(desk.now)
    assert desk.lock.locked


@pytest.mark.parametrize("unlocked", [False, True])
async def test_a_console_that_restarts_is_as_locked_as_it_was(stub, unlocked):
    async with stub.running():
        desk = LockDesk(stub.url)
        await desk.enter(stub.url, remember=True)
        desk.lock.lock()
        if unlocked:
            await desk.lock.unlock("secret")
        await desk.settle()
        again = LockDesk(stub.url, desk.station.now, desk.drawer)
        await again.actions.resume_last()
        assert again.state.phase is Phase.IN
        assert again.state.locked is (None if unlocked else LockReason.RESTARTED)
        await again.settle()
        assert again.station.now.people[0].locked is not unlocked
        await again.lock.unlock("secret")
        assert not again.lock.locked
        assert not again.station.now.people[0].locked
        for each in (desk, again):
            await each.settle()
            await each.link.close()


async def test_a_lock_while_the_token_is_on_its_way_into_the_keyring_is_kept(stub):
    async with stub.running():
        desk = LockDesk(stub.url)
        await desk.actions.sign_in(stub.url, "nurse", "secret", remember=True)
        desk.lock.lock()
        await desk.settle()
        assert [person.locked for person in desk.station.now.people] == [True]
        await desk.link.close()


async def test_the_password_of_the_next_sign_in_opens_what_was_locked(stub):
    async with stub.running():
        desk = LockDesk(stub.url)
        await desk.enter(stub.url, remember=True)
        desk.lock.lock()
        await desk.lock.switch_user()
        assert desk.state.phase is Phase.OUT
        await desk.enter(stub.url, remember=True)
        assert not desk.lock.locked
        assert [person.locked for person in desk.station.now.people] == [False]
        await desk.settle()
        await desk.link.close()


async def test_switching_users_leaves_nothing_of_the_first(stub, desk):
    desk.lock.lock()
    await desk.lock.switch_user()
    state = desk.state
    assert (state.phase, state.locked, state.login, state.user_name) == (Phase.OUT, None, "", "")
    assert (state.user_id, state.has_pin, state.clinics) == ("", False, ())
    assert stub.requests[-1] == "DELETE /api/session"
    assert desk.events == ["in", "out"]


async def test_an_unlock_that_comes_back_after_the_switch_does_nothing(stub, desk):
    desk.lock.lock()
    asking = desk.spawn(desk.lock.unlock("2580"), "unlock")
    await asyncio.sleep(0)
    await desk.lock.switch_user()
    await desk.settle()
    assert asking.done()
    assert desk.state.phase is Phase.OUT
    await desk.enter(stub.url)
    assert desk.state.unlock_problem is None


async def test_the_hub_is_told_which_pc_this_is(stub):
    async with stub.running():
        desk = LockDesk(stub.url, Station(name="Ward 3", shared=True))
        await desk.enter(stub.url, remember=True)
        told = stub.signed_in_with
        assert told["remember"] is False
        assert told["station"]["id"] == desk.station.now.id != ""
        assert (told["station"]["name"], told["station"]["shared"]) == ("Ward 3", True)
        await desk.link.close()


async def test_what_the_user_may_is_what_the_table_says(stub, desk):
    assert desk.state.may(Permission.SEE_READINGS) == {"c1"}
    assert desk.state.may(Permission.SEE_AUDIT) == frozenset()
    stub.role = "auditor"
    await desk.link.renewed(await desk.link.token())
    assert desk.state.may(Permission.SEE_AUDIT) == {"c1"}
    assert desk.state.may(Permission.SEE_READINGS) == frozenset()


# The own account


@pytest.mark.parametrize(
    ("password", "again", "error"),
    [("short", "short", PasswordTooShort), (LONG_PASSWORD, "another one of them", PasswordsDiffer)],
)
async def test_a_new_password_is_looked_at_before_the_hub_is_asked(stub, desk, password, again, error):
    await desk.mine.change_password("secret", password, again)
    assert isinstance(desk.account.password.problem, error)
    assert "PUT /api/account/password" not in stub.requests


async def test_another_password_ends_the_reminder(stub):
    stub.password_given = True
    async with stub.running():
        desk = LockDesk(stub.url)
        await desk.enter(stub.url)
        assert desk.state.password_given
        await desk.mine.change_password("wrong", LONG_PASSWORD, LONG_PASSWORD)
        assert isinstance(desk.account.password.problem, WrongCredentials)
        await desk.mine.change_password("secret", LONG_PASSWORD, LONG_PASSWORD)
        assert (desk.account.password.problem, desk.account.password.done) == (None, 1)
        assert not desk.state.password_given
        assert stub.passwords["nurse"] == LONG_PASSWORD
        await desk.link.close()


async def test_a_pin_is_set_and_removed(stub, desk):
    await desk.mine.change_pin("secret", "12a4")
    assert isinstance(desk.account.pin.problem, NotAPin)
    await desk.mine.change_pin("secret", "")
    assert (stub.pin, desk.state.has_pin) == ("", False)
    await desk.mine.change_pin("secret", "135790")
    assert (stub.pin, desk.state.has_pin) == ("135790", True)
    assert desk.account.pin.done == 2


async def test_own_sessions_are_listed_and_all_ended(stub, desk):
    stub.own_sessions = [SessionRow("s", "u1", "N. Sato", "nurse", None, "Ward 3", "10.0.0.8", 1, 2, 3, False, True)]
    await desk.mine.list_sessions()
    assert [session.station for session in desk.account.sessions] == ["Ward 3"]
    await desk.mine.sign_out_everywhere()
    assert desk.state.phase is Phase.OUT
    assert "DELETE /api/account/sessions" in stub.requests


async def test_a_hub_that_is_away_does_not_sign_out_everywhere(stub, desk):
    stub.http_mode = "down"
    with pytest.raises(Exception, match="unavailable"):
        await desk.mine.sign_out_everywhere()
    assert desk.state.phase is Phase.IN


@pytest.mark.parametrize(
    ("text", "right"), [("1234", True), ("12345678", True), ("123", False), ("123456789", False), ("１２３４", False)]
)
def test_a_pin_is_four_to_eight_digits(text, right):
    assert is_pin(text) is right
