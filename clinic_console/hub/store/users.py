"""Statements about people as an administrator sees them: one per page, the changes in sets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final, NamedTuple
from uuid import UUID

from psycopg.errors import UniqueViolation
from sqlalchemy import exc, text

from clinic_console.domain.errors import Taken
from clinic_console.hub.store.pools import Connection

LIVING: Final = "s.ended_at IS NULL AND s.expires_at > now() AND s.used_at + s.idle > now()"
"""What makes a session (``s``) a living one."""


class UserRow(NamedTuple):
    """One user: the clinics that were asked about with the role in each, and whether there are others; times in ms.

    ``sort`` is what the page goes by.
    """

    id: UUID
    login: str
    name: str
    disabled: bool
    has_pin: bool
    password_given: bool
    created: int
    elsewhere: bool
    clinics: Sequence[UUID]
    roles: Sequence[str]
    sessions: int
    seen: int | None
    sort: str

    @property
    def role_of(self) -> dict[UUID, str]:
        """The role per clinic."""
        return dict(zip(self.clinics, self.roles, strict=True))


class Wanted(NamedTuple):
    """Which users: a LIKE pattern ('' for all), a role ('' for any), disabled or not (None for both)."""

    pattern: str = ""
    role: str = ""
    disabled: bool | None = None


_COLUMNS = """
SELECT u.id, u.login, u.name, u.disabled_at IS NOT NULL AS disabled, u.has_pin, u.password_given,
       CAST(extract(epoch FROM u.created_at) * 1000 AS bigint) AS created,
       CAST(:everywhere AS boolean) IS NOT TRUE AND user_elsewhere(u.id) AS elsewhere,
       m.clinics, m.roles, x.sessions, x.seen, lower(u.name) AS sort
"""
_BESIDE = f"""
CROSS JOIN LATERAL (
  SELECT coalesce(array_agg(clinic_id ORDER BY clinic_id), '{{}}') AS clinics,
         coalesce(array_agg(role ORDER BY clinic_id), '{{}}') AS roles
  FROM memberships WHERE user_id = u.id AND clinic_id = ANY(:clinics)) m
CROSS JOIN LATERAL (
  SELECT count(*) FILTER (WHERE {LIVING}) AS sessions,
         CAST(extract(epoch FROM max(s.used_at)) * 1000 AS bigint) AS seen
  FROM sessions s WHERE s.user_id = u.id) x
"""  # noqa: S608 - a constant of this module; values are bound
_PAGE = text(f"""
{_COLUMNS}
FROM (
  SELECT * FROM (SELECT id, login, name, disabled_at, has_pin, password_given, created_at FROM users) u
  WHERE (EXISTS (SELECT FROM memberships m WHERE m.user_id = u.id AND m.clinic_id = ANY(:clinics)
                 AND (:role = '' OR m.role = :role))
         OR CAST(:everywhere AS boolean) AND :role = '')
    AND (:pattern = '' OR lower(u.name) LIKE lower(:pattern) OR lower(u.login) LIKE lower(:pattern))
    AND (CAST(:disabled AS boolean) IS NULL OR (u.disabled_at IS NOT NULL) = :disabled)
    AND (CAST(:after_id AS uuid) IS NULL OR (lower(u.name), u.id) > (:after_name, CAST(:after_id AS uuid)))
  ORDER BY lower(u.name), u.id
  LIMIT :limit) u
{_BESIDE}
ORDER BY lower(u.name), u.id
""")  # noqa: S608 - constants of this module; values are bound
_ONE = text(f"""
{_COLUMNS}
FROM (SELECT id, login, name, disabled_at, has_pin, password_given, created_at FROM users WHERE id = :user) u
{_BESIDE}
WHERE cardinality(m.clinics) > 0 OR CAST(:everywhere AS boolean)
""")  # noqa: S608 - constants of this module; values are bound
# Two administrators at one user, or at each other, go one after the other: what was decided holds when it is written.
_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(id, 11)) FROM unnest(CAST(:users AS text[])) AS id")
_ADD = text("""
INSERT INTO users (id, login, name, password_hash) VALUES (:user, :login, :name, :hash) ON CONFLICT DO NOTHING
""")
_RENAME = text("UPDATE users SET login = :login, name = :name WHERE id = :user")
_DISABLE = text("UPDATE users SET disabled_at = CASE WHEN :disabled THEN now() END WHERE id = :user")
_GIVE_PASSWORD = text("""
UPDATE users SET password_hash = :hash, pin_hash = NULL, password_given = true WHERE id = :user
""")
_LEAVE = text("""
DELETE FROM memberships
WHERE user_id = :user AND clinic_id = ANY(:clinics) AND clinic_id <> ALL(CAST(:kept AS uuid[]))
""")
_ENTER = text("""
INSERT INTO memberships (user_id, clinic_id, role)
SELECT CAST(:user AS uuid), * FROM unnest(CAST(:kept AS uuid[]), CAST(:roles AS text[]))
ON CONFLICT (user_id, clinic_id) DO UPDATE SET role = excluded.role WHERE memberships.role <> excluded.role
""")
_FIND = text("SELECT id FROM users WHERE lower(login) = lower(:login)")


async def user_page(
    connection: Connection,
    clinics: Sequence[UUID],
    wanted: Wanted,
    after: tuple[str, UUID] | None,
    limit: int,
    *,
    everywhere: bool = False,
) -> list[UserRow]:
    """Return the users of some clinics by (name, id), at most ``limit`` after a key.

    With ``everywhere`` these clinics are all that there are, and whoever works in none is found too.
    """
    name, user = after or ("", None)
    rows = await connection.execute(
        _PAGE,
        {
            "clinics": list(clinics),
            "everywhere": everywhere,
            "after_name": name,
            "after_id": user,
            "limit": limit,
            **wanted._asdict(),
        },
    )
    return [UserRow(*row) for row in rows]


async def find_user(
    connection: Connection, user: UUID, clinics: Sequence[UUID], *, everywhere: bool = False
) -> UserRow | None:
    """Return a user; None when it works in none of the clinics."""
    row = await connection.execute(_ONE, {"user": user, "clinics": list(clinics), "everywhere": everywhere})
    found = row.one_or_none()
    return UserRow(*found) if found is not None else None


async def user_of_login(connection: Connection, login: str) -> UUID | None:
    """Return the user of a login, whatever its case."""
    user: UUID | None = (await connection.execute(_FIND, {"login": login})).scalar_one_or_none()
    return user


async def lock_users(connection: Connection, users: Iterable[UUID]) -> None:
    """Let nobody else change these users until the end of the transaction."""
    await connection.execute(_LOCK, {"users": sorted({str(user) for user in users})})


async def add_user(connection: Connection, user: UUID, login: str, name: str, password_hash: str) -> None:
    """Store a user whose password was made up; raises Taken."""
    row = {"user": user, "login": login, "name": name, "hash": password_hash}
    if (await connection.execute(_ADD, row)).rowcount != 1:
        raise Taken(login, field="login")


async def rename_user(connection: Connection, user: UUID, login: str, name: str) -> None:
    """Give a user a login and a name; raises Taken."""
    with _login_taken(login):
        await connection.execute(_RENAME, {"user": user, "login": login, "name": name})


async def set_disabled(connection: Connection, user: UUID, *, disabled: bool) -> None:
    """Let a user sign in no more, or again."""
    await connection.execute(_DISABLE, {"user": user, "disabled": disabled})


async def give_password(connection: Connection, user: UUID, password_hash: str) -> None:
    """Set a made-up password's hash; the PIN, which only the former one could vouch for, goes."""
    await connection.execute(_GIVE_PASSWORD, {"user": user, "hash": password_hash})


async def set_roles(connection: Connection, user: UUID, clinics: Sequence[UUID], roles: Mapping[UUID, str]) -> None:
    """Give a user these roles, and none in the others of ``clinics``."""
    kept = {"user": user, "kept": list(roles)}
    # In this order: only who is a colleague already may be let into one more clinic.
    await connection.execute(_ENTER, {**kept, "roles": list(roles.values())})
    await connection.execute(_LEAVE, {**kept, "clinics": list(clinics)})


@contextmanager
def _login_taken(login: str) -> Iterator[None]:
    try:
        yield
    except exc.IntegrityError as error:
        if not isinstance(error.orig, UniqueViolation):
            raise
        raise Taken(login, field="login") from error
