"""The schema's version: migrating, and refusing what does not fit."""

import re
import threading
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from psycopg.conninfo import make_conninfo
from sqlalchemy import text

from clinic_console.domain.access import Scope
from clinic_console.domain.errors import SchemaTooNew, SchemaTooOld, StoreUnavailable
from clinic_console.hub.store import schema
from clinic_console.hub.store.pools import make_engine, transaction


@pytest.fixture
def empty(servers: Any) -> Any:
    name = f"empty_{uuid4().hex}"
    with psycopg.connect(servers.postgres_dsn, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield servers.embedded.postgres_dsn(name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _set_version(dsn: str, version: str) -> None:
    with psycopg.connect(dsn) as connection:
        connection.execute("UPDATE alembic_version SET version_num = %s", [version])


def test_the_head_is_what_alembic_says() -> None:
    configuration = Config()
    configuration.set_main_option("script_location", str(schema._folder()))
    assert schema.expected_head() == ScriptDirectory.from_config(configuration).get_current_head()


def test_every_migration_declares_its_place_where_it_is_looked_for() -> None:
    files = list((schema._folder() / "versions").glob("*.py"))
    assert len(schema._revisions()) == len(files)


def test_an_empty_database_is_too_old_until_it_is_migrated(empty: str) -> None:
    with pytest.raises(SchemaTooOld, match=re.escape(f"has none, this program needs {schema.expected_head()}")):
        schema.check(empty)
    schema.migrate(empty)
    schema.migrate(empty)
    schema.check(empty)


def _upgrade(dsn: str, revision: str) -> None:
    configuration = Config()
    configuration.set_main_option("script_location", str(schema._folder()))
    with schema._connect(dsn) as connection:
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, revision)


_FILLED = """
INSERT INTO clinics VALUES ('{0}', 'Old clinic', 'Asia/Tokyo');
INSERT INTO wards VALUES ('{0}', '{0}', 'Old ward', 1);
INSERT INTO beds VALUES ('{0}', '{0}', '1', 1);
INSERT INTO patients (id, mrn, name) VALUES ('{0}', 'MRN-1', 'Old patient');
INSERT INTO patient_clinic VALUES ('{0}', '{0}');
INSERT INTO stays VALUES ('{0}', '{0}', '{0}', tstzrange(now(), NULL));
INSERT INTO users (id, login, name, password_hash) VALUES ('{0}', 'old', 'Old', 'hash');
INSERT INTO memberships VALUES ('{0}', '{0}', 'nurse');
INSERT INTO sessions (id, user_id, refresh_hash, expires_at) VALUES ('{0}', '{0}', '', now() + interval '1 day');
INSERT INTO devices (clinic_id, code, token_hash) VALUES ('{0}', 'old-1', '');
INSERT INTO device_beds SELECT id, '{0}', tstzrange(now(), NULL) FROM devices;
INSERT INTO device_states (device_id, seen_at) SELECT id, now() FROM devices;
INSERT INTO reading_layouts (names) VALUES ('{{HR}}');
INSERT INTO readings SELECT now(), d.id, l.id, false, '{{71}}' FROM devices d, reading_layouts l;
"""


async def test_a_database_that_is_in_use_is_brought_up_to_date(empty: str) -> None:
    _upgrade(empty, "0001")
    old = uuid4()
    with psycopg.connect(empty) as connection:
        connection.execute(_FILLED.format(old))
    schema.migrate(empty)
    schema.check(empty)
    engine = make_engine(empty, "clinic_hub", 1)
    async with transaction(engine, Scope(old, frozenset({old}))) as connection:
        [counts] = await connection.execute(
            text(
                "SELECT (SELECT count(*) FROM beds), (SELECT count(*) FROM patients), (SELECT count(*) FROM stays), "
                "(SELECT count(*) FROM device_beds), (SELECT count(*) FROM sessions), "
                "(SELECT count(*) FROM readings_history(:old, now() - interval '1 hour', now() + interval '1 s', 10))"
            ),
            {"old": old},
        )
    assert tuple(counts) == (1, 1, 1, 1, 0, 1), "all is there, and who was signed in signs in again"
    await engine.dispose()


def test_two_at_once_wait_for_each_other(empty: str) -> None:
    failures: list[BaseException] = []

    def migrate() -> None:
        try:
            schema.migrate(empty)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=migrate) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    schema.check(empty)


def test_a_newer_schema_is_refused_by_check_and_migrate(database: Any) -> None:
    _set_version(database.dsn, "9999")
    for refuse in (schema.check, schema.migrate):
        with pytest.raises(SchemaTooNew, match=f"has 9999, this program needs {schema.expected_head()}"):
            refuse(database.dsn)


def test_an_older_known_schema_is_too_old(database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    head = schema.expected_head()
    known = {**schema._revisions(), "next": head}
    monkeypatch.setattr(schema, "_revisions", lambda: known)
    schema.expected_head.cache_clear()
    try:
        with pytest.raises(SchemaTooOld, match=f"has {head}, this program needs next"):
            schema.check(database.dsn)
    finally:
        schema.expected_head.cache_clear()


@pytest.mark.parametrize(
    "role", ["clinic_hub", "clinic_live", "clinic_ingest", "clinic_worker", "clinic_sealer", "clinic_admin"]
)
def test_every_programs_role_may_look(database: Any, role: str) -> None:
    schema.check(database.dsn, role)


async def test_a_pool_may_look(database: Any) -> None:
    engine = make_engine(database.dsn, "clinic_hub", 1)
    await schema.check_engine(engine)
    await engine.dispose()


def test_no_postgres_is_said_in_words(database: Any) -> None:
    with pytest.raises(StoreUnavailable, match="port 1 failed"):
        schema.check(make_conninfo(database.dsn, port=1))


def test_an_installed_copy_brings_its_migrations(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "site" / "clinic_console"
    (package / "_migrations").mkdir(parents=True)
    monkeypatch.setattr("clinic_console.__file__", str(package / "__init__.py"))
    assert schema._folder() == package / "_migrations"
