"""What ingest asks and tells about devices: who one is, where it stands, how its clock goes, when it was seen."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import text

from clinic_console.domain.devices import ClockSegment
from clinic_console.hub.store.pools import Connection


@dataclass(slots=True)
class DeviceRecord:
    """One device as registered: secret's hash, whether revoked, where it stands, its clock's segments."""

    id: int
    code: str
    token_hash: bytes
    revoked: bool
    bed_id: UUID | None
    ward_id: UUID | None
    session: int
    segments: list[ClockSegment] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a connected device stands now, and whether it may go on: not revoked, its token not another one."""

    device_id: int
    revoked: bool
    rotated: bool
    bed_id: UUID | None
    ward_id: UUID | None


@dataclass(frozen=True, slots=True)
class DeviceState:
    """When a device was last heard (ms since 1970), its clock's offset in ms, and its own state as JSON."""

    device_id: int
    seen_at: int
    clock_offset_ms: int
    status: str


_FIND = text("""
SELECT d.id, d.code, d.token_hash, d.revoked_at IS NOT NULL AS revoked, beds.id AS bed_id, beds.ward_id,
       nextval('device_sessions') AS session,
       ARRAY(SELECT ARRAY[c.clock, c.begins_ms, c.offset_ms]
             FROM device_clocks c WHERE c.device_id = d.id) AS segments
FROM devices d
LEFT JOIN device_beds db ON db.device_id = d.id AND db.during @> now()
LEFT JOIN beds ON beds.id = db.bed_id
WHERE d.code = :code
""")

_CHANGED = text("""
SELECT d.id, d.revoked_at IS NOT NULL AS revoked, d.token_hash <> known.token_hash AS rotated, beds.id AS bed_id,
       beds.ward_id
FROM unnest(CAST(:devices AS int[]), CAST(:beds AS uuid[]), CAST(:hashes AS bytea[]))
     AS known (device_id, bed_id, token_hash)
JOIN devices d ON d.id = known.device_id
LEFT JOIN device_beds db ON db.device_id = d.id AND db.during @> now()
LEFT JOIN beds ON beds.id = db.bed_id
WHERE d.revoked_at IS NOT NULL OR d.token_hash <> known.token_hash OR beds.id IS DISTINCT FROM known.bed_id
""")

_ADD_SEGMENT = text("""
INSERT INTO device_clocks (device_id, clock, begins_ms, offset_ms) VALUES (:device, :clock, :begins, :offset)
ON CONFLICT DO NOTHING
""")

_FIND_SEGMENT = text("""
SELECT offset_ms FROM device_clocks WHERE device_id = :device AND clock = :clock AND begins_ms = :begins
""")

_SAVE_STATES = text("""
INSERT INTO device_states (device_id, seen_at, clock_offset_ms, status)
SELECT * FROM unnest(CAST(:devices AS int[]), CAST(:seen AS timestamptz[]), CAST(:offsets AS bigint[]),
                     CAST(:statuses AS jsonb[]))
ON CONFLICT (device_id) DO UPDATE
SET seen_at = greatest(device_states.seen_at, excluded.seen_at),
    clock_offset_ms = excluded.clock_offset_ms, status = excluded.status
""")


async def find(connection: Connection, code: str) -> DeviceRecord | None:
    """Look a device up by the code that it says, and number its new session."""
    row = (await connection.execute(_FIND, {"code": code})).one_or_none()
    if row is None:
        return None
    segments = [ClockSegment(*segment) for segment in row.segments]
    return DeviceRecord(
        row.id, row.code, bytes(row.token_hash), row.revoked, row.bed_id, row.ward_id, row.session, segments
    )


async def changed(connection: Connection, known: Sequence[DeviceRecord]) -> list[Place]:
    """Say which of these devices do not stand where they are known to, are revoked, or have another token."""
    rows = await connection.execute(
        _CHANGED,
        {
            "devices": [record.id for record in known],
            "beds": [record.bed_id for record in known],
            "hashes": [record.token_hash for record in known],
        },
    )
    return [Place(*row) for row in rows]


async def add_segment(connection: Connection, device_id: int, segment: ClockSegment) -> ClockSegment:
    """Store a segment of a device's clock and return the one that counts: another process may have been first.

    It must be committed before it is used.
    """
    key = {"device": device_id, "clock": segment.clock, "begins": segment.begins}
    await connection.execute(_ADD_SEGMENT, {**key, "offset": segment.offset})
    stored = await connection.execute(_FIND_SEGMENT, key)
    return ClockSegment(segment.clock, segment.begins, stored.scalar_one())


async def save_states(connection: Connection, states: Sequence[DeviceState]) -> None:
    """Keep the newest state of many devices in one statement (rows in order of device: no deadlocks)."""
    ordered = sorted(states, key=lambda state: state.device_id)
    await connection.execute(
        _SAVE_STATES,
        {
            "devices": [state.device_id for state in ordered],
            "seen": [datetime.fromtimestamp(state.seen_at / 1000, UTC) for state in ordered],
            "offsets": [state.clock_offset_ms for state in ordered],
            "statuses": [state.status for state in ordered],
        },
    )
