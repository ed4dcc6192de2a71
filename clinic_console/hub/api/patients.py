"""Patients: the card, and the mark of a restricted chart (what changes them: patients_changes.py)."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody, PathParameter

from clinic_console.domain.access import Permission
from clinic_console.hub.api import patients_changes, patients_past
from clinic_console.hub.api.guard import needs, visitor_of
from clinic_console.hub.api.services import Services
from clinic_console.hub.service import patients
from clinic_console.hub.service.audit import Opened
from clinic_console.wire.patients import Patient, Restriction

Whom = Annotated[UUID, PathParameter(description="The patient.")]


def routes(services: Services) -> list[HTTPRouteHandler]:
    """Return the routes of patients."""
    # Of one chart that is opened, read on and changed, the first look is recorded, and each that opens it anew.
    opened = Opened()
    return [
        *_card(services, opened),
        *patients_changes.routes(services, opened),
        *patients_past.routes(services, opened),
    ]


def _card(services: Services, opened: Opened) -> list[HTTPRouteHandler]:
    @get("/api/patients/{patient:uuid}", **needs(Permission.SEE_PATIENTS, 404), tags=["patients"])
    async def open_patient(request: Request[Any, Any, Any], patient: Whom) -> Patient:
        """Open a patient's card; it is recorded. A restricted chart needs broken glass (access.glass_needed)."""
        return await patients.open_patient(services.engine, visitor_of(request).scope, patient, opened)

    @put(
        "/api/patients/{patient:uuid}/restriction",
        **needs(Permission.RESTRICT_PATIENTS, 400, 404, 413),
        status_code=204,
        tags=["patients"],
    )
    async def restrict(request: Request[Any, Any, Any], patient: Whom, data: JSONBody[Restriction]) -> None:
        """Mark a chart as restricted, or lift the mark; whoever may do that need not be let into the chart."""
        await patients.restrict(services.engine, visitor_of(request).scope, patient, data)

    return [open_patient, restrict]
