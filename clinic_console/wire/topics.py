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


def group_of(topic: str) -> int:
    """Return the number of the bus channel that carries a topic (of canonical spelling), the same everywhere."""
    return int(topic[-2:], 16) % BUS_GROUPS if topic.startswith(_WARD) else 0
