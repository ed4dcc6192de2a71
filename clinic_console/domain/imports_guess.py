"""What probably stands in which column of a file, by its titles or by how the values look: somebody looks at it."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC
from typing import Final

from clinic_console.domain.imports import FIELDS, PREVIEWED, SEVERAL, Kind, Layout
from clinic_console.domain.imports_days import read_clock, read_day, read_yes
from clinic_console.domain.imports_titles import field_of
from clinic_console.domain.imports_values import read_date, read_sex, read_time
from clinic_console.domain.patients import Sex

Values = Sequence[str]
"""What stands in one column, without what is empty."""

_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_NATIONAL: Final = re.compile(r"\d{3}-\d{2}-\d{4}|\d{3}\.\d{3}\.\d{3}-\d{2}|\d{4}-\d{4}-\d{4}", re.ASCII)
_PHONE: Final = re.compile(r"\+?[\d()/ .-]{7,20}", re.ASCII)
_CODE: Final = re.compile(r"\d{6,18}|[A-Z]\d\d(\.\d+)?", re.ASCII)
_PREFIXES: Final = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "herr", "frau", "sr", "sra", "dona", "mx"})
_CLASSES: Final = frozenset(
    {"ambulatory", "outpatient", "inpatient", "emergency", "wellness", "urgentcare", "virtual", "amb", "imp", "emer"}
    | {"外来", "入院", "救急", "ambulant", "stationär", "notfall", "ambulatório", "internamento", "urgência"}
)
_WORD: Final = re.compile(r"[^\W\d_][^\W_]*(?:[ '’-][^\W_]+){0,3}")
_EAST_ASIAN: Final = re.compile(r"[\u3041-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_MOST: Final = 0.9
"""Such a share of a column's values has to look alike."""
_FULL: Final = 0.95
_DISTINCT: Final = 0.1
"""Names and ids differ from row to row; towns and classes repeat."""


def guess(kind: Kind, rows: Sequence[Sequence[str]], *, system: str = "") -> Layout:
    """Return what stands where, by a file's first rows (PREVIEWED are enough)."""
    rows = rows[:PREVIEWED]
    width = max(map(len, rows), default=0)
    titles = [field_of(kind, cell) for cell in rows[0]] if rows else []
    header = _is_header(titles, rows)
    body = rows[1:] if header else rows
    columns = [[row[place].strip() for row in body if place < len(row)] for place in range(width)]
    order = _order(columns)
    named = _parted(kind, [*titles, *[""] * (width - len(titles))])
    return Layout(tuple(_once(named if header else _by_shape(kind, columns, order))), system, order, header)


def _is_header(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    named = [cell for cell in rows[0] if cell.strip()] if rows else []
    known = sum(map(bool, titles))
    return bool(named) and known >= min(2, len(named)) and not any(_is_value(cell) for cell in named)


def _is_value(cell: str) -> bool:
    return bool(_UUID.fullmatch(cell.strip())) or _is_date(cell.strip())


def _parted(kind: Kind, fields: list[str]) -> list[str]:
    """A title 'Name' beside one for the other part of a name is the part that is missing."""
    if kind is Kind.PATIENTS and "name" in fields and ("given" in fields) != ("family" in fields):
        missing = "family" if "given" in fields else "given"
        return [missing if field == "name" else field for field in fields]
    return fields


def _once(fields: Iterable[str]) -> list[str]:
    """Leave a field to the first column of it, unless it may have several."""
    kept: list[str] = []
    for field in fields:
        kept.append("" if field in kept and field not in SEVERAL else field)
    return kept


def _order(columns: Sequence[Values]) -> str:
    """Return how dates are written, by those whose day cannot be a month."""
    for values in columns:
        dates = [value.split(" ")[0] for value in values if value]
        for order, other in (("dmy", "mdy"), ("mdy", "dmy")):
            right, wrong = _readable(dates, order), _readable(dates, other)
            if right > wrong and right >= len(dates) * _MOST:
                return order
    last = any(values and _readable(values, "dmy") > _readable(values, "ymd") for values in columns)
    return "dmy" if last else "ymd"


def _readable(values: Values, order: str) -> int:
    return sum(read_date(value, order) is not None for value in values)


def _by_shape(kind: Kind, columns: Sequence[Values], order: str) -> list[str]:
    fields = [""] * len(columns)
    wanted = _SHAPES[kind]
    filled = [[value for value in values if value] for values in columns]
    for field, looks in wanted.items():
        for place, values in enumerate(filled):
            if not fields[place] and values and looks(values, order):
                fields[place] = field
                break
    if kind is Kind.PATIENTS:
        # Everybody was born; nearly nobody has died.
        dates = [place for place, field in enumerate(fields) if field in ("born", "died")]
        if len(dates) == 1 and len(filled[dates[0]]) < len(columns[dates[0]]) * _FULL:
            fields[dates[0]] = "died"
        _find_names(fields, filled)
    return [field if field in FIELDS[kind] else "" for field in fields]


def _find_names(fields: list[str], filled: Sequence[Values]) -> None:
    """Take the first free columns of words for the name: two beside each other are its parts."""
    places = [place for place, values in enumerate(filled) if not fields[place] and _are_names(values)]
    if not places:
        return
    first = places[0]
    if first + 1 not in places:
        fields[first] = "name"
        return
    east = _share(filled[first], lambda value: _EAST_ASIAN.fullmatch(value) is not None) >= _MOST
    fields[first], fields[first + 1] = ("family", "given") if east else ("given", "family")


def _are_names(values: Values) -> bool:
    differ = len(set(values)) >= max(2, len(values) * _DISTINCT)
    return differ and _share(values, _is_word) >= _MOST


def _is_word(value: str) -> bool:
    return _WORD.fullmatch(value) is not None and sum(map(str.isdigit, value)) * 2 < len(value)


def _share(values: Values, holds: Callable[[str], bool]) -> float:
    return sum(map(holds, values)) / len(values) if values else 0.0


def _match(pattern: re.Pattern[str]) -> Callable[[Values, str], bool]:
    return lambda values, _order: _share(values, lambda value: pattern.fullmatch(value) is not None) >= _MOST


def _among(words: frozenset[str]) -> Callable[[Values, str], bool]:
    return lambda values, _order: _share(values, lambda value: value.lower().rstrip(".") in words) >= _MOST


def _is_date(value: str) -> bool:
    return any(read_date(value, order) is not None for order in ("ymd", "dmy", "mdy"))


def _are_dates(values: Values, order: str) -> bool:
    return _share(values, lambda value: read_date(value, order) is not None) >= _MOST


def _are_times(values: Values, order: str) -> bool:
    return _share(values, lambda value: not isinstance(read_time(value, order, UTC), str)) >= _MOST


def _are_days(values: Values, order: str) -> bool:
    return _share(values, lambda value: read_day(value, order) is not None) >= _MOST


def _are_clocks(values: Values, _order: str) -> bool:
    return _share(values, lambda value: ":" in value and read_clock(value) is not None) >= _MOST


def _are_answers(values: Values, _order: str) -> bool:
    found = {read_yes(value) for value in values}
    return found == {True, False} and any(map(str.isalpha, "".join(values)))


def _are_sexes(values: Values, _order: str) -> bool:
    found = {read_sex(value) for value in values}
    return None not in found and bool(found & {Sex.FEMALE, Sex.MALE}) and (len(found) > 1 or len(values) == 1)


def _are_ids(values: Values, order: str) -> bool:
    return len(set(values)) == len(values) and _match(_UUID)(values, order)


def _are_phones(values: Values, order: str) -> bool:
    return _match(_PHONE)(values, order) and not _are_dates(values, order)


def _are_sentences(values: Values, _order: str) -> bool:
    return _share(values, lambda value: any(map(str.isalpha, value)) and len(value) > 2) >= _MOST


_UUIDS: Final = _match(_UUID)
_PATIENTS: Final[Mapping[str, Callable[[Values, str], bool]]] = {
    "external": _are_ids,
    "born": _are_dates,
    "died": _are_dates,
    "national": _match(_NATIONAL),
    "prefix": _among(_PREFIXES),
    "sex": _are_sexes,
    "email": lambda values, _order: _share(values, lambda value: "@" in value) >= _MOST,
    "phone": _are_phones,
}
_ENCOUNTERS: Final[Mapping[str, Callable[[Values, str], bool]]] = {
    "external": _are_ids,
    "patient": _UUIDS,
    "practitioner": _UUIDS,
    "began": _are_times,
    "ended": _are_times,
    "kind": _among(_CLASSES),
    "code": _match(_CODE),
    "text": _are_sentences,
    "reason": _are_sentences,
}
_SHAPES: Final[Mapping[Kind, Mapping[str, Callable[[Values, str], bool]]]] = {
    Kind.PATIENTS: _PATIENTS,
    Kind.ENCOUNTERS: _ENCOUNTERS,
    Kind.APPOINTMENTS: {
        "external": _are_ids,
        "patient": _UUIDS,
        "day": _are_days,
        "sex": _are_sexes,
        "missed": _are_answers,
    },
    Kind.DAY_LIST: {
        "external": _are_ids,
        "patient": _UUIDS,
        "time": _are_clocks,
        "day": _are_days,
        "born": _are_days,
    },
}
