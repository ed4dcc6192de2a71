"""Bulk work, asked of the hub over HTTP: one request for many visits, one outcome for each."""

from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.patients import known_id
from clinic_console.wire.bulk import Bulk, BulkDone, BulkUndo


async def bulk(access: Access, asked: Bulk) -> BulkDone:
    """Do something to many visits; sent again with the same key, the same is answered."""
    return await access.call(BulkDone, "POST", "/api/appointments/bulk", body=asked)


async def undo(access: Access, bulk_id: str, asked: BulkUndo) -> BulkDone:
    """Take it back where nobody has changed a visit since; UndoOver when it is too late."""
    return await access.call(BulkDone, "POST", f"/api/appointments/bulk/{known_id(bulk_id)}/undo", body=asked)
