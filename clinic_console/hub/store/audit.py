"""Statements about the audit log: adding to it (what reads and seals it stands in audit_chain.py)."""

import secrets
import time
from collections.abc import Mapping
from typing import Final, NamedTuple
from uuid import UUID

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
