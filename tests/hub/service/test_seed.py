"""A made-up clinic: the same each time but for its secrets, and never over another."""

import hashlib
import stat
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from clinic_console.domain.access import Role
from clinic_console.domain.errors import BadField, StoreUnavailable
from clinic_console.domain.patients import Name
from clinic_console.domain.patients_names import digits_of, fold_number, sort_of, words_of
from clinic_console.hub import administration
from clinic_console.hub.service.passwords import _HASHER
from clinic_console.hub.service.patients_checks import read_record
from clinic_console.hub.service.seed import SCALES, Scale, seed
from clinic_console.hub.service.seed_people import _restriction
from clinic_console.wire.patients import Alert, Consent, Contact, Identifier, PatientData

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TABLES = (
    "clinics", "wards", "beds", "patients", "patient_clinic", "stays", "memberships", "device_beds",
    "patient_contacts", "patient_identifiers", "patient_alerts", "patient_consents", "encounters",
)  # fmt: skip


@pytest.fixture
def second(servers: Any, template: str) -> Any:
    name = f"second_{uuid4().hex}"
    with psycopg.connect(servers.postgres_dsn, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield servers.embedded.postgres_dsn(name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _contents(dsn: str) -> dict[str, str]:
    with psycopg.connect(dsn) as connection:
        return {
            table: hashlib.sha256(
                repr(sorted(map(repr, connection.execute(f"SELECT * FROM {table}").fetchall()))).encode()
            ).hexdigest()
            for table in TABLES
        }


def test_the_same_seed_makes_the_same_clinic_and_other_secrets(database: Any, second: str) -> None:
    one, two = seed(database.dsn, now=NOW), seed(second, now=NOW)
    assert _contents(database.dsn) == _contents(second)
    assert one.tokens.keys() == two.tokens.keys()
    assert not set(one.tokens.values()) & set(two.tokens.values())
    assert not set(one.passwords.values()) & set(two.passwords.values())


def test_another_seed_makes_another_clinic(database: Any, second: str) -> None:
    seed(database.dsn, seed=1, now=NOW)
    seed(second, seed=2, now=NOW)
    assert _contents(database.dsn)["patients"] != _contents(second)["patients"]


def test_seeding_twice_changes_nothing_and_says_so(database: Any, capsys: pytest.CaptureFixture[str]) -> None:
    seed(database.dsn, now=NOW)
    before = _contents(database.dsn)
    again = seed(database.dsn, now=NOW)
    assert (again.made, again.tokens, again.passwords) == (False, {}, {})
    assert administration.run_seed(database.dsn) == 0
    assert "nothing was changed" in capsys.readouterr().out
    assert _contents(database.dsn) == before


def test_the_demo_is_a_full_house(database: Any) -> None:
    made = seed(database.dsn)
    assert (made.clinics, made.wards, made.beds, made.patients) == (2, 3, 44, 600)
    with psycopg.connect(database.dsn) as connection:
        sizes = connection.execute(
            "SELECT w.name, count(*) FROM wards w JOIN beds b ON b.ward_id = w.id GROUP BY w.id"
        )
        assert sorted(size for _, size in sizes) == [8, 12, 24]
        row = connection.execute("SELECT count(*) FROM stays WHERE during @> now()").fetchone()
        assert row == (42,), "one or two beds are empty"
        row = connection.execute(
            "SELECT count(*) FROM stays s JOIN device_beds d ON d.bed_id = s.bed_id AND d.during @> lower(s.during)"
        ).fetchone()
        assert row == (42,), "every patient has had a monitor from the first minute"
        tokens = dict(connection.execute("SELECT code, token_hash FROM devices").fetchall())
        hashes = dict(connection.execute("SELECT login, password_hash FROM users").fetchall())
        linked = connection.execute(
            "SELECT count(*) FROM stays s JOIN beds b ON b.id = s.bed_id JOIN wards w ON w.id = b.ward_id"
            " JOIN patient_clinic pc ON pc.patient_id = s.patient_id AND pc.clinic_id = w.clinic_id"
        ).fetchone()
        assert linked == (42,)
    assert {code: hashlib.sha256(token.encode()).digest() for code, token in made.tokens.items()} == tokens
    assert hashes.keys() == made.passwords.keys() == {
        "nurse", "reception", "doctor", "admin", "auditor", "manager",
    }  # fmt: skip
    assert all(_HASHER.verify(hashes[login], password) for login, password in made.passwords.items())


def test_some_charts_are_restricted_and_one_of_them_lies_in_a_ward(database: Any) -> None:
    seed(database.dsn, "small", now=NOW)
    with psycopg.connect(database.dsn) as connection:
        kinds = connection.execute("SELECT restriction, count(*) FROM patients GROUP BY 1").fetchall()
        lying = connection.execute(
            "SELECT w.name FROM patients p JOIN stays s ON s.patient_id = p.id JOIN beds b ON b.id = s.bed_id"
            " JOIN wards w ON w.id = b.ward_id WHERE p.restriction IS NOT NULL"
        ).fetchall()
    assert dict(kinds) == {None: 1_990, "staff": 3, "vip": 3, "own": 2, "family": 2}
    assert lying[0] == ("1 East",)


def test_the_demos_people_are_asked_for_no_better_password(database: Any) -> None:
    seed(database.dsn, now=NOW)
    with psycopg.connect(database.dsn) as connection:
        roles = connection.execute(
            "SELECT login, role, password_given, count(*) FROM users JOIN memberships ON user_id = id"
            " GROUP BY 1, 2, 3"
        ).fetchall()
        restricted = connection.execute(
            "SELECT count(*) FROM patients p JOIN stays s ON s.patient_id = p.id WHERE restriction IS NOT NULL"
        ).fetchone()
    assert {role for _, role, *_ in roles} == set(Role)
    assert {row[2:] for row in roles} == {(False, 2)}
    assert restricted == (1,)


def test_patients_are_called_as_people_are(database: Any) -> None:
    seed(database.dsn, "small", now=NOW)
    with psycopg.connect(database.dsn) as connection:
        rows = connection.execute("SELECT name, name_latin, mrn, born, sex FROM patients").fetchall()
    assert len(rows) == 2_000
    scripts = Counter(unicodedata.name(name[0]).split(" ")[0] for name, *_ in rows)
    assert {"LATIN", "CJK", "HANGUL", "ARABIC", "CYRILLIC", "GREEK"} <= scripts.keys()
    assert any(not name.isascii() and not latin for name, latin, *_ in rows), "accents"
    assert any(" " not in name and name.isascii() for name, *_ in rows), "single names"
    assert {
        unicodedata.name(letter).split(" ")[0] for _, latin, *_ in rows for letter in latin if letter.isalpha()
    } == {"LATIN"}
    assert all(latin for name, latin, *_ in rows if unicodedata.name(name[0]).split(" ")[0] != "LATIN")
    assert len({mrn for _, _, mrn, *_ in rows}) == 2_000
    assert sum(born is None for *_, born, _ in rows) > 0
    assert all(born <= NOW.date() for *_, born, _ in rows if born)


def _share(database: Any, condition: str) -> float:
    """Return the share of all patients (p) that a condition holds for."""
    with psycopg.connect(database.dsn) as connection:
        row = connection.execute(f"SELECT avg(({condition})::int) FROM patients p").fetchone()
    assert row is not None
    return float(row[0])


def test_patients_have_what_people_have_in_the_shares_of_life(database: Any) -> None:
    seed(database.dsn, "small", now=NOW)
    of = "SELECT FROM {} x WHERE x.patient_id = p.id"
    assert 0.09 < _share(database, f"EXISTS ({of.format('patient_alerts')})") < 0.16
    assert 0.005 < _share(database, "deceased") < 0.03
    assert 0.03 < _share(database, f"(SELECT count(*) FROM ({of.format('patient_clinic')}) x) = 2") < 0.08
    assert (
        0.85 < _share(database, f"EXISTS ({of.format('patient_contacts')} AND kind = 'phone' AND whose = '')") < 0.99
    )
    assert 0.1 < _share(database, f"EXISTS ({of.format('patient_contacts')} AND whose <> '')") < 0.3
    assert 0.75 < _share(database, f"EXISTS ({of.format('patient_identifiers')} AND kind = 'insurance')") < 0.95
    assert 0.05 < _share(database, f"EXISTS ({of.format('patient_identifiers')} AND kind = 'external')") < 0.15
    assert 0.5 < _share(database, f"EXISTS ({of.format('patient_consents')})") < 0.9
    assert 0.02 < _share(database, "former_name <> ''") < 0.1
    assert 0.05 < _share(database, "interpreter") < 0.25
    assert _share(database, "(name_kana <> '') = (language = 'ja')") == 1


def test_what_hangs_together_does(database: Any) -> None:
    seed(database.dsn, "small", now=NOW)
    alerts = "ARRAY(SELECT DISTINCT kind FROM patient_alerts a WHERE a.patient_id = p.id ORDER BY 1)"
    assert _share(database, f"ARRAY(SELECT unnest(alert_kinds) ORDER BY 1) = {alerts}") == 1
    assert _share(database, "deceased = (died IS NOT NULL) AND coalesce(died >= born, true)") == 1
    assert _share(database, "made_at = changed_at AND coalesce(made_at >= born, true)") == 1
    assert _share(database, "coalesce(made_at < died + 1, true)") == 1
    in_bed = "EXISTS (SELECT FROM stays s WHERE s.patient_id = p.id)"
    assert _share(database, f"{in_bed} AND deceased") == 0
    stays = "(SELECT min(lower(during)) FROM stays s WHERE s.patient_id = p.id)"
    assert _share(database, f"coalesce(made_at < {stays}, true)") == 1
    linked = "FROM patient_clinic c WHERE c.patient_id = p.id AND c.clinic_id = e.clinic_id"
    strange = f"SELECT FROM encounters e WHERE e.patient_id = p.id AND NOT EXISTS (SELECT {linked})"
    assert _share(database, f"EXISTS ({strange})") == 0
    assert _share(database, "EXISTS (SELECT FROM encounters e WHERE e.patient_id = p.id)") > 0.05


def test_every_patient_is_found_by_their_words_and_numbers(database: Any) -> None:
    seed(database.dsn, "small", now=NOW)
    with psycopg.connect(database.dsn) as connection:
        kept = connection.execute(
            "SELECT name, family, name_kana, name_latin, former_name, sort_name, words FROM patients"
        ).fetchall()
        numbers = connection.execute("SELECT value, folded FROM patient_identifiers").fetchall()
        phones = connection.execute("SELECT kind, value, digits FROM patient_contacts").fetchall()
    for *texts, sort_name, words in kept:
        name = Name(*texts)
        assert (sort_name, words) == (sort_of(name), " ".join(words_of(name)))
    assert all(folded == fold_number(value) for value, folded in numbers)
    assert all(digits == (digits_of(value) if kind == "phone" else "") for kind, value, digits in phones)


def test_made_up_people_could_have_been_written_by_somebody(database: Any) -> None:
    seed(database.dsn, "small", now=NOW)
    written = list(_as_written(database))
    assert len(written) == SCALES["small"].patients
    # As the hub reads what a form sends: refused with BadField, or kept as it is, name by name and list by list.
    for data in written:
        kept = read_record(data, NOW.date())
        assert (kept.name.written, kept.name.family, kept.born) == (data.name, data.family, data.born)
        assert [each.value for each in kept.contacts] == [each.value for each in data.contacts]
        assert len(kept.identifiers) == len(data.identifiers)


def _as_written(database: Any) -> Iterator[PatientData]:
    """Return every patient as the console would send them."""
    with psycopg.connect(database.dsn) as connection:
        parts: dict[str, defaultdict[UUID, list[Any]]] = {
            table: _by_patient(connection, f"SELECT patient_id, {columns} FROM patient_{table}", kind)
            for table, columns, kind in (
                ("identifiers", "kind, system, value", Identifier),
                ("contacts", "kind, value, whose, relation", Contact),
                ("alerts", "kind, text, since", Alert),
                ("consents", "kind, given", Consent),
            )
        }
        fields = (
            "name", "family", "name_kana", "name_latin", "former_name", "mrn", "born", "sex", "deceased", "died",
            "language", "interpreter",
        )  # fmt: skip
        for patient, *values in connection.execute(f"SELECT id, {', '.join(fields)} FROM patients").fetchall():
            lists = {table: found[patient] for table, found in parts.items()}
            yield PatientData(**dict(zip(fields, values, strict=True)), **lists)


def _by_patient(connection: Any, statement: str, kind: type[Any]) -> defaultdict[UUID, list[Any]]:
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    for patient, *values in connection.execute(statement).fetchall():
        found[patient].append(kind(*values))
    return found


def test_the_largest_scale_fills_ten_thousand_pages() -> None:
    patients = SCALES["network"].patients
    in_lists = sum(_restriction(index) is None for index in range(patients))
    assert in_lists >= 500_000


def test_a_scale_of_ones_own_is_made(database: Any) -> None:
    made = seed(database.dsn, Scale(3, ((("1 East", 2),),), 20, 0.0), now=NOW)
    assert (made.clinics, made.wards, made.beds, made.patients) == (3, 3, 6, 20)


def test_bad_scale_and_no_database_are_said(database: Any) -> None:
    with pytest.raises(BadField, match="demo, small, clinic, network"):
        seed(database.dsn, "galaxy")
    with pytest.raises(StoreUnavailable):
        seed("host=127.0.0.1 port=1")


def test_tokens_go_to_a_file_of_the_owners_alone(
    database: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "tokens.json"
    assert administration.run_seed(database.dsn, tokens=path) == 0
    printed = capsys.readouterr().out
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert '"mon-0001"' in path.read_text()
    assert "mon-0001" not in printed
    assert "nurse" in printed
