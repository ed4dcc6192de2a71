"""Reading appointments: one as it is now, what was changed of it, and those of a chart."""

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from clinic_console.domain.audit import Action
from clinic_console.domain.errors import BadField, NotFound
from clinic_console.hub.service import paging
from clinic_console.hub.service.appointments import Desk
from clinic_console.hub.service.appointments_given import ms
from clinic_console.hub.service.audit import Opened
from clinic_console.hub.service.patients import closed
from clinic_console.hub.service.unit_of_work import Work, unit_of_work
from clinic_console.hub.store import appointments as store
from clinic_console.hub.store import patients as patients_store
from clinic_console.wire.appointments import ChartVisit, PatientVisits, Step, Steps
from clinic_console.wire.schedule import Card

MOST_STEPS: Final = 100
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_card: Final = msgspec.json.Decoder(Card).decode
_visit: Final = msgspec.json.Decoder(ChartVisit).decode
_fields: Final = msgspec.json.Decoder(dict[str, str | int]).decode


async def read(desk: Desk, appointment: UUID, opened: Opened) -> Card:
    """Return a visit of the user's clinics as it is now, and record that it was opened; NotFound."""
    key = (desk.scope.session_id, appointment)
    new = opened.is_new(key)
    async with unit_of_work(desk.engine, desk.scope) as work:
        card = await _open(desk, work, appointment, recorded=not new)
    if new:
        opened.recorded(key)
    return card


async def history(desk: Desk, appointment: UUID, opened: Opened) -> Steps:
    """Return what was changed of a visit, the newest first; it is looking at the visit. NotFound."""
    key = (desk.scope.session_id, appointment)
    new = opened.is_new(key)
    async with unit_of_work(desk.engine, desk.scope) as work:
        await _open(desk, work, appointment, recorded=not new)
        rows = await store.steps(work.connection, appointment, MOST_STEPS, list(desk.named))
    if new:
        opened.recorded(key)
    return Steps([_step(row) for row in rows])


async def of_patient(desk: Desk, patient: UUID, after: str, limit: int, opened: Opened) -> PatientVisits:
    """Return one page of an open chart's visits in the user's clinics, and record that they were listed; BadField,
    NotFound or GlassNeeded."""
    place = _read_place(after)
    paging.check_limit(limit)
    key = (desk.scope.session_id, patient)
    new = opened.is_new(key)
    async with unit_of_work(desk.engine, desk.scope) as work:
        found = await patients_store.access(work.connection, patient, work.scope.user_id, list(desk.scope.clinics))
        if found.chart is None:
            raise closed(found.restricted)
        rows = await store.visits(work.connection, patient, place, limit + 1, list(desk.named))
        if new:
            await work.record(
                Action.APPOINTMENTS_LISTED,
                object_kind="patient",
                object_id=patient,
                clinic_id=found.chart.clinic_id,
                patient_id=patient,
            )
    if new:
        opened.recorded(key)
    last = rows[limit - 1] if len(rows) > limit else None
    return PatientVisits([_visit(row.card) for row in rows[:limit]], _write_place(last) if last else None)


async def _open(desk: Desk, work: Work, appointment: UUID, *, recorded: bool) -> Card:
    found = await store.read(work.connection, appointment, list(desk.named))
    if found is None or found.card is None:
        raise NotFound(field="appointment")
    if not recorded:
        await work.record(
            Action.APPOINTMENT_OPENED,
            object_kind="appointment",
            object_id=appointment,
            clinic_id=found.clinic,
            patient_id=found.patient,
        )
    return _card(found.card)


def _step(row: store.Step) -> Step:
    return Step(row.version, ms(row.at), row.by, row.kind, _fields(row.before), _fields(row.after), row.reason)


def _write_place(row: store.Visit) -> str:
    # As text: microseconds since 1970 are more than the numbers of other keys.
    return paging.write_key((str((row.begins - _EPOCH) // timedelta(microseconds=1)), row.id))


def _read_place(after: str) -> tuple[datetime, UUID] | None:
    key = paging.read_key(after, tuple[str, UUID])
    if key is None:
        return None
    try:
        return _EPOCH + timedelta(microseconds=int(key[0][:20])), key[1]
    except (ValueError, OverflowError):
        raise BadField("not the next of an earlier page", field="after") from None
