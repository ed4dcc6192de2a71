"""What a patient's form says: choices, faults, who somebody may be, what others changed, why nothing was saved."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QCoreApplication

from clinic_console.desktop.bridge import advice, sentences, words
from clinic_console.desktop.charts.times import born_text, clock_text
from clinic_console.desktop.state.patients_form import Changed, FormState, Mode
from clinic_console.desktop.state.patients_form_check import Fault, date_fault
from clinic_console.desktop.state.patients_form_content import CONSENT, NO, YES, is_day
from clinic_console.desktop.state.patients_merge import Cells, Place
from clinic_console.desktop.views.chart_words import consent_kinds, contact_kinds, field_words, identifier_kinds
from clinic_console.desktop.views.patients_form_days import example
from clinic_console.desktop.views.patients_words import alert_kinds, language_text, sex_text
from clinic_console.domain.errors import (
    BadInput,
    ClinicError,
    GlassNeeded,
    HubUnavailable,
    NotAllowed,
    NotFound,
    ProbableDuplicate,
    Taken,
)
from clinic_console.domain.patients import OLDEST_YEARS

LANGUAGES: Final = (
    "en", "ja", "zh", "ko", "es", "pt", "fr", "de", "it", "nl", "pl", "cs", "uk", "ru", "tr", "ar", "fa", "ur", "hi",
    "bn", "ne", "ta", "th", "vi", "id", "ms", "tl", "my", "mn", "so", "sw",
)  # fmt: skip
"""Languages that are offered (ISO 639); any other that a patient has stands there as well."""


def sex_choices() -> tuple[tuple[str, str], ...]:
    """Return the sexes, as they are kept and as they are called."""
    unknown = QCoreApplication.translate("PatientForm", "Not known")
    return (("U", unknown), *((sex, sex_text(sex).capitalize()) for sex in ("F", "M", "X")))


def language_choices() -> tuple[tuple[str, str], ...]:
    """Return the languages that are offered."""
    none = QCoreApplication.translate("PatientForm", "Not known")
    return (("", none), *((code, language_text(code)) for code in LANGUAGES))


def consent_choices() -> tuple[tuple[str, str], ...]:
    """Return what can be said of a consent."""
    translate = QCoreApplication.translate
    return (
        ("", translate("PatientForm", "Not asked")),
        (YES, translate("PatientForm", "Given")),
        (NO, translate("PatientForm", "Refused")),
    )


def alert_choices() -> tuple[tuple[str, str], ...]:
    """Return the kinds of alerts, before which nothing is chosen."""
    return (("", QCoreApplication.translate("PatientForm", "Choose …")), *alert_kinds().items())


def fault_text(fault: Fault) -> str:
    """Return what is wrong with a field, and what would be right."""
    translate = QCoreApplication.translate
    if fault is Fault.NO_DATE:
        return translate("PatientForm", "This cannot be read as a date. For example: %1").replace("%1", example())
    if fault is Fault.TOO_OLD:
        return translate("PatientForm", "More than %n years ago: look at the year.", None, OLDEST_YEARS)
    return {
        Fault.NO_NAME: translate("PatientForm", "Enter the name, as the patient writes it."),
        Fault.FUTURE: translate("PatientForm", "This day is yet to come."),
        Fault.BEFORE_BIRTH: translate("PatientForm", "This is before the date of birth."),
        Fault.NO_MRN: translate("PatientForm", "A registered patient has a record number."),
        Fault.NO_VALUE: translate("PatientForm", "Enter it, or take the row out."),
        Fault.NO_KIND: translate("PatientForm", "Choose what kind of alert this is."),
    }[fault]


def refused_text(error: ClinicError, field: str, kind: str = "") -> str:
    """Return why the hub did not take a field, or a row of a ``kind``."""
    translate = QCoreApplication.translate
    if isinstance(error, Taken):
        return translate("PatientForm", "Another patient has this number already.")
    if error.field.endswith("]"):
        return translate("PatientForm", "This stands here twice.")
    known = {
        "family": translate("PatientForm", "This is no part of the name."),
        "name_kana": translate("PatientForm", "Write it in hiragana or katakana."),
        "phone": translate("PatientForm", "A phone number has three digits or more."),
        "email": translate("PatientForm", "This is no email address."),
        "external": translate("PatientForm", "Say whose number it is."),
        "other": translate("PatientForm", "Say what everybody must know.") if field == "alerts" else "",
    }
    other = translate("PatientForm", "The hub cannot take this. Look at how it is written.")
    return known.get(kind or field) or (other if isinstance(error, BadInput) else words(error))


def day_text(text: str, today: date) -> str:
    """Return how a date of birth is understood, with the age; how one may be written while it is none."""
    if date_fault(text, today) in (Fault.FUTURE, Fault.TOO_OLD):
        return ""
    if not is_day(text):
        return QCoreApplication.translate("PatientForm", "For example %1").replace("%1", example()) if text else ""
    born = date.fromisoformat(text)
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    age = QCoreApplication.translate("Patient", "%n years", None, years)
    return f"{born_text(born)} · {age}"


def died_text(text: str) -> str:
    """Return how a date is understood."""
    return born_text(date.fromisoformat(text)) if is_day(text) else ""


def problem_text(error: ClinicError, *, registering: bool) -> str:
    """Return why it was not saved, and what can be done."""
    translate = QCoreApplication.translate
    kept = translate("PatientForm", "What you typed is kept.")
    if isinstance(error, HubUnavailable):
        again = translate("PatientForm", "Not saved yet. %1 Save again in a moment.").replace("%1", kept)
        return sentences(words(error), again)
    if isinstance(error, ProbableDuplicate):
        return translate("PatientForm", "Somebody like this is known already: look before you register another one.")
    if isinstance(error, NotFound):
        return sentences(
            translate("PatientForm", "This patient is not (any more) among those of your clinics."), kept
        )
    if isinstance(error, GlassNeeded):
        return sentences(words(error), kept)
    if isinstance(error, NotAllowed):
        text = (
            translate("PatientForm", "You are not allowed to register patients in this clinic.")
            if registering
            else translate("PatientForm", "You are not allowed to change this patient.")
        )
        return sentences(text, kept)
    return sentences(words(error), advice(error), kept)


def link_text(error: ClinicError) -> str:
    """Return why nobody was taken in."""
    if isinstance(error, NotFound):
        return QCoreApplication.translate(
            "PatientForm", "Nobody has this name, date of birth and number. Compare all three with what was shown."
        )
    return sentences(words(error), advice(error))


def alike_text(alike: Sequence[str]) -> str:
    """Return why two may be the same."""
    translate = QCoreApplication.translate
    said = {
        "identifier": translate("PatientForm", "same number"),
        "born": translate("PatientForm", "same date of birth"),
        "phone": translate("PatientForm", "same phone"),
        "name": translate("PatientForm", "name alike"),
    }
    text = ", ".join(words for key, words in said.items() if key in alike)
    return text[:1].upper() + text[1:]


def changed_text(changed: Changed, fields: Iterable[str], zone: str) -> str:
    """Return who has changed what, and when."""
    translate = QCoreApplication.translate
    by = ", ".join(changed.by) or translate("PatientForm", "somebody")
    if not changed.at:
        return translate("PatientForm", "Changed by %1: %2").replace("%2", ", ".join(fields)).replace("%1", by)
    text = translate("PatientForm", "Changed by %1 at %2: %3").replace("%3", ", ".join(fields))
    return text.replace("%2", clock_text(changed.at, zone)).replace("%1", by)


def changed_fields(state: FormState, changed: Changed) -> list[str]:
    """Return what was changed by somebody else, as it is called: of contacts, which kinds."""
    kinds = contact_kinds()
    seen = {Place("contacts", row.key): row.cells for row in state.draft.rows["contacts"]}
    places = sorted({*changed.taken, *changed.contested})
    contacts = [kinds.get(seen[place][0], "") for place in places if place in seen]
    names: list[str] = []
    for field in changed.fields or tuple(place.field for place in places):
        if field == "contacts" and contacts:
            names += contacts
        else:
            names.append(field_name(field))
    # In a sentence, but for what is an abbreviation (MRN).
    return [name if name.isupper() else name.lower() for name in dict.fromkeys(filter(None, names))]


def field_name(field: str) -> str:
    """Return what a field is called."""
    if field.startswith(CONSENT):
        return consent_kinds().get(field.removeprefix(CONSENT), field)
    return field_words().get(field, field)


def theirs_text(place: Place, cells: Cells | None, by: str) -> str:
    """Return what somebody else made of a field or a row."""
    if cells is None:
        return QCoreApplication.translate("PatientForm", "%1 has taken this out").replace("%1", by)
    said = " · ".join(filter(None, _spoken(place, cells))) or QCoreApplication.translate("PatientForm", "nothing")
    text = QCoreApplication.translate("PatientForm", "%1: %2", "who, and what this one wrote")
    return text.replace("%2", said).replace("%1", by)


def title_text(state: FormState) -> str:
    """Return what the form is for."""
    if state.mode is Mode.NEW:
        return QCoreApplication.translate("PatientForm", "New patient")
    return QCoreApplication.translate("PatientForm", "Change %1").replace("%1", state.known_as)


def save_text(state: FormState) -> str:
    """Return what saving is called now."""
    if state.mode is not Mode.NEW:
        return QCoreApplication.translate("PatientForm", "Save")
    if state.despite:
        return QCoreApplication.translate("PatientForm", "Register anyway")
    return QCoreApplication.translate("PatientForm", "Register")


def _spoken(place: Place, cells: Cells) -> Iterable[str]:
    if place.row >= 0:
        kinds = {**contact_kinds(), **identifier_kinds(), **alert_kinds()}
        # The two kinds that are called other stand in lists of their own.
        kinds |= identifier_kinds() if place.field == "identifiers" else {}
        return (kinds.get(cells[0], cells[0]), *(died_text(cell) or cell for cell in cells[1:]))
    (text,) = cells
    choices = {
        "sex": sex_choices(),
        "language": language_choices(),
        "interpreter": _yes_or_no(),
        "deceased": _yes_or_no(),
    }.get(place.field, consent_choices() if place.field.startswith(CONSENT) else ())
    return (dict(choices).get(text) or died_text(text) or text,)


def _yes_or_no() -> tuple[tuple[str, str], ...]:
    translate = QCoreApplication.translate
    return (("", translate("PatientForm", "No")), (YES, translate("PatientForm", "Yes")))
