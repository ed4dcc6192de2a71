"""Day lists of other systems: their visits are booked. The same as imports, for those who book."""

from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Request, delete, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody, PathParameter, QueryParameter

from clinic_console.domain.access import Permission
from clinic_console.domain.imports import LISTS
from clinic_console.hub.api.appointments import desk_of
from clinic_console.hub.api.guard import needs, visitor_of
from clinic_console.hub.api.imports import LARGEST_BATCH
from clinic_console.hub.api.paging import ROWS, After, Limit
from clinic_console.hub.api.services import Services
from clinic_console.hub.service import imports, imports_rows
from clinic_console.wire.imports import ErrorPage, Import, ImportPage, NewImport, Remembered, Rows, RowsDone

_IMPORT: Final = Permission.IMPORT_DAY_LIST

Anybody = Request[Any, Any, Any]
Which = Annotated[UUID, PathParameter(description="The import.")]
Clinic = Annotated[str, QueryParameter(description="The clinic whose visits are booked.")]
Kind = Annotated[str, QueryParameter(description="What the file has rows of: day_list.")]
Columns = Annotated[int, QueryParameter(description="How many columns the file has.")]


def routes(services: Services) -> list[HTTPRouteHandler]:
    """Return the routes of day lists."""
    return [*_looking(services), *_importing(services)]


def _looking(services: Services) -> list[HTTPRouteHandler]:
    @get("/api/day-lists", **needs(_IMPORT, 400), tags=["day lists"])
    async def list_day_lists(request: Anybody, after: After = "", limit: Limit = ROWS) -> ImportPage:
        """List the day lists of the clinics that the user may book into from files, the newest first."""
        return await imports.list_imports(services.engine, visitor_of(request).scope, after, limit, LISTS)

    @get("/api/day-lists/mapping", **needs(_IMPORT, 400), tags=["day lists"])
    async def read_mapping_of_day_list(request: Anybody, clinic: Clinic, kind: Kind, columns: Columns) -> Remembered:
        """Return what stood in which column the last time that such a file was imported there."""
        return await imports.remembered(services.engine, visitor_of(request).scope, clinic, kind, columns, LISTS)

    @get("/api/day-lists/{import_id:uuid}", **needs(_IMPORT, 404), tags=["day lists"])
    async def read_day_list(request: Anybody, import_id: Which) -> Import:
        """Return how far an import is."""
        return await imports.get(services.engine, visitor_of(request).scope, import_id, LISTS)

    @get("/api/day-lists/{import_id:uuid}/errors", **needs(_IMPORT, 400, 404), tags=["day lists"])
    async def list_errors_of_day_list(
        request: Anybody, import_id: Which, after: After = "", limit: Limit = ROWS
    ) -> ErrorPage:
        """List why rows were refused, by their lines in the file: of the first 10,000 errors each."""
        return await imports.list_errors(services.engine, visitor_of(request).scope, import_id, after, limit, LISTS)

    return [list_day_lists, read_mapping_of_day_list, read_day_list, list_errors_of_day_list]


def _importing(services: Services) -> list[HTTPRouteHandler]:
    @post("/api/day-lists", **needs(_IMPORT, 400, 404, 409, 413), tags=["day lists"])
    async def begin_day_list(request: Anybody, data: JSONBody[NewImport]) -> Import:
        """Begin with a day list, or go on with the one of the same clinic and file that is under way."""
        return await imports.begin(services.engine, visitor_of(request).scope, data, LISTS)

    @post(
        "/api/day-lists/{import_id:uuid}/rows",
        **needs(_IMPORT, 400, 404, 409, 413),
        status_code=200,
        request_max_body_size=LARGEST_BATCH,
        tags=["day lists"],
    )
    async def add_rows_of_day_list(request: Anybody, import_id: Which, data: JSONBody[Rows]) -> RowsDone:
        """Book the next rows (200 at most): those that can be are booked, the others are named; both or neither."""
        return await imports_rows.book_rows(desk_of(services, request), import_id, data)

    @delete("/api/day-lists/{import_id:uuid}", **needs(_IMPORT, 404), status_code=200, tags=["day lists"])
    async def cancel_day_list(request: Anybody, import_id: Which) -> Import:
        """End a day list; what is booked stays booked."""
        return await imports.cancel(services.engine, visitor_of(request).scope, import_id, LISTS)

    return [begin_day_list, add_rows_of_day_list, cancel_day_list]
