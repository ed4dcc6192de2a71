"""Statements of the finder: functions of the database (migration 0019) that see the clinics themselves."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final, LiteralString, NamedTuple
from uuid import UUID

from clinic_console.hub.store.messages import Question
from clinic_console.hub.store.pools import Connection, driver_of

ALTERNATIVES: Final = 3


class OfferRow(NamedTuple):
    """A free time of somebody: the fields of wire.schedule.Offer, times in ms since 1970."""

    practitioner: int
    clinic_id: str
    begins: int
    ends: int
    name: str
    zone: str


class Wanted(NamedTuple):
    """What is looked for: a type, in some clinics (none: all that are seen), of some practitioners (none: all), of a
    specialty (0: any), on weekdays (1 Monday to 7), between minutes by the wall, not before (None: now), for so
    many days."""

    type: int
    clinics: Sequence[UUID]
    practitioners: Sequence[int]
    specialty: int
    weekdays: Sequence[int]
    time_from: int
    time_to: int
    begins: datetime | None
    days: int
    limit: int


class Known(NamedTuple):
    """What an earlier answer was made of: versions (``mark``) of some days, and how long (ms since 1970) it is good
    as far as the clock goes."""

    mark: str = ""
    first: date | None = None
    last: date | None = None
    until: int = 0


class Found(NamedTuple):
    """An answer; ``problem``: what there is not (type, specialty, practitioners). ``offers`` is JSON of
    wire.schedule.Offer, None when it is what is known already."""

    problem: str | None
    mark: str
    first: date
    last: date
    until: int
    more: bool
    offers: str | None


NEXT: Final[LiteralString] = """
SELECT problem, mark, first, last, until, more, offers
FROM next_slots(%s::int, %s::uuid[], %s::int[], %s::int, %s::int[], %s::int, %s::int, %s::timestamptz, %s::int,
  %s::int, %s::text, %s::date, %s::date, %s::bigint)
"""
NEAREST: Final[LiteralString] = """
SELECT practitioner, clinic_id, begins, ends, name, zone
FROM nearest_slots(%s::uuid, %s::int, %s::int, %s::timestamptz, %s::int)
"""


def next_slots(wanted: Wanted, known: Known) -> Question:
    """Ask for the earliest free times within bounds, unless nothing has changed in those that are known."""
    return Question.of("next_slots", NEXT, next_values(wanted, known))


def next_found(question: Question) -> Found:
    """Return what ``next_slots`` has found."""
    [row] = question.rows
    return Found(*row)


def next_values(wanted: Wanted, known: Known) -> list[object]:
    """Return the values of NEXT."""
    lists = [list(each) if isinstance(each, Sequence) else each for each in wanted]
    return [*lists, *known]


async def alternatives(
    connection: Connection, clinic_id: UUID, practitioner: int, type_id: int, begins: datetime
) -> list[OfferRow]:
    """Return up to three free times for a visit that cannot be at ``begins``: of the same practitioner near it, then
    on other days, then of colleagues; service/schedule_next.alternatives says them as wire.schedule.Offer."""
    driver = await driver_of(connection)
    found = await driver.execute(NEAREST, [clinic_id, practitioner, type_id, begins, ALTERNATIVES])
    return [OfferRow(*row) for row in await found.fetchall()]  # type: ignore[arg-type]
