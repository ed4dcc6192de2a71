"""From what the hub or the network says went wrong to the errors of the domain."""

from clinic_console.domain.errors import (
    BadInput,
    ClinicError,
    Conflict,
    HubUnavailable,
    NotAllowed,
    NotFound,
    NotSignedIn,
    SetupError,
    TooMany,
)

_BY_STATUS: dict[int, type[ClinicError]] = {
    400: BadInput,
    401: NotSignedIn,
    403: NotAllowed,
    404: NotFound,
    409: Conflict,
    429: TooMany,
}


def error_of(code: str, status: int = 0, detail: str = "", field: str = "") -> ClinicError:
    """Return the error with this stable code, else the one that fits the HTTP status, else HubUnavailable."""
    kind = _BY_CODE.get(code) or _BY_STATUS.get(status, HubUnavailable)
    return kind(detail[:300], field=field[:60])


def _codes(kind: type[ClinicError]) -> dict[str, type[ClinicError]]:
    codes = {kind.code: kind}
    for child in kind.__subclasses__():
        codes |= _codes(child)
    return codes


# What cannot start is never said over the network: a code of that kind is not believed.
_BY_CODE = {code: kind for code, kind in _codes(ClinicError).items() if not issubclass(kind, SetupError)}
del _BY_CODE[ClinicError.code]
