"""The statement that adds a walk-in: it calls one function that does it all (migration 0031)."""

from collections.abc import Mapping
from typing import Final

from clinic_console.hub.store.appointments import Answer
from clinic_console.hub.store.check_in import changed
from clinic_console.hub.store.pools import Connection

_ADD: Final = """
SELECT * FROM walk_in_add(%(id)s, %(key)s, %(asked)s, %(clinic)s, %(patient)s, %(practitioner)s::int, %(type)s::int,
  %(reason)s::text, %(named)s::uuid[])
"""


async def add(connection: Connection, given: Mapping[str, object]) -> Answer:
    """Add a visit without a slot: walk_in, again, or what is wrong."""
    return await changed(connection, _ADD, given)
