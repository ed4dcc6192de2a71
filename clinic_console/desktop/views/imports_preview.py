"""The first rows of a file as they would come in, those that would be refused with what is wrong with them."""

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, QLocale

from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.charts.schedule_words import GLYPHS, state_text
from clinic_console.desktop.charts.times import born_text, clock_text, date_text
from clinic_console.desktop.models.table import Cell, Column
from clinic_console.desktop.state.pages import Pages
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.imports_words import fields, problems
from clinic_console.desktop.views.table import Table, Words
from clinic_console.domain.appointments import State
from clinic_console.domain.imports import Kind
from clinic_console.domain.imports_preview import Preview


class Rows(Pages[Preview]):
    """Rows that are here already: no hub is asked for them."""

    def __init__(self) -> None:
        super().__init__(lambda row: str(row.line))
        self.show(())

    def show(self, rows: tuple[Preview, ...]) -> None:
        """Show other rows."""
        super().refresh()
        ask = self.begin()
        if ask is not None:
            self.take(ask, rows, None, 0.0)

    def refresh(self, *, quiet: bool = False) -> None:
        """Want nothing: all of it is here."""


class PreviewTable(Table[Preview]):
    """The preview of one kind of file; ``zone`` gives the zone of the clinic's times."""

    def __init__(self, theme: Theme, bridge: Bridge, kind: Kind, zone: Callable[[], str]) -> None:
        self._zone, self._known, self._wrong = zone, fields(kind), problems()
        self._sexes = sexes()
        translate = QCoreApplication.translate
        words = Words(
            translate("Imports", "How the rows will come in"),
            "list",
            translate("Imports", "No rows"),
            translate("Imports", "There is nothing but titles in the file."),
        )
        columns = {
            Kind.PATIENTS: self._patients,
            Kind.ENCOUNTERS: self._encounters,
            Kind.APPOINTMENTS: self._visits,
            Kind.DAY_LIST: self._listed,
        }[kind]()
        self.rows = Rows()
        super().__init__(theme, bridge, self.rows, columns, words, _nothing)

    def show_rows(self, rows: tuple[Preview, ...]) -> None:
        """Show rows as they would come in."""
        self.rows.show(rows)
        self.view.sync()
        self.view.viewport().update()

    def _patients(self) -> list[Column[Preview]]:
        return [
            self._line(),
            Column(self._known["name"], self._name, 170, 4),
            Column(self._known["born"], lambda row: Cell(_day(_first(row, "born"))), 106, 1),
            Column(self._known["sex"], lambda row: Cell(self._sexes.get(_first(row, "sex"), "")), 90, 0),
            Column(self._known["mrn"], lambda row: Cell(_first(row, "mrn")), 110, 1, drop=2),
            Column(self._known["external"], lambda row: Cell(_first(row, "external"), "muted"), 110, 2, drop=3),
            self._more(("name", "latin", "kana", "born", "sex", "mrn", "external", "family")),
        ]

    def _encounters(self) -> list[Column[Preview]]:
        return [
            self._line(),
            Column(self._known["patient"], self._patient, 130, 3),
            Column(self._known["began"], lambda row: self._time(_first(row, "began")), 150, 0),
            Column(self._known["ended"], lambda row: self._time(_first(row, "ended")), 150, 0, drop=2),
            Column(self._known["kind"], lambda row: Cell(_first(row, "kind")), 110, 1, drop=1),
            Column(self._known["text"], lambda row: Cell(_first(row, "text")), 160, 4, drop=3),
            self._more(("patient", "mrn", "began", "ended", "kind", "text")),
        ]

    def _visits(self) -> list[Column[Preview]]:
        return [
            self._line(),
            Column(QCoreApplication.translate("Imports", "Patient"), self._patient, 130, 3),
            Column(self._known["day"], lambda row: Cell(_day(_first(row, "day"))), 120, 0),
            Column(self._known["state"], _ended, 120, 1),
            Column(self._known["booked"], lambda row: Cell(_day(_first(row, "booked"))), 120, 0, drop=2),
            Column(self._known["doctor"], lambda row: Cell(_first(row, "doctor")), 130, 2, drop=1),
            self._more(("patient", "mrn", "day", "state", "booked", "doctor")),
        ]

    def _listed(self) -> list[Column[Preview]]:
        return [
            self._line(),
            Column(QCoreApplication.translate("Imports", "Patient"), self._patient, 130, 3),
            Column(self._known["begins"], lambda row: self._time(_first(row, "begins")), 170, 0),
            Column(self._known["doctor"], lambda row: Cell(_first(row, "doctor")), 130, 2),
            Column(self._known["type"], lambda row: Cell(_first(row, "type")), 130, 2, drop=1),
            self._more(("patient", "mrn", "name", "begins", "doctor", "type")),
        ]

    def _line(self) -> Column[Preview]:
        title = QCoreApplication.translate("Imports", "Line")
        return Column(title, lambda row: Cell(QLocale().toString(row.line), "muted"), 60, 0, right=True)

    def _more(self, apart: tuple[str, ...]) -> Column[Preview]:
        def cell(row: Preview) -> Cell:
            if row.problems:
                return Cell(self.problems_text(row), "notice", icon="notice")
            return Cell(" · ".join(self._said(name, text) for name, text in row.fields if name not in apart), "muted")

        return Column(QCoreApplication.translate("Imports", "What is wrong, or what else there is"), cell, 240, 7)

    def problems_text(self, row: Preview) -> str:
        """Say what is wrong with a row, field by field."""
        whole = QCoreApplication.translate("Imports", "The row")
        said = QCoreApplication.translate("Imports", "%1: %2", "a field, and what is wrong with it")
        return " · ".join(
            said.replace("%2", self._wrong.get(each.code, each.text)).replace(
                "%1", self._known.get(each.field, "") or whole
            )
            for each in row.problems
        )

    def _said(self, name: str, text: str) -> str:
        shown = self._sexes.get(text, text) if name == "sex" else _day(text) if name in ("born", "died") else text
        said = QCoreApplication.translate("Imports", "%1 %2", "the name of a field, and what stands there")
        return said.replace("%2", shown).replace("%1", self._known.get(name, name))

    def _name(self, row: Preview) -> Cell:
        if row.problems:
            return Cell(QCoreApplication.translate("Imports", "Refused"), "notice")
        return Cell(_first(row, "name"), "strong", _first(row, "latin") or _first(row, "kana"))

    def _patient(self, row: Preview) -> Cell:
        if row.problems:
            return Cell(QCoreApplication.translate("Imports", "Refused"), "notice")
        return Cell(_first(row, "name") or _first(row, "patient") or _first(row, "mrn"), "strong")

    def _time(self, text: str) -> Cell:
        if not text:
            return Cell()
        at = round(datetime.fromisoformat(text).timestamp() * 1_000)
        return Cell(date_text(at, self._zone()), beside=clock_text(at, self._zone()))


def sexes() -> dict[str, str]:
    """Return the words for the sexes that a file can say."""
    translate = QCoreApplication.translate
    return {
        "F": translate("Imports", "Female"),
        "M": translate("Imports", "Male"),
        "X": translate("Imports", "Other"),
        "U": translate("Imports", "Unknown"),
    }


def _first(row: Preview, name: str) -> str:
    return next((text for field, text in row.fields if field == name), "")


def _ended(row: Preview) -> Cell:
    text = _first(row, "state")
    if not text:
        return Cell()
    state = State(text)
    return Cell(state_text(state), "notice" if state is State.NO_SHOW else "plain", icon=GLYPHS[state])


def _day(text: str) -> str:
    return born_text(date.fromisoformat(text)) if text else ""


async def _nothing() -> None:
    """There is nothing to ask for."""
