"""What bulk work reads: the rows asked for, in the month that they are in, of a table of many."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import psycopg

from tests.hub.schedule_world import ScheduleWorld

_EXPLAINED = (
    "LOAD 'auto_explain'; SET auto_explain.log_min_duration = 0; SET auto_explain.log_nested_statements = on;"
    " SET auto_explain.log_analyze = on; SET auto_explain.log_timing = off; SET auto_explain.log_level = notice"
)
_VISITS = """
INSERT INTO appointments (id, begins, ends, own_begins, own_ends, clinic_id, patient_id, resource_id, type_id)
SELECT gen_random_uuid(), b, b + interval '10 minutes', b, b + interval '10 minutes', %s, %s, %s, %s
FROM generate_series(%s::timestamptz, %s, interval '10 minutes') b;
"""
_BULK = """
SELECT rows FROM appointments_bulk(%s, 'x', %s, %s, %s, %s, '{booked}', ARRAY[%s], %s::uuid[], %s::bigint[],
  %s::int[], %s::bigint[], 0, 0, '', false, '65 seconds')
"""


def test_no_visit_is_looked_for_in_whole_months(clinic: Any, schedule: ScheduleWorld) -> None:
    # Of a month's last days a plan would read all: so they begin within the first ones of the next.
    begins = schedule.at("00:00", 35 - schedule.today().day)
    last = begins + timedelta(days=70)
    given = [clinic.id, schedule.patient(), schedule.ids["yamada"], schedule.ids["visit"], begins, last]
    schedule.run(_VISITS, *given)
    told: list[str] = []
    with psycopg.connect(schedule.dsn, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE appointments")
        connection.execute(_EXPLAINED)
        connection.add_notice_handler(lambda notice: told.append(notice.message_primary or ""))
        rows = connection.execute(
            "SELECT id, ms(begins), version FROM appointments WHERE begins < %s ORDER BY id LIMIT 60",
            [begins + timedelta(days=1)],
        ).fetchall()
        told.clear()
        for operation, state in (("arrived", "arrived"), ("cancel", "cancelled"), ("no_show", "no_show")):
            visits, rows = rows[:20], rows[20:]
            with connection.transaction():
                connection.execute("SELECT enter_scope(%s, %s)", [clinic.users["reception"], [clinic.id]])
                asked = [uuid4(), clinic.id, operation, operation, state, state]
                columns = [list(column) for column in zip(*visits, strict=True)]
                connection.execute(_BULK, [*asked, *columns, []])
    plans = "\n".join(told)
    assert "Update on appointments_" in plans
    assert not re.findall(r"Seq Scan on appointments_\d+.*", plans)
    month = begins.strftime("%Y%m")
    touched = set(re.findall(r"(?:Scan|Update) (?:using \w+ )?on appointments_(\d+)", plans))
    assert touched <= {month, (begins + timedelta(days=1)).strftime("%Y%m")}
