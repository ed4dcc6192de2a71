"""Logs: one line per event, whoever writes it, without secrets and without what a foreign exception says."""

import json
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import pytest

from clinic_console.domain.access import ALLOWED, Permission
from tests.hub.matrix_requests import Entrance, Operation, opened
from tests.hub.matrix_world import FOREIGN, PASSWORD, PIN

_PROGRAM = """
import logging, sys
from clinic_console.domain.errors import BadField
from clinic_console.hub import logs
logs.set_up("hub", sys.argv[1])
log = logs.get_logger("room")
with logs.bound(request_id="r-1"):
    log.info("request", route="/api/wards", password="geheim", Authorization="Bearer geheim", ms=3)
    log.debug("too fine")
    try:
        try:
            int("Suzuki Hanako")
        except ValueError as error:
            raise BadField("nope", field="x") from error
    except BadField:
        log.exception("failed")
        logging.getLogger("uvicorn.error").exception("in %s", "ASGI")
    assert logs.request_id() == "r-1"
logging.getLogger("uvicorn.error").info("chatter")
try:
    raise KeyError("Suzuki")
except KeyError as error:
    logging.getLogger("foreign").error("bad", exc_info=error)
"""


def _run(form: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", _PROGRAM, form], capture_output=True, text=True, check=True
    )
    assert done.stdout == ""
    return done.stderr


def test_json_lines() -> None:
    lines = [json.loads(line) for line in _run("json").splitlines()]
    assert [line["event"] for line in lines] == ["request", "failed", "in ASGI", "bad"]
    assert all(line["program"] == "hub" and line["timestamp"].endswith("Z") for line in lines)
    request, failed, asgi, bad = lines
    assert (request["password"], request["Authorization"], request["ms"]) == ("…", "…", 3)
    assert request["request_id"] == failed["request_id"] == asgi["request_id"] == "r-1"
    assert "request_id" not in bad
    assert (request["logger"], asgi["logger"]) == ("room", "uvicorn.error")
    for line in (failed, asgi):
        assert "BadField: A field is missing or has a wrong value: nope [x] (input.field)" in line["exception"]
        assert "builtins.ValueError\n" in line["exception"]
    assert bad["exception"].startswith("builtins.KeyError\n")


@pytest.mark.parametrize("form", ["json", "text"])
def test_nothing_that_may_be_a_patients_is_written(form: str) -> None:
    text = _run(form)
    assert "Suzuki" not in text
    assert "geheim" not in text


MARK = "Zzmarker"
"""Typed into every field of every request: whatever it stands for, it is nobody's but who typed it."""
_WRITTEN = (
    "break_glass",
    "sessions",
    "memberships",
    "stations",
    "devices",
    "device_beds",
    "patients",
    "users",
    "audit_log",
)


def _marked(value: Any) -> Iterator[Any]:
    """Return a body with the marker in one place after the other, as a text, and as something else than is wanted."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from ({**value, name: changed} for changed in _marked(inner))
    elif isinstance(value, list):
        yield from ([changed] for changed in _marked(value[0]))
    else:
        # Anew each time: what is taken already is told back to whoever has just typed it.
        yield f"{MARK}{secrets.token_hex(4)}"
        yield [MARK]
        yield MARK + "\0"


class _Told:
    """What may be told to nobody but the one who asked: words of one actor, looked for in errors and in the log."""

    def __init__(self, entrance: Entrance, operation: Operation) -> None:
        needs = operation.needs
        role = min(ALLOWED[needs]) if isinstance(needs, Permission) else "nurse"
        self.entrance, self.operation = entrance, operation
        self.ids = entrance.world.fresh(role)
        self.headers = entrance.world.bearer(self.ids)
        words = [self.ids[name] for name in ("login", "actor_login", "mrn", "refresh")]
        words += [MARK, FOREIGN, PASSWORD, "another of 20 letters", self.headers["authorization"].split()[1]]
        words += [
            "Own patient",
            "Own person",
            "Own actor",
            "1951-03-04",
            "1960-01-02",
            "known in town",
            "unconscious",
        ]
        self._words = re.compile("|".join([*map(re.escape, words), rf"\b{PIN}\b"]))
        self.wrong: list[str] = []
        self.crashed = 0

    async def ask(self, **changed: Any) -> None:
        """Ask, with some of the request replaced."""
        entry, operation = self.operation.entry, self.operation
        assert entry is not None
        path = operation.path
        for name, kind in entry.refers.items():
            path = path.replace(f"{{{name}}}", changed.get(name, self.ids[kind]))
        query = {**(entry.query(self.ids) if entry.query else {}), **changed.get("query", {})}
        body = changed.get("body", entry.body(self.ids) if entry.body else None)
        self.entrance.slow_nobody()
        answer = await self.entrance.client.request(
            operation.method, path, params=query or None, json=body, headers=self.headers
        )
        self.judge(answer)

    def judge(self, answer: httpx.Response) -> None:
        """Look at an error's words, and at what was logged meanwhile."""
        self.crashed += answer.status_code == 500
        logged = self.entrance.logged.getvalue()
        self.entrance.logged.seek(0)
        self.entrance.logged.truncate()
        texts = [("log", logged), *([("answer", answer.text)] if answer.status_code >= 400 else [])]
        for where, text in texts:
            if found := self._words.search(text):
                around = text[max(0, found.start() - 120) : found.end() + 40]
                self.wrong.append(f"{self.operation.name}: {where} of {answer.status_code}: {around}")


async def _ask_all_ways(told: _Told) -> None:
    entry = told.operation.entry
    assert entry is not None
    await told.ask()
    for name in told.operation.parameters:
        if f"{{{name}}}" in told.operation.path:
            await told.ask(**{name: MARK})
        elif told.operation.method == "GET":
            await told.ask(query={name: MARK})
    for body in _marked(entry.body(told.ids)) if entry.body else ():
        await told.ask(body=body)


async def test_neither_errors_nor_logs_tell_of_patients_or_secrets(database: Any, redis_url: str) -> None:
    wrong: list[str] = []
    async with opened(database, redis_url) as entrance:
        operations = [operation for operation in entrance.operations if operation.entry is not None]
        for operation in operations:
            told = _Told(entrance, operation)
            await _ask_all_ways(told)
            wrong += told.wrong
    assert wrong == []


async def test_what_postgres_says_of_a_row_is_told_to_nobody(database: Any, redis_url: str) -> None:
    """Its errors quote the row; each of these requests crashes on one."""
    wrong: list[str] = []
    crashed = 0
    async with opened(database, redis_url) as entrance:
        refuse = ";".join(f"ALTER TABLE {table} ADD CONSTRAINT refused CHECK (false) NOT VALID" for table in _WRITTEN)
        allow = ";".join(f"ALTER TABLE {table} DROP CONSTRAINT refused" for table in _WRITTEN)
        for operation in entrance.operations:
            if operation.entry is None:
                continue
            told = _Told(entrance, operation)
            entrance.world.run(refuse)
            await told.ask()
            entrance.world.run(allow)
            wrong += told.wrong
            crashed += told.crashed
    assert wrong == []
    assert crashed > 15, "most changes must have met the refusal"
