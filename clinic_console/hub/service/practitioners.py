"""Who sees patients: listed, added, changed; visits stay with whoever has left."""

from typing import Final, Never
from uuid import UUID

from clinic_console.domain.access import Scope
from clinic_console.domain.audit import Action, changed
from clinic_console.domain.errors import BadField, Conflict, NotFound, WorksElsewhere
from clinic_console.domain.patients import Name
from clinic_console.domain.patients_names import sort_of
from clinic_console.hub.service import fields, paging
from clinic_console.hub.service.templates import LARGEST_NUMBER
from clinic_console.hub.service.templates_affected import MOST_HITS, tell, who_is_named
from clinic_console.hub.service.unit_of_work import Engine, Work, unit_of_work
from clinic_console.hub.store import practitioners as store
from clinic_console.hub.store.practitioners import PractitionerRow
from clinic_console.wire.practitioners import Practitioner, PractitionerData, Practitioners
from clinic_console.wire.templates import Affected

Wanted = store.Wanted

LONGEST_TITLE: Final = 40
MOST_CLINICS: Final = 100
MOST_SPECIALTIES: Final = 20


async def list_practitioners(
    engine: Engine, scope: Scope, clinic: UUID | None, wanted: Wanted, after: str, limit: int
) -> Practitioners:
    """Return one page by sort name, of one clinic or of all of the user's; BadField, NotFound (the clinic)."""
    if clinic is not None and clinic not in scope.clinics:
        raise NotFound(field="clinic")
    if not 0 <= wanted.specialty <= LARGEST_NUMBER:
        raise BadField("not a specialty", field="specialty")
    asked = wanted._replace(text=fields.read_text(wanted.text, "text"))
    key = paging.read_key(after, tuple[str, int])
    paging.check_limit(limit)
    clinics = sorted(scope.clinics)
    there = clinics if clinic is None else [clinic]
    left = [] if clinic is None or not asked.inactive else [clinic]
    async with unit_of_work(engine, scope) as work:
        rows = await store.practitioner_page(work.connection, there, left, clinics, asked, key, limit + 1)
    last = rows[limit - 1] if len(rows) > limit else None
    return Practitioners(
        [_practitioner(row) for row in rows[:limit]], paging.write_key((last.sort_name, last.id)) if last else None
    )


async def read_practitioner(engine: Engine, scope: Scope, number: int) -> Practitioner:
    """Return somebody; NotFound."""
    async with unit_of_work(engine, scope) as work:
        return _practitioner(await _find(work, number))


async def add_practitioner(engine: Engine, scope: Scope, given: PractitionerData) -> Practitioner:
    """Add somebody who sees patients; BadField, NotFound (a clinic that is not the user's)."""
    data = _data(scope, given)
    async with unit_of_work(engine, scope) as work:
        number = await _save(work, None, 0, data)
        made = await _find(work, number)
        await work.record(
            Action.PRACTITIONER_ADDED,
            object_kind="practitioner",
            object_id=number,
            after=_told(made),
            clinics=frozenset(made.clinics),
        )
    return _practitioner(made)


async def change_practitioner(engine: Engine, scope: Scope, number: int, given: PractitionerData) -> Practitioner:
    """Change somebody; visits stay, new ones are refused where he or she does not see patients any more.

    Raises BadField, NotFound, WorksElsewhere (only where somebody works can be changed then), or Conflict (another
    version).
    """
    data = _data(scope, given)
    async with unit_of_work(engine, scope) as work:
        present = await _find(work, number)
        await _save(work, number, given.version, data)
        left = present._replace(clinics=(), version=present.version + 1)
        made = await store.find_practitioner(work.connection, number, sorted(scope.clinics)) or left
        before, after = changed(_told(present), _told(made))
        await work.record(
            Action.PRACTITIONER_CHANGED,
            object_kind="practitioner",
            object_id=number,
            before=before,
            after=after,
            clinics=frozenset({*present.clinics, *made.clinics}),
        )
    return _practitioner(made)


async def preview_practitioner(
    engine: Engine, scope: Scope, readable: frozenset[UUID], number: int, given: PractitionerData
) -> Affected:
    """Say which future visits such a change would leave behind; BadField, NotFound."""
    _data(scope, given)
    clinics = [UUID(each) for each in given.clinics]
    named = who_is_named(scope, readable)
    async with unit_of_work(engine, scope) as work:
        await _find(work, number)
        rows = await store.affected_by_practitioner(
            work.connection, number, clinics, named, MOST_HITS, active=given.active
        )
        return await tell(work, rows, "practitioner", number, {"active": given.active})


async def _find(work: Work, number: int) -> PractitionerRow:
    found = None
    if 0 < number <= LARGEST_NUMBER:
        found = await store.find_practitioner(work.connection, number, sorted(work.scope.clinics))
    if found is None:
        raise NotFound(field="practitioner")
    return found


async def _save(work: Work, number: int | None, version: int, data: dict[str, object]) -> int:
    saved = await store.save_practitioner(work.connection, number, version, data)
    if saved.outcome != "done":
        _refuse(saved.outcome)
    return saved.id


def _refuse(outcome: str) -> Never:
    match outcome:
        case "none":
            raise NotFound(field="practitioner")
        case "changed":
            raise Conflict(field="version")
        case "elsewhere":
            raise WorksElsewhere
        case "specialties":
            raise BadField("not a specialty", field="specialties")
        case _:
            raise BadField("one clinic at least", field="clinics")


def _data(scope: Scope, given: PractitionerData) -> dict[str, object]:
    name = fields.read_name(given.name, "name")
    title = fields.read_text(given.title, "title", LONGEST_TITLE)
    sort_name = fields.read_text(given.sort_name, "sort_name").casefold() or sort_of(Name(name))
    if len(given.clinics) > MOST_CLINICS or len(given.specialties) > MOST_SPECIALTIES:
        raise BadField("too many", field="clinics" if len(given.clinics) > MOST_CLINICS else "specialties")
    clinics = {fields.read_id(each, "clinics") for each in given.clinics}
    if not clinics <= scope.clinics:
        raise NotFound(field="clinics")
    if not all(0 < each <= LARGEST_NUMBER for each in given.specialties):
        raise BadField("not a specialty", field="specialties")
    if not 0 <= given.version <= LARGEST_NUMBER:
        raise BadField("not a version", field="version")
    return {
        "name": name,
        "title": title,
        "sort_name": sort_name,
        "active": given.active,
        "clinics": sorted(map(str, clinics)),
        "specialties": sorted(set(given.specialties)),
    }


def _told(row: PractitionerRow) -> dict[str, object]:
    told = row._asdict()
    lists = {"clinics": [str(each) for each in row.clinics], "specialties": list(row.specialties)}
    return {name: told[name] for name in ("name", "title", "active")} | lists


def _practitioner(row: PractitionerRow) -> Practitioner:
    return Practitioner(
        row.id,
        row.name,
        row.title,
        row.sort_name,
        [str(each) for each in row.clinics],
        list(row.specialties),
        row.active,
        row.version,
        str(row.user_id) if row.user_id else None,
    )
