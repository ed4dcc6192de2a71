"""Statements about the acting user's saved views; row level security keeps everybody to their own."""

import json
from typing import Final

from sqlalchemy import text

from clinic_console.hub.store.pools import Connection

_READ: Final = text("SELECT CAST(items AS text) FROM desk_views")
_WRITE: Final = text("""
INSERT INTO desk_views (user_id, items) VALUES (acting_user(), CAST(:items AS jsonb))
ON CONFLICT (user_id) DO UPDATE SET items = excluded.items
""")


async def read(connection: Connection) -> str | None:
    """Return the views as JSON; None when none were ever kept."""
    row = (await connection.execute(_READ)).one_or_none()
    return None if row is None else str(row[0])


async def write(connection: Connection, items: object) -> None:
    """Keep these in the place of all there were."""
    await connection.execute(_WRITE, {"items": json.dumps(items, ensure_ascii=False)})
