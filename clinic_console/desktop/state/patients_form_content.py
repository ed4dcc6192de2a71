"""A patient as the form writes it: a text for each field, and rows of texts for each list."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Final

from clinic_console.desktop.state.chart import Alert, Chart
from clinic_console.desktop.state.patients_merge import Cells, Content, Draft, Row, tidy
from clinic_console.domain.patients import ConsentKind

YES: Final = "yes"
NO: Final = "no"
CONSENT: Final = "consent."
CONSENTS: Final = tuple(f"{CONSENT}{kind.value}" for kind in ConsentKind)
TEXTS: Final = (
    "name", "family", "name_kana", "name_latin", "former_name", "born", "sex", "mrn", "language", "interpreter",
    "deceased", "died",
)  # fmt: skip
FIELDS: Final = (*TEXTS, *CONSENTS)
"""All that is one text: as the hub names it, dates as in ISO 8601 once they are understood, yes or nothing."""
EMPTY_ROWS: Final[Mapping[str, Cells]] = {
    "contacts": ("phone", "", "", ""),
    "identifiers": ("insurance", "", ""),
    "alerts": ("", "", ""),
}
"""The lists and what a new row holds: kind, value, whose, relation; kind, system, value; kind, words, since."""


def blank() -> Draft:
    """Return a form in which nothing has been typed."""
    return Draft({**dict.fromkeys(FIELDS, ""), "sex": "U"}, dict.fromkeys(EMPTY_ROWS, ()))


def content_in(draft: Draft) -> Content:
    """Return what a draft says, without spaces around it and without empty rows."""
    values = {name: tidy(text) for name, text in draft.values.items()}
    return Content(values, {name: tuple(row.cells for row in rows_in(draft, name)) for name in draft.rows})


def rows_in(draft: Draft, name: str) -> tuple[Row, ...]:
    """Return those rows of a draft in which something stands, tidied."""
    rows = (Row(row.key, tuple(map(tidy, row.cells))) for row in draft.rows[name])
    # A kind alone says nothing, but of an alert it is the first thing that is said.
    return tuple(row for row in rows if any(row.cells[1:]) or (name == "alerts" and row.cells[0]))


def same(one: Content, other: Content) -> bool:
    """Say whether two say the same of a patient: spaces inside, and the order of numbers, say nothing."""
    return _said(one) == _said(other)


def content_of(chart: Chart) -> Content:
    """Return what the hub has of a patient as the form writes it."""
    texts = {
        "name": chart.name,
        "family": chart.family,
        "name_kana": chart.kana,
        "name_latin": chart.latin,
        "former_name": chart.former,
        "born": _iso(chart.born),
        "sex": chart.sex,
        "mrn": chart.mrn,
        "language": chart.language,
        "interpreter": YES if chart.interpreter else "",
        "deceased": YES if chart.deceased else "",
        "died": _iso(chart.died),
    }
    said = {f"{CONSENT}{consent.kind}": YES if consent.given else NO for consent in chart.consents}
    rows = {
        "contacts": tuple((each.kind, each.value, each.whose, each.relation) for each in chart.contacts),
        "identifiers": tuple((each.kind, each.system, each.value) for each in chart.identifiers),
        "alerts": tuple(map(_alert, chart.alerts)),
    }
    return Content({**texts, **{name: said.get(name, "") for name in CONSENTS}}, rows)


def is_day(text: str) -> bool:
    """Say whether a text is a date that was understood."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _alert(alert: Alert) -> Cells:
    return alert.kind, alert.text, _iso(alert.since)


def _iso(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def _said(content: Content) -> object:
    values = {name: _plain(text) for name, text in content.values.items()}
    rows = {name: [tuple(map(_plain, cells)) for cells in entries] for name, entries in content.rows.items()}
    return values, rows | {"identifiers": sorted(rows["identifiers"])}


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
