"""What a user does to get in and out."""

import time
from collections.abc import Callable

import structlog

from clinic_console.desktop.config import server_url
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.state.access import AccessState, Clinic
from clinic_console.domain.errors import ClinicError

log = structlog.get_logger()


class AccessActions:
    """Signing in and out at one hub; ``entered`` and ``left`` are called when the session begins and ends."""

    def __init__(
        self, access: Access, state: AccessState, *, entered: Callable[[], None], left: Callable[[], None]
    ) -> None:
        self._access = access
        self._state = state
        self._entered = entered
        self._left = left

    @property
    def server(self) -> str:
        """Return the address of the hub."""
        return self._access.http.server

    async def sign_in(self, server: str, login: str, password: str) -> None:
        """Sign in at a hub; what goes wrong stands in the state afterwards."""
        self._state.entering()
        try:
            await self._point_at(server)
            session = await self._access.sign_in(login, password)
        except ClinicError as error:
            log.warning("sign-in failed", code=error.code)
            self._state.refused(error)
            return
        clinics = tuple(Clinic(c.id, c.name, c.zone, c.role) for c in session.clinics)
        self._state.entered(session.user_name, clinics)
        self._entered()

    async def sign_out(self) -> None:
        """End the session here at once, and at the hub as soon as it hears of it."""
        token = self._access.leave()
        self._left()
        self._state.left()
        await self._access.end(token)

    def ended(self, error: ClinicError) -> None:
        """Note that the hub has ended the session: nothing of the user stays in memory."""
        self._access.forget()
        self._left()
        self._state.left(error)

    async def probe(self, server: str) -> None:
        """Find out whether the hub answers, and how fast."""
        began = time.monotonic()
        try:
            await self._point_at(server)
            await self._access.greet()
        except ClinicError as error:
            self._state.probed(None, error)
            return
        self._state.probed(time.monotonic() - began)

    async def _point_at(self, server: str) -> None:
        address = server_url(server)
        if address != self._access.http.server:
            before, self._access.http = self._access.http, HubHttp(address)
            self._access.forget()
            await before.close()
