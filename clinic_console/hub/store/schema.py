"""The version of the database's schema: bring it up to date, and refuse to run on another one."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final

import psycopg
from sqlalchemy import Connection, create_engine, exc, pool, text

import clinic_console
from clinic_console.domain.access import NOBODY
from clinic_console.domain.errors import SchemaTooNew, SchemaTooOld, StoreUnavailable
from clinic_console.hub.store import pools

_LOCK: Final = 0x636C_696E_6963  # "clinic"
_LOCK_WAIT: Final = "10min"
_EXISTS: Final = "SELECT to_regclass('public.alembic_version') IS NOT NULL"
_VERSION: Final = "SELECT version_num FROM public.alembic_version"
_REVISION: Final = re.compile(r'^(revision|down_revision) = (?:"(\w+)"|None)$', re.MULTILINE)


def migrate(dsn: str) -> None:
    """Bring the database of a libpq DSN to this program's schema; two at once wait for each other.

    Raises StoreUnavailable, or SchemaTooNew when a newer program has been here.
    """
    # Only here: every program checks its schema at its start, and Alembic takes as long to import as all the rest.
    from alembic import command
    from alembic.config import Config

    configuration = Config()
    # The option is read with % interpolation; a folder's name may hold one.
    configuration.set_main_option("script_location", str(_folder()).replace("%", "%%"))
    with _connect(dsn) as connection:
        connection.execute(text(f"SET lock_timeout = '{_LOCK_WAIT}'"))
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
        connection.execute(text("RESET lock_timeout"))
        # The lock belongs to the session; alembic then makes one transaction per migration.
        connection.commit()
        try:
            found = _found(connection)
            connection.commit()
            if found and found not in _revisions():
                raise SchemaTooNew(_both(found))
            configuration.attributes["connection"] = connection
            command.upgrade(configuration, "head")
        finally:
            connection.rollback()
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK})
            connection.commit()


@cache
def expected_head() -> str:
    """Return the version of the schema that this program is made for."""
    revisions = _revisions()
    (head,) = revisions.keys() - set(revisions.values())
    return head


def check(dsn: str, role: str = "") -> None:
    """Raise SchemaTooOld or SchemaTooNew, naming both versions, unless the schema is this program's own.

    ``role`` is the database role to look with; StoreUnavailable when Postgres does not answer.
    """
    with _connect(dsn, role) as connection:
        _judge(_found(connection))


async def check_engine(engine: pools.Engine) -> None:
    """Check as ``check`` does, through a pool: what readiness asks."""
    async with pools.transaction(engine, NOBODY) as connection:
        exists = (await connection.execute(text(_EXISTS))).scalar_one()
        found = (await connection.execute(text(_VERSION))).scalar_one_or_none() if exists else None
    _judge(found)


def _judge(found: str | None) -> None:
    if found == expected_head():
        return
    if found and found not in _revisions():
        raise SchemaTooNew(_both(found))
    raise SchemaTooOld(_both(found))


def _both(found: str | None) -> str:
    return f"the database has {found or 'none'}, this program needs {expected_head()}"


@cache
def _revisions() -> dict[str, str]:
    """Return each migration's revision with the one before it ("" for the first), read from the files' heads."""
    heads = (dict(_REVISION.findall(path.read_text("utf-8"))) for path in (_folder() / "versions").glob("*.py"))
    return {head["revision"]: head["down_revision"] for head in heads}


def _folder() -> Path:
    package = Path(clinic_console.__file__).parent
    installed = package / "_migrations"
    return installed if installed.is_dir() else package.parent / "migrations"


def _found(connection: Connection) -> str | None:
    if not connection.execute(text(_EXISTS)).scalar_one():
        return None
    found: str | None = connection.execute(text(_VERSION)).scalar_one_or_none()
    return found


@contextmanager
def _connect(dsn: str, role: str = "") -> Iterator[Connection]:
    complete = pools.conninfo(dsn, "schema", role, statement_ms=0)
    engine = create_engine(
        "postgresql+psycopg://",
        creator=lambda: psycopg.connect(complete),
        poolclass=pool.NullPool,
        use_native_hstore=False,
    )
    try:
        with engine.connect() as connection:
            yield connection
    except (exc.OperationalError, exc.InterfaceError) as error:
        raise StoreUnavailable(str(error.orig or error).strip().split("\n", 1)[0]) from error
    finally:
        engine.dispose()
