"""What is said of a patient: details, marks, and how long broken glass holds."""

from PySide6.QtCore import QCoreApplication

from clinic_console.desktop.charts.times import age_text, born_text, clock_text, day_number
from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.state.wards import Wards


def details_text(patient: Chart, now: int, zone: str) -> str:
    """Return number, date of birth with age, and sex on one line (``now`` 0: the hub's time is not known)."""
    parts = [QCoreApplication.translate("Patient", "MRN %1").replace("%1", patient.mrn)]
    if patient.born is not None:
        parts.append(born_text(patient.born))
        if now:
            born = patient.born.year * 10_000 + patient.born.month * 100 + patient.born.day
            years = max(0, (day_number(now, zone) - born) // 10_000)
            parts.append(QCoreApplication.translate("Patient", "%n years", None, years))
    sex = sex_text(patient.sex)
    return " · ".join([*parts, sex] if sex else parts)


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
    bed = next((bed for bed in wards.beds if bed.patient is not None and bed.patient.id == patient), None)
    if bed is None:
        return QCoreApplication.translate("Patient", "In no bed of the wards that you watch")
    ward = wards.of(bed)
    text = QCoreApplication.translate("Patient", "%1, bed %2", "a ward and a bed")
    # Where two wards have a bed of this name, the ward stands in the bed's name already.
    bare = bed.name.rsplit(" · ", 1)[-1]
    return text.replace("%2", bare).replace("%1", ward.name if ward is not None else "")
