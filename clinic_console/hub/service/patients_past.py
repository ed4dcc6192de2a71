"""A chart's past: what was changed, who looked, earlier visits. Looking at it is looking at the chart."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from clinic_console.domain.access import Scope
from clinic_console.domain.audit import Action
from clinic_console.domain.errors import BadField
from clinic_console.domain.patients_changes import FIELDS
from clinic_console.hub.service import paging
from clinic_console.hub.service.audit import Opened
from clinic_console.hub.service.patients import closed, record_opened
from clinic_console.hub.service.unit_of_work import Engine, Work, unit_of_work
from clinic_console.hub.store import patients as patients_store
from clinic_console.hub.store import patients_past as store
from clinic_console.wire.patients import Change, Encounter, Encounters, Look, Looks, PatientHistory, Version

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MOST: Final = 2**31 - 1
_changes: Final = msgspec.json.Decoder(dict[str, tuple[list[str], list[str]]]).decode


async def read_history(
    engine: Engine, scope: Scope, patient: UUID, since: int, after: str, limit: int, opened: Opened
) -> PatientHistory:
    """Return one page of an open chart's changes; BadField, NotFound or GlassNeeded."""
    key = paging.read_key(after, tuple[int])
    paging.check_limit(limit)
    async with _chart(engine, scope, patient, opened) as work:
        rows = await store.history(work.connection, patient, since, key[0] if key else _MOST, limit + 1)
    last = rows[limit - 1] if len(rows) > limit else None
    return PatientHistory(
        [_version(row) for row in rows[:limit]], paging.write_key((last.version,)) if last else None
    )


async def read_looks(engine: Engine, scope: Scope, patient: UUID, after: str, limit: int, looked: Opened) -> Looks:
    """Return one page of who looked at an open chart, and record that it was asked for; as ``read_history``."""
    key = _read_place(after)
    paging.check_limit(limit)
    asked = (scope.session_id, patient)
    new = looked.is_new(asked)
    async with unit_of_work(engine, scope) as work:
        chart, _ = await _open(work, patient)
        rows = await store.looks(work.connection, patient, key, limit + 1)
        if new:
            await work.record(
                Action.PATIENT_LOOKS,
                object_kind="patient",
                object_id=patient,
                clinic_id=chart.clinic_id,
                patient_id=patient,
            )
    if new:
        looked.recorded(asked)
    last = rows[limit - 1] if len(rows) > limit else None
    return Looks(
        [Look(_ms(row.at), row.by, row.action, row.clinic) for row in rows[:limit]],
        _write_place(last.at, last.id) if last else None,
    )


async def read_encounters(
    engine: Engine, scope: Scope, patient: UUID, after: str, limit: int, opened: Opened
) -> Encounters:
    """Return one page of an open chart's past visits in the user's clinics; as ``read_history``."""
    key = _read_place(after)
    paging.check_limit(limit)
    async with _chart(engine, scope, patient, opened) as work:
        rows = await store.encounters(work.connection, patient, key, limit + 1)
    last = rows[limit - 1] if len(rows) > limit else None
    return Encounters([_encounter(row) for row in rows[:limit]], _write_place(last.began, last.id) if last else None)


@asynccontextmanager
async def _chart(engine: Engine, scope: Scope, patient: UUID, opened: Opened) -> AsyncIterator[Work]:
    """Look at a chart's past: recorded as opening it, unless this session has opened it just now."""
    key = (scope.session_id, patient)
    new = opened.is_new(key)
    async with unit_of_work(engine, scope) as work:
        chart, lifted = await _open(work, patient)
        if new:
            await record_opened(work, patient, chart, lifted=lifted)
        yield work
    if new:
        opened.recorded(key)


async def _open(work: Work, patient: UUID) -> tuple[patients_store.Chart, bool]:
    """Return by what a chart is open, and whether its mark was lifted for that; NotFound or GlassNeeded."""
    found = await patients_store.access(work.connection, patient, work.scope.user_id, list(work.scope.clinics))
    if found.chart is None:
        raise closed(found.restricted)
    return found.chart, found.lifted


def _version(row: store.VersionRow) -> Version:
    changes = _changes(row.changes)
    fields = sorted(changes, key=lambda field: FIELDS.index(field) if field in FIELDS else len(FIELDS))
    return Version(row.version, _ms(row.at), row.by, [Change(field, *changes[field]) for field in fields])


def _encounter(row: store.EncounterRow) -> Encounter:
    return Encounter(
        str(row.id),
        str(row.clinic_id),
        row.kind,
        _ms(row.began),
        _ms(row.ended) if row.ended is not None else None,
        row.code,
        row.text,
        row.reason,
        row.practitioner,
    )


def _write_place(at: datetime, last: UUID) -> str:
    # As text: microseconds since 1970 are more than the numbers of other keys.
    return paging.write_key((str((at - _EPOCH) // timedelta(microseconds=1)), last))


def _read_place(after: str) -> tuple[datetime, UUID] | None:
    key = paging.read_key(after, tuple[str, UUID])
    if key is None:
        return None
    try:
        return _EPOCH + timedelta(microseconds=int(key[0][:20])), key[1]
    except (ValueError, OverflowError):
        raise BadField("not the next of an earlier page", field="after") from None


def _ms(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(milliseconds=1)
