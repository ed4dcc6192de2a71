"""Schedules: a clinic's day, a practitioner's week, free slots."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import MediaType, Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import QueryParameter

from clinic_console.domain.access import Permission, clinics_where
from clinic_console.hub.api.guard import Visitor, needs, visitor_of
from clinic_console.hub.api.paging import After
from clinic_console.hub.api.services import Services
from clinic_console.hub.service import schedule
from clinic_console.hub.service.audit import Opened
from clinic_console.hub.service.schedule import MOST_DAYS, Looked
from clinic_console.hub.service.schedule_slots import Asked, SlotsOfDays
from clinic_console.wire.schedule import Days, DaySlots

Clinic = Annotated[UUID, QueryParameter(description="One of the user's clinics.")]
Day = Annotated[date, QueryParameter(description="A day of the clinic's own calendar.")]
Whose = Annotated[int, QueryParameter(description="This practitioner alone; 0 for all.")]
Trained = Annotated[int, QueryParameter(description="Practitioners of this specialty; 0 for all.")]
Practitioner = Annotated[int, QueryParameter(description="The practitioner.")]
From = Annotated[date, QueryParameter(name="from", description="The first day, of the clinic's own calendar.")]
Count = Annotated[int, QueryParameter(ge=1, le=MOST_DAYS, description="How many days.")]


def routes(services: Services) -> list[HTTPRouteHandler]:
    """Return the routes of schedules."""
    return [_day(services), _week(services), _slots(services)]


def _day(services: Services) -> HTTPRouteHandler:
    opened = Opened()

    @get("/api/schedule", **_days(), tags=["schedule"])
    async def read_day(
        request: Request[Any, Any, Any],
        clinic: Clinic,
        day: Day,
        practitioner: Whose = 0,
        specialty: Trained = 0,
        after: After = "",
    ) -> Response[bytes]:
        """Read a clinic's day: a column for each practitioner with hours or visits, by name; it is recorded."""
        visitor = visitor_of(request)
        looked = Looked(clinic, day, practitioner, specialty)
        return _json(await schedule.read_day(services.engine, visitor.scope, _naming(visitor), looked, after, opened))

    return read_day


def _week(services: Services) -> HTTPRouteHandler:
    opened = Opened()

    @get("/api/schedule/week", **_days(), tags=["schedule"])
    async def read_week(
        request: Request[Any, Any, Any],
        clinic: Clinic,
        practitioner: Practitioner,
        first: From,
        days: Count = MOST_DAYS,
    ) -> Response[bytes]:
        """Read some days of one practitioner, a column for each; it is recorded."""
        visitor = visitor_of(request)
        naming = _naming(visitor)
        return _json(
            await schedule.read_week(
                services.engine, visitor.scope, naming, clinic, practitioner, first, days, opened
            )
        )

    return read_week


def _slots(services: Services) -> HTTPRouteHandler:
    opened = Opened()
    slots = SlotsOfDays(services.engine, services.cache, services.refresh)

    @get("/api/schedule/slots", **needs(Permission.SEE_SCHEDULE, 400, 404), tags=["schedule"])
    async def read_slots(
        request: Request[Any, Any, Any],
        clinic: Clinic,
        practitioner: Practitioner,
        day: Day,
        visit_type: Annotated[int, QueryParameter(name="type", description="The type of visit.")],
    ) -> DaySlots:
        """Read when visits of a type may begin on a practitioner's day."""
        asked = Asked(clinic, practitioner, day, visit_type)
        return await slots.read(visitor_of(request).scope, asked, opened)

    return read_slots


def _days() -> dict[str, Any]:
    """Declare a route that answers ``Days`` as Postgres has written them."""
    declared = needs(Permission.SEE_SCHEDULE, 400, 404)
    spec = ResponseSpec(Days, generate_examples=False, description="Columns of the schedule.")
    return declared | {"responses": {200: spec, **declared["responses"]}}


def _naming(visitor: Visitor) -> frozenset[UUID]:
    return clinics_where(visitor.roles, Permission.SEE_PATIENTS)


def _json(body: bytes) -> Response[bytes]:
    return Response(body, media_type=MediaType.JSON)
