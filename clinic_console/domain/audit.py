"""The audit log's rules: what is recorded, and the chain that seals it."""

import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum, StrEnum
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
    CLINIC_ADDED = "clinic.added"
    WARD_ADDED = "clinic.ward_added"
    DEVICE_ADDED = "device.added"
    DEVICE_TOKEN = "device.token"  # noqa: S105 - an action's name
    DEVICE_REVOKED = "device.revoked"
    DEVICE_MOVED = "device.moved"
    STATION_CHANGED = "station.changed"
    STATION_FORGOTTEN = "station.forgotten"
    PATIENTS_LISTED = "patient.listed"
    PATIENT_OPENED = "patient.opened"
    PATIENT_RESTRICTED = "patient.restricted"
    PATIENTS_SEARCHED = "patient.searched"
    PATIENTS_COMPARED = "patient.compared"
    PATIENT_REGISTERED = "patient.registered"
    PATIENT_LINKED = "patient.linked"
    PATIENT_CHANGED = "patient.changed"
    PATIENT_CONFIRMED = "patient.confirmed"
    PATIENT_LOOKS = "patient.looks"
    IMPORT_BEGUN = "import.begun"
    IMPORT_ENDED = "import.ended"
    SCHEDULE_SEEN = "schedule.seen"
    SLOTS_SEEN = "schedule.slots"
    APPOINTMENT_BOOKED = "appointment.booked"
    APPOINTMENT_MOVED = "appointment.moved"
    APPOINTMENT_CANCELLED = "appointment.cancelled"
    APPOINTMENT_NO_SHOW = "appointment.no_show"
    APPOINTMENT_UNDONE = "appointment.undone"
    APPOINTMENT_OPENED = "appointment.opened"
    APPOINTMENTS_LISTED = "appointment.listed"
    WALK_IN_ADDED = "appointment.walk_in"
    VISIT_ARRIVED = "appointment.arrived"
    VISIT_CHECKED_IN = "appointment.checked_in"
    VISIT_ROOMED = "appointment.roomed"
    VISIT_WITH_DOCTOR = "appointment.with_doctor"
    VISIT_DONE = "appointment.done"
    VISIT_LEFT = "appointment.left"
    VISIT_EXPECTED = "appointment.expected"
    CHECK_IN_OPENED = "check_in.opened"
    CHECK_IN_CHANGED = "check_in.changed"
    AWAY_PREVIEWED = "unavailable.previewed"
    AWAY_COMMITTED = "unavailable.committed"
    AWAY_UNDONE = "unavailable.undone"
    CALLS_SEEN = "unavailable.calls"
    CALLED = "unavailable.called"
    NO_SHOWS_SEEN = "appointment.no_shows"
    SLOT_HELD = "appointment.held"
    SLOT_RELEASED = "appointment.released"
    WAITLIST_SEEN = "waitlist.seen"
    WAITLIST_CHANGED = "waitlist.changed"
    HOURS_CHANGED = "hours.changed"
    HOURS_PREVIEWED = "hours.previewed"
    EXCEPTION_ADDED = "hours.exception_added"
    EXCEPTION_REMOVED = "hours.exception_removed"
    PRACTITIONER_ADDED = "practitioner.added"
    PRACTITIONER_CHANGED = "practitioner.changed"
    VISIT_TYPE_ADDED = "visit_type.added"
    VISIT_TYPE_CHANGED = "visit_type.changed"
    RESOURCE_ADDED = "resource.added"
    RESOURCE_CHANGED = "resource.changed"
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
    clinics: tuple[UUID, ...]
    """Whose auditors see it."""


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
LATEST: Final = timedelta(seconds=60)
"""So much older than a row before it can a row be: a transaction that writes one lasts no longer (pools.py)."""
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


def sealed_behind(head: Head, rows: Iterable[Row]) -> list[Sealed]:
    """Return rows with the places that they get behind a chain's end."""
    sealed, previous = [], head.hash
    for seq, row in enumerate(rows, start=head.seq + 1):
        previous = seal(previous, seq, row)
        sealed.append(Sealed(row, seq, previous))
    return sealed


def backdated(row: Row, newest: datetime | None) -> bool:
    """Say whether a row claims an earlier time than it can have, behind a row of time ``newest``: it was put in."""
    return newest is not None and row.at < newest - LATEST


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
    yield b"".join(clinic.bytes for clinic in row.clinics)


@dataclass(frozen=True, slots=True)
class Broken:
    """The first place at which the chain does not hold, what is wrong there, and the row's id if one stands there."""

    seq: int
    problem: str
    id: UUID | None = None


class Walk:
    """Follows a chain row by row, in order of ``seq``, however long it is.

    ``heads`` are what was exported: they show that the end was cut off, or that the chain was written anew.
    """

    def __init__(self, heads: Iterable[Head] = ()) -> None:
        self._exported: dict[int, bytes] = {}
        self._contradiction: int | None = None
        for head in heads:
            if self._exported.setdefault(head.seq, head.hash) != head.hash:
                # Two chains have had this place: one of them is gone.
                self._contradiction = min(head.seq, self._contradiction or head.seq)
        self.head = Head(0, GENESIS)
        """The last row that holds."""
        self._newest: datetime | None = None

    def step(self, sealed: Sealed) -> Broken | None:
        """Take the next row; return what is wrong with it, None when it holds."""
        expected = self.head.seq + 1
        if sealed.seq != expected:
            missing = sealed.seq > expected
            return Broken(expected, "missing") if missing else Broken(sealed.seq, "not the only one", sealed.row.id)
        if seal(self.head.hash, sealed.seq, sealed.row) != sealed.hash:
            return Broken(sealed.seq, "changed", sealed.row.id)
        if sealed.seq == self._contradiction or self._exported.pop(sealed.seq, sealed.hash) != sealed.hash:
            return Broken(sealed.seq, "written anew", sealed.row.id)
        # Behind the newest of all before it: many small steps back would go as far as one.
        if backdated(sealed.row, self._newest):
            return Broken(sealed.seq, "backdated", sealed.row.id)
        self._newest = max(sealed.row.at, self._newest or sealed.row.at)
        self.head = Head(sealed.seq, sealed.hash)
        return None

    def end(self) -> Broken | None:
        """Say whether the end was cut off: what was exported must have been met."""
        return Broken(self.head.seq + 1, "cut off") if self._exported else None


def first_broken(rows: Iterable[Sealed], heads: Iterable[Head] = ()) -> Broken | None:
    """Walk a whole chain in order of ``seq``; return the first row that is not as it was sealed, None if all are."""
    walk = Walk(heads)
    for sealed in rows:
        broken = walk.step(sealed)
        if broken is not None:
            return broken
    return walk.end()


LONGEST_TEXT: Final = 500
"""What is recorded says what changed; it is no second store of long texts."""
LONGEST_STATE: Final = 20_000
MOST_PARTS: Final = 100
DEEPEST: Final = 4
_CUT: Final = "…"
_ABSENT: Final = object()

Values = Mapping[str, object]


def changed(before: Values, after: Values) -> tuple[dict[str, object], dict[str, object]]:
    """Return of two states only the fields that differ (one that a state lacks is lacking there)."""
    fields = [name for name in {**before, **after} if before.get(name, _ABSENT) != after.get(name, _ABSENT)]
    return {name: before[name] for name in fields if name in before}, {
        name: after[name] for name in fields if name in after
    }


def written(values: Values | None) -> str:
    """Write what is recorded of a state as JSON, empty for nothing: bounded, its keys in order.

    Raises TypeError for anything but what JSON holds, ids, times and enumerations: no object's inside (and no
    secret's bytes) gets into the log by mistake.
    """
    if values is None:
        return ""
    plain = _parts(values, DEEPEST)
    found = json.dumps(plain, sort_keys=True, ensure_ascii=False)
    if len(found) > LONGEST_STATE:
        found = json.dumps(dict.fromkeys(plain, _CUT), sort_keys=True, ensure_ascii=False)
    return found


def bounded(value: str, longest: int = LONGEST_TEXT) -> str:
    """Return a text as the log can keep it: not too long, no NUL, no half of a character pair."""
    clean = value.replace("\0", "").encode("utf-8", "replace").decode()
    return clean if len(clean) <= longest else clean[: longest - 1] + _CUT


def _parts(values: Mapping[str, object], depth: int) -> dict[str, object]:
    return {bounded(str(key), 100): _plain(part, depth - 1) for key, part in list(values.items())[:MOST_PARTS]}


def _plain(value: object, depth: int) -> object:
    if isinstance(value, Mapping | Sequence | Set) and not isinstance(value, str | bytes | bytearray):
        if depth == 0:
            return _CUT
        if isinstance(value, Mapping):
            return _parts(value, depth)
        # A set has an order of its own each time.
        listed = sorted(value, key=str) if isinstance(value, Set) else value
        return [_plain(part, depth - 1) for part in listed[:MOST_PARTS]]
    return _scalar(value.value if isinstance(value, Enum) else value)


def _scalar(value: object) -> object:
    match value:
        case None | bool():
            return value
        case str():
            return bounded(value)
        case int():
            return value if abs(value) < 2**63 else bounded(hex(value))
        case float():
            return value if math.isfinite(value) else str(value)
        case UUID():
            return str(value)
        case date():  # a datetime is one, too
            return value.isoformat()
        case _:
            raise TypeError(f"{type(value).__name__} is nothing that the audit log records")
