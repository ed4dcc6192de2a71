"""What people write of a patient, read: what does not fit is named by its field, ``data.`` before it."""

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final, TypeVar

from clinic_console.domain.errors import BadField
from clinic_console.domain.patients import (
    LONGEST_NAME,
    LONGEST_VALUE,
    MOST_ALERTS,
    MOST_CONTACTS,
    MOST_IDENTIFIERS,
    MRN_LONGEST,
    OLDEST_YEARS,
    Alert,
    AlertKind,
    ConsentKind,
    Contact,
    ContactKind,
    Identifier,
    IdentifierKind,
    Name,
    Sex,
)
from clinic_console.domain.patients_changes import Consent, Record
from clinic_console.domain.patients_names import fold, fold_number, parts_of
from clinic_console.domain.patients_values import (
    LEAST_DIGITS,
    is_email,
    is_name_in_kana,
    is_part_of,
    is_phone,
    is_too_old,
)
from clinic_console.hub.service.fields import read_name, read_text, read_word
from clinic_console.wire import patients as wire

LONGEST_SYSTEM: Final = 100
LONGEST_LANGUAGE: Final = 35
EARLIEST_ZONE: Final = timedelta(hours=14)
"""Where a day begins first (Kiribati): what is today there is no time to come."""
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")

Kind = TypeVar("Kind", bound=StrEnum)
Part = TypeVar("Part")
Given = TypeVar("Given")


def latest_today() -> date:
    """Return the latest day that it is today anywhere."""
    return (datetime.now(UTC) + EARLIEST_ZONE).date()


def read_record(data: wire.PatientData, today: date) -> Record:
    """Return what was written of a patient; BadField names the first field that does not fit."""
    name = _name(data)
    born = _past(data.born, today, "data.born")
    if born is not None and is_too_old(born, today):
        raise BadField(f"over {OLDEST_YEARS} years ago", field="data.born")
    return Record(
        name=name,
        mrn=read_word(data.mrn, "data.mrn", MRN_LONGEST) if data.mrn else "",
        born=born,
        sex=_kind(Sex, data.sex, "data.sex"),
        deceased=data.deceased,
        died=_died(data, born, today),
        language=_language(data.language),
        interpreter=data.interpreter,
        identifiers=_each(data.identifiers, "identifiers", MOST_IDENTIFIERS, _identifier, _same_identifier),
        contacts=_each(data.contacts, "contacts", MOST_CONTACTS, _contact, _same_contact),
        alerts=_each(
            data.alerts,
            "alerts",
            MOST_ALERTS,
            lambda given, field: _alert(given, field, today),
            lambda each: (each.kind, fold(each.text)),
        ),
        consents=_each(data.consents, "consents", len(ConsentKind), _consent, lambda each: each.kind),
    )


def _name(data: wire.PatientData) -> Name:
    written = read_name(data.name, "data.name", LONGEST_NAME)
    name = Name(
        written,
        read_text(data.family, "data.family", LONGEST_NAME),
        read_text(data.name_kana, "data.name_kana", LONGEST_NAME),
        read_text(data.name_latin, "data.name_latin", LONGEST_NAME),
        read_text(data.former_name, "data.former_name", LONGEST_NAME),
    )
    if not parts_of(written):
        raise BadField("no letter in it", field="data.name")
    if name.family and not is_part_of(name.family, written):
        raise BadField("no part of the name", field="data.family")
    if not is_name_in_kana(name.kana):
        raise BadField("not kana", field="data.name_kana")
    return name


def _past(day: date | None, today: date, field: str) -> date | None:
    if day is not None and day > today:
        raise BadField("yet to come", field=field)
    return day


def _died(data: wire.PatientData, born: date | None, today: date) -> date | None:
    died = _past(data.died, today, "data.died")
    if died is not None and not data.deceased:
        raise BadField("of somebody who is not deceased", field="data.died")
    if died is not None and born is not None and died < born:
        raise BadField("before the day of birth", field="data.died")
    return died


def _language(given: str) -> str:
    tag = read_text(given, "data.language", LONGEST_LANGUAGE)
    if tag and not _LANGUAGE.fullmatch(tag):
        raise BadField("no language tag (BCP 47)", field="data.language")
    return tag


def _each(
    given: Sequence[Given],
    field: str,
    most: int,
    read: Callable[[Given, str], Part],
    key: Callable[[Part], Hashable],
) -> tuple[Part, ...]:
    if len(given) > most:
        raise BadField(f"over {most}", field=f"data.{field}")
    parts = tuple(read(each, f"data.{field}[{place}]") for place, each in enumerate(given))
    twice = _second(key(part) for part in parts)
    if twice is not None:
        raise BadField("there twice", field=f"data.{field}[{twice}]")
    return parts


def _second(keys: Iterable[Hashable]) -> int | None:
    """Return the place of the first key that was there before."""
    seen: set[Hashable] = set()
    for place, key in enumerate(keys):
        if key in seen:
            return place
        seen.add(key)
    return None


def _kind(kinds: type[Kind], given: str, field: str) -> Kind:
    try:
        return kinds(given)
    except ValueError:
        raise BadField(f"not one of {', '.join(kinds)}", field=field) from None


def _identifier(given: wire.Identifier, field: str) -> Identifier:
    kind = _kind(IdentifierKind, given.kind, f"{field}.kind")
    system = read_text(given.system, f"{field}.system", LONGEST_SYSTEM)
    if kind is IdentifierKind.EXTERNAL and not system:
        raise BadField("whose number it is", field=f"{field}.system")
    value = read_name(given.value, f"{field}.value", LONGEST_VALUE)
    if not fold_number(value):
        raise BadField("neither a letter nor a digit", field=f"{field}.value")
    return Identifier(kind, system, value)


def _same_identifier(each: Identifier) -> Hashable:
    return each.kind, each.system, fold_number(each.value)


def _contact(given: wire.Contact, field: str) -> Contact:
    kind = _kind(ContactKind, given.kind, f"{field}.kind")
    value = read_name(given.value, f"{field}.value", LONGEST_VALUE)
    if kind is ContactKind.PHONE and not is_phone(value):
        raise BadField(f"under {LEAST_DIGITS} digits", field=f"{field}.value")
    if kind is ContactKind.EMAIL and not is_email(value):
        raise BadField("no email address", field=f"{field}.value")
    whose = read_text(given.whose, f"{field}.whose", LONGEST_NAME)
    return Contact(kind, value, whose, read_text(given.relation, f"{field}.relation"))


def _same_contact(each: Contact) -> Hashable:
    return each.kind, fold(each.value), fold(each.whose)


def _alert(given: wire.Alert, field: str, today: date) -> Alert:
    kind = _kind(AlertKind, given.kind, f"{field}.kind")
    text = read_text(given.text, f"{field}.text", LONGEST_VALUE)
    if kind is AlertKind.OTHER and not text:
        raise BadField("nothing that could be known", field=f"{field}.text")
    return Alert(kind, text, _past(given.since, today, f"{field}.since"))


def _consent(given: wire.Consent, field: str) -> Consent:
    return Consent(_kind(ConsentKind, given.kind, f"{field}.kind"), given.given)
