"""The table of statuses: every error of the clinic has one, the nearest class decides."""

import pytest

from clinic_console.domain import errors
from clinic_console.hub.api.failures import STATUSES, failure, status_of


def _all(kind: type[errors.ClinicError]) -> list[type[errors.ClinicError]]:
    return [kind, *(found for child in kind.__subclasses__() for found in _all(child))]


@pytest.mark.parametrize("kind", _all(errors.ClinicError))
def test_every_error_has_a_status_and_a_body(kind: type[errors.ClinicError]) -> None:
    status, headers, body = failure(kind("detail", field="place"))
    assert 400 <= status <= 599
    assert (body.code, body.field) == (kind.code, "place")
    assert body.message.endswith("detail")
    assert (status in {429, 503}) == ("Retry-After" in headers)


def test_a_subclass_stands_before_its_parent() -> None:
    for index, (kind, _) in enumerate(STATUSES):
        for later, _ in STATUSES[index + 1 :]:
            assert not issubclass(later, kind) or later is kind


def test_who_is_asked_to_sign_in() -> None:
    assert status_of(errors.NotSignedIn()) == status_of(errors.SessionExpired()) == 401
    assert status_of(errors.NotAllowed()) == 403
    assert failure(errors.NotSignedIn())[1] == {"WWW-Authenticate": "Bearer"}
    assert failure(errors.TooMany(retry_after=7))[1] == {"Retry-After": "7"}
