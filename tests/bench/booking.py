"""Benchmark ``booking``: a desk books over HTTP beside five million visits; then 64 desks want 200 slots.

Over HTTP, through the product's application (with wide limits of rate only): token, row level security, all checks,
history, notice, an audit row and its commit at default durability. Raw: the bare INSERT into the same ``occupancy``
with its constraint, and its commit, alternating with the bookings on one connection. The doctors who are booked have
empty days of their own (tests/bench/desk_practice.py). The contest (tests/bench/contest.py) runs below HTTP from two
processes; each visit takes a doctor and a room. ``double_booked`` also counts what is kept for nobody.
"""

import statistics
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

import psycopg

from tests.bench.contest import DESKS, SLOTS, contest
from tests.bench.data import BIG, SMALL, Copy, library
from tests.bench.desk_practice import MINUTES, Practice, open_practice, slots
from tests.bench.figures import SMALL as SUFFIX
from tests.bench.figures import Figure
from tests.bench.patients import Door
from tests.bench.stage import Cpu

FIGURES: Final = (
    Figure("patients", "patients", sized=True),
    Figure("practitioners", "practitioners", sized=True),
    Figure("appointments", "appointments", sized=True),
    Figure("p50_ms", "booking over HTTP, 1 client, median, ms", "lower", 4, sized=True),
    Figure("p95_ms", "the same, 95 %, ms", "lower", sized=True),
    Figure("raw_p50_ms", "the bare INSERT with the constraint, median, ms", "lower", sized=True),
    Figure("raw_ratio", "times the bare INSERT, medians", "lower", 6, sized=True),
    Figure("per_s", "bookings a second, 8 clients", "higher", 400, sized=True),
    Figure("growth", "booking, median, times that of a tenth of the data", "lower", 1.3),
    Figure("attempts", "attempts of 64 desks for 200 slots", "higher", 100_000),
    Figure("booked", "of these booked"),
    Figure("changed", "visits moved or cancelled meanwhile"),
    Figure("double_booked", "doctors, rooms or patients booked twice", "lower", 0),
    Figure("errors", "anything but booked or 409", "lower", 0),
    Figure("deadlocks", "deadlocks", "lower", 0),
    Figure("attempts_per_s", "attempts a second", "higher"),
    Figure("fsync", "fsync as the server shows it"),
    Figure("synchronous_commit", "synchronous_commit as the server shows it"),
)
ONE: Final = 1_500
EIGHT: Final = 4_000
WARM: Final = 200
CLIENTS: Final = 8
ATTEMPTS: Final = 100_000
DOCTORS: Final = 16
ROOMS: Final = 12
PATIENTS: Final = 4_000
DAYS: Final = 40

Slots = Iterator[tuple[int, datetime]]


def measure(one: int = ONE, eight: int = EIGHT, attempts: int = ATTEMPTS) -> dict[str, Any]:
    """Run the benchmark (some 10 min once the data is there) and return its figures."""
    began = time.perf_counter()
    with library() as opened:
        with opened(SMALL) as copy:
            small, _ = _measure(copy, one, eight)
        with opened(BIG) as copy:
            large, practice = _measure(copy, one, eight)
            fought = time.perf_counter()
            found = contest(copy, practice, attempts, "booking-1")
            rate = found["attempts"] / (time.perf_counter() - fought)
            durable = {name: copy.setting(name) for name in ("fsync", "synchronous_commit")}
    return {
        **large,
        **{f"{key}{SUFFIX}": value for key, value in small.items()},
        "growth": round(large["p50_ms"] / small["p50_ms"], 2),
        **found,
        "attempts_per_s": round(rate),
        "desks": DESKS,
        "slots": SLOTS,
        **durable,
        "seconds": round(time.perf_counter() - began, 1),
    }


def _measure(copy: Copy, one: int, eight: int) -> tuple[dict[str, Any], Practice]:
    """Measure on one size of data."""
    clinic = copy.clinics()[0]
    user, password = copy.employ("desk", [clinic], "receptionist")
    practice = open_practice(copy.dsn, clinic, user, doctors=DOCTORS, rooms=ROOMS, patients=PATIENTS)
    hub = copy.start("tests.soak.fuzz_hub", "serve")
    address = hub.answer("ready")["http"]
    doors = [Door(address, "desk", password) for _ in range(CLIENTS)]
    free = slots(practice, DAYS)
    cpu = Cpu({name: copy.servers.pid(name) for name in ("postgres", "valkey")} | {"hub": hub.pid})
    cpu.begin()
    booked, raw = _alternate(copy, doors[0], practice, free, one)
    rate = _all_at_once(doors, practice, free, eight)
    shares = cpu.end()
    middle, bare = statistics.median(booked), statistics.median(raw)
    return {
        **_sizes(copy),
        "p50_ms": round(middle, 3),
        "p95_ms": round(sorted(booked)[int(len(booked) * 0.95)], 3),
        "raw_p50_ms": round(bare, 3),
        "raw_ratio": round(middle / bare, 2),
        "per_s": round(rate),
        "cores": {name: round(share, 2) for name, share in shares.items()},
    }, practice


def _alternate(copy: Copy, door: Door, practice: Practice, free: Slots, many: int) -> tuple[list[float], list[float]]:
    """Book over HTTP and insert bare in turn; return what each took (ms), the first ones left out."""
    booked, raw = [], []
    with psycopg.connect(copy.dsn, autocommit=True) as connection:
        rows = connection.execute(
            "INSERT INTO resources (kind, name)"
            " SELECT 'practitioner', 'Bare' FROM generate_series(1, %s) RETURNING id",
            [DOCTORS],
        ).fetchall()
        bare_ones = [number for (number,) in rows]
        for number in range(WARM + many):
            doctor, begins = next(free)
            took = _book(door, practice, doctor, begins, number)
            began = time.perf_counter()
            connection.execute(
                "INSERT INTO occupancy (resource_id, lane, during, taken_by, type_id) VALUES"
                " (%s, 0, tstzrange(%s, %s + make_interval(mins => %s)), %s, %s)",
                [bare_ones[number % len(bare_ones)], begins, begins, MINUTES, uuid4(), practice.plain],
            )
            bare = (time.perf_counter() - began) * 1_000
            if number >= WARM:
                booked.append(took)
                raw.append(bare)
    return booked, raw


def _all_at_once(doors: list[Door], practice: Practice, free: Slots, many: int) -> float:
    """Let all clients book at once; return bookings a second."""
    shares = [[next(free) for _ in range(many // len(doors))] for _ in doors]
    failed: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for place, (doctor, begins) in enumerate(shares[number]):
                _book(doors[number], practice, doctor, begins, number + place * len(doors))
        except (SystemExit, OSError) as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(doors))]
    for door in doors:
        door.reopen()
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    if failed:
        raise SystemExit(f"a client failed: {failed[0]}")
    return sum(map(len, shares)) / took


def _book(door: Door, practice: Practice, doctor: int, begins: datetime, number: int) -> float:
    """Book a slot for the next patient in turn, and return what it took (ms)."""
    body = {
        "key": str(uuid4()),
        "clinic_id": practice.clinic,
        "patient": practice.patients[number % len(practice.patients)],
        "practitioner": doctor,
        "type": practice.plain,
        "begins": begins.isoformat(),
    }
    took, _ = door.ask("POST", "/api/appointments", body)
    return took


def _sizes(copy: Copy) -> dict[str, int]:
    counts = {
        "patients": "SELECT count(*) FROM patients",
        "practitioners": "SELECT count(*) FROM resources WHERE kind = 'practitioner'",
        "appointments": "SELECT count(*) FROM appointments",
    }
    with psycopg.connect(copy.dsn) as connection:
        return {name: int(str(connection.execute(query.encode()).fetchall()[0][0])) for name, query in counts.items()}
