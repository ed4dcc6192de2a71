"""Imports of patients and past visits from files."""

from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Request, delete, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody, PathParameter, QueryParameter

from clinic_console.domain.access import Permission
from clinic_console.hub.api.guard import needs, visitor_of
from clinic_console.hub.api.paging import ROWS, After, Limit
from clinic_console.hub.api.services import Services
from clinic_console.hub.service import imports, imports_rows
from clinic_console.wire.imports import ErrorPage, Import, ImportPage, NewImport, Remembered, Rows, RowsDone

LARGEST_BATCH: Final = 1_048_576
"""Bytes of a request with rows."""
_IMPORT: Final = Permission.IMPORT_PATIENTS

Anybody = Request[Any, Any, Any]
Which = Annotated[UUID, PathParameter(description="The import.")]
Clinic = Annotated[str, QueryParameter(description="The clinic that is imported into.")]
Kind = Annotated[str, QueryParameter(description="What the file has rows of: patients or encounters.")]
Columns = Annotated[int, QueryParameter(description="How many columns the file has.")]


def routes(services: Services) -> list[HTTPRouteHandler]:
    """Return the routes of imports."""
    return [*_looking(services), *_importing(services)]


def _looking(services: Services) -> list[HTTPRouteHandler]:
    @get("/api/imports", **needs(_IMPORT, 400), tags=["imports"])
    async def list_imports(request: Anybody, after: After = "", limit: Limit = ROWS) -> ImportPage:
        """List the imports of the clinics that the user may import into, the newest first."""
        return await imports.list_imports(services.engine, visitor_of(request).scope, after, limit)

    @get("/api/imports/mapping", **needs(_IMPORT, 400), tags=["imports"])
    async def read_mapping(request: Anybody, clinic: Clinic, kind: Kind, columns: Columns) -> Remembered:
        """Return what stood in which column the last time that such a file was imported there."""
        return await imports.remembered(services.engine, visitor_of(request).scope, clinic, kind, columns)

    @get("/api/imports/{import_id:uuid}", **needs(_IMPORT, 404), tags=["imports"])
    async def read_import(request: Anybody, import_id: Which) -> Import:
        """Return how far an import is."""
        return await imports.get(services.engine, visitor_of(request).scope, import_id)

    @get("/api/imports/{import_id:uuid}/errors", **needs(_IMPORT, 400, 404), tags=["imports"])
    async def list_errors(request: Anybody, import_id: Which, after: After = "", limit: Limit = ROWS) -> ErrorPage:
        """List why rows were refused, by their lines in the file: of the first 10,000 errors each."""
        return await imports.list_errors(services.engine, visitor_of(request).scope, import_id, after, limit)

    return [list_imports, read_mapping, read_import, list_errors]


def _importing(services: Services) -> list[HTTPRouteHandler]:
    @post("/api/imports", **needs(_IMPORT, 400, 404, 409, 413), tags=["imports"])
    async def begin_import(request: Anybody, data: JSONBody[NewImport]) -> Import:
        """Begin an import, or go on with the one of the same clinic, kind and file that is under way."""
        return await imports.begin(services.engine, visitor_of(request).scope, data)

    @post(
        "/api/imports/{import_id:uuid}/rows",
        **needs(_IMPORT, 400, 404, 409, 413),
        status_code=200,
        request_max_body_size=LARGEST_BATCH,
        tags=["imports"],
    )
    async def add_rows(request: Anybody, import_id: Which, data: JSONBody[Rows]) -> RowsDone:
        """Take in the next rows of an import: the good ones are in, the others are named; both or neither."""
        return await imports_rows.add_rows(services.engine, visitor_of(request).scope, import_id, data)

    @delete("/api/imports/{import_id:uuid}", **needs(_IMPORT, 404), status_code=200, tags=["imports"])
    async def cancel_import(request: Anybody, import_id: Which) -> Import:
        """End an import; what is in stays in."""
        return await imports.cancel(services.engine, visitor_of(request).scope, import_id)

    return [begin_import, add_rows, cancel_import]
