"""Signing in over HTTP, and how the API says that something went wrong."""

from msgspec import Struct


class Credentials(Struct, forbid_unknown_fields=True):
    """``POST /api/session``."""

    login: str
    password: str


class Refresh(Struct, forbid_unknown_fields=True):
    """``POST /api/session/refresh``."""

    refresh: str


class Clinic(Struct):
    """A clinic that the user works in, in which role, and the IANA zone of its times."""

    id: str
    name: str
    zone: str
    role: str


class Session(Struct):
    """What signing in or refreshing gives; times in ms since 1970."""

    access: str
    access_expires: int
    refresh: str
    refresh_expires: int
    user_id: str
    user_name: str
    clinics: list[Clinic]


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
    """The body of every answer of 4xx and 5xx."""

    code: str
    message: str
    advice: str
    field: str = ""
    request_id: str = ""
