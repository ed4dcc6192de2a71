"""How many of a clinic's visits were missed."""

from datetime import date
from uuid import UUID

from clinic_console.domain.access import Scope
from clinic_console.domain.audit import Action
from clinic_console.domain.errors import BadField, NotFound
from clinic_console.hub.service.unit_of_work import Engine, unit_of_work
from clinic_console.hub.store import imports_visits as store
from clinic_console.wire.no_shows import NoShows


async def read(engine: Engine, scope: Scope, clinic: UUID, first: date | None, last: date | None) -> NoShows:
    """Count a clinic's visits of some days (by its calendar, both included; None: no bound), and record that somebody
    asked; BadField or NotFound."""
    if first is not None and last is not None and last < first:
        raise BadField("earlier than the first day", field="to")
    async with unit_of_work(engine, scope) as work:
        found = await store.no_shows(work.connection, clinic, first, last) if clinic in scope.clinics else None
        if found is None:
            raise NotFound(field="clinic")
        await work.record(
            Action.NO_SHOWS_SEEN,
            object_kind="clinic",
            object_id=clinic,
            clinic_id=clinic,
            after={"from": first, "to": last, **found._asdict()},
        )
    expected = found.kept + found.missed
    return NoShows(*found, rate=found.missed / expected if expected else None)
