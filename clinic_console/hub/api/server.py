"""Who answers here, and how it is doing."""

import re
from typing import Any, Final

from litestar import MediaType, Request, Response, get
from litestar.handlers import HTTPRouteHandler

from clinic_console import __version__
from clinic_console.domain.errors import NotFound
from clinic_console.hub import metrics
from clinic_console.hub.api.guard import Door, client_of, needs
from clinic_console.hub.api.services import Services
from clinic_console.hub.config import is_loopback
from clinic_console.hub.service.access import wall_clock
from clinic_console.hub.service.readiness import readiness
from clinic_console.wire.access import API, Health, Readiness, Server

_FORWARDED: Final = ("forwarded", "x-forwarded-for", "via")
_HOST: Final = re.compile(r"(\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9.-]{1,253})(:\d{1,5})?", re.ASCII)


def routes(services: Services) -> list[HTTPRouteHandler]:
    """Return the routes about the hub itself."""

    @get("/api/server", **needs(Door.OPEN, any_version=True), tags=["server"])
    async def server(request: Request[Any, Any, Any]) -> Server:
        """Say who answers and where the push socket is."""
        return Server("clinic-console hub", __version__, API, _push_url(services, request), wall_clock())

    @get("/health", **needs(Door.OPEN, any_version=True), tags=["server"])
    async def health() -> Health:
        """Say that the process lives."""
        return Health(live=True)

    @get("/ready", **needs(Door.OPEN, any_version=True), tags=["server"])
    async def ready() -> Readiness:
        """Say whether all that is needed answers; 503 names what does not."""
        return await readiness(services.engine, services.redis)

    @get("/metrics", **needs(Door.OPEN, 404, any_version=True), media_type=MediaType.TEXT, tags=["server"])
    async def show_metrics(request: Request[Any, Any, Any]) -> Response[str]:
        """Show the counts of this process in Prometheus's text form, to this machine only."""
        if not _is_this_machine(request):
            raise NotFound
        body, kind = metrics.exposition()
        return Response(body.decode(), headers={"content-type": kind})

    return [server, health, ready, show_metrics]


def _is_this_machine(request: Request[Any, Any, Any]) -> bool:
    # Through a proxy on this machine everybody would come from here.
    return is_loopback(client_of(request)) and not any(name in request.headers for name in _FORWARDED)


def _push_url(services: Services, request: Request[Any, Any, Any]) -> str:
    if services.push_url:
        return services.push_url
    match = _HOST.fullmatch(request.headers.get("host", ""))
    host = match[1] if match else services.push.host
    scheme = "wss" if request.scope["scheme"] == "https" else "ws"
    return f"{scheme}://{host}:{services.push.port}"
