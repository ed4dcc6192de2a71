"""People over HTTP: who works where in which role."""

from msgspec import Struct


class Membership(Struct, forbid_unknown_fields=True):
    """A clinic that a user works in, and the role there (``domain.access.Role``)."""

    clinic_id: str
    role: str


class User(Struct):
    """One user as an administrator sees it; ``memberships`` are those in the administrator's clinics.

    With ``elsewhere`` the user works in other clinics too: then only who administers all of them may disable it or
    set its password. Times in ms since 1970.
    """

    id: str
    login: str
    name: str
    memberships: list[Membership]
    disabled: bool = False
    elsewhere: bool = False
    has_pin: bool = False
    password_given: bool = False
    created: int = 0
    last_seen: int | None = None
    sessions: int = 0


class UserPage(Struct):
    """``GET /api/users?search=&role=&disabled=&after=&limit=`` by name; ``next`` is the next page's ``after``."""

    items: list[User]
    next: str | None = None


class NewUser(Struct, forbid_unknown_fields=True):
    """``POST /api/users``."""

    login: str
    name: str
    memberships: list[Membership]


class UserChange(Struct, forbid_unknown_fields=True):
    """``PATCH /api/users/{user}``: what is left out stays."""

    login: str | None = None
    name: str | None = None


class Memberships(Struct, forbid_unknown_fields=True):
    """``PUT /api/users/{user}/memberships``: all of the user's in the administrator's clinics."""

    memberships: list[Membership]


class Reason(Struct, forbid_unknown_fields=True):
    """Why something is done: ``POST /api/users/{user}/disable`` and the like."""

    reason: str = ""


class GivenPassword(Struct):
    """``POST /api/users`` and ``POST /api/users/{user}/password``: a made-up password, shown this once."""

    user: User
    password: str
