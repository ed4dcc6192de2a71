"""Patients: found by what is typed, and listed."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody, QueryParameter

from clinic_console.domain.access import Permission
from clinic_console.hub.api.guard import needs, visitor_of
from clinic_console.hub.api.paging import After, Limit
from clinic_console.hub.api.services import Services
from clinic_console.hub.service import patients_list
from clinic_console.hub.service.patients_list import MOST_SKIPPED, Wanted
from clinic_console.wire.patients import PatientHits, PatientPage, PatientPlaces, PatientQuery

ROWS = 50

Sort = Annotated[str, QueryParameter(description="name, born (not known: last), mrn, or changed (newest first).")]
Only = Annotated[str, QueryParameter(name="filter", description="alerts, interpreter, deceased; nothing for all.")]
Clinic = Annotated[UUID | None, QueryParameter(description="One of the user's clinics; all of them if not given.")]
Skip = Annotated[int, QueryParameter(ge=0, le=MOST_SKIPPED, description="Rows behind `after` to be left out.")]


def routes(services: Services) -> list[HTTPRouteHandler]:
    """Return the routes of the search and the lists."""
    return [_search(services), _page(services), _places(services)]


def _search(services: Services) -> HTTPRouteHandler:
    @post(
        "/api/patients/search",
        **needs(Permission.SEE_PATIENTS, 400, 413),
        status_code=200,
        tags=["patients"],
    )
    async def search_patients(request: Request[Any, Any, Any], data: JSONBody[PatientQuery]) -> PatientHits:
        """Find patients by parts of names in any order, dates of birth, record numbers, phones; it is recorded."""
        return await patients_list.search(services.engine, visitor_of(request).scope, data)

    return search_patients


def _page(services: Services) -> HTTPRouteHandler:
    @get("/api/patients", **needs(Permission.SEE_PATIENTS, 400, 404), tags=["patients"])
    async def list_patients(
        request: Request[Any, Any, Any],
        sort: Sort = "name",
        only: Only = "",
        clinic: Clinic = None,
        after: After = "",
        limit: Limit = ROWS,
        skip: Skip = 0,
    ) -> PatientPage:
        """List the patients of the user's clinics, restricted charts left out; each page is recorded."""
        scope = visitor_of(request).scope
        return await patients_list.read_page(services.engine, scope, Wanted(sort, only, clinic), after, limit, skip)

    return list_patients


def _places(services: Services) -> HTTPRouteHandler:
    @get("/api/patients/places", **needs(Permission.SEE_PATIENTS, 400, 404), tags=["patients"])
    async def list_places(
        request: Request[Any, Any, Any], sort: Sort = "name", only: Only = "", clinic: Clinic = None
    ) -> PatientPlaces:
        """Say how long a list is and the `after` of each 1,000th row; up to a minute old."""
        scope = visitor_of(request).scope
        return await patients_list.read_places(services.engine, services.cache, scope, Wanted(sort, only, clinic))

    return list_places
