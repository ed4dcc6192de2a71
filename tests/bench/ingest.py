"""Benchmark ``ingest``: from 5,000 devices' sockets to rows on the disk, beside a raw COPY of the same rows.

On the embedded servers at their default durability, through a real ingest process, with publishing on. The load
generator runs on the same cores. Each size is measured at 1 message a second and device, and as fast as it goes.
"""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import psycopg

from clinic_console.domain.devices import EVER
from tests.bench import rows
from tests.bench.devices import NAMES, code_of, token_of
from tests.bench.figures import SMALL, Figure
from tests.bench.stage import Cpu, Program, Stage, stage

FIGURES: Final = (
    Figure("devices", "connected devices", sized=True),
    Figure("readings_per_message", "instants a message, at the highest rate"),
    Figure("values_per_s", "values stored a second, highest rate", "higher", 90_000, sized=True),
    Figure("copy_values_per_s", "values a second by raw COPY", sized=True),
    Figure("ratio", "share of raw COPY", "higher", 0.15, sized=True),
    Figure("cpu_us_per_value", "ingest's CPU per value at the highest rate, µs", "lower", sized=True),
    Figure("cpu_share", "ingest's cores at 1 message a second and device", "lower", 0.5, sized=True),
    Figure("cpu_us_per_message", "ingest's CPU per message of one instant, µs", "lower", sized=True),
    Figure("ack_p50_ms", "from send to acknowledgement, median, ms", "lower", sized=True),
    Figure("ack_p95_ms", "from send to acknowledgement, 95 %, ms", "lower", 150, sized=True),
    Figure("sent", "values sent at 1 message a second", sized=True),
    Figure("stored", "values stored of these", sized=True),
    Figure("lost", "values lost of these", "lower", 0, sized=True),
    Figure("duplicated", "values stored twice of these", "lower", 0, sized=True),
    Figure("sent_at_highest", "values sent at the highest rate", sized=True),
    Figure("lost_at_highest", "values lost of these", "lower", 0, sized=True),
    Figure("duplicated_at_highest", "values stored twice of these", "lower", 0, sized=True),
    Figure("bytes_per_value", "bytes a value, table and index", "lower", 25, sized=True),
    Figure("sealed_bytes_per_value", "bytes a value, sealed", "lower", 4),
    Figure("connect_s", "seconds to connect and admit all devices", "lower", sized=True),
    Figure("fsync", "fsync as the server shows it"),
    Figure("synchronous_commit", "synchronous_commit as the server shows it"),
    Figure("rules", "alarm rules"),
)
DEVICES: Final = 5_000
INSTANTS: Final = 20
"""Instants a message at the highest rate."""
UNDER_WAY: Final = 12_000
"""Instants sent and not yet acknowledged at the highest rate: some two batches, so that no side waits for another."""
ROUNDS: Final = 1
"""How often product and raw COPY take turns; more give steadier figures and take half a minute each."""
BUSY: Final = 0.25
"""With more of a core taken by other work a run is not worth keeping."""
SHARES: Final = ("ingest", "devices", "postgres", "valkey", "others")

_REGISTER: Final = """
INSERT INTO clinics VALUES (gen_random_uuid(), 'Bench', 'UTC');
INSERT INTO wards SELECT gen_random_uuid(), c.id, 'Ward ' || n, n FROM clinics c, generate_series(0, %(wards)s - 1) n;
INSERT INTO beds SELECT gen_random_uuid(), w.id, n::text, w.position * 32 + n FROM wards w, generate_series(1, 32) n;
INSERT INTO devices (clinic_id, code, model, token_hash)
SELECT c.id, d.code, 'Bench', sha256(convert_to(d.token, 'UTF8'))
FROM clinics c, unnest(%(codes)s::text[], %(tokens)s::text[]) WITH ORDINALITY AS d (code, token, n) ORDER BY d.n;
INSERT INTO device_beds SELECT d.id, b.id, tstzrange(now() - interval '1 day', NULL)
FROM devices d JOIN beds b ON b.position = d.id - (SELECT min(id) FROM devices) + 1;
-- They have been here before: how their clocks go is known.
INSERT INTO device_clocks (device_id, clock, begins_ms, offset_ms) SELECT id, 0, %(ever)s, 0 FROM devices;
ANALYZE;
"""


@dataclass(slots=True)
class _Run:
    """One order to the devices: what they measured, what each process took, and the account of the values."""

    measured: dict[str, Any]
    shares: dict[str, float]
    account: rows.Account


@dataclass(slots=True)
class _Bench:
    stage: Stage
    ingest: Program
    fleet: Program
    record: Path
    first_id: int
    copies: int = 0
    result: dict[str, Any] = field(default_factory=dict)

    def calm(self, devices: int, suffix: str, seconds: float) -> None:
        """Measure so many devices at one message a second each, and keep it under its keys."""
        with _told(f"{devices:,} devices connect"):
            self.fleet.tell({"do": "connect", "devices": devices})
            connected = self.fleet.answer("connected")
        rows.clear(self.stage.dsn)
        with _told(f"{devices:,} devices, 1 message a second, {seconds:g} s"):
            found = self._steady(self._run({"do": "steady", "seconds": seconds}, seconds), devices * seconds)
        found["bytes_per_value"] = round(rows.bytes_per_value(self.stage.dsn), 2)
        found |= {"devices": devices, "connect_s": round(connected["seconds"], 2)}
        self._keep(found, suffix)

    def flood(self, devices: int, suffix: str, seconds: float) -> None:
        """Measure the highest rate of so many devices, and of raw COPYs of the same rows, and keep it."""
        self._keep(self._flood(devices, seconds), suffix)

    def _keep(self, found: dict[str, Any], suffix: str) -> None:
        self.result |= {key + suffix: value for key, value in found.items()}

    def _steady(self, calm: _Run, messages: float) -> dict[str, Any]:
        share = calm.shares["ingest"]
        return {
            "cpu_share": round(share, 3),
            "cpu_us_per_message": round(share * calm.measured["wall"] / messages * 1e6, 1),
            "ack_p50_ms": round(calm.measured["ack_p50_ms"], 1),
            "ack_p95_ms": round(calm.measured["ack_p95_ms"], 1),
            "sent": calm.account.sent,
            "stored": calm.account.stored,
            "lost": calm.account.lost,
            "duplicated": calm.account.duplicated,
            "send_lag_p95_ms": round(calm.measured["send_lag_p95_ms"], 1),
            "cores_steady": _rounded(calm.shares),
        }

    def _flood(self, devices: int, seconds: float) -> dict[str, Any]:
        """Alternate the product at its highest rate with raw COPYs of the same rows into the same table."""
        order = {"do": "flood", "devices": devices, "instants": INSTANTS, "window": UNDER_WAY // INSTANTS}
        runs, copies = [], []
        for number in range(1, ROUNDS + 1):
            rows.clear(self.stage.dsn)
            with _told(f"{devices:,} devices as fast as it goes, {seconds:g} s, {number} of {ROUNDS}"):
                runs.append(self._run(order | {"seconds": seconds}, seconds))
            with _told("  and the same rows by raw COPY, twice"):
                copies += [rows.raw_copy(self.stage.dsn, copy) for copy in (1, 2)]
        best = max(runs, key=lambda run: float(run.measured["values_per_s"]))
        rate, copy = best.measured["values_per_s"], statistics.median(copies)
        return {
            "values_per_s": round(rate),
            "values_per_s_runs": [round(run.measured["values_per_s"]) for run in runs],
            "copy_values_per_s": round(copy),
            "copy_values_per_s_runs": [round(each) for each in copies],
            "ratio": round(rate / copy, 3),
            "cpu_us_per_value": round(best.shares["ingest"] / rate * 1e6, 2),
            "ack_p95_ms_at_highest": round(best.measured["ack_p95_ms"], 1),
            "sent_at_highest": sum(run.account.sent for run in runs),
            "lost_at_highest": sum(run.account.lost for run in runs),
            "duplicated_at_highest": sum(run.account.duplicated for run in runs),
            "cores_at_highest": _rounded(best.shares),
        }

    def _run(self, order: dict[str, Any], seconds: float) -> _Run:
        servers = self.stage.servers
        cpu = Cpu(
            {
                "ingest": self.ingest.pid,
                "devices": self.fleet.pid,
                "postgres": servers.pid("postgres"),
                "valkey": servers.pid("valkey"),
            }
        )
        self.fleet.tell(order)
        self.fleet.answer("began")
        began = time.perf_counter()
        cpu.begin()
        self.fleet.answer("ended", seconds * 2 + 30)
        shares, wall = cpu.end(), time.perf_counter() - began
        measured = self.fleet.answer("done")
        if measured["cut_off"] or measured["problems"]:
            print(f"  cut off {measured['cut_off']}, refused {measured['problems']}: {measured['first_problem']}")
        found = rows.account(self.stage.dsn, self.record, self.first_id)
        return _Run(measured | {"wall": wall}, shares, found)


def measure() -> dict[str, Any]:
    """Run the benchmark (under two minutes) and return its figures."""
    began = time.perf_counter()
    with stage() as ground:
        first_id = _register(ground.dsn)
        ready = (ingest := ground.start("clinic_console", "ingest")).answer("ready")
        host, _, port = str(ready["devices"]).rpartition(":")
        record = ground.folder / "record"
        fleet = ground.start("tests.bench.devices", host, port, str(record))
        bench = _Bench(ground, ingest, fleet, record, first_id)
        # What writes much comes last: the disk goes on with it for a while.
        bench.calm(DEVICES // 10, SMALL, 6)
        bench.calm(DEVICES, "", 20)
        bench.flood(DEVICES // 10, SMALL, 5)
        bench.flood(DEVICES, "", 20)
        bench.result |= {name: ground.setting(name) for name in ("fsync", "synchronous_commit")}
    others = max(bench.result[key]["others"] for key in ("cores_steady", "cores_at_highest"))
    if others > BUSY:
        print(f"Other work took {others:.2f} cores meanwhile: rates and delays say little, CPU time per value more.")
    return bench.result | {
        "readings_per_message": INSTANTS,
        "values_per_reading": len(NAMES),
        "sealed_bytes_per_value": None,
        "rules": "off: the alarm engine does not exist yet",
        "note": "sealed_bytes_per_value is null: sealing does not exist yet. cores_*: CPU time over wall time by "
        "process on a machine that others may use meanwhile (others).",
        "seconds": round(time.perf_counter() - began, 1),
    }


def _register(dsn: str) -> int:
    """Register the devices, each at a bed of its own in wards of 32; return the number of the first."""
    numbers = range(1, DEVICES + 1)
    given = {
        "wards": (DEVICES + 31) // 32,
        "ever": EVER,
        "codes": [code_of(number) for number in numbers],
        "tokens": [token_of(number) for number in numbers],
    }
    with psycopg.connect(dsn) as connection, psycopg.ClientCursor(connection) as cursor:
        cursor.execute(_REGISTER, given)
        row = connection.execute("SELECT min(id), max(id) - min(id) + 1 FROM devices").fetchone()
    assert row is not None
    assert row[1] == DEVICES
    return int(row[0])


@contextmanager
def _told(what: str) -> Iterator[None]:
    began = time.perf_counter()
    print(f"{what} …", end="", flush=True)
    yield
    print(f" {time.perf_counter() - began:.1f} s", flush=True)


def _rounded(shares: dict[str, float]) -> dict[str, float]:
    return {name: round(shares[name], 2) for name in SHARES}
