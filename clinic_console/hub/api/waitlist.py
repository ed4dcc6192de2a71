"""The waitlist: who would come earlier, and what has become free for them."""

from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Request, delete, get, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody, PathParameter, QueryParameter

from clinic_console.domain.access import Permission, clinics_where
from clinic_console.hub.api.guard import needs, visitor_of
from clinic_console.hub.api.paging import ROWS, After, Limit
from clinic_console.hub.api.services import Services
from clinic_console.hub.service import waitlist
from clinic_console.hub.service.audit import Opened
from clinic_console.wire.waitlist import Waiting, WaitingData, Waitlist

Anybody = Request[Any, Any, Any]
Clinic = Annotated[str, QueryParameter(description="The clinic.")]
Entry = Annotated[UUID, PathParameter(description="The entry.")]
Offered = Annotated[UUID, PathParameter(description="The offer.")]

_BOOK: Final = Permission.BOOK


def routes(services: Services) -> list[HTTPRouteHandler]:
    """Return the routes."""
    return [*_looking(services), *_changing(services)]


def _desk(services: Services, request: Anybody) -> waitlist.Desk:
    visitor = visitor_of(request)
    named = clinics_where(visitor.roles, Permission.SEE_PATIENTS) & visitor.scope.clinics
    return waitlist.Desk(services.engine, services.bus, visitor.scope, named)


def _looking(services: Services) -> list[HTTPRouteHandler]:
    seen = Opened()

    @get("/api/waitlist", **needs(_BOOK, 400, 404), tags=["waitlist"])
    async def read_waitlist(request: Anybody, clinic: Clinic, after: After = "", limit: Limit = ROWS) -> Waitlist:
        """List who waits in a clinic, most urgent first, then who has waited longest; names of open charts only."""
        return await waitlist.read(_desk(services, request), clinic, after, limit, seen)

    return [read_waitlist]


def _changing(services: Services) -> list[HTTPRouteHandler]:
    @post("/api/waitlist", **needs(_BOOK, 400, 404, 409, 413), tags=["waitlist"])
    async def add_waiting(request: Anybody, data: JSONBody[WaitingData]) -> Waiting:
        """Put somebody on the list; the same id again answers the same entry."""
        return await waitlist.add(_desk(services, request), data)

    @put("/api/waitlist/{waiting:uuid}", **needs(_BOOK, 400, 404, 409, 413), tags=["waitlist"])
    async def change_waiting(request: Anybody, waiting: Entry, data: JSONBody[WaitingData]) -> Waiting:
        """Change what somebody takes; with a newer version there nothing is written (conflict)."""
        return await waitlist.change(_desk(services, request), waiting, data)

    @delete("/api/waitlist/{waiting:uuid}", **needs(_BOOK, 404), tags=["waitlist"])
    async def take_off_waitlist(request: Anybody, waiting: Entry) -> None:
        """Take somebody off the list."""
        await waitlist.take_off(_desk(services, request), waiting)

    @delete("/api/waitlist/offers/{offer:uuid}", **needs(_BOOK, 404), tags=["waitlist"])
    async def pass_over_offer(request: Anybody, offer: Offered) -> None:
        """Propose a freed slot to somebody no longer."""
        await waitlist.pass_over(_desk(services, request), offer)

    return [add_waiting, change_waiting, take_off_waitlist, pass_over_offer]
