"""From a recorded patient to the painted tile: every value stored once, the last one shown."""

import csv
import math
from pathlib import Path
from typing import Any

import psycopg
import pytest

BIDMC = Path("../shared/data/vitals_bidmc_numerics/bidmc_01_Numerics.csv")
SHORT = """Time [s], HR, PULSE, RESP, SpO2
0,94,93,25,97
1,NaN,93,-0,97
2,92.5,93,26,NaN
3,93,93,26,96
"""


def recorded(file: Path) -> list[dict[str, float]]:
    """The file's rows by our names; NaN where there is no value."""
    names = {"HR": "HR", "PULSE": "PR", "RESP": "RR", "SpO2": "SpO2"}
    with file.open(newline="") as opened:
        rows = csv.DictReader(opened, skipinitialspace=True)
        return [{ours: float(row[theirs]) + 0.0 for theirs, ours in names.items()} for row in rows]


def stored_rows(database: Any) -> list[dict[str, float]]:
    """What Postgres holds, in order of time; NaN where a value is not valid."""
    with psycopg.connect(database.dsn) as owner:
        rows = owner.execute(
            "SELECT names, numbers, validity FROM readings JOIN reading_layouts l ON l.id = layout ORDER BY at"
        ).fetchall()
    return [
        {
            n: v if flag == 0 else math.nan
            for n, v, flag in zip(names, numbers, flags or [0] * len(names), strict=True)
        }
        for names, numbers, flags in rows
    ]


def same(left: list[dict[str, float]], right: list[dict[str, float]]) -> bool:
    """Compare with NaN equal to NaN."""
    return repr([sorted(row.items()) for row in left]) == repr([sorted(row.items()) for row in right])


def replay(file: Path, programs: Any, clinic: Any, device_file: Any, console_at: Any, bridge: Any, until: Any) -> Any:
    """Replay a file at ten times its speed into bed 1 and return the simulator's account."""
    hub, ingest = programs.start("hub"), programs.start("ingest")
    bed = str(clinic.beds[0])
    expected = recorded(file)[-1]

    async def flow() -> Any:
        async with console_at(hub.ready["http"]) as console:
            ward = console.window.ward
            await until(lambda: ward.wall.painted(bed) is not None)
            monitors = programs.simulate(
                ingest.ready["devices"], device_file("dev-1"), "--replay", str(file), "--speed", "10", "--repeat", "1"
            )
            account = await monitors.result()
            texts = {n: f"{v:.0f}" for n, v in expected.items() if n != "PR" and not math.isnan(v)}
            await until(lambda: texts.items() <= ward.shown(bed).items())
            return account

    return bridge.run(flow())


def test_a_short_recording_with_holes(
    tmp_path: Path,
    programs: Any,
    clinic: Any,
    device_file: Any,
    console_at: Any,
    bridge: Any,
    until: Any,
    database: Any,
) -> None:
    file = tmp_path / "short.csv"
    file.write_text(SHORT)
    account = replay(file, programs, clinic, device_file, console_at, bridge, until)
    assert account["sent"] == account["acked"] == 16
    assert same(stored_rows(database), recorded(file))


@pytest.mark.shared
@pytest.mark.skipif(not BIDMC.exists(), reason="../shared/data is not here")
def test_bidmc_01_at_ten_times_its_speed(
    programs: Any, clinic: Any, device_file: Any, console_at: Any, bridge: Any, until: Any, database: Any
) -> None:
    account = replay(BIDMC, programs, clinic, device_file, console_at, bridge, until)
    rows, expected = stored_rows(database), recorded(BIDMC)
    assert account["sent"] == account["acked"] == 4 * len(expected)
    assert same(rows, expected)
    means = {
        name: sum(row[name] for row in rows if not math.isnan(row[name]))
        / sum(1 for row in rows if not math.isnan(row[name]))
        for name in ("HR", "RR", "SpO2")
    }
    assert means == {
        "HR": pytest.approx(91.32, abs=0.005),
        "RR": pytest.approx(21.44, abs=0.005),
        "SpO2": pytest.approx(96.92, abs=0.005),
    }
