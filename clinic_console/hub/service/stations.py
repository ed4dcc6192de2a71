"""The PCs that consoles run on: which there are, where they stand, and who is signed in there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from clinic_console.domain.access import Scope
from clinic_console.domain.audit import Action
from clinic_console.domain.errors import InUse, NotFound
from clinic_console.hub.service import fields, paging
from clinic_console.hub.service.unit_of_work import Engine, Work, unit_of_work
from clinic_console.hub.store import stations as store
from clinic_console.hub.store.stations import StationRow
from clinic_console.wire.stations import Station, StationChange, StationPage


async def list_stations(engine: Engine, scope: Scope, after: str, limit: int) -> StationPage:
    """Return one page of the clinics' stations by clinic and name; BadField for a wrong ``after``."""
    key = paging.read_key(after, tuple[UUID, str, UUID])
    paging.check_limit(limit)
    async with unit_of_work(engine, scope) as work:
        rows = await store.station_page(work.connection, list(scope.clinics), key, limit + 1)
    last = rows[limit - 1] if len(rows) > limit else None
    return StationPage(
        [_station(row) for row in rows[:limit]],
        paging.write_key((last.clinic_id, last.sort, last.id)) if last else None,
    )


async def move_station(engine: Engine, scope: Scope, station: UUID, given: StationChange) -> Station:
    """Say in which clinic a station stands; NotFound (the station, the clinic) or BadField."""
    clinic = fields.read_id(given.clinic_id, "clinic_id")
    if clinic not in scope.clinics:
        raise NotFound(field="clinic_id")
    async with _found(engine, scope, station) as (work, found):
        if clinic != found.clinic_id:
            await store.move_station(work.connection, station, clinic)
            # Both clinics' logs tell of it, neither of where the other one is.
            for where in (found.clinic_id, clinic):
                was, will = (str(where) if each == where else None for each in (found.clinic_id, clinic))
                await work.record(
                    Action.STATION_CHANGED,
                    object_kind="station",
                    object_id=station,
                    clinic_id=where,
                    before={"name": found.name, "clinic": was},
                    after={"name": found.name, "clinic": will},
                )
        return _station(found._replace(clinic_id=clinic))


async def forget_station(engine: Engine, scope: Scope, station: UUID) -> None:
    """Take a station off the list; NotFound, or InUse while somebody is signed in there."""
    async with _found(engine, scope, station) as (work, found):
        if found.sessions:
            raise InUse
        await store.forget_station(work.connection, station)
        await work.record(
            Action.STATION_FORGOTTEN,
            object_kind="station",
            object_id=station,
            clinic_id=found.clinic_id,
            before={"name": found.name, "clinic": str(found.clinic_id)},
        )


async def end_sessions(engine: Engine, scope: Scope, station: UUID) -> int:
    """End all sessions at a station, whosever they are, and return how many there were; NotFound."""
    async with _found(engine, scope, station) as (work, found):
        ended = await store.end_sessions_at(work.connection, station, "station")
        await work.record(
            Action.SIGNED_OUT_EVERYWHERE,
            object_kind="station",
            object_id=station,
            clinic_id=found.clinic_id,
            after={"name": found.name, "sessions_ended": ended},
        )
    return ended


@asynccontextmanager
async def _found(engine: Engine, scope: Scope, station: UUID) -> AsyncIterator[tuple[Work, StationRow]]:
    async with unit_of_work(engine, scope) as work:
        found = await store.find_station(work.connection, station, list(scope.clinics))
        if found is None:
            raise NotFound
        yield work, found


def _station(row: StationRow) -> Station:
    return Station(
        str(row.id),
        str(row.clinic_id),
        row.name,
        row.shared,
        row.version,
        row.address,
        row.seen,
        row.sessions,
        list(row.users),
    )
