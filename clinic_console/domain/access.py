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

    SEE_WARDS = "wards and beds, and who lies in them"
    SEE_READINGS = "a patient's vitals"
    SEE_DEVICES = "the monitors and their state"


ALLOWED: Final[Mapping[Permission, frozenset[Role]]] = {
    Permission.SEE_WARDS: frozenset({Role.NURSE, Role.RECEPTIONIST, Role.DOCTOR, Role.ADMINISTRATOR}),
    Permission.SEE_READINGS: frozenset({Role.NURSE, Role.DOCTOR}),
    Permission.SEE_DEVICES: frozenset({Role.NURSE, Role.DOCTOR, Role.FACILITY_MANAGER, Role.ADMINISTRATOR}),
}


@dataclass(frozen=True, slots=True)
class Principal:
    """Who an access token speaks for; it holds until ``expires`` (ms since 1970)."""

    user_id: UUID
    session_id: UUID
    expires: int


def clinics_where(roles: Mapping[UUID, str], permission: Permission) -> frozenset[UUID]:
    """Return those of a user's clinics (with the role in each) in which something is allowed."""
    allowed = ALLOWED[permission]
    return frozenset(clinic for clinic, role in roles.items() if role in allowed)
