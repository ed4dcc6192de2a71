"""The audit log over HTTP."""

from msgspec import Struct


class AuditEvent(Struct):
    """One event; ``at`` in ms since 1970, ``before`` and ``after`` are JSON or empty, ``seq`` None until sealed."""

    id: str
    at: int
    user_id: str | None
    user_name: str
    station_id: str | None
    station_name: str
    address: str
    program: str
    clinic_id: str | None
    action: str
    object_kind: str
    object_id: str
    patient_id: str | None
    mrn: str
    before: str
    after: str
    reason: str
    seq: int | None


class AuditPage(Struct):
    """``GET /api/audit?from=&to=&user=&patient=&mrn=&action=&clinic=&after=&limit=``, newest first.

    ``action`` takes a whole action or its first word (``glass``). ``GET /api/audit/export`` gives the same as CSV.
    """

    items: list[AuditEvent]
    next: str | None = None


class AuditChain(Struct):
    """``GET /api/audit/chain``: how far the log is sealed, and what waits (``oldest``: ms since 1970)."""

    seq: int
    hash: str
    waiting: int
    oldest: int | None = None
