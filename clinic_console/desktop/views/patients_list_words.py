"""What is said of patients in a list: columns of one line, the two lines beside a chart, and words for marks."""

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import QCoreApplication, QLocale

from clinic_console.desktop.charts.times import born_text
from clinic_console.desktop.models.roll import Drawn, RollColumn
from clinic_console.desktop.models.table import Cell
from clinic_console.desktop.state.patients_list import Line
from clinic_console.desktop.views.patients_words import alert_kinds, grouped, sex_text

Today = Callable[[], date | None]


def columns(today: Today, clinics: Mapping[str, str]) -> tuple[RollColumn[Line], ...]:
    """Return the columns; ``clinics`` are names by id, and have a column where there are several."""
    translate = QCoreApplication.translate

    def where(line: Line) -> Cell:
        return Cell(clinics.get(line.clinic, ""))

    found: tuple[RollColumn[Line], ...] = (
        RollColumn(translate("Patients", "Name"), name_cell, 200, 5, sort="name"),
        RollColumn(translate("Patients", "Born"), lambda line: born_cell(line, today()), 150, 1, sort="born"),
        RollColumn(translate("Patients", "Sex"), lambda line: Cell(sex_text(line.sex)), 70, drop=2),
        RollColumn(translate("Patients", "MRN"), _number_cell, 120, 1, drop=1, sort="mrn"),
        RollColumn(translate("Patients", "Alerts"), _no_cell, 150, 4, several=mark_cells),
    )
    clinic: RollColumn[Line] = RollColumn(translate("Patients", "Clinic"), where, 120, 2, drop=3)
    return (*found, clinic) if len(clinics) > 1 else found


def narrow(line: Line) -> Drawn:
    """Return the two lines of a patient beside a chart: above, below, and below at the right."""
    marks = tuple(Cell(icon=cell.icon, tone=cell.tone) for cell in mark_cells(line)[:1] if cell.icon)
    born = born_text(line.born) if line.born is not None else ""
    below = " · ".join(filter(None, (born, sex_letter(line.sex), dead_text() if line.deceased else "")))
    return (name_cell(line), *marks), (Cell(below),), (_number_cell(line),)


def name_cell(line: Line) -> Cell:
    """Return a name as it is written, and behind it how it is read."""
    beside = line.latin if line.latin and line.latin != line.name else line.kana
    return Cell(line.name or line.latin, "strong", beside if beside != line.name else "")


def born_cell(line: Line, today: date | None) -> Cell:
    """Return a date of birth, and behind it the age."""
    if line.born is None:
        return Cell()
    if today is None or line.deceased:
        return Cell(born_text(line.born))
    years = max(0, today.year - line.born.year - ((today.month, today.day) < (line.born.month, line.born.day)))
    said = QCoreApplication.translate("Patient", "%n years", None, years)
    short = QCoreApplication.translate("Patients", "%1 y", "an age in years, short").replace("%1", str(years))
    return Cell(born_text(line.born), beside=short, said=f"{born_text(line.born)}, {said}")


def mark_cells(line: Line) -> tuple[Cell, ...]:
    """Return what is to be known of somebody: alerts first, then the need of an interpreter, then death."""
    kinds = alert_kinds()
    found = [Cell(kinds.get(kind, kind), "notice", icon="notice", pill=True) for kind in line.alerts]
    if line.interpreter:
        found.append(Cell(QCoreApplication.translate("Patients", "Interpreter"), "plain", pill=True))
    if line.deceased:
        found.append(Cell(dead_text(), "muted", pill=True))
    return tuple(found)


def dead_text() -> str:
    """Return the mark of who has died."""
    return QCoreApplication.translate("Patients", "Deceased")


def sex_letter(sex: str) -> str:
    """Return a sex in a letter, nothing where it is not known."""
    return {
        "F": QCoreApplication.translate("Patients", "F", "female, in one letter"),
        "M": QCoreApplication.translate("Patients", "M", "male, in one letter"),
        "X": QCoreApplication.translate("Patients", "X", "other sex, in one letter"),
    }.get(sex, "")


def number_text(number: int) -> str:
    """Return a number with its thousands set apart."""
    return QLocale().toString(number)


def _number_cell(line: Line) -> Cell:
    return Cell(grouped(line.mrn), said=line.mrn)


def _no_cell(_line: Line) -> Cell:
    return Cell()
