"""Benchmark ``patients``: finding somebody among half a million as one types, and turning the list's pages.

Over HTTP, through the product's application (with wide limits of rate only: one typist here asks as a whole clinic):
token, row level security, an audit row and its commit for each request, at default durability. Each query also goes,
alternating, to the bare function of the database on one connection of the role ``clinic_hub``. Two users: one of 3
clinics, and one of all; where they differ, the keys hold the worse one. The first queries are not counted.
"""

import http.client
import json
import statistics
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

import psycopg

from tests.bench.data import BIG, SMALL, Copy, library
from tests.bench.figures import SMALL as SUFFIX
from tests.bench.figures import Figure
from tests.bench.queries import KINDS, Query, draw, rows_of
from tests.bench.raw_search import Plans, Raw, plans
from tests.bench.stage import Cpu

FIGURES: Final = (
    Figure("patients", "patients", sized=True),
    Figure("clinics", "clinics", sized=True),
    Figure("queries", "queries of each of the two users", sized=True),
    Figure("search_p50_ms", "searching, median, ms", "lower", 5, sized=True),
    Figure("search_p95_ms", "searching, 95 %, ms", "lower", 30, sized=True),
    *(Figure(f"{kind}_p95_ms", f"of these by {kind}, 95 %, ms", "lower", sized=True) for kind in KINDS),
    Figure("found_share", "share of queries whose patient is among the 50 shown", "higher", sized=True),
    *(Figure(f"{kind}_found", f"of these by {kind}", "higher", sized=True) for kind in KINDS),
    Figure("lost_share", "share of queries without their patient though nothing was cut off", "lower", sized=True),
    Figure("raw_p50_ms", "the bare function, median, ms", "lower", sized=True),
    Figure("raw_p95_ms", "the bare function, 95 %, ms", "lower", sized=True),
    Figure("raw_ratio", "times the bare function, medians", "lower", sized=True),
    Figure("page1_p50_ms", "page 1 of 50 rows, median, ms", "lower", 3, sized=True),
    Figure("page10000_p50_ms", "page 10,000 (the last full one), median, ms", "lower", sized=True),
    Figure("page10000_ratio", "times page 1", "lower", 1.5, sized=True),
    Figure("places_ms", "all places of the list, asked first, ms", "lower", sized=True),
    Figure("search_growth", "searching, median, times that of a tenth of the patients", "lower", 1.3),
    Figure("search_p95_growth", "searching, 95 %, times that of a tenth of the patients", "lower", 1.3),
    Figure("page1_growth", "page 1, times that of a tenth of the patients", "lower", 1.3),
    Figure("sequential_scans", "large tables read from end to end, in the plans of all that is measured", "lower", 0),
    Figure("fsync", "fsync as the server shows it"),
    Figure("synchronous_commit", "synchronous_commit as the server shows it"),
)
EACH: Final = 80
EACH_SMALL: Final = 80
"""Queries of each kind and user."""
WARM: Final = 12
"""Of each kind, before anything is counted."""
HITS: Final = 50
ROWS: Final = 50
PAGES: Final = 150
FAR: Final = 10_000
SAMPLE: Final = 6_000


@dataclass(slots=True)
class Found:
    """What queries of one kind took (ms), over HTTP and bare, and whether each found whom it was for.

    ``lost``: it did not, though there was room for more.
    """

    ms: list[float] = field(default_factory=list)
    raw_ms: list[float] = field(default_factory=list)
    found: list[bool] = field(default_factory=list)
    lost: list[bool] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class User:
    """Who asks: where they work, and their session."""

    id: UUID
    clinics: list[UUID]
    door: "Door"


class Door:
    """One connection to the hub, of one who is signed in."""

    def __init__(self, address: str, login: str, password: str) -> None:
        self._client = http.client.HTTPConnection(address, timeout=30)
        self._headers = {"Content-Type": "application/json"}
        _, answer = self.ask("POST", "/api/session", {"login": login, "password": password})
        self._headers["Authorization"] = f"Bearer {answer['access']}"

    def reopen(self) -> None:
        """Go on by a fresh connection: the hub ends one that has been idle for long."""
        self._client.close()

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> tuple[float, Any]:
        """Ask, and return how long the whole answer took (ms), and what it says."""
        sent = None if body is None else json.dumps(body).encode()
        began = time.perf_counter()
        self._client.request(method, path, sent, self._headers)
        answer = self._client.getresponse()
        said = answer.read()
        took = (time.perf_counter() - began) * 1_000
        if answer.status not in (200, 201):
            raise SystemExit(f"{method} {path} {body} was answered {answer.status}: {said[:300]!r}")
        return took, json.loads(said)


def measure(each: int = EACH, each_small: int = EACH_SMALL) -> dict[str, Any]:
    """Run the benchmark (some 90 s once the data is there) and return its figures."""
    began = time.perf_counter()
    with library() as opened:
        with opened(SMALL) as copy:
            small = _measure(copy, each_small)
        with opened(BIG) as copy:
            large = _measure(copy, each)
            durable = {name: copy.setting(name) for name in ("fsync", "synchronous_commit")}
    return {
        **large,
        **{f"{key}{SUFFIX}": value for key, value in small.items()},
        "search_growth": round(large["search_p50_ms"] / small["search_p50_ms"], 2),
        "search_p95_growth": round(large["search_p95_ms"] / small["search_p95_ms"], 2),
        "page1_growth": round(large["page1_p50_ms"] / small["page1_p50_ms"], 2),
        **durable,
        "seconds": round(time.perf_counter() - began, 1),
    }


def _measure(copy: Copy, each: int) -> dict[str, Any]:
    """Measure on one size of data."""
    clinics = copy.clinics()
    hub = copy.start("tests.soak.fuzz_hub", "serve")
    address = hub.answer("ready")["http"]
    users = {
        "three": _user(copy, address, "three", clinics[:3]),
        "all": _user(copy, address, "all", clinics),
    }
    cpu = Cpu({name: copy.servers.pid(name) for name in ("postgres", "valkey")} | {"hub": hub.pid})
    cpu.begin()
    found = {name: _search(copy, user, each) for name, user in users.items()}
    pages = _pages(users["all"].door)
    shares = cpu.end()
    explained = [_explain(copy, user) for user in users.values()]
    told = {name: _told(kinds) for name, kinds in found.items()}
    worse = {
        key: (min if key.endswith("found") or key == "found_share" else max)(each[key] for each in told.values())
        for key in told["all"]
    }
    return {
        "patients": _count(copy),
        "clinics": len(clinics),
        "queries": each * len(KINDS),
        **worse,
        **pages,
        "sequential_scans": sum(len(each.scans) for each in explained),
        "indexes": sorted({name for each in explained for name in each.indexes}),
        "users": told,
        "cores": {name: round(share, 2) for name, share in shares.items()},
    }


def _user(copy: Copy, address: str, login: str, clinics: list[UUID]) -> User:
    user, password = copy.employ(login, clinics)
    return User(user, clinics, Door(address, login, password))


def _search(copy: Copy, user: User, each: int) -> dict[str, Found]:
    """Ask everything of a user's, over HTTP and bare in turn; return it by kind."""
    rows = rows_of(copy.dsn, user.clinics, SAMPLE)
    found: dict[str, Found] = defaultdict(Found)
    user.door.reopen()
    with Raw(copy.dsn, user.id, user.clinics) as raw:
        for query in draw(rows, WARM, seed=1):
            _ask(user.door, raw, query, Found())
        for query in draw(rows, each):
            _ask(user.door, raw, query, found[query.kind])
    return found


def _ask(door: Door, raw: Raw, query: Query, into: Found) -> None:
    body = {"text": query.text, "order": query.order, "limit": HITS}
    took, hits = door.ask("POST", "/api/patients/search", body)
    into.ms.append(took)
    into.raw_ms.append(raw.ask(query, HITS))
    found = query.patient in (line["id"] for line in hits["items"])
    into.found.append(found)
    into.lost.append(not found and not hits["more"])


def _pages(door: Door) -> dict[str, Any]:
    """Turn to the first and to the ten-thousandth page in turn."""
    door.reopen()
    places_ms, places = door.ask("GET", "/api/patients/places?sort=name")
    page = min(FAR, places["total"] // ROWS)
    block, skip = divmod((page - 1) * ROWS, places["every"])
    far = {"sort": "name", "limit": ROWS, "after": places["keys"][block], "skip": skip}
    paths = {"page1": {"sort": "name", "limit": ROWS}, "page10000": far}
    times: dict[str, list[float]] = {name: [] for name in paths}
    for _ in range(PAGES):
        for name, words in paths.items():
            took, answer = door.ask("GET", f"/api/patients?{urlencode(words)}")
            times[name].append(took)
            if len(answer["items"]) != ROWS:
                raise SystemExit(f"{name} has {len(answer['items'])} rows")
    middle = {name: statistics.median(each) for name, each in times.items()}
    return {
        **{f"{name}_p50_ms": round(each, 3) for name, each in middle.items()},
        "page10000_ratio": round(middle["page10000"] / middle["page1"], 2),
        "page_far": page,
        "places_ms": round(places_ms, 1),
    }


def _explain(copy: Copy, user: User) -> Plans:
    """Look at how Postgres does it, at this size; what reads a whole table is shown."""
    queries = draw(rows_of(copy.dsn, user.clinics, SAMPLE), WARM, seed=2)
    found = plans(copy.dsn, user.id, user.clinics, queries, HITS)
    if found.statements < len(queries):
        raise SystemExit(f"only {found.statements} plans were told for {len(queries)} queries")
    for text in found.scans[:3]:
        print(text)
    return found


def _told(kinds: dict[str, Found]) -> dict[str, float]:
    """Put what one user's queries showed under the keys of the figures."""
    everything = Found(
        [ms for each in kinds.values() for ms in each.ms],
        [ms for each in kinds.values() for ms in each.raw_ms],
        [found for each in kinds.values() for found in each.found],
        [lost for each in kinds.values() for lost in each.lost],
    )
    told = dict(_timed("search", everything.ms)) | dict(_timed("raw", everything.raw_ms))
    told["raw_ratio"] = round(told["search_p50_ms"] / told["raw_p50_ms"], 2)
    told["found_share"] = round(statistics.mean(everything.found), 4)
    told["lost_share"] = round(statistics.mean(everything.lost), 4)
    for kind, each in kinds.items():
        told |= dict(_timed(kind, each.ms)) | dict(_timed(f"{kind}_raw", each.raw_ms))
        told[f"{kind}_found"] = round(statistics.mean(each.found), 4)
        told[f"{kind}_lost"] = round(statistics.mean(each.lost), 4)
    return told


def _timed(name: str, times: list[float]) -> Iterator[tuple[str, float]]:
    yield f"{name}_p50_ms", round(statistics.median(times), 3)
    yield f"{name}_p95_ms", round(sorted(times)[int(len(times) * 0.95)], 3)


def _count(copy: Copy) -> int:
    with psycopg.connect(copy.dsn) as connection:
        [(count,)] = connection.execute("SELECT count(*) FROM patients").fetchall()
    return int(count)


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
