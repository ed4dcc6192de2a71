"""The finder: the earliest free times over many practitioners, clinics and days; what a refused booking offers."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

import msgspec

from clinic_console.domain.access import Scope
from clinic_console.domain.audit import Action
from clinic_console.domain.errors import BadField, NoPractitioner, NotFound
from clinic_console.domain.schedule import MOST_DAYS
from clinic_console.hub.cache import NEXT, Cache, FoundNext
from clinic_console.hub.service.audit import Opened
from clinic_console.hub.service.unit_of_work import Engine, Work, ask, unit_of_work
from clinic_console.hub.store import schedule_next as store
from clinic_console.hub.store.pools import Connection
from clinic_console.wire.schedule import NextQuery, NextSlots, Offer

__all__ = ["alternatives", "find"]

MOST_OFFERS: Final = 50
MOST_NAMED: Final = 200
"""So many practitioners or clinics can be named in one search."""
FARTHEST: Final = timedelta(days=1_100)
_MINUTES: Final = 1_440
_INT4: Final = range(2**31)
_EVERY_DAY: Final = (1, 2, 3, 4, 5, 6, 7)
_decoder: Final = msgspec.json.Decoder(list[Offer])


async def find(engine: Engine, cache: Cache, scope: Scope, asked: NextQuery, opened: Opened) -> NextSlots:
    """Return the earliest free times within bounds, from one statement, whether they are known (cached) or not.

    BadField, NotFound (clinics), NoPractitioner. It is recorded, once for a while. Like a day's slots, what is known
    holds the versions that it was made of, and the statement that finds who may be looked at checks them (ADR 0073).
    """
    wanted = _wanted(scope, asked)
    # Whose clinics: the answer says nothing but of them, whoever asks.
    key = _key(wanted, sorted(wanted.clinics or scope.clinics))
    told = scope.session_id, key

    async def check(known: FoundNext | None) -> FoundNext:
        new = opened.is_new(told)
        before = store.Known(known.mark, known.first, known.last, known.until) if known else store.Known()
        question = store.next_slots(wanted, before)
        if not new:
            await ask(engine, scope, question)
            return _holds(store.next_found(question), known)
        async with unit_of_work(engine, scope, question) as work:
            value = _holds(store.next_found(question), known)
            await _record(work, wanted, scope, len(value.offers))
        opened.recorded(told)
        return value

    value = await cache.current(NEXT, key, check)
    return NextSlots(value.offers, value.more)


async def alternatives(
    connection: Connection, clinic_id: UUID, practitioner: int, type_id: int, begins: datetime
) -> list[Offer]:
    """Return up to three free times for a visit that cannot be at ``begins``, the nearest first (one statement)."""
    rows = await store.alternatives(connection, clinic_id, practitioner, type_id, begins)
    return [Offer(*row) for row in rows]


async def _record(work: Work, wanted: store.Wanted, scope: Scope, count: int) -> None:
    single = wanted.clinics[0] if len(wanted.clinics) == 1 else None
    await work.record(
        Action.SLOTS_SEEN,
        object_kind="list",
        clinic_id=single,
        after={"type": wanted.type, "days": wanted.days, "count": count},
        clinics=frozenset() if single else frozenset(wanted.clinics or scope.clinics),
    )


def _holds(found: store.Found, known: FoundNext | None) -> FoundNext:
    """Return what is known where nothing has changed, else what was found."""
    return known if known is not None and found.offers is None else _value(found)


def _value(found: store.Found) -> FoundNext:
    if found.problem == "practitioners":
        raise NoPractitioner(field="practitioners")
    if found.problem or found.offers is None:
        raise BadField(f"no such {found.problem}", field=found.problem or "")
    return FoundNext(found.mark, found.first, found.last, found.until, found.more, _decoder.decode(found.offers))


def _wanted(scope: Scope, asked: NextQuery) -> store.Wanted:
    clinics = _clinics(scope, asked.clinics)
    _check_people(asked)
    _check_bounds(asked)
    weekdays = sorted(set(asked.weekdays)) or list(_EVERY_DAY)
    return store.Wanted(
        asked.type,
        clinics,
        sorted(set(asked.practitioners)),
        asked.specialty,
        weekdays,
        asked.time_from,
        asked.time_to,
        _begins(asked.begins),
        asked.days,
        asked.limit,
    )


def _clinics(scope: Scope, given: Sequence[str]) -> list[UUID]:
    if len(given) > MOST_NAMED:
        raise BadField(f"more than {MOST_NAMED}", field="clinics")
    try:
        clinics = sorted({UUID(each) for each in given})
    except ValueError as error:
        raise BadField("not an id", field="clinics") from error
    if not scope.clinics.issuperset(clinics):
        raise NotFound(field="clinics")
    return clinics


def _check_people(asked: NextQuery) -> None:
    if asked.type not in _INT4 or asked.type == 0:
        raise BadField("no such type", field="type")
    if asked.specialty not in _INT4:
        raise BadField("no such specialty", field="specialty")
    if len(asked.practitioners) > MOST_NAMED:
        raise BadField(f"more than {MOST_NAMED}", field="practitioners")
    if any(each not in _INT4 for each in asked.practitioners):
        raise NoPractitioner(field="practitioners")


def _check_bounds(asked: NextQuery) -> None:
    if len(asked.weekdays) > len(_EVERY_DAY) or not set(asked.weekdays) <= set(_EVERY_DAY):
        raise BadField("not 1 (Monday) to 7, each once", field="weekdays")
    if not 0 <= asked.time_from < _MINUTES:
        raise BadField(f"not within 0 to {_MINUTES - 1}", field="time_from")
    if not asked.time_from < asked.time_to <= _MINUTES:
        raise BadField(f"not within time_from to {_MINUTES}", field="time_to")
    if not 1 <= asked.days <= MOST_DAYS:
        raise BadField(f"not within 1 to {MOST_DAYS}", field="days")
    if not 1 <= asked.limit <= MOST_OFFERS:
        raise BadField(f"not within 1 to {MOST_OFFERS}", field="limit")


def _begins(given: int) -> datetime | None:
    """Return from when on is looked; None: from now on, as everybody who asks for a time that has passed."""
    now = datetime.now(UTC)
    if not 0 <= given <= int((now + FARTHEST).timestamp() * 1_000):
        raise BadField(f"not within the next {FARTHEST.days} days", field="begins")
    begins = datetime.fromtimestamp(given / 1_000, UTC)
    return begins if begins > now else None


def _key(wanted: store.Wanted, clinics: Sequence[UUID]) -> str:
    ids = ",".join(each.hex for each in clinics)
    rest = wanted._replace(clinics=())
    return sha256(f"{ids} {rest!r}".encode()).hexdigest()
