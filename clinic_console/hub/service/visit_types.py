"""Types of visits: the network's, each with what it takes and needs."""

from collections.abc import Iterator, Sequence
from typing import Final, Never

from clinic_console.domain.access import Scope
from clinic_console.domain.audit import Action, changed
from clinic_console.domain.check_in import MOST_FORMS
from clinic_console.domain.errors import BadField, Conflict, NotFound, Taken
from clinic_console.domain.schedule import MOST_LANES
from clinic_console.hub.service import fields
from clinic_console.hub.service.templates import LARGEST_NUMBER
from clinic_console.hub.service.unit_of_work import Engine, Work, unit_of_work
from clinic_console.hub.store import visit_types as store
from clinic_console.hub.store.visit_types import TypeRow
from clinic_console.wire.practitioners import Need, Specialty, VisitType, VisitTypeData, VisitTypes

MOST_TYPES: Final = 500
MOST_NEEDS: Final = 8
LONGEST_VISIT: Final = 720
LONGEST_BUFFER: Final = 240
LONGEST_GRACE: Final = 240
LONGEST_PATIENCE: Final = 480
LONGEST_FORM: Final = 100
KINDS: Final = ("practitioner", "room", "equipment")
PRIORITIES: Final = range(1, 4)


async def list_types(engine: Engine, scope: Scope) -> VisitTypes:
    """Return all types and all specialties."""
    async with unit_of_work(engine, scope) as work:
        rows = await store.visit_types(work.connection, MOST_TYPES)
        trained = await store.specialties(work.connection, MOST_TYPES)
    return VisitTypes([_wire(row) for row in rows], [Specialty(*row) for row in trained])


async def add_type(engine: Engine, scope: Scope, given: VisitTypeData) -> VisitType:
    """Add a type of visits; BadField or Taken (the name)."""
    data = _data(given)
    async with unit_of_work(engine, scope) as work:
        number = await _save(work, None, 0, data)
        made = await _find(work, number)
        await work.record(
            Action.VISIT_TYPE_ADDED,
            object_kind="visit_type",
            object_id=number,
            after=_told(made),
            clinics=scope.clinics,
        )
    return _wire(made)


async def change_type(engine: Engine, scope: Scope, number: int, given: VisitTypeData) -> VisitType:
    """Change a type; visits that are booked keep their times. BadField, NotFound, Taken, Conflict (other version)."""
    data = _data(given)
    async with unit_of_work(engine, scope) as work:
        present = await _find(work, number)
        await _save(work, number, given.version, data)
        made = await _find(work, number)
        before, after = changed(_told(present), _told(made))
        await work.record(
            Action.VISIT_TYPE_CHANGED,
            object_kind="visit_type",
            object_id=number,
            before=before,
            after=after,
            clinics=scope.clinics,
        )
    return _wire(made)


async def _find(work: Work, number: int) -> TypeRow:
    found = await store.find_type(work.connection, number) if 0 < number <= LARGEST_NUMBER else None
    if found is None:
        raise NotFound(field="type")
    return found


async def _save(work: Work, number: int | None, version: int, data: dict[str, object]) -> int:
    saved = await store.save_type(work.connection, number, version, data)
    if saved.outcome != "done":
        _refuse(saved.outcome)
    return saved.id


def _refuse(outcome: str) -> Never:
    match outcome:
        case "none":
            raise NotFound(field="type")
        case "changed":
            raise Conflict(field="version")
        case "name":
            raise Taken(field="name")
        case "specialty":
            raise BadField("not a specialty", field="specialty")
        case _:
            raise BadField(f"there are {MOST_TYPES} types already", field="name")


def _data(given: VisitTypeData) -> dict[str, object]:
    name = fields.read_name(given.name, "name")
    for right, field, rule in _rules(given):
        if not right:
            raise BadField(rule, field=field)
    return {
        "name": name,
        "minutes": given.minutes,
        "before": given.before,
        "after": given.after,
        "capacity": given.capacity,
        "offset": given.offset,
        "own": given.own,
        "specialty": given.specialty or None,
        "active": given.active,
        "grace": given.grace,
        "patience": given.patience,
        "priority": given.priority,
        "forms": _forms(given.forms),
        "needs": [_need(need, given.minutes, f"needs[{number}]") for number, need in enumerate(given.needs)],
    }


def _rules(given: VisitTypeData) -> Iterator[tuple[bool, str, str]]:
    yield 1 <= given.minutes <= LONGEST_VISIT, "minutes", f"not 1 to {LONGEST_VISIT}"
    yield 0 <= given.before <= LONGEST_BUFFER, "before", f"not 0 to {LONGEST_BUFFER}"
    yield 0 <= given.after <= LONGEST_BUFFER, "after", f"not 0 to {LONGEST_BUFFER}"
    yield 1 <= given.capacity <= MOST_LANES, "capacity", f"not 1 to {MOST_LANES}"
    yield 0 <= given.offset < given.minutes, "offset", "not within the visit"
    yield 0 <= given.own <= given.minutes - given.offset, "own", "not within the visit"
    yield 0 <= given.specialty <= LARGEST_NUMBER, "specialty", "not a specialty"
    yield 0 <= given.version <= LARGEST_NUMBER, "version", "not a version"
    yield len(given.needs) <= MOST_NEEDS, "needs", f"over {MOST_NEEDS}"
    yield 0 <= given.grace <= LONGEST_GRACE, "grace", f"not 0 to {LONGEST_GRACE}"
    yield 1 <= given.patience <= LONGEST_PATIENCE, "patience", f"not 1 to {LONGEST_PATIENCE}"
    yield given.priority in PRIORITIES, "priority", f"not {PRIORITIES[0]} to {PRIORITIES[-1]}"
    yield len(given.forms) <= MOST_FORMS, "forms", f"over {MOST_FORMS}"


def _forms(given: Sequence[str]) -> list[str]:
    forms = [fields.read_name(form, f"forms[{place}]", LONGEST_FORM) for place, form in enumerate(given)]
    for place, form in enumerate(forms):
        if form in forms[:place]:
            raise BadField("twice", field=f"forms[{place}]")
    return forms


def _need(need: Need, minutes: int, field: str) -> dict[str, object]:
    person = need.kind == "practitioner"
    rules = (
        (need.kind in KINDS, "kind", f"not one of {', '.join(KINDS)}"),
        (
            0 < need.specialty <= LARGEST_NUMBER if person else not need.specialty,
            "specialty",
            "for a colleague alone",
        ),
        (not (person and need.group), "group", "for a room or a device alone"),
        (0 <= need.offset < minutes, "offset", "not within the visit"),
        (0 <= need.minutes <= minutes - need.offset, "minutes", "not within the visit"),
    )
    for right, name, rule in rules:
        if not right:
            raise BadField(rule, field=f"{field}.{name}")
    return {
        "kind": need.kind,
        "group": "" if person else fields.read_name(need.group, f"{field}.group"),
        "specialty": need.specialty or None,
        "offset": need.offset,
        "minutes": need.minutes or minutes - need.offset,
    }


def _told(row: TypeRow) -> dict[str, object]:
    told = row._asdict()
    needs = [" ".join(map(str, need)) for need in row.needs]
    return {name: value for name, value in told.items() if name not in ("id", "version")} | {"needs": needs}


def _wire(row: TypeRow) -> VisitType:
    return VisitType(
        id=row.id,
        name=row.name,
        minutes=row.minutes,
        before=row.before,
        after=row.after,
        capacity=row.capacity,
        offset=row.offset,
        own=row.own,
        specialty=row.specialty,
        needs=[Need(*need) for need in row.needs],
        active=row.active,
        version=row.version,
        grace=row.grace,
        patience=row.patience,
        priority=row.priority,
        forms=list(row.forms),
    )
