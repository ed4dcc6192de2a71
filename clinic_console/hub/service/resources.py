"""Rooms and devices that visits need."""

from typing import Final, Never
from uuid import UUID

from clinic_console.domain.access import Scope
from clinic_console.domain.audit import Action, changed
from clinic_console.domain.errors import BadField, Conflict, NotFound
from clinic_console.domain.schedule import MOST_LANES
from clinic_console.hub.service import fields, paging
from clinic_console.hub.service.templates import LARGEST_NUMBER
from clinic_console.hub.service.templates_affected import MOST_HITS, tell, who_is_named
from clinic_console.hub.service.unit_of_work import Engine, Work, unit_of_work
from clinic_console.hub.store import resources as store
from clinic_console.hub.store.resources import ResourceRow
from clinic_console.wire.practitioners import Resource, ResourceData, Resources
from clinic_console.wire.templates import Affected

KINDS: Final = ("room", "equipment")


async def list_resources(engine: Engine, scope: Scope, clinic: UUID, after: str, limit: int) -> Resources:
    """Return one page of a clinic's rooms and devices; BadField, NotFound (the clinic)."""
    if clinic not in scope.clinics:
        raise NotFound(field="clinic")
    key = paging.read_key(after, tuple[str, str, str, int])
    paging.check_limit(limit)
    async with unit_of_work(engine, scope) as work:
        rows = await store.resource_page(work.connection, clinic, key, limit + 1)
    last = rows[limit - 1] if len(rows) > limit else None
    place = paging.write_key((last.kind, last.group, last.name, last.id)) if last else None
    return Resources([_wire(row) for row in rows[:limit]], place)


async def add_resource(engine: Engine, scope: Scope, given: ResourceData) -> Resource:
    """Add a room or a device to a clinic; BadField, NotFound (the clinic)."""
    data = _data(scope, given)
    async with unit_of_work(engine, scope) as work:
        made = await _find(work, await _save(work, None, 0, data))
        await work.record(
            Action.RESOURCE_ADDED,
            object_kind="resource",
            object_id=made.id,
            clinic_id=made.clinic_id,
            after=_told(made),
        )
    return _wire(made)


async def change_resource(engine: Engine, scope: Scope, number: int, given: ResourceData) -> Resource:
    """Change a room or a device; visits that use it keep it. BadField, NotFound, or Conflict (another version)."""
    data = _data(scope, given)
    async with unit_of_work(engine, scope) as work:
        present = await _find(work, number)
        await _save(work, number, given.version, data)
        made = await _find(work, number)
        before, after = changed(_told(present), _told(made))
        await work.record(
            Action.RESOURCE_CHANGED,
            object_kind="resource",
            object_id=number,
            clinic_id=made.clinic_id,
            before=before,
            after=after,
        )
    return _wire(made)


async def preview_resource(
    engine: Engine, scope: Scope, readable: frozenset[UUID], number: int, given: ResourceData
) -> Affected:
    """Say which future visits would not be given this room or device any more; BadField, NotFound."""
    data = _data(scope, given)
    async with unit_of_work(engine, scope) as work:
        present = await _find(work, number)
        made = present._replace(group=str(data["group"]), capacity=given.capacity, active=given.active)
        rows = await store.affected_by_resource(work.connection, made, who_is_named(scope, readable), MOST_HITS)
        return await tell(work, rows, "resource", number, changed(_told(present), _told(made))[1])


async def _find(work: Work, number: int) -> ResourceRow:
    found = None
    if 0 < number <= LARGEST_NUMBER:
        found = await store.find_resource(work.connection, number, sorted(work.scope.clinics))
    if found is None:
        raise NotFound(field="resource")
    return found


async def _save(work: Work, number: int | None, version: int, data: dict[str, object]) -> int:
    saved = await store.save_resource(work.connection, number, version, data)
    if saved.outcome != "done":
        _refuse(saved.outcome)
    return saved.id


def _refuse(outcome: str) -> Never:
    match outcome:
        case "none":
            raise NotFound(field="resource")
        case "clinic":
            raise NotFound(field="clinic_id")
        case "moved":
            raise BadField("a room stays in its clinic, and a room", field="clinic_id")
        case _:
            raise Conflict(field="version")


def _data(scope: Scope, given: ResourceData) -> dict[str, object]:
    clinic = fields.read_id(given.clinic_id, "clinic_id")
    if clinic not in scope.clinics:
        raise NotFound(field="clinic_id")
    if given.kind not in KINDS:
        raise BadField(f"not one of {', '.join(KINDS)}", field="kind")
    if not 1 <= given.capacity <= MOST_LANES:
        raise BadField(f"not 1 to {MOST_LANES}", field="capacity")
    if not 0 <= given.version <= LARGEST_NUMBER:
        raise BadField("not a version", field="version")
    return {
        "clinic_id": str(clinic),
        "kind": given.kind,
        "name": fields.read_name(given.name, "name"),
        "group": fields.read_name(given.group, "group"),
        "capacity": given.capacity,
        "active": given.active,
    }


def _told(row: ResourceRow) -> dict[str, object]:
    told = row._asdict()
    return {name: told[name] for name in ("kind", "name", "group", "capacity", "active")}


def _wire(row: ResourceRow) -> Resource:
    return Resource(
        id=row.id,
        clinic_id=str(row.clinic_id),
        kind=row.kind,
        name=row.name,
        group=row.group,
        capacity=row.capacity,
        active=row.active,
        version=row.version,
    )
