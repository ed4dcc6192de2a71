"""Finding patients by what somebody types, and their lists with the places of a scroll bar."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

from clinic_console.domain.access import Scope
from clinic_console.domain.audit import Action
from clinic_console.domain.errors import BadField, NotFound
from clinic_console.domain.patients_query import LONGEST_TEXT, ORDERS, read_query
from clinic_console.hub.cache import PLACES, Cache
from clinic_console.hub.service import paging
from clinic_console.hub.service.patients import is_readable
from clinic_console.hub.service.unit_of_work import Engine, unit_of_work
from clinic_console.hub.store import patients_list as store
from clinic_console.wire.patients import PatientHits, PatientLine, PatientPage, PatientPlaces, PatientQuery

Wanted = store.Wanted

MOST_HITS: Final = 100
MOST_SKIPPED: Final = 1_000
EVERY: Final = 1_000
"""Rows between two places of a list."""
_LAST_MICROSECOND: Final = 253_402_300_799_999_999
_LONGEST_KEY: Final = 200
_HEAD: Final = 3
"""So many letters of a name tell a place of a list from the next."""


async def search(engine: Engine, scope: Scope, asked: PatientQuery) -> PatientHits:
    """Return who fits what was typed, the best first; it is recorded. BadField: text, order or limit."""
    _check(asked)
    query = read_query(asked.text, asked.order, _today())
    if not query:
        return PatientHits([])
    async with unit_of_work(engine, scope) as work:
        rows = await store.search(work.connection, query, asked.limit + 1)
        items = [_line(row) for row in rows[: asked.limit]]
        told = {"text": asked.text.strip(), "count": len(items)}
        await work.record(Action.PATIENTS_SEARCHED, object_kind="list", after=told, clinics=scope.clinics)
    return PatientHits(items, more=len(rows) > asked.limit)


async def read_page(engine: Engine, scope: Scope, wanted: Wanted, after: str, limit: int, skip: int) -> PatientPage:
    """Return a page of a list behind a place, ``skip`` rows left out; it is recorded. BadField, NotFound (clinic)."""
    _check_list(scope, wanted)
    paging.check_limit(limit)
    if not 0 <= skip <= MOST_SKIPPED:
        raise BadField(f"not within 0 to {MOST_SKIPPED}", field="skip")
    place = _read_place(after, wanted.sort)
    question = store.page(wanted, place, limit + 1, skip)
    async with unit_of_work(engine, scope, question) as work:
        rows, keys = store.page_found(question)
        items = [_line(row) for row in rows[:limit]]
        told = {"sort": wanted.sort, "filter": wanted.filter, "count": len(items)}
        await work.record(
            Action.PATIENTS_LISTED,
            object_kind="list",
            clinic_id=wanted.clinic,
            after=told,
            clinics=frozenset() if wanted.clinic else scope.clinics,
        )
    more = len(rows) > limit
    return PatientPage(items, paging.write_key((keys[limit - 1], rows[limit - 1].id)) if more else None)


async def read_places(engine: Engine, cache: Cache, scope: Scope, wanted: Wanted) -> PatientPlaces:
    """Return how long a list is, and where each EVERY-th row begins; up to a minute old. BadField, NotFound."""
    _check_list(scope, wanted)
    # Whose clinics: the list says nothing but of them, whoever asks.
    clinics = [wanted.clinic] if wanted.clinic else sorted(scope.clinics)
    key = ":".join((wanted.sort, wanted.filter, *(each.hex for each in clinics)))

    async def load() -> PatientPlaces:
        async with unit_of_work(engine, scope) as work:
            found = await store.places(work.connection, wanted, EVERY)
        keys = [paging.write_key(pair) for pair in zip(found.keys, found.ids, strict=True)]
        heads = [_HEADS[wanted.sort](key) for key in found.keys]
        # Behind the last row nothing begins.
        many = max(1, -(-found.total // EVERY))
        return PatientPlaces(found.total, EVERY, ["", *keys][:many], ["", *heads][:many])

    return await cache.get(PLACES, key, load)


def _check(asked: PatientQuery) -> None:
    if len(asked.text) > LONGEST_TEXT or not is_readable(asked.text):
        raise BadField(f"not up to {LONGEST_TEXT} characters without control characters", field="text")
    if asked.order not in ORDERS:
        raise BadField(f"not one of {', '.join(ORDERS)}", field="order")
    if not 1 <= asked.limit <= MOST_HITS:
        raise BadField(f"not within 1 to {MOST_HITS}", field="limit")


def _check_list(scope: Scope, wanted: Wanted) -> None:
    if wanted.sort not in store.SORTS:
        raise BadField(f"not one of {', '.join(store.SORTS)}", field="sort")
    if wanted.filter not in store.FILTERS:
        raise BadField(f"not one of {', '.join(store.FILTERS[1:])}, or nothing", field="filter")
    if wanted.clinic is not None and wanted.clinic not in scope.clinics:
        raise NotFound(field="clinic")


def _read_place(after: str, sort: str) -> tuple[str, UUID] | None:
    place = paging.read_key(after, tuple[str, UUID])
    if place is not None and not _KEYS[sort](place[0]):
        raise BadField("not the next of an earlier page", field="after")
    return place


def _is_text(key: str) -> bool:
    return len(key) <= _LONGEST_KEY


def _is_day(key: str) -> bool:
    try:
        # As it was written: Python reads weeks, too, which Postgres does not.
        return key == "infinity" or date.fromisoformat(key).isoformat() == key
    except ValueError:
        return False


def _is_instant(key: str) -> bool:
    return key.isascii() and key.isdigit() and len(key) <= len(str(_LAST_MICROSECOND))


_KEYS: Final[dict[str, Callable[[str], bool]]] = {
    "name": _is_text,
    "mrn": _is_text,
    "born": _is_day,
    "changed": _is_instant,
}
"""What a key of each sort may be."""

_HEADS: Final[dict[str, Callable[[str], str]]] = {
    "name": lambda key: key[:_HEAD].title(),
    "mrn": lambda key: key,
    "born": lambda key: "" if key == "infinity" else key[:4],
    "changed": lambda _: "",
}
"""What is said of a place of each sort: an instant is another day in each zone, so it says nothing."""


def _today() -> date:
    # The latest anywhere: in the east of UTC today's child is born already.
    return (datetime.now(UTC) + timedelta(hours=14)).date()


def _line(row: store.LineRow) -> PatientLine:
    return PatientLine(
        row.id,
        row.mrn,
        row.name,
        row.name_latin,
        row.name_kana,
        row.born,
        row.sex,
        row.deceased,
        row.alert_kinds,
        row.interpreter,
        row.clinic_id,
    )
