"""The people of the user's clinics as an administrator sees them."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from clinic_console.desktop.state.pages import Pages


class Membership(NamedTuple):
    """A clinic (its id) in which somebody works, and as what (``domain.access.Role``)."""

    clinic: str
    role: str


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may sign in; ``memberships`` are those in the administrator's own clinics.

    ``elsewhere`` says that there are others. Times in ms since 1970.
    """

    id: str
    login: str
    name: str
    memberships: tuple[Membership, ...] = ()
    disabled: bool = False
    elsewhere: bool = False
    has_pin: bool = False
    password_given: bool = False
    created: int = 0
    last_seen: int | None = None
    sessions: int = 0


class Given(NamedTuple):
    """A user and the password that was made up; it is kept nowhere and shown once."""

    user: User
    password: str


@dataclass(frozen=True, slots=True)
class Filters:
    """Whom to show: a part of name or login, a role (empty: any), disabled or not (None: both)."""

    search: str = ""
    role: str = ""
    disabled: bool | None = None

    def query(self) -> dict[str, str]:
        """Return them as the query of ``GET /api/users``."""
        found = {"search": self.search.strip(), "role": self.role}
        if self.disabled is not None:
            found["disabled"] = "true" if self.disabled else "false"
        return {name: value for name, value in found.items() if value}


class Users:
    """What one console knows of people, and what of it is open beside the list: a user, or the form for a new one.

    ``given`` is a password that was made up and has not been taken down yet; it is in memory only.
    """

    def __init__(self) -> None:
        self.pages: Pages[User] = Pages(lambda user: user.id)
        self.filters = Filters()
        self.opened: User | None = None
        self.making = False
        self.given: Given | None = None
        self.version = 0

    def look_for(self, filters: Filters) -> None:
        """Show others from now on."""
        before, self.filters = self.filters, filters
        if before.query() != filters.query():
            self.pages.exchange()

    def open(self, user: User | None, *, making: bool = False) -> None:
        """Open somebody beside the list, the form for somebody new, or nothing; a password is not shown any more."""
        self.opened, self.making, self.given = user, making, None
        self.version += 1

    def put(self, user: User) -> None:
        """Show how somebody is now."""
        if user.memberships:
            self.pages.put(user)
        else:
            # Whoever works in none of the administrator's clinics is none of their business any more.
            self.pages.remove(user.id)
        if self.opened is not None and self.opened.id == user.id:
            self.opened = user if user.memberships else None
        self.version += 1

    def give(self, given: Given) -> None:
        """Show a password that was made up, beside the list."""
        self.opened, self.making, self.given = given.user, False, given
        self.version += 1

    def taken_down(self) -> None:
        """Forget the password."""
        self.given = None
        self.version += 1

    def signed_out(self, user: str) -> None:
        """Note that somebody has no session any more."""
        found = self.pages.get(user)
        if found is not None:
            self.put(replace(found, sessions=0))

    def clear(self) -> None:
        """Forget everything: somebody else may sign in next."""
        self.filters = Filters()
        self.pages.restart()
        self.open(None)
