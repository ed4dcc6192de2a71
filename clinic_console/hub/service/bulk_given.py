"""What a desk sends of bulk work, read: which visits, and where each is to be moved."""

from collections.abc import Sequence
from datetime import UTC, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from clinic_console.domain import zones
from clinic_console.domain.appointments import CancelReason
from clinic_console.domain.bulk import MOST_DAYS, MOST_MINUTES, MOST_ROWS, Operation
from clinic_console.domain.errors import BadField, ClinicError
from clinic_console.hub.service import appointments_given as fields
from clinic_console.hub.service.fields import read_id
from clinic_console.wire.bulk import Bulk, Picked

LONGEST_NOTE: Final = 500
_MOMENTS: Final = range(7_258_118_400_000)
"""What can be the begin of a visit at all (ms): until 2200."""


class Visits(NamedTuple):
    """Visits as they were seen, side by side."""

    ids: list[UUID]
    ats: list[int]
    versions: list[int]


class Targets(NamedTuple):
    """Where visits are to go (ms; None: nowhere), and why not, by the visit's place."""

    begins: list[int | None]
    wrong: dict[int, ClinicError]


def read_operation(given: Bulk) -> Operation:
    """Return what is to be done; BadField, also where what it needs is missing or makes no sense."""
    if given.operation not in set(Operation):
        raise BadField(f"not one of {', '.join(Operation)}", field="operation")
    operation = Operation(given.operation)
    if operation is Operation.ROOMED and not 0 < given.room < 2**31:
        raise BadField("no such room", field="room")
    if operation is Operation.MOVE:
        if abs(given.days) > MOST_DAYS:
            raise BadField(f"more than {MOST_DAYS} days", field="days")
        if abs(given.minutes) > MOST_MINUTES:
            raise BadField(f"more than {MOST_MINUTES} minutes", field="minutes")
    return operation


def read_visits(items: Sequence[Picked]) -> Visits:
    """Return which visits are meant; BadField for none, too many, one twice, or what cannot be a visit's."""
    if not 0 < len(items) <= MOST_ROWS:
        raise BadField(f"not 1 to {MOST_ROWS} visits", field="items")
    ids = [read_id(item.id, "items") for item in items]
    if len(set(ids)) < len(ids):
        raise BadField("a visit comes twice", field="items")
    if any(item.at not in _MOMENTS for item in items):
        raise BadField("not a time", field="items")
    if not all(0 < item.version < 2**31 for item in items):
        raise BadField("not a version", field="items")
    return Visits(ids, [item.at for item in items], [item.version for item in items])


def read_words(given: Bulk, operation: Operation) -> str:
    """Return why visits are cancelled as they keep it (nothing for what else is done); BadField."""
    if operation is not Operation.CANCEL:
        return ""
    if given.why not in set(CancelReason):
        raise BadField(f"not one of {', '.join(CancelReason)}", field="why")
    return f"{given.why}: {fields.read_words(given.note, 'note', LONGEST_NOTE)}".rstrip()


def moved(zone: str, ats: Sequence[int], days: int, minutes: int) -> Targets:
    """Return where visits of a clinic in a zone go that are moved so far by the clock on its wall."""
    targets = Targets([], {})
    further = timedelta(days=days, minutes=minutes)
    for place, at in enumerate(ats):
        targets.begins.append(at)
        if further:
            wall = fields.seen_at(at).astimezone(zones.zone(zone)).replace(tzinfo=None) + further
            try:
                targets.begins[-1] = fields.ms(zones.instant(zone, wall).astimezone(UTC))
            except ClinicError as error:
                targets.begins[-1] = None
                targets.wrong[place] = error
    return targets
