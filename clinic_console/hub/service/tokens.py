"""Access tokens (JWT, HS256 and nothing else) and refresh tokens (256 random bits, stored hashed)."""

import base64
import hashlib
import hmac
import secrets
from collections import OrderedDict
from typing import Final
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from clinic_console.domain.access import ACCESS_MS, Principal
from clinic_console.domain.errors import NotSignedIn, SessionExpired

LONGEST: Final = 300
REMEMBERED: Final = 10_000
_ALGORITHM: Final = "HS256"


class Tokens:
    """Makes and verifies access tokens with one key."""

    def __init__(self, key: bytes) -> None:
        self._key = OctKey.import_key(key)
        self._verified: OrderedDict[str, Principal] = OrderedDict()
        self._succession = hmac.digest(key, b"refresh tokens", "sha256")

    def issue(self, user_id: UUID, session_id: UUID, now: int, ends: int) -> tuple[str, int]:
        """Return a token and until when it holds (ms since 1970; a token's own times are whole seconds).

        Never longer than the session, which ``ends`` whatever is done in it.
        """
        expires = min(now + ACCESS_MS, ends) // 1_000
        claims = {"sub": str(user_id), "sid": str(session_id), "exp": expires, "iat": now // 1_000}
        return jwt.encode({"alg": _ALGORITHM}, claims, self._key, algorithms=[_ALGORITHM]), expires * 1_000

    def successor(self, refresh_token: str) -> str:
        """Return the one refresh token that the use of another gives, however often it is asked for.

        It is reckoned, not kept: only who holds the used token and the hubs' key can know it (ADR 0052).
        """
        digest = hmac.digest(self._succession, refresh_token.encode("utf-8", "surrogatepass"), "sha256")
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def verify(self, token: str, now: int) -> Principal:
        """Return for whom a token speaks; raises NotSignedIn or SessionExpired. Asks nobody: it works offline."""
        if not token or len(token) > LONGEST:
            raise NotSignedIn
        # A token's signature never changes: a console asks hundreds of times with the same one.
        principal = self._verified.get(token)
        if principal is None:
            principal = self._verified[token] = self._read(token)
            if len(self._verified) > REMEMBERED:
                self._verified.popitem(last=False)
        if principal.expires <= now:
            raise SessionExpired
        return principal

    def _read(self, token: str) -> Principal:
        try:
            claims = jwt.decode(token, self._key, algorithms=[_ALGORITHM]).claims
            return Principal(UUID(claims["sub"]), UUID(claims["sid"]), int(claims["exp"]) * 1_000)
        except (JoseError, ValueError, KeyError, TypeError, AttributeError, OverflowError):
            # All a forger learns is that it did not work.
            raise NotSignedIn from None


def new_refresh_token() -> tuple[str, bytes]:
    """Return a new refresh token and the hash to store."""
    token = secrets.token_urlsafe(32)
    return token, hash_refresh_token(token)


def hash_refresh_token(token: str) -> bytes:
    """Hash a refresh token: it is 256 random bits, so a plain SHA-256 cannot be guessed back."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
