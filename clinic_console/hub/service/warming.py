"""What a hub has at hand when its first consoles come: the newest wards with their beds."""

from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter
from typing import Final
from uuid import UUID

from clinic_console.domain.access import NOBODY
from clinic_console.domain.errors import StoreUnavailable
from clinic_console.hub.cache import BEDS, CLINIC, Cache
from clinic_console.hub.logs import get_logger
from clinic_console.hub.service import active_beds
from clinic_console.hub.service.paging import MAX_LIMIT
from clinic_console.hub.store import wards as store
from clinic_console.hub.store.pools import Engine, transaction

MOST_WARDS: Final = 2_000
BATCH: Final = 25
"""So many wards, or clinics, a statement: some milliseconds, after which it is others' turn."""

_log = get_logger(__name__)


async def warm(engine: Engine, cache: Cache) -> None:
    """Keep the newest wards' beds, and the lists of their clinics, of an engine that acts as clinic_live.

    It stops where Postgres or Redis does not answer: what is asked for is cached then, as always.
    """
    try:
        async with transaction(engine, NOBODY) as connection:
            newest = await store.newest_wards(connection, MOST_WARDS)
        wards = [ward for ward, _ in newest]
        clinics = list(dict.fromkeys(clinic for _, clinic in newest))
        kept = await _warm_wards(engine, cache, wards) and await _warm_clinics(engine, cache, clinics)
    except StoreUnavailable:
        kept = False
    if kept:
        _log.info("cache.warm", wards=len(wards), clinics=len(clinics))
    else:
        _log.warning("cache.cold")


async def _warm_wards(engine: Engine, cache: Cache, wards: Sequence[UUID]) -> bool:
    for first in range(0, len(wards), BATCH):
        async with transaction(engine, NOBODY) as connection:
            rows = await store.active_beds_of(connection, wards[first : first + BATCH], MAX_LIMIT + 1)
        for (ward, version), of_ward in groupby(rows, attrgetter("ward_id", "version")):
            if not await cache.put(BEDS, active_beds.beds_key(ward, version), active_beds.beds_of(of_ward)):
                return False
    return True


async def _warm_clinics(engine: Engine, cache: Cache, clinics: Sequence[UUID]) -> bool:
    for first in range(0, len(clinics), BATCH):
        async with transaction(engine, NOBODY) as connection:
            rows = await store.ward_counts_of(connection, clinics[first : first + BATCH])
        for versions, of_clinic in groupby(rows, attrgetter("clinic_id", "version", "changes")):
            found = active_beds.wards_of(list(of_clinic))
            if not await cache.put(CLINIC, active_beds.wards_key([versions]), found):
                return False
    return True
