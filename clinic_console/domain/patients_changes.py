"""A patient as it is written, and what one change of it changes, in lines that can be shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from clinic_console.domain.patients import (
    Alert,
    ConsentKind,
    Contact,
    ContactKind,
    Identifier,
    IdentifierKind,
    Identity,
    Name,
    Sex,
)

LISTS: Final = ("identifiers", "contacts", "alerts", "consents")
"""The fields that have a line for each of their parts."""
FIELDS: Final = (
    "name", "family", "name_kana", "name_latin", "former_name", "mrn", "born", "sex", "deceased", "died", "language",
    "interpreter", *LISTS,
)  # fmt: skip
"""All that people write, in the order in which a form shows it."""


@dataclass(frozen=True, slots=True)
class Consent:
    """What the patient has agreed to, or refused."""

    kind: ConsentKind
    given: bool


@dataclass(frozen=True, slots=True)
class Record:
    """All of a patient that people write; ``mrn`` is empty until there is one."""

    name: Name
    mrn: str = ""
    born: date | None = None
    sex: Sex = Sex.UNKNOWN
    deceased: bool = False
    died: date | None = None
    language: str = ""
    interpreter: bool = False
    identifiers: tuple[Identifier, ...] = ()
    contacts: tuple[Contact, ...] = ()
    alerts: tuple[Alert, ...] = ()
    consents: tuple[Consent, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that a change changes: its lines before and after."""

    field: str
    before: list[str]
    after: list[str]


def differences(before: Record, after: Record) -> list[Difference]:
    """Return what differs between two states of a patient, in the order in which a form shows it."""
    old, new = lines_of(before), lines_of(after)
    return [Difference(field, old[field], new[field]) for field in FIELDS if old[field] != new[field]]


def lines_of(record: Record) -> dict[str, list[str]]:
    """Return a patient as lines by field (those of the wire), none for what is empty.

    Dates are as in ISO 8601, what is said with yes or no is ``yes`` or nothing; each line of a list begins with its
    kind. Identifiers and consents have no order of their own, the others have the one they are written in.
    """
    single = {
        "name": record.name.written,
        "family": record.name.family,
        "name_kana": record.name.kana,
        "name_latin": record.name.latin,
        "former_name": record.name.former,
        "mrn": record.mrn,
        "born": record.born.isoformat() if record.born else "",
        "sex": str(record.sex),
        "deceased": "yes" if record.deceased else "",
        "died": record.died.isoformat() if record.died else "",
        "language": record.language,
        "interpreter": "yes" if record.interpreter else "",
    }
    return {field: [text] if text else [] for field, text in single.items()} | {
        "identifiers": sorted(_words(each.kind, each.system, each.value) for each in record.identifiers),
        "contacts": [_contact(each) for each in record.contacts],
        "alerts": [_alert(each) for each in record.alerts],
        "consents": sorted(f"{each.kind} {'yes' if each.given else 'no'}" for each in record.consents),
    }


def on_record(record: Record) -> frozenset[Identity]:
    """Return by what somebody can be told with this record: what it lacks cannot be compared."""
    return frozenset(_identities(record))


def _identities(record: Record) -> Iterator[Identity]:
    # Photographs and wristbands are held against the name: they need nothing of their own.
    yield from (Identity.NAME, Identity.MRN, Identity.PHOTO_ID, Identity.WRISTBAND)
    if record.born is not None:
        yield Identity.BORN
    own = {each.kind for each in record.contacts if not each.whose}
    if ContactKind.ADDRESS in own:
        yield Identity.ADDRESS
    if ContactKind.PHONE in own:
        yield Identity.PHONE
    if any(each.kind is IdentifierKind.INSURANCE for each in record.identifiers):
        yield Identity.INSURANCE


def _contact(contact: Contact) -> str:
    whose = ", ".join(filter(None, (contact.whose, contact.relation)))
    return _words(contact.kind, contact.value, f"({whose})" if whose else "")


def _alert(alert: Alert) -> str:
    return _words(alert.kind, alert.text, f"({alert.since.isoformat()})" if alert.since else "")


def _words(*words: str) -> str:
    return " ".join(filter(None, words))
