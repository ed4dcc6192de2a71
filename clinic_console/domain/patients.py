"""Who a patient is: names, identifiers, contacts, alerts and consents, and how two records of one person are told."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final


class Sex(StrEnum):
    """As the patient's papers say (FHIR administrative gender)."""

    FEMALE = "F"
    MALE = "M"
    OTHER = "X"
    UNKNOWN = "U"


class IdentifierKind(StrEnum):
    """What gave a patient a number (FHIR Identifier.type); the record number (MRN) stands apart."""

    INSURANCE = "insurance"
    NATIONAL = "national"
    PASSPORT = "passport"
    LICENCE = "licence"
    EXTERNAL = "external"
    """Another system's own key; one patient has it, so an import knows again whom it has brought."""
    OTHER = "other"


class ContactKind(StrEnum):
    """How somebody is reached (FHIR ContactPoint.system, and the address)."""

    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"


class AlertKind(StrEnum):
    """What everybody who deals with a patient must know (FHIR Flag)."""

    ALLERGY = "allergy"
    INFECTION = "infection"
    FALL_RISK = "fall_risk"
    DO_NOT_MOVE = "do_not_move"
    OTHER = "other"


class ConsentKind(StrEnum):
    """What a patient can agree to."""

    MESSAGES = "messages"
    SHARING = "sharing"
    RESEARCH = "research"
    PHOTO = "photo"


class Identity(StrEnum):
    """What tells two patients apart: two of these are asked for before anything is done to somebody."""

    NAME = "name"
    BORN = "born"
    MRN = "mrn"
    ADDRESS = "address"
    PHONE = "phone"
    INSURANCE = "insurance"
    PHOTO_ID = "photo_id"
    WRISTBAND = "wristband"


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written in the patient's own order, the part it is sorted by, kana, Latin letters, a former one.

    ``family`` is empty for who has one name only.
    """

    written: str
    family: str = ""
    kana: str = ""
    latin: str = ""
    former: str = ""


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number somebody else gave: its kind, whose it is ('NHI', 'synthea'), and the number as written."""

    kind: IdentifierKind
    system: str
    value: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to reach the patient, or (``whose`` not empty) somebody who belongs to them."""

    kind: ContactKind
    value: str
    whose: str = ""
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that everybody must know."""

    kind: AlertKind
    text: str = ""
    since: date | None = None


MOST_IDENTIFIERS: Final = 20
MOST_CONTACTS: Final = 20
MOST_ALERTS: Final = 30
LONGEST_NAME: Final = 200
LONGEST_VALUE: Final = 300
OLDEST_YEARS: Final = 130
"""Nobody is known to have become older (Calment, 122); what is beyond is a slip of the keyboard."""
MRN_LONGEST: Final = 32
IDENTITIES_NEEDED: Final = 2
