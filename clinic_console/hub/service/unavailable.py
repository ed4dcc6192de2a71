"""A doctor who is not there, or a clinic that is closed: the plan, and what is done by it (ADR 0081)."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

import msgspec

from clinic_console.domain.appointments import CancelReason, State, may_follow
from clinic_console.domain.audit import Action as Deed
from clinic_console.domain.bulk import MOST_ROWS
from clinic_console.domain.errors import BadField, NotFound
from clinic_console.domain.schedule import MOST_DAYS
from clinic_console.domain.unavailable import Action
from clinic_console.hub.service import appointments_given as given_fields
from clinic_console.hub.service.appointments import RELEASE_AFTER, Desk, changed_days, new_id
from clinic_console.hub.service.exceptions import read_new
from clinic_console.hub.service.fields import read_id
from clinic_console.hub.service.schedule_news import tell
from clinic_console.hub.service.unavailable_calls import outcome_of, read_list, record
from clinic_console.hub.service.unavailable_plan import make_plan
from clinic_console.hub.service.unit_of_work import Work, unit_of_work
from clinic_console.hub.store import unavailable as store
from clinic_console.hub.store.exceptions import New
from clinic_console.wire.schedule import Card
from clinic_console.wire.templates import ExceptionData
from clinic_console.wire.unavailable import Away, CallList, CallRow, Choice, Commit, Plan

MOST_PLACES: Final = 3_000
"""Of each type the earliest ones: further ones are seldom wanted, and a plan says if it may be for them."""
_INT4: Final = 2**31


async def preview(desk: Desk, given: Away) -> Plan:
    """Return what would become of each visit of somebody who is away; nothing is changed. BadField, NotFound."""
    async with unit_of_work(desk.engine, desk.scope) as work:
        new = await _read(work, given)
        asked = {"most": MOST_ROWS, "many": MOST_PLACES, "named": list(desk.named)}
        known = await store.preview(work.connection, _place(new, given) | asked)
        if known is None:
            raise NotFound(field="clinic_id")
        await work.record(
            Deed.AWAY_PREVIEWED, object_kind="clinic", object_id=new.clinic, clinic_id=new.clinic, after=_told(new)
        )
    # The transaction is over: nobody waits for a connection while this is thought about.
    return await asyncio.to_thread(make_plan, known)


async def commit(desk: Desk, given: Commit) -> CallList:
    """Take the hours away and do with each visit what was chosen; the same key again is answered again.

    Raises BadField (and its kinds) and NotFound; what one row cannot have is its outcome, no error.
    """
    key = read_id(given.key, "key")
    rows = _read_rows(given.rows)
    async with unit_of_work(desk.engine, desk.scope) as work:
        new = await _read(work, given.away)
        why = CancelReason.PRACTITIONER if new.practitioner else CancelReason.CLINIC
        asked = {
            "id": new_id(),
            "key": key,
            "asked": given_fields.fingerprint("away", "", given),
            "exception": new.id,
            "label": new.label,
            "words": f"{why}: {new.label}".rstrip(),
            "release": RELEASE_AFTER,
            "moving": [State.BOOKED],
            "cancelling": [before for before in State if may_follow(before, State.CANCELLED)],
        }
        answer = await store.commit(work.connection, _place(new, given.away) | rows | asked)
        _check(answer.outcome)
        if answer.list is None:
            raise NotFound(field="clinic_id")
        if answer.outcome == "done":
            told = _told(new) | {"visits": len(given.rows)}
            await record(work, new.clinic, Deed.AWAY_COMMITTED, answer, told)
            tell(work, desk.bus, changed_days(answer.changes), desk.refresh)
        found = await read_list(work, desk.named, answer.list)
    known = {row.card.id for row in found.rows}
    return msgspec.structs.replace(
        found, rows=found.rows + [_unknown(row) for row in given.rows if row.id not in known]
    )


def _check(outcome: str) -> None:
    if outcome == "key":
        raise BadField("another request had this key", field="key")
    if outcome in ("none", "practitioner"):
        raise NotFound(field="clinic_id" if outcome == "none" else "practitioner")


def _place(new: New, given: Away) -> dict[str, object]:
    return {
        "clinic": new.clinic,
        "practitioner": new.practitioner or 0,
        "begins": new.begins,
        "ends": new.ends,
        "days": given.days,
    }


def _told(new: New) -> dict[str, object]:
    told = {"practitioner": new.practitioner, "begins": new.begins, "ends": new.ends, "label": new.label}
    return {name: value for name, value in told.items() if value}


async def _read(work: Work, given: Away) -> New:
    """Return the exception that it would be, by the rules of all exceptions."""
    if not 1 <= given.days <= MOST_DAYS:
        raise BadField(f"not within 1 to {MOST_DAYS}", field="days")
    begins, ends = (_instant(at, field) for at, field in ((given.begins, "begins"), (given.ends, "ends")))
    kind = "leave" if given.practitioner else "closed"
    return await read_new(work, ExceptionData(given.clinic_id, kind, begins, ends, given.practitioner, given.label))


def _instant(at: int, field: str) -> datetime:
    try:
        return datetime.fromtimestamp(at // 1_000, UTC)
    except (OverflowError, ValueError, OSError):
        raise BadField("beyond every calendar", field=field) from None


def _read_rows(rows: Sequence[Choice]) -> dict[str, object]:
    """Return the rows side by side, as the database takes them; BadField of the field that is wrong."""
    if len(rows) > MOST_ROWS:
        raise BadField(f"more than {MOST_ROWS} rows", field="rows")
    ids = [read_id(row.id, "id") for row in rows]
    if len(set(ids)) < len(ids):
        raise BadField("a visit twice", field="rows")
    for row in rows:
        if row.action not in set(Action):
            raise BadField(f"not one of {', '.join(Action)}", field="action")
        if not 0 <= row.practitioner < _INT4:
            raise BadField("not a practitioner", field="practitioner")
        if row.action == Action.MOVE and row.begins % 60_000:
            raise BadField("not a whole minute", field="begins")
    moved = [row.begins if row.action == Action.MOVE else 0 for row in rows]
    return {
        "ids": ids,
        "ats": [_instant(row.at, "at").replace(microsecond=row.at % 1_000 * 1_000) for row in rows],
        "versions": [given_fields.read_version(row.version) for row in rows],
        "actions": [row.action for row in rows],
        "people": [row.practitioner for row in rows],
        "times": [_instant(begins, "begins") for begins in moved],
    }


def _unknown(row: Choice) -> CallRow:
    """Return the outcome of a row of which nothing is known here."""
    outcome, code, text = outcome_of("none")
    card = Card(row.id, row.at, row.at, "", 0, 0, "", row.version)
    return CallRow(card, row.action, row.at, 0, outcome, code, text)
