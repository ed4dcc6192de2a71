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
from clinic_console.domain.errors import (
    BadConfiguration,
    ConsoleTooOld,
    HubTooOld,
    NotAllowed,
    NotSignedIn,
    VersionMismatch,
)
from clinic_console.hub.api.description import BEARER
from clinic_console.hub.api.failures import documented
from clinic_console.hub.api.limits import Limits
from clinic_console.hub.service.access import Access
from clinic_console.wire.access import API, API_HEADER

_ACCESS: Final = "clinic_access"
_ALSO: Final = "clinic_also"
_CAREFUL: Final = "clinic_careful"
_ANY_VERSION: Final = "clinic_any_version"


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


def needs(
    access: Door | Permission,
    *statuses: int,
    also: Permission | None = None,
    careful: bool = False,
    any_version: bool = False,
) -> dict[str, Any]:
    """Declare who may use a route and which errors it answers, for the route's decorator and for OpenAPI.

    ``also``: a second permission that is needed in the same clinics.
    ``careful``: it guesses at secrets or looks for people, so it may be asked only seldom (limits.py).
    ``any_version``: it answers consoles of any version, who learn from it that they do not fit.
    """
    # 400: whatever has a parameter, and the framework would describe it in its own words.
    statuses += (400, 429) if any_version else (400, 426, 429)
    if access is not Door.OPEN:
        statuses += (401,)
    if isinstance(access, Permission):
        statuses += (403,)
    return {
        "opt": {_ACCESS: access, _ALSO: also, _CAREFUL: careful, _ANY_VERSION: any_version},
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


def make_guard(access: Access, limits: Limits) -> Guard:
    """Make the guard that stands before every route."""

    async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
        wanted, careful = handler.opt.get(_ACCESS), bool(handler.opt.get(_CAREFUL))
        if not handler.opt.get(_ANY_VERSION):
            check_version(connection.headers.get(API_HEADER, ""))
        if careful:
            limits.careful(client_of(connection))
        if wanted is Door.OPEN:
            return
        principal = access.verify(_bearer(connection.headers.get("authorization", "")))
        limits.asked(principal.user_id, careful=careful)
        known = await access.known(principal.user_id, principal.session_id)
        clinics: frozenset[UUID] = frozenset()
        if isinstance(wanted, Permission):
            also = handler.opt.get(_ALSO) or wanted
            clinics = clinics_where(known.roles, wanted) & clinics_where(known.roles, also)
            if not clinics:
                raise NotAllowed
        elif wanted is not Door.SIGNED_IN:
            raise NotAllowed
        scope = Scope(principal.user_id, clinics, principal.session_id, known.station_id, client_of(connection))
        connection.scope["user"] = Visitor(principal, scope, known.roles)

    return guard


def check_version(given: str) -> None:
    """Raise ConsoleTooOld or HubTooOld when a console says that it speaks another version of the API."""
    if not given or given == str(API):
        return
    detail = f"the console speaks version {given[:20]} of the API, this hub version {API}"
    if not (given.isascii() and given.isdigit()):
        raise VersionMismatch(detail)
    raise (ConsoleTooOld if int(given[:20]) < API else HubTooOld)(detail)


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
                handler.opt |= {_ACCESS: Door.OPEN, _ANY_VERSION: True}


def _bearer(header: str) -> str:
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer":
        raise NotSignedIn
    return token.strip()
