"""Imports in words: fields, ways to read a file, what is missing, what is wrong with a file or with a row."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from clinic_console.desktop.state.imports import Import, Refused
from clinic_console.desktop.state.imports_draft import Basis, Lack, Trouble
from clinic_console.domain.imports import Kind


def kinds() -> dict[str, str]:
    """Return what a file can have rows of."""
    translate = QCoreApplication.translate
    return {
        Kind.PATIENTS: translate("Imports", "Patients"),
        Kind.ENCOUNTERS: translate("Imports", "Past visits"),
        Kind.APPOINTMENTS: translate("Imports", "Past appointments"),
        Kind.DAY_LIST: translate("Imports", "Day list"),
    }


def fields(kind: str) -> dict[str, str]:
    """Return what a column can give, by its field."""
    translate = QCoreApplication.translate
    if kind in (Kind.APPOINTMENTS, Kind.DAY_LIST):
        return _appointments() if kind == Kind.APPOINTMENTS else _listed()
    if kind == Kind.ENCOUNTERS:
        return {
            **_whose(),
            "began": translate("Imports", "Began"),
            "ended": translate("Imports", "Ended"),
            "kind": translate("Imports", "Kind of visit"),
            "code": translate("Imports", "Code"),
            "text": translate("Imports", "What was done"),
            "reason": translate("Imports", "Reason"),
            "practitioner": translate("Imports", "Doctor"),
        }
    return {
        "external": translate("Imports", "Id of the patient"),
        "mrn": translate("Imports", "Record number"),
        **_names(),
        "born": translate("Imports", "Date of birth"),
        "died": translate("Imports", "Date of death"),
        "sex": translate("Imports", "Sex"),
        "phone": translate("Imports", "Phone"),
        "email": translate("Imports", "Email"),
        "address": translate("Imports", "Address"),
        "insurance": translate("Imports", "Insurance number"),
        "national": translate("Imports", "National number"),
        "passport": translate("Imports", "Passport"),
        "licence": translate("Imports", "Driving licence"),
        "language": translate("Imports", "Language"),
    }


def _whose() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        "external": translate("Imports", "Id of the visit"),
        "patient": translate("Imports", "Id of the patient"),
        "mrn": translate("Imports", "Record number"),
    }


def _appointments() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        **_whose(),
        "day": translate("Imports", "Day of the visit"),
        "booked": translate("Imports", "Booked on"),
        "missed": translate("Imports", "Did not come (yes, no)"),
        "state": translate("Imports", "How it ended"),
        "kind": translate("Imports", "Kind of visit"),
        "reason": translate("Imports", "Reason"),
        "text": translate("Imports", "Note"),
        "doctor": translate("Imports", "Doctor"),
        "name": translate("Imports", "Whole name"),
        "sex": translate("Imports", "Sex"),
        "age": translate("Imports", "Age (checked only)"),
        "born": translate("Imports", "Date of birth"),
    }


def _listed() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        **_whose(),
        "name": translate("Imports", "Whole name"),
        "born": translate("Imports", "Date of birth"),
        "begins": translate("Imports", "Day and time"),
        "day": translate("Imports", "Day of the visit"),
        "time": translate("Imports", "Time"),
        "doctor": translate("Imports", "Doctor"),
        "type": translate("Imports", "Type of visit"),
        "reason": translate("Imports", "Reason"),
    }


def _names() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        "name": translate("Imports", "Whole name"),
        "family": translate("Imports", "Family name"),
        "given": translate("Imports", "Given name"),
        "middle": translate("Imports", "Middle name"),
        "prefix": translate("Imports", "Title (left out)"),
        "suffix": translate("Imports", "Suffix (left out)"),
        "former": translate("Imports", "Former name"),
        "kana": translate("Imports", "Kana"),
        "latin": translate("Imports", "Latin letters"),
    }


def encodings() -> dict[str, str]:
    """Return how a file's letters can be written."""
    translate = QCoreApplication.translate
    return {
        "utf-8": "UTF-8",
        "utf-8-sig": translate("Imports", "UTF-8, marked"),
        "utf-16": "UTF-16",
        "utf-16-le": "UTF-16 LE",
        "utf-16-be": "UTF-16 BE",
        "shift_jis": translate("Imports", "Shift JIS (Japanese)"),
        "latin-1": translate("Imports", "Latin 1 (Western)"),
    }


def delimiters() -> dict[str, str]:
    """Return what can stand between two columns."""
    translate = QCoreApplication.translate
    return {
        ",": translate("Imports", "Comma"),
        ";": translate("Imports", "Semicolon"),
        "\t": translate("Imports", "Tab"),
        "|": translate("Imports", "Bar"),
    }


def orders() -> dict[str, str]:
    """Return how dates can be written."""
    translate = QCoreApplication.translate
    return {
        "ymd": translate("Imports", "Year, month, day"),
        "dmy": translate("Imports", "Day, month, year"),
        "mdy": translate("Imports", "Month, day, year"),
    }


def basis_text(basis: Basis) -> str:
    """Say where what stands in the columns was taken from."""
    translate = QCoreApplication.translate
    return {
        Basis.GUESSED: translate("Imports", "The columns were guessed by what stands in them: look through them."),
        Basis.TITLES: translate("Imports", "The columns were taken from the titles in the first line."),
        Basis.REMEMBERED: translate("Imports", "The columns are as in the last file like this one."),
        Basis.TITLES_DIFFER: translate(
            "Imports", "The titles differ from those of the last file: look through the columns."
        ),
        Basis.CHOSEN: "",
    }[basis]


def lack_text(lack: Lack) -> str:
    """Say what is still missing."""
    translate = QCoreApplication.translate
    return {
        Lack.FILE: translate("Imports", "Choose a file."),
        Lack.NAME: translate("Imports", "Choose which column holds the name."),
        Lack.EXTERNAL: translate("Imports", "Choose which column holds the id of the visit."),
        Lack.PATIENT: translate("Imports", "Choose which column says who the patient is."),
        Lack.BEGAN: translate("Imports", "Choose which column says when the visit began."),
        Lack.DAY: translate("Imports", "Choose which column says on which day the visit was."),
        Lack.TIME: translate("Imports", "Choose which columns say on which day and at which time the visit begins."),
        Lack.DOCTOR: translate("Imports", "Choose which column names the doctor."),
        Lack.TYPE: translate("Imports", "Choose which column names the type of visit."),
        Lack.SYSTEM: translate("Imports", "Name the system that the file comes from: its ids belong to it."),
        Lack.LAYOUT: translate("Imports", "Something in the columns does not fit: look through them."),
    }[lack]


def trouble_texts(trouble: Trouble) -> tuple[str, str]:
    """Say why a file cannot be imported, and what to do."""
    translate = QCoreApplication.translate
    as_csv = translate("Imports", "Save it as CSV in the program that made it, and choose that file.")
    again = translate("Imports", "Choose the file as it was, and the import goes on where it stopped.")
    return {
        Trouble.GONE: (
            translate("Imports", "The file is not there any more"),
            translate("Imports", "It was moved, renamed or deleted."),
        ),
        Trouble.UNREADABLE: (
            translate("Imports", "The file cannot be read"),
            translate("Imports", "Ask for the right to read it, or copy it to another folder."),
        ),
        Trouble.EMPTY: (
            translate("Imports", "The file is empty"),
            translate("Imports", "There is no row in it: choose another file."),
        ),
        Trouble.TITLES: (
            translate("Imports", "The file has no rows"),
            translate("Imports", "There is nothing but titles in it: choose another file."),
        ),
        Trouble.WORKBOOK: (translate("Imports", "This is a workbook, not a text file"), as_csv),
        Trouble.BINARY: (translate("Imports", "This is not a text file"), as_csv),
        Trouble.WIDE: (
            translate("Imports", "The file has more than 200 columns"),
            translate("Imports", "Leave out what is not about patients or visits, and choose that file."),
        ),
        Trouble.LONG: (
            translate("Imports", "The file has more than 10 million rows"),
            translate("Imports", "Divide it into several files."),
        ),
        Trouble.CHANGED: (translate("Imports", "The file was changed during the import"), again),
        Trouble.OTHER: (translate("Imports", "This is another file than the one that was begun"), again),
    }[trouble]


def problems() -> Mapping[str, str]:
    """Return what can be wrong with a row, by its code."""
    translate = QCoreApplication.translate
    return {
        "imports.columns": translate("Imports", "the row has another number of columns"),
        "imports.empty": translate("Imports", "nothing stands there"),
        "imports.too_long": translate("Imports", "longer than can be kept"),
        "imports.unreadable": translate("Imports", "not readable text: is the encoding right?"),
        "imports.date": translate("Imports", "not a date in this order"),
        "imports.time": translate("Imports", "not a time in this order"),
        "imports.no_such_time": translate("Imports", "the clinic's clocks were put forward over this time"),
        "imports.future": translate("Imports", "yet to come"),
        "imports.too_old": translate("Imports", "too long ago to be true"),
        "imports.died_before_born": translate("Imports", "earlier than the date of birth"),
        "imports.ended_before_began": translate("Imports", "earlier than the beginning"),
        "imports.sex": translate("Imports", "not a word for a sex that is known here"),
        "imports.language": translate("Imports", "not a language's name or code"),
        "imports.phone": translate("Imports", "not a phone number"),
        "imports.email": translate("Imports", "not an email address"),
        "imports.kana": translate("Imports", "not kana"),
        "imports.family": translate("Imports", "no part of the name"),
        "imports.number": translate("Imports", "no letters or digits in it"),
        "imports.too_little": translate("Imports", "neither number nor date of birth: nobody could tell who it is"),
        "imports.alike": translate("Imports", "another id is written almost the same"),
        "imports.elsewhere": translate("Imports", "this number is in use in another clinic"),
        "imports.number_taken": translate("Imports", "somebody else has this record number"),
        "imports.unknown_patient": translate("Imports", "no patient of this clinic has this number"),
        **_of_visits(),
        **_of_schedules(),
    }


def _of_visits() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        "imports.broken_number": translate(
            "Imports", "a spreadsheet has spoilt this number: its last digits are lost"
        ),
        "imports.before_booking": translate("Imports", "earlier than the day on which it was booked"),
        "imports.age": translate("Imports", "not an age in whole years"),
        "imports.missed": translate("Imports", "not a word for yes or no"),
        "imports.state": translate("Imports", "not a word for how a visit ended that is known here"),
        "imports.contradiction": translate("Imports", "another column says otherwise"),
        "imports.doubled": translate("Imports", "another row of this file has the same id"),
    }


def _of_schedules() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        "imports.time_twice": translate("Imports", "the clinic's clocks show this time twice that night"),
        "imports.clock": translate("Imports", "not a time of day"),
        "imports.minute": translate("Imports", "not a whole minute"),
        "imports.past": translate("Imports", "this time is over"),
        "imports.far": translate("Imports", "further ahead than visits are booked"),
        "imports.unknown_name": translate("Imports", "no patient of this clinic has this name and date of birth"),
        "imports.several": translate("Imports", "several patients have this name and date of birth"),
        "imports.doctor": translate("Imports", "nobody of this name sees patients in this clinic"),
        "imports.doctor_unclear": translate("Imports", "several doctors of this clinic have this name"),
        "imports.type": translate("Imports", "no type of visit is called so"),
        "imports.wrong_type": translate("Imports", "this doctor does no visits of this type then"),
        "imports.outside_hours": translate("Imports", "outside the doctor's hours"),
        "imports.closed": translate("Imports", "the clinic is closed then"),
        "imports.away": translate("Imports", "the doctor is away then"),
        "imports.reserved": translate("Imports", "this time is kept for other visits"),
        "imports.taken": translate("Imports", "this time is taken"),
        "imports.needs_taken": translate("Imports", "no room, device or colleague is free for it then"),
        "imports.patient_busy": translate("Imports", "the patient has another visit then"),
        "imports.glass": translate("Imports", "this patient's chart is closed"),
        "imports.deceased": translate("Imports", "the patient has died"),
        "imports.not_booked": translate("Imports", "this visit could not be booked"),
    }


def refused_texts(refused: Refused, known: Mapping[str, str], wrong: Mapping[str, str]) -> tuple[str, str]:
    """Return the field of an error, and what is wrong with it, by the words for fields and for codes."""
    field = known.get(refused.field, refused.field) or QCoreApplication.translate("Imports", "The row")
    return field, wrong.get(refused.code) or refused.text or refused.code


def state_text(one: Import, *, here: bool) -> str:
    """Say how an import stands; ``here``: this console is at it."""
    translate = QCoreApplication.translate
    if one.running:
        return translate("Imports", "Under way") if here else translate("Imports", "Not finished")
    return {"finished": translate("Imports", "Finished"), "cancelled": translate("Imports", "Cancelled")}.get(
        one.state, one.state
    )
