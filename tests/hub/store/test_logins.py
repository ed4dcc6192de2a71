"""Each program runs with a login that may take its own roles only, and none of another's."""

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
from psycopg.conninfo import make_conninfo

import clinic_console
from clinic_console.hub.store.logins import LOGINS, grants, login_of, make_login
from tests.hub.test_app import _program

DOCUMENT = Path(clinic_console.__file__).parents[1] / "docs" / "database-roles.md"


@pytest.fixture
def logins(database: Any) -> Iterator[dict[str, str]]:
    yield {program: make_login(database.dsn, program) for program in LOGINS}
    with psycopg.connect(database.dsn) as superuser:
        for program in LOGINS:
            superuser.execute(f"DROP OWNED BY {login_of(program)}".encode())
            superuser.execute(f"DROP ROLE {login_of(program)}".encode())


def test_the_document_says_the_same_grants() -> None:
    text = DOCUMENT.read_text("utf-8")
    for program in LOGINS:
        assert f"CREATE ROLE {login_of(program)} LOGIN NOINHERIT PASSWORD '…';" in text
        for statement in grants(program):
            assert f"\n{statement};\n" in text


def test_a_login_takes_its_own_roles_and_no_other(logins: dict[str, str]) -> None:
    roles = {role for some in LOGINS.values() for role in some} | {"clinic_definer", "postgres"}
    for program, role in itertools.product(LOGINS, sorted(roles)):
        with psycopg.connect(logins[program]) as connection:
            if role in LOGINS[program]:
                connection.execute(f"SET ROLE {role}".encode())
                continue
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"SET ROLE {role}".encode())
        with pytest.raises(psycopg.OperationalError, match="permission denied to set role"):
            psycopg.connect(make_conninfo(logins[program], options=f"-c role={role}")).close()


def test_a_login_without_a_role_sees_nothing(logins: dict[str, str]) -> None:
    for program in LOGINS:
        for table in ("users", "patients", "audit_log", "alembic_version"):
            with psycopg.connect(logins[program]) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"SELECT FROM {table}".encode())


def test_each_program_runs_with_its_own_login(environ: dict[str, str], clinic: Any, logins: dict[str, str]) -> None:
    for program in ("hub", "ingest", "worker"):
        with _program(program, {**environ, "CLINIC_POSTGRES_DSN": logins[program]}) as (_, ready):
            if program != "hub":
                assert ready["ready"] == program
                continue
            with httpx.Client(base_url=f"http://{ready['http']}") as client:
                assert client.get("/ready").json() == {"ready": True, "degraded": []}
                body = {"login": "nurse", "password": clinic.passwords["nurse"]}
                session = client.post("/api/session", json=body).json()
                wards = client.get("/api/wards", headers={"authorization": f"Bearer {session['access']}"})
                assert [ward["name"] for ward in wards.json()["items"]] == ["3 East"]


def test_made_again_it_has_a_new_password(database: Any, logins: dict[str, str]) -> None:
    again = make_login(database.dsn, "hub")
    with pytest.raises(psycopg.OperationalError, match="authentication failed"):
        psycopg.connect(logins["hub"]).close()
    psycopg.connect(again).close()
