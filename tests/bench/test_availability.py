"""The readers of the availability benchmark, on a small practice: they read, book, and would see a stale answer."""

import io
import json
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.bench import day_readers
from tests.bench.availability import FIGURES
from tests.bench.figures import keys
from tests.hub.schedule_world import ScheduleWorld, small


@pytest.fixture
def order(database: Any, redis_url: str, clinic: Any, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setenv("CLINIC_POSTGRES_DSN", database.dsn)
    monkeypatch.setenv("CLINIC_REDIS_URL", redis_url)
    world: ScheduleWorld = small(database.dsn, clinic.id)
    here = str(clinic.id)
    return {
        "user": str(clinic.users["reception"]),
        "type": world.ids["visit"],
        "people": [(world.ids[who], here) for who in ("yamada", "mori")],
        "patients": {here: [str(world.patient(f"Patient {number}")) for number in range(20)]},
    }


async def test_a_day_is_read_and_booked(order: dict[str, Any]) -> None:
    answer = await day_readers.simulate(order | {"seed": "a", "reads": 240, "bookings": 12, "seconds": 60.0})
    assert answer["told"]["reads"] == 240
    assert answer["told"]["bookings"] > 0
    assert not [each for each in answer["told"] if each.startswith("error")]
    assert answer["outcomes"]["hit"] > 0
    assert answer["outcomes"].total() >= 240


async def test_a_crowd_has_a_day_made_once(order: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(day_readers, "CROWD", 60)
    answer = await day_readers.crowd(order | {"day": str(datetime.now(UTC).date() + timedelta(days=9))})
    assert (answer["same"], answer["refused"]) == (True, 0)
    assert answer["outcomes"]["miss"] == 1


async def test_reads_after_a_change_are_looked_at(
    order: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("{}\n{}\n"))
    told = (await day_readers.probe(order | {"seed": "b", "probes": 48}))["told"]
    assert (told["probes"], told["stale"]) == (48, 0)
    assert told["finds"] == 4
    turns = [json.loads(line)["valkey"] for line in capsys.readouterr().out.splitlines() if "valkey" in line]
    assert turns == ["down", "up"]


def test_each_figure_has_one_key() -> None:
    found = keys(FIGURES)
    assert len(found) == len(set(found))
