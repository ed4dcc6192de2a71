"""Access tokens: never longer than the session, and rubbish is refused whatever it holds."""

import base64
import hashlib
import hmac
import json
from typing import Any
from uuid import uuid4

import pytest

from clinic_console.domain.access import ACCESS_MS
from clinic_console.domain.errors import NotSignedIn, SessionExpired
from clinic_console.hub.service.tokens import Tokens

KEY = b"a key of the tests, over 32 bytes long"
NOW = 1_800_000_000_000


@pytest.mark.parametrize(("left", "held"), [(ACCESS_MS * 10, ACCESS_MS), (100_999, 100_000), (0, 0)])
def test_a_token_holds_a_quarter_of_an_hour_or_until_the_session_ends(left: int, held: int) -> None:
    tokens = Tokens(KEY)
    token, expires = tokens.issue(uuid4(), uuid4(), NOW, NOW + left)
    assert expires == NOW + held
    with pytest.raises(SessionExpired):
        tokens.verify(token, NOW + held)
    if held:
        assert tokens.verify(token, NOW + held - 1).expires == expires


def _signed(**claims: Any) -> str:
    head, body = (
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()
        for part in ({"alg": "HS256"}, {"sub": str(uuid4()), "sid": str(uuid4()), **claims})
    )
    signature = hmac.digest(KEY, f"{head}.{body}".encode(), hashlib.sha256)
    return f"{head}.{body}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


@pytest.mark.parametrize("ends", [float("inf"), float("-inf"), float("nan"), None, "soon", [1]])
def test_an_end_that_is_none_is_refused(ends: Any) -> None:
    with pytest.raises(NotSignedIn):
        Tokens(KEY).verify(_signed(exp=ends), NOW)
