"""A contest of desks for few slots (tests/bench/rivals.py), and what the database says of it afterwards."""

from collections import Counter
from datetime import datetime
from typing import Any, Final

import psycopg

from tests.bench.desk_practice import Practice, slots
from tests.bench.stage import Program, Stage

PROGRAMS: Final = 2
DESKS: Final = 64
SLOTS: Final = 200
LONGEST_SECONDS: Final = 3_600.0

_TWICE: Final = """
WITH taken AS MATERIALIZED (
  SELECT a.id, a.patient_id, r.resource, a.begins, a.ends
  FROM appointments a CROSS JOIN LATERAL unnest(a.resource_id || a.others) AS r (resource)
  WHERE a.resource_id = ANY (%(doctors)s) AND a.state = 'booked')
SELECT count(*) FROM taken a JOIN taken b ON a.id < b.id AND a.begins < b.ends AND b.begins < a.ends
  AND (a.resource = b.resource OR a.patient_id = b.patient_id)
"""
# What is taken is exactly what the visits that stand take: nothing is kept for nobody, nobody stands on nothing.
_ASTRAY: Final = """
SELECT count(*) FROM (
  SELECT a.id, r.resource FROM appointments a CROSS JOIN LATERAL unnest(a.resource_id || a.others) AS r (resource)
  WHERE a.resource_id = ANY (%(doctors)s) AND a.type_id = %(roomed)s AND a.state = 'booked') v
FULL JOIN (SELECT o.taken_by, o.resource_id FROM occupancy o WHERE o.type_id = %(roomed)s) o
  ON o.taken_by = v.id AND o.resource_id = v.resource
WHERE v.id IS NULL OR o.taken_by IS NULL
"""
_DEADLOCKS: Final = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"


def contest(stage: Stage, practice: Practice, attempts: int, seed: str) -> dict[str, Any]:
    """Have DESKS desks ask ``attempts`` times in all for SLOTS slots; return what came of it, by key."""
    few = [(doctor, _ms(begins)) for doctor, begins in _first(practice)]
    order = practice.told() | {"slots": few, "desks": DESKS // PROGRAMS, "attempts": -(-attempts // DESKS)}
    before = _number(stage.dsn, _DEADLOCKS)
    programs: list[Program] = []
    for number in range(PROGRAMS):
        program = stage.start("tests.bench.rivals", f"serve-{number}")
        program.answer("ready")
        programs.append(program)
    for number, program in enumerate(programs):
        program.tell(order | {"seed": f"{seed}-{number}"})
    told: Counter[str] = Counter()
    for program in programs:
        told += Counter(program.answer("told", LONGEST_SECONDS))
    given = {"doctors": practice.doctors, "roomed": practice.roomed}
    return {
        "attempts": sum(told[f"book {how}"] for how in ("done", "refused", "failed")),
        "booked": told["book done"],
        "changed": told["move done"] + told["cancel done"],
        "double_booked": _number(stage.dsn, _TWICE, given) + _number(stage.dsn, _ASTRAY, given),
        "errors": told["errors"],
        "kinds": {what: many for what, many in told.items() if ":" in what},
        "deadlocks": _number(stage.dsn, _DEADLOCKS) - before,
    }


def _first(practice: Practice) -> list[tuple[int, datetime]]:
    """Return the slots that all want: of a day beyond what else is booked in the practice."""
    return [slot for slot, _ in zip(slots(practice, days=30, first=60), range(SLOTS), strict=False)]


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1_000)


def _number(dsn: str, query: str, given: dict[str, object] | None = None) -> int:
    with psycopg.connect(dsn) as connection:
        row = connection.execute(query.encode(), given).fetchone()
    return int(row[0]) if row else 0
