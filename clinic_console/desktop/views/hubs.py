"""The hubs that this PC knows: a list, and a small form to add one or to change it."""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.config import is_loopback, server_url
from clinic_console.desktop.station import MAX_PROFILES, Profile
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.domain.errors import BadConfiguration

MAX_LENGTH: Final = 200


class HubForm(QWidget):
    """Name and address of one hub; ``saved`` carries a Profile whose address holds."""

    saved = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme, taken: Callable[[str], bool], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._taken = theme, taken
        self.name, self.address = QLineEdit(self), QLineEdit(self)
        self.wrong = QLabel(self)
        self.wrong.setProperty("tone", "notice")
        self.wrong.setWordWrap(True)
        self.save = QPushButton(QCoreApplication.translate("Hubs", "Save"), self)
        self.save.setProperty("kind", "primary")
        self.cancel = QPushButton(QCoreApplication.translate("Hubs", "Cancel"), self)
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self.left)
        self.name.setPlaceholderText(QCoreApplication.translate("Hubs", "such as Kita clinic"))
        self.address.setPlaceholderText("https://hub.example")
        self.name.setObjectName("hubName")
        self.address.setObjectName("hubAddress")
        for field in (self.name, self.address):
            field.setMaxLength(MAX_LENGTH)
            field.returnPressed.connect(self._save)
        self.address.textEdited.connect(lambda: self._say(""))
        self._lay_out()

    def begin(self, profile: Profile | None) -> None:
        """Start with a hub to change, or with empty fields."""
        self.name.setText(profile.name if profile else "")
        self.address.setText(profile.server if profile else "")
        self._say("")
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _save(self) -> None:
        try:
            server = server_url(self.address.text())
        except BadConfiguration:
            self._refuse(
                QCoreApplication.translate("Hubs", "This is no address. Write one such as https://hub.example")
                if self.address.text().strip()
                else QCoreApplication.translate("Hubs", "Write the address of the hub.")
            )
            return
        if self._taken(server):
            self._refuse(QCoreApplication.translate("Hubs", "This hub is in the list already."))
            return
        name = self.name.text().strip() or urlsplit(server).hostname or server
        self.saved.emit(Profile(name, server))

    def _refuse(self, text: str) -> None:
        self._say(text)
        self.address.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self.address, text)

    def _say(self, text: str) -> None:
        self.wrong.setText(text)
        self.wrong.setVisible(bool(text))
        self.address.setAccessibleDescription(text)
        self.address.setProperty("wrong", "true" if text else "false")
        self.address.style().unpolish(self.address)
        self.address.style().polish(self.address)

    def _lay_out(self) -> None:
        px = self._theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(4), 0, px(4))
        column.setSpacing(px(4))
        for field, text in (
            (self.name, QCoreApplication.translate("Hubs", "Name of the hub")),
            (self.address, QCoreApplication.translate("Hubs", "Address")),
        ):
            label = QLabel(text, self)
            label.setProperty("tone", "label")
            label.setBuddy(field)
            field.setAccessibleName(text)
            column.addWidget(label)
            column.addWidget(field)
            column.addSpacing(px(4))
        column.addWidget(self.wrong)
        buttons = QHBoxLayout()
        buttons.setSpacing(px(8))
        buttons.addWidget(self.save)
        buttons.addWidget(self.cancel)
        buttons.addStretch(1)
        column.addLayout(buttons)
        QWidget.setTabOrder(self.name, self.address)
        QWidget.setTabOrder(self.address, self.save)
        QWidget.setTabOrder(self.save, self.cancel)


class Hubs(QWidget):
    """The list; ``replaced`` carries the profile before and after (None for one that is added or removed)."""

    replaced = Signal(object, object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._profiles: tuple[Profile, ...] = ()
        self._editing: Profile | None = None
        self._lines: list[QWidget] = []
        self.empty = QLabel(self)
        self.empty.setText(QCoreApplication.translate("Hubs", "No hub is kept. Signing in asks for an address."))
        self.empty.setProperty("tone", "muted")
        self.empty.setWordWrap(True)
        self.form = HubForm(theme, self._taken, self)
        self.form.saved.connect(self._saved)
        self.form.left.connect(self._leave)
        self.form.hide()
        self.add = QPushButton(QCoreApplication.translate("Hubs", "Add a hub"), self)
        self.add.setObjectName("hubAdd")
        self.add.clicked.connect(lambda: self.edit(None))
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self.empty)
        column.addWidget(self.form)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def show_profiles(self, profiles: tuple[Profile, ...]) -> None:
        """Show these hubs."""
        self._profiles = profiles
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [self._line(profile) for profile in profiles]
        for place, line in enumerate(self._lines):
            self._column.insertWidget(place + 1, line)
            line.show()
        self.empty.setVisible(not profiles)
        self.add.setEnabled(len(profiles) < MAX_PROFILES)
        self._order_tabs()

    def edit(self, profile: Profile | None) -> None:
        """Open the form for a hub, or for a new one."""
        self._editing = profile
        self.form.show()
        self.add.hide()
        self.form.begin(profile)

    def _order_tabs(self) -> None:
        """Let Tab come to the lines before the form: new ones would come behind everything else of the window."""
        form = self.form
        before: QWidget | None = form.name.previousInFocusChain()
        while before is not None and before is not form.name and not self._is_stop(before):
            before = before.previousInFocusChain()
        buttons = [button for line in self._lines for button in line.findChildren(QPushButton)]
        for widget in (*buttons, form.name, form.address, form.save, form.cancel, self.add):
            if before is not None and before is not widget:
                QWidget.setTabOrder(before, widget)
            before = widget

    def _is_stop(self, widget: QWidget) -> bool:
        return widget.focusPolicy() is not Qt.FocusPolicy.NoFocus and not self.isAncestorOf(widget)

    def _taken(self, server: str) -> bool:
        return any(profile.server == server for profile in self._profiles if profile != self._editing)

    def _saved(self, profile: Profile) -> None:
        before = self._editing if self._editing in self._profiles else None
        self._leave()
        self.replaced.emit(before, profile)

    def _leave(self) -> None:
        self._editing = None
        self.form.hide()
        self.add.show()
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self, profile: Profile) -> None:
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self.replaced.emit(profile, None)

    def _line(self, profile: Profile) -> QFrame:
        px = self._theme.px
        line = QFrame(self)
        name, address = QLabel(profile.name, line), QLabel(profile.server, line)
        name.setObjectName("settingName")
        address.setProperty("tone", "muted")
        address.setTextFormat(Qt.TextFormat.PlainText)
        name.setTextFormat(Qt.TextFormat.PlainText)
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(name)
        words.addWidget(address)
        if profile.server.startswith("http:") and not is_loopback(profile.server):
            plain = QCoreApplication.translate("Hubs", "Not encrypted: anybody on the way can read along")
            warning = QLabel(plain, line)
            warning.setProperty("tone", "notice")
            words.addWidget(warning)
        edit = QPushButton(QCoreApplication.translate("Hubs", "Edit"), line)
        edit.setAccessibleName(QCoreApplication.translate("Hubs", "Edit %1").replace("%1", profile.name))
        remove = QPushButton(QCoreApplication.translate("Hubs", "Remove"), line)
        remove.setAccessibleName(QCoreApplication.translate("Hubs", "Remove %1").replace("%1", profile.name))
        edit.clicked.connect(lambda: self.edit(profile))
        remove.clicked.connect(lambda: self._remove(profile))
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        row.addLayout(words, 1)
        for button in (edit, remove):
            button.setProperty("small", "true")
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return line
