"""From what the hub or the network says went wrong to the errors of the domain."""

import socket
import ssl
from collections.abc import Iterator

from clinic_console.domain.errors import (
    BadInput,
    CertificateExpired,
    CertificateForAnother,
    CertificateNotTrusted,
    ClinicError,
    Conflict,
    HubNotFound,
    HubRefuses,
    HubSlow,
    HubUnavailable,
    NotAHub,
    NotAllowed,
    NotFound,
    NotSignedIn,
    ProxyFailed,
    SetupError,
    TooMany,
    VersionMismatch,
)

_BY_STATUS: dict[int, type[ClinicError]] = {
    400: BadInput,
    401: NotSignedIn,
    403: NotAllowed,
    404: NotFound,
    409: Conflict,
    426: VersionMismatch,
    429: TooMany,
}
# OpenSSL's numbers (x509_vfy.h): not yet valid, expired; another host name, another address.
_WRONG_TIME = (9, 10)
_WRONG_NAME = (62, 64)
_MAX_CAUSES = 32
# Not errors: how a handshake says that it goes on, found in what became of it when time was up.
_STILL_TALKING = (ssl.SSLWantReadError, ssl.SSLWantWriteError)


def error_of(code: str, status: int = 0, detail: str = "", field: str = "") -> ClinicError:
    """Return the error with this stable code, else the one that fits the HTTP status, else HubUnavailable."""
    kind = _BY_CODE.get(code) or _BY_STATUS.get(status, HubUnavailable)
    return kind(detail[:300], field=field[:60])


def stranger(status: int) -> ClinicError:
    """Return the error for an answer in no form of the hub's: of a proxy, or of whatever stands at the address."""
    if status == 407:
        return ProxyFailed()
    if status == 429:
        return TooMany()
    return HubUnavailable() if status >= 500 else NotAHub()


def network_error(error: BaseException, host: str = "") -> HubUnavailable:
    """Return why an exchange with a host failed, from the causes that the libraries below have wrapped."""
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _certificate(cause, host)
    for cause in causes:
        if isinstance(cause, ssl.SSLError) and not isinstance(cause, _STILL_TALKING):
            # Whatever is there, it does not speak TLS (or cuts it off): a hub behind https does.
            return NotAHub(host)
        if type(cause).__name__ == "ProxyError":
            return ProxyFailed()
        if isinstance(cause, socket.gaierror):
            return HubNotFound(host)
        if isinstance(cause, ConnectionRefusedError):
            return HubRefuses(host)
    slow = any(isinstance(cause, TimeoutError) or "Timeout" in type(cause).__name__ for cause in causes)
    return HubSlow() if slow else HubUnavailable()


def _certificate(error: ssl.SSLCertVerificationError, host: str) -> HubUnavailable:
    if error.verify_code in _WRONG_TIME:
        return CertificateExpired(host)
    return CertificateForAnother(host) if error.verify_code in _WRONG_NAME else CertificateNotTrusted(host)


def _causes(error: BaseException) -> Iterator[BaseException]:
    waiting: list[BaseException] = [error]
    seen: set[int] = set()
    while waiting and len(seen) < _MAX_CAUSES:
        each = waiting.pop(0)
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        waiting += [cause for cause in (each.__cause__, each.__context__) if cause is not None]
        if isinstance(each, BaseExceptionGroup):
            waiting += each.exceptions


def _codes(kind: type[ClinicError]) -> dict[str, type[ClinicError]]:
    codes = {kind.code: kind}
    for child in kind.__subclasses__():
        codes |= _codes(child)
    return codes


# What cannot start is never said over the network: a code of that kind is not believed.
_BY_CODE = {code: kind for code, kind in _codes(ClinicError).items() if not issubclass(kind, SetupError)}
del _BY_CODE[ClinicError.code]
