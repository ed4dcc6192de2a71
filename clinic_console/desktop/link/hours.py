"""Weekly hours, exceptions, and who and what there is to be booked: asked of the hub and changed there over HTTP."""

from types import NoneType
from typing import Final

from clinic_console.desktop.link.access import Access
from clinic_console.wire.practitioners import (
    Practitioner,
    PractitionerData,
    Practitioners,
    Resource,
    ResourceData,
    Resources,
    VisitType,
    VisitTypeData,
)
from clinic_console.wire.templates import (
    Affected,
    Exceptional,
    ExceptionData,
    Exceptions,
    Template,
    TemplateData,
)

PAGE: Final = 200


async def template(access: Access, practitioner: int) -> Template:
    """Return somebody's weekly hours in the user's clinics."""
    return await access.call(Template, "GET", f"/api/practitioners/{practitioner}/template")


async def set_template(access: Access, practitioner: int, data: TemplateData) -> Template:
    """Change them; ScheduleChanged where somebody else has, BadField where a line cannot be taken."""
    return await access.call(Template, "PUT", f"/api/practitioners/{practitioner}/template", body=data)


async def preview_template(access: Access, practitioner: int, data: TemplateData) -> Affected:
    """Return the visits that would lie outside of such hours; raises what ``set_template`` does."""
    return await access.call(Affected, "POST", f"/api/practitioners/{practitioner}/template/preview", body=data)


async def exceptions(access: Access, clinic: str, practitioner: int, after: str | None) -> Exceptions:
    """Return a page of what takes away or adds hours from now on."""
    params: dict[str, str | int] = {"clinic": clinic, "practitioner": practitioner, "limit": PAGE}
    if after:
        params["after"] = after
    return await access.call(Exceptions, "GET", "/api/exceptions", params=params)


async def add_exception(access: Access, data: ExceptionData) -> Exceptional:
    """Write one down."""
    return await access.call(Exceptional, "POST", "/api/exceptions", body=data)


async def preview_exception(access: Access, data: ExceptionData) -> Affected:
    """Return the visits that would fall into it."""
    return await access.call(Affected, "POST", "/api/exceptions/preview", body=data)


async def remove_exception(access: Access, exception: str) -> None:
    """Take one back."""
    await access.call(NoneType, "DELETE", f"/api/exceptions/{exception}")


async def preview_removal(access: Access, exception: str) -> Affected:
    """Return the visits that would lie outside of hours without it."""
    return await access.call(Affected, "POST", f"/api/exceptions/{exception}/preview")


async def practitioner(access: Access, number: int) -> Practitioner:
    """Return one practitioner."""
    return await access.call(Practitioner, "GET", f"/api/practitioners/{number}")


async def people(access: Access, text: str, *, inactive: bool, after: str | None) -> Practitioners:
    """Return a page of the practitioners of the user's clinics whose names hold a text."""
    params: dict[str, str | int] = {"limit": PAGE, "text": text, "inactive": "true" if inactive else "false"}
    if after:
        params["after"] = after
    return await access.call(Practitioners, "GET", "/api/practitioners", params=params)


async def save_practitioner(access: Access, number: int, data: PractitionerData) -> Practitioner:
    """Add (number 0) or change a practitioner."""
    path = f"/api/practitioners/{number}" if number else "/api/practitioners"
    return await access.call(Practitioner, "PUT" if number else "POST", path, body=data)


async def preview_practitioner(access: Access, number: int, data: PractitionerData) -> Affected:
    """Return the visits that such a change would leave behind."""
    return await access.call(Affected, "POST", f"/api/practitioners/{number}/preview", body=data)


async def save_type(access: Access, number: int, data: VisitTypeData) -> VisitType:
    """Add (number 0) or change a type of visits."""
    path = f"/api/visit-types/{number}" if number else "/api/visit-types"
    return await access.call(VisitType, "PUT" if number else "POST", path, body=data)


async def resources(access: Access, clinic: str, after: str | None) -> Resources:
    """Return a page of a clinic's rooms and devices."""
    params: dict[str, str | int] = {"clinic": clinic, "limit": PAGE}
    if after:
        params["after"] = after
    return await access.call(Resources, "GET", "/api/resources", params=params)


async def save_resource(access: Access, number: int, data: ResourceData) -> Resource:
    """Add (number 0) or change a room or device."""
    path = f"/api/resources/{number}" if number else "/api/resources"
    return await access.call(Resource, "PUT" if number else "POST", path, body=data)


async def preview_resource(access: Access, number: int, data: ResourceData) -> Affected:
    """Return the visits that would not be given it any more."""
    return await access.call(Affected, "POST", f"/api/resources/{number}/preview", body=data)
