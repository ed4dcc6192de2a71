"""Imports of files, asked of the hub over HTTP: begun, sent batch by batch, ended, and what was refused."""

from collections.abc import Sequence
from typing import Final

from clinic_console.desktop.link.access import Access
from clinic_console.domain.imports import Layout
from clinic_console.domain.imports_rows import Row
from clinic_console.wire.imports import ErrorPage, Import, ImportPage, Mapping, NewImport, Remembered, Rows, RowsDone

PAGE: Final = 100
ERRORS: Final = 200


async def page(access: Access, after: str | None) -> ImportPage:
    """Return one page of the imports of the user's clinics, the newest first."""
    return await access.call(ImportPage, "GET", "/api/imports", params=_paged(after, PAGE))


async def one(access: Access, import_id: str) -> Import:
    """Return how far an import is."""
    return await access.call(Import, "GET", f"/api/imports/{import_id}")


async def remembered(access: Access, clinic: str, kind: str, columns: int) -> Layout | None:
    """Return what stood where the last time that a file with as many columns came into a clinic."""
    asked: dict[str, str | int] = {"clinic": clinic, "kind": kind, "columns": columns}
    found = await access.call(Remembered, "GET", "/api/imports/mapping", params=asked)
    return layout_of(found.mapping) if found.mapping is not None else None


async def begin(access: Access, new: NewImport) -> Import:
    """Begin an import, or go on with the same file's that has not ended."""
    return await access.call(Import, "POST", "/api/imports", body=new)


async def send(access: Access, import_id: str, after: int, rows: Sequence[Row]) -> RowsDone:
    """Send the next rows, behind the first ``after`` ones; ImportOutOfStep when that is not how far it is."""
    body = Rows(after, [cells for _, cells in rows], [line for line, _ in rows])
    return await access.call(RowsDone, "POST", f"/api/imports/{import_id}/rows", body=body)


async def cancel(access: Access, import_id: str) -> Import:
    """End an import; what is in stays in."""
    return await access.call(Import, "DELETE", f"/api/imports/{import_id}")


async def errors(access: Access, import_id: str, after: str | None) -> ErrorPage:
    """Return one page of what was refused, by line."""
    return await access.call(ErrorPage, "GET", f"/api/imports/{import_id}/errors", params=_paged(after, ERRORS))


def layout_of(mapping: Mapping) -> Layout:
    """Return a mapping as the reader of files takes it."""
    return Layout(
        tuple(mapping.columns), mapping.system, mapping.order, mapping.header, mapping.delimiter, mapping.encoding
    )


def mapping_of(layout: Layout) -> Mapping:
    """Return a mapping as the hub takes it."""
    return Mapping(
        list(layout.columns), layout.system, layout.order, layout.header, layout.delimiter, layout.encoding
    )


def _paged(after: str | None, limit: int) -> dict[str, str | int]:
    return {"limit": limit, "after": after} if after else {"limit": limit}
