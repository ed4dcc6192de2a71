"""Who may do what: roles, permissions, and which role has which, in one table."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Final
from uuid import UUID


class Role(StrEnum):
    """What a person is in a clinic."""

    NURSE = "nurse"
    RECEPTIONIST = "receptionist"
    DOCTOR = "doctor"
    FACILITY_MANAGER = "facility_manager"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class Permission(Enum):
    """What can be allowed in a clinic."""

    SEE_WARDS = "wards and their beds"
    SEE_READINGS = "a patient's vitals"
    SEE_PATIENTS = "who a patient is, and who lies in which bed"
    EDIT_PATIENTS = "registering patients and changing who they are"
    IMPORT_PATIENTS = "bringing in patients and past visits from files"
    IMPORT_DAY_LIST = "bringing in the visits of a day from a file"
    RESTRICT_PATIENTS = "marking a chart as restricted"
    BREAK_GLASS = "opening a chart in an emergency, with a reason"
    SEE_SCHEDULE = "schedules, free times and visits"
    BOOK = "booking, moving and cancelling visits, and the waitlist"
    CHECK_IN = "saying who has come and where they are"
    OVERBOOK = "booking visits beside others"
    SET_EXCEPTIONS = "leave, extra hours and closing a clinic"
    SET_HOURS = "weekly hours, practitioners, types of visits and rooms"
    SEE_DEVICES = "the monitors and their state"
    MANAGE_DEVICES = "registering monitors, their tokens and places"
    MANAGE_USERS = "people, their roles and passwords"
    MANAGE_SESSIONS = "who is signed in where, and ending it"
    MANAGE_STATIONS = "the PCs that consoles run on"
    SEE_AUDIT = "the audit log"


_WARD_STAFF: Final = frozenset({Role.NURSE, Role.DOCTOR})

ALLOWED: Final[Mapping[Permission, frozenset[Role]]] = {
    Permission.SEE_WARDS: _WARD_STAFF | {Role.RECEPTIONIST, Role.ADMINISTRATOR, Role.FACILITY_MANAGER},
    Permission.SEE_READINGS: _WARD_STAFF,
    Permission.SEE_PATIENTS: _WARD_STAFF | {Role.RECEPTIONIST},
    Permission.EDIT_PATIENTS: _WARD_STAFF | {Role.RECEPTIONIST},
    Permission.IMPORT_PATIENTS: frozenset({Role.ADMINISTRATOR}),
    # Administrators book nothing, and who books brings in no patients: each role has the files of its own work.
    Permission.IMPORT_DAY_LIST: frozenset({Role.RECEPTIONIST}),
    Permission.RESTRICT_PATIENTS: frozenset({Role.DOCTOR, Role.ADMINISTRATOR}),
    Permission.BREAK_GLASS: _WARD_STAFF,
    Permission.SEE_SCHEDULE: _WARD_STAFF | {Role.RECEPTIONIST, Role.ADMINISTRATOR, Role.FACILITY_MANAGER},
    Permission.BOOK: _WARD_STAFF | {Role.RECEPTIONIST},
    Permission.CHECK_IN: _WARD_STAFF | {Role.RECEPTIONIST},
    Permission.OVERBOOK: frozenset({Role.DOCTOR, Role.RECEPTIONIST}),
    Permission.SET_EXCEPTIONS: frozenset({Role.DOCTOR, Role.RECEPTIONIST, Role.ADMINISTRATOR, Role.FACILITY_MANAGER}),
    Permission.SET_HOURS: frozenset({Role.ADMINISTRATOR, Role.FACILITY_MANAGER}),
    Permission.SEE_DEVICES: _WARD_STAFF | {Role.FACILITY_MANAGER, Role.ADMINISTRATOR},
    Permission.MANAGE_DEVICES: frozenset({Role.FACILITY_MANAGER, Role.ADMINISTRATOR}),
    Permission.MANAGE_USERS: frozenset({Role.ADMINISTRATOR}),
    Permission.MANAGE_SESSIONS: frozenset({Role.ADMINISTRATOR}),
    Permission.MANAGE_STATIONS: frozenset({Role.FACILITY_MANAGER, Role.ADMINISTRATOR}),
    # Nobody who can change rights reads the log alone: whoever looks after it is somebody else.
    Permission.SEE_AUDIT: frozenset({Role.AUDITOR}),
}

MINUTE_MS: Final = 60_000
HOUR_MS: Final = 60 * MINUTE_MS
ACCESS_MS: Final = 15 * MINUTE_MS
"""How long an access token holds; nothing that a hub remembers of a right may be older."""
GRACE_MS: Final = MINUTE_MS
"""So long a used refresh token still gives its successor: the answer may have been lost (DESIGN)."""


@dataclass(frozen=True, slots=True)
class Lifetime:
    """How long a session lives: unused (``idle_ms`` between two refreshes) and at most (``whole_ms``)."""

    idle_ms: int
    whole_ms: int


SHIFT: Final = Lifetime(2 * HOUR_MS, 14 * HOUR_MS)
"""A session that nobody asked to be remembered: a long shift."""
REMEMBERED: Final = Lifetime(72 * HOUR_MS, 30 * 24 * HOUR_MS)
"""A session that this PC remembers: a long weekend between two shifts, a month in all."""

GLASS_MS: Final = 4 * HOUR_MS
"""How long a chart that was opened by breaking the glass stays open."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Who an access token speaks for; it holds until ``expires`` (ms since 1970)."""

    user_id: UUID
    session_id: UUID
    expires: int


@dataclass(frozen=True, slots=True)
class Scope:
    """For whom something is done (nobody: a program itself), in which clinics it is allowed, and from where.

    Every transaction is told: row level security and the audit log go by it.
    """

    user_id: UUID | None = None
    clinics: frozenset[UUID] = frozenset()
    session_id: UUID | None = None
    station_id: UUID | None = None
    address: str = ""


NOBODY: Final = Scope()


def clinics_where(roles: Mapping[UUID, str], permission: Permission) -> frozenset[UUID]:
    """Return those of a user's clinics (with the role in each) in which something is allowed."""
    allowed = ALLOWED[permission]
    return frozenset(clinic for clinic, role in roles.items() if role in allowed)
