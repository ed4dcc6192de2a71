"""How a file is read, and what it is: kind of rows, clinic, system, letters, columns, dates, titles."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.imports_draft import Draft
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.field import Field
from clinic_console.desktop.views.filters import Flow
from clinic_console.desktop.views.imports_words import delimiters, encodings, kinds, orders
from clinic_console.desktop.views.segments import Segments
from clinic_console.domain.imports import LONGEST_SYSTEM, Kind, Kinds

PAUSE_MS: Final = 250
SYSTEM_WIDTH: Final = 230


class ImportsSettings(QWidget):
    """``said`` carries the name of something that somebody says of the file (state.imports_draft.Given), and it.

    ``header`` and ``register`` are placed by who makes this.
    """

    said = Signal(str, object)

    def __init__(
        self, theme: Theme, bridge: Bridge, clinics: Sequence[Clinic], offered: Kinds, parent: QWidget
    ) -> None:
        super().__init__(parent)
        translate = QCoreApplication.translate
        named_kinds = [(str(kind), text) for kind, text in kinds().items() if kind in offered]
        self.kind = Segments(translate("Imports", "Rows of"), named_kinds, self)
        self.clinic = self._combo({one.id: one.name for one in clinics})
        self.system = QLineEdit(self)
        self.system.setObjectName("importSystem")
        self.system.setMaxLength(LONGEST_SYSTEM)
        self.system.setMinimumWidth(theme.px(SYSTEM_WIDTH))
        self.encoding = self._combo(encodings())
        self.delimiter = self._combo(delimiters())
        self.order = self._combo(orders())
        self.header = QCheckBox(translate("Imports", "The first line has titles"), self)
        self.register = QCheckBox(translate("Imports", "Take in patients whom nobody knows yet"), self)
        self.register.setToolTip(
            translate("Imports", "They have a number and no name until a file of patients says who they are.")
        )
        named: tuple[tuple[str, QWidget], ...] = (
            (translate("Imports", "Rows of"), self.kind),
            (translate("Imports", "Into the clinic"), self.clinic),
            (translate("Imports", "Name of the system that the file comes from"), self.system),
            (translate("Imports", "Letters"), self.encoding),
            (translate("Imports", "Between columns"), self.delimiter),
            (translate("Imports", "Dates"), self.order),
        )
        self.fields = {widget: Field(theme, name, widget, self) for name, widget in named}
        self.fields[self.clinic].setVisible(len(clinics) > 1)
        self.fields[self.kind].setVisible(len(offered) > 1)
        self._lay_out(theme)
        self._soon = bridge.debounce(PAUSE_MS, self._say_system)
        self._connect()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Return where Tab stops, in its order."""
        choices: tuple[QWidget, ...] = (
            self.clinic,
            self.system,
            self.encoding,
            self.delimiter,
            self.order,
            self.header,
        )
        choices = (*choices, self.register)
        return (*self.kind.buttons.values(), *choices)

    def show_draft(self, draft: Draft) -> None:
        """Show what is said, and what was found out."""
        given, look = draft.given, draft.look
        self.kind.choose(given.kind)
        self._show(self.clinic, given.clinic_id)
        reading: tuple[QWidget, ...] = (self.system, self.encoding, self.delimiter, self.order)
        for widget in reading:
            self.fields[widget].setVisible(look is not None)
        self.header.setVisible(look is not None)
        self.register.setVisible(look is not None and given.kind is Kind.APPOINTMENTS)
        if look is None:
            return
        layout = look.layout
        self._show(self.encoding, layout.encoding)
        self._show(self.delimiter, layout.delimiter)
        self._show(self.order, layout.order)
        with QSignalBlocker(self.header):
            self.header.setChecked(layout.header)
        with QSignalBlocker(self.register):
            self.register.setChecked(layout.register)
        if not self._soon.pending and self.system.text().strip() != layout.system and not draft.stale:
            with QSignalBlocker(self.system):
                self.system.setText(layout.system)

    def flush(self) -> None:
        """Say what was typed at once."""
        if self._soon.pending:
            self._soon.cancel()
            self._say_system()

    def forget(self) -> None:
        """Keep nothing of what was typed."""
        self._soon.cancel()
        with QSignalBlocker(self.system):
            self.system.setText("")

    def enter(self) -> None:
        """Take the focus."""
        if self.fields[self.kind].isHidden():
            (self.clinic if not self.fields[self.clinic].isHidden() else self.system).setFocus(
                Qt.FocusReason.OtherFocusReason
            )
            return
        self.kind.buttons[self.kind.current or next(iter(self.kind.buttons))].setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def _say_system(self) -> None:
        text = "".join(letter for letter in self.system.text() if letter.isprintable())
        self.said.emit("system", text.strip())

    def _show(self, combo: QComboBox, key: str) -> None:
        with QSignalBlocker(combo):
            combo.setCurrentIndex(max(0, combo.findData(key)))

    def _combo(self, choices: Mapping[str, str]) -> QComboBox:
        combo = QComboBox(self)
        for key, text in choices.items():
            combo.addItem(text, key)
        return combo

    def _connect(self) -> None:
        self.kind.chosen.connect(lambda key: self.said.emit("kind", Kind(key)))
        self.system.textEdited.connect(lambda _: self._soon())
        self.header.clicked.connect(lambda on: self.said.emit("header", on))
        self.register.clicked.connect(lambda on: self.said.emit("register", on))
        for name, combo in (
            ("clinic_id", self.clinic),
            ("encoding", self.encoding),
            ("delimiter", self.delimiter),
            ("order", self.order),
        ):
            combo.activated.connect(lambda at, name=name, combo=combo: self.said.emit(name, combo.itemData(at)))

    def _lay_out(self, theme: Theme) -> None:
        flow = Flow(self, theme.px(12))
        for field in self.fields.values():
            flow.addWidget(field)
