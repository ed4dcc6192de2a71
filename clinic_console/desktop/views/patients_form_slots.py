"""The fields of a patient's form: each knows its text, what is wrong with it, and what somebody else made of it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.state.patients_form_content import YES
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.field import Field
from clinic_console.domain.patients import LONGEST_VALUE

LEAST_LETTERS: Final = 4


class Line(QLineEdit):
    """A line of text; ``composing`` says that letters are being put together in it by an input method."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(LONGEST_VALUE)
        self.composing = False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Note whether something is being composed."""
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def show_text(self, text: str) -> None:
        """Show a text; the cursor stays where it is as far as it can."""
        if text != self.text() and not self.composing:
            place = self.cursorPosition()
            self.setText(text)
            self.setCursorPosition(min(place, len(text)) if self.hasFocus() else 0)


class Choice(QComboBox):
    """A choice among (key, name); a wheel that scrolls the page over it chooses nothing."""

    def __init__(self, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(LEAST_LETTERS)
        for key, name in choices:
            self.addItem(name, key)
        self._known = len(choices)

    @property
    def key(self) -> str:
        """The key of what is chosen."""
        return str(self.currentData() or "")

    def show_key(self, key: str) -> None:
        """Show what is chosen, without telling anybody; what is not offered stands there as it is."""
        with QSignalBlocker(self):
            place = self.findData(key)
            if place < 0:
                self.addItem(key, key)
                place = self.count() - 1
            self.setCurrentIndex(place)

    def forget(self) -> None:
        """Keep nothing that was not offered."""
        with QSignalBlocker(self):
            while self.count() > self._known:
                self.removeItem(self.count() - 1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


class Theirs(QWidget):
    """What somebody else made of a field that is changed here as well; ``taken`` says that it is to stand."""

    taken = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.label = QLabel(self)
        self.label.setProperty("tone", "notice")
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        text = QCoreApplication.translate("PatientForm", "Take theirs")
        self.button = QPushButton(text, self)
        self.button.setProperty("small", "true")
        self.button.setAccessibleName(f"{text}: {name}")
        self.button.clicked.connect(self.taken)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self.label, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)


class Slot(Field):
    """A field of the form; ``typed`` carries its name and its text, ``take_wanted`` its name."""

    typed = Signal(str, str)
    take_wanted = Signal(str)

    def __init__(
        self, theme: Theme, field: str, name: str, control: QWidget, parent: QWidget, *, about: str = ""
    ) -> None:
        self._noted = ("", "")
        super().__init__(theme, name, control, parent, about=about)
        self.field, self.name, self._theme = field, name, theme
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.theirs: Theirs | None = None

    @property
    def text(self) -> str:
        """What stands in it, as the form keeps it."""
        raise LookupError(self.field)

    @property
    def composing(self) -> bool:
        """Say whether letters are being put together in it."""
        return False

    @property
    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        own = [self.control]
        return own if self.theirs is None or self.theirs.isHidden() else [*own, self.theirs.button]

    def show_text(self, text: str) -> None:
        """Show another text."""

    def forget(self) -> None:
        """Keep nothing of a patient."""
        self.show_text("")
        self.say("", "", "")

    def say(self, wrong: str, changed: str, theirs: str) -> None:
        """Say what is wrong, else what was just changed, else what is always said; and what stands against it."""
        said = (wrong, "notice") if wrong else (changed, "accent") if changed else (self.hint(), "muted")
        if said != self._noted:
            self._noted = said
            self._say(*said)
        if theirs and self.theirs is None:
            self.theirs = Theirs(self._theme, self.name, self)
            self.theirs.taken.connect(lambda: self.take_wanted.emit(self.field))
            column = self.layout()
            if isinstance(column, QVBoxLayout):
                column.addWidget(self.theirs)
        if self.theirs is not None and (theirs or not self.theirs.isHidden()):
            self.theirs.label.setText(theirs)
            self.theirs.setVisible(bool(theirs))

    def hint(self) -> str:
        """Return what stands below it while there is nothing else to say."""
        return self.about

    def _tell(self) -> None:
        self.typed.emit(self.field, self.text)


class LineSlot(Slot):
    """A line of text."""

    def __init__(self, theme: Theme, field: str, name: str, parent: QWidget, *, about: str = "") -> None:
        self.line = Line()
        self.line.setObjectName(f"patient-{field}")
        super().__init__(theme, field, name, self.line, parent, about=about)
        self.line.textEdited.connect(self._tell)

    @property
    def text(self) -> str:
        """What stands in it."""
        return self.line.text()

    @property
    def composing(self) -> bool:
        """Say whether letters are being put together in it."""
        return self.line.composing

    def show_text(self, text: str) -> None:
        """Show another text."""
        self.line.show_text(text)


class ChoiceSlot(Slot):
    """One of some."""

    def __init__(
        self, theme: Theme, field: str, name: str, choices: Sequence[tuple[str, str]], parent: QWidget
    ) -> None:
        self.box = Choice(choices)
        self.box.setObjectName(f"patient-{field}")
        super().__init__(theme, field, name, self.box, parent)
        self.box.activated.connect(self._tell)

    @property
    def text(self) -> str:
        """The key of what is chosen."""
        return self.box.key

    def show_text(self, text: str) -> None:
        """Show what is chosen."""
        self.box.show_key(text)

    def forget(self) -> None:
        """Keep nothing of a patient."""
        super().forget()
        self.box.forget()


class TickSlot(Slot):
    """Yes, or nothing said."""

    def __init__(self, theme: Theme, field: str, name: str, says: str, parent: QWidget) -> None:
        self.box = QCheckBox(says)
        # As high as the fields beside it.
        self.box.setMinimumHeight(theme.size("row", "input"))
        self.box.setObjectName(f"patient-{field}")
        super().__init__(theme, field, name, self.box, parent)
        self.box.clicked.connect(self._tell)

    @property
    def text(self) -> str:
        """Yes or nothing."""
        return YES if self.box.isChecked() else ""

    def show_text(self, text: str) -> None:
        """Show it."""
        self.box.setChecked(text == YES)
