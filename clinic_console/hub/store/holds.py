"""Statements about slots that are kept while somebody types (migration 0025)."""

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
