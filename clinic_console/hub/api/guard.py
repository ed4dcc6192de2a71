"""Who may use a route: every route declares it, and one that does not keeps the program from starting."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final
from uuid import UUID

from litestar import Litestar, Request
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from litestar.routes import HTTPRoute
from litestar.types import Guard

from clinic_console.domain.access import Permission, Principal, Scope, clinics_where
from clinic_console.domain.errors import BadConfiguration, NotAllowed, NotSignedIn
from clinic_console.hub.api.description import BEARER
from clinic_console.hub.api.failures import documented
from clinic_console.hub.service.access import Access

_ACCESS: Final = "clinic_access"


class Door(Enum):
    """What a route asks for when it is no permission in a clinic."""

    OPEN = "nothing"
    SIGNED_IN = "a living session"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who makes a request, for whom it is carried out, and all of the user's roles by clinic.

    ``scope`` holds the clinics in which the request is allowed; others do not exist for it.
    """

    principal: Principal
    scope: Scope
    roles: Mapping[UUID, str]


def needs(access: Door | Permission, *statuses: int) -> dict[str, Any]:
    """Declare who may use a route and which errors it answers, for the route's decorator and for OpenAPI."""
    if access is not Door.OPEN:
        statuses += (401,)
    if isinstance(access, Permission):
        statuses += (403,)
    return {
        "opt": {_ACCESS: access},
        "security": [] if access is Door.OPEN else [{BEARER: []}],
        "responses": documented(500, 503, *statuses),
    }


def visitor_of(request: Request[Any, Any, Any]) -> Visitor:
    """Return who makes a request; raises NotSignedIn on a route that did not ask."""
    visitor = request.scope.get("user")
    if not isinstance(visitor, Visitor):
        raise NotSignedIn
    return visitor


def client_of(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """Return the address that a request comes from."""
    return connection.client.host if connection.client else ""


def make_guard(access: Access) -> Guard:
    """Make the guard that stands before every route."""

    async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
        wanted = handler.opt.get(_ACCESS)
        if wanted is Door.OPEN:
            return
        principal = access.verify(_bearer(connection.headers.get("authorization", "")))
        known = await access.known(principal.user_id, principal.session_id)
        clinics: frozenset[UUID] = frozenset()
        if isinstance(wanted, Permission):
            clinics = clinics_where(known.roles, wanted)
            if not clinics:
                raise NotAllowed
        elif wanted is not Door.SIGNED_IN:
            raise NotAllowed
        scope = Scope(principal.user_id, clinics, principal.session_id, known.station_id, client_of(connection))
        connection.scope["user"] = Visitor(principal, scope, known.roles)

    return guard


def check_declared(app: Litestar) -> None:
    """Raise BadConfiguration when a route does not say who may use it."""
    for route in app.routes:
        handlers = route.route_handlers if isinstance(route, HTTPRoute) else [None]
        for handler in handlers:
            if handler is None or not isinstance(handler.opt.get(_ACCESS), Door | Permission):
                raise BadConfiguration(f"nobody has said who may use {route.path}")


def open_options(app: Litestar) -> None:
    """Let the framework's own OPTIONS handlers, which only name a route's methods, answer anybody."""
    for route in app.routes:
        for handler in route.route_handlers if isinstance(route, HTTPRoute) else ():
            if handler.fn.__module__.startswith("litestar."):
                handler.opt[_ACCESS] = Door.OPEN


def _bearer(header: str) -> str:
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer":
        raise NotSignedIn
    return token.strip()
