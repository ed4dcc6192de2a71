"""The audit log: who did what, when, from where and why."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import QueryParameter
from litestar.response import Stream

from clinic_console.domain.access import Permission
from clinic_console.hub.api.guard import needs, visitor_of
from clinic_console.hub.api.paging import ROWS, After, Limit
from clinic_console.hub.api.services import Services
from clinic_console.hub.service import audit_pages
from clinic_console.hub.service.access import wall_clock
from clinic_console.hub.service.audit import Opened
from clinic_console.hub.service.audit_pages import Filters
from clinic_console.wire.audit import AuditChain, AuditPage

From = Annotated[
    int | None,
    QueryParameter(
        name="from", description="ms since 1970; 30 days before `to` if not given, of a user or patient 400."
    ),
]
To = Annotated[
    int | None, QueryParameter(description="ms since 1970, at most 400 days after `from`; now if not given.")
]
User = Annotated[UUID | None, QueryParameter(description="Only what this user did.")]
Patient = Annotated[UUID | None, QueryParameter(description="Only what concerns this patient.")]
Mrn = Annotated[str, QueryParameter(description="Only what concerns the patient of this number.")]
Deed = Annotated[str, QueryParameter(name="action", description="Only this action, or all with this first word.")]
Clinic = Annotated[UUID | None, QueryParameter(description="Only what was done in this clinic.")]


def routes(services: Services) -> list[HTTPRouteHandler]:
    """Return the routes of the audit log."""
    return [_page(services), _export(services), _chain(services)]


def _page(services: Services) -> HTTPRouteHandler:
    seen = Opened()

    @get("/api/audit", **needs(Permission.SEE_AUDIT, 400), tags=["audit"])
    async def read_audit(
        request: Request[Any, Any, Any],
        begins: From = None,
        to: To = None,
        user: User = None,
        patient: Patient = None,
        mrn: Mrn = "",
        action: Deed = "",
        clinic: Clinic = None,
        after: After = "",
        limit: Limit = ROWS,
    ) -> AuditPage:
        """Read the log of the auditor's clinics, the newest first; that it was read is recorded, too."""
        filters = Filters(begins, to, user, patient, mrn, action, clinic)
        scope = visitor_of(request).scope
        return await audit_pages.read_page(services.engine, scope, filters, after, limit, wall_clock(), seen)

    return read_audit


def _export(services: Services) -> HTTPRouteHandler:
    declared = needs(Permission.SEE_AUDIT, 400)
    whole = ResponseSpec(str, generate_examples=False, media_type="text/csv", description="The log as CSV (UTF-8).")
    declared["responses"] = {200: whole, **declared["responses"]}

    @get("/api/audit/export", **declared, media_type="text/csv", tags=["audit"])
    async def export_audit(
        request: Request[Any, Any, Any],
        begins: From = None,
        to: To = None,
        user: User = None,
        patient: Patient = None,
        mrn: Mrn = "",
        action: Deed = "",
        clinic: Clinic = None,
    ) -> Stream:
        """Export what the same filters find, at most 100,000 rows; the last line says how many there are."""
        filters = Filters(begins, to, user, patient, mrn, action, clinic)
        scope = visitor_of(request).scope
        pieces = await audit_pages.export(services.engine, scope, filters, wall_clock())
        name = f"audit-{datetime.now(UTC):%Y%m%d-%H%M%S}.csv"
        return Stream(
            pieces, media_type="text/csv", headers={"Content-Disposition": f'attachment; filename="{name}"'}
        )

    return export_audit


def _chain(services: Services) -> HTTPRouteHandler:
    @get("/api/audit/chain", **needs(Permission.SEE_AUDIT), tags=["audit"])
    async def read_chain(request: Request[Any, Any, Any]) -> AuditChain:
        """Say how far the log is sealed, and how many events wait for it."""
        return await audit_pages.chain(services.engine, visitor_of(request).scope)

    return read_chain
