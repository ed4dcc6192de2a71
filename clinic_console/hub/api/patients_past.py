"""A chart's past: what was changed, who looked, earlier visits."""

from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import PathParameter, QueryParameter

from clinic_console.domain.access import Permission
from clinic_console.hub.api.guard import needs, visitor_of
from clinic_console.hub.api.paging import ROWS, After, Limit
from clinic_console.hub.api.services import Services
from clinic_console.hub.service import patients_past
from clinic_console.hub.service.audit import Opened
from clinic_console.wire.patients import Encounters, Looks, PatientHistory

Anybody = Request[Any, Any, Any]
Whom = Annotated[UUID, PathParameter(description="The patient.")]
_LAST: Final = 2**31 - 1
Since = Annotated[int, QueryParameter(ge=0, le=_LAST, description="Only what was changed after this version.")]

_SEE = Permission.SEE_PATIENTS


def routes(services: Services, opened: Opened) -> list[HTTPRouteHandler]:
    """Return the routes; ``opened`` remembers which charts were opened lately."""
    looked = Opened()

    @get("/api/patients/{patient:uuid}/history", **needs(_SEE, 400, 404), tags=["patients"])
    async def read_history(
        request: Anybody, patient: Whom, since: Since = 0, after: After = "", limit: Limit = ROWS
    ) -> PatientHistory:
        """List what was changed of an open chart, the newest first; version 1 without changes: registered.

        Of other clinics' staff nobody is named.
        """
        scope = visitor_of(request).scope
        return await patients_past.read_history(services.engine, scope, patient, since, after, limit, opened)

    @get("/api/patients/{patient:uuid}/looks", **needs(_SEE, 400, 404), tags=["patients"])
    async def read_looks(request: Anybody, patient: Whom, after: After = "", limit: Limit = ROWS) -> Looks:
        """List who looked at an open chart, the newest first; of other clinics only that somebody did."""
        return await patients_past.read_looks(
            services.engine, visitor_of(request).scope, patient, after, limit, looked
        )

    @get("/api/patients/{patient:uuid}/encounters", **needs(_SEE, 400, 404), tags=["patients"])
    async def read_encounters(request: Anybody, patient: Whom, after: After = "", limit: Limit = ROWS) -> Encounters:
        """List the past visits of an open chart in the user's clinics, the newest first."""
        return await patients_past.read_encounters(
            services.engine, visitor_of(request).scope, patient, after, limit, opened
        )

    return [read_history, read_looks, read_encounters]
