"""Benchmark ``availability``: free slots of a practitioner's day, and who is free next, among 10,000 practitioners.

Over HTTP, through the product's application (wide limits of rate only): token, row level security, audit. Each day
and each search is asked twice, known to nobody and then known, and goes, alternating, to the bare functions of the
database on one connection of the role ``clinic_hub``. Searches are for a specialty, 14 days, by a user of 3 clinics
and one of all; the keys hold the worse. Then, below HTTP (tests/bench/day_readers.py): a simulated day of reads and
bookings in two processes with a cache each before one Valkey, a thousand questions at once for a day that nobody
knows, and reads begun after a change's response, through two hubs, with Valkey down for the middle third.
"""

import json
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import psycopg

from clinic_console.hub.store import schedule, schedule_next
from clinic_console.hub.store.pools import conninfo
from tests.bench.data import BIG, SMALL, Copy, library
from tests.bench.figures import SMALL as SUFFIX
from tests.bench.figures import Figure
from tests.bench.patients import Door
from tests.bench.stage import Program

_TIMED: Final = (
    ("day_hit", "slots of a known day", 2.0), ("day_miss", "slots of a day that nobody knows", 6.0),
    ("next_hit", "a known search over a specialty", 10.0), ("next_miss", "a search that nobody knows", 40.0),
)  # fmt: skip
FIGURES: Final = (
    Figure("practitioners", "practitioners", sized=True),
    Figure("appointments", "appointments", sized=True),
    Figure("occupancy", "times taken ahead", sized=True),
    *(Figure(f"{key}_p50_ms", f"{words}, median, ms", "lower", goal, sized=True) for key, words, goal in _TIMED),
    *(Figure(f"{key}_p95_ms", f"{words}, 95 %, ms", "lower", sized=True) for key, words, _ in _TIMED),
    *(Figure(f"raw_{key}_p50_ms", f"the bare function: {words}, median, ms", sized=True) for key, words, _ in _TIMED),
    Figure("reads", "reads of the simulated day", sized=True),
    Figure("bookings", "bookings among them", sized=True),
    Figure("hit_rate", "share of reads answered by a known day", "higher", 0.95, sized=True),
    Figure("reads_per_s", "reads of the simulated day each second", "higher", sized=True),
    Figure("queries_for_1000_concurrent_misses", "how often a day was made for 1,000 who asked at once", "lower", 1),
    Figure("crowd_refused", "of the 1,000 told to come back: no connection came free in time", "lower"),
    Figure("stale_probes", "reads begun after a change's response", "higher", 10_000),
    Figure("stale_after_commit", "of these of before the change", "lower", 0),
)

PAIRS: Final = 150
WARM: Final = 15
READS: Final = 1_000_000
BOOKINGS: Final = 50_000
PROBES: Final = 10_000
TENTH: Final = 10
SECONDS: Final = 560.0
"""How long a simulated day may take; what is not read by then is left out, and ``reads`` says so."""
PROGRAMS: Final = 2
PATIENTS: Final = 200
LONGEST: Final = 900.0
_PEOPLE: Final = """
SELECT r.id, min(w.clinic_id::text) FROM resources r
JOIN practitioner_clinics w ON w.resource_id = r.id AND w.clinic_id = ANY (%s)
WHERE r.active AND EXISTS (SELECT FROM template_lines t WHERE t.resource_id = r.id)
GROUP BY 1 ORDER BY hashint4extended(r.id, 1)
"""
_PATIENTS: Final = """
SELECT w.clinic_id::text, p.id::text FROM unnest(%s::uuid[]) c
CROSS JOIN LATERAL (SELECT * FROM patient_clinic w WHERE w.clinic_id = c LIMIT %s) w
JOIN patients p ON p.id = w.patient_id AND p.restriction IS NULL AND NOT p.deceased
"""
_TYPE: Final = """
SELECT t.id FROM visit_types t WHERE t.active AND t.specialty_id IS NULL AND t.capacity = 1
  AND NOT EXISTS (SELECT FROM visit_needs n WHERE n.type_id = t.id) ORDER BY abs(t.minutes - 30), t.id LIMIT 1
"""
_SPECIALTIES: Final = "SELECT specialty_id FROM practitioner_specialties GROUP BY 1 ORDER BY count(*) DESC LIMIT 20"
_SIZES: Final = {
    "practitioners": "SELECT count(*) FROM resources WHERE kind = 'practitioner'",
    "appointments": "SELECT count(*) FROM appointments",
    "occupancy": "SELECT count(*) FROM occupancy WHERE lower(during) > now()",
}
Times = dict[str, list[float]]


@dataclass(slots=True)
class World:
    """One copy of a data set, who asks, and for whom."""

    copy: Copy
    user: UUID
    clinics: list[UUID]
    door: Door
    type: int
    people: list[tuple[int, str]]
    specialties: list[int]
    bare: psycopg.Connection[Any]
    begun: datetime = field(default_factory=lambda: datetime.now(UTC) + timedelta(hours=1))

    @property
    def ahead(self) -> date:
        """The first working day that nothing of this benchmark is in the past of."""
        day = datetime.now(UTC).date() + timedelta(days=1)
        return day + timedelta(days=max(0, 8 - day.isoweekday()) if day.isoweekday() > 5 else 0)


def measure() -> dict[str, Any]:
    """Run the benchmark (some 12 minutes once the data is there) and return its figures."""
    began = time.perf_counter()
    with library() as opened:
        with opened(SMALL) as copy:
            small = _measure(copy, READS // TENTH, BOOKINGS // TENTH, SECONDS / TENTH)
        with opened(BIG) as copy:
            large = _measure(copy, READS, BOOKINGS, SECONDS) | _certain(copy)
            durable = {name: copy.setting(name) for name in ("fsync", "synchronous_commit")}
    growth = {f"{key}_growth": round(large[f"{key}_p50_ms"] / small[f"{key}_p50_ms"], 2) for key, _, _ in _TIMED}
    return {
        **large,
        **{f"{key}{SUFFIX}": value for key, value in small.items()},
        **growth,
        **durable,
        "seconds": round(time.perf_counter() - began, 1),
    }


def _measure(copy: Copy, reads: int, bookings: int, seconds: float) -> dict[str, Any]:
    clinics = copy.clinics()
    address = copy.start("tests.soak.fuzz_hub", "serve").answer("ready")["http"]
    users = [_world(copy, address, name, own) for name, own in (("three", clinics[:3]), ("all", clinics))]
    told = [_timed(_days(world) | _searches(world)) for world in users]
    for world in users:
        world.bare.close()
    worse = {key: max(each[key] for each in told) for key in told[0]}
    sizes = {name: _number(copy.dsn, query) for name, query in _SIZES.items()}
    day = _simulated(users[1], reads, bookings, seconds)
    return {**sizes, **worse, "users": dict(zip(("three", "all"), told, strict=True)), **day}


def _world(copy: Copy, address: str, login: str, clinics: list[UUID]) -> World:
    user, password = copy.employ(login, clinics, "receptionist")
    bare = psycopg.connect(conninfo(copy.dsn, "bench", "clinic_hub"))
    bare.execute("SELECT enter_scope(%s, %s)", [user, clinics])
    with psycopg.connect(copy.dsn) as connection:
        people = [(int(who), str(where)) for who, where in connection.execute(_PEOPLE, [clinics]).fetchall()]
        specialties = [int(each) for (each,) in connection.execute(_SPECIALTIES).fetchall()]
    return World(
        copy, user, clinics, Door(address, login, password), _number(copy.dsn, _TYPE), people, specialties, bare
    )


def _days(world: World) -> Times:
    """Ask for days that nobody has asked for, twice each, over HTTP and bare in turn."""
    found: Times = {f"{raw}day_{how}": [] for raw in ("", "raw_") for how in ("miss", "hit")}
    world.door.reopen()
    for number, (who, clinic) in enumerate(world.people[: PAIRS + WARM]):
        path = f"/api/schedule/slots?clinic={clinic}&practitioner={who}&day={world.ahead}&type={world.type}"
        stamp = None
        for how in ("miss", "hit"):
            took, _ = world.door.ask("GET", path)
            raw, [row, *_] = _bare(world, schedule.TIMES, [UUID(clinic), who, world.type, world.ahead, stamp])
            stamp = row[12]
            if number >= WARM:
                found[f"day_{how}"].append(took)
                found[f"raw_day_{how}"].append(raw)
    return found


def _searches(world: World) -> Times:
    """Search 14 days of a specialty, each time from another minute on, twice each, over HTTP and bare in turn."""
    found: Times = {f"{raw}next_{how}": [] for raw in ("", "raw_") for how in ("miss", "hit")}
    world.door.reopen()
    for number in range(PAIRS + WARM):
        begins = world.begun + timedelta(minutes=number)
        query = {
            "type": world.type, "specialty": world.specialties[number % len(world.specialties)], "days": 14,
            "begins": int(begins.timestamp() * 1_000),
        }  # fmt: skip
        wanted = schedule_next.Wanted(world.type, [], [], query["specialty"], range(1, 8), 0, 1_440, begins, 14, 20)
        known = schedule_next.Known()
        for how in ("miss", "hit"):
            took, _ = world.door.ask("POST", "/api/schedule/next", query)
            raw, [row] = _bare(world, schedule_next.NEXT, schedule_next.next_values(wanted, known))
            known = schedule_next.Known(*row[1:5])
            if number >= WARM:
                found[f"next_{how}"].append(took)
                found[f"raw_next_{how}"].append(raw)
    return found


def _bare(world: World, statement: str, values: Sequence[object]) -> tuple[float, list[Any]]:
    began = time.perf_counter()
    rows = world.bare.execute(statement.encode(), values, prepare=True).fetchall()
    return (time.perf_counter() - began) * 1_000, rows


def _simulated(world: World, reads: int, bookings: int, seconds: float) -> dict[str, Any]:
    """Have several hubs read and book for a day; what they know in common is what Valkey holds."""
    order = _order(world) | {
        "act": "day", "reads": reads // PROGRAMS, "bookings": bookings // PROGRAMS, "seconds": seconds,
    }  # fmt: skip
    readers = [_reader(world.copy, f"serve-{number}") for number in range(PROGRAMS)]
    for number, reader in enumerate(readers):
        reader.tell(order | {"seed": f"day {number}"})
    answers = [reader.answer("answer", LONGEST) for reader in readers]
    for reader in readers:
        reader.__exit__(None, None, None)
    told = sum((Counter(each["told"]) for each in answers), Counter[str]())
    ended = sum((Counter(each["outcomes"]) for each in answers), Counter[str]())
    took = max(each["seconds"] for each in answers)
    return {
        "reads": told["reads"],
        "bookings": told["bookings"],
        "hit_rate": round((ended["hit"] + ended["shared"]) / max(1, ended.total()), 4),
        "reads_per_s": round(told["reads"] / took, 1),
        "day_told": dict(told),
    }


def _certain(copy: Copy) -> dict[str, Any]:
    """Count how often a crowd has a day made, and how many reads after a change are of before it."""
    clinics = copy.clinics()
    address = copy.start("tests.soak.fuzz_hub", "serve-again").answer("ready")["http"]
    world = _world(copy, address, "prober", clinics)
    reader = _reader(copy, "serve-probes")
    day = world.ahead + timedelta(days=21)
    reader.tell(_order(world) | {"act": "crowd", "day": day.isoformat(), "people": world.people[-1:]})
    crowd = reader.answer("answer", LONGEST)
    reader.tell(_order(world) | {"act": "probe", "probes": PROBES, "seed": "probes", "people": world.people[-500:]})
    for _ in range(2):
        turn = copy.servers.take_down if reader.answer("valkey", LONGEST) == "down" else copy.servers.bring_up
        turn("valkey")
        reader.tell({})
    probed = reader.answer("answer", LONGEST)["told"]
    world.bare.close()
    return {
        "queries_for_1000_concurrent_misses": crowd["outcomes"]["miss"] if crowd["same"] else -1,
        "crowd_refused": crowd["refused"],
        "stale_probes": probed["probes"],
        "stale_after_commit": probed.get("stale", 0),
        "probes_told": probed,
    }


def _reader(copy: Copy, name: str) -> Program:
    reader = copy.start("tests.bench.day_readers", name)
    reader.answer("ready")
    return reader


def _order(world: World) -> dict[str, Any]:
    with psycopg.connect(world.copy.dsn) as connection:
        rows = connection.execute(_PATIENTS, [world.clinics, PATIENTS]).fetchall()
    patients: dict[str, list[str]] = {}
    for clinic, patient in rows:
        patients.setdefault(clinic, []).append(patient)
    return {"user": str(world.user), "type": world.type, "people": world.people, "patients": patients}


def _timed(times: Times) -> dict[str, float]:
    middle = {f"{key}_p50_ms": round(statistics.median(each), 3) for key, each in times.items()}
    late = {
        f"{key}_p95_ms": round(sorted(each)[int(len(each) * 0.95)], 3)
        for key, each in times.items()
        if not key.startswith("raw_")
    }
    return middle | late


def _number(dsn: str, query: str) -> int:
    with psycopg.connect(dsn) as connection:
        row = connection.execute(query.encode()).fetchone()
    return int(row[0]) if row else 0


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
