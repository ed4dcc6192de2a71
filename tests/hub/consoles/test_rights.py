"""A right that is gone closes sockets and withdraws topics at once: the real Access, the real triggers."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
import pytest

from clinic_console.hub.service.access import Access
from clinic_console.hub.service.rights import Rights
from clinic_console.hub.store.listening import Listening
from clinic_console.hub.store.pools import make_engine
from clinic_console.wire import topics
from clinic_console.wire.access import Credentials, Session
from clinic_console.wire.session import Ping, Pong, Problem, Snapshot, Subscribe

SOON = 10.0
"""Far sooner than anybody would ask anew (a minute); how soon exactly is measured by the bench."""
KEY = b"a key of the tests, over 32 bytes long"


@dataclass
class Guarded:
    """A door whose people are the database's."""

    hub: Any
    access: Access
    database: Any

    async def sign_in(self, clinic: Any, login: str = "nurse") -> Session:
        return await self.access.sign_in(Credentials(login, clinic.passwords[login]), "192.0.2.1")

    async def change(self, statement: str, *values: Any) -> None:
        """Change a right behind the hub's back, as another hub or an administrator at the database would."""

        def run() -> None:
            with psycopg.connect(self.database.dsn) as connection:
                connection.execute(statement, values)

        await asyncio.to_thread(run)


class Signalling(Rights):
    """Says when changes are heard of."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self.hears = asyncio.Event()

    def turned(self, *, listening: bool) -> None:
        super().turned(listening=listening)
        self.hears.set()


@pytest.fixture
async def guarded(make_hub: Any, database: Any, clinic: Any) -> AsyncIterator[Guarded]:
    engine = make_engine(database.dsn, "clinic_hub", 4)
    access = Access(engine, KEY)
    made = await make_hub(access)
    rights = Signalling([access, made.live], made.door)
    listening = asyncio.create_task(Listening(database.dsn, "clinic_hub", "clinic_access", rights).run())
    await rights.hears.wait()
    yield Guarded(made, access, database)
    listening.cancel()
    await asyncio.wait([listening])
    access.close()
    await engine.dispose()


ENDINGS = {
    "disabled": "UPDATE users SET disabled_at = now() WHERE login = 'nurse'",
    "session ended": (
        "UPDATE sessions SET ended_at = now() WHERE user_id = (SELECT id FROM users WHERE login = 'nurse')"
    ),
}


@pytest.mark.parametrize("what", ENDINGS)
async def test_who_may_no_longer_is_shown_the_door(guarded: Guarded, clinic: Any, what: str) -> None:
    session, other = await guarded.sign_in(clinic), await guarded.sign_in(clinic, "reception")
    async with guarded.hub.connected() as console, guarded.hub.connected() as witness:
        await console.greet(session.access)
        await witness.greet(other.access)
        async with asyncio.timeout(SOON):
            await guarded.change(ENDINGS[what])
            assert await console.end() == (4401, "access.session_expired")
        assert isinstance(console.without_beats()[-1], Problem)
        await witness.say(Ping(1))
        await witness.hear(Pong)


async def test_one_session_that_ends_leaves_the_users_others(guarded: Guarded, clinic: Any) -> None:
    first, second = await guarded.sign_in(clinic), await guarded.sign_in(clinic)
    async with guarded.hub.connected() as console, guarded.hub.connected() as other:
        await console.greet(first.access)
        await other.greet(second.access)
        await guarded.change("UPDATE sessions SET ended_at = now() WHERE id = %s", UUID(first.session_id))
        assert await console.end() == (4401, "access.session_expired")
        await other.say(Ping(1))
        await other.hear(Pong)


@pytest.mark.parametrize(
    ("statement", "then"),
    [
        ("UPDATE memberships SET role = 'receptionist' WHERE user_id = %s", "access.denied"),
        ("DELETE FROM memberships WHERE user_id = %s", "not_found"),
    ],
)
async def test_a_role_that_is_gone_takes_its_topics_along(
    guarded: Guarded, clinic: Any, statement: str, then: str
) -> None:
    session = await guarded.sign_in(clinic)
    ward = topics.ward(clinic.ward)
    async with guarded.hub.connected() as console:
        await console.greet(session.access)
        await console.say(Subscribe([ward]))
        await console.hear(Snapshot)
        async with asyncio.timeout(SOON):
            await guarded.change(statement, clinic.users["nurse"])
            problem = await console.hear(Problem)
        assert (problem.code, problem.topic) == ("not_found", ward)
        assert guarded.hub.live.fanout.topics() == []
        await console.say(Subscribe([ward]))
        assert (await console.hear(Problem)).code == then


async def test_what_changed_while_nobody_listened_is_found_out(guarded: Guarded, clinic: Any, servers: Any) -> None:
    session = await guarded.sign_in(clinic)
    async with guarded.hub.connected() as console:
        await console.greet(session.access)
        # Without triggers nobody is told, as while the connection is away.
        await guarded.change("ALTER TABLE users DISABLE TRIGGER tell_access")
        await guarded.change("UPDATE users SET disabled_at = now()")
        await asyncio.to_thread(servers.embedded.take_down, "postgres")
        await asyncio.to_thread(servers.embedded.bring_up, "postgres")
        assert await console.end() == (4401, "access.session_expired")


async def test_while_nobody_can_be_looked_up_sockets_stay_and_are_asked_about_again(hub: Any, clinic: Any) -> None:
    async with hub.connected() as console:
        await console.greet()
        hub.people.unknown = True
        hub.door.doubt()
        await console.say(Ping(1))
        await console.hear(Pong)
        hub.people.ended.add(hub.people.principals["nurse"].session_id)
        hub.people.unknown = False
        assert await console.end() == (4401, "access.session_expired")


async def test_a_role_that_goes_while_a_topic_is_looked_up_takes_it_along(
    hub: Any, clinic: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ward, nurse = topics.ward(clinic.ward), clinic.users["nurse"]
    watch, withdraw = hub.live.watch, hub.live.withdraw
    asked = asyncio.Event()

    async def noted(*args: Any) -> Any:
        asked.set()
        return await withdraw(*args)

    async def overtaken(*args: Any) -> Any:
        hub.people.roles[nurse] = {clinic.id: "receptionist"}
        hub.door.doubt(nurse)
        await asked.wait()
        return await watch(*args)

    monkeypatch.setattr(hub.live, "withdraw", noted)
    monkeypatch.setattr(hub.live, "watch", overtaken)
    async with hub.connected() as console:
        await console.greet()
        await console.say(Subscribe([ward]))
        assert (await console.hear(Problem)).topic == ward
        assert hub.live.fanout.topics() == []


async def test_a_console_that_does_not_read_holds_nobody_up(hub: Any, clinic: Any) -> None:
    async with hub.connected() as deaf, hub.connected() as console:
        await deaf.greet()
        await console.greet("reception")
        deaf.socket.transport.pause_reading()
        hub.people.ended |= {principal.session_id for principal in hub.people.principals.values()}
        hub.door.doubt()
        assert await console.end() == (4401, "access.session_expired")
        deaf.socket.transport.resume_reading()
