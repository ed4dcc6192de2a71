"""The authorisation matrix: every operation of the OpenAPI document × everybody × own and foreign objects.

Who may do what stands in ``domain/access.py`` alone; what is foreign does not exist; nothing foreign changes. Then
the same with the application's checks left out by this test's own composition: row level security, functions alone.
"""

import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from clinic_console.domain.access import ALLOWED, Permission, Role
from clinic_console.hub.api.guard import Door
from clinic_console.hub.service.tokens import Tokens
from tests.hub.matrix_entries import ENTRIES
from tests.hub.matrix_requests import Entrance, Operation, opened, signature
from tests.hub.matrix_world import nowhere

_MINUTE = 60_000


def _may(operation: Operation, role: str) -> bool:
    wanted = [each for each in (operation.needs, operation.also) if isinstance(each, Permission)]
    return all(Role(role) in ALLOWED[each] for each in wanted)


def _foreign_references(operation: Operation) -> Iterator[tuple[str, str]]:
    """Say which objects an operation can be told to use."""
    assert operation.entry is not None
    yield from operation.entry.refers.items()


class _Matrix:
    """One run: what was found wrong, in words, and how much was asked."""

    def __init__(self, door: Entrance) -> None:
        self.door = door
        self.world = door.world
        self.wrong: list[str] = []
        self.leaks = 0
        self.denied = 0
        self.served = 0
        self._ids: dict[str, str] = {}
        self._before = self.world.look()
        self._role: str | None = "nobody"

    def actor(self, role: str | None) -> dict[str, str]:
        """Return the objects of whoever acts, made anew when something has changed them."""
        if role != self._role:
            self._ids = self.world.fresh(role)
            self._before = self.world.look()
            self._role = role
        return self._ids

    def changed(self, what: str, *, allowed: bool) -> None:
        """See what a request has changed: never anything foreign, and nothing at all unless it was allowed."""
        now = self.world.look()
        foreign = [table for table, digest in now.foreign.items() if digest != self._before.foreign[table]]
        if foreign:
            self.leak(what, f"changed foreign rows of {foreign}")
        if now.all != self._before.all:
            if not allowed:
                tables = [table for table, digest in now.all.items() if digest != self._before.all[table]]
                self.wrong.append(f"{what}: was refused and yet changed {tables}")
            self._role = "somebody to be made anew"

    def scan(self, what: str, text: str) -> None:
        found = self.world.foreign_words(text)
        if found:
            self.leak(what, f"told {found}")

    def leak(self, what: str, how: str) -> None:
        self.leaks += 1
        self.wrong.append(f"{what}: {how}")

    async def own(self, operation: Operation, role: str) -> None:
        """Ask about one's own: the permission's table decides."""
        what = f"{operation.name} as {role}"
        ids = self.actor(role)
        answer = await self.door.ask(operation, ids, self.world.bearer(ids))
        allowed = _may(operation, role)
        if allowed:
            self.served += 1
            if answer.status_code != operation.success:
                self.wrong.append(f"{what}: {answer.status_code} {answer.text[:200]}")
        else:
            self.denied += 1
            if (answer.status_code, answer.json().get("code")) != (403, "access.denied"):
                self.wrong.append(f"{what}: {answer.status_code}, though the role does not allow it")
        self.scan(what, answer.text)
        self.changed(what, allowed=allowed)

    async def foreign(self, operation: Operation, role: str) -> None:
        """Ask about what is another clinic's, by each parameter: it is answered as if there were none."""
        assert operation.entry is not None
        allowed = _may(operation, role)
        for parameter, kind in _foreign_references(operation):
            what = f"{operation.name} as {role} with a foreign {parameter}"
            answers = []
            for others in (self.world.foreign, nowhere(self.world.foreign)):
                ids = self.actor(role)
                replaced = {kind: others[kind]}
                answer = await self.door.ask(operation, ids, self.world.bearer(ids), replaced)
                self.scan(what, answer.text.replace(replaced[kind], "") if operation.entry.seeks else answer.text)
                self.changed(what, allowed=operation.entry.seeks and answer.status_code < 300)
                answers.append(signature(answer))
            self._judge(operation, what, answers, allowed=allowed)

    def _judge(self, operation: Operation, what: str, answers: list[tuple[int, Any]], *, allowed: bool) -> None:
        assert operation.entry is not None
        (status, body), (none, no_body) = answers
        self.denied += 1
        if not allowed:
            if status != 403:
                self.wrong.append(f"{what}: {status}, though the role does not allow it")
        elif operation.entry.seeks:
            if status >= 500 or status != none or (status >= 300 and body != no_body):
                self.wrong.append(f"{what}: {status} {body}, and {none} {no_body} for what is nowhere")
        elif status != 404 or (status, body) != (none, no_body):
            self.wrong.append(f"{what}: {status} {body}, and {none} {no_body} for what is nowhere")


def _say(what: str, matrix: _Matrix, began: float, **numbers: int) -> None:
    numbers |= {
        "requests": matrix.door.asked,
        "served": matrix.served,
        "denied": matrix.denied,
        "leaks": matrix.leaks,
    }
    told = ", ".join(f"{name} {number}" for name, number in numbers.items())
    print(f"\nmatrix: {what}: {told} ({time.monotonic() - began:.0f} s)")


async def test_every_operation_is_in_the_matrix(database: Any, redis_url: str) -> None:
    async with opened(database, redis_url) as door:
        operations = {operation.name: operation for operation in door.operations}
        missing = [name for name, operation in operations.items() if operation.entry is None]
        assert not missing, "say in matrix_entries.py how these are asked for"
        gone = ENTRIES.keys() - operations.keys()
        assert not gone, "no such operations"
        unsaid = {
            name: operation.parameters - operation.entry.refers.keys() - operation.entry.plain
            for name, operation in operations.items()
            if operation.entry is not None
        }
        assert not {name: names for name, names in unsaid.items() if names}, "what do these refer to?"


async def test_roles_decide_and_what_is_foreign_does_not_exist(database: Any, redis_url: str) -> None:
    began = time.monotonic()
    async with opened(database, redis_url) as door:
        matrix = _Matrix(door)
        operations = [operation for operation in door.operations if operation.entry is not None]
        for operation in operations:
            for role in Role:
                await matrix.own(operation, role)
                await matrix.foreign(operation, role)
        _say("HTTP", matrix, began, operations=len(operations), roles=len(Role))
        assert matrix.wrong == [], "\n".join(matrix.wrong[:20])


async def test_whoever_is_not_signed_in_gets_nothing(database: Any, redis_url: str) -> None:
    began = time.monotonic()
    async with opened(database, redis_url) as door:
        matrix = _Matrix(door)
        closed = [operation for operation in door.operations if operation.entry and operation.needs is not Door.OPEN]
        for operation in closed:
            for case in ("no token", "garbage", "expired", "another key", "ended", "disabled"):
                ids = matrix.actor("administrator")
                headers = _bad_headers(matrix, ids, case)
                answer = await door.ask(operation, ids, headers)
                what = f"{operation.name} with {case}"
                if answer.status_code != 401:
                    matrix.wrong.append(f"{what}: {answer.status_code}")
                matrix.denied += 1
                matrix.scan(what, answer.text)
                matrix.changed(what, allowed=False)
            ids = matrix.actor(None)
            answer = await door.ask(operation, ids, matrix.world.bearer(ids))
            what = f"{operation.name} by who works nowhere"
            if (answer.status_code == 403) != isinstance(operation.needs, Permission) or answer.status_code >= 500:
                matrix.wrong.append(f"{what}: {answer.status_code}")
            matrix.scan(what, answer.text)
            matrix.changed(what, allowed=answer.status_code < 300)
        _say("not signed in", matrix, began, operations=len(closed))
        assert matrix.wrong == [], "\n".join(matrix.wrong[:20])


def _bad_headers(matrix: _Matrix, ids: dict[str, str], case: str) -> dict[str, str]:
    world = matrix.world
    match case:
        case "no token":
            return {}
        case "garbage":
            return {"authorization": "Bearer garbage"}
        case "expired":
            return world.bearer(ids, now=time.time_ns() // 1_000_000 - 16 * _MINUTE)
        case "another key":
            return world.bearer(ids, Tokens(b"another key, of no hub of this deployment"))
        case "ended":
            over = {"actor_session": str(uuid4())}
            world.run(
                "INSERT INTO sessions (id, user_id, expires_at, idle, ended_at)"
                " VALUES (%(id)s, %(user)s, now() + interval '1 hour', '1 hour', now())",
                id=over["actor_session"], user=ids["actor"],
            )  # fmt: skip
            matrix._before = world.look()
            return world.bearer({**ids, **over})
        case _:
            disabled = {"actor": str(uuid4()), "actor_session": str(uuid4())}
            world.run(
                "INSERT INTO users (id, login, name, password_hash, disabled_at)"
                " VALUES (%(user)s, %(user)s, 'Off', '', now());"
                "INSERT INTO memberships VALUES (%(user)s, %(clinic)s, 'administrator');"
                "INSERT INTO sessions (id, user_id, expires_at, idle)"
                " VALUES (%(id)s, %(user)s, now() + interval '1 hour', '1 hour')",
                id=disabled["actor_session"], user=disabled["actor"], clinic=ids["clinic"],
            )  # fmt: skip
            matrix._before = world.look()
            return world.bearer({**ids, **disabled})


async def test_the_database_alone_shows_and_changes_nothing_foreign(database: Any, redis_url: str) -> None:
    """The application is told that everybody may do everything everywhere; nobody but this test can tell it so."""
    began = time.monotonic()
    async with opened(database, redis_url, unguarded=True) as door:
        matrix = _Matrix(door)
        operations = [operation for operation in door.operations if operation.entry is not None]
        for operation in operations:
            for role in (*Role, None):
                for replaced in _with_foreign(operation, matrix):
                    ids = matrix.actor(role)
                    answer = await door.ask(operation, ids, matrix.world.bearer(ids), replaced)
                    matrix.served += answer.status_code < 300
                    what = f"{operation.name} by {role or 'a stranger'} with {sorted(replaced)} foreign, unguarded"
                    text = answer.text
                    for given in replaced.values():
                        text = text.replace(given, "")
                    matrix.scan(what, text)
                    matrix.changed(what, allowed=True)
        _say("row level security alone", matrix, began, operations=len(operations), roles=len(Role) + 1)
        assert matrix.wrong == [], "\n".join(matrix.wrong[:20])


async def test_the_matrix_finds_a_table_that_was_left_open(database: Any, redis_url: str) -> None:
    """What it would say if somebody forgot a policy."""
    async with opened(database, redis_url, unguarded=True) as door:
        matrix = _Matrix(door)
        operations = {operation.name: operation for operation in door.operations}
        for tables, name, foreign in (
            (("stations",), "GET /api/stations", ()),
            # One is not enough here: the log takes no event of a clinic that is not the actor's.
            (("devices", "audit_log"), "POST /api/devices/{device}/token", ("device",)),
        ):
            ids = matrix.actor("administrator")
            replaced = {kind: matrix.world.foreign[kind] for kind in foreign}
            for leaks, how in ((0, "FORCE"), (1, "DISABLE")):
                for table in tables:
                    matrix.world.run(f"ALTER TABLE {table} {how} ROW LEVEL SECURITY")
                answer = await door.ask(operations[name], ids, matrix.world.bearer(ids), replaced)
                matrix.leaks = 0
                matrix.scan(name, answer.text)
                matrix.changed(name, allowed=True)
                assert (matrix.leaks > 0) == bool(leaks), f"{tables}: {answer.status_code}"


def _with_foreign(operation: Operation, matrix: _Matrix) -> list[dict[str, str]]:
    """Return which references are foreign: none, each by itself, and all of them."""
    kinds = [kind for _, kind in _foreign_references(operation)]
    foreign = matrix.world.foreign
    cases: list[dict[str, str]] = [{}, *({kind: foreign[kind]} for kind in kinds)]
    return cases if len(kinds) < 2 else [*cases, {kind: foreign[kind] for kind in kinds}]
