"""Registering and changing patients, and what is asked for before."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody, PathParameter

from clinic_console.domain.access import Permission
from clinic_console.hub.api.guard import needs, visitor_of
from clinic_console.hub.api.services import Services
from clinic_console.hub.service import patients_changes, patients_likeness
from clinic_console.hub.service.audit import Opened
from clinic_console.hub.service.patients_likeness import Questions
from clinic_console.wire.patients import (
    Confirmation,
    Duplicates,
    Likeness,
    NewConfirmation,
    NewLink,
    NewPatient,
    Patient,
    PatientChange,
)

Anybody = Request[Any, Any, Any]
Whom = Annotated[UUID, PathParameter(description="The patient.")]

_EDIT = Permission.EDIT_PATIENTS


def routes(services: Services, opened: Opened) -> list[HTTPRouteHandler]:
    """Return the routes; ``opened`` remembers which charts were opened lately."""
    questions = Questions()
    return [*_coming(services, opened, questions), *_changing(services, questions)]


def _coming(services: Services, opened: Opened, questions: Questions) -> list[HTTPRouteHandler]:
    refused = Opened(again=patients_changes.REFUSED_SECONDS)

    @post("/api/patients", **needs(_EDIT, 400, 404, 409, 413), tags=["patients"])
    async def register_patient(request: Anybody, data: JSONBody[NewPatient]) -> Patient:
        """Register somebody in a clinic; the same id again answers the same patient.

        Somebody who may be registered already is refused without ``despite`` (patients.probable_duplicate).
        """
        scope = visitor_of(request).scope
        return await patients_changes.register(services.engine, scope, data, questions, opened)

    @post("/api/patients/duplicates", **needs(_EDIT, 400, 404, 413), status_code=200, tags=["patients"])
    async def find_duplicates(request: Anybody, data: JSONBody[Likeness]) -> Duplicates:
        """Say who it may be that is about to be registered; 60 different people in 10 minutes."""
        scope = visitor_of(request).scope
        return await patients_likeness.find_duplicates(services.engine, scope, data, questions)

    @post("/api/patients/link", **needs(_EDIT, 400, 404, 413, careful=True), tags=["patients"])
    async def link_patient(request: Anybody, data: JSONBody[NewLink]) -> Patient:
        """Bring somebody here whom another clinic knows, by exact identifiers; 10 tries in 15 minutes."""
        return await patients_changes.link(services.engine, visitor_of(request).scope, data, refused, opened)

    return [register_patient, find_duplicates, link_patient]


def _changing(services: Services, questions: Questions) -> list[HTTPRouteHandler]:
    @put("/api/patients/{patient:uuid}", **needs(_EDIT, 400, 404, 409, 413), tags=["patients"])
    async def change_patient(request: Anybody, patient: Whom, data: JSONBody[PatientChange]) -> Patient:
        """Change an open chart; with a newer version there nothing is written (patients.changed)."""
        return await patients_changes.change(services.engine, visitor_of(request).scope, patient, data, questions)

    @post("/api/patients/{patient:uuid}/confirmations", **needs(_EDIT, 400, 404, 413), tags=["patients"])
    async def confirm_identity(request: Anybody, patient: Whom, data: JSONBody[NewConfirmation]) -> Confirmation:
        """Record that two identifiers were compared with an open chart."""
        return await patients_changes.confirm(services.engine, visitor_of(request).scope, patient, data)

    return [change_patient, confirm_identity]
