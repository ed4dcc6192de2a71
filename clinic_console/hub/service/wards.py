"""Wards and their beds, of the clinics that somebody works in."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from clinic_console.domain.access import Scope
from clinic_console.domain.audit import Action
from clinic_console.domain.errors import NotFound
from clinic_console.hub.cache import BEDS, CLINIC, Cache, ClinicWard, ClinicWards, WardBeds
from clinic_console.hub.service import active_beds, paging
from clinic_console.hub.service.audit import Opened
from clinic_console.hub.service.unit_of_work import Work, unit_of_work
from clinic_console.hub.store import wards as store
from clinic_console.hub.store.pools import Engine
from clinic_console.wire.wards import Bed, BedDevice, BedPage, BedPatient, Ward, WardPage

__all__ = ["Cache", "list_beds", "list_wards"]

MOST_CACHED: Final = 1_000
"""Whoever sees more wards than these has their pages read from the database, which reads no more than a page."""

_WardKey = tuple[UUID, int, UUID]


async def list_wards(engine: Engine, cache: Cache, scope: Scope, after: str, limit: int) -> WardPage:
    """Return one page of the clinics' wards; BadField for a wrong ``after`` or ``limit``."""
    key = paging.read_key(after, tuple[UUID, int, UUID])
    paging.check_limit(limit)
    async with unit_of_work(engine, scope) as work:
        rows = await _wards(work, cache, key, limit + 1)
    last = rows[limit - 1][0] if len(rows) > limit else None
    return WardPage([ward for _, ward in rows[:limit]], paging.write_key(last) if last else None)


async def _wards(work: Work, cache: Cache, key: _WardKey | None, limit: int) -> list[tuple[_WardKey, Ward]]:
    """Return at most so many wards behind a key, each with its own."""
    clinics = list(work.scope.clinics)
    versions = await store.versions(work.connection, clinics)
    if not versions:
        return []
    if sum(each.wards for each in versions) > MOST_CACHED:
        rows = await store.ward_page(work.connection, clinics, key, limit)
        return [(_key_of(row), _ward(row)) for row in rows]

    async def load() -> ClinicWards:
        seen = [each.clinic_id for each in versions]
        return active_beds.wards_of(await store.ward_counts(work.connection, seen))

    found = await cache.get(CLINIC, active_beds.wards_key(each[:3] for each in versions), load)
    now = versions[0].now
    behind = [(_cached_key(ward), ward) for ward in found.wards]
    return [(own, active_beds.counted(ward, now)) for own, ward in behind if key is None or own > key][:limit]


def _ward(row: store.WardRow) -> Ward:
    return Ward(str(row.id), str(row.clinic_id), row.name, row.beds, row.occupied)


def _key_of(row: store.WardRow) -> _WardKey:
    return row.clinic_id, row.position, row.id


def _cached_key(ward: ClinicWard) -> _WardKey:
    return UUID(ward.clinic_id), ward.position, UUID(ward.id)


async def list_beds(
    engine: Engine,
    cache: Cache,
    scope: Scope,
    naming: Collection[UUID],
    ward: UUID,
    after: str,
    limit: int,
    listed: Opened,
) -> BedPage:
    """Return one page of a ward's beds; NotFound when the ward is of no clinic of these.

    ``naming`` are the clinics in which the user may see who a patient is; elsewhere a bed is occupied, no more.
    A wall asks again and again: whose names it was given is recorded once for as long as they are the same.
    """
    key = paging.read_key(after, tuple[int, UUID])
    paging.check_limit(limit)
    async with unit_of_work(engine, scope) as work:
        clinic, beds = await _beds(work, cache, naming, ward, key, limit + 1)
        page = beds[:limit]
        named = sorted(bed.patient.mrn for bed in page if bed.patient is not None)
        told = (scope.session_id, ward, after, tuple(named))
        new = bool(named) and listed.is_new(told)
        if new:
            await work.record(
                Action.PATIENTS_LISTED,
                object_kind="ward",
                object_id=ward,
                clinic_id=clinic,
                after={"mrn": named},
            )
    if new:
        listed.recorded(told)
    last = page[-1] if len(beds) > limit else None
    return BedPage(page, paging.write_key((last.position, last.id)) if last else None)


async def _beds(
    work: Work, cache: Cache, naming: Collection[UUID], ward: UUID, key: tuple[int, UUID] | None, limit: int
) -> tuple[UUID | None, list[Bed]]:
    """Return a ward's clinic and at most so many of its beds behind a key.

    The first page, which every wall shows, comes from the cache, unless the user has a broken glass: no value that
    others share holds the name of a restricted chart.
    """
    clinics = list(work.scope.clinics)
    if key is None:
        sight = await store.sight(work.connection, ward, clinics)
        if sight is None:
            raise NotFound(field="ward")
        if not sight.glass:

            async def load() -> WardBeds:
                return active_beds.beds_of(await store.active_beds(work.connection, ward, paging.MAX_LIMIT + 1))

            found = await cache.get(BEDS, active_beds.beds_key(ward, sight.version), load)
            named = sight.clinic_id in naming
            return sight.clinic_id, active_beds.shown(found, sight.clinics, sight.now, named=named)[:limit]
    rows = await store.bed_page(work.connection, ward, work.scope.user_id, clinics, naming, key, limit)
    if rows is None:
        raise NotFound(field="ward")
    return (rows[0].clinic_id if rows else None), [_bed(row) for row in rows]


def _bed(row: store.BedRow) -> Bed:
    device = patient = None
    if row.device_id is not None:
        device = BedDevice(row.device_id, row.device_code, row.device_model)
    if row.patient_id is not None:
        patient = BedPatient(
            str(row.patient_id), row.mrn, row.patient_name, row.patient_name_latin, row.born, row.sex
        )
    return Bed(str(row.id), row.name, row.position, device, patient, row.restricted)
