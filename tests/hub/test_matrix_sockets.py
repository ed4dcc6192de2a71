"""The authorisation matrix of the push socket: every message of a console × everybody × own and foreign topics."""

import time
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from datetime import date
from typing import Any, Final, get_args
from uuid import UUID

import pytest
from msgspec.msgpack import encode

from clinic_console.domain.access import ALLOWED, Permission, Role
from clinic_console.hub.service.tokens import Tokens
from clinic_console.wire import session, topics
from clinic_console.wire.readings import LiveBed, LiveValue, encode_live
from clinic_console.wire.session import (
    VERSION,
    Delta,
    FromConsole,
    FromHub,
    Hello,
    Ping,
    Problem,
    Renew,
    Renewed,
    Snapshot,
    Subscribe,
    Unsubscribe,
    Welcome,
)
from tests.hub.matrix_requests import opened
from tests.hub.matrix_sockets import PushDoor, Watcher, push_door, watcher
from tests.hub.matrix_world import Ids, World, nowhere

TOPICS: Final[Mapping[str, tuple[Callable[[Ids], str], Permission]]] = {
    "ward_of": (lambda ids: topics.ward(UUID(ids["ward"])), Permission.SEE_READINGS),
    "desk_of a day": (lambda ids: topics.schedule(UUID(ids["clinic"]), date(2030, 1, 2)), Permission.SEE_SCHEDULE),
    "desk_of all who wait": (lambda ids: topics.waitlist(UUID(ids["clinic"])), Permission.BOOK),
}
"""Each kind of topic by the function that reads it: of what it is, and what it takes to watch it."""
FIRST: Final[Mapping[type[Any], FromConsole]] = {
    Subscribe: Subscribe([]), Unsubscribe: Unsubscribe([]), Renew: Renew(""), Ping: Ping(1),
    Hello: Hello(VERSION, "garbage"),
}  # fmt: skip
"""What each message says of whoever has not signed in."""


def _token(world: World, ids: Ids, **more: Any) -> str:
    return world.bearer(ids, **more)["authorization"].split()[1]


def _foreign_nurse(world: World) -> str:
    theirs = {"actor": world.foreign["person"], "actor_session": world.foreign["session"]}
    return _token(world, theirs)


def test_every_message_and_every_kind_of_topic_is_in_the_matrix() -> None:
    assert set(get_args(session.FromConsole)) == FIRST.keys()
    assert {name for name in vars(topics) if name.endswith("_of")} - {"group_of"} == {
        kind.split()[0] for kind in TOPICS
    }


@pytest.mark.parametrize("kind", FIRST, ids=lambda kind: kind.__name__)
async def test_nobody_is_told_anything_before_hello(database: Any, redis_url: str, kind: type[Any]) -> None:
    async with (
        opened(database, redis_url) as entrance,
        push_door(entrance, database.dsn) as door,
        watcher(door.address) as console,
    ):
        await console.say(FIRST[kind])
        assert await console.hear(Welcome, Snapshot, Delta) is None
        assert console.closed == 4401


async def test_tokens_that_do_not_count_open_nothing(database: Any, redis_url: str) -> None:
    async with opened(database, redis_url) as entrance, push_door(entrance, database.dsn) as door:
        world, ids = entrance.world, entrance.world.fresh("nurse")
        tokens = {
            "expired": _token(world, ids, now=time.time_ns() // 1_000_000 - 16 * 60_000),
            "another key": _token(world, ids, tokens=Tokens(b"another key, of no hub of this deployment")),
            "no session": _token(world, {**ids, "actor_session": ids["actor"]}),
        }
        for case, token in tokens.items():
            async with watcher(door.address) as console:
                await console.say(Hello(VERSION, token))
                assert await console.hear(Welcome) is None, case
                assert console.closed == 4401, case
        ended = _token(world, ids)
        world.run("UPDATE sessions SET ended_at = now() WHERE id = %(id)s", id=ids["actor_session"])
        async with watcher(door.address) as console:
            await console.say(Hello(VERSION, ended))
            assert await console.hear(Welcome) is None
        ids = world.fresh("nurse")
        world.run("UPDATE users SET disabled_at = now() WHERE id = %(id)s", id=ids["actor"])
        async with watcher(door.address) as console:
            await console.say(Hello(VERSION, _token(world, ids)))
            assert await console.hear(Welcome) is None


def _state(topic: str, bed: str) -> tuple[str, bytes]:
    """Return a key of the topic and something newer than anything before it."""
    at = time.time_ns() // 1_000_000
    if not topics.of_desk(topic):
        return bed, encode_live(LiveBed(bed, 1, at, True, [LiveValue("HR", 71.0, 0, at, at)]))
    waits = topics.desk_of(topic)[1] is None
    return ("list", encode([at])) if waits else ("4711", encode([4711, at]))


async def _publish(door: PushDoor, world: World, observer: Watcher, topic: Callable[[Ids], str]) -> None:
    """Let something be measured in both clinics, and wait until whoever may see the foreign one has been told."""
    await door.bus.publish(
        [(topic(ids), *_state(topic(ids), ids["taken_bed"])) for ids in (world.places, world.foreign)]
    )
    assert await observer.hear(Delta) is not None


def _words(world: World, came: list[FromHub]) -> set[str]:
    told = [message for message in came if isinstance(message, Snapshot | Delta)]
    return world.foreign_words(" ".join(f"{message.topic} {list(map(bytes, message.items))}" for message in told))


async def _ask_all(
    world: World, door: PushDoor, observer: Watcher, console: Watcher, ids: Ids, kind: str
) -> dict[str, str]:
    """Say every message about an own, a foreign and no topic; return the answer to each subscription."""
    answers: dict[str, str] = {}
    topic, _ = TOPICS[kind]
    for whose, place in (("own", ids), ("foreign", world.foreign), ("nowhere", nowhere(world.foreign))):
        await console.say(Subscribe([topic(place)]))
        answer = await console.hear(Snapshot, Problem)
        answers[whose] = answer.code if isinstance(answer, Problem) else "shown"
        assert answer.topic == topic(place)
    await console.say(Unsubscribe([topic(world.foreign)]))
    await console.say(Renew(_foreign_nurse(world)))
    assert isinstance(await console.hear(Problem, Renewed), Problem), "a socket stays its user's"
    await console.say(Renew(_token(world, ids)))
    await console.hear(Renewed)
    await console.say(Hello(VERSION, _foreign_nurse(world)))
    await console.hear(Problem)
    await _publish(door, world, observer, topic)
    await console.settle()
    return answers


@pytest.mark.parametrize("unguarded", [False, True], ids=["guarded", "row level security alone"])
async def test_topics_are_shown_by_role_and_never_foreign(database: Any, redis_url: str, unguarded: bool) -> None:
    leaks: list[str] = []
    async with AsyncExitStack() as stack:
        entrance = await stack.enter_async_context(opened(database, redis_url, unguarded=unguarded))
        door = await stack.enter_async_context(push_door(entrance, database.dsn))
        world = entrance.world
        observer = await stack.enter_async_context(watcher(door.address))
        await observer.say(Hello(VERSION, _foreign_nurse(world)))
        await observer.say(Subscribe([topic(world.foreign) for topic, _ in TOPICS.values()]))
        for _ in TOPICS:
            assert await observer.hear(Snapshot) is not None
        for role in (*Role, None):
            ids = world.fresh(role)
            for kind, (_, needed) in TOPICS.items():
                async with watcher(door.address) as console:
                    await console.say(Hello(VERSION, _token(world, ids)))
                    await console.hear(Welcome)
                    answers = await _ask_all(world, door, observer, console, ids, kind)
                may = unguarded or role in ALLOWED[needed]
                own = "not_found" if role is None else "shown" if may else "access.denied"
                assert answers == {"own": own, "foreign": "not_found", "nowhere": "not_found"}, (role, kind)
                leaks += sorted(_words(world, console.came))
        print(f"\nmatrix: sockets: messages {len(FIRST)}, roles {len(Role) + 1}, leaks {len(leaks)}")
    assert leaks == []
