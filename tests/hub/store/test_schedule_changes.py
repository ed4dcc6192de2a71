"""Which columns a change concerns, which watched ones have changed, what patients' changes raise: migration 0022."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from tests.hub.schedule_world import ScheduleWorld, small

HALF: timedelta = timedelta(minutes=30)
DAY = timedelta(days=1)


@pytest.fixture
def world(database: Any, clinic: Any) -> ScheduleWorld:
    return small(database.dsn, clinic.id, clinic.zone)


@pytest.fixture
def connection(database: Any) -> Iterator[Any]:
    """Acts as the functions do that book."""
    with psycopg.connect(make_conninfo(database.dsn, options="-c role=clinic_definer")) as made:
        yield made


def changes(connection: Any, *times: tuple[int, datetime, datetime]) -> set[tuple[UUID, date, int]]:
    given = [list(each) for each in zip(*times, strict=True)]
    connection.execute("SELECT raise_days(%s, %s, %s)", given)
    rows = connection.execute("SELECT * FROM schedule_changes(%s, %s, %s)", given).fetchall()
    for clinic, day, who, version in rows:
        assert (version,) == connection.execute("SELECT day_version(%s, %s, %s)", [who, clinic, day]).fetchone()
    return {(clinic, day, who) for clinic, day, who, _ in rows}


def visit(world: ScheduleWorld, who: str, patient: UUID, ahead: int, *others: int) -> UUID:
    at, made = world.at("10:00", ahead), uuid4()
    world.add(
        "appointments", id=made, begins=at, ends=at + HALF, own_begins=at, own_ends=at + HALF,
        clinic_id=world.clinic, patient_id=patient, resource_id=world.ids[who], type_id=world.ids["visit"],
        others=list(others),
    )  # fmt: skip
    return made


def version(world: ScheduleWorld, who: str, ahead: int) -> int:
    day = world.today() + timedelta(days=ahead)
    return int(world.run("SELECT day_version(%s, %s, %s)", world.ids[who], world.clinic, day)[0][0])


def test_a_visit_is_in_the_column_of_its_day_by_each_clinics_calendar(
    world: ScheduleWorld, connection: Any, foreign: Any
) -> None:
    # 00:30 in Tokyo is 15:30 of the day before in Lisbon.
    both = world.practitioner("Both", clinics=[world.clinic, foreign.clinic])
    at, day = world.at("00:30"), world.today() + 7 * DAY
    expected = {(world.clinic, day, both), (foreign.clinic, day - DAY, both)}
    assert changes(connection, (both, at, at + HALF)) == expected


def test_what_crosses_midnight_is_in_both_days_and_nights_are_in_the_day_before(
    world: ScheduleWorld, connection: Any
) -> None:
    who, day = world.ids["yamada"], world.today() + 7 * DAY
    late = world.at("23:45")
    assert changes(connection, (who, late, late + HALF)) == {
        (world.clinic, day, who), (world.clinic, day + DAY, who),
    }  # fmt: skip
    until_midnight = world.at("23:30")
    assert changes(connection, (who, until_midnight, until_midnight + HALF)) == {(world.clinic, day, who)}
    nights = world.practitioner("Nights")
    world.hours(nights, "22:00", "30:00")
    early = world.at("02:00")
    both = {(world.clinic, day - DAY, nights), (world.clinic, day, nights)}
    assert changes(connection, (nights, early, early + HALF)) == both
    extra = world.at("23:00", 6)
    world.exception("extra", extra, extra + timedelta(hours=5), resource=who)
    assert changes(connection, (who, early, early + HALF)) == {
        (world.clinic, day - DAY, who), (world.clinic, day, who),
    }  # fmt: skip


def test_days_on_which_the_clocks_change_are_the_walls(world: ScheduleWorld, connection: Any) -> None:
    lisbon = uuid4()
    world.add("clinics", id=lisbon, name="Lisbon", zone="Europe/Lisbon")
    who = world.practitioner("Ana", clinics=[lisbon])
    for at, day in (
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), date(2027, 3, 28)),
        (datetime(2027, 3, 28, 23, 30, tzinfo=UTC), date(2027, 3, 29)),
        (datetime(2027, 10, 30, 23, 30, tzinfo=UTC), date(2027, 10, 31)),
        (datetime(2027, 10, 31, 23, 30, tzinfo=UTC), date(2027, 10, 31)),
    ):
        assert changes(connection, (who, at, at + HALF)) == {(lisbon, day, who)}, at


def test_rooms_have_no_columns_and_a_leave_of_years_is_cut(world: ScheduleWorld, connection: Any) -> None:
    at = world.at("10:00")
    assert changes(connection, (world.ids["room1"], at, at + HALF)) == set()
    given = [[world.ids["yamada"]], [at], [at + timedelta(days=4_000)]]
    assert len(connection.execute("SELECT * FROM schedule_changes(%s, %s, %s)", given).fetchall()) == 1_000


def test_the_comparison_goes_by_the_versions_of_the_columns(
    world: ScheduleWorld, connection: Any, database: Any
) -> None:
    at, today = world.at("10:00"), world.today()
    changes(connection, (world.ids["yamada"], at, at + timedelta(days=2)), (world.ids["mori"], at, at + HALF))
    connection.commit()
    days = [today + timedelta(days=ahead) for ahead in range(4, 13)]
    with psycopg.connect(make_conninfo(database.dsn, options="-c role=clinic_live")) as hub:
        given = [[world.clinic] * len(days), days]
        ask = "SELECT * FROM schedule_watched(%s, %s, CAST(%s AS bigint[]))"
        rows = hub.execute(ask, [*given, [None] * len(days)]).fetchall()
        prints = {place: found for place, *_, found in rows}
        assert hub.execute(ask, [*given, [prints[n + 1] for n in range(len(days))]]).fetchall() == []
    assert len(rows) == 4 * len(days)
    for place, who, found, _ in rows:
        assert (found,) == connection.execute(
            "SELECT day_version(%s, %s, %s)", [who, world.clinic, days[place - 1]]
        ).fetchone()


def test_a_changed_patient_raises_the_columns_of_its_coming_visits_once(world: ScheduleWorld, database: Any) -> None:
    patient, other = world.patient("Aoki"), world.patient("Baba")
    visit(world, "yamada", patient, 3, world.ids["nurse"], world.ids["room1"])
    visit(world, "mori", patient, -3)
    visit(world, "keller", other, 3)
    names = ("yamada", "nurse", "mori", "keller")
    before = {who: version(world, who, 3) for who in names}
    with psycopg.connect(database.dsn) as listener:
        listener.execute("LISTEN clinic_desk")
        listener.commit()
        with psycopg.connect(make_conninfo(database.dsn, options="-c role=clinic_admin")) as connection:
            connection.execute(
                "UPDATE patients SET name = 'Aoki Ren', version = version + 1 WHERE id = %s", [patient]
            )
            connection.execute("UPDATE patients SET alert_kinds = '{allergy}' WHERE id = %s", [patient])
        assert {who: version(world, who, 3) - before[who] for who in names} == {
            "yamada": 1, "nurse": 1, "mori": 0, "keller": 0,
        }  # fmt: skip
        assert len(list(listener.notifies(timeout=5, stop_after=1))) == 1
    assert world.run("SELECT count(*) FROM schedule_touched") == [(0,)]


def test_what_no_card_shows_raises_nothing(world: ScheduleWorld) -> None:
    patient = world.patient("Aoki")
    visit(world, "yamada", patient, 3)
    before = version(world, "yamada", 3)
    world.run("UPDATE patients SET name = name, language = 'ja' WHERE id = %s", patient)
    assert version(world, "yamada", 3) == before
    world.run("UPDATE patients SET restriction = 'vip' WHERE id = %s", patient)
    assert version(world, "yamada", 3) == before + 1


def test_a_changed_patient_raises_the_lists_it_waits_in(world: ScheduleWorld) -> None:
    patient = world.patient("Aoki")
    for state in ("waiting", "booked"):
        world.add(
            "waitlist", id=uuid4(), clinic_id=world.clinic, patient_id=patient, type_id=world.ids["visit"],
            priority=1, user_name="x", state=state,
        )  # fmt: skip
    world.run("UPDATE patients SET name = 'Aoki Ren' WHERE id = %s", patient)
    assert world.run("SELECT waiting FROM clinics WHERE id = %s", world.clinic) == [(2,)]


def test_a_visit_that_is_booked_meanwhile_is_raised_too(world: ScheduleWorld, database: Any) -> None:
    patient = world.patient("Aoki")
    before = version(world, "yamada", 3)
    with psycopg.connect(database.dsn) as connection:
        connection.execute("UPDATE patients SET name = 'Aoki Ren' WHERE id = %s", [patient])
        visit(world, "yamada", patient, 3)
    assert version(world, "yamada", 3) == before + 1


def imports(dsn: str, order: list[UUID]) -> None:
    """Change many patients one after the other."""
    with psycopg.connect(dsn) as connection:
        for patient in order:
            connection.execute("UPDATE patients SET version = version + 1 WHERE id = %s", [patient])


def form(dsn: str, patient: UUID) -> None:
    """Change a patient as patient_change does."""
    with psycopg.connect(dsn) as connection:
        connection.execute("SELECT FROM patients WHERE id = %s FOR UPDATE", [patient])
        connection.execute("UPDATE patients SET version = version + 1 WHERE id = %s", [patient])


def books(world: ScheduleWorld, patient: UUID) -> None:
    """Book somebody's visit, and change what is taken of three doctors for days."""
    at = world.at("12:00", 4)
    doctors = [world.ids[who] for who in ("keller", "mori", "yamada")]
    given = [doctors, [at - 2 * DAY] * 3, [at + 2 * DAY] * 3]
    with psycopg.connect(world.dsn) as connection:
        place = "ROW(%s::int[], %s::timestamptz[], %s::timestamptz[])::visit_times"
        connection.execute(f"SELECT visit_grip(%s, %s, {place})", [world.clinic, patient, *given])
        connection.execute(
            "INSERT INTO appointments (id, begins, ends, own_begins, own_ends, clinic_id, patient_id, resource_id,"
            " type_id) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [uuid4(), at, at + HALF, at, at + HALF, world.clinic, patient, doctors[0], world.ids["visit"]],
        )


def test_patients_and_visits_change_side_by_side_without_waiting_in_a_circle(world: ScheduleWorld) -> None:
    patients = [world.patient(f"Patient {number}") for number in range(6)]
    for number, patient in enumerate(patients):
        for who in ("yamada", "mori", "keller"):
            visit(world, who, patient, 3 + number % 3)
    work = [(imports, world.dsn, patients)] * 2
    work += [(form, world.dsn, patient) for patient in patients[:2]]
    work += [(books, world, patient) for patient in patients[:3]]
    with ThreadPoolExecutor(len(work)) as pool:
        done = [pool.submit(lambda what=what: [what[0](*what[1:]) for _ in range(25)]) for what in work]
    assert [each.exception() for each in done] == [None] * len(work)
