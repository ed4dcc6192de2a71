"""What a console can watch: a topic is the name of one stream of changes, such as all beds of a ward."""

from uuid import UUID

from clinic_console.domain.errors import BadField

_WARD = "ward:"
BUS_GROUPS = 8
"""Wards share this many bus channels: one Redis message then carries a batch of many wards."""


def ward(ward_id: UUID) -> str:
    """Name the live readings of all beds of a ward."""
    return f"{_WARD}{ward_id}"


def ward_of(topic: str) -> UUID:
    """Return the ward that a topic names, or raise BadField."""
    if topic.startswith(_WARD):
        try:
            return UUID(topic[len(_WARD) :])
        except ValueError:
            pass
    raise BadField(topic[:60], field="topic")


def group_of(topic: str) -> int:
    """Return the number of the bus channel that carries a topic, the same in every process."""
    return int(topic[-2:], 16) % BUS_GROUPS if topic.startswith(_WARD) else 0
