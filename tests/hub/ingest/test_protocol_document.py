"""docs/device-protocol.md: a device built from it alone works, and its tables say what the code does."""

import asyncio
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from clinic_console.domain import errors
from clinic_console.domain.readings import (
    FUTURE_MS,
    MAX_VALUES_PER_INSTANT,
    MEASURED_OLDEST_MS,
    OLDEST_MS,
    PARAMETERS,
    convert,
)
from clinic_console.hub.ingest import connection, doorstep, socket
from clinic_console.wire import devices as wire

DOCUMENT = (Path(__file__).parents[3] / "docs" / "device-protocol.md").read_text(encoding="utf-8")


def section(number: int) -> str:
    return DOCUMENT.split(f"\n## {number}. ", 1)[1].split("\n## ", 1)[0]


def rows(text: str, columns: int) -> list[list[str]]:
    """The rows of the tables that have so many columns, without their heads."""
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]
    return [row for row in cells if len(row) == columns and row[0].startswith(("`", "1", "4"))]


def blocks(kind: str, text: str = DOCUMENT) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", text, re.DOTALL)


@pytest.fixture
def program(tmp_path: Path) -> Path:
    (code,) = blocks("python", section(11))
    path = tmp_path / "device.py"
    path.write_text(code, encoding="utf-8")
    return path


async def test_a_device_built_from_the_document_works(door: Any, clinic: Any, database: Any, program: Path) -> None:
    code = "dev-1"
    device = await asyncio.create_subprocess_exec(
        sys.executable, str(program), door.url, code, clinic.tokens[code], stderr=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(30):
            while door.door.connections.get(clinic.devices[code]) is None:
                await asyncio.sleep(0.05)
            first = door.door.connections[clinic.devices[code]]
            while first.intake.acked < 1:
                await asyncio.sleep(0.05)
            first.socket.transport.abort()
            while door.door.connections.get(clinic.devices[code]) in (None, first):
                await asyncio.sleep(0.05)
            while door.door.connections[clinic.devices[code]].intake.acked < 3:
                await asyncio.sleep(0.05)
    finally:
        device.kill()
        _, said = await device.communicate()
    assert said == b""
    with psycopg.connect(database.dsn) as owner:
        stored = owner.execute(
            "SELECT names, numbers[1], numbers[3], validity FROM readings JOIN reading_layouts l ON l.id = layout"
        ).fetchall()
    assert len(stored) >= 3
    for names, heart, temperature, validity in stored:
        assert names == ["HR", "SpO2", "Temp"]
        assert 78 <= heart <= 82
        assert temperature == pytest.approx(37.0)
        assert validity == [0, 1, 0]


def test_the_device_has_at_most_40_lines(program: Path) -> None:
    lines = [line for line in program.read_text().splitlines() if line.strip()]
    assert len(lines) <= 40


def test_the_table_of_parameters_is_complete() -> None:
    said = {}
    for name, _, unit, low, high, others, kind in rows(section(4), 7):
        said[name.strip("`")] = (unit, float(low), float(high), kind)
        for other in filter(None, map(str.strip, others.split(","))):
            convert(name.strip("`"), 20.0, other)
    assert said == {p.name: (p.unit, p.low, p.high, p.kind.value) for p in PARAMETERS.values()}


def subclasses(kind: type[errors.ClinicError]) -> Iterator[type[errors.ClinicError]]:
    for child in kind.__subclasses__():
        yield child
        yield from subclasses(child)


def test_every_error_of_a_message_has_its_row() -> None:
    said = {row[0].strip("`") for row in rows(section(9), 3)}
    # A field of a request is nothing that a device says.
    kinds = [kind for kind in subclasses(errors.BadInput) if not issubclass(kind, errors.BadField)]
    codes = {kind.code for kind in (*subclasses(errors.BadReading), *kinds)}
    assert said == {code for code in codes - {errors.BadReading.code} if not code.startswith("input.")}


def test_every_close_code_has_its_row() -> None:
    said = {(int(row[0]), row[1].strip("`")) for row in rows(section(9), 4)}
    assert said >= {(close, error.code) for error, close in socket._CLOSE_CODES.items()}
    assert {close for close, _ in said} == {1001, 1009, *socket._CLOSE_CODES.values()}


def test_the_limits_are_those_of_the_code() -> None:
    limits = section(8)
    for number in (wire.MAX_MESSAGE_BYTES, socket.HARD_LIMIT_BYTES):
        assert f"{number:,} bytes" in limits
    for number in (wire.MAX_INSTANTS, MAX_VALUES_PER_INSTANT, connection.MAX_LAYOUTS, connection.MAX_ERRORS):
        assert f"| {number}" in limits
    assert f"{connection.MAX_UNSENT_BYTES // 1024} KiB" in limits
    connecting = section(1)
    assert f"every {wire.PING_SECONDS} s" in connecting
    assert f"**{wire.IDLE_SECONDS} s**" in connecting
    assert str(wire.MAX_TIME) in connecting
    assert wire.SUBPROTOCOL in connecting
    assert f"at most {doorstep.OF_ADDRESS:,} connections of one address" in connecting
    assert f"{doorstep.STRANGERS:,} in all" in connecting
    assert f"within {socket.HELLO_SECONDS} s" in section(2)
    assert (FUTURE_MS, OLDEST_MS, MEASURED_OLDEST_MS) == (5_000, 24 * 3_600_000, 7 * 24 * 3_600_000)


@pytest.mark.parametrize("text", blocks("json"))
def test_every_example_is_a_message(text: str) -> None:
    kind = json.loads(text)["type"]
    if kind in ("welcome", "ack", "rewind", "error"):
        wire.decode_from_hub(text)
    else:
        assert wire.decode_from_device(text.encode())[1] == []


def test_every_line_of_the_exchange_is_a_message() -> None:
    (exchange,) = blocks("text", section(10))
    lines = [line for line in exchange.splitlines() if line[0] in "→←" and "…}" not in line]
    assert len(lines) > 12
    for line in lines:
        if line[0] == "→":
            assert wire.decode_from_device(line[2:].encode())[1] == []
        else:
            wire.decode_from_hub(line[2:])
