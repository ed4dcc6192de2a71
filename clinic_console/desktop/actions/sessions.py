"""What an administrator does with sessions: see who is signed in where, and end it."""

from collections.abc import Callable
from contextlib import suppress
from uuid import UUID

from clinic_console.desktop.actions.pages import load
from clinic_console.desktop.link import sessions as link
from clinic_console.desktop.link import users as user_link
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.state.sessions import Session, Sessions
from clinic_console.domain.errors import NotFound
from clinic_console.wire.sessions import SessionRow


class SessionActions:
    """Looking after sessions; ``clock`` gives monotonic seconds. What changes something raises ClinicError."""

    def __init__(self, access: Access, clock: Callable[[], float], state: Sessions) -> None:
        self._access = access
        self._clock = clock
        self.state = state

    async def load(self) -> None:
        """Ask the hub for what the list wants; the answer stands in the state afterwards."""

        async def fetch(after: str | None) -> tuple[list[Session], str | None]:
            page = await link.sessions(self._access, self.state.query(), after)
            return [_session(each) for each in page.items], page.next

        await load(self.state.pages, fetch, self._clock)

    async def end(self, session: str) -> None:
        """End one session; one that is over already is nobody's error."""
        with suppress(NotFound):
            await link.end(self._access, _uuid(session))
        self.state.pages.remove(session)

    async def end_all(self, user: str) -> int:
        """Sign somebody out everywhere; return how many sessions that ended."""
        count = await user_link.end_sessions(self._access, _uuid(user))
        self.state.pages.remove(*(each.id for each in self.state.pages.rows if each.user_id == user))
        return count


def _session(found: SessionRow) -> Session:
    return Session(
        id=found.id,
        user_id=found.user_id,
        user_name=found.user_name,
        login=found.login,
        station=found.station_name,
        address=found.address,
        opened=found.opened,
        used=found.used,
        ends=found.ends,
        remembered=found.remembered,
        present=found.present,
    )


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound from error
