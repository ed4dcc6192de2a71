"""What is said of a patient: details, alerts, marks, where they lie, and how long broken glass holds."""

from datetime import date
from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from clinic_console.desktop.charts.times import age_text, born_text, clock_text, day_number
from clinic_console.desktop.state.chart import Alert, Chart
from clinic_console.desktop.state.wards import Bed, Wards
from clinic_console.domain.patients import AlertKind

NARROW: Final = "\u00a0"
"""Divides a number into groups without a line being broken there."""
GROUP: Final = 3
LEAST_GROUPED: Final = 5
MONTHS_UNTIL: Final = 24
DAYS_UNTIL: Final = 2
"""Ages are in months below two years, in days below two months."""
_OWN_NAMES: Final = {"en": "English", "es": "español", "zh": "中文"}
"""Qt knows these by a country alone: American English."""


def details_text(patient: Chart, now: int, zone: str) -> str:
    """Return number, date of birth with age, and sex on one line (``now`` 0: the hub's time is not known)."""
    parts = [mrn_text(patient.mrn)]
    if patient.born is not None:
        parts += [born_text(patient.born), life_text(patient, now, zone)]
    return " · ".join(part for part in (*parts, sex_text(patient.sex)) if part)


def mrn_text(mrn: str) -> str:
    """Return a record number with its name, grouped for reading."""
    return QCoreApplication.translate("Patient", "MRN %1").replace("%1", grouped(mrn))


def grouped(number: str) -> str:
    """Return a long number of digits alone in groups of three, as it is read aloud; any other as it is."""
    if not (number.isascii() and number.isdigit()) or len(number) < LEAST_GROUPED:
        return number
    head = len(number) % GROUP
    groups = [number[:head]] if head else []
    groups += [number[at : at + GROUP] for at in range(head, len(number), GROUP)]
    return NARROW.join(groups)


def life_text(patient: Chart, now: int, zone: str) -> str:
    """Return an age in years, of a small child in months or days; of who is deceased at death, if that is known."""
    if patient.born is None or (patient.deceased and patient.died is None) or not (now or patient.died):
        return ""
    until = patient.died if patient.deceased else None
    if until is None:
        today = day_number(now, zone)
        until = date(today // 10_000, today // 100 % 100, today % 100)
    born = patient.born
    months = (until.year - born.year) * 12 + until.month - born.month - (until.day < born.day)
    if months >= MONTHS_UNTIL:
        return QCoreApplication.translate("Patient", "%n years", None, months // 12)
    if months >= DAYS_UNTIL:
        return QCoreApplication.translate("Patient", "%n months", None, months)
    return QCoreApplication.translate("Patient", "%n days", None, max(0, (until - born).days))


def alert_text(alert: Alert) -> str:
    """Return what everybody must know: its kind, and what is said of it."""
    kind = alert_kinds().get(alert.kind, alert.kind)
    if not alert.text:
        return kind
    if alert.kind == AlertKind.OTHER:
        return alert.text
    return QCoreApplication.translate("Patient", "%1: %2").replace("%2", alert.text).replace("%1", kind)


def alert_kinds() -> dict[str, str]:
    """Return what kinds of alerts are called."""
    translate = QCoreApplication.translate
    return {
        AlertKind.ALLERGY: translate("Patient", "Allergy"),
        AlertKind.INFECTION: translate("Patient", "Infection"),
        AlertKind.FALL_RISK: translate("Patient", "Fall risk"),
        AlertKind.DO_NOT_MOVE: translate("Patient", "Do not move"),
        AlertKind.OTHER: translate("Patient", "Alert"),
    }


def since_text(since: date | None) -> str:
    """Return since when something holds; nothing where that is not known."""
    return QCoreApplication.translate("Patient", "since %1").replace("%1", born_text(since)) if since else ""


def deceased_text(patient: Chart) -> str:
    """Return that a patient has died, and when if that is known; nothing of the living."""
    if not patient.deceased:
        return ""
    if patient.died is None:
        return QCoreApplication.translate("Patient", "Deceased")
    return QCoreApplication.translate("Patient", "Deceased %1").replace("%1", born_text(patient.died))


def interpreter_text(patient: Chart) -> str:
    """Return that an interpreter is needed, and for which language; nothing where none is."""
    if not patient.interpreter:
        return ""
    language = language_text(patient.language)
    if not language:
        return QCoreApplication.translate("Patient", "Interpreter needed")
    return QCoreApplication.translate("Patient", "Interpreter: %1").replace("%1", language)


def language_text(language: str) -> str:
    """Return what a language is called: in English, elsewhere by its own name; what is no code as it was written."""
    code = language.split("-", 1)[0].lower()
    known = QLocale.codeToLanguage(code)
    if known is QLocale.Language.AnyLanguage:
        return language
    if QLocale().language() is QLocale.Language.English:
        return QLocale.languageToString(known)
    return _OWN_NAMES.get(code) or QLocale(known).nativeLanguageName()


def sex_text(sex: str) -> str:
    """Return a sex in a word, nothing where it is not known."""
    return {
        "F": QCoreApplication.translate("Patient", "female"),
        "M": QCoreApplication.translate("Patient", "male"),
        "X": QCoreApplication.translate("Patient", "other"),
    }.get(sex, "")


def kinds() -> tuple[tuple[str, str], ...]:
    """Return the kinds of restricted charts with their names."""
    translate = QCoreApplication.translate
    return (
        ("staff", translate("Patient", "Member of staff")),
        ("vip", translate("Patient", "Public figure")),
        ("own", translate("Patient", "Own chart of somebody who works here")),
        ("family", translate("Patient", "Family of staff")),
    )


def restriction_text(restriction: str) -> str:
    """Return what a mark means, nothing without one."""
    kind = dict(kinds()).get(restriction, restriction)
    text = QCoreApplication.translate("Patient", "Restricted chart: %1")
    return text.replace("%1", kind) if restriction else ""


def until_text(expires: int, zone: str) -> str:
    """Return until when broken glass holds, as the shell says it."""
    text = QCoreApplication.translate("Patient", "Glass broken: until %1")
    return text.replace("%1", clock_text(expires, zone))


def left_text(expires: int, now: int, zone: str) -> str:
    """Return until when a chart is open, and for how long from now."""
    if not now:
        return QCoreApplication.translate("Patient", "Open until %1").replace("%1", clock_text(expires, zone))
    text = QCoreApplication.translate("Patient", "Open until %1, for %2")
    return text.replace("%2", age_text(max(0, expires - now))).replace("%1", clock_text(expires, zone))


def place_text(patient: str, wards: Wards) -> str:
    """Return where a patient lies, as far as the watched wards tell."""
    bed = bed_of(patient, wards)
    if bed is None:
        return QCoreApplication.translate("Patient", "In no bed of the wards that you watch")
    return bed_text(bed, wards)


def bed_of(patient: str, wards: Wards) -> Bed | None:
    """Return the bed in which a patient lies, if it is one of the watched wards."""
    return next((bed for bed in wards.beds if bed.patient is not None and bed.patient.id == patient), None)


def bed_text(bed: Bed, wards: Wards) -> str:
    """Return the ward and the name of a bed."""
    ward = wards.of(bed)
    text = QCoreApplication.translate("Patient", "%1, bed %2", "a ward and a bed")
    # Where two wards have a bed of this name, the ward stands in the bed's name already.
    bare = bed.name.rsplit(" · ", 1)[-1]
    return text.replace("%2", bare).replace("%1", ward.name if ward is not None else "")
