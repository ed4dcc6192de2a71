"""The audit log's rules: what is recorded, and the chain that seals it."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID


class Action(StrEnum):
    """What was done; listing, prefetching and opening are different things."""

    SIGNED_IN = "session.opened"
    SIGN_IN_FAILED = "session.refused"
    SIGNED_OUT = "session.ended"
    SIGNED_OUT_EVERYWHERE = "session.ended_everywhere"
    REPLAYED = "session.replayed"
    LOCKED = "session.locked"
    UNLOCKED = "session.unlocked"
    UNLOCK_FAILED = "session.unlock_refused"
    PASSWORD_CHANGED = "account.password"  # noqa: S105 - an action's name
    PIN_CHANGED = "account.pin"
    USER_ADDED = "user.added"
    USER_CHANGED = "user.changed"
    USER_ROLES = "user.roles"
    USER_DISABLED = "user.disabled"
    USER_ENABLED = "user.enabled"
    USER_PASSWORD = "user.password"  # noqa: S105 - an action's name
    DEVICE_ADDED = "device.added"
    DEVICE_TOKEN = "device.token"  # noqa: S105 - an action's name
    DEVICE_REVOKED = "device.revoked"
    DEVICE_MOVED = "device.moved"
    STATION_CHANGED = "station.changed"
    STATION_FORGOTTEN = "station.forgotten"
    PATIENT_OPENED = "patient.opened"
    PATIENT_RESTRICTED = "patient.restricted"
    READINGS_OPENED = "readings.opened"
    GLASS_LOOKED = "glass.looked"
    GLASS_BROKEN = "glass.broken"
    GLASS_ENDED = "glass.ended"
    AUDIT_SEEN = "audit.seen"
    AUDIT_EXPORTED = "audit.exported"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the log as it is sealed; ``before`` and ``after`` are JSON, empty for nothing."""

    id: UUID
    at: datetime
    user_id: UUID | None
    user_name: str
    session_id: UUID | None
    station_id: UUID | None
    address: str
    program: str
    clinic_id: UUID | None
    action: str
    object_kind: str
    object_id: str
    patient_id: UUID | None
    before: str
    after: str
    reason: str
    request_id: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """A row with its place in the chain."""

    row: Row
    seq: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """The chain's end as it was exported: so many rows, and the hash of the last."""

    seq: int
    hash: bytes


GENESIS: Final = bytes(32)
"""What stands before the first row."""
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def seal(previous: bytes, seq: int, row: Row) -> bytes:
    """Return the hash of a row in the chain: SHA-256 over the one before, its place, and all its fields.

    Each field stands behind its length, so that no two rows can be written alike.
    """
    digest = hashlib.sha256(previous)
    digest.update(seq.to_bytes(8, "big"))
    for field in _fields(row):
        digest.update(len(field).to_bytes(8, "big"))
        digest.update(field)
    return digest.digest()


def _fields(row: Row) -> Iterator[bytes]:
    yield row.id.bytes
    yield ((row.at - _EPOCH) // _MICROSECOND).to_bytes(8, "big", signed=True)
    for identity in (row.user_id, row.session_id, row.station_id, row.clinic_id, row.patient_id):
        yield identity.bytes if identity is not None else b""
    for text in (
        row.user_name, row.address, row.program, row.action, row.object_kind, row.object_id,
        row.before, row.after, row.reason, row.request_id,
    ):  # fmt: skip
        yield text.encode()


@dataclass(frozen=True, slots=True)
class Broken:
    """The first place at which the chain does not hold, and what is wrong there."""

    seq: int
    problem: str


def first_broken(rows: Iterable[Sealed], heads: Iterable[Head] = ()) -> Broken | None:
    """Walk a whole chain in order of ``seq`` and return the first row that is not as it was sealed, None if all are.

    ``heads`` are what was exported: they show that the end was cut off, or the whole chain written anew.
    """
    exported = {head.seq: head.hash for head in heads}
    previous, expected = GENESIS, 1
    for sealed in rows:
        if sealed.seq != expected:
            return Broken(min(sealed.seq, expected), "missing" if sealed.seq > expected else "twice")
        previous = seal(previous, sealed.seq, sealed.row)
        if previous != sealed.hash:
            return Broken(sealed.seq, "changed")
        if exported.pop(sealed.seq, previous) != previous:
            return Broken(sealed.seq, "written anew")
        expected += 1
    return Broken(min(exported), "cut off") if exported else None
