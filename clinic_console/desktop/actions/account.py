"""What a user does with the own account: password, PIN, and the sessions elsewhere."""

from collections.abc import Awaitable, Callable
from typing import Final

from clinic_console.desktop.link import account as link
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.state.access import AccessState
from clinic_console.desktop.state.account import Account, Attempt, OwnSession
from clinic_console.domain.errors import ClinicError, NotAPin, NotSignedIn, PasswordsDiffer, PasswordTooShort

SHORTEST_PASSWORD: Final = 12
PIN_LENGTHS: Final = range(4, 9)


def is_pin(text: str) -> bool:
    """Say whether a text can be a PIN: 4 to 8 digits, which no password of today is."""
    return len(text) in PIN_LENGTHS and text.isascii() and text.isdigit()


class AccountActions:
    """Changing the own account; ``signed_out`` is called when the hub has ended this session on the user's word."""

    def __init__(
        self, access: Access, state: AccessState, account: Account, *, signed_out: Callable[[], Awaitable[None]]
    ) -> None:
        self._access, self._state, self._account = access, state, account
        self._signed_out = signed_out

    async def change_password(self, present: str, password: str, again: str) -> None:
        """Set another password; what is wrong stands in the state, with the field that it is about."""
        if len(password) < SHORTEST_PASSWORD:
            self._account.ended(self._account.password, PasswordTooShort(field="password"))
        elif password != again:
            self._account.ended(self._account.password, PasswordsDiffer(field="again"))
        else:
            await self._attempt(self._account.password, link.change_password(self._access, present, password))
            if self._account.password.problem is None:
                self._state.known(self._state.user_id, has_pin=self._state.has_pin, password_given=False)
                await self.list_sessions()

    async def change_pin(self, password: str, pin: str) -> None:
        """Set a PIN, or take it away (empty)."""
        if pin and not is_pin(pin):
            self._account.ended(self._account.pin, NotAPin(field="pin"))
            return
        await self._attempt(self._account.pin, link.change_pin(self._access, password, pin))
        if self._account.pin.problem is None:
            given = self._state.password_given
            self._state.known(self._state.user_id, has_pin=bool(pin), password_given=given)

    async def list_sessions(self) -> None:
        """Ask where the user is signed in."""
        try:
            found = await link.sessions(self._access)
        except NotSignedIn:
            return
        except ClinicError as error:
            self._account.failed(error)
        else:
            self._account.listed(
                tuple(OwnSession(s.id, s.station_name, s.address, s.opened, s.used, s.present) for s in found)
            )

    async def sign_out_everywhere(self) -> None:
        """End all sessions of the user, this one last; raises ClinicError when the hub could not be told."""
        await link.end_sessions(self._access)
        await self._signed_out()

    async def _attempt(self, attempt: Attempt, work: Awaitable[None]) -> None:
        self._account.begun(attempt)
        try:
            await work
        except ClinicError as error:
            self._account.ended(attempt, error)
        except BaseException:
            self._account.given_up(attempt)
            raise
        else:
            self._account.ended(attempt)
