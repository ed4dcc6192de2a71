"""Breaking the glass: a look-up that gives away one bit, and a chart that opens to one person for some hours."""

import secrets
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from clinic_console.domain.access import GLASS_MS, Scope
from clinic_console.domain.audit import Action
from clinic_console.domain.errors import BadField, NotFound, TooMany
from clinic_console.domain.ids import uuid7
from clinic_console.hub import metrics
from clinic_console.hub.service.access import wall_clock
from clinic_console.hub.service.audit import Opened
from clinic_console.hub.service.patients import LEAST_REASON, check_reason, is_readable, wire_patient
from clinic_console.hub.service.unit_of_work import Engine, unit_of_work
from clinic_console.hub.store import break_glass as store
from clinic_console.wire.patients import BreakGlass, Glass, Glasses, LookUp, Match

LOOKS: Final = 10
LOOKS_WITHIN: Final = timedelta(minutes=15)
REFUSED_SECONDS: Final = 60.0
"""Of one user's look-ups that were too many, one in so long is recorded: the log is no target to be filled."""
_LONGEST: Final = 200


async def look_up(engine: Engine, scope: Scope, given: LookUp, refused: Opened) -> Match:
    """Say whether exactly one patient has these two identifiers; NotFound (clinic), BadField or TooMany.

    Several patients of one name and birthday are no match: it takes the MRN to tell them apart. What was typed is
    kept nowhere. ``refused`` remembers who was told that it is too many.
    """
    clinic = _clinic(scope, given.clinic_id)
    identifiers = _identifiers(given)
    used = [name for name, value in identifiers._asdict().items() if value]
    async with unit_of_work(engine, scope) as work:
        outcome, wait = await store.look(work.connection, clinic, identifiers, LOOKS_WITHIN, LOOKS)
        if outcome == "refused":
            raise NotFound(field="clinic_id")
        slowed = outcome == "slowed"
        new = not slowed or refused.is_new(scope.user_id)
        if new:
            found = {"refused": True} if slowed else {"match": outcome == "match"}
            await work.record(
                Action.GLASS_LOOKED, object_kind="break_glass", clinic_id=clinic, after={"by": used, **found}
            )
    metrics.GLASS.labels("slowed" if slowed else "looked").inc()
    if slowed:
        if new:
            refused.recorded(scope.user_id)
        raise TooMany(f"{LOOKS} look-ups within a quarter of an hour", retry_after=wait)
    return Match(outcome == "match")


async def break_glass(engine: Engine, scope: Scope, given: BreakGlass) -> Glass:
    """Open a chart to one person until it expires, and record why.

    NotFound when nobody was found by these identifiers within the last 15 minutes, or the clinic is not the user's;
    BadField.
    """
    clinic = _clinic(scope, given.clinic_id)
    identifiers = _identifiers(given)
    reason = check_reason(given.reason, LEAST_REASON)
    now = wall_clock()
    glass = uuid7(now, secrets.randbits(74))
    expires = datetime.fromtimestamp((now + GLASS_MS) / 1_000, UTC)
    async with unit_of_work(engine, scope) as work:
        opening = store.Opening(glass, clinic, reason, expires)
        patient = await store.break_glass(work.connection, opening, identifiers)
        if patient is None:
            raise NotFound("nobody was found by these identifiers within the last 15 minutes")
        await store.end_others(work.connection, scope.user_id, patient, glass)
        (row,) = await store.open_to(work.connection, scope.user_id, list(scope.clinics), glass)
        await work.record(
            Action.GLASS_BROKEN,
            object_kind="break_glass",
            object_id=glass,
            clinic_id=clinic,
            patient_id=patient,
            after={"expires": expires.isoformat(timespec="seconds")},
            reason=reason,
        )
    metrics.GLASS.labels("broken").inc()
    return _glass(row)


async def open_glasses(engine: Engine, scope: Scope) -> Glasses:
    """Return what is open to the user by broken glass, the newest first."""
    async with unit_of_work(engine, scope) as work:
        rows = await store.open_to(work.connection, scope.user_id, list(scope.clinics))
    return Glasses([_glass(row) for row in rows])


async def end_glass(engine: Engine, scope: Scope, glass: UUID) -> None:
    """Close one's own chart before it expires; NotFound when no such one is open."""
    async with unit_of_work(engine, scope) as work:
        ended = await store.end(work.connection, scope.user_id, glass)
        if ended is None:
            raise NotFound(field="glass")
        patient, clinic = ended
        await work.record(
            Action.GLASS_ENDED,
            object_kind="break_glass",
            object_id=glass,
            clinic_id=clinic,
            patient_id=patient,
        )


def _clinic(scope: Scope, given: str) -> UUID:
    try:
        clinic = UUID(given)
    except ValueError:
        raise BadField("not a UUID", field="clinic_id") from None
    if clinic not in scope.clinics:
        raise NotFound(field="clinic_id")
    return clinic


def _identifiers(given: LookUp | BreakGlass) -> store.Identifiers:
    """Return what was typed as keyboards of every width mean it; BadField unless it is exactly two."""
    mrn, name = _typed(given.mrn, "mrn"), _typed(given.name, "name")
    if bool(mrn) + bool(name) + (given.born is not None) != 2:
        raise BadField("exactly two of mrn, name and born are asked for", field="mrn")
    return store.Identifiers(mrn, name, given.born)


def _typed(given: str, field: str) -> str:
    if len(given) > _LONGEST:
        raise BadField(f"longer than {_LONGEST} characters", field=field)
    text = " ".join(unicodedata.normalize("NFKC", given).split())
    if not is_readable(text):
        raise BadField("holds control characters", field=field)
    return text


def _glass(row: store.GlassRow) -> Glass:
    began, expires = (int(at.timestamp() * 1_000) for at in (row.began_at, row.expires_at))
    return Glass(str(row.id), str(row.clinic_id), wire_patient(row.patient), row.reason, began, expires)
