"""Files of patients and visits: what can stand in a column, what one row becomes, and why a row is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from clinic_console.domain.errors import BadField
from clinic_console.domain.patients import Contact, Identifier, Name, Sex


class Kind(StrEnum):
    """What a file has rows of."""

    PATIENTS = "patients"
    ENCOUNTERS = "encounters"
    APPOINTMENTS = "appointments"
    DAY_LIST = "day_list"


Kinds = tuple[Kind, ...]
FILES: Final[Kinds] = (Kind.PATIENTS, Kind.ENCOUNTERS, Kind.APPOINTMENTS)
"""What whoever may bring in patients brings in."""
LISTS: Final[Kinds] = (Kind.DAY_LIST,)
"""What desks bring in, whose visits are booked; nobody else is told of these, nor they of the others."""

PATIENT_FIELDS: Final = (
    "external", "mrn", "name", "family", "given", "middle", "prefix", "suffix", "former", "kana", "latin", "born",
    "died", "sex", "phone", "email", "address", "insurance", "national", "passport", "licence", "language",
)  # fmt: skip
ENCOUNTER_FIELDS: Final = (
    "external", "patient", "mrn", "began", "ended", "kind", "code", "text", "reason", "practitioner",
)  # fmt: skip
APPOINTMENT_FIELDS: Final = (
    "external", "patient", "mrn", "day", "booked", "missed", "state", "kind", "reason", "text", "doctor", "name",
    "sex", "age", "born",
)  # fmt: skip
DAY_FIELDS: Final = (
    "external", "patient", "mrn", "name", "born", "begins", "day", "time", "doctor", "type", "reason",
)  # fmt: skip
FIELDS: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.PATIENTS: PATIENT_FIELDS,
    Kind.ENCOUNTERS: ENCOUNTER_FIELDS,
    Kind.APPOINTMENTS: APPOINTMENT_FIELDS,
    Kind.DAY_LIST: DAY_FIELDS,
}
"""What a column can give; ``external`` is the row's own id in the system that the file comes from."""
SEVERAL: Final = frozenset({"kana", "latin", "phone", "email", "address"})
"""What may stand in several columns: the parts of one value, or several phones."""
ORDERS: Final = ("ymd", "dmy", "mdy")
"""How dates are written; a year of four digits that stands first is understood in each."""
DELIMITERS: Final = (",", ";", "\t", "|")
ENCODINGS: Final[Mapping[str, str]] = {
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8-sig",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "shift_jis": "cp932",
    "latin-1": "cp1252",
}
"""Python's codec by an encoding's usual name: Windows' own kinds of the last two hold all that these have."""

MOST_ROWS: Final = 1_000
"""Rows of one batch."""
MOST_BOOKED: Final = 200
"""Rows of one batch of a day list: each is a booking of its own."""
MOST_LINES: Final = 10_000_000
MOST_COLUMNS: Final = 200
MOST_ERRORS: Final = 10_000
"""So many of a file's errors are kept; all are counted."""
PREVIEWED: Final = 200
"""Rows that are enough to guess what stands in which column."""
LONGEST_ID: Final = 100
LONGEST_SYSTEM: Final = 60
LONGEST_FILE: Final = 255


@dataclass(frozen=True, slots=True)
class Layout:
    """What stands in which column of a file (wire.imports.Mapping): for each the field, empty for none.

    ``register``: whom nobody knows is taken in with the visit (past visits without a time alone).
    """

    columns: tuple[str, ...]
    system: str = ""
    order: str = "ymd"
    header: bool = False
    delimiter: str = ","
    encoding: str = "utf-8"
    register: bool = False


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row is refused: its line in the file, the field (empty: the row as a whole), and a code of WORDS."""

    line: int
    field: str
    code: str

    @property
    def text(self) -> str:
        """What is wrong, in words."""
        return WORDS[self.code]


@dataclass(slots=True)
class PatientRow:
    """One patient as a file has it; ``mrn`` is empty for who is to be given one."""

    line: int
    external: str
    mrn: str
    name: Name
    born: date | None
    died: date | None
    sex: Sex
    language: str
    identifiers: list[Identifier]
    contacts: list[Contact]


@dataclass(slots=True)
class EncounterRow:
    """One past visit; the patient is known by the id of the same system, or (that one empty) by the record number."""

    line: int
    external: str
    patient: str
    mrn: str
    began: datetime
    ended: datetime | None
    kind: str
    code: str
    text: str
    reason: str
    practitioner: str


@dataclass(slots=True)
class VisitRow:
    """One past visit without a time; ``state`` as a visit's here: done, left, no_show or cancelled.

    ``name``, ``sex`` and ``born`` say who it was, for who is not known yet.
    """

    line: int
    external: str
    patient: str
    mrn: str
    day: date
    booked: date | None
    state: str
    kind: str
    reason: str
    text: str
    doctor: str
    name: str
    sex: Sex
    born: date | None


@dataclass(slots=True)
class ListedRow:
    """One visit of a day list: whose (an id, a record number, or a name and a date of birth), when, and at whom."""

    line: int
    external: str
    patient: str
    mrn: str
    name: str
    born: date | None
    begins: datetime
    doctor: str
    type: str
    reason: str


def unnamed(number: str) -> str:
    """Return what a patient is called of whom no file has said the name yet (migration 0033 knows them by it)."""
    return f"No name ({number})"


WORDS: Final[Mapping[str, str]] = {
    "imports.columns": "the row has another number of columns",
    "imports.empty": "nothing stands there",
    "imports.too_long": "longer than can be kept",
    "imports.unreadable": "not readable text: the file is written in another encoding",
    "imports.date": "not a date in the order that was said",
    "imports.time": "not a time in the order that was said",
    "imports.no_such_time": "the clinic's clocks were put forward over this time",
    "imports.future": "yet to come",
    "imports.too_old": "too long ago to be true",
    "imports.died_before_born": "earlier than the date of birth",
    "imports.ended_before_began": "earlier than the beginning",
    "imports.sex": "not a word for a sex that is known here",
    "imports.language": "not a language's name or its code",
    "imports.phone": "not a phone number",
    "imports.email": "not an email address",
    "imports.kana": "not kana",
    "imports.family": "no part of the name",
    "imports.number": "no letters or digits in it",
    "imports.too_little": "neither a number nor a date of birth: nobody could tell whether they are here already",
    "imports.alike": "another id of the same system is written almost the same",
    "imports.elsewhere": "this number is in use in another clinic",
    "imports.number_taken": "somebody else has this record number",
    "imports.unknown_patient": "no patient of this clinic has this number",
    "imports.broken_number": "a spreadsheet has made a number of it: its last digits are lost",
    "imports.before_booking": "earlier than the day on which it was booked",
    "imports.age": "not an age in whole years",
    "imports.missed": "not a word for yes or no",
    "imports.state": "not a word for how a visit ended that is known here",
    "imports.contradiction": "another column says otherwise",
    "imports.doubled": "this file has another row with the same id",
    "imports.time_twice": "the clinic's clocks show this time twice: once before they are put back, once after",
    "imports.clock": "not a time of day",
    "imports.minute": "not a whole minute",
    "imports.past": "this time is over",
    "imports.far": "further ahead than visits are booked",
    "imports.unknown_name": "no patient of this clinic has this name and date of birth",
    "imports.several": "several patients of this clinic have this name and date of birth",
    "imports.doctor": "nobody of this name or number sees patients in this clinic",
    "imports.doctor_unclear": "several practitioners of this clinic have this name",
    "imports.type": "no type of visit is called so",
    "imports.wrong_type": "this doctor does no visits of this type then",
    "imports.outside_hours": "outside the doctor's hours",
    "imports.closed": "the clinic is closed then",
    "imports.away": "the doctor is away then",
    "imports.reserved": "this time is kept for other visits",
    "imports.taken": "this time is taken",
    "imports.needs_taken": "no room, device or colleague is free for it then",
    "imports.patient_busy": "the patient has another visit then",
    "imports.glass": "this patient's chart is closed",
    "imports.deceased": "the patient has died",
    "imports.not_booked": "this visit could not be booked",
}
"""Every code, in words for people."""


def check_layout(kind: Kind, layout: Layout) -> None:
    """Raise BadField, by its place in the mapping, for what no file can be read by."""
    known = FIELDS[kind]
    columns = [column for column in layout.columns if column]
    if not 1 <= len(layout.columns) <= MOST_COLUMNS:
        raise BadField(f"not 1 to {MOST_COLUMNS} columns", field="mapping.columns")
    for column in columns:
        if column not in known:
            raise BadField(f"not one of {', '.join(known)}", field="mapping.columns")
        if columns.count(column) > 1 and column not in SEVERAL:
            raise BadField(f"{column} stands in two columns", field="mapping.columns")
    missing = needed(kind, columns)
    if missing:
        raise BadField(f"no column has {missing}", field="mapping.columns")
    if layout.register and kind is not Kind.APPOINTMENTS:
        raise BadField("only past visits bring patients with them", field="mapping.register")
    _check_reading(layout)
    if not layout.system and {"external", "patient"} & set(columns):
        raise BadField("say whose the file's ids are", field="mapping.system")


def _check_reading(layout: Layout) -> None:
    for name, value, allowed in (
        ("order", layout.order, ORDERS),
        ("delimiter", layout.delimiter, DELIMITERS),
        ("encoding", layout.encoding, tuple(ENCODINGS)),
    ):
        if value not in allowed:
            raise BadField(f"not one of {', '.join(map(repr, allowed))}", field=f"mapping.{name}")
    if (
        len(layout.system) > LONGEST_SYSTEM
        or not layout.system.isprintable()
        or layout.system != layout.system.strip()
    ):
        raise BadField(f"not up to {LONGEST_SYSTEM} printable characters", field="mapping.system")


def needed(kind: Kind, columns: list[str] | tuple[str, ...]) -> str:
    """Return, in words, what still has to stand in some column, empty for nothing."""
    for name, fields in NEEDED[kind]:
        if not any(all(each in columns for each in together) for together in fields):
            return name
    return ""


_EXTERNAL: Final = ("an id", (("external",),))
_PATIENT: Final = ("the patient", (("patient",), ("mrn",)))
NEEDED: Final[Mapping[Kind, tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]]] = {
    Kind.PATIENTS: (("a name", (("name",), ("family",), ("given",))),),
    Kind.ENCOUNTERS: (_EXTERNAL, _PATIENT, ("when it began", (("began",),))),
    Kind.APPOINTMENTS: (_EXTERNAL, _PATIENT, ("the day", (("day",),))),
    Kind.DAY_LIST: (
        ("the patient", (("patient",), ("mrn",), ("name", "born"))),
        ("when it begins", (("begins",), ("day", "time"))),
        ("the doctor", (("doctor",),)),
        ("the type of visit", (("type",),)),
    ),
}
"""What each kind of file has to give, in words: one of several columns, or of columns that go together."""
