"""Who waits for a time that has just become free: asked in the transaction that gave it up."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from clinic_console.hub.service.schedule_news import WaitlistChanged
from clinic_console.hub.service.unit_of_work import Work
from clinic_console.hub.store import waitlist as store
from clinic_console.wire.appointments import Proposal


class Freed(NamedTuple):
    """A time of a practitioner's in a clinic that a patient has given up."""

    clinic: UUID
    practitioner: int
    begins: datetime
    ends: datetime
    patient: UUID | None = None


class Proposed(NamedTuple):
    """Who waits for it, most urgent first (three at most), and what is to be told of the waitlist."""

    proposals: list[Proposal]
    news: list[WaitlistChanged]


async def propose(work: Work, freed: Freed, named: Collection[UUID]) -> Proposed:
    """Propose a freed time to those who wait for such a one; one statement, after the visit was given up.

    Names only in the clinics ``named``, and of open charts. Hand ``news`` to ``schedule_news.tell`` with the rest.
    """
    place = (freed.clinic, freed.practitioner, freed.begins, freed.ends, freed.patient)
    rows = await store.propose(work.connection, *place, list(named))
    return Proposed(list(map(_proposal, rows)), [WaitlistChanged(freed.clinic, row.version) for row in rows[:1]])


def _proposal(row: store.ProposalRow) -> Proposal:
    begins, ends = (int(at.timestamp() * 1_000) for at in (row.begins, row.ends))
    patient = str(row.patient) if row.patient is not None else ""
    return Proposal(str(row.waiting), patient, row.name, row.practitioner, begins, ends)
