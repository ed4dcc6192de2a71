"""One device beside the list: what it is, and its token, its place and its end."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.devices import Device, Devices
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.beside import Side
from clinic_console.desktop.views.confirm import Confirm
from clinic_console.desktop.views.devices_bed import BedChooser
from clinic_console.desktop.views.devices_form import DeviceForm
from clinic_console.desktop.views.devices_words import offset_text, place_text, revoke_text, token_text, use_text
from clinic_console.desktop.views.facts import Facts
from clinic_console.desktop.views.secret import Secret
from clinic_console.desktop.views.seen import seen_text


class DevicePanel(Side):
    """Shows what is open in the state. ``renewed`` and ``revoked`` carry a device, ``placed`` also a bed or none."""

    renewed = Signal(object)
    revoked = Signal(object)
    placed = Signal(object, str)

    def __init__(self, theme: Theme, state: Devices, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self._state = state
        self._shown: object = None
        self._said: tuple[object, ...] = ()
        self._may = False
        self.facts = Facts(theme, self.page)
        self.trouble, self.clock = QLabel(self.page), QLabel(self.page)
        for label in (self.trouble, self.clock):
            label.setProperty("tone", "notice")
            label.setWordWrap(True)
        self.confirm = Confirm(theme, self.page)
        self.confirm.answered.connect(self._offer)
        self.form = DeviceForm(theme, state, self.page)
        self.form.left.connect(self.closed)
        self.secret = Secret(theme, self.page)
        self.secret.done.connect(state.taken_down)
        self._make_actions()
        self._make_place()
        self._parts = (self.facts, self.doing, self.place, self.form, self.secret)
        for part in (*self._parts[:1], self.clock, self.trouble, *self._parts[1:3], self.confirm, *self._parts[3:]):
            self.column.addWidget(part)
        self.column.addStretch(1)

    def frame(self, clinics: tuple[Clinic, ...], clinic: str, zone: str, now: int) -> None:
        """Bring it up to what is open now; times in the zone of its clinic, named only if there are several.

        ``clinics`` are those whose devices the user looks after: others are only shown.
        """
        state = self._state
        self._may = state.opened is not None and any(each.id == state.opened.clinic_id for each in clinics)
        shown = "new" if state.making else state.given or (state.opened.id if state.opened is not None else None)
        if shown != self._shown:
            self._shown, self._said = shown, ()
            self._begin(clinics)
        for chooser in (self.form.bed, self.bed):
            if chooser.isVisible():
                chooser.frame()
        device = state.opened
        said = (device, clinic, zone, now // 30_000)
        if device is not None and said != self._said:
            self._said = said
            self._say_facts(device, clinic, zone, now)

    def say_trouble(self, text: str) -> None:
        """Say why something did not happen."""
        if self._state.making:
            self.form.wait(on=False)
            self.form.say(text)
            return
        self.trouble.setText(text)
        self.trouble.setVisible(bool(text))
        announce(self.trouble, text)

    def conceal(self) -> None:
        """Show no token for now; with the next frame it is there again."""
        if self._state.given is not None:
            self.forget()

    def forget(self) -> None:
        """Keep nothing."""
        self.secret.forget()
        self._shown = None

    def _begin(self, clinics: tuple[Clinic, ...]) -> None:
        """Turn to what has been opened."""
        state = self._state
        self.trouble.hide()
        self.confirm.close_question()
        if state.making:
            self.say(QCoreApplication.translate("Devices", "Register a device"))
            self._turn(self.form)
            self.form.begin(clinics)
        elif state.given is not None:
            device, token = state.given
            self.say(device.code, device.model)
            self._turn(self.secret)
            self.secret.show_secret(
                QCoreApplication.translate("Devices", "Token of %1").replace("%1", device.code),
                token,
                QCoreApplication.translate("Devices", "Set it in the device: it connects with it from now on."),
            )
            self.secret.enter()
        else:
            held = self.isAncestorOf(QApplication.focusWidget() or self.window())
            self._turn(self.facts, self.doing)
            self.secret.forget()
            if held:
                self._enter()

    def _say_facts(self, device: Device, clinic: str, zone: str, now: int) -> None:
        translate = QCoreApplication.translate
        facts = self.facts
        self.say(device.code, device.model)
        facts.say(translate("Devices", "State"), use_text(device.use))
        facts.say(translate("Devices", "Clinic"), clinic)
        facts.say(translate("Devices", "Bed"), place_text(device) or translate("Devices", "Stands at no bed"))
        facts.say(translate("Devices", "Last seen"), seen_text(device.seen, zone, now))
        clock = offset_text(device.offset) if device.seen is not None else ""
        facts.say(translate("Devices", "Clock"), clock, "notice" if device.clock_wrong else "")
        self.clock.setText(
            translate("Devices", "Set the clock of the device. Until then its times are corrected by this much.")
        )
        self.clock.setVisible(device.clock_wrong and facts.isVisibleTo(self))
        self.take_away.setVisible(bool(device.bed_id))
        self.move_on.setVisible(not device.revoked)
        self.revoke.setVisible(not device.revoked)
        another, first = translate("Devices", "Another bed …"), translate("Devices", "Place at a bed …")
        self.move_on.setText(another if device.bed_id else first)

    def _ask_token(self) -> None:
        device = self._state.opened
        if device is not None:
            self._turn(self.facts)
            button = QCoreApplication.translate("Devices", "Make a new token")
            self.confirm.ask(token_text(device), button, lambda _: self.renewed.emit(device))

    def _ask_revoke(self) -> None:
        device = self._state.opened
        if device is not None:
            self._turn(self.facts)
            button = QCoreApplication.translate("Devices", "Revoke %1").replace("%1", device.code)
            self.confirm.ask(revoke_text(device), button, lambda _: self.revoked.emit(device))

    def _ask_place(self) -> None:
        device = self._state.opened
        if device is not None:
            self._turn(self.facts, self.place)
            self.bed.begin(device.clinic_id, QCoreApplication.translate("Devices", "Choose a ward"))
            self._bed_chosen()
            self.bed.wards.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place(self) -> None:
        device, bed = self._state.opened, self.bed.bed
        if device is not None and bed:
            self._offer()
            self.placed.emit(device, bed)

    def _take_away(self) -> None:
        if self._state.opened is not None:
            self.move_on.setFocus(Qt.FocusReason.OtherFocusReason)
            self.placed.emit(self._state.opened, "")

    def _bed_chosen(self) -> None:
        self.put.setEnabled(bool(self.bed.bed))

    def _offer(self) -> None:
        """Show what can be done again, after something was asked."""
        if self._state.making or self._state.given is not None:
            return
        held = self.isAncestorOf(QApplication.focusWidget() or self.window())
        self._turn(self.facts, self.doing)
        if held:
            self._enter()

    def _enter(self) -> None:
        first = next((button for button in self._buttons if not button.isHidden()), self.close_button)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn(self, *parts: QWidget) -> None:
        """Show these parts only."""
        for part in self._parts:
            part.setVisible(part in parts and (self._may or part is not self.doing))
        opened = self._state.opened
        self.clock.setVisible(self.facts in parts and opened is not None and opened.clock_wrong)
        if self.doing not in parts:
            self.trouble.hide()

    def _make_actions(self) -> None:
        translate = QCoreApplication.translate
        self.doing = QWidget(self.page)
        self.move_on = QPushButton(translate("Devices", "Another bed …"), self.doing)
        self.take_away = QPushButton(translate("Devices", "Take away from the bed"), self.doing)
        self.renew = QPushButton(translate("Devices", "New token …"), self.doing)
        self.revoke = QPushButton(translate("Devices", "Revoke …"), self.doing)
        self._buttons = (self.move_on, self.take_away, self.renew, self.revoke)
        column = QVBoxLayout(self.doing)
        column.setContentsMargins(0, self._theme.px(4), 0, 0)
        column.setSpacing(self._theme.px(8))
        for button in self._buttons:
            column.addWidget(button)
        self.move_on.clicked.connect(self._ask_place)
        self.take_away.clicked.connect(self._take_away)
        self.renew.clicked.connect(self._ask_token)
        self.revoke.clicked.connect(self._ask_revoke)

    def _make_place(self) -> None:
        self.place = QWidget(self.page)
        self.bed = BedChooser(self._theme, self._state, self.place)
        self.bed.chosen.connect(self._bed_chosen)
        self.put = QPushButton(QCoreApplication.translate("Devices", "Place here"), self.place)
        self.put.setProperty("kind", "primary")
        self.keep = QPushButton(QCoreApplication.translate("Devices", "Cancel"), self.place)
        self.put.clicked.connect(self._place)
        self.keep.clicked.connect(self._offer)
        buttons = QHBoxLayout()
        buttons.setSpacing(self._theme.px(8))
        buttons.addWidget(self.put)
        buttons.addWidget(self.keep)
        buttons.addStretch(1)
        column = QVBoxLayout(self.place)
        column.setContentsMargins(0, self._theme.px(4), 0, 0)
        column.setSpacing(self._theme.px(10))
        column.addWidget(self.bed)
        column.addLayout(buttons)
