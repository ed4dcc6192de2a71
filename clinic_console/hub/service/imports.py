"""Imports of patients and visits: beginning one, how far it is, what was refused, ending it."""

import re
from collections.abc import Mapping as Values
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import msgspec

from clinic_console.domain.access import Scope
from clinic_console.domain.audit import Action
from clinic_console.domain.errors import BadField, Conflict, NotFound, Taken
from clinic_console.domain.imports import (
    FILES,
    LONGEST_FILE,
    MOST_COLUMNS,
    MOST_LINES,
    WORDS,
    Kind,
    Kinds,
    Layout,
    check_layout,
)
from clinic_console.hub.service import paging
from clinic_console.hub.service.fields import read_id, read_name
from clinic_console.hub.service.unit_of_work import Engine, Work, unit_of_work
from clinic_console.hub.store import imports as store
from clinic_console.wire.imports import ErrorPage, Import, ImportPage, Mapping, NewImport, Remembered, RowError

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


async def begin(engine: Engine, scope: Scope, given: NewImport, kinds: Kinds = FILES) -> Import:
    """Begin an import, or go on with the same file's that is under way; BadField, NotFound or Conflict.

    The same id again is the same import. One that is over is begun anew by another id: rows that are in are passed
    over.
    """
    new = _read(given, kinds)
    async with unit_of_work(engine, scope) as work:
        outcome, import_id = await store.begin(work.connection, new)
        if outcome == "refused":
            raise NotFound(field="clinic_id")
        if outcome == "taken":
            raise Taken(field="id")
        if outcome == "otherwise":
            raise Conflict("this file is being imported with another mapping: end that first", field="mapping")
        found = await store.find(work.connection, import_id or new.id, [new.clinic_id], kinds)
        if found is None:
            raise NotFound(field="clinic_id")
        if outcome != "again":
            await record(work, Action.IMPORT_BEGUN, found)
    return told(found)


async def get(engine: Engine, scope: Scope, import_id: UUID, kinds: Kinds = FILES) -> Import:
    """Return how far an import is; NotFound."""
    return told(await find(engine, scope, import_id, kinds))


async def find(engine: Engine, scope: Scope, import_id: UUID, kinds: Kinds = FILES) -> store.ImportRow:
    """Return an import with its mapping; NotFound."""
    async with unit_of_work(engine, scope) as work:
        return await _find(work, import_id, kinds)


async def running(engine: Engine, scope: Scope, clinic: UUID, kind: Kind, digest: str) -> store.ImportRow | None:
    """Return the import of a file that is under way."""
    async with unit_of_work(engine, scope) as work:
        return await store.running(work.connection, clinic, kind, digest)


async def zone_of(engine: Engine, scope: Scope, clinic: UUID) -> str:
    """Return the time zone of a clinic's clocks; NotFound."""
    async with unit_of_work(engine, scope) as work:
        zone = await store.zone_of(work.connection, clinic, list(scope.clinics))
    if zone is None:
        raise NotFound(field="clinic")
    return zone


async def list_imports(engine: Engine, scope: Scope, after: str, limit: int, kinds: Kinds = FILES) -> ImportPage:
    """Return one page of the clinics' imports, the newest first; BadField."""
    key = paging.read_key(after, tuple[str, UUID])
    paging.check_limit(limit)
    async with unit_of_work(engine, scope) as work:
        rows = await store.page(work.connection, list(scope.clinics), _moment(key), limit + 1, kinds)
    last = rows[limit - 1] if len(rows) > limit else None
    after_last = paging.write_key((last.began_at.isoformat(), last.id)) if last else None
    return ImportPage([told(row) for row in rows[:limit]], after_last)


async def list_errors(
    engine: Engine, scope: Scope, import_id: UUID, after: str, limit: int, kinds: Kinds = FILES
) -> ErrorPage:
    """Return one page of what was refused, by line; BadField or NotFound."""
    key = paging.read_key(after, tuple[int, int])
    paging.check_limit(limit)
    async with unit_of_work(engine, scope) as work:
        await _find(work, import_id, kinds)
        rows = await store.errors(work.connection, import_id, key, limit + 1)
    last = rows[limit - 1] if len(rows) > limit else None
    items = [RowError(row.line, row.field, row.code, WORDS.get(row.code, "")) for row in rows[:limit]]
    return ErrorPage(items, paging.write_key((last.line, last.position)) if last else None)


async def remembered(
    engine: Engine, scope: Scope, clinic: str, kind: str, columns: int, kinds: Kinds = FILES
) -> Remembered:
    """Return the mapping last used in a clinic for such a file, none for a clinic of others; BadField."""
    clinic_id, wanted = read_id(clinic, "clinic"), _kind(kind, kinds)
    if not 1 <= columns <= MOST_COLUMNS:
        raise BadField(f"not 1 to {MOST_COLUMNS}", field="columns")
    async with unit_of_work(engine, scope) as work:
        found = await store.mapping(work.connection, clinic_id, list(scope.clinics), wanted, columns)
    return Remembered(msgspec.convert(found, Mapping) if found else None)


async def cancel(engine: Engine, scope: Scope, import_id: UUID, kinds: Kinds = FILES) -> Import:
    """End an import; what is in stays in. One that has ended stays as it is. NotFound."""
    async with unit_of_work(engine, scope) as work:
        ended = await store.cancel(work.connection, import_id)
        # Where there is none for this user, what was done is undone.
        found = await _find(work, import_id, kinds)
        if ended:
            await record(work, Action.IMPORT_ENDED, found)
    return told(found)


async def record(work: Work, action: Action, row: store.ImportRow) -> None:
    """Record that an import began, or ended with these counts."""
    after: dict[str, object] = {"kind": row.kind, "file": row.file, "lines": row.lines, "digest": row.digest}
    if action is Action.IMPORT_ENDED:
        after |= {"state": row.state, "good": row.good, "already": row.already, "bad": row.bad}
    await work.record(action, object_kind="import", object_id=row.id, clinic_id=row.clinic_id, after=after)


def told(row: store.ImportRow) -> Import:
    """Return an import as it is told."""
    return Import(str(row.id), str(row.clinic_id), *row[2:14], mapping=msgspec.convert(row.mapping, Mapping))


def layout_of(mapping: Values[str, Any]) -> Layout:
    """Return the layout that a kept mapping describes."""
    return Layout(**{**mapping, "columns": tuple(mapping["columns"])})


async def _find(work: Work, import_id: UUID, kinds: Kinds) -> store.ImportRow:
    found = await store.find(work.connection, import_id, list(work.scope.clinics), kinds)
    if found is None:
        raise NotFound(field="import_id")
    return found


def _read(given: NewImport, kinds: Kinds) -> store.NewRow:
    kind, mapping = _kind(given.kind, kinds), given.mapping
    check_layout(kind, layout_of(msgspec.structs.asdict(mapping)))
    if not _DIGEST.fullmatch(given.digest):
        raise BadField("not a SHA-256 in small hexadecimal digits", field="digest")
    if not 1 <= given.lines <= MOST_LINES:
        raise BadField(f"not 1 to {MOST_LINES}", field="lines")
    return store.NewRow(
        read_id(given.id, "id"),
        read_id(given.clinic_id, "clinic_id"),
        kind,
        read_name(given.file, "file", LONGEST_FILE),
        given.digest,
        given.lines,
        msgspec.json.encode(mapping).decode(),
        len(mapping.columns),
    )


def _kind(given: str, kinds: Kinds) -> Kind:
    if given not in kinds:
        raise BadField(f"not one of {', '.join(kinds)}", field="kind")
    return Kind(given)


def _moment(key: tuple[str, UUID] | None) -> tuple[datetime, UUID] | None:
    if key is None:
        return None
    try:
        return datetime.fromisoformat(key[0]), key[1]
    except ValueError:
        raise BadField("not the next of an earlier page", field="after") from None
