"""A doctor who is not there, or a clinic that is closed: the plan, doing it, the calls, taking it back."""

from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Request, get, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody, PathParameter, QueryParameter

from clinic_console.domain.access import Permission
from clinic_console.hub.api.appointments import desk_of
from clinic_console.hub.api.guard import needs
from clinic_console.hub.api.paging import ROWS, After, Limit
from clinic_console.hub.api.services import Services
from clinic_console.hub.service import unavailable, unavailable_calls
from clinic_console.hub.service.audit import Opened
from clinic_console.wire.unavailable import Away, Called, CallList, CallLists, CallRow, Commit, Plan, UndoAway

Anybody = Request[Any, Any, Any]
Which = Annotated[UUID, PathParameter(description="The call list.")]
Whose = Annotated[UUID, PathParameter(description="The visit that is on the list.")]
Clinic = Annotated[UUID, QueryParameter(description="One of the user's clinics.")]

_LONGEST_BODY: Final = 131_072
"""500 rows are longer than other bodies."""


def routes(services: Services) -> list[HTTPRouteHandler]:
    """Return the routes of absences."""
    return [*_planning(services), *_calling(services)]


def _planning(services: Services) -> list[HTTPRouteHandler]:
    both = needs(Permission.SET_EXCEPTIONS, 400, 404, 409, 413, also=Permission.BOOK) | {"tags": ["unavailable"]}

    @post("/api/unavailable/preview", **both, status_code=200)
    async def preview_away(request: Anybody, data: JSONBody[Away]) -> Plan:
        """Say where all visits of somebody who is away could go, at the least cost together; nothing is changed."""
        return await unavailable.preview(desk_of(services, request), data)

    @post("/api/unavailable", **both, request_max_body_size=_LONGEST_BODY)
    async def commit_away(request: Anybody, data: JSONBody[Commit]) -> CallList:
        """Take the hours away and do with each visit what was chosen; an outcome for each."""
        return await unavailable.commit(desk_of(services, request), data)

    @post("/api/unavailable/{absence:uuid}/undo", **both, status_code=200)
    async def undo_away(request: Anybody, absence: Which, data: JSONBody[UndoAway]) -> CallList:
        """Take all of it back, while nobody has called or changed a visit since."""
        return await unavailable_calls.undo(desk_of(services, request), absence, data)

    return [preview_away, commit_away, undo_away]


def _calling(services: Services) -> list[HTTPRouteHandler]:
    opened = Opened()

    @get("/api/unavailable", **needs(Permission.BOOK, 400, 404), tags=["unavailable"])
    async def list_calls(request: Anybody, clinic: Clinic, after: After = "", limit: Limit = ROWS) -> CallLists:
        """List a clinic's call lists, the newest first."""
        return await unavailable_calls.list_lists(desk_of(services, request), clinic, after, limit)

    @get("/api/unavailable/{absence:uuid}", **needs(Permission.BOOK, 404), tags=["unavailable"])
    async def read_calls(request: Anybody, absence: Which) -> CallList:
        """Tell what was done, and who has been told."""
        return await unavailable_calls.read(desk_of(services, request), absence, opened)

    @put(
        "/api/unavailable/{absence:uuid}/calls/{appointment:uuid}",
        **needs(Permission.BOOK, 400, 404, 409, 413),
        tags=["unavailable"],
    )
    async def note_call(request: Anybody, absence: Which, appointment: Whose, data: JSONBody[Called]) -> CallRow:
        """Note what came of a call; who agrees has the visit confirmed."""
        return await unavailable_calls.called(desk_of(services, request), absence, appointment, data)

    return [list_calls, read_calls, note_call]
