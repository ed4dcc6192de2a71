"""The PCs that consoles run on: which there are, who is signed in there, and what can be done about it."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from clinic_console.desktop.actions.stations import StationsActions
from clinic_console.desktop.bridge import Bridge, monotonic
from clinic_console.desktop.models.ranking import fold
from clinic_console.desktop.models.table import Cell, Column
from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.sieve import Sieve
from clinic_console.desktop.state.stations import Station
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.beside import Beside
from clinic_console.desktop.views.errand import Errand
from clinic_console.desktop.views.filters import SearchField
from clinic_console.desktop.views.seen import seen_text
from clinic_console.desktop.views.stations_panel import StationPanel
from clinic_console.desktop.views.stations_words import (
    empty_words,
    is_old,
    name_text,
    people_of,
    trouble_text,
    version_text,
)
from clinic_console.desktop.views.tab import Tab
from clinic_console.desktop.views.table import Table
from clinic_console.domain.access import Permission
from clinic_console.domain.errors import ClinicError


class StationsView(Tab):
    """The tab of PCs."""

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: StationsActions) -> None:
        super().__init__(theme, bridge, state)
        self._do, self._stations = actions, actions.state
        self._errand = Errand(bridge, self)
        self._now = 0
        self._sifted: str | None = None
        self.sieve: Sieve[Station] = Sieve(self._stations.pages)
        about = QCoreApplication.translate("Stations", "Name, address or person")
        self.search = SearchField(theme, bridge, about, self)
        self.search.setObjectName("stationSearch")
        self.search.setText(self._stations.search)
        self.table: Table[Station] = Table(
            theme, bridge, self.sieve, self._columns(), empty_words(searched=False), actions.load
        )
        self.panel = StationPanel(theme, self._stations, self)
        self.beside = Beside(theme, self.table, self.panel, self)
        self._lay_out()
        self._connect()

    def frame(self, mono: float) -> None:
        """Bring list and panel up to a monotonic time."""
        self._now = self.state.hub_clock.moment(mono).hub
        self._sift()
        self.table.frame(mono)
        station = self._stations.opened
        if station is not None:
            station = self._stations.opened = self._stations.pages.get(station.id) or station
            self.panel.frame(
                self._clinics(),
                self._clinic_name(station.clinic_id),
                self.state.access.zone(station.clinic_id),
                self._now,
                here=self._is_here(station),
            )
        self.beside.show_side(station is not None)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        super().set_theme(theme)
        self.table.set_theme(theme)
        self.panel.set_theme(theme)
        self.search.set_theme(theme)

    def forget(self) -> None:
        """Keep nothing: somebody else may sit down here."""
        self._errand.give_up()
        self.search.setText("")

    def enter(self) -> None:
        """Take the focus."""
        self.table.enter()

    def show_about(self, about: object) -> None:
        """Show the PC of an id."""
        self._open(str(about))
        self.table.show_row(str(about))

    # What the user does

    def _open(self, row: str) -> None:
        self._stations.opened = self._stations.pages.get(row) or self._stations.opened
        self.frame(monotonic())

    def _close(self) -> None:
        held = self.panel.isAncestorOf(QApplication.focusWidget() or self)
        self._stations.opened = None
        self.frame(monotonic())
        if held:
            self.table.enter()

    def _leave(self) -> None:
        if self._stations.opened is not None:
            self._close()
        else:
            self.search.setText("")

    def _sign_out(self, station: Station) -> None:
        def done(count: int) -> None:
            said = QCoreApplication.translate("Stations", "%n session(s) ended at %1", None, count)
            self.changed.emit(said.replace("%1", name_text(station)), None)

        self._errand.run(lambda: self._do.sign_out(station), done, self._failed)

    def _forget(self, station: Station) -> None:
        said = QCoreApplication.translate("Stations", "%1 is removed from the list").replace("%1", name_text(station))

        def done(_: None) -> None:
            self.changed.emit(said, None)
            self._close()
            self.table.enter()

        self._errand.run(lambda: self._do.forget(station), done, self._failed)

    def _move(self, station: Station, clinic: str) -> None:
        before = station.clinic_id

        def done(_: None) -> None:
            self.changed.emit(self._moved_text(station, clinic), lambda: self._move_back(station, before))

        self._errand.run(lambda: self._do.move(station, clinic), done, self._failed)

    def _move_back(self, station: Station, clinic: str) -> None:
        said = self._moved_text(station, clinic)
        self._errand.run(
            lambda: self._do.move(station, clinic), lambda _: self.changed.emit(said, None), self._failed
        )

    def _moved_text(self, station: Station, clinic: str) -> str:
        said = QCoreApplication.translate("Stations", "%1 stands in %2 now")
        return said.replace("%2", self._clinic_name(clinic)).replace("%1", name_text(station))

    def _failed(self, error: ClinicError) -> None:
        if self._stations.opened is not None:
            self.panel.say_trouble(trouble_text(error))
        else:
            self.told.emit(trouble_text(error), "")

    # What is shown

    def _sift(self) -> None:
        wanted = fold(self._stations.search.strip())
        if wanted == self._sifted:
            self.sieve.sift()
            return
        self._sifted = wanted
        self.sieve.sift(lambda station: _fits(station, wanted))
        self.table.say_empty(empty_words(searched=bool(wanted)))

    def _look_for(self, search: str) -> None:
        self._stations.search = search

    def _show_all(self) -> None:
        self._stations.search = ""
        self.search.setText("")
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _is_here(self, station: Station) -> bool:
        return bool(station.id) and station.id == self.state.station.now.id

    def _clinics(self) -> tuple[Clinic, ...]:
        """Return the clinics whose PCs the user looks after."""
        may = self.state.access.may(Permission.MANAGE_STATIONS)
        return tuple(clinic for clinic in self.state.access.clinics if clinic.id in may)

    def _clinic_name(self, clinic: str) -> str:
        """Return a clinic's name, empty where there is only one."""
        clinics = self.state.access.clinics
        return next((each.name for each in clinics if each.id == clinic), "") if len(clinics) > 1 else ""

    def _columns(self) -> list[Column[Station]]:
        translate = QCoreApplication.translate
        columns: list[Column[Station]] = [
            Column(translate("Stations", "PC"), self._name_cell, 170, stretch=3),
            Column(translate("Stations", "Signed in"), _people_cell, 150, stretch=3),
            Column(translate("Stations", "Last seen"), self._seen_cell, 150, stretch=1),
            Column(translate("Stations", "Version"), _version_cell, 110, stretch=1, drop=1),
            Column(translate("Stations", "Address"), lambda one: Cell(one.address, "muted"), 120, stretch=1, drop=2),
        ]
        if len(self.state.access.clinics) > 1:
            clinic: Column[Station] = Column(
                translate("Stations", "Clinic"), lambda one: Cell(self._clinic_name(one.clinic_id)), 130, 2, drop=3
            )
            columns.insert(1, clinic)
        return columns

    def _name_cell(self, station: Station) -> Cell:
        marks = []
        if self._is_here(station):
            marks.append(QCoreApplication.translate("Stations", "this PC"))
        if station.shared:
            marks.append(QCoreApplication.translate("Stations", "shared"))
        return Cell(name_text(station), "strong", " · ".join(marks))

    def _seen_cell(self, station: Station) -> Cell:
        return Cell(seen_text(station.seen, self.state.access.zone(station.clinic_id), self._now))

    def _connect(self) -> None:
        self.table.opened.connect(self._open)
        self.table.typed.connect(self.search.take)
        self.table.left.connect(self._leave)
        self.table.begun.connect(self._show_all)
        self.search.searched.connect(self._look_for)
        self.search.down.connect(self.table.enter)
        self.panel.closed.connect(self._close)
        self.panel.emptied.connect(self._sign_out)
        self.panel.forgotten.connect(self._forget)
        self.panel.moved.connect(self._move)

    def _lay_out(self) -> None:
        px = self.theme.px
        tools = QWidget(self)
        tools.setObjectName("adminBar")
        row = QHBoxLayout(tools)
        row.setContentsMargins(px(14), px(8), px(14), px(8))
        row.setSpacing(px(12))
        row.addWidget(self.search, 1)
        row.addWidget(self.table.news)
        row.addStretch(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(tools)
        column.addWidget(self.beside, 1)
        # What narrows the list down goes with it.
        self.beside.covers.connect(tools.setHidden)
        QWidget.setTabOrder(self.search, self.table.news)
        QWidget.setTabOrder(self.table.news, self.table.view)


def _fits(station: Station, text: str) -> bool:
    words = fold(" ".join((station.name, station.address, *people_of(station))))
    return all(part in words for part in text.split())


def _people_cell(station: Station) -> Cell:
    if not station.users:
        return Cell(QCoreApplication.translate("Stations", "Nobody"), "muted")
    others = len(station.users) - 1
    more = QCoreApplication.translate("Stations", "and %n more", None, others) if others else ""
    return Cell(people_of(station)[0], beside=more, icon="person")


def _version_cell(station: Station) -> Cell:
    if is_old(station):
        old = QCoreApplication.translate("Stations", "%1, older").replace("%1", station.version)
        return Cell(old, "notice", icon="notice", said=version_text(station))
    return Cell(station.version, "muted")
