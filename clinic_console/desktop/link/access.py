"""The signed-in session: its tokens, held in memory only, and renewed before they end."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import NoneType
from typing import Any, TypeVar

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
    VersionMismatch,
)
from clinic_console.wire.access import API, Credentials, Refresh, Server, Session, StationName

RENEW_SECONDS = 60.0
"""How long before its end an access token is replaced (short-lived ones: after two thirds of their life)."""
SHORTEST_SECONDS = 10.0
"""A hub whose times make no sense is not asked for a new token without end."""

T = TypeVar("T")


@dataclass(slots=True, eq=False)
class Stay:
    """One user's time at one hub, from the attempt to sign in until it is forgotten; ``over`` once the hub ended it.

    Who asks during one stay gets nothing during the next: neither its token nor, later, an answer.
    """

    http: HubHttp
    session: Session | None = None
    until: float = 0.0
    renew_at: float = 0.0
    over: bool = False
    renewing: asyncio.Task[None] | None = field(default=None)

    @property
    def needed(self) -> Session:
        """Return the session; NotSignedIn or SessionExpired when there is none (any more)."""
        if self.session is None:
            raise SessionExpired if self.over else NotSignedIn
        return self.session


class Access:
    """Who is signed in at the hub; ``clock`` gives monotonic seconds.

    Lifetimes are taken from the hub's own time: a wrong clock of this PC changes nothing. ``keep`` is called with the
    newest refresh token and the one that was used for it, before the new session is used; ``heard`` with each session
    that the hub gives in place of the one before.
    """

    def __init__(self, http: HubHttp, clock: Callable[[], float]) -> None:
        self.http = http
        self._clock = clock
        self._stay: Stay | None = None
        self._push_url = ""
        self.keep: Callable[[str, str], Awaitable[None]] | None = None
        self.heard: Callable[[Session], object] | None = None
        self._own: set[asyncio.Task[Any]] = set()

    @property
    def now(self) -> float:
        """Return monotonic seconds, by the clock that everything here goes by."""
        return self._clock()

    async def greet(self) -> Server:
        """Ask the hub who it is; VersionMismatch when the two do not fit."""
        return await self._greet(self.http)

    async def push_url(self) -> str:
        """Return where the hub's push socket is."""
        if not self._push_url:
            await self.greet()
        return self._push_url

    async def sign_in(
        self, login: str, password: str, *, remember: bool = False, station: StationName | None = None
    ) -> Session:
        """Sign in; WrongCredentials, HubUnavailable …

        Whoever gives up leaves no session behind: the answer that is still on its way ends what it has opened.
        """
        stay = self._stay = Stay(self.http)
        body = Credentials(login, password, remember, station)
        opening = self._start(self._open(stay, "/api/session", body, waits_as=f" {login}"), "open a session")
        try:
            session = await asyncio.shield(opening)
        except asyncio.CancelledError:
            if stay is self._stay:
                self.forget()
            raise
        # What somebody else asked too often here is not held against this user.
        stay.http.waits.clear()
        return session

    async def resume(self, refresh: str) -> Session:
        """Sign in with a refresh token of an earlier session; SessionExpired when the hub no longer takes it."""
        stay = self._stay = Stay(self.http)
        try:
            session = await self._open(stay, "/api/session/refresh", Refresh(refresh))
        except NotAllowed as error:
            self._check(stay)
            raise SessionExpired from error
        await self._replaced(session.refresh, refresh)
        return session

    @property
    def refresh(self) -> str:
        """Return the refresh token of the session, to be kept for the next one; empty without a session."""
        stay = self._stay
        return stay.session.refresh if stay is not None and stay.session is not None else ""

    def forget(self) -> None:
        """Let go of the tokens, and of where the push socket is; what is still asked for then, nobody gets."""
        self._stay, self._push_url = None, ""

    def leave(self) -> Stay | None:
        """Let go of the tokens and return the stay, for ``end``; None when nobody was in."""
        stay = self._stay
        self.forget()
        return stay if stay is not None and stay.session is not None else None

    async def end(self, stay: Stay | None) -> None:
        """Tell the hub that a session is over; one that cannot be told ends by itself."""
        if stay is not None and stay.session is not None:
            await _end(stay.http, stay.session)

    async def close(self) -> None:
        """End what is still asked for, and let go of the connections."""
        for task in self._own:
            task.cancel()
        await asyncio.gather(*self._own, return_exceptions=True)
        await self.http.close()

    def lost(self) -> None:
        """Ask anew where the push socket is: a hub that restarted may have moved it."""
        self._push_url = ""

    def staying(self) -> Callable[[], None]:
        """Return what raises NotSignedIn once the user of now has left, whoever is in by then."""
        stay = self._present()
        return lambda: self._check(stay)

    async def token(self) -> str:
        """Return an access token that holds for a while; NotSignedIn when there is none to be had."""
        stay = self._present()
        with self._during(stay):
            return await self._token(stay)

    @property
    def renewal_due(self) -> bool:
        """Say whether the access token should be replaced by now."""
        stay = self._stay
        return stay is not None and stay.session is not None and self._clock() >= stay.renew_at

    async def renewed(self, stale: str) -> str:
        """Replace an access token, unless somebody else has done so meanwhile."""
        return await self._renewed(self._present(), stale)

    async def call(
        self,
        kind: type[T],
        method: str,
        path: str,
        *,
        body: Struct | None = None,
        params: Mapping[str, str | int] | None = None,
    ) -> T:
        """Make one request as the signed-in user; a token that the hub no longer takes is replaced once.

        NotSignedIn instead of an answer when this user has left meanwhile, whoever is in by then.
        """
        stay = self._present()
        with self._during(stay):
            token = await self._token(stay)
            try:
                return await self._ask(stay, kind, method, path, body=body, token=token, params=params)
            except NotSignedIn:
                token = await self._renewed(stay, token)
            return await self._ask(stay, kind, method, path, body=body, token=token, params=params)

    async def _ask(
        self,
        stay: Stay,
        kind: type[T],
        method: str,
        path: str,
        *,
        body: Struct | None,
        token: str,
        params: Mapping[str, str | int] | None,
    ) -> T:
        try:
            return await stay.http.call(kind, method, path, body=body, token=token, params=params)
        except VersionMismatch as error:
            if type(error) is VersionMismatch:
                # The hub has become another one meanwhile: it knows that the two do not fit, we which is the older.
                await self._greet(stay.http)
            raise

    @contextmanager
    def _during(self, stay: Stay) -> Iterator[None]:
        """Let nothing that comes after a stay out of it: no answer, and no other error than that it is over."""
        try:
            yield
        except ClinicError:
            self._check(stay)
            raise
        self._check(stay)

    def _check(self, stay: Stay) -> None:
        if stay is not self._stay:
            raise NotSignedIn

    def _present(self) -> Stay:
        if self._stay is None:
            raise NotSignedIn
        _ = self._stay.needed
        return self._stay

    async def _token(self, stay: Stay) -> str:
        session = stay.needed
        if self._clock() < stay.renew_at:
            return session.access
        try:
            return await self._renewed(stay, session.access)
        except NotSignedIn:
            raise
        except ClinicError:
            if self._clock() < stay.until:
                return session.access
            raise

    async def _renewed(self, stay: Stay, stale: str) -> str:
        with self._during(stay):
            self._check(stay)
            before = stay.needed
            if before.access != stale:
                return before.access
            if stay.renewing is None or stay.renewing.done():
                stay.renewing = self._start(self._renew(stay, before), "renew a session")
            # Whoever gives up waiting does not give up the answer: it carries the only token that holds from now on.
            await asyncio.shield(stay.renewing)
            return stay.needed.access

    async def _renew(self, stay: Stay, before: Session) -> None:
        """Use a refresh token; one whose answer was lost is used again, and gives the same successor."""
        try:
            session = await self._open(stay, "/api/session/refresh", Refresh(before.refresh))
        except NotAllowed as error:
            # Whoever asks next is told the same: that the hub has ended it, not that nobody ever was in.
            stay.session, stay.over = None, True
            raise SessionExpired from error
        await self._replaced(session.refresh, before.refresh)
        if self.heard is not None and stay is self._stay:
            self.heard(session)

    async def _open(self, stay: Stay, path: str, body: Struct, *, waits_as: str = "") -> Session:
        # The hub's time and its answer's arrival are one request apart: the token is taken to end that much earlier.
        began = self._clock()
        now = (await self._greet(stay.http)).now
        # No password and no token goes out for who has given up meanwhile.
        self._check(stay)
        session = await stay.http.call(Session, "POST", path, body=body, waits_as=waits_as)
        if stay is not self._stay:
            await _end(stay.http, session)
            raise NotSignedIn
        lifetime = max(SHORTEST_SECONDS, (session.access_expires - now) / 1_000)
        stay.session = session
        stay.until = began + lifetime
        stay.renew_at = stay.until - min(RENEW_SECONDS, lifetime / 3)
        return session

    def _start(self, work: Coroutine[Any, Any, T], what: str) -> "asyncio.Task[T]":
        task = asyncio.get_running_loop().create_task(work, name=what)
        self._own.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: "asyncio.Task[Any]") -> None:
        self._own.discard(task)
        if not task.cancelled():
            # Whoever waits for it is told; for who gave up it is nobody's error any more.
            task.exception()

    async def _greet(self, http: HubHttp) -> Server:
        server = await http.call(Server, "GET", "/api/server")
        if server.api != API:
            older = ConsoleTooOld if server.api > API else HubTooOld
            raise older(f"hub {server.version}, console {__version__}")
        if http is self.http:
            # Another hub may be meant by now.
            self._push_url = server.push_url
        return server

    async def _replaced(self, newest: str, used: str) -> None:
        if newest != used and self.keep is not None:
            await self.keep(newest, used)


async def _end(http: HubHttp, session: Session) -> None:
    with suppress(ClinicError):
        await http.call(NoneType, "DELETE", "/api/session", token=session.access)
