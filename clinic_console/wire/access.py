"""Signing in over HTTP, and how the API says that something went wrong."""

from typing import Final

from msgspec import UNSET, Struct, UnsetType

from clinic_console.wire.schedule import Offer

API: Final = 2
"""The version of the HTTP API: a console says it in API_HEADER, the hub in ``GET /api/server``."""
API_HEADER: Final = "X-Clinic-Api"


class StationName(Struct, forbid_unknown_fields=True):
    """The PC that a console runs on: an id of its own making (UUID), what people call it, and its version."""

    id: str
    name: str = ""
    shared: bool = False
    version: str = ""


class Credentials(Struct, forbid_unknown_fields=True):
    """``POST /api/session``; ``remember`` asks for a session that outlives the shift."""

    login: str
    password: str
    remember: bool = False
    station: StationName | None = None


class Refresh(Struct, forbid_unknown_fields=True):
    """``POST /api/session/refresh``."""

    refresh: str


class Unlock(Struct, forbid_unknown_fields=True):
    """``POST /api/session/unlock``: the password or the PIN of who is signed in, the other one empty."""

    password: str = ""
    pin: str = ""


class NewPassword(Struct, forbid_unknown_fields=True):
    """``PUT /api/account/password``."""

    present: str
    password: str


class NewPin(Struct, forbid_unknown_fields=True):
    """``PUT /api/account/pin``: 4 to 8 digits, or nothing for no PIN; the password confirms it."""

    password: str
    pin: str = ""


class Clinic(Struct):
    """A clinic that the user works in, in which role, and the IANA zone of its times."""

    id: str
    name: str
    zone: str
    role: str


class Session(Struct):
    """What signing in or refreshing gives; times in ms since 1970.

    ``refresh`` holds for one use, until ``refresh_expires`` at most; the whole session ends at ``ends``.
    ``password_given`` says that an administrator made the password up.
    """

    access: str
    access_expires: int
    refresh: str
    refresh_expires: int
    user_id: str
    user_name: str
    clinics: list[Clinic]
    session_id: str = ""
    login: str = ""
    ends: int = 0
    has_pin: bool = False
    password_given: bool = False


class Server(Struct):
    """``GET /api/server``: who answers, and where its push socket is (without a token, as health and signing in)."""

    program: str
    version: str
    api: int
    push_url: str
    now: int


class Health(Struct):
    """``GET /health``: the process lives and its loop turns."""

    live: bool


class Readiness(Struct):
    """``GET /ready``: all that is needed answers; ``degraded`` names what is missed but not needed (``redis``)."""

    ready: bool
    degraded: list[str]


class Failure(Struct):
    """The body of every answer of 4xx and 5xx; ``retry_after``: not before so many seconds (0: nothing is said).

    ``alternatives``: what is free instead of a time that cannot be had.
    """

    code: str
    message: str
    advice: str
    field: str = ""
    request_id: str = ""
    retry_after: int = 0
    alternatives: list[Offer] | UnsetType = UNSET
