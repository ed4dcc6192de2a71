"""Who asks while the API is fuzzed: a user of every role, with a new session and all rights before each round."""

import secrets
import time
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID, uuid4

import psycopg

from clinic_console.domain.access import ACCESS_MS, Role
from clinic_console.hub.service.tokens import Tokens

NOBODY: Final = "signed out"
ROLES: Final = (NOBODY, *(str(role) for role in Role))
_SEEN: Final = {
    "patient": "SELECT id FROM patients LIMIT 50", "user": "SELECT id FROM users LIMIT 50",
    "bed": "SELECT id FROM beds LIMIT 50", "ward": "SELECT id FROM wards LIMIT 20",
    "device": "SELECT id FROM devices LIMIT 50", "station": "SELECT id FROM stations LIMIT 50",
    "session": "SELECT id FROM sessions WHERE ended_at IS NULL LIMIT 50",
    "glass": "SELECT id FROM break_glass LIMIT 50", "clinic": "SELECT id FROM clinics",
}  # fmt: skip


class People:
    """Users of the fuzzer's own in the first clinic of the database."""

    def __init__(self, dsn: str, key: bytes) -> None:
        self._connection = psycopg.connect(dsn, autocommit=True)
        self._tokens = Tokens(key)
        self._users = {role: uuid4() for role in ROLES if role != NOBODY}
        row = self._connection.execute("SELECT id FROM clinics ORDER BY id LIMIT 1").fetchone()
        self.clinic: UUID = row[0] if row else uuid4()

    def token(self, role: str) -> str | None:
        """Return a token of a new session of a role's user, who may have been disabled or moved by a case before."""
        if role == NOBODY:
            return None
        user, session = self._users[role], uuid4()
        self._connection.execute(
            "INSERT INTO users (id, login, name, password_hash) VALUES (%s, %s, %s, '') "
            "ON CONFLICT (id) DO UPDATE SET disabled_at = NULL",
            [user, f"fuzz-{role}-{user.hex[:6]}", f"Fuzz {role}"],
        )
        self._connection.execute("DELETE FROM memberships WHERE user_id = %s", [user])
        self._connection.execute("INSERT INTO memberships VALUES (%s, %s, %s)", [user, self.clinic, role])
        self._connection.execute(
            "INSERT INTO sessions (id, user_id, expires_at, idle) "
            "VALUES (%s, %s, now() + interval '8 hours', '2 hours')",
            [session, user],
        )
        now = time.time_ns() // 1_000_000
        return self._tokens.issue(user, session, now, now + ACCESS_MS)[0]

    def ids(self) -> Mapping[str, list[str]]:
        """Return ids that there are, by the parameter's name: made-up ones alone would find nothing."""
        found: dict[str, list[str]] = {}
        for name, query in _SEEN.items():
            rows: list[Any] = self._connection.execute(query).fetchall()
            found[name] = [str(value) for (value,) in rows] or [secrets.token_hex(16)]
        return found

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()
