"""What tells patients apart, in words, and what of it is on record for one."""

from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from clinic_console.desktop.charts.times import born_text
from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.views.patients_words import grouped, mrn_text
from clinic_console.domain.patients import ContactKind, IdentifierKind, Identity


class Fact(NamedTuple):
    """One of what tells patients apart: which (``domain.patients.Identity``), its name, and what is on record."""

    key: str
    name: str
    value: str


def identity_names() -> dict[str, str]:
    """Return what tells patients apart, as it is called, in the order in which it is asked for."""
    translate = QCoreApplication.translate
    return {
        Identity.NAME: translate("Identity", "Name"),
        Identity.BORN: translate("Identity", "Date of birth"),
        Identity.MRN: translate("Identity", "MRN"),
        Identity.WRISTBAND: translate("Identity", "Wristband"),
        Identity.ADDRESS: translate("Identity", "Address"),
        Identity.PHONE: translate("Identity", "Phone"),
        Identity.INSURANCE: translate("Identity", "Insurance number"),
        Identity.PHOTO_ID: translate("Identity", "Photo ID"),
    }


def facts_of(chart: Chart) -> tuple[Fact, ...]:
    """Return what is on record; a wristband and a photo ID can be looked at in any case."""
    values = {
        Identity.NAME: " ".join(dict.fromkeys(filter(None, (chart.name, chart.latin, chart.kana)))),
        Identity.BORN: born_text(chart.born) if chart.born is not None else "",
        Identity.MRN: grouped(chart.mrn),
        Identity.WRISTBAND: mrn_text(chart.mrn),
        Identity.ADDRESS: _contact(chart, ContactKind.ADDRESS),
        Identity.PHONE: _contact(chart, ContactKind.PHONE),
        Identity.INSURANCE: _number(chart, IdentifierKind.INSURANCE),
        Identity.PHOTO_ID: _number(chart, IdentifierKind.PASSPORT, IdentifierKind.LICENCE)
        or QCoreApplication.translate("Identity", "Name and photograph"),
    }
    return tuple(
        Fact(key, name, values[Identity(key)]) for key, name in identity_names().items() if values[Identity(key)]
    )


def _contact(chart: Chart, kind: ContactKind) -> str:
    return next((each.value for each in chart.contacts if each.kind == kind and not each.whose), "")


def _number(chart: Chart, *kinds: IdentifierKind) -> str:
    found = (each for kind in kinds for each in chart.identifiers if each.kind == kind)
    return next((" ".join(filter(None, (each.system, each.value))) for each in found), "")
