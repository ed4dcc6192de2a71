"""What a preview says would be refused is what booking refuses once it is saved, and did not before.

Around changes of clocks, over midnight, for every kind of line and exception. The rule is
``domain/availability.refusal`` on the hub's own values of days; the preview is computed in Postgres.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

import msgspec
import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinic_console.domain.availability import Refusal, refusal
from clinic_console.domain.schedule import DayTimes, VisitType
from clinic_console.domain.zones import day_of, planned
from tests.hub.schedule_world import ScheduleWorld

ZONES: Final = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Tokyo")
DAYS: Final = range(-1, 3)
"""The days around a change of clocks on which there are visits."""
AWAY: Final = {"leave", "block"}


@dataclass
class Place:
    """A practitioner who works in two clinics of one zone, seen by somebody who administers both."""

    connection: psycopg.Connection[tuple[Any, ...]]
    zone: str
    change: date
    clinics: tuple[UUID, UUID]
    practitioner: int
    patient: UUID
    types: tuple[VisitType, VisitType]

    def days(self) -> list[date]:
        """Return the days that a visit can begin in."""
        return [self.change + timedelta(days=days) for days in (*DAYS, DAYS.stop)]


def _change_of(zone: str) -> date:
    """Return the next day on which a zone's clocks are changed (or a day in three months)."""
    today = datetime.now(UTC).date() + timedelta(days=40)
    lengths = {
        day: planned(zone, day, 1_440) - planned(zone, day, 0)
        for day in (today + timedelta(days=days) for days in range(300))
    }
    return next((day for day, length in lengths.items() if length != timedelta(days=1)), today + timedelta(days=60))


@pytest.fixture(params=ZONES)
def place(database: Any, clinic: Any, request: pytest.FixtureRequest) -> Iterator[Place]:
    zone = str(request.param)
    world = ScheduleWorld(database.dsn, clinic.id, zone)
    other = uuid4()
    world.run("UPDATE clinics SET zone = %s", zone)
    world.run("INSERT INTO clinics (id, name, zone) VALUES (%s, 'Other', %s)", other, zone)
    for each in (clinic.id, other):
        world.run(
            "INSERT INTO memberships VALUES (%s, %s, 'administrator')"
            " ON CONFLICT (user_id, clinic_id) DO UPDATE SET role = excluded.role",
            clinic.users["nurse"], each,
        )  # fmt: skip
    who = world.practitioner("Mori", clinics=[clinic.id, other])
    plain, late = world.visit_type("Plain", 30), world.visit_type("Late", 45, offset=15, own=30)
    types = (VisitType(plain, 30), VisitType(late, 45, offset=15, own=30))
    with psycopg.connect(database.dsn) as connection:
        patient = world.patient()
        place = Place(connection, zone, _change_of(zone), (clinic.id, other), who, patient, types)
        connection.execute("SELECT enter_scope(%s, %s)", [clinic.users["nurse"], list(place.clinics)])
        yield place
        connection.rollback()


_line = st.fixed_dictionaries(
    {
        "clinic": st.integers(0, 1),
        "weekday": st.integers(-1, 2),
        "weeks": st.sampled_from([0, 0, 0, 0b011111, 0b100000, 0b000110]),
        "begins": st.integers(0, 47).map(lambda n: n * 30),
        "length": st.sampled_from([30, 60, 240, 480, 720]),
        "kind": st.sampled_from(["work", "work", "work", "block", "reserved"]),
        "types": st.sampled_from([[], [], [0], [1], [0, 1]]),
        "release": st.sampled_from([None, 0, 500 * 1_440]),
        "valid": st.sampled_from([(None, None), (None, None), (0, None), (None, 0), (1, 1)]),
    }
)
_lines = st.lists(_line, max_size=7)
_exception = st.fixed_dictionaries(
    {
        "clinic": st.integers(0, 1),
        "kind": st.sampled_from(["leave", "block", "extra", "closed"]),
        "day": st.integers(-1, 2),
        "begins": st.integers(0, 47).map(lambda n: n * 30),
        "length": st.sampled_from([45, 120, 600, 1_440]),
    }
)
_exceptions = st.lists(_exception, max_size=3)
_visits = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from(DAYS), st.integers(0, 95).map(lambda n: n * 15), st.integers(0, 1)),
    min_size=1,
    max_size=14,
)
_examples = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@_examples
@given(_lines, _lines, _exceptions, _visits)
def test_a_template_and_its_preview_agree(
    place: Place, before: Any, after: Any, exceptions: Any, visits: Any
) -> None:
    with place.connection.transaction(force_rollback=True):
        _write(place, _rows(place, before))
        for each in exceptions:
            _add(place, each)
        booked = _book(place, visits)
        was = _refused(place, booked)
        rows = json.dumps(_rows(place, after))
        found = _told(place, "template_affected(%s, %s, '{}', 200)", place.practitioner, rows)
        _write(place, json.loads(rows))
        now = _refused(place, booked)
        assert found == {visit: why for visit, why in now.items() if visit not in was}


@_examples
@given(_lines, _exceptions, _exception, _visits)
def test_an_exception_and_its_preview_agree_and_so_does_taking_it_back(
    place: Place, lines: Any, exceptions: Any, one: Any, visits: Any
) -> None:
    with place.connection.transaction(force_rollback=True):
        _write(place, _rows(place, lines))
        for each in exceptions:
            _add(place, each)
        booked = _book(place, visits)
        was = _refused(place, booked)
        who = None if one["kind"] == "closed" else place.practitioner
        begins, ends = _times(place, one)
        clinic = place.clinics[one["clinic"]]
        found = _told(
            place, "exception_affected(%s, %s, %s, %s, %s, '{}', 200)", clinic, one["kind"], who, begins, ends
        )
        number = _add(place, one)
        now = _refused(place, booked)
        assert found == {visit: why for visit, why in now.items() if visit not in was}
        back = _told(place, "exception_removal_affected(%s, '{}', 200)", number)
        assert back == {visit: why for visit, why in was.items() if visit not in now}


def _rows(place: Place, lines: Any) -> list[dict[str, Any]]:
    """Return lines as template_write takes them; their days are those around the change of clocks."""
    return [
        {
            "id": str(uuid4()),
            "clinic_id": str(place.clinics[line["clinic"]]),
            "weekday": (place.change + timedelta(days=line["weekday"])).isoweekday(),
            "weeks": line["weeks"],
            "begins": line["begins"],
            "ends": line["begins"] + line["length"],
            "since": _day(place, line["valid"][0]),
            "until": _day(place, line["valid"][1]),
            "kind": line["kind"],
            "step": 15,
            "cap": 0,
            "types": [place.types[each].id for each in line["types"]],
            "label": "",
            "release": line["release"] if line["kind"] == "reserved" else None,
        }
        for line in lines
    ]


def _day(place: Place, days: int | None) -> str | None:
    return None if days is None else (place.change + timedelta(days=days)).isoformat()


def _write(place: Place, rows: list[dict[str, Any]]) -> None:
    run = place.connection.execute
    version = run("SELECT version FROM template_open(%s, true)", [place.practitioner]).fetchone()
    assert version is not None
    written = run("SELECT template_write(%s, %s, %s)", [place.practitioner, version[0], json.dumps(rows)]).fetchone()
    assert written == (version[0] + 1,)


def _times(place: Place, one: Any) -> tuple[datetime, datetime]:
    begins = planned(place.zone, place.change + timedelta(days=one["day"]), one["begins"])
    return begins, begins + timedelta(minutes=one["length"])


def _add(place: Place, one: Any) -> UUID:
    number = uuid4()
    begins, ends = _times(place, one)
    who = None if one["kind"] == "closed" else place.practitioner
    added = place.connection.execute(
        "SELECT exception_add(%s, %s, %s, %s, %s, %s, '', 15, 0)",
        [number, place.clinics[one["clinic"]], one["kind"], who, begins, ends],
    ).fetchone()
    assert added == ("",)
    return number


@dataclass(frozen=True)
class Booked:
    """A visit in the book."""

    id: UUID
    clinic: UUID
    begins: datetime
    type: VisitType


def _book(place: Place, visits: Any) -> list[Booked]:
    made = []
    for clinic, day, minutes, kind in visits:
        begins = planned(place.zone, place.change + timedelta(days=day), minutes)
        visit = Booked(uuid4(), place.clinics[clinic], begins, place.types[kind])
        own = begins + timedelta(minutes=visit.type.offset)
        ends = begins + timedelta(minutes=visit.type.minutes)
        place.connection.execute(
            "INSERT INTO appointments (id, begins, ends, own_begins, own_ends, clinic_id, patient_id, resource_id,"
            " type_id) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [visit.id, begins, ends, own, ends, visit.clinic, place.patient, place.practitioner, visit.type.id],
        )
        made.append(visit)
    return made


def _told(place: Place, call: str, *given: object) -> dict[UUID, str]:
    rows = place.connection.execute(f"SELECT id, why, total FROM {call}", given).fetchall()
    assert not rows or rows[0][2] == len(rows)
    return {number: why for number, why, _ in rows}


def _refused(place: Place, booked: list[Booked]) -> dict[UUID, str]:
    """Say why which visits would be refused by the hub's own values of their days, were nobody else there."""
    found = {}
    now = int(datetime.now(UTC).timestamp() * 1_000)
    for clinic in place.clinics:
        days = place.days()
        rows = place.connection.execute(
            "SELECT day, times FROM fresh_times(%s, %s, %s, %s)",
            [clinic, place.practitioner, days, [0] * len(days)],
        ).fetchall()
        values = {day: replace(msgspec.json.decode(times, type=DayTimes), busy=()) for day, times in rows}
        for visit in booked:
            if visit.clinic == clinic:
                value = values[day_of(place.zone, visit.begins)]
                begins = int(visit.begins.timestamp() * 1_000)
                why = refusal(value, visit.type, begins, now)
                if why is not None:
                    found[visit.id] = _why(why, value, begins, visit.type)
    return found


def _why(why: Refusal, value: DayTimes, begins: int, kind: VisitType) -> str:
    """Say more exactly what keeps somebody away: leave, or else a block."""
    own = begins + kind.offset * 60_000
    over = {each.kind for each in value.blocked if each.begins < own + kind.part * 60_000 and own < each.ends}
    return ("leave" if "leave" in over else "block") if why is Refusal.AWAY else str(why)
