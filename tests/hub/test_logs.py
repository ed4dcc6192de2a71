"""Logs: one line per event, whoever writes it, without secrets and without what a foreign exception says."""

import json
import subprocess
import sys

import pytest

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
