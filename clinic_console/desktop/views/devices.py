"""The devices of the user's clinics: found as one types, registered, placed, given tokens, revoked."""

from itertools import pairwise

from PySide6.QtCore import QCoreApplication, QLocale, Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.actions.devices import DeviceActions
from clinic_console.desktop.bridge import Bridge, monotonic
from clinic_console.desktop.models.ranking import fold
from clinic_console.desktop.models.table import Cell, Column
from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.devices import Device, Use
from clinic_console.desktop.state.sieve import Sieve
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.beside import Beside
from clinic_console.desktop.views.devices_panel import DevicePanel
from clinic_console.desktop.views.devices_words import (
    empty_words,
    offset_text,
    place_text,
    placed_text,
    trouble_text,
    use_cell,
    use_text,
)
from clinic_console.desktop.views.errand import Errand
from clinic_console.desktop.views.filters import FilterChips, SearchField
from clinic_console.desktop.views.seen import seen_text
from clinic_console.desktop.views.tab import Tab
from clinic_console.desktop.views.table import Table
from clinic_console.domain.access import Permission
from clinic_console.domain.errors import ClinicError


class DevicesView(Tab):
    """The tab of devices."""

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: DeviceActions) -> None:
        super().__init__(theme, bridge, state)
        self._do, self._devices = actions, actions.state
        self._errand, self._asking = Errand(bridge, self), Errand(bridge, self)
        self._now, self._counted = 0, -1
        self._sifted: tuple[str, str] | None = None
        self.sieve: Sieve[Device] = Sieve(self._devices.pages)
        about = QCoreApplication.translate("Devices", "Code, model, ward or bed")
        self.search = SearchField(theme, bridge, about, self)
        self.search.setObjectName("deviceSearch")
        self.search.setText(self._devices.search)
        self.uses = FilterChips(
            theme,
            QCoreApplication.translate("Devices", "State"),
            [(use.value, use_text(use)) for use in Use],
            self,
        )
        self.uses.choose(self._devices.use)
        self.register = QPushButton(QCoreApplication.translate("Devices", "Register a device"), self)
        self.table: Table[Device] = Table(
            theme, bridge, self.sieve, self._columns(), empty_words(searched=False), actions.load
        )
        self.panel = DevicePanel(theme, self._devices, self)
        self.beside = Beside(theme, self.table, self.panel, self)
        self._lay_out()
        self._connect()

    def frame(self, mono: float) -> None:
        """Bring list and panel up to a monotonic time."""
        self._now = self.state.hub_clock.moment(mono).hub
        self._sift()
        self.table.frame(mono)
        self.register.setVisible(bool(self._clinics()))
        state = self._devices
        is_open = state.making or state.opened is not None
        if is_open:
            clinic = state.opened.clinic_id if state.opened is not None else ""
            self.panel.frame(self._clinics(), self._clinic_name(clinic), self.state.access.zone(clinic), self._now)
        self.beside.show_side(is_open)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        super().set_theme(theme)
        self.table.set_theme(theme)
        self.panel.set_theme(theme)
        self.search.set_theme(theme)

    def forget(self) -> None:
        """Keep nothing: somebody else may sit down here."""
        self._errand.give_up()
        self._asking.give_up()
        self.search.setText("")
        self.panel.forget()

    def conceal(self) -> None:
        """Show no token for now."""
        self.panel.conceal()

    def enter(self) -> None:
        """Take the focus."""
        self.table.enter()

    # What the user does

    def _open(self, row: str) -> None:
        device = self._devices.pages.get(row)
        if device is not None and device != self._devices.opened:
            self._devices.open(device)
            self.frame(monotonic())

    def _close(self) -> None:
        held = self.panel.isAncestorOf(QApplication.focusWidget() or self)
        self._devices.open(None)
        self.panel.forget()
        self.frame(monotonic())
        if held:
            self.table.enter()

    def _leave(self) -> None:
        if self._devices.opened is not None or self._devices.making:
            self._close()
        else:
            self.search.setText("")

    def _begin(self) -> None:
        self._devices.open(None, making=True)
        self.frame(monotonic())

    def _register(self, clinic: str, code: str, model: str, bed: str) -> None:
        if self._errand.run(lambda: self._do.register(clinic, code, model, bed), self._given, self._failed):
            self.panel.form.wait(on=True)

    def _renew(self, device: Device) -> None:
        self._errand.run(lambda: self._do.new_token(device.id), self._given, self._failed)

    def _given(self, _: None) -> None:
        if self.state.access.locked is not None:
            # It waits for who has asked for it.
            return
        self.frame(monotonic())
        if self._devices.opened is not None:
            self.table.show_row(str(self._devices.opened.id))

    def _revoke(self, device: Device) -> None:
        said = QCoreApplication.translate("Devices", "%1 is revoked and cut off").replace("%1", device.code)
        self._errand.run(lambda: self._do.revoke(device.id), lambda _: self.changed.emit(said, None), self._failed)

    def _place(self, device: Device, bed: str) -> None:
        former = self._devices.standing_at(bed, device.id)

        def done(placed: Device) -> None:
            self.changed.emit(placed_text(placed, former), lambda: self._put_back(placed, device.bed_id, former))

        self._errand.run(lambda: self._do.place(device.id, bed), done, self._failed)

    def _put_back(self, device: Device, bed: str, former: Device | None) -> None:
        async def put_back() -> Device:
            placed = await self._do.place(device.id, bed)
            if former is not None:
                await self._do.place(former.id, former.bed_id)
            return placed

        self._errand.run(
            put_back,
            lambda placed: self.changed.emit(placed_text(placed), None),
            lambda error: self.told.emit(device.code, trouble_text(error, registering=self._devices.making)),
        )

    def _failed(self, error: ClinicError) -> None:
        if self._devices.opened is not None or self._devices.making:
            self.panel.say_trouble(trouble_text(error, registering=self._devices.making))
        else:
            self.told.emit(trouble_text(error), "")

    def _ask_beds(self, ward: str) -> None:
        work = (lambda: self._do.load_beds(ward)) if ward else self._do.load_wards
        self._asking.run(work, lambda _: None, self._failed)

    # What is shown

    def _sift(self) -> None:
        state = self._devices
        wanted = fold(state.search.strip()), state.use
        if wanted == self._sifted:
            self.sieve.sift()
        else:
            self._sifted = wanted
            self.sieve.sift(lambda device: _fits(device, *wanted))
            self.table.say_empty(empty_words(searched=any(wanted)))
        if self._counted != state.pages.version and state.pages.loaded:
            self._counted = state.pages.version
            for use in Use:
                count = sum(device.use is use for device in state.pages.rows)
                text = f"{use_text(use)} {QLocale().toString(count)}"
                self.uses.buttons[use.value].setText(text)
                self.uses.buttons[use.value].setAccessibleName(f"{self.uses.accessibleName()}: {text}")

    def _look_for(self, search: str) -> None:
        self._devices.search = search

    def _show_use(self, use: str) -> None:
        self._devices.use = use

    def _clinics(self) -> tuple[Clinic, ...]:
        """Return the clinics in which the user may register devices."""
        may = self.state.access.may(Permission.MANAGE_DEVICES)
        return tuple(clinic for clinic in self.state.access.clinics if clinic.id in may)

    def _clinic_name(self, clinic: str) -> str:
        """Return a clinic's name, empty where there is only one."""
        clinics = self.state.access.clinics
        return next((each.name for each in clinics if each.id == clinic), "") if len(clinics) > 1 else ""

    def _columns(self) -> list[Column[Device]]:
        translate = QCoreApplication.translate
        columns: list[Column[Device]] = [
            Column(translate("Devices", "Device"), lambda one: Cell(one.code, "strong", one.model), 190, stretch=3),
            Column(translate("Devices", "Ward and bed"), _place_cell, 150, stretch=2),
            Column(translate("Devices", "State"), use_cell, 120, stretch=1),
            Column(translate("Devices", "Last seen"), self._seen_cell, 150, stretch=1, drop=1),
            Column(translate("Devices", "Clock"), _clock_cell, 168, stretch=1, drop=2),
        ]
        if len(self.state.access.clinics) > 1:
            clinic: Column[Device] = Column(
                translate("Devices", "Clinic"), lambda one: Cell(self._clinic_name(one.clinic_id)), 130, 2, drop=3
            )
            columns.insert(2, clinic)
        return columns

    def _seen_cell(self, device: Device) -> Cell:
        return Cell(seen_text(device.seen, self.state.access.zone(device.clinic_id), self._now))

    def _connect(self) -> None:
        self.table.opened.connect(self._open)
        self.table.typed.connect(self.search.take)
        self.table.left.connect(self._leave)
        self.table.begun.connect(self._begin_or_show_all)
        self.search.searched.connect(self._look_for)
        self.search.down.connect(self.table.enter)
        self.uses.chosen.connect(self._show_use)
        self.register.clicked.connect(self._begin)
        panel = self.panel
        panel.closed.connect(self._close)
        panel.form.sent.connect(self._register)
        panel.renewed.connect(self._renew)
        panel.revoked.connect(self._revoke)
        panel.placed.connect(self._place)
        for chooser in (panel.bed, panel.form.bed):
            chooser.wanted.connect(self._ask_beds)

    def _begin_or_show_all(self) -> None:
        if any(self._sifted or ()):
            self._devices.search = self._devices.use = ""
            self.search.setText("")
            self.uses.choose("")
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._clinics():
            self._begin()

    def _lay_out(self) -> None:
        px = self.theme.px
        tools = QWidget(self)
        tools.setObjectName("adminBar")
        row = QHBoxLayout(tools)
        row.setContentsMargins(px(14), px(8), px(14), px(8))
        row.setSpacing(px(12))
        row.addWidget(self.search, 1)
        row.addWidget(self.uses, 2, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.table.news)
        row.addStretch(1)
        row.addWidget(self.register)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(tools)
        column.addWidget(self.beside, 1)
        # What narrows the list down goes with it.
        self.beside.covers.connect(tools.setHidden)
        for first, second in pairwise((*self.uses.buttons.values(), self.table.news, self.register, self.table.view)):
            QWidget.setTabOrder(first, second)


def _fits(device: Device, text: str, use: str) -> bool:
    words = fold(" ".join((device.code, device.model, device.ward, device.bed)))
    return (not use or device.use == use) and all(part in words for part in text.split())


def _place_cell(device: Device) -> Cell:
    place = place_text(device)
    return Cell(place) if place else Cell(QCoreApplication.translate("Devices", "At no bed"), "muted")


def _clock_cell(device: Device) -> Cell:
    if device.seen is None:
        return Cell()
    if device.clock_wrong:
        return Cell(offset_text(device.offset), "notice", icon="clock")
    return Cell(offset_text(device.offset), "muted")
