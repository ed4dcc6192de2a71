"""Statements for what consoles watch of schedules and waitlists: for whom it is, and whether it has changed."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text

from clinic_console.hub.store.pools import Connection


class VersionRow(NamedTuple):
    """A version of one watched day (``practitioner`` 0: of a waitlist), and the print of all of that day's versions.

    ``place`` is the number of the day in what was asked, from 1. ``practitioner`` is None where nobody works.
    """

    place: int
    practitioner: int | None
    version: int | None
    print: int


# Row level security lets only the clinics through that the user works in.
_SHOWN = text("SELECT id FROM clinics WHERE id = ANY(:clinics)")
_WATCHED = text("""
SELECT place, practitioner, version, print
FROM schedule_watched(:clinics, CAST(:days AS date[]), CAST(:prints AS bigint[]))
""")


async def shown(connection: Connection, clinics: Collection[UUID]) -> frozenset[UUID]:
    """Return those of the clinics that the database shows to the acting user."""
    return frozenset((await connection.execute(_SHOWN, {"clinics": list(clinics)})).scalars())


async def watched(
    connection: Connection, clinics: Sequence[UUID], days: Sequence[date | None], prints: Sequence[int | None]
) -> list[VersionRow]:
    """Return all versions of those days (None: the waitlist) whose print is another than the one given.

    For nobody in particular: it knows no user, and tells of every clinic.
    """
    given = {"clinics": list(clinics), "days": list(days), "prints": list(prints)}
    return [VersionRow(*row) for row in await connection.execute(_WATCHED, given)]
