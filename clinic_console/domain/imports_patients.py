"""A row of a file of patients: the patient that it is, or why it is refused."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from clinic_console.domain.imports import LONGEST_ID, Layout, PatientRow, RowProblem
from clinic_console.domain.imports_values import read_date, read_language, read_sex
from clinic_console.domain.patients import (
    LONGEST_NAME,
    LONGEST_VALUE,
    MRN_LONGEST,
    Contact,
    ContactKind,
    Identifier,
    IdentifierKind,
    Name,
    Sex,
)
from clinic_console.domain.patients_values import is_email, is_name_in_kana, is_part_of, is_phone, is_too_old

_NUMBERS: Final = {
    "insurance": IdentifierKind.INSURANCE,
    "national": IdentifierKind.NATIONAL,
    "passport": IdentifierKind.PASSPORT,
    "licence": IdentifierKind.LICENCE,
}
_NAMES: Final = ("name", "family", "given", "middle", "former", "kana", "latin")
_LENGTHS: Final = {
    "external": LONGEST_ID, "mrn": MRN_LONGEST, **dict.fromkeys(_NAMES, LONGEST_NAME), "language": LONGEST_ID,
}  # fmt: skip
_JOINERS: Final = "\u200c\u200d"
"""Unseen, and yet names in Persian or Sinhala are not written right without them."""
_UNSEEN: Final = dict.fromkeys(map(ord, "\ufeff\u200b\u200e\u200f\u00ad\u2060"))
"""What programs leave in their exports."""
_JOINED: Final = {"kana": " ", "latin": " ", "address": ", "}
_TELLING: Final = ("external", "mrn", "born")
"""By one of these it is known whether somebody is there already."""
_PASSED: Final = ("", "prefix", "suffix")
"""What is no part of a patient: Mr. is no name."""
_SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii", "iv", "md", "phd", "jd", "esq", "dds", "rn"})
_FAMILY_FIRST: Final = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "IDEOGRAPHIC")


class PatientReader:
    """Reads the rows of one file, of this layout, on this day (the clinic's)."""

    def __init__(self, layout: Layout, today: date) -> None:
        self._layout = layout
        self._today = today
        self._places = [(place, field) for place, field in enumerate(layout.columns) if field not in _PASSED]

    def read(self, line: int, cells: Sequence[str]) -> PatientRow | list[RowProblem]:
        """Return the patient of a row, or everything that is wrong with it."""
        if len(cells) != len(self._layout.columns):
            return [RowProblem(line, "", "imports.columns")]
        wrong: list[tuple[str, str]] = []
        values, contacts = self._values(cells, wrong)
        name = _name(values, wrong)
        born, died = self._dates(values, wrong)
        sex = read_sex(values.get("sex", ""))
        if sex is None:
            wrong.append(("sex", "imports.sex"))
        language = read_language(values.get("language", ""))
        if language is None:
            wrong.append(("language", "imports.language"))
        identifiers = [
            Identifier(kind, "", values[field]) for field, kind in _NUMBERS.items() if values.get(field)
        ]  # fmt: skip
        external, mrn = values.get("external", ""), values.get("mrn", "")
        if not (external or mrn or born) and not any(field in _TELLING for field, _ in wrong):
            wrong.append(("external" if "external" in self._layout.columns else "born", "imports.too_little"))
        if wrong:
            return [RowProblem(line, field, code) for field, code in dict.fromkeys(wrong)]
        return PatientRow(
            line, external, mrn, name, born, died, sex or Sex.UNKNOWN, language or "", identifiers, contacts
        )

    def _values(self, cells: Sequence[str], wrong: list[tuple[str, str]]) -> tuple[dict[str, str], list[Contact]]:
        """Return the cells by their fields, and what somebody is reached by."""
        values: dict[str, str] = {}
        contacts: list[Contact] = []
        for place, field in self._places:
            cell = cells[place]
            if not cell:
                continue
            value = tidy(cell)
            problem = _problem(field, value)
            if problem:
                wrong.append((field, problem))
            elif not value:
                continue
            elif field in ("phone", "email"):
                contact = Contact(ContactKind(field), value)
                contacts += [contact] if contact not in contacts else []
            elif field in values:
                values[field] += _JOINED[field] + value
            else:
                values[field] = value
        for field in _JOINED:
            if field in values and len(values[field]) > _LENGTHS.get(field, LONGEST_VALUE):
                wrong.append((field, "imports.too_long"))
        if "address" in values:
            contacts.append(Contact(ContactKind.ADDRESS, values["address"]))
        return values, contacts

    def _dates(self, values: dict[str, str], wrong: list[tuple[str, str]]) -> tuple[date | None, date | None]:
        born, died = (self._date(field, values.get(field, ""), wrong) for field in ("born", "died"))
        if born and died and died < born:
            wrong.append(("died", "imports.died_before_born"))
        return born, died

    def _date(self, field: str, text: str, wrong: list[tuple[str, str]]) -> date | None:
        if not text:
            return None
        found = read_date(text, self._layout.order)
        if found is None:
            wrong.append((field, "imports.date"))
        elif found > self._today:
            wrong.append((field, "imports.future"))
        elif is_too_old(found, self._today):
            wrong.append((field, "imports.too_old"))
        return found


def tidy(cell: str) -> str:
    """Return a cell's text on one line, without spaces around it, with one between its words, and nothing unseen."""
    if cell.isascii() and cell.isprintable() and "  " not in cell:
        return cell.strip(" ")
    return " ".join(cell.translate(_UNSEEN).split())


def is_readable(text: str) -> bool:
    """Say whether somebody can have meant a text: no control characters, and none that an encoding did not know."""
    if text.isprintable():
        return "\ufffd" not in text
    return all((letter.isprintable() or letter in _JOINERS) and letter != "\ufffd" for letter in text)


def _problem(field: str, value: str) -> str:
    if len(value) > _LENGTHS.get(field, LONGEST_VALUE):
        return "imports.too_long"
    if not is_readable(value):
        return "imports.unreadable"
    fits = _FITS.get(field)
    return "" if fits is None or not value or fits(value) else _MISFITS[field]


def _has_letter(value: str) -> bool:
    return any(map(str.isalnum, value))


_FITS: Final[Mapping[str, Callable[[str], bool]]] = {
    **dict.fromkeys((*_NUMBERS, "external", "mrn", "name", "family", "given"), _has_letter),
    "kana": is_name_in_kana, "phone": is_phone, "email": is_email,
}  # fmt: skip
_MISFITS: Final = dict.fromkeys(_FITS, "imports.number") | {
    "kana": "imports.kana", "phone": "imports.phone", "email": "imports.email",
}  # fmt: skip


def _name(values: dict[str, str], wrong: list[tuple[str, str]]) -> Name:
    family, given, middle = (values.get(field, "") for field in ("family", "given", "middle"))
    written = values.get("name", "")
    if not written:
        written = _in_order(family, given, middle)
        family = family if given else ""
    elif "," in written and not family:
        family, written = _around_comma(written)
    elif family and written and not is_part_of(family, written):
        wrong.append(("family", "imports.family"))
    if not written and not any(field in ("name", "family", "given") for field, _ in wrong):
        wrong.append(("name", "imports.empty"))
    if len(written) > LONGEST_NAME:
        wrong.append(("name", "imports.too_long"))
    return Name(written, family, values.get("kana", ""), values.get("latin", ""), values.get("former", ""))


def _in_order(family: str, given: str, middle: str) -> str:
    """Put a name's parts in the order in which its script writes them."""
    parts = (family, given, middle) if family and _is_east_asian(family[0]) else (given, middle, family)
    return " ".join(part for part in parts if part)


def _around_comma(written: str) -> tuple[str, str]:
    """Read a name as registers have it: 'Silva, Ana'; return the family name, and the name as it is said."""
    family, _, rest = (part.strip() for part in written.partition(","))
    parts = [part.strip() for part in rest.split(",")]
    given = " ".join(part for part in parts if part and part.lower().rstrip(".") not in _SUFFIXES)
    if not given or not family:
        return "", family or given
    return family, f"{given} {family}"


@lru_cache(4_096)
def _is_east_asian(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith(_FAMILY_FIRST)
