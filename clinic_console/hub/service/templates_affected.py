"""What a change would affect, as it is told: how many visits, and the first of them."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from clinic_console.domain.access import Scope
from clinic_console.domain.audit import Action
from clinic_console.hub.service.unit_of_work import Work
from clinic_console.hub.store.templates_affected import AffectedRow
from clinic_console.wire.schedule import Person
from clinic_console.wire.templates import Affected, Hit

MOST_HITS: Final = 200


def who_is_named(scope: Scope, readable: frozenset[UUID]) -> list[UUID]:
    """Return the clinics whose patients may be named in what is allowed in ``scope`` alone."""
    return sorted(scope.clinics & readable)


async def tell(
    work: Work, rows: Sequence[AffectedRow], kind: str, number: object, asked: Mapping[str, object]
) -> Affected:
    """Return what a preview found, and record that it was looked at."""
    total = rows[0].total if rows else 0
    told = {**asked, "affected": total}
    await work.record(
        Action.HOURS_PREVIEWED, object_kind=kind, object_id=number, after=told, clinics=work.scope.clinics
    )
    return Affected(total, [_hit(row) for row in rows])


def _hit(row: AffectedRow) -> Hit:
    return Hit(
        str(row.id) if row.id else "",
        int(row.begins.timestamp() * 1_000),
        int(row.ends.timestamp() * 1_000),
        row.practitioner,
        row.type,
        _person(row),
        row.why,
        row.restricted,
    )


def _person(row: AffectedRow) -> Person:
    if row.patient_id is None:
        return Person()
    return Person(
        str(row.patient_id),
        row.mrn,
        row.name,
        row.name_latin,
        row.name_kana,
        row.born,
        row.sex,
        list(row.alerts),
        row.deceased,
        row.interpreter,
        row.phone or "",
    )
