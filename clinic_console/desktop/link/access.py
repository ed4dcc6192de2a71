"""The signed-in session: its tokens, held in memory only, and renewed before they end."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from types import NoneType
from typing import TypeVar

from msgspec import Struct

from clinic_console import __version__
from clinic_console.desktop.link.http import HubHttp
from clinic_console.domain.errors import (
    ClinicError,
    ConsoleTooOld,
    HubTooOld,
    NotAllowed,
    NotSignedIn,
    SessionExpired,
)
from clinic_console.wire.access import Credentials, Refresh, Server, Session

API = 1
RENEW_SECONDS = 60.0
"""How long before its end an access token is replaced (short-lived ones: after two thirds of their life)."""
SHORTEST_SECONDS = 10.0
"""A hub whose times make no sense is not asked for a new token without end."""

T = TypeVar("T")


class Access:
    """Who is signed in at the hub; ``clock`` gives monotonic seconds.

    Lifetimes are taken from the hub's own time: a wrong clock of this PC changes nothing. ``keep`` is called with the
    newest refresh token and the one that was used for it, before the new session is used.
    """

    def __init__(self, http: HubHttp, clock: Callable[[], float]) -> None:
        self.http = http
        self._clock = clock
        self._session: Session | None = None
        self._until = 0.0
        self._renew_at = 0.0
        self._renewing = asyncio.Lock()
        self._push_url = ""
        self.keep: Callable[[str, str], Awaitable[None]] | None = None

    @property
    def now(self) -> float:
        """Return monotonic seconds, by the clock that everything here goes by."""
        return self._clock()

    async def greet(self) -> Server:
        """Ask the hub who it is; VersionMismatch when the two do not fit."""
        server = await self.http.call(Server, "GET", "/api/server")
        if server.api != API:
            older = ConsoleTooOld if server.api > API else HubTooOld
            raise older(f"hub {server.version}, console {__version__}")
        self._push_url = server.push_url
        return server

    async def push_url(self) -> str:
        """Return where the hub's push socket is."""
        if not self._push_url:
            await self.greet()
        return self._push_url

    async def sign_in(self, login: str, password: str) -> Session:
        """Sign in; WrongCredentials, HubUnavailable …"""
        return await self._open("/api/session", Credentials(login, password))

    async def resume(self, refresh: str) -> Session:
        """Sign in with a refresh token of an earlier session; SessionExpired when the hub no longer takes it."""
        try:
            session = await self._open("/api/session/refresh", Refresh(refresh))
        except NotAllowed as error:
            raise SessionExpired from error
        await self._replaced(session.refresh, refresh)
        return session

    @property
    def refresh(self) -> str:
        """Return the refresh token of the session, to be kept for the next one; empty without a session."""
        return self._session.refresh if self._session is not None else ""

    def forget(self) -> None:
        """Let go of the tokens, and of where the push socket is."""
        self._session, self._push_url = None, ""

    def leave(self) -> str:
        """Let go of the tokens and return the access token, for ``end``."""
        token = self._session.access if self._session is not None else ""
        self.forget()
        return token

    async def end(self, token: str) -> None:
        """Tell the hub that a session is over; one that cannot be told ends by itself."""
        if token:
            with suppress(ClinicError):
                await self.http.call(NoneType, "DELETE", "/api/session", token=token)

    def lost(self) -> None:
        """Ask anew where the push socket is: a hub that restarted may have moved it."""
        self._push_url = ""

    async def token(self) -> str:
        """Return an access token that holds for a while; NotSignedIn when there is none to be had."""
        session = self._needed()
        if self._clock() < self._renew_at:
            return session.access
        try:
            return await self.renewed(session.access)
        except NotSignedIn:
            raise
        except ClinicError:
            if self._clock() < self._until:
                return session.access
            raise

    @property
    def renewal_due(self) -> bool:
        """Say whether the access token should be replaced by now."""
        return self._session is not None and self._clock() >= self._renew_at

    async def renewed(self, stale: str) -> str:
        """Replace an access token, unless somebody else has done so meanwhile."""
        async with self._renewing:
            before = self._needed()
            if before.access != stale:
                return before.access
            try:
                session = await self._open("/api/session/refresh", Refresh(before.refresh))
            except NotAllowed as error:
                self._session = None
                raise SessionExpired from error
            await self._replaced(session.refresh, before.refresh)
            return session.access

    async def call(
        self,
        kind: type[T],
        method: str,
        path: str,
        *,
        body: Struct | None = None,
        params: Mapping[str, str | int] | None = None,
    ) -> T:
        """Make one request as the signed-in user; a token that the hub no longer takes is replaced once."""
        token = await self.token()
        try:
            return await self.http.call(kind, method, path, body=body, token=token, params=params)
        except NotSignedIn:
            token = await self.renewed(token)
        return await self.http.call(kind, method, path, body=body, token=token, params=params)

    async def _open(self, path: str, body: Struct) -> Session:
        # The hub's time and its answer's arrival are one request apart: the token is taken to end that much earlier.
        began = self._clock()
        now = (await self.greet()).now
        session = await self.http.call(Session, "POST", path, body=body)
        lifetime = max(SHORTEST_SECONDS, (session.access_expires - now) / 1_000)
        self._session = session
        self._until = began + lifetime
        self._renew_at = self._until - min(RENEW_SECONDS, lifetime / 3)
        return session

    async def _replaced(self, newest: str, used: str) -> None:
        if newest != used and self.keep is not None:
            await self.keep(newest, used)

    def _needed(self) -> Session:
        if self._session is None:
            raise NotSignedIn
        return self._session
