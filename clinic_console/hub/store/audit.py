"""Statements about the audit log: adding to it (what reads and seals it stands in audit_chain.py)."""

import secrets
import time
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple
from uuid import UUID

import msgspec

from clinic_console.domain.access import Scope
from clinic_console.domain.audit import Action, bounded, written
from clinic_console.domain.ids import uuid7
from clinic_console.hub.logs import program_name, request_id
from clinic_console.hub.store.messages import Call, Prepared

LONGEST_NAME: Final = 200


class About(NamedTuple):
    """What was done to what, and why; ``clinics`` (none: the database finds out) are those whose auditors see it."""

    object_kind: str
    object_id: str
    clinic_id: UUID | None
    patient_id: UUID | None
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None
    reason: str
    clinics: frozenset[UUID] = frozenset()


# The name as it is now: who reads the log in some years may find the user gone.
_TEXTS: Final = ("address", "program", "action", "kind", "object", "before", "after", "reason", "request")
_ADD: Final = Prepared(
    "audit_add",
    dict.fromkeys(("id", "user", "session", "station", "clinic", "patient"), "uuid")
    | dict.fromkeys(_TEXTS, "text")
    | {"whose": "uuid[]"},
    """
INSERT INTO audit_log (id, user_id, user_name, session_id, station_id, address, program, clinic_id, action,
                       object_kind, object_id, patient_id, before, after, reason, request_id, clinics)
VALUES (:id, :user, coalesce((SELECT name FROM users WHERE id = :user), ''), :session, :station, :address, :program,
        :clinic, :action, :kind, :object, :patient, :before, :after, :reason, :request, :whose)
""",
)

_ADD_MANY: Final = Prepared(
    "audit_add_many",
    dict.fromkeys(("user", "session", "station", "clinic"), "uuid")
    | dict.fromkeys(("address", "program", "action", "kind", "reason", "request"), "text")
    | {"rows": "json"},
    """
INSERT INTO audit_log (id, user_id, user_name, session_id, station_id, address, program, clinic_id, action,
                       object_kind, object_id, patient_id, before, after, reason, request_id)
SELECT r.id, :user, coalesce((SELECT name FROM users WHERE id = :user), ''), :session, :station, :address, :program,
       :clinic, :action, :kind, r.object, r.patient, r.before, r.after, :reason, :request
FROM json_to_recordset(:rows) AS r (id uuid, object uuid, patient uuid, before text, after text)
""",
)


class Each(NamedTuple):
    """One of many things to which the same was done; ``before`` and ``after`` are JSON."""

    object_id: UUID
    patient_id: UUID | None
    before: msgspec.Raw
    after: msgspec.Raw


def adding_many(
    scope: Scope, action: Action, kind: str, clinic: UUID, many: Sequence[Each], reason: str = ""
) -> Call:
    """Return the statement that adds an event for each of many things of a clinic, as ``adding`` does for one."""
    states: dict[bytes, str] = {}
    now = time.time_ns() // 1_000_000
    rows = [
        {
            "id": uuid7(now, secrets.randbits(74)),
            "object": one.object_id,
            "patient": one.patient_id,
            "before": _state(one.before, states),
            "after": _state(one.after, states),
        }
        for one in many
    ]
    return _ADD_MANY, {
        "user": scope.user_id,
        "session": scope.session_id,
        "station": scope.station_id,
        "clinic": clinic,
        "address": scope.address,
        "program": program_name(),
        "action": str(action),
        "kind": kind,
        "reason": bounded(reason),
        "request": request_id(),
        "rows": msgspec.json.encode(rows).decode(),
    }


def _state(raw: msgspec.Raw, known: dict[bytes, str]) -> str:
    """Write a state as ``adding`` does; most of many are alike."""
    text = bytes(raw)
    found = known.get(text)
    if found is None:
        found = known[text] = written(msgspec.json.decode(text, type=dict[str, object]))
    return found


def adding(scope: Scope, action: Action, about: About) -> Call:
    """Return the statement that adds one event to the log, for the end of the transaction of what it records."""
    return _ADD, {
        "id": uuid7(time.time_ns() // 1_000_000, secrets.randbits(74)),
        "user": scope.user_id,
        "session": scope.session_id,
        "station": scope.station_id,
        "address": scope.address,
        "program": program_name(),
        "clinic": about.clinic_id,
        "action": str(action),
        "kind": about.object_kind,
        "object": bounded(about.object_id, LONGEST_NAME),
        "patient": about.patient_id,
        "before": written(about.before),
        "after": written(about.after),
        "reason": bounded(about.reason),
        "request": request_id(),
        "whose": sorted(about.clinics),
    }
