"""Benchmark ``access``: opening a patient's card over HTTP, with all that protects it and with nothing of it.

Guarded: the product's application (with wide limits of rate only): signature and rights of the token, row level
security, an audit row, its commit on the disk at default durability. Plain: the same read in an application that the
benchmark composes without these (tests/bench/plain.py). One request at a time, alternating, on one machine.
"""

import http.client
import json
import statistics
import time
from typing import Any, Final

import psycopg

from clinic_console.hub.service.seed import seed
from tests.bench.figures import Figure
from tests.bench.stage import Cpu, Stage, stage

FIGURES: Final = (
    Figure("guarded_p50_ms", "with permission, policies and audit, median, ms", "lower"),
    Figure("plain_p50_ms", "without them, median, ms", "lower"),
    Figure("difference_ms", "what they cost, ms", "lower", 1.0),
    Figure("guarded_p95_ms", "with them, 95 %, ms", "lower"),
    Figure("plain_p95_ms", "without them, 95 %, ms", "lower"),
    Figure("commit_p50_ms", "a bare INSERT with its commit on the disk, median, ms"),
    Figure("requests", "requests of each kind"),
    Figure("audited", "audit rows written for them"),
    Figure("patients", "patients"),
    Figure("fsync", "fsync as the server shows it"),
    Figure("synchronous_commit", "synchronous_commit as the server shows it"),
)
REQUESTS: Final = 3_000
WARM: Final = 300
LOGIN: Final = "nurse"


def measure() -> dict[str, Any]:
    """Run the benchmark (some 30 s) and return its figures."""
    began = time.perf_counter()
    with stage() as ground:
        made = seed(ground.dsn, "demo")
        hub, plain = ground.start("tests.soak.fuzz_hub", "serve"), ground.start("tests.bench.plain", "serve")
        doors = {"guarded": hub.answer("ready")["http"], "plain": plain.answer("ready")["http"]}
        clients = {name: http.client.HTTPConnection(address, timeout=10) for name, address in doors.items()}
        token = _sign_in(clients["guarded"], made.passwords[LOGIN])
        patients = _patients(ground)
        before = _audited(ground)
        cpu = Cpu({name: ground.servers.pid(name) for name in ("postgres", "valkey")} | {"hub": hub.pid})
        cpu.begin()
        times = _alternate(clients, token, patients)
        shares = cpu.end()
        commits = _commits(ground)
        audited = _audited(ground) - before - WARM
        durable = {name: ground.setting(name) for name in ("fsync", "synchronous_commit")}
    middle = {name: statistics.median(found) for name, found in times.items()}
    return {
        **{f"{name}_p50_ms": round(found, 3) for name, found in middle.items()},
        "difference_ms": round(middle["guarded"] - middle["plain"], 3),
        **{f"{name}_p95_ms": round(_share(found, 0.95), 3) for name, found in times.items()},
        "commit_p50_ms": round(statistics.median(commits), 3),
        "requests": REQUESTS,
        "audited": audited,
        "patients": len(patients),
        **durable,
        "cores_others": round(shares["others"], 2),
        "seconds": round(time.perf_counter() - began, 1),
    }


def _alternate(
    clients: dict[str, http.client.HTTPConnection], token: str, patients: list[str]
) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in clients}
    headers = {"Authorization": f"Bearer {token}"}
    for number in range(WARM + REQUESTS):
        patient = patients[number % len(patients)]
        bodies = set()
        for name, client in clients.items():
            began = time.perf_counter()
            client.request("GET", f"/api/patients/{patient}", headers=headers)
            answer = client.getresponse()
            body = answer.read()
            took = time.perf_counter() - began
            if answer.status != 200 or json.loads(body)["id"] != patient:
                raise SystemExit(f"{name} answered {answer.status}: {body[:200]!r}")
            bodies.add(body)
            if number >= WARM:
                times[name].append(took * 1_000)
        if len(bodies) != 1:
            raise SystemExit(f"not the same of {patient}: {bodies}")
    return times


def _sign_in(client: http.client.HTTPConnection, password: str) -> str:
    body = json.dumps({"login": LOGIN, "password": password})
    client.request("POST", "/api/session", body, {"Content-Type": "application/json"})
    token: str = json.loads(client.getresponse().read())["access"]
    return token


def _patients(ground: Stage) -> list[str]:
    """Return the patients whose cards are open to whoever measures."""
    with psycopg.connect(ground.dsn) as connection:
        rows = connection.execute(
            "SELECT p.id FROM patients p WHERE p.restriction IS NULL AND EXISTS ("
            "  SELECT FROM patient_clinic pc JOIN memberships m USING (clinic_id) JOIN users u ON u.id = m.user_id"
            "  WHERE pc.patient_id = p.id AND u.login = %s) ORDER BY p.id",
            [LOGIN],
        ).fetchall()
    return [str(patient) for (patient,) in rows]


def _audited(ground: Stage) -> int:
    with psycopg.connect(ground.dsn) as connection:
        row = connection.execute("SELECT count(*) FROM audit_log WHERE action = 'patient.opened'").fetchone()
    return int(row[0]) if row else 0


def _commits(ground: Stage) -> list[float]:
    """Return what one row and its commit cost on this disk, in ms."""
    times = []
    with psycopg.connect(ground.dsn, autocommit=True) as connection:
        connection.execute("CREATE TABLE bench_commits (n int)")
        for number in range(500):
            began = time.perf_counter()
            connection.execute("INSERT INTO bench_commits VALUES (%s)", [number])
            times.append((time.perf_counter() - began) * 1_000)
    return times


def _share(values: list[float], share: float) -> float:
    return sorted(values)[int(len(values) * share)]


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
