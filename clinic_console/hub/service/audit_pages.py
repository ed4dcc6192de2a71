"""Reading the audit log: page by page, as one long CSV, and how far it is sealed. Reading it is recorded, too."""

import csv
import io
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from clinic_console.domain.access import Scope
from clinic_console.domain.audit import Action
from clinic_console.domain.errors import BadField
from clinic_console.hub.service import paging
from clinic_console.hub.service.audit import Opened
from clinic_console.hub.service.fields import read_text
from clinic_console.hub.service.unit_of_work import Engine, Work, unit_of_work
from clinic_console.hub.store import audit_pages as store
from clinic_console.wire.audit import AuditChain, AuditEvent, AuditPage

DAY_MS: Final = 24 * 3_600_000
DEFAULT_MS: Final = 30 * DAY_MS
LONGEST_MS: Final = 400 * DAY_MS
AHEAD_MS: Final = 60_000
"""The database's clock writes the times, and may go ahead of this hub's."""
MOST_ROWS: Final = 100_000
_HIDDEN: Final = "…"
"""Stands in the log for a patient who is none of a clinic's."""
_LAST_MS: Final = 253_402_300_799_999
_PORTION: Final = 2_000
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_COLUMNS: Final = (
    "time", "place", "user", "user id", "station", "address", "program", "clinic id", "action", "object", "object id",
    "patient number", "patient id", "before", "after", "reason", "request", "id",
)  # fmt: skip
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula; wide signs as well."""
_PARTS: Final = re.compile(r"[;\n]\s*(?=[" + re.escape("".join(_RISKY)) + "])")
"""Where a spreadsheet may begin a new cell in the middle of one: a list's separator in half of Europe is ``;``."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What is looked for; times in ms since 1970, None or empty for no limit of this kind."""

    begins: int | None = None
    ends: int | None = None
    user: UUID | None = None
    patient: UUID | None = None
    mrn: str = ""
    action: str = ""
    clinic: UUID | None = None

    def told(self) -> dict[str, object]:
        """Return what was asked for, as it is recorded."""
        named = {
            "from": self.begins, "to": self.ends, "user": self.user, "mrn": self.mrn, "action": self.action,
        }  # fmt: skip
        return {name: value for name, value in named.items() if value is not None and value != ""}


async def read_page(
    engine: Engine, scope: Scope, filters: Filters, after: str, limit: int, now: int, seen: Opened
) -> AuditPage:
    """Return one page of the log, the newest first; that it was seen is recorded once a set of filters.

    Without times it is the last 30 days, of a patient or a user the last 400. Raises BadField.
    """
    key = _read_key(after)
    paging.check_limit(limit)
    looked = (scope.session_id, filters)
    new = seen.is_new(looked)
    async with unit_of_work(engine, scope) as work:
        wanted = await _wanted(work, scope, filters, now)
        rows = await store.page(work.connection, wanted, key, limit + 1) if wanted else []
        page = rows[:limit]
        mrns = await store.mrns(work.connection, _patients(page))
        if new:
            await _record(work, Action.AUDIT_SEEN, filters, wanted)
    if new:
        seen.recorded(looked)
    last = page[-1] if len(rows) > limit else None
    return AuditPage([_event(row, mrns) for row in page], _write_key(last) if last else None)


async def chain(engine: Engine, scope: Scope) -> AuditChain:
    """Return how far the whole log is sealed."""
    async with unit_of_work(engine, scope) as work:
        found = await store.chain(work.connection)
    return AuditChain(found.seq, found.hash.hex(), found.waiting, _ms(found.oldest) if found.oldest else None)


async def export(engine: Engine, scope: Scope, filters: Filters, now: int) -> AsyncIterator[bytes]:
    """Record an export and return its CSV, piece by piece: at most MOST_ROWS rows, the newest first.

    The first is the export itself, where the filters find it. The last line says how many there were: a file
    without it is not whole. Raises BadField, before the first piece.
    """
    async with unit_of_work(engine, scope) as work:
        wanted = await _wanted(work, scope, filters, now)
        name = await store.name_of(work.connection, scope.user_id)
        await _record(work, Action.AUDIT_EXPORTED, filters, wanted)
    return _pieces(engine, scope, wanted, _heading(filters, now, name))


async def _pieces(
    engine: Engine, scope: Scope, wanted: store.Wanted | None, heading: list[str]
) -> AsyncIterator[bytes]:
    # The mark tells spreadsheets that names are UTF-8.
    yield b"\xef\xbb\xbf" + _lines([heading, list(_COLUMNS)])
    count, after, full = 0, None, wanted is not None
    while wanted is not None and full and count < MOST_ROWS:
        async with unit_of_work(engine, scope) as work:
            rows = await store.page(work.connection, wanted, after, min(_PORTION, MOST_ROWS - count))
            mrns = await store.mrns(work.connection, _patients(rows))
        if rows:
            yield _lines([_cells(row, mrns) for row in rows])
            after = (rows[-1].at, rows[-1].id)
        count, full = count + len(rows), len(rows) == _PORTION
    cut = ["older ones are left out: ask for less"] if count == MOST_ROWS else []
    yield _lines([["rows", str(count), *cut]])


async def _wanted(work: Work, scope: Scope, filters: Filters, now: int) -> store.Wanted | None:
    """Return what the store is asked for; None when there can be nothing: no such patient for this auditor."""
    begins, ends = _bounds(filters, now)
    actions = _actions(filters.action)
    patient, mrn = filters.patient, read_text(filters.mrn, "mrn")
    if mrn:
        found = await store.patient_of(work.connection, mrn)
        if found is None or patient not in (None, found):
            return None
        patient = found
    return store.Wanted(scope.clinics, _time(begins), _time(ends), filters.user, patient, actions, filters.clinic)


def _bounds(filters: Filters, now: int) -> tuple[int, int]:
    ends = now + AHEAD_MS if filters.ends is None else filters.ends
    whole = filters.mrn or filters.patient or filters.user
    begins = max(0, ends - (LONGEST_MS if whole else DEFAULT_MS)) if filters.begins is None else filters.begins
    if not 0 <= begins <= _LAST_MS:
        raise BadField("not a time", field="from")
    if not begins < ends <= _LAST_MS:
        raise BadField("not later than from", field="to")
    # Asked from the beginning of a day on without an end, the clock's allowance may be too much.
    if ends - begins > LONGEST_MS + AHEAD_MS:
        raise BadField("over 400 days before to", field="from")
    return begins, ends


def _actions(wanted: str) -> tuple[str, ...]:
    if not wanted:
        return ()
    found = tuple(str(each) for each in Action if wanted in (each, each.partition(".")[0]))
    if not found:
        raise BadField("neither an action nor the first word of one", field="action")
    return found


async def _record(work: Work, action: Action, filters: Filters, wanted: store.Wanted | None) -> None:
    """Record that the log was read, for the clinics that were asked for: a patient only where it concerns them."""
    one = filters.clinic if filters.clinic in work.scope.clinics else None
    clinics = frozenset({one}) if one is not None else work.scope.clinics
    patient = wanted.patient if wanted else None
    told, named = filters.told(), clinics
    if filters.mrn or filters.patient:
        named = await store.concerned(work.connection, patient, clinics) if patient else frozenset()
    if named:
        await work.record(action, object_kind="audit", clinic_id=one, patient_id=patient, after=told, clinics=named)
    if clinics - named:
        hidden = {**told, "mrn": _HIDDEN}
        await work.record(action, object_kind="audit", clinic_id=one, after=hidden, clinics=clinics - named)


def _heading(filters: Filters, now: int, name: str) -> list[str]:
    asked = "; ".join(f"{field} {value}" for field, value in filters.told().items()) or "everything"
    return ["Audit log", "exported by", _safe(name), "at", _time(now).isoformat(), "asked for", _safe(asked)]


def _cells(row: store.EventRow, mrns: dict[UUID, str]) -> list[str]:
    values = (
        row.at.isoformat(), row.seq, row.user_name, row.user_id, row.station_name or row.station_id, row.address,
        row.program, row.clinic_id, row.action, row.object_kind, row.object_id, _mrn(row, mrns), row.patient_id,
        row.before, row.after, row.reason, row.request_id, row.id,
    )  # fmt: skip
    return ["" if value is None else _safe(str(value)) for value in values]


def _safe(cell: str) -> str:
    """Keep a spreadsheet from taking what somebody typed for a formula."""
    parts = _PARTS.sub(lambda found: found.group() + "'", cell)
    return "'" + parts if parts.startswith(_RISKY) else parts


def _lines(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _event(row: store.EventRow, mrns: dict[UUID, str]) -> AuditEvent:
    return AuditEvent(
        str(row.id),
        _ms(row.at),
        _text(row.user_id),
        row.user_name,
        _text(row.station_id),
        row.station_name,
        row.address,
        row.program,
        _text(row.clinic_id),
        row.action,
        row.object_kind,
        row.object_id,
        _text(row.patient_id),
        _mrn(row, mrns),
        row.before,
        row.after,
        row.reason,
        row.seq,
    )


def _patients(rows: Sequence[store.EventRow]) -> list[UUID]:
    return sorted({row.patient_id for row in rows if row.patient_id is not None})


def _mrn(row: store.EventRow, mrns: dict[UUID, str]) -> str:
    return mrns.get(row.patient_id, "") if row.patient_id is not None else ""


def _text(value: UUID | None) -> str | None:
    return None if value is None else str(value)


def _write_key(row: store.EventRow) -> str:
    # As text: microseconds since 1970 are more than the numbers of other keys.
    return paging.write_key((str((row.at - _EPOCH) // timedelta(microseconds=1)), row.id))


def _read_key(after: str) -> tuple[datetime, UUID] | None:
    key = paging.read_key(after, tuple[str, UUID])
    if key is None:
        return None
    try:
        return _EPOCH + timedelta(microseconds=int(key[0][:20])), key[1]
    except (ValueError, OverflowError):
        raise BadField("not the next of an earlier page", field="after") from None


def _ms(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(milliseconds=1)


def _time(at: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=at)
