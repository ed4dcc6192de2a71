"""Imports of files, asked of the hub over HTTP: begun, sent batch by batch, ended, and what was refused."""

from collections.abc import Sequence
from typing import Final

from clinic_console.desktop.link.access import Access
from clinic_console.domain.imports import Kind, Layout
from clinic_console.domain.imports_rows import Row
from clinic_console.wire.imports import ErrorPage, Import, ImportPage, Mapping, NewImport, Remembered, Rows, RowsDone
from clinic_console.wire.no_shows import NoShows

PAGE: Final = 100
ERRORS: Final = 200


async def page(access: Access, after: str | None, kind: str = "") -> ImportPage:
    """Return one page of the imports of the user's clinics, the newest first: day lists, or all others."""
    return await access.call(ImportPage, "GET", _place(kind), params=_paged(after, PAGE))


async def one(access: Access, import_id: str, kind: str = "") -> Import:
    """Return how far an import is."""
    return await access.call(Import, "GET", f"{_place(kind)}/{import_id}")


async def remembered(access: Access, clinic: str, kind: str, columns: int) -> Layout | None:
    """Return what stood where the last time that a file with as many columns came into a clinic."""
    asked: dict[str, str | int] = {"clinic": clinic, "kind": kind, "columns": columns}
    found = await access.call(Remembered, "GET", f"{_place(kind)}/mapping", params=asked)
    return layout_of(found.mapping) if found.mapping is not None else None


async def begin(access: Access, new: NewImport) -> Import:
    """Begin an import, or go on with the same file's that has not ended."""
    return await access.call(Import, "POST", _place(new.kind), body=new)


async def send(access: Access, import_id: str, after: int, rows: Sequence[Row], kind: str = "") -> RowsDone:
    """Send the next rows, behind the first ``after`` ones; ImportOutOfStep when that is not how far it is."""
    body = Rows(after, [cells for _, cells in rows], [line for line, _ in rows])
    return await access.call(RowsDone, "POST", f"{_place(kind)}/{import_id}/rows", body=body)


async def cancel(access: Access, import_id: str, kind: str = "") -> Import:
    """End an import; what is in stays in."""
    return await access.call(Import, "DELETE", f"{_place(kind)}/{import_id}")


async def errors(access: Access, import_id: str, after: str | None, kind: str = "") -> ErrorPage:
    """Return one page of what was refused, by line."""
    return await access.call(ErrorPage, "GET", f"{_place(kind)}/{import_id}/errors", params=_paged(after, ERRORS))


async def no_shows(access: Access, clinic: str) -> NoShows:
    """Return how many of all of a clinic's visits were missed."""
    return await access.call(NoShows, "GET", "/api/no-shows", params={"clinic": clinic})


def layout_of(mapping: Mapping) -> Layout:
    """Return a mapping as the reader of files takes it."""
    return Layout(
        tuple(mapping.columns), mapping.system, mapping.order, mapping.header, mapping.delimiter, mapping.encoding,
        mapping.register,
    )  # fmt: skip


def mapping_of(layout: Layout) -> Mapping:
    """Return a mapping as the hub takes it."""
    return Mapping(
        list(layout.columns), layout.system, layout.order, layout.header, layout.delimiter, layout.encoding,
        layout.register,
    )  # fmt: skip


def _place(kind: str) -> str:
    return "/api/day-lists" if kind == Kind.DAY_LIST else "/api/imports"


def _paged(after: str | None, limit: int) -> dict[str, str | int]:
    return {"limit": limit, "after": after} if after else {"limit": limit}
