"""Searches and lists as the hub's role: what they read, and that whatever is kept of a name finds it."""

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any, Final
from uuid import uuid4

import psycopg
import pytest

from clinic_console.domain.patients import Name
from clinic_console.domain.patients_names import sort_of, words_of
from clinic_console.domain.patients_query import Query, read_query
from clinic_console.hub.store import patients_list as store

CLINICS: Final = 50
PATIENTS: Final = 10_000
MOST_ROWS: Final = 6_000
"""So many rows of tables and indexes a request may read: to walk through all postings or rolls would be over it."""
_NAMES: Final = (
    Name("山田太郎", "", "ヤマダタロウ"), Name("田中 花子", "田中", "タナカ ハナコ", "Tanaka Hanako"),
    Name("Ōno Satoru", "Ōno"), Name("Guðrún Jónsdóttir"), Name("María José García Márquez", "García Márquez"),
    Name("Jean-Luc O’Neill", "O’Neill"), Name("Nguyễn Thị Đặng"), Name("Søren Kjærgaard", "Kjærgaard"),
    Name("Пётр Ильич Чайковский"), Name("김민준"), Name("محمد عبد الله"), Name("राहुल शर्मा"), Name("Sukarno"),
    Name("Jörg Größe", "Größe", "", "", "Mueller"), Name("Ελένη Παπαδοπούλου"),
    Name("王小明", "", "", "Wang Xiaoming"), Name("Aaron697 Brekke496", "Brekke496"),
)  # fmt: skip
_FILL: Final = """
DELETE FROM stays; DELETE FROM patient_clinic; DELETE FROM patients;
DELETE FROM device_beds; DELETE FROM devices; DELETE FROM beds; DELETE FROM wards; DELETE FROM memberships;
DELETE FROM clinics;
INSERT INTO clinics (id, name, zone) SELECT gen_random_uuid(), 'Clinic ' || n, 'Asia/Tokyo'
  FROM generate_series(1, {clinics}) n;
INSERT INTO patients (id, mrn, name, born, sort_name, words, alert_kinds)
  SELECT gen_random_uuid(), (100000000 + n)::text, 'x', '1940-01-01'::date + n, f || ' ' || g, f || ' ' || g,
    CASE WHEN n % 7 = 0 THEN '{{allergy}}'::text[] ELSE '{{}}' END
  FROM generate_series(1, {patients}) n,
    LATERAL (SELECT translate((n % 300)::text, '0123456789', 'abcdefghij') || 'son' AS f,
      translate((n * 7 % 200)::text, '0123456789', 'klmnopqrst') || 'in' AS g) names;
INSERT INTO patient_clinic SELECT p.id, c.id FROM (SELECT id, row_number() OVER () AS n FROM patients) p
  JOIN clinics c ON c.number = (SELECT min(number) FROM clinics) + abs(hashint4(p.n::int)) % {clinics};
INSERT INTO patient_contacts (patient_id, position, kind, value, digits)
  SELECT id, 0, 'phone', '', '090' || (random() * 89999999 + 10000000)::int FROM patients;
"""


class Reader:
    """Asks as the hub's role for a user of some clinics, and counts what was read."""

    def __init__(self, connection: psycopg.Connection[tuple[Any, ...]], user: Any) -> None:
        self.connection = connection
        self.user = user
        self.scanned: list[str] = []

    def enter(self, clinics: int) -> None:
        """Work in the first so many clinics."""
        ids = [row[0] for row in self.run("SELECT id FROM clinics ORDER BY number LIMIT %s", clinics)]
        self.run("DELETE FROM memberships WHERE user_id = %s", self.user)
        self.run("INSERT INTO memberships SELECT %s, unnest(%s::uuid[]), 'nurse'", self.user, ids)
        self.run("SELECT enter_scope(%s, %s)", self.user, ids)

    def run(self, statement: str, *values: object) -> list[Any]:
        """Run something as the superuser."""
        cursor = self.connection.execute(statement, values)
        return cursor.fetchall() if cursor.description else []

    def read(self, statement: str, values: list[object]) -> tuple[list[Any], int]:
        """Return what the hub's role is answered, and how many rows of tables and indexes that has read."""
        self.run("SET LOCAL ROLE clinic_hub")
        before = self._counted()
        rows = self.connection.execute(statement, values).fetchall()
        after = self._counted()
        self.run("RESET ROLE")
        self.scanned = [name for name in after if name.startswith("patient") and after[name][1] > before[name][1]]
        return rows, sum(after[name][0] - before[name][0] for name in after)

    def _counted(self) -> dict[str, tuple[int, int]]:
        rows = self.run(
            "SELECT relname, pg_stat_get_xact_tuples_returned(oid),"
            " pg_stat_get_xact_numscans(oid) * (relkind = 'r')::int"
            " FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i')"
        )
        return {row[0]: (row[1], row[2]) for row in rows}


@pytest.fixture
def reader(database: Any, clinic: Any) -> Iterator[Reader]:
    with psycopg.connect(database.dsn, autocommit=True) as connection:
        connection.execute(_FILL.format(clinics=CLINICS, patients=PATIENTS))
        connection.execute("VACUUM ANALYZE")
        with connection.transaction(force_rollback=True):
            yield Reader(connection, clinic.users["nurse"])


_SEARCHES: Final = (
    "a",
    "ab",
    "bcson",
    "cd lm",
    "lmin bcson",
    "bcsno",
    "cson",
    "bcson 1950",
    "4 Mar 1951",
    "100001",
    "5678",
)


def test_a_search_reads_little(reader: Reader) -> None:
    for clinics in (1, 3, CLINICS):
        reader.enter(clinics)
        for typed in _SEARCHES:
            query = read_query(typed, "dmy", date(2026, 3, 4))
            _, cost = reader.read(store.SEARCH, store.search_values(query, 51))
            assert reader.scanned == [], (clinics, typed)
            assert cost <= MOST_ROWS, (clinics, typed, cost)


def test_a_page_reads_little_more_than_it_shows(reader: Reader) -> None:
    for clinics in (1, 3, CLINICS):
        reader.enter(clinics)
        for sort, only, skip in itertools.product(store.SORTS, ("", "alerts"), (0, 900)):
            rows, cost = reader.read(store.PAGE, [sort, only, None, None, None, 51, skip])
            assert reader.scanned == [], (clinics, sort, only, skip)
            assert cost <= MOST_ROWS, (clinics, sort, only, skip, cost)
            assert rows or skip


def test_places_read_the_roll_alone(reader: Reader) -> None:
    reader.enter(CLINICS)
    for sort in store.SORTS:
        [(total, keys, _)], cost = reader.read(store.PLACES, [sort, "", None, 1_000])
        assert (total, len(keys)) == (PATIENTS, PATIENTS // 1_000)
        assert cost <= 2 * PATIENTS + MOST_ROWS
        assert "patients" not in reader.scanned


def _slips(word: str) -> Iterator[str]:
    """What comes of a word when a finger slips once: one letter left out, doubled, another one, or two swapped."""
    for place in range(1, len(word) - 1):
        yield word[:place] + word[place + 1 :]
        yield word[: place + 1] + word[place:]
        yield word[:place] + ("q" if word[place] != "q" else "x") + word[place + 1 :]
        yield word[:place] + word[place + 1] + word[place] + word[place + 2 :]


@pytest.fixture
def named(database: Any, clinic: Any) -> Iterator[tuple[Reader, dict[str, Name]]]:
    """Patients of every kind of name, by their ids."""
    names = {str(uuid4()): name for name in _NAMES}
    with psycopg.connect(database.dsn) as connection:
        for identity, name in names.items():
            connection.execute(
                "INSERT INTO patients (id, mrn, name, words, sort_name) VALUES (%s, %s, %s, %s, %s)",
                [identity, identity, name.written, " ".join(words_of(name)), sort_of(name)],
            )
            connection.execute("INSERT INTO patient_clinic VALUES (%s, %s)", [identity, clinic.id])
        reader = Reader(connection, clinic.users["nurse"])
        reader.enter(1)
        yield reader, names
        connection.rollback()


def _found(reader: Reader, query: Query) -> set[str]:
    return {str(row[0]) for row in reader.run(str(store.SEARCH), *store.search_values(query, 101))}


def _typed(text: str) -> Query:
    return read_query(text, "dmy", date(2026, 3, 4))


def test_everybody_is_found_by_each_part_each_beginning_and_in_any_order(
    named: tuple[Reader, dict[str, Name]],
) -> None:
    reader, names = named
    for identity, name in names.items():
        words = words_of(name)
        for word in words:
            for end in {2, 3, 5, len(word) - 1, len(word)}:
                if 2 <= end <= len(word):
                    assert identity in _found(reader, _typed(word[:end])), (name, word[:end])
        for written in filter(None, (name.written, name.latin, name.kana)):
            parts = written.split()
            for typed in (written, " ".join(reversed(parts)), written.upper()):
                assert identity in _found(reader, _typed(typed)), (name, typed)


def test_everybody_is_found_in_spite_of_a_slip(named: tuple[Reader, dict[str, Name]]) -> None:
    reader, names = named
    for identity, name in names.items():
        for word in words_of(name)[:3]:
            if len(word) >= 4 and word.isalpha():
                for typed in _slips(word):
                    assert identity in _found(reader, _typed(typed)), (name, word, typed)


def _add(connection: psycopg.Connection[tuple[Any, ...]], clinic: Any, name: str) -> str:
    identity = str(uuid4())
    connection.execute(
        "INSERT INTO patients (id, mrn, name, words, sort_name) VALUES (%s, %s, %s, %s, %s)",
        [identity, identity, name, name, name],
    )
    connection.execute("INSERT INTO patient_clinic VALUES (%s, %s)", [identity, clinic.id])
    return identity


def test_nobody_waits_for_who_adds_the_same_new_word(database: Any, clinic: Any) -> None:
    with psycopg.connect(database.dsn) as one, psycopg.connect(database.dsn) as other:
        for connection in (one, other):
            connection.execute("SET lock_timeout = '2s'")
        made = {_add(one, clinic, "zed quark"), _add(other, clinic, "quark zed")}
        one.commit()
        other.commit()
        reader = Reader(one, clinic.users["nurse"])
        reader.enter(1)
        for typed in ("zed", "qurak", "uark"):
            assert _found(reader, _typed(typed)) == made


def test_a_change_and_a_new_clinic_at_once_see_each_other(database: Any, clinic: Any) -> None:
    with psycopg.connect(database.dsn) as one, psycopg.connect(database.dsn) as other:
        identity = _add(one, clinic, "before")
        second = uuid4()
        one.execute("INSERT INTO clinics (id, name, zone) VALUES (%s, 'Second', 'Asia/Tokyo')", [second])
        one.commit()
        one.execute("INSERT INTO patient_clinic VALUES (%s, %s)", [identity, second])
        with ThreadPoolExecutor() as pool:
            changing = pool.submit(other.execute, "UPDATE patients SET words = 'after', sort_name = 'after'")
            while not one.execute("SELECT FROM pg_locks WHERE NOT granted").fetchall():
                assert not changing.done()
            one.commit()
            changing.result(timeout=10)
        other.commit()
        found = one.execute("SELECT count(*), min(part) FROM patient_parts WHERE patient_id = %s", [identity])
        assert found.fetchall() == [(2, "after")]
