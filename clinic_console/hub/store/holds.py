"""Statements about slots that are kept while somebody types (migrations 0025 and 0027)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from clinic_console.hub.store.pools import Connection, driver_of


class Answer(NamedTuple):
    """What became of it, by the functions' words; ``changes`` are the rows of ``schedule_changes`` (JSON)."""

    outcome: str
    clinic: UUID | None
    begins: datetime | None
    ends: datetime | None
    until: datetime | None
    changes: str | None


_HOLD: Final = """
SELECT * FROM slot_hold(%(id)s, %(clinic)s, %(practitioner)s::int, %(type)s::int, %(begins)s, %(overbook)s,
  %(lasting)s, %(most)s::int, %(over)s::uuid[])
"""
_RELEASE: Final = "SELECT * FROM slot_release(%(id)s)"
_OF_NOBODY: Final = "SELECT * FROM slots_of_nobody(%(limit)s::int)"
_FORSAKE: Final = "SELECT * FROM slot_forsake(%(id)s, %(user)s)"


async def hold(connection: Connection, given: Mapping[str, object]) -> Answer:
    """Keep a slot for the acting user, or keep it for longer: held, or what is wrong."""
    driver = await driver_of(connection)
    rows = await (await driver.execute(_HOLD, given)).fetchall()
    return Answer(*rows[0])  # type: ignore[arg-type]


async def release(connection: Connection, hold: UUID) -> Answer:
    """Let a hold of the acting user go: released, or none."""
    driver = await driver_of(connection)
    rows = await (await driver.execute(_RELEASE, {"id": hold})).fetchall()
    return Answer(*rows[0])  # type: ignore[arg-type]


async def of_nobody(connection: Connection, limit: int) -> list[tuple[UUID, UUID]]:
    """Return holds, and whose they are, of users of whom no session lives any more."""
    driver = await driver_of(connection)
    return await (await driver.execute(_OF_NOBODY, {"limit": limit})).fetchall()  # type: ignore[return-value]


async def forsake(connection: Connection, hold: UUID, user: UUID) -> Answer:
    """Let such a hold go: released, or none."""
    driver = await driver_of(connection)
    rows = await (await driver.execute(_FORSAKE, {"id": hold, "user": user})).fetchall()
    return Answer(*rows[0])  # type: ignore[arg-type]
