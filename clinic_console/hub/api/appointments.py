"""Appointments: booking, moving, cancelling, taking back; one visit, its past, and those of a patient."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody, PathParameter, QueryParameter

from clinic_console.domain.access import Permission, clinics_where
from clinic_console.hub.api.guard import needs, visitor_of
from clinic_console.hub.api.paging import ROWS, After, Limit
from clinic_console.hub.api.services import Services
from clinic_console.hub.service import appointments, appointments_past
from clinic_console.hub.service.appointments import Desk
from clinic_console.hub.service.audit import Opened
from clinic_console.wire.appointments import Booked, Booking, Cancel, Move, NoShow, PatientVisits, Steps, Undo
from clinic_console.wire.schedule import Card

Anybody = Request[Any, Any, Any]
Which = Annotated[UUID, PathParameter(description="The appointment.")]
Whom = Annotated[UUID, PathParameter(description="The patient.")]
At = Annotated[int, QueryParameter(description="When it began as it was last seen (ms since 1970); 0: not known.")]

_BOOK = Permission.BOOK


def routes(services: Services) -> list[HTTPRouteHandler]:
    """Return the routes of appointments."""
    return [*_booking(services), *_changing(services), *_reading(services)]


def desk_of(services: Services, request: Anybody) -> Desk:
    """Return for whom a request books: where, with whose names, and where beside others."""
    visitor = visitor_of(request)
    named = clinics_where(visitor.roles, Permission.SEE_PATIENTS)
    over = clinics_where(visitor.roles, Permission.OVERBOOK)
    return Desk(services.engine, services.bus, visitor.scope, named, over, services.refresh)


def _booking(services: Services) -> list[HTTPRouteHandler]:
    @post("/api/appointments", **needs(_BOOK, 400, 404, 409, 413), tags=["appointments"])
    async def book(request: Anybody, data: JSONBody[Booking]) -> Booked:
        """Book a visit; the same key again answers the same visit. A time that is not free: three others (409)."""
        return await appointments.book(desk_of(services, request), data)

    @post(
        "/api/appointments/{appointment:uuid}/move",
        **needs(_BOOK, 400, 404, 409, 413),
        status_code=200,
        tags=["appointments"],
    )
    async def move(request: Anybody, appointment: Which, data: JSONBody[Move]) -> Booked:
        """Move a visit to another time or practitioner of its clinic."""
        return await appointments.move(desk_of(services, request), appointment, data)

    return [book, move]


def _changing(services: Services) -> list[HTTPRouteHandler]:
    changing = needs(_BOOK, 400, 404, 409, 413) | {"status_code": 200, "tags": ["appointments"]}

    @post("/api/appointments/{appointment:uuid}/cancel", **changing)
    async def cancel(request: Anybody, appointment: Which, data: JSONBody[Cancel]) -> Booked:
        """Cancel a visit, and say why: patient, clinic, practitioner, mistake or other."""
        return await appointments.cancel(desk_of(services, request), appointment, data)

    @post("/api/appointments/{appointment:uuid}/no-show", **changing)
    async def miss(request: Anybody, appointment: Which, data: JSONBody[NoShow]) -> Booked:
        """Note that the patient did not come; not before the visit should have begun."""
        return await appointments.no_show(desk_of(services, request), appointment, data)

    @post("/api/appointments/{appointment:uuid}/undo", **changing)
    async def undo(request: Anybody, appointment: Which, data: JSONBody[Undo]) -> Booked:
        """Take one's own last change of a visit back, within a minute after it."""
        return await appointments.undo(desk_of(services, request), appointment, data)

    return [cancel, miss, undo]


def _reading(services: Services) -> list[HTTPRouteHandler]:
    # Of one visit that is looked at again and again, and of one chart's, the first look is recorded.
    opened, listed = Opened(), Opened()

    @get("/api/appointments/{appointment:uuid}", **needs(Permission.SEE_SCHEDULE, 404), tags=["appointments"])
    async def read(request: Anybody, appointment: Which) -> Card:
        """Tell of one visit as it is now."""
        return await appointments_past.read(desk_of(services, request), appointment, opened)

    @get("/api/appointments/{appointment:uuid}/history", **needs(Permission.SEE_SCHEDULE, 404), tags=["appointments"])
    async def history(request: Anybody, appointment: Which, at: At = 0) -> Steps:
        """List what was changed of a visit, the newest first."""
        del at  # the history is kept by the visit, wherever it has been moved to
        return await appointments_past.history(desk_of(services, request), appointment, opened)

    @get(
        "/api/patients/{patient:uuid}/appointments", **needs(Permission.SEE_PATIENTS, 400, 404), tags=["appointments"]
    )
    async def of_patient(request: Anybody, patient: Whom, after: After = "", limit: Limit = ROWS) -> PatientVisits:
        """List the visits of an open chart in the user's clinics, the newest first."""
        return await appointments_past.of_patient(desk_of(services, request), patient, after, limit, listed)

    return [read, history, of_patient]
