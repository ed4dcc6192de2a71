"""The catalogue: which role may do what, and that what was set for one transaction is gone in the next."""

import asyncio
import contextlib
import re
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

import clinic_console
from clinic_console.domain.access import NOBODY, Scope
from clinic_console.hub.store.pools import Engine, make_engine, transaction

ROLES = (
    "clinic_hub",
    "clinic_live",
    "clinic_ingest",
    "clinic_worker",
    "clinic_sealer",
    "clinic_admin",
    "clinic_owner",
)
WITHOUT = r"^(procrastinate_.*|alembic_version|reading_layouts|reading_gaps|readings(_\d+)?)$"
"""Tables without row level security: the jobs', the version's, and what only ingest writes and functions read."""
HASHES = (("users", "password_hash"), ("users", "pin_hash"), ("devices", "token_hash"), ("refresh_tokens", "hash"))


def _ask(database: Any, statement: str, *values: object) -> list[tuple[Any, ...]]:
    with psycopg.connect(database.dsn) as connection:
        return connection.execute(statement, values or None).fetchall()


def _tables(database: Any) -> dict[str, tuple[bool, bool, str]]:
    rows = _ask(
        database,
        "SELECT relname, relrowsecurity, relforcerowsecurity, relowner::regrole::text FROM pg_class "
        "WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')",
    )
    return {name: (enabled, forced, owner) for name, enabled, forced, owner in rows}


def test_every_table_is_under_row_level_security(database: Any) -> None:
    tables = _tables(database)
    guarded = {name: state for name, state in tables.items() if not re.match(WITHOUT, name)}
    assert len(guarded) > 20
    assert not [name for name, state in guarded.items() if state != (True, True, "clinic_owner")]


def test_functions_that_may_see_more_are_closed_to_all_but_named_roles(database: Any) -> None:
    rows = _ask(
        database,
        "SELECT p.proname, p.proowner::regrole::text, coalesce(array_to_string(p.proconfig, ';'), ''), "
        "  p.proacl IS NULL OR EXISTS (SELECT FROM aclexplode(p.proacl) a WHERE a.grantee = 0), p.prosrc "
        "FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef",
    )
    assert len(rows) > 15
    for name, owner, configuration, public, source in rows:
        assert owner in ("clinic_definer", "clinic_owner"), name
        assert "search_path=public, pg_temp" in configuration, name
        assert not public, name
        if "EXECUTE" in source:
            assert name.startswith("ensure_"), f"{name} makes statements as it goes"


def test_what_triggers_and_policies_run_is_nobodys_to_call(database: Any) -> None:
    names = ["acting_user", "visible_clinics", "clinic_visible", "tell_access", "tell_devices", "audit_log_keep"]
    rows = _ask(
        database,
        "SELECT p.proname FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.proname = ANY(%s) "
        "AND NOT EXISTS (SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a "
        "                WHERE a.grantee = 0)",
        names,
    )
    assert {name for (name,) in rows} == set(names)


@pytest.mark.parametrize("role", ROLES)
def test_secrets_hashes_are_read_by_those_who_must(database: Any, role: str) -> None:
    everything = {"users", "devices", "refresh_tokens"}
    allowed = {
        "clinic_ingest": {"devices"},
        "clinic_worker": {"refresh_tokens"},
        "clinic_admin": everything,
        "clinic_owner": everything,  # by right, and yet no row of it (below)
    }
    for table, column in HASHES:
        [(may,)] = _ask(database, "SELECT has_column_privilege(%s, %s, %s, 'SELECT')", role, table, column)
        assert may == (table in allowed.get(role, set())), (table, column)


def test_the_hub_has_no_way_to_readings_but_functions(database: Any) -> None:
    for table in _tables(database):
        if re.match(
            r"readings|reading_|audit_log_\d|refresh_tokens|break_glass_looks|device_clocks|procrastinate", table
        ):
            [(may,)] = _ask(
                database, "SELECT has_table_privilege('clinic_hub', %s, 'SELECT,INSERT,UPDATE,DELETE')", table
            )
            assert not may, table


@pytest.mark.parametrize("role", ROLES)
def test_the_log_is_only_added_to(database: Any, role: str) -> None:
    changes = "SELECT has_table_privilege(%s, t, 'DELETE'), has_table_privilege(%s, t, 'TRUNCATE'), "
    changes += "has_any_column_privilege(%s, t, 'UPDATE') FROM unnest(%s::text[]) t"
    logs = [table for table in _tables(database) if table.startswith("audit_log")]
    for delete, truncate, update in _ask(database, changes, role, role, role, logs):
        if role == "clinic_owner":
            continue  # owns it, and sees no row; triggers refuse it, too (below)
        assert not delete
        assert not truncate
        assert not update or role == "clinic_sealer"
    for column in ("at", "seq", "hash"):
        [(may,)] = _ask(database, "SELECT has_column_privilege(%s, 'audit_log', %s, 'INSERT')", role, column)
        assert not may or role == "clinic_owner", f"{column} is not for the writer to say"


@pytest.mark.parametrize("statement", ["UPDATE {0} SET reason = 'x'", "DELETE FROM {0}", "TRUNCATE {0}"])
def test_not_even_a_superuser_changes_the_log_by_mistake(database: Any, statement: str) -> None:
    logs = [table for table in _tables(database) if table.startswith("audit_log")]
    with psycopg.connect(database.dsn) as connection:
        connection.execute("INSERT INTO audit_log (id, program, action) VALUES (gen_random_uuid(), 'test', 'x')")
        [(partition,)] = connection.execute("SELECT tableoid::regclass::text FROM audit_log").fetchall()
        connection.commit()
        for table in ("audit_log", partition):
            assert table in logs
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="only ever added to"):
                connection.execute(statement.format(table))
            connection.rollback()


def test_the_owner_of_the_tables_sees_no_row(connect_as: Any, database: Any, clinic: Any) -> None:
    guarded = [name for name in _tables(database) if not re.match(WITHOUT, name)]
    with connect_as("clinic_owner") as connection:
        for table in guarded:
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,), table


def test_one_function_alone_says_for_whom_a_transaction_works() -> None:
    spoken = re.compile(r"clinic\.(user|visible)\b")
    package = Path(clinic_console.__file__).parent
    files = [*package.rglob("*.py"), *(package.parent / "migrations" / "versions").glob("*.py")]
    told = {path.name for path in files if spoken.search(path.read_text("utf-8"))}
    assert told == {"0002_access.py"}, "row level security goes by what enter_scope says"


_SEE = text(
    "SELECT acting_user(), visible_clinics(), (SELECT count(*) FROM wards), (SELECT count(*) FROM patients), "
    "(SELECT count(*) FROM memberships)"
)


async def _seen(engine: Engine, scope: Scope) -> tuple[Any, ...]:
    async with transaction(engine, scope) as connection:
        return tuple((await connection.execute(_SEE)).one())


async def _disturb(engine: Engine, scope: Scope, how: str) -> None:
    """Do something for somebody that ends in one of the ways in which things end."""

    async def work() -> None:
        async with transaction(engine, scope) as connection:
            await connection.execute(_SEE)
            if how == "fails":
                await connection.execute(text("SELECT 1 / 0"))
            if how == "raises":
                raise KeyError
            if how == "cancelled":
                await connection.execute(text("SELECT pg_sleep(30)"))

    task = asyncio.create_task(work())
    if how == "cancelled":
        await asyncio.sleep(0.02)
        task.cancel()
    with contextlib.suppress(Exception, asyncio.CancelledError):
        await task


@given(
    size=st.sampled_from([1, 2]),
    steps=st.lists(
        st.tuples(
            st.sampled_from(["nurse", "far", "nobody"]), st.sampled_from(["done", "fails", "raises", "cancelled"])
        ),
        min_size=1,
        max_size=6,
    ),
    together=st.booleans(),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_nothing_of_one_transaction_is_left_in_the_next(
    database: Any, clinic: Any, foreign: Any, size: int, steps: list[tuple[str, str]], together: bool
) -> None:
    far = _person_of(database, foreign.clinic)
    both = frozenset({clinic.id, foreign.clinic})
    scopes = {"nurse": Scope(clinic.users["nurse"], both), "far": Scope(far, both), "nobody": NOBODY}
    mine = {"nurse": [clinic.id], "far": [foreign.clinic], "nobody": []}
    engine = make_engine(database.dsn, "clinic_hub", size)
    try:
        works = [_disturb(engine, scopes[who], how) for who, how in steps]
        if together:
            await asyncio.gather(*works)
        else:
            for work in works:
                await work
        for who, scope in scopes.items():
            for _ in range(size):
                user, clinics, wards, *_ = await _seen(engine, scope)
                assert (user, clinics, wards) == (scope.user_id, mine[who], len(mine[who]))
        assert await _seen(engine, NOBODY) == (None, [], 0, 0, 0)
    finally:
        await engine.dispose()


def _person_of(database: Any, clinic: UUID) -> UUID:
    user = uuid4()
    with psycopg.connect(database.dsn) as connection:
        connection.execute(
            "INSERT INTO users (id, login, name, password_hash) VALUES (%s, %s, 'Far', '')", [user, str(user)]
        )
        connection.execute("INSERT INTO memberships VALUES (%s, %s, 'nurse')", [user, clinic])
    return user


async def test_nobody_lets_in_who_works_elsewhere_alone(database: Any, clinic: Any, foreign: Any) -> None:
    far = _person_of(database, foreign.clinic)
    engine = make_engine(database.dsn, "clinic_hub", 1)
    add = text("INSERT INTO memberships VALUES (:user, :clinic, 'nurse')")
    for user, into in ((far, clinic.id), (clinic.users["reception"], foreign.clinic)):
        with pytest.raises(Exception, match="row-level security"):
            async with transaction(engine, Scope(clinic.users["nurse"], frozenset({clinic.id}))) as connection:
                await connection.execute(add, {"user": user, "clinic": into})
    await engine.dispose()


async def test_a_disabled_user_sees_nothing_of_its_clinics(database: Any, clinic: Any) -> None:
    engine = make_engine(database.dsn, "clinic_hub", 1)
    nurse = Scope(clinic.users["nurse"], frozenset({clinic.id}))
    assert (await _seen(engine, nurse))[2:4] == (1, 4)
    with psycopg.connect(database.dsn) as connection:
        connection.execute("UPDATE users SET disabled_at = now()")
    assert (await _seen(engine, nurse))[1:4] == ([], 0, 0)
    await engine.dispose()
