"""A database login for each program, which may take that program's roles and no other (docs/database-roles.md)."""

import secrets
from collections.abc import Mapping
from typing import Final

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

LOGINS: Final[Mapping[str, tuple[str, ...]]] = {
    "hub": ("clinic_hub", "clinic_live"),
    "ingest": ("clinic_ingest",),
    "worker": ("clinic_worker", "clinic_sealer"),
    "administration": ("clinic_admin", "clinic_owner"),
}
"""Which roles each program takes; the rights are the roles', and a login has none of its own."""


def login_of(program: str) -> str:
    """Return the name of a program's login."""
    return f"clinic_{program}_login"


def grants(program: str) -> list[str]:
    """Return what gives a program's login its roles: to take, and not to have without taking them."""
    login = login_of(program)
    return [
        f"GRANT {', '.join(LOGINS[program])} TO {login} WITH INHERIT FALSE, SET TRUE",
        f"GRANT CONNECT ON DATABASE clinic TO {login}",
    ]


def make_login(dsn: str, program: str) -> str:
    """Make a program's login, or give it a new password, as a superuser; return the DSN that it signs in with."""
    login, password = login_of(program), secrets.token_urlsafe(32)
    with psycopg.connect(dsn) as connection:
        # Two that start at the same moment: one of them finds it made.
        connection.execute("SELECT pg_advisory_xact_lock(hashtext('clinic logins'))")
        known = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [login]).fetchone()
        connection.execute(
            sql.SQL("{} ROLE {} LOGIN NOINHERIT PASSWORD {}").format(
                sql.SQL("CREATE" if known is None else "ALTER"), sql.Identifier(login), sql.Literal(password)
            )
        )
        database = sql.Identifier(str(connection.info.dbname)).as_string(connection)
        for statement in grants(program):
            connection.execute(statement.replace("DATABASE clinic ", f"DATABASE {database} ").encode())
    return make_conninfo(dsn, user=login, password=password)
