"""How the API says that something went wrong: one table of statuses, one body for every error."""

import re
from http import HTTPStatus
from typing import Any, Final

from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.openapi.datastructures import ResponseSpec

from clinic_console.domain import errors
from clinic_console.domain.errors import ClinicError
from clinic_console.hub.logs import get_logger, request_id
from clinic_console.wire.access import Failure
from clinic_console.wire.schedule import Offer

_log = get_logger(__name__)

# The first class that an error is an instance of decides: subclasses stand before their parents.
STATUSES: Final[tuple[tuple[type[ClinicError], int], ...]] = (
    (errors.MessageTooLarge, 413),
    (errors.WrongMethod, 405),
    (errors.BadInput, 400),
    (errors.NotSignedIn, 401),
    (errors.WrongCredentials, 401),
    (errors.NotAllowed, 403),
    (errors.NotFound, 404),
    (errors.Conflict, 409),
    (errors.VersionMismatch, 426),
    (errors.TooMany, 429),
    (errors.Unavailable, 503),
    (errors.SetupError, 503),
    (ClinicError, 500),
)
_RETRY_SECONDS: Final = 2
_WITH_BODY: Final = frozenset({"POST", "PUT", "PATCH"})
_NAMED: Final = re.compile(r"Object (missing required|contains unknown) field `(\w{1,60})`")
_DOCUMENTED: Final = {
    400: "A field is missing or wrong; it is named.",
    401: "Not signed in, or the session has ended.",
    403: "The user's role does not allow it.",
    404: "There is no such thing, or not for this user.",
    409: "It cannot be done as things stand: it is taken, in use, changed meanwhile, or one's own.",
    413: "The body is too large.",
    426: "The console speaks another version of the API (X-Clinic-Api); update the older of the two.",
    429: "Too many attempts; Retry-After says how long to wait (seconds).",
    500: "An error of the hub itself; the request id leads to its log.",
    503: "Something that is needed does not answer; Retry-After says when to try again (seconds).",
}


def status_of(error: ClinicError) -> int:
    """Return the HTTP status of an error."""
    return next(status for kind, status in STATUSES if isinstance(error, kind))


def failure(error: ClinicError) -> tuple[int, dict[str, str], Failure]:
    """Return status, headers and body that say an error."""
    status = status_of(error)
    headers: dict[str, str] = {}
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    wait = error.retry_after if isinstance(error, errors.TooMany) else 0
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        wait = _RETRY_SECONDS
    if wait:
        headers["Retry-After"] = str(wait)
    body = Failure(error.code, error.message, error.advice, error.field, request_id(), wait)
    if isinstance(error, errors.NotFree) and error.alternatives:
        body.alternatives = [one for one in error.alternatives if isinstance(one, Offer)]
    return status, headers, body


def documented(*statuses: int) -> dict[int, ResponseSpec]:
    """Return the OpenAPI description of the errors that a route may answer."""
    return {
        status: ResponseSpec(Failure, generate_examples=False, description=_DOCUMENTED[status])
        for status in sorted(statuses)
    }


def answer_clinic_error(_request: Request[Any, Any, Any], error: ClinicError) -> Response[Failure]:
    """Answer one of our own errors."""
    status, headers, body = failure(error)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.warning("request.failed", code=error.code, reason=error.message)
    return Response(body, status_code=status, headers=headers)


def answer_http_error(request: Request[Any, Any, Any], error: HTTPException) -> Response[Failure]:
    """Answer what the framework refuses: an unknown address, a wrong method, a body that does not fit."""
    if error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return answer_unexpected(request, error)
    answer = answer_clinic_error(request, _translated(request, error))
    for name, value in (error.headers or {}).items():
        answer.headers[name] = value
    return answer


def answer_too_deep(request: Request[Any, Any, Any], _error: RecursionError) -> Response[Failure]:
    """Answer JSON that is nested deeper than anybody needs."""
    return answer_clinic_error(request, errors.BadField("nested too deeply", field="body"))


def answer_unexpected(_request: Request[Any, Any, Any], error: Exception) -> Response[Failure]:
    """Answer an error of ours without a word of what it was; the log has it under the request's id."""
    _log.error("request.crashed", exc_info=error)
    status, headers, body = failure(ClinicError())
    return Response(body, status_code=status, headers=headers)


def _translated(request: Request[Any, Any, Any], error: HTTPException) -> ClinicError:
    if isinstance(error, ValidationException):
        return _refused(request, error)
    match error.status_code:
        case HTTPStatus.NOT_FOUND:
            return errors.NotFound()
        case HTTPStatus.METHOD_NOT_ALLOWED:
            return errors.WrongMethod()
        case HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return errors.MessageTooLarge(field="body")
        case _:
            field = "body" if request.method in _WITH_BODY else ""
            return errors.BadField("not what this address takes", field=field)


def _refused(request: Request[Any, Any, Any], error: ValidationException) -> errors.BadField:
    """Name the field that was refused as the caller calls it: the framework names Python's parameter."""
    first = error.extra[0] if isinstance(error.extra, list) and error.extra else {}
    message, key = str(first.get("message", "")), str(first.get("key", ""))
    named = _NAMED.search(message)
    if named:
        return errors.BadField(named[1], field=named[2])
    if key == "data":
        return errors.BadField("missing or not what this address takes", field="body")
    parameter = request.route_handler.parsed_fn_signature.parameters.get(key)
    written = getattr(parameter.kwarg_definition, "name", None) if parameter else None
    return errors.BadField(message, field=written or key)
