"""A small practice in a test's database: who works when, what visits there are, rooms. Made behind the hub's back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from psycopg import sql

from tests import superuser

EVERY_DAY: Final = (1, 2, 3, 4, 5, 6, 7)


@dataclass
class ScheduleWorld:
    """Adds to a clinic what a test needs; each method writes at once and returns the new row's id."""

    dsn: str
    clinic: UUID
    zone: str
    ids: dict[str, int] = field(default_factory=dict)
    """Of what ``small`` makes: yamada, mori, keller (practitioners), visit, long, group, steps, device (types)."""

    def run(self, statement: str, *given: object) -> list[tuple[Any, ...]]:
        """Do one statement as the superuser and return its rows."""
        with superuser.at(self.dsn) as connection:
            cursor = connection.execute(statement, given)
            return cursor.fetchall() if cursor.description else []

    def add(self, table: str, **columns: object) -> Any:
        """Add a row and return its id."""
        names = sql.SQL(", ").join(map(sql.Identifier, columns))
        marks = sql.SQL(", ").join(sql.Placeholder() * len(columns))
        statement = sql.SQL("INSERT INTO {} ({}) VALUES ({}) RETURNING id")
        with superuser.at(self.dsn) as connection:
            row = connection.execute(
                statement.format(sql.Identifier(table), names, marks), list(columns.values())
            ).fetchone()
        assert row is not None
        return row[0]

    def specialty(self, code: str) -> int:
        """Add what somebody can be trained in."""
        return int(self.add("specialties", code=code, name=code.title()))

    def practitioner(
        self, name: str, *, specialties: Iterable[int] = (), clinics: Iterable[UUID] | None = None, **more: object
    ) -> int:
        """Add somebody who sees patients here (or in ``clinics``)."""
        made = int(self.add("resources", kind="practitioner", name=name, sort_name=name.casefold(), **more))
        for clinic in (self.clinic,) if clinics is None else clinics:
            self.run("INSERT INTO practitioner_clinics VALUES (%s, %s)", made, clinic)
        for specialty in specialties:
            self.run("INSERT INTO practitioner_specialties VALUES (%s, %s)", made, specialty)
        return made

    def room(self, name: str, group: str, *, kind: str = "room", capacity: int = 1, **more: object) -> int:
        """Add a room or a device."""
        given = {"clinic_id": self.clinic, "kind": kind, "name": name, "group": group, "capacity": capacity}
        return int(self.add("resources", **(given | more)))

    def visit_type(self, name: str, minutes: int, **more: object) -> int:
        """Add a type of visits."""
        return int(self.add("visit_types", name=name, minutes=minutes, **more))

    def need(self, visit_type: int, position: int, kind: str, minutes: int, **more: object) -> None:
        """Say what a type needs beside its practitioner: ``group`` or ``specialty_id``, and ``offset``."""
        columns = {"type_id": visit_type, "position": position, "kind": kind, "minutes": minutes, **more}
        names = sql.SQL(", ").join(map(sql.Identifier, columns))
        marks = sql.SQL(", ").join(sql.Placeholder() * len(columns))
        with superuser.at(self.dsn) as connection:
            connection.execute(
                sql.SQL("INSERT INTO visit_needs ({}) VALUES ({})").format(names, marks), list(columns.values())
            )

    def hours(
        self,
        resource: int,
        begins: str = "09:00",
        ends: str = "17:00",
        *,
        weekdays: Sequence[int] = EVERY_DAY,
        **more: object,
    ) -> None:
        """Add a line of somebody's weekly hours (times as HH:MM by the wall, up to 48:00) on each of these weekdays.

        ``more``: columns of template_lines: kind, step, cap, types, label, release, weeks, valid, clinic_id.
        """
        for weekday in weekdays:
            given = {"id": uuid4(), "resource_id": resource, "clinic_id": self.clinic, "weekday": weekday}
            self.add("template_lines", **(given | {"begins": _minutes(begins), "ends": _minutes(ends)} | more))

    def exception(
        self, kind: str, begins: datetime, ends: datetime, *, resource: int | None = None, **more: object
    ) -> UUID:
        """Add leave, a block, extra hours, or (without a resource) that the clinic is closed."""
        given = {"id": uuid4(), "kind": kind, "resource_id": resource, "clinic_id": self.clinic}
        made: UUID = self.add("schedule_exceptions", **(given | {"during": _range(begins, ends)} | more))
        return made

    def patient(self, name: str = "Aoki Ren", *, clinics: Iterable[UUID] | None = None, **more: object) -> UUID:
        """Add a patient of this clinic (or of ``clinics``)."""
        made = uuid4()
        self.add("patients", id=made, mrn=f"W-{made.hex[:12]}", name=name, **more)
        for clinic in (self.clinic,) if clinics is None else clinics:
            self.run("INSERT INTO patient_clinic (patient_id, clinic_id) VALUES (%s, %s)", made, clinic)
        return made

    def today(self) -> date:
        """Return the day that the clinic's calendar shows."""
        return datetime.now(ZoneInfo(self.zone)).date()

    def at(self, wall: str, ahead: int = 7) -> datetime:
        """Return the instant (UTC) of a wall time (HH:MM) so many days ahead of today."""
        hours, minutes = divmod(_minutes(wall), 60)
        day = self.today() + timedelta(days=ahead)
        return datetime.combine(day, time(hours, minutes), ZoneInfo(self.zone)).astimezone(UTC)

    def ms(self, wall: str, ahead: int = 7) -> int:
        """Return ``at`` in ms since 1970."""
        return int(self.at(wall, ahead).timestamp() * 1_000)


def small(dsn: str, clinic: UUID, zone: str = "Asia/Tokyo") -> ScheduleWorld:
    """Make a practice of three doctors and a nurse, 09:00 to 17:00 every day, three rooms of one group, five types.

    yamada: cap 1, slots each 15 minutes. mori: a lunch block 12:00 to 13:00, cap 0. keller: 14:00 to 15:00 is kept
    for ``device`` until a day before. Nobody is trained but ``nurse``. ``steps``: a nurse for 15 minutes, then the
    doctor for 30, in an exam room for all 45.
    """
    world = ScheduleWorld(dsn, clinic, zone)
    nursing = world.specialty("nursing")
    ids = world.ids
    ids["nursing"] = nursing
    ids["visit"] = world.visit_type("Visit", 30)
    ids["long"] = world.visit_type("Long visit", 60, before=5, after=10)
    ids["group"] = world.visit_type("Group", 60, capacity=3)
    ids["steps"] = world.visit_type("Nurse, then doctor", 45, offset=15, own=30)
    ids["device"] = world.visit_type("Ultrasound", 30)
    world.need(ids["steps"], 1, "practitioner", 15, specialty_id=nursing)
    world.need(ids["steps"], 2, "room", 45, group="exam")
    world.need(ids["device"], 1, "equipment", 30, group="ultrasound")
    for name, cap in (("yamada", 1), ("mori", 0), ("keller", 0)):
        ids[name] = world.practitioner(name.title())
        world.hours(ids[name], cap=cap)
    ids["nurse"] = world.practitioner("Sato", specialties=[nursing])
    world.hours(ids["nurse"])
    world.hours(ids["mori"], "12:00", "13:00", kind="block", label="Lunch")
    world.hours(
        ids["keller"], "14:00", "15:00", kind="reserved", types=[ids["device"]], release=1_440, label="Ultrasound"
    )
    for number in (1, 2, 3):
        ids[f"room{number}"] = world.room(f"Exam {number}", "exam")
    ids["ultrasound"] = world.room("Sonograph", "ultrasound", kind="equipment")
    return world


def _minutes(wall: str) -> int:
    hours, minutes = wall.split(":")
    return int(hours) * 60 + int(minutes)


def _range(begins: datetime, ends: datetime) -> str:
    return f"[{begins.isoformat()},{ends.isoformat()})"
