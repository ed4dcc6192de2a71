"""What an administrator does with people: find them, make them, change them, shut them out and let them in."""

from collections.abc import Callable, Sequence
from uuid import UUID

from clinic_console.desktop.actions.pages import load
from clinic_console.desktop.link import users as link
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.state.users import Given, Membership, User, Users
from clinic_console.domain.errors import NotFound
from clinic_console.wire import users as wire


class UserActions:
    """Looking after people; ``clock`` gives monotonic seconds. What changes something raises ClinicError."""

    def __init__(self, access: Access, clock: Callable[[], float], state: Users) -> None:
        self._access = access
        self._clock = clock
        self.state = state

    async def load(self) -> None:
        """Ask the hub for what the list wants; the answer stands in the state afterwards."""

        async def fetch(after: str | None) -> tuple[list[User], str | None]:
            page = await link.users(self._access, self.state.filters.query(), after)
            return [_user(each) for each in page.items], page.next

        await load(self.state.pages, fetch, self._clock)

    async def create(self, login: str, name: str, memberships: Sequence[Membership]) -> Given:
        """Make a new user; return it with the password that was made up; it stands in the state until it is read."""
        return self._given(await link.create(self._access, wire.NewUser(login, name, _wired(memberships))))

    async def change(self, user: str, *, login: str | None = None, name: str | None = None) -> User:
        """Change a user's login or name."""
        return self._put(await link.change(self._access, _uuid(user), wire.UserChange(login, name)))

    async def set_memberships(self, user: str, memberships: Sequence[Membership]) -> User:
        """Say in which of one's own clinics somebody works, and as what."""
        wanted = wire.Memberships(_wired(memberships))
        return self._put(await link.set_memberships(self._access, _uuid(user), wanted))

    async def disable(self, user: str, reason: str) -> User:
        """Let nobody in by this user any more."""
        return self._put(await link.disable(self._access, _uuid(user), reason))

    async def enable(self, user: str) -> User:
        """Let a disabled user in again."""
        return self._put(await link.enable(self._access, _uuid(user)))

    async def new_password(self, user: str) -> Given:
        """Give somebody a password that is made up."""
        return self._given(await link.new_password(self._access, _uuid(user)))

    async def end_sessions(self, user: str) -> int:
        """Sign somebody out everywhere; return how many sessions that ended."""
        count = await link.end_sessions(self._access, _uuid(user))
        self.state.signed_out(user)
        return count

    def _given(self, found: wire.GivenPassword) -> Given:
        given = Given(self._put(found.user), found.password)
        self.state.give(given)
        return given

    def _put(self, found: wire.User) -> User:
        user = _user(found)
        self.state.put(user)
        return user


def _user(found: wire.User) -> User:
    memberships = tuple(Membership(each.clinic_id, each.role) for each in found.memberships)
    return User(
        id=found.id,
        login=found.login,
        name=found.name,
        memberships=memberships,
        disabled=found.disabled,
        elsewhere=found.elsewhere,
        has_pin=found.has_pin,
        password_given=found.password_given,
        created=found.created,
        last_seen=found.last_seen,
        sessions=found.sessions,
    )


def _wired(memberships: Sequence[Membership]) -> list[wire.Membership]:
    return [wire.Membership(each.clinic, each.role) for each in memberships]


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound from error
