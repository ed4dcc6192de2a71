"""Wards and their beds, of the clinics that somebody works in."""

from collections.abc import Collection
from uuid import UUID

from clinic_console.domain.access import Scope
from clinic_console.domain.audit import Action
from clinic_console.domain.errors import NotFound
from clinic_console.hub.cache import Cache
from clinic_console.hub.service import paging
from clinic_console.hub.service.audit import Opened
from clinic_console.hub.service.unit_of_work import unit_of_work
from clinic_console.hub.store import wards as store
from clinic_console.hub.store.pools import Engine
from clinic_console.wire.wards import Bed, BedDevice, BedPage, BedPatient, Ward, WardPage

__all__ = ["Cache", "list_beds", "list_wards"]


async def list_wards(engine: Engine, scope: Scope, after: str, limit: int) -> WardPage:
    """Return one page of the clinics' wards; BadField for a wrong ``after`` or ``limit``."""
    key = paging.read_key(after, tuple[UUID, int, UUID])
    paging.check_limit(limit)
    async with unit_of_work(engine, scope) as work:
        rows = await store.ward_page(work.connection, list(scope.clinics), key, limit + 1)
    page = rows[:limit]
    items = [Ward(str(row.id), str(row.clinic_id), row.name, row.beds, row.occupied) for row in page]
    last = page[-1] if len(rows) > limit else None
    return WardPage(items, paging.write_key((last.clinic_id, last.position, last.id)) if last else None)


async def list_beds(
    engine: Engine, scope: Scope, naming: Collection[UUID], ward: UUID, after: str, limit: int, listed: Opened
) -> BedPage:
    """Return one page of a ward's beds; NotFound when the ward is of no clinic of these.

    ``naming`` are the clinics in which the user may see who a patient is; elsewhere a bed is occupied, no more.
    A wall asks again and again: whose names it was given is recorded once for as long as they are the same.
    """
    key = paging.read_key(after, tuple[int, UUID])
    paging.check_limit(limit)
    async with unit_of_work(engine, scope) as work:
        rows = await store.bed_page(work.connection, ward, scope.user_id, list(scope.clinics), naming, key, limit + 1)
        if rows is None:
            raise NotFound(field="ward")
        page = rows[:limit]
        named = sorted(row.mrn for row in page if row.patient_id is not None)
        told = (scope.session_id, ward, after, tuple(named))
        new = bool(named) and listed.is_new(told)
        if new:
            await work.record(
                Action.PATIENTS_LISTED,
                object_kind="ward",
                object_id=ward,
                clinic_id=page[0].clinic_id,
                after={"mrn": named},
            )
    if new:
        listed.recorded(told)
    last = page[-1] if len(rows) > limit else None
    return BedPage([_bed(row) for row in page], paging.write_key((last.position, last.id)) if last else None)


def _bed(row: store.BedRow) -> Bed:
    device = patient = None
    if row.device_id is not None:
        device = BedDevice(row.device_id, row.device_code, row.device_model)
    if row.patient_id is not None:
        patient = BedPatient(
            str(row.patient_id), row.mrn, row.patient_name, row.patient_name_latin, row.born, row.sex
        )
    return Bed(str(row.id), row.name, row.position, device, patient, row.restricted)
