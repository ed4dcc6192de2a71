"""What consoles are told of schedules and waitlists once a change has been committed.

Whoever changes what is taken calls ``tell`` once in its transaction, with the rows of ``schedule_changes`` (migration
0022). Changes of hours and of patients need no call: the database itself tells the hubs of them (ADR 0075).
"""

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

import msgspec

from clinic_console.hub.push.bus import Bus, Entry
from clinic_console.hub.service.schedule_refresh import Refresh
from clinic_console.hub.service.unit_of_work import Work
from clinic_console.wire import topics
from clinic_console.wire.schedule import DayChange, WaitlistChange

__all__ = ["WAITLIST_KEY", "Bus", "Changed", "WaitlistChanged", "tell"]

WAITLIST_KEY: Final = "list"
"""The one key of a waitlist's topic."""

_encoder: Final = msgspec.msgpack.Encoder()


class Changed(NamedTuple):
    """A practitioner's column of a clinic's day is of this version now, as ``schedule_changes`` returns it.

    Practitioner 0: the clinic's waitlist is; the day means nothing then.
    """

    clinic_id: UUID
    day: date
    practitioner: int
    version: int


class WaitlistChanged(NamedTuple):
    """A clinic's waitlist is of this version now."""

    clinic_id: UUID
    version: int


def tell(
    work: Work, bus: Bus | None, changed: Iterable[Changed | WaitlistChanged], refresh: Refresh | None = None
) -> None:
    """Have all hubs told of this after the commit, in one publish; nobody is when the transaction is rolled back.
    ``refresh``: the days are made anew for the cache, beside the requests.

    While Redis is away nothing is said, which is no error: every hub compares versions with Postgres each second.
    """
    changes = list(changed)
    entries = [_entry(change) for change in changes]
    if bus is not None and entries:
        work.publish_later(lambda: bus.publish(entries))
    days = [change for change in changes if isinstance(change, Changed)]
    if refresh is not None and days:

        async def renew() -> None:
            refresh.soon(days)

        work.publish_later(renew)


def _entry(change: Changed | WaitlistChanged) -> Entry:
    if isinstance(change, WaitlistChanged) or not change.practitioner:
        return topics.waitlist(change.clinic_id), WAITLIST_KEY, _encoder.encode(WaitlistChange(change.version))
    payload = _encoder.encode(DayChange(change.practitioner, change.version))
    return topics.schedule(change.clinic_id, change.day), str(change.practitioner), payload
