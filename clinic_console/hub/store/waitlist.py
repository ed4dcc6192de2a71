"""Statements about the waitlist: each calls one function that does it all (migration 0021)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from clinic_console.hub.store.pools import Connection


class Place(NamedTuple):
    """Where a page begins: behind the entry of this priority, time and id."""

    priority: int
    made_at: datetime
    id: UUID


class EntryRow(NamedTuple):
    """An entry (wire.waitlist.Waiting as JSON) and its place; with how many wait in all, and the list's version."""

    total: int
    version: int
    item: str | None
    priority: int | None
    made_at: datetime | None
    id: UUID | None


class Wish(NamedTuple):
    """What somebody takes; ``weekdays`` as bits, Monday is 1. None: any, or open."""

    type: int
    practitioner: int | None
    specialty: int | None
    priority: int
    since: date | None
    until: date | None
    weekdays: int
    time_from: int
    time_to: int
    note: str
    appointment: UUID | None


class Outcome(NamedTuple):
    """What became of it, by the function's words, and the list's version when it has changed."""

    outcome: str
    version: int | None


class Gone(NamedTuple):
    """Whose entry (or whose offer) is gone, and the list's version; all None when there was none."""

    clinic: UUID | None
    patient: UUID | None
    entry: UUID | None
    version: int | None


class ProposalRow(NamedTuple):
    """Who waits for a time; ``patient`` and ``name`` only of an open chart. ``version``: the list's."""

    waiting: UUID
    patient: UUID | None
    name: str
    practitioner: int
    begins: datetime
    ends: datetime
    version: int


_PAGE = text("""
SELECT total, version, item, priority, made_at, id
FROM waitlist_page(:clinic, CAST(:one AS uuid), CAST(:priority AS smallint), CAST(:made_at AS timestamptz),
  CAST(:id AS uuid), :limit, CAST(:named AS uuid[]))
""")
_ADD = text("""
SELECT outcome, version FROM waitlist_add(:id, :clinic, :patient,
  CAST(ROW(:type, :practitioner, :specialty, :priority, daterange(:since, :until, '[]'), :weekdays, :time_from,
    :time_to, :note, :appointment) AS waiting_wish), :most)
""")
_CHANGE = text("""
SELECT outcome, version FROM waitlist_change(:id, :version, :clinic, :patient,
  CAST(ROW(:type, :practitioner, :specialty, :priority, daterange(:since, :until, '[]'), :weekdays, :time_from,
    :time_to, :note, :appointment) AS waiting_wish))
""")
_WITHDRAW = text("SELECT clinic, patient, CAST(NULL AS uuid), version FROM waitlist_withdraw(:id)")
_PASS = text("SELECT clinic, patient, entry, version FROM waitlist_pass(:id)")
_PROPOSE = text("""
SELECT waiting, patient, name, practitioner, begins, ends, version
FROM waitlist_propose(:clinic, :practitioner, :begins, :ends, CAST(:patient AS uuid), CAST(:named AS uuid[]))
""")


async def page(
    connection: Connection, clinic: UUID, after: Place | None, limit: int, named: Sequence[UUID]
) -> list[EntryRow]:
    """Return who waits in one of the user's clinics; a single row without an entry when nobody does."""
    priority, made_at, last = after or (None, None, None)
    given = {"clinic": clinic, "one": None, "priority": priority, "made_at": made_at, "id": last, "limit": limit}
    return [EntryRow(*row) for row in await connection.execute(_PAGE, given | {"named": list(named)})]


async def entry(connection: Connection, clinic: UUID, waiting: UUID, named: Sequence[UUID]) -> str | None:
    """Return one entry of a clinic (JSON)."""
    given = {"clinic": clinic, "one": waiting, "priority": None, "made_at": None, "id": None, "limit": 0}
    row = (await connection.execute(_PAGE, given | {"named": list(named)})).one_or_none()
    return None if row is None else EntryRow(*row).item


async def add(connection: Connection, waiting: UUID, clinic: UUID, patient: UUID, wish: Wish, most: int) -> Outcome:
    """Put somebody on a list: added, again, or what is wrong; at most ``most`` entries of a patient in a clinic."""
    given = {"id": waiting, "clinic": clinic, "patient": patient, "most": most, **wish._asdict()}
    return Outcome(*(await connection.execute(_ADD, given)).one())


async def change(
    connection: Connection, waiting: UUID, version: int, clinic: UUID, patient: UUID, wish: Wish
) -> Outcome:
    """Change what somebody takes: done, none, changed (a newer version is there), or what is wrong."""
    given = {"id": waiting, "version": version, "clinic": clinic, "patient": patient, **wish._asdict()}
    return Outcome(*(await connection.execute(_CHANGE, given)).one())


async def withdraw(connection: Connection, waiting: UUID) -> Gone:
    """Take somebody off the list."""
    return Gone(*(await connection.execute(_WITHDRAW, {"id": waiting})).one())


async def pass_over(connection: Connection, offer: UUID) -> Gone:
    """Propose a slot to somebody no longer."""
    return Gone(*(await connection.execute(_PASS, {"id": offer})).one())


async def propose(
    connection: Connection,
    clinic: UUID,
    practitioner: int,
    begins: datetime,
    ends: datetime,
    patient: UUID | None,
    named: Sequence[UUID],
) -> list[ProposalRow]:
    """Propose what has become free of somebody to the three most urgent who wait for such a time, and return them."""
    given = {"clinic": clinic, "practitioner": practitioner, "begins": begins, "ends": ends, "patient": patient}
    return [ProposalRow(*row) for row in await connection.execute(_PROPOSE, given | {"named": list(named)})]
