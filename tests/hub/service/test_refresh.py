"""Refresh tokens rotate: a lost answer signs nobody out, a replay outside its grace ends the session."""

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from clinic_console.domain.access import GRACE_MS
from clinic_console.domain.errors import SessionExpired
from clinic_console.hub.service.access import Access
from clinic_console.hub.service.tokens import Tokens, hash_refresh_token, new_refresh_token
from clinic_console.hub.store.pools import make_engine
from clinic_console.wire.access import Credentials, Session

KEY = b"a key of the tests, over 32 bytes long"
GRACE = GRACE_MS // 1_000
IDLE, WHOLE = 3_600, 5 * 3_600
FAMILIES, ROTATIONS = 20, 25


@pytest.fixture
async def hubs(database: Any) -> AsyncIterator[list[Access]]:
    """Two hubs with one key, as replicas have it."""
    engines = [make_engine(database.dsn, "clinic_hub", 4) for _ in range(2)]
    made = [Access(engine, KEY) for engine in engines]
    yield made
    for access in made:
        await access.settle()
        access.close()
    for engine in engines:
        await engine.dispose()


async def _sign_in(hub: Access, clinic: Any) -> Session:
    return await hub.sign_in(Credentials("nurse", clinic.passwords["nurse"]), "192.0.2.1")


def _sessions(database: Any) -> list[tuple[Any, ...]]:
    with psycopg.connect(database.dsn) as connection:
        return connection.execute("SELECT id, ended_at IS NULL, end_reason FROM sessions").fetchall()


async def test_a_thousand_lost_answers_sign_nobody_out(hubs: list[Access], clinic: Any, database: Any) -> None:
    chance = random.Random(4)
    lost = 0

    async def family(session: Session) -> None:
        nonlocal lost
        token = session.refresh
        for _ in range(ROTATIONS):
            # The answer to the first is lost; what is tried again comes one by one or all at once, at either hub.
            tries = [chance.choice(hubs).refresh(token) for _ in range(chance.randint(2, 5))]
            answers = await asyncio.gather(*tries) if chance.random() < 0.5 else [await each for each in tries]
            lost += len(tries) - 1
            assert len({answer.refresh for answer in answers}) == 1
            token = answers[-1].refresh

    sessions = [await _sign_in(hubs[0], clinic) for _ in range(FAMILIES)]
    for begin in range(0, FAMILIES, 4):
        await asyncio.gather(*(family(session) for session in sessions[begin : begin + 4]))
    assert lost >= 1_000
    assert [living for _, living, _ in _sessions(database)] == [True] * FAMILIES


async def test_a_replay_ends_the_session_and_is_recorded_once(
    hubs: list[Access], clinic: Any, database: Any, caplog: pytest.LogCaptureFixture
) -> None:
    mine, other = await _sign_in(hubs[0], clinic), await _sign_in(hubs[0], clinic)
    second = await hubs[0].refresh(mine.refresh, "192.0.2.1")
    third = await hubs[1].refresh(second.refresh, "192.0.2.1")
    for stolen in (mine.refresh, mine.refresh, third.refresh):
        with pytest.raises(SessionExpired):
            await hubs[1].refresh(stolen, "203.0.113.66")
    assert await hubs[0].refresh(other.refresh), "another session of the same user goes on"
    with psycopg.connect(database.dsn) as connection:
        rows = connection.execute(
            "SELECT user_id, object_id, address FROM audit_log WHERE action = 'session.replayed'"
        ).fetchall()
    assert rows == [(clinic.users["nurse"], mine.session_id, "203.0.113.66")]
    assert (UUID(mine.session_id), False, "replayed") in _sessions(database)


async def test_access_ends_with_a_replay_at_the_hub_that_saw_it(hubs: list[Access], clinic: Any) -> None:
    session = await _sign_in(hubs[0], clinic)
    user, identity = UUID(session.user_id), UUID(session.session_id)
    assert await hubs[0].clinics_of(user, identity)
    second = await hubs[0].refresh(session.refresh)
    await hubs[0].refresh(second.refresh)
    with pytest.raises(SessionExpired):
        await hubs[0].refresh(session.refresh)
    with pytest.raises(SessionExpired):
        await hubs[0].clinics_of(user, identity)


@dataclass
class Family:
    """What is known of a session: its tokens in order, when each was used, and whether it must have ended."""

    session: UUID
    tokens: list[str]
    used: dict[int, float] = field(default_factory=dict)
    last: float = 0.0
    opened: float = 0.0
    over: bool = False

    def outcome(self, index: int, now: float) -> str:
        """Say what must become of the use of a token."""
        if self.over or now - self.last >= IDLE or now - self.opened >= WHOLE:
            return "ended"
        if index not in self.used:
            return "new"
        if index + 1 not in self.used and now - self.used[index] < GRACE:
            return "again"
        return "replayed"


class Clients(RuleBasedStateMachine):
    """Clients, retries and thieves in any order against the function in the database, whose clock the test moves."""

    def __init__(self, connection: psycopg.Connection[Any], user: UUID) -> None:
        super().__init__()
        self.connection = connection
        self.user = user
        self.tokens = Tokens(KEY)
        self.now = 0.0
        self.families: list[Family] = []

    def teardown(self) -> None:
        # Time goes by for all rows: those of all examples before would make it a little slower each time.
        self.connection.execute("DELETE FROM refresh_tokens")
        self.connection.execute("DELETE FROM sessions")

    @initialize()
    def begin(self) -> None:
        self.open()
        self.open()

    @rule()
    def open(self) -> None:
        session, (token, hashed) = uuid4(), new_refresh_token()
        self.connection.execute(
            "INSERT INTO sessions (id, user_id, expires_at, idle)"
            " VALUES (%s, %s, now() + %s * interval '1 second', %s * interval '1 second')",
            [session, self.user, WHOLE, IDLE],
        )
        self.connection.execute("INSERT INTO refresh_tokens (hash, session_id) VALUES (%s, %s)", [hashed, session])
        self.families.append(Family(session, [token], last=self.now, opened=self.now))

    @rule(which=st.integers(0, 50), back=st.integers(0, 3))
    def use(self, which: int, back: int) -> None:
        """Use one of the last tokens of a session: its client, a retry, or whoever copied it."""
        family = self.families[which % len(self.families)]
        index = max(0, len(family.tokens) - 1 - back)
        expected = family.outcome(index, self.now)
        successor = self.tokens.successor(family.tokens[index])
        assert self._refresh(family.tokens[index], successor) == (expected, family.session)
        if expected == "new":
            family.used[index] = family.last = self.now
            family.tokens.append(successor)
        elif expected == "replayed":
            family.over = True
        assert self._is_over(family) == family.over

    @rule()
    def guess(self) -> None:
        token, _ = new_refresh_token()
        assert self._refresh(token, self.tokens.successor(token)) == ("unknown", None)

    # No sum of the short ones comes near the grace: what the test itself takes must not matter.
    @rule(seconds=st.sampled_from([13, 13, 40, 40, 2 * 3_600]))
    def wait(self, seconds: int) -> None:
        moved = {"by": seconds}
        back = "%(by)s * interval '1 second'"
        self.connection.execute(f"UPDATE refresh_tokens SET used_at = used_at - {back}", moved)
        self.connection.execute(
            f"UPDATE sessions SET used_at = used_at - {back}, expires_at = expires_at - {back}", moved
        )
        self.now += seconds

    def _refresh(self, used: str, successor: str) -> tuple[str, UUID | None]:
        row = self.connection.execute(
            "SELECT outcome, session_id FROM access_refresh(%s, %s, %s * interval '1 second')",
            [hash_refresh_token(used), hash_refresh_token(successor), GRACE],
        ).fetchone()
        assert row is not None
        return row[0], row[1]

    def _is_over(self, family: Family) -> bool:
        row = self.connection.execute("SELECT ended_at FROM sessions WHERE id = %s", [family.session]).fetchone()
        assert row is not None
        return row[0] is not None


def test_every_replay_outside_its_grace_ends_the_session_and_nothing_else_does(database: Any, clinic: Any) -> None:
    with psycopg.connect(database.dsn, autocommit=True) as connection:
        run_state_machine_as_test(
            lambda: Clients(connection, clinic.users["nurse"]),
            settings=settings(
                max_examples=100,
                stateful_step_count=30,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
