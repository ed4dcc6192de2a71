"""Slots that are kept while somebody types a booking."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from clinic_console.domain.access import Scope
from clinic_console.domain.audit import Action
from clinic_console.domain.errors import ClinicError, NotFound, NotFree
from clinic_console.domain.schedule import HOLD_MS
from clinic_console.hub.logs import get_logger
from clinic_console.hub.service import appointments_given as fields
from clinic_console.hub.service.appointments import Desk, changed_days, other_times
from clinic_console.hub.service.appointments_outcomes import check
from clinic_console.hub.service.fields import read_id
from clinic_console.hub.service.schedule_news import Bus, tell
from clinic_console.hub.service.schedule_refresh import Refresh
from clinic_console.hub.service.unit_of_work import Engine, unit_of_work
from clinic_console.hub.store import appointments
from clinic_console.hub.store import holds as store
from clinic_console.wire.appointments import Hold, NewHold

LASTS: Final = timedelta(milliseconds=HOLD_MS)
MOST: Final = 5
"""So many slots one user keeps at a time; the oldest are let go of."""
MOST_AT_ONCE: Final = 50
"""So many are let go of when sessions end; the rest expires by itself."""

_log = get_logger(__name__)


async def hold(desk: Desk, given: NewHold) -> Hold:
    """Keep a slot for three minutes, again with the same id for three more; as ``appointments.book``, or Taken."""
    clinic = read_id(given.clinic_id, "clinic_id")
    practitioner, kind = fields.read_practitioner(given.practitioner), fields.read_type(given.type)

    async def zone() -> str | None:
        async with unit_of_work(desk.engine, desk.scope) as work:
            return await appointments.clinic_zone(work.connection, clinic)

    begins = await fields.instant(given.begins, zone, "clinic_id")
    request = {
        "id": read_id(given.id, "id"),
        "clinic": clinic,
        "practitioner": practitioner,
        "type": kind,
        "begins": begins,
        "overbook": given.overbook,
        "lasting": LASTS,
        "most": MOST,
        "over": list(desk.over),
    }
    try:
        return await _keep(desk, request)
    except NotFree as error:
        error.alternatives = tuple(await other_times(desk, clinic, practitioner, kind, begins))
        raise


async def _keep(desk: Desk, request: dict[str, object]) -> Hold:
    async with unit_of_work(desk.engine, desk.scope) as work:
        answer = await store.hold(work.connection, request)
        check(answer.outcome)
        tell(work, desk.bus, changed_days(answer.changes), desk.refresh)
        await work.record(
            Action.SLOT_HELD,
            object_kind="hold",
            object_id=request["id"],
            clinic_id=answer.clinic,
            after={name: request[name] for name in ("practitioner", "type", "begins")},
        )
    begins, ends, until = (fields.ms(at) for at in (answer.begins, answer.ends, answer.until) if at is not None)
    return Hold(str(request["id"]), begins, ends, until)


async def release(desk: Desk, hold_id: UUID) -> None:
    """Let one's own hold go, be it expired or not; NotFound."""
    async with unit_of_work(desk.engine, desk.scope) as work:
        answer = await store.release(work.connection, hold_id)
        if answer.outcome == "none":
            raise NotFound(field="hold")
        tell(work, desk.bus, changed_days(answer.changes), desk.refresh)
        await work.record(Action.SLOT_RELEASED, object_kind="hold", object_id=hold_id, clinic_id=answer.clinic)


async def let_go_of_nobodys(engine: Engine, bus: Bus | None, scope: Scope, refresh: Refresh | None = None) -> None:
    """Let go of what is kept by those who have no session any more: ``scope`` has just ended one.

    Each in a transaction of its own, for the order of the locks (ADR 0070). What goes wrong is logged only: the
    session is over, and holds expire by themselves.
    """
    try:
        async with unit_of_work(engine, scope) as work:
            found = await store.of_nobody(work.connection, MOST_AT_ONCE)
        for hold_id, user in found:
            async with unit_of_work(engine, scope) as work:
                answer = await store.forsake(work.connection, hold_id, user)
                if answer.outcome == "released":
                    tell(work, bus, changed_days(answer.changes), refresh)
                    await work.record(
                        Action.SLOT_RELEASED,
                        object_kind="hold",
                        object_id=hold_id,
                        # Who signs out does so in no clinic of theirs.
                        clinic_id=answer.clinic if answer.clinic in scope.clinics else None,
                        before={"user": str(user), "clinic": str(answer.clinic)},
                    )
    except ClinicError as error:
        _log.warning("holds.left", code=error.code)
