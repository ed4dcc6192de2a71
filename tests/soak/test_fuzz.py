"""A short run of the fuzzer, and that it would find what it looks for."""

from typing import Any

import pytest
import requests
from litestar import Litestar, get
from schemathesis.core.transport import Response

from tests.soak import fuzz
from tests.soak.fuzz_people import NOBODY


def test_a_short_run_finds_nothing() -> None:
    result = fuzz.measure("short", cases=150, messages=60)
    assert (result["server_errors"], result["crashes"], result["undocumented"]) == (0, 0, 0)
    assert result["http_cases"] >= 150
    assert result["socket_cases"] >= 120
    assert {"200", "400", "401", "403", "404"} <= set(result["statuses"]), "it got past the doors"
    assert not fuzz.good(result), "too few cases"
    assert fuzz.good({**result, "fuzz_cases": 10_000})


def test_it_tells_what_is_wrong_from_what_is_described(monkeypatch: pytest.MonkeyPatch) -> None:
    @get("/api/thing")
    async def thing() -> dict[str, int]:
        """Return a number."""
        return {"n": 1}

    schema = fuzz.schemathesis.openapi.from_dict(Litestar([thing]).openapi_schema.to_schema())
    (operation,) = [result.ok() for result in schema.get_all_operations()]
    cases = [(200, "application/json", b'{"n": 1}', 0, 0), (500, "application/json", b"{}", 1, 0)]
    cases += [(418, "application/json", b"{}", 0, 1), (200, "text/html", b"<p>", 0, 1)]
    cases += [(200, "application/json", b'{"n": "x"}', 0, 1)]
    for status, kind, body, errors, undocumented in cases:
        found = fuzz.Found()
        fuzzer = fuzz.Fuzzer("http://hub.example", None, "x", found)  # type: ignore[arg-type]
        answering: Any = operation.Case()
        said = _answer(status, kind, body)
        monkeypatch.setattr(type(answering), "call", lambda _case, said=said, **_: said)
        assert fuzzer._send(answering, NOBODY, None) == status
        assert (found.server_errors, found.undocumented) == (errors, undocumented), (status, kind, body)


def _answer(status: int, kind: str, body: bytes) -> Response:
    request = requests.Request("GET", "http://hub.example/api/thing").prepare()
    return Response(status, {"content-type": [kind]}, body, request, 0.0, verify=True)
