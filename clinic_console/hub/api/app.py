"""The HTTP application: all routes, the guard before them, the frame around them."""

from typing import Any, Final

from litestar import Litestar, Request, Response, get
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler

from clinic_console.domain.errors import ClinicError
from clinic_console.hub.api import (
    access,
    appointments,
    audit,
    break_glass,
    bulk,
    check_in,
    day_lists,
    desk_views,
    devices,
    exceptions,
    failures,
    holds,
    imports,
    no_shows,
    patients,
    patients_list,
    practitioners,
    readings,
    resources,
    schedule,
    schedule_next,
    server,
    sessions,
    stations,
    templates,
    unavailable,
    users,
    visit_types,
    waitlist,
    walk_ins,
    wards,
)
from clinic_console.hub.api.description import ArrayStructs, describe_api
from clinic_console.hub.api.frame import Frame
from clinic_console.hub.api.guard import Door, check_declared, make_guard, needs, open_options
from clinic_console.hub.api.limits import Limits
from clinic_console.hub.api.services import Services

LONGEST_BODY: Final = 65_536
_NOUNS: Final = (
    server,
    access,
    users,
    sessions,
    stations,
    wards,
    devices,
    readings,
    patients,
    patients_list,
    schedule,
    schedule_next,
    appointments,
    holds,
    practitioners,
    templates,
    exceptions,
    visit_types,
    resources,
    break_glass,
    imports,
    day_lists,
    no_shows,
    audit,
    waitlist,
    check_in,
    walk_ins,
    desk_views,
    bulk,
    unavailable,
)


def make_api(services: Services, limits: Limits | None = None) -> Frame:
    """Make what the HTTP server serves."""
    limits = limits or Limits()
    return Frame(make_app(services, limits=limits), limits)


def make_app(services: Services, *more: HTTPRouteHandler, limits: Limits | None = None) -> Litestar:
    """Make the application; raises BadConfiguration when a route has not declared who may use it."""
    handlers = [route for noun in _NOUNS for route in noun.routes(services)]
    app = Litestar(
        [*handlers, describe, *more],
        guards=[make_guard(services.access, limits or Limits())],
        exception_handlers={
            ClinicError: failures.answer_clinic_error,
            HTTPException: failures.answer_http_error,
            RecursionError: failures.answer_too_deep,
            Exception: failures.answer_unexpected,
        },
        openapi_config=describe_api(),
        plugins=[ArrayStructs()],
        request_max_body_size=LONGEST_BODY,
        logging_config=None,
    )
    open_options(app)
    check_declared(app)
    return app


@get("/openapi.json", **needs(Door.OPEN, any_version=True), include_in_schema=False)
async def describe(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
    """Describe all routes (OpenAPI 3.1)."""
    return Response(request.app.openapi_schema.to_schema(), media_type="application/json")
