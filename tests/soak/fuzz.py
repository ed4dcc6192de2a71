"""Anything at all against the hub's doors: HTTP by schemathesis from our own OpenAPI, and broken socket messages.

Every operation is asked as every role and signed out, with what fits its description and with what does not, half of
the time with ids that there are. No answer may be a 5xx, or one that the description does not hold.
"""

import itertools
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import hypothesis
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from clinic_console.hub.service.seed import seed
from tests.bench.stage import Stage, stage
from tests.soak.fuzz_doors import Doors
from tests.soak.fuzz_people import ROLES, People

CASES: Final = 12_000
MESSAGES: Final = 1_000
"""Broken messages to each of the two socket doors."""
_CHECKS: Final = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance
]  # fmt: skip
_KEPT: Final = 40


@dataclass
class Found:
    """What came of it."""

    cases: int = 0
    server_errors: int = 0
    undocumented: int = 0
    crashes: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    def note(self, problem: str) -> None:
        """Keep the first of each kind to be read."""
        if problem not in self.problems and len(self.problems) < _KEPT:
            self.problems.append(problem)
            print(problem, flush=True)


class Fuzzer:
    """Asks one hub."""

    def __init__(self, url: str, people: People, seed_text: str, found: Found) -> None:
        self._url = url
        self._people = people
        self._seed = seed_text
        self._found = found
        self._session = requests.Session()
        self._session.trust_env = False

    def run(self, cases: int) -> None:
        """Ask every operation as every role, so often that there are that many cases; for few, as some in turn."""
        schema = schemathesis.openapi.from_dict(self._session.get(f"{self._url}/openapi.json", timeout=30).json())
        operations = [result.ok() for result in schema.get_all_operations()]
        roles = min(len(ROLES), -(-cases // len(operations)))
        each = -(-cases // (len(operations) * roles))
        turn = itertools.cycle(ROLES)
        for number, operation in enumerate(operations, start=1):
            for role in itertools.islice(turn, roles):
                self._ask(operation, role, each)
            print(f"{number} of {len(operations)} operations, {self._found.cases} cases", flush=True)

    def _ask(self, operation: Any, role: str, count: int) -> None:
        chance = random.Random(f"{self._seed} {operation.label} {role}")
        ids = self._people.ids()
        token = self._people.token(role)
        for mode, share in ((GenerationMode.POSITIVE, count - count // 2), (GenerationMode.NEGATIVE, count // 2)):

            def ask(case: Any) -> None:
                nonlocal token
                for name in case.path_parameters or {}:
                    known = ids.get(name.partition(":")[0])
                    if known and chance.random() < 0.5:
                        case.path_parameters[name] = chance.choice(known)
                if self._send(case, role, token) == 401:
                    token = self._people.token(role)

            self._generate(operation, mode, share, ask, chance.randrange(2**32))

    def _generate(self, operation: Any, mode: GenerationMode, count: int, ask: Any, number: int) -> None:
        if not count:
            return
        limits = settings(
            max_examples=count, deadline=None, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        test = hypothesis.given(case=operation.as_strategy(generation_mode=mode))(ask)
        try:
            limits(hypothesis.seed(number)(test))()
        except hypothesis.errors.Unsatisfiable:
            return  # nothing can be wrong with what takes no parameters

    def _send(self, case: Any, role: str, token: str | None) -> int:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            answer = case.call(base_url=self._url, session=self._session, headers=headers, timeout=30)
        except requests.RequestException as error:
            self._found.crashes += 1
            self._found.note(f"{case.method} {case.path} as {role}: no answer ({type(error).__name__})")
            return 0
        self._found.cases += 1
        self._found.statuses[answer.status_code] += 1
        if answer.status_code >= 500:
            self._found.server_errors += 1
            self._found.note(f"{case.method} {case.path} as {role}: {answer.status_code}; {case.as_curl_command()}")
            return answer.status_code
        try:
            case.validate_response(answer, checks=_CHECKS)
        except (schemathesis.core.failures.FailureGroup, schemathesis.core.failures.Failure) as error:
            self._found.undocumented += 1
            self._found.note(f"{case.method} {case.path} as {role}: {_words(error)}")
        return answer.status_code


def _words(error: BaseException) -> str:
    inner = getattr(error, "exceptions", [error])
    return "; ".join(f"{getattr(each, 'title', type(each).__name__)}: {str(each)[:300]}" for each in inner)


def measure(
    seed_text: str, _only: Sequence[int] = (), *, cases: int = CASES, messages: int = MESSAGES
) -> dict[str, Any]:
    """Run it and return what was found."""
    began = time.perf_counter()
    found = Found()
    with stage() as ground:
        made = seed(ground.dsn, "demo")
        hub = ground.start("tests.soak.fuzz_hub", "serve")
        people = People(ground.dsn, ground.servers.environ()["CLINIC_TOKEN_KEY"].encode())
        try:
            Fuzzer(f"http://{hub.answer('ready')['http']}", people, seed_text, found).run(cases)
            broken = _doors(ground, people, made.tokens, seed_text, messages, found)
        finally:
            people.close()
        if "Traceback" in hub.tail():
            found.note(hub.tail())
    return {
        "fuzz_cases": found.cases + broken,
        "server_errors": found.server_errors,
        "crashes": found.crashes,
        "undocumented": found.undocumented,
        "http_cases": found.cases,
        "socket_cases": broken,
        "statuses": {str(status): count for status, count in sorted(found.statuses.items())},
        "seconds": round(time.perf_counter() - began, 1),
    }


def _doors(ground: Stage, people: People, tokens: dict[str, str], seed_text: str, count: int, found: Found) -> int:
    ingest, hub = ground.start("clinic_console", "ingest"), ground.start("clinic_console", "hub")
    doors = Doors(ingest.answer("ready")["devices"], hub.answer("ready")["push"], random.Random(seed_text))
    sent = doors.devices(tokens, count) + doors.consoles(lambda: str(people.token("nurse")), count)
    found.crashes += len(doors.crashes)
    for crash in doors.crashes:
        found.note(crash)
    return sent


def good(result: dict[str, Any]) -> bool:
    """Say whether nothing was found, in enough cases."""
    return result["fuzz_cases"] >= 10_000 and not (
        result["server_errors"] or result["crashes"] or result["undocumented"]
    )
