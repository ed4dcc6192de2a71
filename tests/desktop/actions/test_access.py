"""Getting in and out against a hub on loopback, with a keyring in memory."""

import asyncio
from collections.abc import Sequence

import pytest

from clinic_console.desktop.actions.access import AccessActions, checked_address
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.link.vault import Vault
from clinic_console.desktop.state.access import AccessState, Phase
from clinic_console.desktop.state.station import StationState
from clinic_console.desktop.station import MAX_PEOPLE, MAX_PROFILES, Person, Profile, Station
from clinic_console.domain.errors import (
    BadAddress,
    HubRefuses,
    HubSlow,
    KeyringLocked,
    KeyringUnavailable,
    NotEncrypted,
    SessionExpired,
    WrongCredentials,
)


class Drawer(Vault):
    """Keeps tokens in a dictionary; ``error`` is what it raises instead."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], list[str]] = {}
        self.error: KeyringUnavailable | None = None

    async def check(self) -> str:
        return self._touched("Drawer")

    async def read(self, server: str, login: str) -> list[str]:
        return self._touched(list(self.entries.get((server, login), [])))

    async def write(self, server: str, login: str, tokens: Sequence[str]) -> None:
        self._touched(None)
        self.entries[server, login] = list(tokens)

    async def delete(self, server: str, login: str) -> None:
        self._touched(None)
        self.entries.pop((server, login), None)

    def _touched(self, found):
        if self.error is not None:
            raise self.error
        return found


class Desk:
    """Actions with everything that they act on; ``events`` holds when sessions began and ended."""

    def __init__(self, server: str, station: Station | None = None, drawer: Drawer | None = None) -> None:
        self.state, self.drawer = AccessState(), drawer or Drawer()
        self.station = StationState(station)
        self.link = Access(HubHttp(server), monotonic)
        self.events: list[str] = []
        self.told: list[BaseException] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self.actions = AccessActions(
            self.link,
            self.state,
            entered=lambda: self.events.append("in"),
            left=lambda: self.events.append("out"),
            station=self.station,
            vault=self.drawer,
            spawn=self.spawn,
        )

    def spawn(self, work, what: str) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work, name=what)
        self._tasks.add(task)
        return task

    async def settle(self) -> None:
        """Wait for what was spawned."""
        while self._tasks:
            tasks, self._tasks = self._tasks, set()
            for found in await asyncio.gather(*tasks, return_exceptions=True):
                if isinstance(found, BaseException):
                    self.told.append(found)


@pytest.fixture
async def desk(stub):
    async with stub.running():
        made = Desk(stub.url)
        yield made
        await made.settle()
        await made.link.http.close()


async def test_a_hub_that_let_somebody_in_is_known_from_then_on(stub, desk):
    await desk.actions.sign_in(stub.url, "nurse", "secret")
    assert desk.station.now.profiles == (Profile("Kita", stub.url),)
    assert desk.station.now.server == stub.url
    assert (desk.station.now.people, desk.drawer.entries, desk.events) == ((), {}, ["in"])
    assert desk.state.user_name == "N. Sato"


async def test_a_hub_that_is_known_keeps_its_name_and_a_full_list_loses_its_oldest(stub):
    profiles = tuple(Profile(f"H{number}", f"https://h{number}") for number in range(MAX_PROFILES))
    async with stub.running():
        known = Desk(stub.url, Station(profiles=(Profile("Ours", stub.url),)))
        await known.actions.sign_in(stub.url, "nurse", "secret")
        assert known.station.now.profiles == (Profile("Ours", stub.url),)
        full = Desk(stub.url, Station(profiles=profiles))
        await full.actions.sign_in(stub.url, "nurse", "secret")
        assert full.station.now.profiles == (Profile("Kita", stub.url), *profiles[:-1])
        for desk in (known, full):
            await desk.link.http.close()


async def test_who_wants_to_be_remembered_is_and_a_new_start_lets_them_in(stub, desk):
    await desk.actions.sign_in(stub.url, "nurse", "secret", remember=True)
    await desk.settle()
    assert desk.station.now.people == (Person(stub.url, "nurse", "N. Sato", "nurse"),)
    assert desk.drawer.entries == {(stub.url, "nurse"): ["refresh-1"]}
    again = Desk(stub.url, desk.station.now, desk.drawer)
    await again.actions.resume_last()
    await again.settle()
    assert again.state.phase is Phase.IN
    assert "POST /api/session" in stub.requests
    assert stub.requests.count("POST /api/session") == 1
    await again.link.http.close()


async def test_each_new_token_is_kept_beside_the_one_that_it_came_for(stub, desk):
    await desk.actions.sign_in(stub.url, "nurse", "secret", remember=True)
    await desk.settle()
    await desk.link.renewed(await desk.link.token())
    assert desk.drawer.entries == {(stub.url, "nurse"): ["refresh-2", "refresh-1"]}
    await desk.link.renewed(await desk.link.token())
    assert desk.drawer.entries == {(stub.url, "nurse"): ["refresh-3", "refresh-2"]}


async def test_a_token_that_was_never_used_after_a_crash_leaves_the_one_before(stub, desk):
    await desk.actions.sign_in(stub.url, "nurse", "secret", remember=True)
    await desk.settle()
    desk.drawer.entries[stub.url, "nurse"] = ["never heard of", "refresh-1"]
    again = Desk(stub.url, desk.station.now, desk.drawer)
    await again.actions.resume(stub.url, "nurse")
    assert again.state.phase is Phase.IN
    assert desk.drawer.entries == {(stub.url, "nurse"): ["refresh-2", "refresh-1"]}
    await again.settle()
    await again.link.http.close()


async def test_a_keyring_that_fails_meanwhile_does_not_end_the_session(stub, desk):
    await desk.actions.sign_in(stub.url, "nurse", "secret", remember=True)
    await desk.settle()
    desk.drawer.error = KeyringLocked()
    assert await desk.link.renewed(await desk.link.token()) == "access-2"


async def test_without_a_keyring_the_session_is_all_there_is_and_the_user_is_told(stub, desk):
    desk.drawer.error = KeyringLocked()
    await desk.actions.sign_in(stub.url, "nurse", "secret", remember=True)
    await desk.settle()
    assert desk.state.phase is Phase.IN
    assert [type(error) for error in desk.told] == [KeyringLocked]
    assert isinstance(desk.state.keyring_problem, KeyringLocked)
    assert desk.station.now.people == ()


async def test_on_a_shared_station_nobody_is_remembered_and_who_was_is_forgotten(stub, desk):
    await desk.actions.sign_in(stub.url, "nurse", "secret", remember=True)
    await desk.settle()
    await desk.actions.sign_out()
    desk.drawer.entries[stub.url, "nurse"] = ["refresh-1"]
    desk.station.change(shared=True)
    await desk.actions.resume_last()
    assert (desk.station.now.people, desk.drawer.entries) == ((), {})
    await desk.actions.sign_in(stub.url, "nurse", "secret", remember=True)
    await desk.settle()
    assert (desk.station.now.people, desk.drawer.entries) == ((), {})


async def test_signing_out_takes_the_token_and_leaves_the_name(stub, desk):
    await desk.actions.sign_in(stub.url, "nurse", "secret", remember=True)
    await desk.settle()
    await desk.actions.sign_out()
    assert desk.drawer.entries == {}
    assert [person.login for person in desk.station.now.people] == ["nurse"]
    assert stub.requests[-1] == "DELETE /api/session"
    await desk.actions.resume(stub.url, "nurse")
    assert (desk.state.phase, desk.state.login, desk.state.problem) == (Phase.OUT, "nurse", None)
    assert desk.state.asked == 1


async def test_on_a_shared_station_not_even_the_login_stays(stub, desk):
    await desk.actions.sign_in(stub.url, "nurse", "secret")
    await desk.actions.sign_out()
    assert desk.state.login == "nurse"
    desk.station.change(shared=True)
    await desk.actions.sign_in(stub.url, "nurse", "secret")
    await desk.actions.sign_out()
    assert desk.state.login == ""


async def test_signing_out_before_the_token_is_kept_keeps_none(stub, desk):
    await desk.actions.sign_in(stub.url, "nurse", "secret", remember=True)
    await desk.actions.sign_out()
    await desk.settle()
    assert desk.drawer.entries == {}


async def test_signing_out_reaches_the_hub_though_the_keyring_fails(stub, desk):
    await desk.actions.sign_in(stub.url, "nurse", "secret", remember=True)
    await desk.settle()
    desk.drawer.error = KeyringLocked()
    with pytest.raises(KeyringLocked):
        await desk.actions.sign_out()
    assert stub.requests[-1] == "DELETE /api/session"
    assert desk.state.phase is Phase.OUT


async def test_a_session_that_the_hub_ended_leaves_no_token(stub, desk):
    await desk.actions.sign_in(stub.url, "nurse", "secret", remember=True)
    await desk.settle()
    desk.actions.ended(SessionExpired())
    await desk.settle()
    assert desk.drawer.entries == {}
    assert desk.state.ended


async def test_who_cannot_be_resumed_is_asked_for_the_password(stub, desk):
    desk.drawer.entries[stub.url, "nurse"] = ["over"]
    await desk.actions.resume(stub.url, "nurse")
    await desk.settle()
    assert (desk.state.phase, desk.state.login, desk.state.asked) == (Phase.OUT, "nurse", 1)
    assert isinstance(desk.state.problem, SessionExpired)
    assert desk.drawer.entries == {}
    desk.drawer.error = KeyringLocked()
    await desk.actions.resume(stub.url, "nurse")
    assert isinstance(desk.state.problem, KeyringLocked)


async def test_a_hub_that_is_away_at_the_start_is_asked_again_once_it_answers(stub, desk):
    await desk.actions.sign_in(stub.url, "nurse", "secret", remember=True)
    await desk.settle()
    again = Desk(stub.url, desk.station.now, desk.drawer)
    stub.http_mode = "rubbish"
    await again.actions.resume_last()
    assert again.state.phase is Phase.OUT
    assert desk.drawer.entries != {}
    stub.http_mode = "normal"
    await again.actions.probe(stub.url)
    await again.settle()
    assert again.state.phase is Phase.IN
    await again.link.http.close()


async def test_nobody_is_signed_in_under_the_hands_of_who_types(stub, desk):
    await desk.actions.sign_in(stub.url, "nurse", "secret", remember=True)
    await desk.settle()
    again = Desk(stub.url, desk.station.now, desk.drawer)
    stub.http_mode = "rubbish"
    await again.actions.resume_last()
    again.actions.stop_waiting()
    stub.http_mode = "normal"
    await again.actions.probe(stub.url)
    await again.settle()
    assert again.state.phase is Phase.OUT
    await again.link.http.close()


async def test_a_wrong_password_is_said(stub, desk):
    await desk.actions.sign_in(stub.url, "nurse", "wrong", remember=True)
    assert isinstance(desk.state.problem, WrongCredentials)
    assert (desk.state.login, desk.events, desk.station.now.profiles) == ("nurse", [], ())


async def test_giving_up_leaves_everything_as_it_was(stub, desk, until):
    stub.http_mode = "deaf"
    task = desk.spawn(desk.actions.sign_in(stub.url, "nurse", "secret"), "sign in")
    await until(lambda: len(stub.requests) > 0 or desk.state.phase is Phase.ENTERING)
    await asyncio.sleep(0)
    desk.actions.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    assert (desk.state.phase, desk.state.problem) == (Phase.OUT, None)


async def test_a_hub_that_does_not_answer_is_given_up(stub, desk, monkeypatch):
    monkeypatch.setattr("clinic_console.desktop.actions.access.TOTAL_SECONDS", 0.2)
    stub.http_mode = "deaf"
    await desk.actions.sign_in(stub.url, "nurse", "secret")
    assert isinstance(desk.state.problem, HubSlow)


async def test_two_questions_to_one_hub_are_one(stub, desk):
    await asyncio.gather(desk.actions.probe(stub.url), desk.actions.probe(stub.url))
    assert stub.requests.count("GET /api/server") == 1
    assert desk.state.hub_delay is not None


async def test_another_address_takes_the_place_of_a_question_under_way(stub, desk, until):
    stub.http_mode = "deaf"
    first = desk.spawn(desk.actions.probe(stub.url), "ask")
    await until(lambda: desk.actions._probing is not None)
    await desk.actions.probe("127.0.0.1:1")
    await asyncio.wait([first])
    assert first.cancelled()
    assert isinstance(desk.state.hub_problem, HubRefuses)


async def test_nothing_is_asked_while_somebody_is_in(stub, desk):
    await desk.actions.sign_in(stub.url, "nurse", "secret")
    asked = len(stub.requests)
    await desk.actions.probe("127.0.0.1:1")
    assert len(stub.requests) == asked
    assert desk.actions.server == stub.url


async def test_an_address_that_would_send_passwords_readable_is_refused(desk):
    await desk.actions.sign_in("http://hub.example", "nurse", "secret")
    assert isinstance(desk.state.problem, NotEncrypted)
    await desk.actions.probe("ftp://hub.example")
    assert isinstance(desk.state.hub_problem, BadAddress)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" hub.example ", "https://hub.example"),
        ("https://hub.example:8443/", "https://hub.example:8443"),
        ("localhost:8470", "http://localhost:8470"),
        ("http://[::1]:8470", "http://[::1]:8470"),
    ],
)
def test_addresses_are_taken_as_people_write_them(text, address):
    assert checked_address(text) == address


@pytest.mark.parametrize("text", ["", "https://", "HTTP://hub.example", "http://10.0.0.5", "https://a b"])
def test_other_addresses_are_not(text):
    with pytest.raises((BadAddress, NotEncrypted)):
        checked_address(text)


async def test_a_list_that_is_full_forgets_who_came_first(stub):
    people = tuple(Person("https://h", f"p{number}") for number in range(MAX_PEOPLE))
    async with stub.running():
        desk = Desk(stub.url, Station(people=people))
        desk.drawer.entries = {("https://h", person.login): ["t"] for person in people}
        await desk.actions.sign_in(stub.url, "nurse", "secret", remember=True)
        await desk.settle()
        assert [person.login for person in desk.station.now.people] == ["nurse", *(p.login for p in people[:-1])]
        assert ("https://h", people[-1].login) not in desk.drawer.entries
        assert len(desk.drawer.entries) == MAX_PEOPLE
        await desk.link.http.close()


async def test_who_is_forgotten_is_gone_from_list_and_keyring(stub, desk):
    await desk.actions.sign_in(stub.url, "nurse", "secret", remember=True)
    await desk.settle()
    await desk.actions.people.forget(desk.station.now.people[0])
    assert (desk.station.now.people, desk.drawer.entries) == ((), {})


async def test_whether_there_is_a_keyring_is_found_out(desk):
    await desk.actions.check_keyring()
    assert desk.state.keyring_known
    assert desk.state.keyring_problem is None
    desk.drawer.error = KeyringUnavailable()
    await desk.actions.check_keyring()
    assert isinstance(desk.state.keyring_problem, KeyringUnavailable)
