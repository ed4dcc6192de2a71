"""Benchmark ``checkin``: a desk says of 50 and of 500 visits that their patients have come, in one request each.

Over HTTP, through the product's application (wide limits of rate only): token, row level security, all checks,
history, an audit row for each visit, and the commit at default durability. Raw: the bare UPDATE of 50 visits of the
same table, and its commit, alternating with the requests on one connection. ``single50_ms``: 50 in 50 requests.
The visits are of doctors of their own (tests/bench/desk_practice.py); each is changed once.
"""

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

import psycopg

from tests.bench.data import SMALL, Copy, library
from tests.bench.desk_practice import MINUTES, Practice, open_practice, slots
from tests.bench.figures import Figure
from tests.bench.patients import Door

FIGURES: Final = (
    Figure("appointments", "appointments"),
    Figure("bulk50_p50_ms", "50 visits in one request, median, ms", "lower"),
    Figure("bulk50_p95_ms", "the same, 95 %, ms", "lower"),
    Figure("bulk500_p50_ms", "500 visits in one request, median, ms", "lower", 40),
    Figure("raw50_p50_ms", "the bare UPDATE of 50, median, ms", "lower"),
    Figure("raw_ratio", "50 in one request, times the bare UPDATE", "lower", 8),
    Figure("single50_ms", "50 visits one by one, median, ms", "lower"),
    Figure("fsync", "fsync as the server shows it"),
    Figure("synchronous_commit", "synchronous_commit as the server shows it"),
)
DOCTORS: Final = 40
PATIENTS: Final = 4_000
FEW: Final = 50
MANY: Final = 500
WARM: Final = 5
ROUNDS: Final = 40
SINGLES: Final = 5
DAYS: Final = 14


class Visit(NamedTuple):
    """A visit as it is booked."""

    id: UUID
    begins: datetime


@dataclass
class Desk:
    """Takes visits that nobody has changed yet, in the order of the day, and says that their patients have come."""

    door: Door
    clinic: str
    left: list[Visit]

    def take(self, many: int) -> list[Visit]:
        """Return the next ones."""
        taken, self.left = self.left[:many], self.left[many:]
        return taken

    def arrived(self, visits: Sequence[Visit]) -> float:
        """Say it of these in one request; return what it took (ms)."""
        items = [{"id": str(visit.id), "at": int(visit.begins.timestamp() * 1_000), "version": 1} for visit in visits]
        body = {"key": str(uuid4()), "clinic_id": self.clinic, "operation": "arrived", "items": items}
        took, answer = self.door.ask("POST", "/api/appointments/bulk", body)
        if {row["outcome"] for row in answer["rows"]} != {"done"}:
            raise SystemExit(f"not all were done: {answer['rows'][:3]}")
        return took


def measure(rounds: int = ROUNDS, singles: int = SINGLES) -> dict[str, Any]:
    """Run the benchmark (a minute once the data is there) and return its figures."""
    began = time.perf_counter()
    with library() as opened, opened(SMALL) as copy:
        clinic = copy.clinics()[0]
        user, password = copy.employ("desk", [clinic], "receptionist")
        practice = open_practice(copy.dsn, clinic, user, doctors=DOCTORS, rooms=1, patients=PATIENTS)
        visits = _book(copy, practice, DAYS)
        address = copy.start("tests.soak.fuzz_hub", "serve").answer("ready")["http"]
        desk = Desk(Door(address, "desk", password), practice.clinic, visits)
        few, raw = _alternate(copy, desk, rounds)
        many = [desk.arrived(desk.take(MANY)) for _ in range(WARM + rounds // 4)][WARM:]
        single = [sum(desk.arrived([visit]) for visit in desk.take(FEW)) for _ in range(singles)]
        middle, bare = statistics.median(few), statistics.median(raw)
        return {
            "appointments": _number(copy, "SELECT count(*) FROM appointments"),
            "bulk50_p50_ms": round(middle, 3),
            "bulk50_p95_ms": round(sorted(few)[int(len(few) * 0.95)], 3),
            "bulk500_p50_ms": round(statistics.median(many), 3),
            "raw50_p50_ms": round(bare, 3),
            "raw_ratio": round(middle / bare, 2),
            "single50_ms": round(statistics.median(single), 3),
            **{name: copy.setting(name) for name in ("fsync", "synchronous_commit")},
            "seconds": round(time.perf_counter() - began, 1),
        }


def _alternate(copy: Copy, desk: Desk, rounds: int) -> tuple[list[float], list[float]]:
    """Ask and update bare in turn; return what each took (ms), the first ones left out."""
    few, raw = [], []
    with psycopg.connect(copy.dsn, autocommit=True) as connection:
        for _ in range(WARM + rounds):
            few.append(desk.arrived(desk.take(FEW)))
            visits = desk.take(FEW)
            given = [[visit.id for visit in visits], visits[0].begins, visits[-1].begins]
            began = time.perf_counter()
            connection.execute(
                "UPDATE appointments SET state = 'arrived', since = now(), arrived_at = now(), version = version + 1"
                " WHERE id = ANY (%s) AND begins BETWEEN %s AND %s",
                given,
            )
            raw.append((time.perf_counter() - began) * 1_000)
    return few[WARM:], raw[WARM:]


def _book(copy: Copy, practice: Practice, days: int) -> list[Visit]:
    """Put visits into all slots of these days, in the order of time; return them."""
    now = datetime.now(UTC)
    wanted = sorted((begins, doctor) for doctor, begins in slots(practice, days))
    rows = [
        (uuid4(), begins, doctor, practice.patients[place % PATIENTS])
        for place, (begins, doctor) in enumerate(wanted)
    ]
    with psycopg.connect(copy.dsn, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO appointments (id, begins, ends, own_begins, own_ends, clinic_id, patient_id, resource_id,"
            " type_id) SELECT r.id, b, b + m, b, b + m, %s, r.patient, r.doctor, %s"
            " FROM unnest(%s::uuid[], %s::timestamptz[], %s::int[], %s::uuid[]) r (id, b, doctor, patient),"
            " make_interval(mins => %s) m",
            [practice.clinic, practice.plain, *map(list, zip(*rows, strict=True)), MINUTES],
        )
        connection.execute("VACUUM ANALYZE appointments")
    assert rows[0][1] > now
    return [Visit(made, begins) for made, begins, _, _ in rows]


def _number(copy: Copy, query: str) -> int:
    with psycopg.connect(copy.dsn) as connection:
        return int(str(connection.execute(query.encode()).fetchall()[0][0]))
