"""What looks beyond one's own patients reads little, however many there are: the functions' own plans."""

from typing import Any, Final
from uuid import UUID, uuid4

import psycopg
import pytest

PATIENTS: Final = 20_000
MOST_ROWS: Final = 4_000
"""So many rows a question may read; where half of all are said to be born on one day, it reads them once."""
_FILL: Final = """
INSERT INTO patients (id, mrn, name, born, words)
  SELECT gen_random_uuid(), 'P' || n, 'Patient' || n, '1930-01-01'::date + n % 20000,
         CASE WHEN n % 50 = 0 THEN 'anna berg' ELSE 'patient' || n END
  FROM generate_series(1, {patients}) n;
INSERT INTO patient_clinic SELECT id, '{clinic}' FROM patients ON CONFLICT DO NOTHING;
INSERT INTO patient_contacts (patient_id, position, kind, value, digits)
  SELECT id, 1, 'phone', mrn, mrn FROM patients;
INSERT INTO patient_identifiers SELECT id, 'insurance', 'NHI', mrn, mrn FROM patients;
INSERT INTO audit_log (id, at, user_name, program, clinic_id, action, patient_id)
  SELECT gen_random_uuid(), now() - random() * interval '20 hours', 'x', 'hub', '{clinic}', 'patient.opened', id
  FROM patients;
UPDATE patients SET born = '1900-01-01' WHERE mrn LIKE 'P1%';
ANALYZE;
"""


@pytest.fixture
def asking(database: Any, clinic: Any) -> Any:
    """A connection of the hub's role, as the nurse, among many patients."""
    with psycopg.connect(database.dsn) as connection:
        connection.execute(_FILL.format(patients=PATIENTS, clinic=clinic.id))
        connection.commit()
        connection.execute("SET ROLE clinic_hub")
        connection.execute("SELECT enter_scope(%s, %s)", [clinic.users["nurse"], [clinic.id]])
        yield connection


def _read(asking: Any, statement: str, *given: object) -> tuple[list[Any], int]:
    """Return what a statement answers, and how many rows it has read in all."""
    count = "SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) FROM pg_stat_xact_user_tables"
    before = asking.execute(count).fetchone()[0]
    answer = asking.execute(statement, given).fetchall()
    return answer, int(asking.execute(count).fetchone()[0] - before)


CASES: Final = (
    # born, words, mrn, digits, numbers, whether anybody is found
    ("1950-02-03", ["anna", "berg"], "", [], [], False),
    ("1900-01-01", ["anna", "berg"], "", [], [], True),
    (None, ["patient77"], "", ["P77"], [], True),
    (None, [], "P77", [], [], True),
    (None, [], "", [], ["P77", "P78"], True),
)


def test_probable_duplicates_are_found_by_indexes(asking: Any) -> None:
    statement = "SELECT found FROM patient_probable(%s, %s, %s, %s, %s, %s)"
    for *given, found in CASES * 7:  # a plan for all values may be another one
        [(answer,)], rows = _read(asking, statement, UUID(int=0), *given)
        assert (answer != "[]") == found
        assert rows < (2 * PATIENTS if given[0] == "1900-01-01" else MOST_ROWS)


def test_linking_goes_by_the_number(asking: Any, clinic: Any) -> None:
    statement = "SELECT outcome FROM patient_link(%s, 'Patient77', '1930-03-19', %s, %s, '15 minutes', 100)"
    for number, outcome in (("P77", "here"), ("P78", "none"), ("none", "none")) * 3:
        [(answer,)], rows = _read(asking, statement, clinic.id, number, number)
        assert (answer, rows < 200) == (outcome, True)


def test_who_looked_is_read_by_the_patient(asking: Any, clinic: Any) -> None:
    for patient, looks in ((clinic.patients[0], 1), (uuid4(), 0)) * 4:
        answer, rows = _read(asking, "SELECT * FROM patient_looks(%s, NULL, NULL, 50)", patient)
        assert (len(answer), rows < 200) == (looks, True)
