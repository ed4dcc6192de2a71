"""Cached wards and beds: each user is shown what the database would show, and at once what has changed."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from prometheus_client import REGISTRY
from psycopg.errors import InsufficientPrivilege
from redis import Redis

from clinic_console.domain.access import Scope
from clinic_console.domain.errors import NotFound
from clinic_console.hub.cache import BEDS, CLINIC, Cache, Kind, Lying, Standing, WardBed, WardBeds
from clinic_console.hub.push.line import Line
from clinic_console.hub.service import active_beds, wards
from clinic_console.hub.service.audit import Opened
from clinic_console.hub.service.unit_of_work import unit_of_work
from clinic_console.hub.service.warming import warm
from clinic_console.hub.store import wards as store
from clinic_console.hub.store.pools import Engine, make_engine
from clinic_console.wire.wards import BedDevice, BedPage, BedPatient, WardPage

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@dataclass
class Ground:
    """A hub's services on a database, for one user at a time."""

    engine: Engine
    cache: Cache
    dsn: str
    ward: UUID

    def run(self, statement: str, *values: object) -> None:
        with psycopg.connect(self.dsn) as connection:
            connection.execute(statement, values)

    async def beds(self, scope: Scope, naming: frozenset[UUID], after: str = "", limit: int = 200) -> BedPage:
        return await wards.list_beds(self.engine, self.cache, scope, naming, self.ward, after, limit, Opened())

    async def read(self, scope: Scope, naming: frozenset[UUID]) -> BedPage:
        """Read the same from the database itself, by its own rules."""
        async with unit_of_work(self.engine, scope) as work:
            rows = await store.bed_page(
                work.connection, self.ward, scope.user_id, list(scope.clinics), naming, None, 201
            )
        return BedPage([wards._bed(row) for row in rows or []])

    async def wards(self, scope: Scope, after: str = "", limit: int = 200) -> WardPage:
        return await wards.list_wards(self.engine, self.cache, scope, after, limit)

    async def count(self, scope: Scope) -> WardPage:
        """Count the same in the database itself."""
        async with unit_of_work(self.engine, scope) as work:
            rows = await store.ward_page(work.connection, list(scope.clinics), None, 201)
        return WardPage([wards._ward(row) for row in rows])


@pytest.fixture
async def ground(database: Any, redis_url: str, clinic: Any) -> AsyncIterator[Ground]:
    engine = make_engine(database.dsn, "clinic_hub", 2)
    line = Line(redis_url)
    yield Ground(engine, Cache(line), database.dsn, clinic.ward)
    await line.close()
    await engine.dispose()


@pytest.fixture
def nurse(clinic: Any) -> Scope:
    return Scope(clinic.users["nurse"], frozenset({clinic.id}))


def asked(kind: Kind[Any], outcome: str) -> float:
    """Return how often values of a kind had this outcome."""
    labels = {"kind": kind.name, "outcome": outcome}
    return REGISTRY.get_sample_value("clinic_cache_requests_total", labels) or 0.0


def _furnish(ground: Ground, clinic: Any, foreign: Any) -> None:
    """Fill a bed with each kind of patient, for each kind of stay, with or without a monitor of either clinic."""
    stays = ("now, NULL", "now, later", "before, now", "later, NULL", "before, NULL")
    times = {"before": "now() - interval '1 hour'", "now": "now()", "later": "now() + interval '10 minutes'"}
    kinds = product((None, "vip"), ((), (clinic.id,), (foreign.clinic,), (clinic.id, foreign.clinic)), stays)
    with psycopg.connect(ground.dsn) as connection:
        for number, (restriction, links, stay) in enumerate(kinds, start=10):
            bed, patient = uuid4(), uuid4()
            begins, ends = (times.get(word, "NULL") for word in stay.split(", "))
            run = connection.execute
            run("INSERT INTO beds VALUES (%s, %s, %s, %s)", [bed, ground.ward, str(number), number % 7])
            run(
                "INSERT INTO patients (id, mrn, name, restriction) VALUES (%s, %s, %s, %s)",
                [patient, f"M{number}", f"Somebody {number}", restriction],
            )
            for link in links:
                run("INSERT INTO patient_clinic (patient_id, clinic_id) VALUES (%s, %s)", [patient, link])
            run(f"INSERT INTO stays VALUES (%s, %s, %s, tstzrange({begins}, {ends}))", [uuid4(), patient, bed])
            if number % 3:
                run(
                    "WITH made AS ("
                    "INSERT INTO devices (clinic_id, code, token_hash) VALUES (%s, %s, '') RETURNING id)"
                    " INSERT INTO device_beds SELECT id, %s, tstzrange(now(), NULL) FROM made",
                    [(clinic.id, foreign.clinic)[number % 2], f"code-{number}", bed],
                )


async def test_everybody_sees_what_the_database_would_show(
    ground: Ground, clinic: Any, foreign: Any, nurse: Scope
) -> None:
    _furnish(ground, clinic, foreign)
    reception, both = clinic.users["reception"], frozenset({clinic.id, foreign.clinic})
    ground.run("INSERT INTO memberships VALUES (%s, %s, 'nurse')", reception, foreign.clinic)
    scopes = [nurse, Scope(reception, both), Scope(reception, nurse.clinics), Scope(clinic.users["nurse"], both)]
    pages = []
    for scope, naming in product(scopes, (frozenset[UUID](), nurse.clinics, both)):
        pages.append(await ground.beds(scope, naming))
        assert pages[-1] == await ground.read(scope, naming)
        assert (await ground.wards(scope)).items == (await ground.count(scope)).items
    # All of it from one and the same value, which no two of them see alike.
    assert len({str(page) for page in pages}) == 4
    assert len([bed for bed in pages[1].items if bed.patient and bed.patient.mrn.startswith("M")]) > 3
    with pytest.raises(NotFound):
        await ground.beds(Scope(clinic.users["nurse"], frozenset({foreign.clinic})), both)


async def test_one_value_serves_all_who_see_a_ward(ground: Ground, clinic: Any, nurse: Scope) -> None:
    before = {(kind, outcome): asked(kind, outcome) for kind in (BEDS, CLINIC) for outcome in ("hit", "miss")}
    for user in (*clinic.users.values(), *clinic.users.values()):
        scope = Scope(user, nurse.clinics)
        await ground.beds(scope, nurse.clinics)
        await ground.wards(scope)
    for kind in (BEDS, CLINIC):
        assert asked(kind, "miss") - before[kind, "miss"] == 1
        assert asked(kind, "hit") - before[kind, "hit"] == 3


CHANGES = {
    "bed added": "INSERT INTO beds VALUES (gen_random_uuid(), %(ward)s, 'new', 0)",
    "bed renamed": "UPDATE beds SET name = 'X' WHERE id = %(bed)s",
    "bed moved away": "UPDATE beds SET ward_id = %(other)s WHERE id = %(bed)s",
    "bed moved here": "UPDATE beds SET ward_id = %(ward)s, name = 'Z' WHERE ward_id = %(other)s",
    "stay ended": "UPDATE stays SET during = tstzrange(lower(during), now()) WHERE bed_id = %(bed)s",
    "stay planned to end": "UPDATE stays SET during = tstzrange(lower(during), now() - interval '1 s')"
    " WHERE bed_id = %(bed)s",
    "stay removed": "DELETE FROM stays WHERE bed_id = %(bed)s",
    "patient changed beds": "UPDATE stays SET bed_id = (SELECT id FROM beds WHERE ward_id = %(other)s)"
    " WHERE bed_id = %(bed)s",
    "monitor taken": "DELETE FROM device_beds WHERE bed_id = %(bed)s",
    "monitor left": "UPDATE device_beds SET during = tstzrange(lower(during), now()) WHERE bed_id = %(bed)s",
    "monitor of another code": "UPDATE devices SET code = 'recoded' WHERE code = 'dev-1'",
    "monitor of another model": "UPDATE devices SET model = 'other' WHERE code = 'dev-1'",
    "patient renamed": "UPDATE patients SET name = 'Other' WHERE id = %(patient)s",
    "patient in Latin": "UPDATE patients SET name_latin = 'Other' WHERE id = %(patient)s",
    "patient born": "UPDATE patients SET born = '1950-01-01' WHERE id = %(patient)s",
    "patient's sex": "UPDATE patients SET sex = 'X' WHERE id = %(patient)s",
    "patient's number": "UPDATE patients SET mrn = 'Other' WHERE id = %(patient)s",
    "patient restricted": "UPDATE patients SET restriction = 'staff' WHERE id = %(patient)s",
    "patient no more of the clinic": "DELETE FROM patient_clinic WHERE patient_id = %(patient)s",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
async def test_what_has_changed_is_shown_at_once(ground: Ground, clinic: Any, nurse: Scope, change: str) -> None:
    other = uuid4()
    ground.run("INSERT INTO wards VALUES (%s, %s, 'Other', 9)", other, clinic.id)
    ground.run("INSERT INTO beds VALUES (%s, %s, 'Other', 1)", uuid4(), other)
    before = await ground.beds(nurse, nurse.clinics)
    await ground.wards(nurse)
    given = {"ward": ground.ward, "bed": clinic.beds[0], "other": other, "patient": clinic.patients[0]}
    with psycopg.connect(ground.dsn) as connection:
        assert connection.execute(change, given).rowcount > 0
    after = await ground.beds(nurse, nurse.clinics)
    assert after != before
    assert after == await ground.read(nurse, nurse.clinics)
    assert (await ground.wards(nurse)).items == (await ground.count(nurse)).items


@pytest.mark.parametrize(
    "change",
    [
        "INSERT INTO wards VALUES (gen_random_uuid(), %(clinic)s, 'One more', 1)",
        "UPDATE wards SET name = 'Another name' WHERE id = %(ward)s",
        "UPDATE wards SET position = 99 WHERE id = %(ward)s",
        "DELETE FROM wards WHERE name = 'Spare'",
    ],
)
async def test_another_list_of_wards_is_shown_at_once(ground: Ground, clinic: Any, nurse: Scope, change: str) -> None:
    ground.run("INSERT INTO wards VALUES (%s, %s, 'Spare', 2)", uuid4(), clinic.id)
    before = await ground.wards(nurse)
    with psycopg.connect(ground.dsn) as connection:
        connection.execute(change, {"clinic": clinic.id, "ward": ground.ward})
    after = await ground.wards(nurse)
    assert after.items == (await ground.count(nurse)).items != before.items


async def test_what_no_bed_shows_leaves_the_values_as_they_are(ground: Ground, clinic: Any, nurse: Scope) -> None:
    await ground.beds(nurse, nurse.clinics)
    misses = asked(BEDS, "miss")
    ground.run("UPDATE patients SET words = 'patient', version = version + 1")
    ground.run("UPDATE devices SET token_hash = 'x'")
    ground.run("INSERT INTO patients (id, mrn, name) VALUES (%s, 'new', 'New')", uuid4())
    ground.run("INSERT INTO patient_clinic SELECT id, %s FROM patients WHERE mrn = 'new'", clinic.id)
    await ground.beds(nurse, nurse.clinics)
    assert asked(BEDS, "miss") == misses


async def test_a_change_that_is_taken_back_raises_nothing(ground: Ground, clinic: Any, nurse: Scope) -> None:
    before = await ground.beds(nurse, nurse.clinics)
    with psycopg.connect(ground.dsn) as connection:
        connection.execute("UPDATE patients SET name = 'Never' WHERE id = %s", [clinic.patients[0]])
        assert await ground.beds(nurse, nurse.clinics) == before
        connection.rollback()
    misses = asked(BEDS, "miss")
    assert await ground.beds(nurse, nurse.clinics) == before
    assert asked(BEDS, "miss") == misses


def _bed(begins: datetime | None, ends: datetime | None) -> WardBeds:
    patient = BedPatient("p", "M", "Name", "", None, "U")
    place = str(UUID(int=1))
    lying, standing = Lying(patient, [place], begins, ends), Standing(BedDevice(1, "c", "m"), place, begins, ends)
    return WardBeds([WardBed("b", "1", 1, [standing], [lying])])


@pytest.mark.parametrize(
    ("begins", "ends", "there"),
    [
        (None, None, True),
        (NOW - MINUTE, NOW + MINUTE, True),
        (NOW, None, True),
        (NOW + timedelta(microseconds=1), None, False),
        (NOW - MINUTE, NOW, False),
        (NOW - MINUTE, NOW + timedelta(microseconds=1), True),
    ],
)
def test_a_value_goes_with_the_clock(begins: datetime | None, ends: datetime | None, there: bool) -> None:
    [bed] = active_beds.shown(_bed(begins, ends), [UUID(int=1)], NOW, named=True)
    assert (bed.patient is not None, bed.device is not None, bed.restricted) == (there, there, False)
    [bed] = active_beds.shown(_bed(begins, ends), [UUID(int=1)], NOW, named=False)
    assert (bed.patient, bed.restricted) == (None, there)
    [bed] = active_beds.shown(_bed(begins, ends), [UUID(int=2)], NOW, named=True)
    assert (bed.patient, bed.device, bed.restricted) == (None, None, there)


async def test_a_value_holds_what_begins_while_it_lives(ground: Ground, clinic: Any, nurse: Scope) -> None:
    assert store.SOON.total_seconds() > max(BEDS.seconds, CLINIC.seconds)
    ground.run("UPDATE stays SET during = tstzrange(now() + interval '9 minutes', now() + interval '10 minutes')")
    async with unit_of_work(ground.engine, nurse) as work:
        beds = active_beds.beds_of(await store.active_beds(work.connection, ground.ward, 201))
        [ward] = active_beds.wards_of(await store.ward_counts(work.connection, [clinic.id])).wards
    now = datetime.now(UTC)
    for minutes, lying in ((0, 0), (9.5, 4), (11, 0)):
        at = now + minutes * MINUTE
        assert active_beds.counted(ward, at).occupied == lying
        assert len([bed for bed in active_beds.shown(beds, [clinic.id], at, named=True) if bed.patient]) == lying


async def test_no_value_holds_the_name_of_a_restricted_chart(
    ground: Ground, clinic: Any, nurse: Scope, redis_url: str
) -> None:
    ground.run(
        "UPDATE patients SET restriction = 'vip', name = 'Hidden', mrn = 'HID' WHERE id = %s", clinic.patients[0]
    )
    ground.run(
        "INSERT INTO break_glass (id, user_id, patient_id, clinic_id, reason, expires_at)"
        " VALUES (%s, %s, %s, %s, 'an emergency', now() + interval '1 hour')",
        uuid4(), nurse.user_id, clinic.patients[0], clinic.id,
    )  # fmt: skip
    reception = Scope(clinic.users["reception"], nurse.clinics)
    for _ in range(2):
        patient = (await ground.beds(nurse, nurse.clinics)).items[0].patient
        assert patient is not None
        assert patient.name == "Hidden"
        assert (await ground.beds(reception, nurse.clinics)).items[0].patient is None
    with Redis.from_url(redis_url) as redis:
        value = b"".join(bytes(redis.get(key)) for key in redis.scan_iter())
    assert b"Patient 2" in value
    assert b"Hidden" not in value
    assert b"HID" not in value


def test_the_functions_show_a_ward_only_to_who_sees_it(connect_as: Callable[[str], Any], clinic: Any) -> None:
    with connect_as("clinic_hub") as hub:
        for clinics, rows in (([clinic.id], 4), ([], 0)):
            hub.execute("SELECT enter_scope(%s, %s)", [clinic.users["nurse"], clinics])
            assert len(hub.execute("SELECT * FROM ward_beds(%s, '1 s', 9)", [clinic.ward]).fetchall()) == rows
            found = hub.execute("SELECT * FROM clinic_wards(%s, '1 s')", [[clinic.id]]).fetchall()
            assert len(found) == min(rows, 1)
        for call in ("beds_in_wards('{}', '1 s', 9)", "wards_in_clinics('{}', '1 s')", "newest_wards(1)"):
            with pytest.raises(InsufficientPrivilege), hub.transaction():
                hub.execute(f"SELECT * FROM {call}")


async def test_who_sees_very_many_wards_gets_the_same_pages(
    ground: Ground, clinic: Any, nurse: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(7):
        ground.run("INSERT INTO wards VALUES (%s, %s, %s, %s)", uuid4(), clinic.id, f"Ward {number}", number % 2)

    async def pages() -> list[WardPage]:
        found = [await ground.wards(nurse, limit=3)]
        while found[-1].next:
            found.append(await ground.wards(nurse, found[-1].next, limit=3))
        return found

    cached = await pages()
    monkeypatch.setattr(wards, "MOST_CACHED", 7)
    hits = asked(CLINIC, "hit")
    assert await pages() == cached
    assert [len(page.items) for page in cached] == [3, 3, 2]
    assert asked(CLINIC, "hit") == hits


async def test_a_hub_that_was_warmed_loads_nothing_for_the_first_console(
    ground: Ground, database: Any, nurse: Scope, clinic: Any
) -> None:
    ground.run("INSERT INTO wards VALUES (%s, %s, 'Empty', 2)", uuid4(), clinic.id)
    live = make_engine(database.dsn, "clinic_live", 1)
    await warm(live, ground.cache)
    await live.dispose()
    misses = asked(BEDS, "miss") + asked(CLINIC, "miss")
    assert await ground.beds(nurse, nurse.clinics) == await ground.read(nurse, nurse.clinics)
    assert (await ground.wards(nurse)).items == (await ground.count(nurse)).items
    assert asked(BEDS, "miss") + asked(CLINIC, "miss") == misses


@pytest.mark.parametrize("away", ["valkey", "postgres"])
async def test_warming_gives_up_where_a_server_is_away(
    ground: Ground, database: Any, servers: Any, nurse: Scope, away: str
) -> None:
    live = make_engine(database.dsn, "clinic_live", 1)
    servers.embedded.take_down(away)
    try:
        await warm(live, ground.cache)
    finally:
        servers.embedded.bring_up(away)
    await live.dispose()
    assert await ground.beds(nurse, nurse.clinics) == await ground.read(nurse, nurse.clinics)


async def test_without_redis_a_wall_is_answered_from_the_database(ground: Ground, servers: Any, nurse: Scope) -> None:
    kept = await ground.beds(nurse, nurse.clinics)
    servers.embedded.take_down("valkey")
    try:
        assert await ground.beds(nurse, nurse.clinics) == kept
        assert (await ground.wards(nurse)).items == (await ground.count(nurse)).items
    finally:
        servers.embedded.bring_up("valkey")
