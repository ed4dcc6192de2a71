"""Who is remembered: what is to be forgotten stays forgotten, whatever was on its way into the keyring."""

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clinic_console.desktop.actions.people import People
from clinic_console.desktop.link.vault import Vault
from clinic_console.desktop.state.station import StationState
from clinic_console.desktop.station import Person, Station
from clinic_console.domain.errors import KeyringLocked, KeyringMissing, KeyringUnavailable

ANN, BOB = Person("https://h", "ann", "Ann", "nurse"), Person("https://h", "bob", "Bob", "nurse")


class SlowDrawer(Vault):
    """Takes some passes of the loop for everything; ``error`` is what it raises instead."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[str, list[str]] = {}
        self.error: KeyringUnavailable | None = None

    async def read(self, server: str, login: str) -> list[str]:
        await self._think()
        return list(self.entries.get(login, []))

    async def write(self, server: str, login: str, tokens: Sequence[str]) -> None:
        await self._think()
        self.entries[login] = list(tokens)

    async def delete(self, server: str, login: str) -> None:
        await self._think()
        self.entries.pop(login, None)

    async def _think(self) -> None:
        for _ in range(3):
            await asyncio.sleep(0)
        if self.error is not None:
            raise self.error


@pytest.fixture
def drawer():
    return SlowDrawer()


@pytest.fixture
def station():
    return StationState()


@pytest.fixture
async def people(station, drawer):
    made = People(station, drawer)
    made.current = ANN
    await made.remember(ANN, "ann-1")
    assert drawer.entries == {"ann": ["ann-1"]}
    return made


async def test_a_token_that_is_renewed_after_the_station_became_shared_is_not_kept(people, station, drawer):
    # As the station's page does it: the list first, then the people who stood on it.
    forgotten = station.now.people
    station.change(people=())
    station.change(shared=True)
    for person in forgotten:
        await people.forget(person)
    assert people.current is None
    await people.keep("ann-2", "ann-1")
    assert drawer.entries == {}
    # Taken back, the station is not shared any more; who was forgotten stays so.
    station.change(shared=False)
    await people.keep("ann-3", "ann-2")
    assert (drawer.entries, station.now.people) == ({}, ())


async def test_on_a_shared_station_nothing_is_kept_whoever_asks(station, drawer):
    station.change(shared=True)
    people = People(station, drawer)
    people.current = ANN
    await people.remember(ANN, "ann-1")
    await people.keep("ann-2", "ann-1")
    await people.note(ANN)
    assert (drawer.entries, station.now.people) == ({}, ())


async def test_who_is_being_remembered_when_the_station_becomes_shared_is_not(station, drawer):
    people = People(station, drawer)
    people.current = ANN
    remembering = asyncio.ensure_future(people.remember(ANN, "ann-1"))
    await asyncio.sleep(0)
    station.change(shared=True)
    await remembering
    assert (drawer.entries, station.now.people) == ({}, ())


async def test_all_are_forgotten_also_who_is_not_on_the_list_yet(station, drawer):
    people = People(station, drawer)
    people.current = ANN
    drawer.entries["ann"] = ["ann-1"]
    station.change(shared=True, people=(BOB,))
    await people.forget_all()
    assert (drawer.entries, station.now.people, people.current) == ({}, (), None)


async def test_a_person_is_forgotten_whatever_name_and_role_they_had(people, station, drawer):
    await people.forget(Person(ANN.server, ANN.login, "Ann Older", "physician"))
    assert (drawer.entries, station.now.people, people.current) == ({}, (), None)


async def test_whom_the_keyring_does_not_let_go_of_stays_on_the_list(people, station, drawer):
    drawer.error = KeyringLocked()
    with pytest.raises(KeyringLocked):
        await people.forget(ANN)
    assert station.now.people == (ANN,)
    # Without any keyring there is nothing to let go of.
    drawer.error = KeyringMissing()
    await people.forget(ANN)
    assert station.now.people == ()


async def test_a_renewal_on_its_way_to_the_keyring_does_not_outlive_signing_out(people, drawer):
    keeping = asyncio.ensure_future(people.keep("ann-2", "ann-1"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await people.drop(people.let_go())
    await keeping
    assert drawer.entries == {}


async def test_a_renewal_of_one_person_is_never_kept_as_anothers(people, drawer):
    busy = asyncio.ensure_future(people.tokens(BOB))
    await asyncio.sleep(0)
    keeping = asyncio.ensure_future(people.keep("ann-2", "ann-1"))
    await asyncio.sleep(0)
    leaving = people.let_go()
    people.current = BOB
    await asyncio.gather(busy, keeping, people.drop(leaving), people.remember(BOB, "bob-1"))
    assert drawer.entries == {"bob": ["bob-1"]}


class Steps:
    """What may happen on one PC; each step only begins what it does."""

    def __init__(self) -> None:
        self.station, self.drawer = StationState(Station()), SlowDrawer()
        self.people = People(self.station, self.drawer)
        self.tasks: list[asyncio.Future[None]] = []

    def enter(self) -> None:
        if self.people.current is None:
            person = self.people.current = Person(ANN.server, ANN.login)
            self._begin(self.people.remember(person, "first"))

    def renew(self) -> None:
        self._begin(self.people.keep("newer", "older"))

    def leave(self) -> None:
        leaving = self.people.let_go()
        if leaving is not None:
            self._begin(self.people.drop(leaving))

    def forget(self) -> None:
        for person in self.station.now.people:
            self._begin(self.people.forget(person))

    def share(self) -> None:
        before = self.station.now.people
        self.station.change(people=(), shared=True)
        for person in before:
            self._begin(self.people.forget(person))

    def unshare(self) -> None:
        self.station.change(shared=False)

    def wait(self) -> None:
        self._begin(asyncio.sleep(0))

    def _begin(self, work) -> None:
        self.tasks.append(asyncio.ensure_future(work))


@settings(deadline=None)
@example(["share", "enter", "unshare", "renew"])
@given(st.lists(st.sampled_from(["enter", "renew", "leave", "forget", "share", "unshare", "wait"]), max_size=14))
def test_in_any_order_only_who_is_to_be_remembered_is_in_the_keyring(names):
    async def flow() -> None:
        steps = Steps()
        for name in names:
            getattr(steps, name)()
            await asyncio.sleep(0)
        await asyncio.gather(*steps.tasks)
        if steps.drawer.entries:
            assert steps.people.current is not None
            assert [person.login for person in steps.station.now.people] == ["ann"]
            assert not steps.station.now.shared

    asyncio.run(flow())
