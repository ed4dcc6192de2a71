"""What stands in a chart, in words: kinds of numbers, contacts and visits, consents, and what was changed."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication

from clinic_console.desktop.charts.names import initials
from clinic_console.desktop.charts.times import born_text, clock_text, date_text, day_number
from clinic_console.desktop.state.chart import Chart, Confirmation, Edit
from clinic_console.desktop.views.identity_words import identity_names
from clinic_console.desktop.views.patients_words import (
    NARROW,
    alert_kinds,
    grouped,
    language_text,
    life_text,
    mrn_text,
    sex_text,
)
from clinic_console.domain.patients import ConsentKind, ContactKind, IdentifierKind

LETTERS: Final = 2
NOTHING: Final = "–"
_DATE: Final = re.compile(r"\((\d{4}-\d{2}-\d{2})\)$")
_SQUARE: Final = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL")


def monogram(chart: Chart) -> str:
    """Return what stands in the circle before a name: two signs of a family name in kanji, else initials."""
    name = chart.family or chart.name
    first = next((letter for letter in name if letter.isalpha()), "")
    if first and unicodedata.name(first, "").startswith(_SQUARE):
        return name.split()[0][:LETTERS]
    return "".join(letter for letter in initials(chart.name, chart.latin) if letter.isalpha())[:LETTERS]


def facts_text(chart: Chart, now: int, zone: str) -> str:
    """Return date of birth, age, sex, number and phone on one line."""
    born = born_text(chart.born) if chart.born is not None else QCoreApplication.translate("Chart", "Born: not known")
    parts = [born, life_text(chart, now, zone), sex_text(chart.sex), mrn_text(chart.mrn)]
    if phone := phone_of(chart):
        parts.append(QCoreApplication.translate("Chart", "Phone %1").replace("%1", phone))
    # A line is broken between two facts, not inside a number.
    return " · ".join(part.replace(" ", NARROW) for part in parts if part)


def phone_of(chart: Chart) -> str:
    """Return the patient's own first phone number, empty if there is none."""
    phones = (each for each in chart.contacts if each.kind == ContactKind.PHONE and not each.whose)
    return next((each.value for each in phones), "")


def confirmed_text(confirmed: Confirmation, zone: str, now: int) -> str:
    """Return when and by whom a patient's identity was confirmed, and by what; with the date if not today."""
    today = now and day_number(now, zone) == day_number(confirmed.at, zone)
    day = "" if today else f"{date_text(confirmed.at, zone)} "
    text = QCoreApplication.translate("Chart", "Identity confirmed %1 by %2: %3")
    which = ", ".join(_inside(identity_names().get(each, each)) for each in confirmed.which)
    return text.replace("%3", which).replace("%2", confirmed.by).replace("%1", day + clock_text(confirmed.at, zone))


def identifier_kinds() -> dict[str, str]:
    """Return what the numbers are called that others gave."""
    translate = QCoreApplication.translate
    return {
        IdentifierKind.INSURANCE: translate("Chart", "Insurance"),
        IdentifierKind.NATIONAL: translate("Chart", "National number"),
        IdentifierKind.PASSPORT: translate("Chart", "Passport"),
        IdentifierKind.LICENCE: translate("Chart", "Driving licence"),
        IdentifierKind.EXTERNAL: translate("Chart", "External number"),
        IdentifierKind.OTHER: translate("Chart", "Other number"),
    }


def contact_kinds() -> dict[str, str]:
    """Return what ways to reach somebody are called."""
    translate = QCoreApplication.translate
    return {
        ContactKind.PHONE: translate("Chart", "Phone"),
        ContactKind.EMAIL: translate("Chart", "Email"),
        ContactKind.ADDRESS: translate("Chart", "Address"),
    }


def consent_kinds() -> dict[str, str]:
    """Return what a patient can agree to."""
    translate = QCoreApplication.translate
    return {
        ConsentKind.MESSAGES: translate("Chart", "Messages and reminders"),
        ConsentKind.SHARING: translate("Chart", "Sharing with other providers"),
        ConsentKind.RESEARCH: translate("Chart", "Research"),
        ConsentKind.PHOTO: translate("Chart", "Photographs"),
    }


def visit_kinds() -> dict[str, str]:
    """Return what kinds of visits are called (those of FHIR and of Synthea); others are shown as they came."""
    translate = QCoreApplication.translate
    return {
        "ambulatory": translate("Chart", "Ambulatory"),
        "outpatient": translate("Chart", "Outpatient"),
        "inpatient": translate("Chart", "Inpatient"),
        "emergency": translate("Chart", "Emergency"),
        "urgentcare": translate("Chart", "Urgent care"),
        "wellness": translate("Chart", "Check-up"),
    }


def field_words() -> dict[str, str]:
    """Return what the fields of a patient are called."""
    translate = QCoreApplication.translate
    return {
        "name": translate("Chart", "Name"),
        "family": translate("Chart", "Family name"),
        "name_kana": translate("Chart", "Kana"),
        "name_latin": translate("Chart", "Latin letters"),
        "former_name": translate("Chart", "Former name"),
        "mrn": translate("Chart", "MRN"),
        "born": translate("Chart", "Date of birth"),
        "sex": translate("Chart", "Sex"),
        "deceased": translate("Chart", "Deceased"),
        "died": translate("Chart", "Date of death"),
        "language": translate("Chart", "Language"),
        "interpreter": translate("Chart", "Interpreter"),
        "identifiers": translate("Chart", "Numbers"),
        "contacts": translate("Chart", "Contacts"),
        "alerts": translate("Chart", "Alerts"),
        "consents": translate("Chart", "Consents"),
    }


def change_text(edit: Edit) -> str:
    """Return which field was changed; what a newer hub changes is shown by its own name."""
    if edit.change is not None:
        return field_words().get(edit.change.field, edit.change.field)
    if edit.version.version == 1:
        return QCoreApplication.translate("Chart", "Registered")
    return QCoreApplication.translate("Chart", "Saved without a change")


def values_text(field: str, values: Sequence[str]) -> str:
    """Return what stood in a field, a line each, from the lines that the hub keeps."""
    translate = QCoreApplication.translate
    if field in ("deceased", "interpreter"):
        return translate("Chart", "yes") if values else translate("Chart", "no")
    said: dict[str, Callable[[str], str]] = {
        "born": _day,
        "died": _day,
        "sex": lambda sex: sex_text(sex) or translate("Chart", "not known"),
        "language": language_text,
        "mrn": grouped,
        "identifiers": partial(_of_kind, identifier_kinds()),
        "contacts": partial(_of_kind, contact_kinds()),
        "alerts": partial(_of_kind, alert_kinds()),
        "consents": _consent,
    }
    way = said.get(field, str)
    return "\n".join(filter(None, (way(value) for value in values))) or NOTHING


def period_text(began: int, ended: int | None, zone: str) -> str:
    """Return from when until when something lasted; the second date only where it is another."""
    start = f"{date_text(began, zone)} {clock_text(began, zone)}"
    if ended is None:
        return start
    same = day_number(began, zone) == day_number(ended, zone)
    end = clock_text(ended, zone) if same else f"{date_text(ended, zone)} {clock_text(ended, zone)}"
    return (
        QCoreApplication.translate("Chart", "%1 – %2", "a time and another one")
        .replace("%2", end)
        .replace("%1", start)
    )


def alert_kind_text(kind: str) -> str:
    """Return what a kind of alert is called."""
    return alert_kinds().get(kind, kind)


def _inside(name: str) -> str:
    """Return a name as it stands inside a sentence; an abbreviation stays one."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _day(value: str) -> str:
    try:
        return born_text(date.fromisoformat(value))
    except ValueError:
        return value


def _of_kind(kinds: Mapping[str, str], line: str) -> str:
    """Return a line of a list, which begins with its kind and may end with a date."""
    kind, _, rest = line.partition(" ")
    rest = _DATE.sub(lambda found: f"({_day(found[1])})", rest)
    if not rest:
        return kinds.get(kind, kind)
    text = QCoreApplication.translate("Chart", "%1: %2", "a kind, and what is said of it")
    return text.replace("%2", rest).replace("%1", kinds.get(kind, kind))


def _consent(line: str) -> str:
    kind, _, given = line.partition(" ")
    text = QCoreApplication.translate("Chart", "%1: %2", "a kind, and what is said of it")
    said = consent_words()[given == "yes"]
    return text.replace("%2", said).replace("%1", consent_kinds().get(kind, kind))


def consent_words() -> dict[bool, str]:
    """Return what a patient may have said."""
    return {True: QCoreApplication.translate("Chart", "given"), False: QCoreApplication.translate("Chart", "refused")}
