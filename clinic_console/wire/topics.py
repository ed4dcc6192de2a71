"""What a console can watch: a topic is the name of one stream of changes, such as all beds of a ward."""

from datetime import date
from uuid import UUID

from clinic_console.domain.errors import BadField

_WARD = "ward:"
_SCHEDULE = "schedule:"
_WAITLIST = "waitlist:"
WARD_GROUPS = 8
"""Wards share this many bus channels: one Redis message then carries a batch of many wards."""
DESK = WARD_GROUPS
"""The bus channel of all schedules and waitlists: they change seldom."""
BUS_GROUPS = WARD_GROUPS + 1


def ward(ward_id: UUID) -> str:
    """Name the live readings of all beds of a ward."""
    return f"{_WARD}{ward_id}"


def ward_of(topic: str) -> UUID:
    """Return the ward that a topic names, or raise BadField.

    Only the one canonical spelling is a topic: whoever watched another would wait for ever.
    """
    try:
        ward_id = UUID(topic.removeprefix(_WARD))
    except ValueError:
        ward_id = None
    if ward_id is None or topic != ward(ward_id):
        raise BadField(topic[:60], field="topic")
    return ward_id


def schedule(clinic_id: UUID, day: date) -> str:
    """Name the changes of a clinic's day (of its own calendar)."""
    return f"{_SCHEDULE}{clinic_id}:{day.isoformat()}"


def waitlist(clinic_id: UUID) -> str:
    """Name the changes of a clinic's waitlist."""
    return f"{_WAITLIST}{clinic_id}"


def of_desk(topic: str) -> bool:
    """Say whether a topic is a schedule's or a waitlist's."""
    return topic.startswith((_SCHEDULE, _WAITLIST))


def desk_of(topic: str) -> tuple[UUID, date | None]:
    """Return the clinic of a schedule's or waitlist's topic, and the schedule's day; BadField for any other."""
    try:
        clinic, _, day = topic.removeprefix(_SCHEDULE).removeprefix(_WAITLIST).partition(":")
        found = UUID(clinic), date.fromisoformat(day) if topic.startswith(_SCHEDULE) else None
    except ValueError:
        raise BadField(topic[:60], field="topic") from None
    if topic != (waitlist(found[0]) if found[1] is None else schedule(found[0], found[1])):
        raise BadField(topic[:60], field="topic")
    return found


def group_of(topic: str) -> int:
    """Return the number of the bus channel that carries a topic (of canonical spelling), the same everywhere."""
    return DESK if of_desk(topic) else int(topic[-2:], 16) % WARD_GROUPS if topic.startswith(_WARD) else 0
