"""How Postgres does everything that is asked of schedules, at full size: which indexes it uses, what it reads whole.

Each is asked through the product's own functions as the role that asks it in use; the plans of the statements inside
are told by auto_explain as they are made, and for the indexes what the server has counted is told, too.
"""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.errors import Diagnostic
from sqlalchemy import event

from clinic_console.domain.access import Scope
from clinic_console.hub.service import (
    appointments,
    appointments_past,
    exceptions,
    holds,
    lifecycle,
    practitioners,
    resources,
    schedule,
    templates,
    waitlist,
)
from clinic_console.hub.service.appointments import Desk
from clinic_console.hub.service.audit import Opened
from clinic_console.hub.service.practitioners import Wanted as WantedPeople
from clinic_console.hub.service.unit_of_work import ask, unit_of_work
from clinic_console.hub.store import live_schedule, schedule_next
from clinic_console.hub.store import schedule as schedule_store
from clinic_console.hub.store.pools import Engine, make_engine
from clinic_console.wire.appointments import Booking, Cancel, Move, NewHold, Undo
from clinic_console.wire.practitioners import PractitionerData, ResourceData
from clinic_console.wire.templates import ExceptionData, TemplateData
from clinic_console.wire.waitlist import WaitingData
from tests.bench.data import BIG, library

LARGE: Final = (
    "appointments", "appointment_history", "occupancy", "patient_occupancy", "resource_days", "template_lines",
    "schedule_exceptions", "practitioner_clinics", "practitioner_specialties", "resources", "patients",
    "patient_clinic",
)  # fmt: skip
"""None of these is read from its first row to its last by day."""
SMALL: Final = (
    "appointment_requests", "holds", "notices", "waitlist", "waitlist_offers", "visit_types", "visit_needs",
    "specialties", "schedule_touched",
)  # fmt: skip
"""Of these the indexes are counted, too."""
_SCAN: Final = re.compile(
    rf"Seq Scan on (?:public\.)?({'|'.join(LARGE)})(?:_20\d{{4}})?\b[^(]*\(cost=[\d.]+\.\.([\d.]+)"
)
_WHOLE: Final = 100.0
"""What costs less is a month in which nothing is booked yet, or a table of a few pages."""
_NIGHTLY: Final = "SKIP LOCKED"
"""What is cleared away in portions, once a night, has no index of its own: booking would pay for it all day."""
_EXPLAINING: Final = (
    "-c session_preload_libraries=auto_explain -c auto_explain.log_min_duration=0 "
    "-c auto_explain.log_nested_statements=on -c client_min_messages=log"
)
_USED: Final = """
SELECT regexp_replace(i.relname, '_?20[0-9]{4}', ''), sum(pg_stat_get_numscans(x.indexrelid))
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
WHERE regexp_replace(t.relname, '_20[0-9]{4}$', '') = ANY (%s) AND i.relkind = 'i' GROUP BY 1
"""


_MONTHS: Final = """
INSERT INTO resource_days SELECT resource_id, CAST(lower(during) AS date), count(*) FROM occupancy GROUP BY 1, 2
  ON CONFLICT DO NOTHING;
INSERT INTO schedule_exceptions (id, kind, resource_id, clinic_id, during)
  SELECT gen_random_uuid(), 'leave', p.resource_id, p.clinic_id,
    tstzrange(now() + n * interval '11 days', now() + n * interval '11 days' + interval '1 day')
  FROM practitioner_clinics p, generate_series(2, 9) n;
INSERT INTO schedule_exceptions (id, kind, clinic_id, during)
  SELECT gen_random_uuid(), 'closed', c.id, tstzrange(now() + n * interval '30 days',
    now() + n * interval '30 days' + interval '1 day') FROM clinics c, generate_series(1, 12) n;
INSERT INTO appointment_history (appointment_id, version, kind, user_name)
  SELECT id, 1, 'booked', '' FROM appointments WHERE begins > now() ON CONFLICT DO NOTHING;
INSERT INTO appointment_requests SELECT gen_random_uuid(), u.id, '', a.id, a.begins, now() - n * interval '1 second'
  FROM (SELECT *, row_number() OVER () AS n FROM appointments WHERE begins > now() LIMIT 50000) a,
    (SELECT id FROM users LIMIT 1) u;
INSERT INTO notices (id, appointment_id, patient_id, clinic_id, kind, version, begins, release_at, state)
  SELECT gen_random_uuid(), a.id, a.patient_id, a.clinic_id, 'booked', 1, a.begins, now() - interval '1 day',
    'released' FROM appointments a WHERE a.begins > now();
INSERT INTO waitlist (id, clinic_id, patient_id, type_id, priority, user_name)
  SELECT gen_random_uuid(), a.clinic_id, a.patient_id, a.type_id, 1 + a.n % 3, ''
  FROM (SELECT *, row_number() OVER () AS n FROM appointments WHERE begins > now()) a WHERE a.n % 100 = 0;
ANALYZE;
"""
"""What the made-up data lacks: changes, leave, and who waits, as after some months."""


@dataclass(slots=True)
class Plans:
    """What was told: so many plans, those that read a large table whole, and indexes that nothing used."""

    statements: int = 0
    scans: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)

    def hear(self, notice: Diagnostic) -> None:
        """Take in a plan, as auto_explain tells it."""
        text = notice.message_primary or ""
        if "plan:" in text:
            self.statements += 1
            whole = any(float(cost) > _WHOLE for _, cost in _SCAN.findall(text))
            if whole and _NIGHTLY not in text:
                self.scans.append(text)


@dataclass(slots=True)
class _Asker:
    """Asks for one practitioner of a clinic, as a user of all clinics."""

    dsn: str
    desk: Desk
    clinic: UUID
    practitioner: int
    type: int
    patient: UUID
    opened: Opened = field(default_factory=Opened)

    @property
    def engine(self) -> Engine:
        return self.desk.engine

    @property
    def scope(self) -> Scope:
        return self.desk.scope


def plans(dsn: str, user: UUID, clinics: Sequence[UUID], role: str = "clinic_hub") -> Plans:
    """Ask everything once, and return how Postgres does it."""
    told = Plans()
    with psycopg.connect(dsn, autocommit=True) as superuser:
        # As it would stand, not change by change.
        superuser.execute("SET session_replication_role = replica")
        superuser.execute(_MONTHS)
    before = _counted(dsn)
    asyncio.run(_ask(dsn, user, clinics, role, told))
    after = _counted(dsn)
    told.unused = sorted(name for name, used in after.items() if used == before.get(name, 0))
    return told


async def _ask(dsn: str, user: UUID, clinics: Sequence[UUID], role: str, told: Plans) -> None:
    own = frozenset(clinics)
    engines = {each: _listening(dsn, each, told) for each in (role, "clinic_live", "clinic_worker")}
    with psycopg.connect(dsn) as superuser:
        [(practitioner, clinic, kind, patient)] = superuser.execute(_WHO, [clinics[len(clinics) // 2]]).fetchall()
    asker = _Asker(dsn, Desk(engines[role], None, Scope(user, own), own, own), clinic, practitioner, kind, patient)
    try:
        for ask in (_look, _book, _set):
            await ask(asker)
        await _keep(asker, engines["clinic_live"], engines["clinic_worker"])
    finally:
        for engine in engines.values():
            await engine.dispose()


_WHO: Final = """
SELECT c.resource_id, c.clinic_id, (SELECT min(t.id) FROM visit_types t WHERE t.active AND t.specialty_id IS NULL),
  (SELECT w.patient_id FROM patient_clinic w JOIN patients p ON p.id = w.patient_id AND p.restriction IS NULL
     AND NOT p.deceased WHERE w.clinic_id = c.clinic_id LIMIT 1)
FROM practitioner_clinics c JOIN resources r ON r.id = c.resource_id AND r.active
WHERE c.clinic_id = %s AND EXISTS (SELECT FROM template_lines l WHERE l.resource_id = r.id) LIMIT 1
"""


def _listening(dsn: str, role: str, told: Plans) -> Engine:
    """Return an engine whose connections tell their plans."""
    engine = make_engine(make_conninfo(dsn, options=_EXPLAINING), role, 1, statement_ms=60_000)

    def listen(connection: Any, _: object) -> None:
        connection.driver_connection.add_notice_handler(told.hear)

    event.listen(engine.sync_engine, "connect", listen)
    return engine


def _today() -> date:
    return datetime.now(UTC).date()


async def _look(asker: _Asker) -> None:
    """Look at days, weeks, slots, lists of people and rooms; search."""
    engine, scope, clinic, who = asker.engine, asker.scope, asker.clinic, asker.practitioner
    day = _today() + timedelta(days=2)
    await schedule.read_day(engine, scope, scope.clinics, schedule.Looked(clinic, day), "", asker.opened)
    await schedule.read_week(engine, scope, scope.clinics, clinic, who, day, 7, asker.opened)
    for text in ("", "a"):
        await practitioners.list_practitioners(engine, scope, clinic, WantedPeople(text=text), "", 50)
    await practitioners.list_practitioners(engine, scope, None, WantedPeople(), "", 50)
    await resources.list_resources(engine, scope, clinic, "", 50)
    async with unit_of_work(engine, scope) as work:
        found = await work.connection.exec_driver_sql("SELECT id FROM visit_types WHERE active")
        types = [int(row[0]) for row in found]
        for kind in types:
            for where in ([clinic], sorted(scope.clinics)):
                wanted = schedule_next.Wanted(kind, where, [], 0, [1, 2, 3, 4, 5, 6, 7], 0, 1_440, None, 3, 20)
                await ask(engine, scope, schedule_next.next_slots(wanted, schedule_next.Known()))
            await schedule_next.alternatives(
                work.connection, clinic, who, kind, datetime.now(UTC) + timedelta(days=2)
            )
    for kind in types:
        async with unit_of_work(engine, scope, schedule_store.day_times(clinic, who, kind, day, None)):
            pass


async def _free(asker: _Asker) -> list[datetime]:
    async with unit_of_work(asker.engine, asker.scope) as work:
        rows = await schedule_next.alternatives(
            work.connection, asker.clinic, asker.practitioner, asker.type, datetime.now(UTC) + timedelta(days=7)
        )
    return [datetime.fromtimestamp(row.begins / 1_000, UTC) for row in rows]


def _key() -> str:
    return str(uuid4())


async def _book(asker: _Asker) -> None:
    """Book, move, cancel, take back, hold; read what became of it."""
    desk, clinic = asker.desk, str(asker.clinic)
    first, second, third = await _free(asker)
    kept = await holds.hold(desk, NewHold(_key(), clinic, asker.practitioner, asker.type, first))
    await holds.hold(desk, NewHold(kept.id, clinic, asker.practitioner, asker.type, first))
    given = Booking(_key(), clinic, str(asker.patient), asker.practitioner, asker.type, first, hold=kept.id)
    card = (await appointments.book(desk, given)).card
    visit = UUID(card.id)
    card = (await appointments.move(desk, visit, Move(_key(), card.version, card.begins, second))).card
    card = (await appointments.undo(desk, visit, Undo(_key(), card.version, card.begins))).card
    await appointments_past.read(desk, visit, asker.opened)
    await appointments_past.history(desk, visit, asker.opened)
    await appointments_past.of_patient(desk, asker.patient, "", 50, asker.opened)
    kept = await holds.hold(desk, NewHold(_key(), clinic, asker.practitioner, asker.type, third))
    await holds.release(desk, UUID(kept.id))
    for urgent in (1, 3):
        given_wait = WaitingData(
            str(appointments.new_id()), clinic, str(asker.patient), asker.type, asker.practitioner, priority=urgent
        )
        await waitlist.add(desk, given_wait)
    await appointments.cancel(desk, visit, Cancel(_key(), card.version, card.begins, "patient"))
    shown = await waitlist.read(desk, clinic, "", 50, asker.opened)
    for entry in shown.items[:1]:
        await waitlist.take_off(desk, UUID(entry.id))


async def _set(asker: _Asker) -> None:
    """Set hours and exceptions, and look at what they affect."""
    engine, scope, clinic, who = asker.engine, asker.scope, asker.clinic, asker.practitioner
    template = await templates.read(engine, scope, who)
    given = TemplateData(template.version, template.lines)
    await templates.preview(engine, scope, scope.clinics, who, given)
    await templates.save(engine, scope, who, given)
    begins = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(days=3)
    for kind, whose in (("leave", who), ("closed", 0), ("extra", who)):
        away = ExceptionData(str(clinic), kind, begins, begins + timedelta(hours=8), whose)
        await exceptions.preview_exception(engine, scope, scope.clinics, away)
        made = await exceptions.add_exception(engine, scope, away)
        await exceptions.preview_removal(engine, scope, scope.clinics, UUID(made.id))
        now = int(begins.timestamp()) * 1_000
        await exceptions.list_exceptions(engine, scope, clinic, 0, (now, now + 86_400_000), "", 50)
        await exceptions.list_exceptions(engine, scope, clinic, who, (now, now + 86_400_000), "", 50)
        await exceptions.remove_exception(engine, scope, UUID(made.id))
    found = await practitioners.read_practitioner(engine, scope, who)
    data = PractitionerData(found.name, [str(clinic)], specialties=found.specialties, active=False)
    await practitioners.preview_practitioner(engine, scope, scope.clinics, who, data)
    for room in (await resources.list_resources(engine, scope, clinic, "", 1)).items:
        less = ResourceData(room.clinic_id, room.kind, room.name, room.group, room.capacity, active=False)
        await resources.preview_resource(engine, scope, scope.clinics, room.id, less)


async def _keep(asker: _Asker, live: Engine, worker: Engine) -> None:
    """Do what hubs and the worker do by themselves."""
    days = [_today() + timedelta(days=each) for each in range(7)]
    async with unit_of_work(live, Scope()) as work:
        await schedule_store.fresh_times(work.connection, asker.clinic, asker.practitioner, days, [None] * len(days))
        await live_schedule.watched(work.connection, [asker.clinic] * len(days), days, [None] * len(days))
    now = datetime.now(UTC)
    await lifecycle.release_notices(worker, now + timedelta(days=1))
    await lifecycle.clear_appointments(worker, now)


def _counted(dsn: str) -> dict[str, int]:
    with psycopg.connect(dsn) as connection:
        return {name: int(used) for name, used in connection.execute(_USED, [[*LARGE, *SMALL]])}


def main() -> int:
    """Ask everything of a copy of the big data set; print what is read whole, and which indexes nothing has used."""
    with library() as opened, opened(BIG) as copy:
        clinics = copy.clinics()
        user, _ = copy.employ("planner", clinics, "receptionist")
        told = plans(copy.dsn, user, clinics)
    print(*told.scans, sep="\n")
    print(f"{told.statements:,} plans; tables read whole: {len(told.scans)}; unused: {', '.join(told.unused)}")
    return 1 if told.scans else 0


if __name__ == "__main__":
    raise SystemExit(main())
