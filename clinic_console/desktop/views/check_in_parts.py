"""The first steps of checking in, one below the other: who it is, contact data, alerts."""

from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from clinic_console.desktop.state.check_in import CheckInState, Part, Sheet
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.chart_pills import Pills
from clinic_console.desktop.views.check_in_words import (
    asked_text,
    contact_text,
    identifier_text,
    identity_text,
    part_text,
    value_text,
    warnings_of_card,
)
from clinic_console.desktop.views.facts import Facts
from clinic_console.desktop.views.field import Field
from clinic_console.desktop.views.patients_words import language_text
from clinic_console.domain.check_in import COMPARABLE

LONGEST: Final = 200
LONGEST_NAME: Final = 100
NAMES: Final = 96


class Step(QFrame):
    """One step: ``stops`` is where the focus goes when one comes to it."""

    part = Part.IDENTITY

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("checkPart")
        self.setProperty("current", "false")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme, self._done = theme, False
        self.mark, self.title = QLabel(self), QLabel(part_text(self.part), self)
        self.title.setObjectName("checkTitle")
        self.setAccessibleName(self.title.text())
        px = theme.px
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(self.title)
        head.addWidget(self.mark)
        head.addStretch(1)
        self.body = QWidget(self)
        self.column = QVBoxLayout(self.body)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(px(6))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(px(10), px(8), px(8), px(10))
        outer.setSpacing(px(6))
        outer.addLayout(head)
        outer.addWidget(self.body)

    def stand(self, *, current: bool, done: bool) -> None:
        """Show whether one is at it, and whether it has been done."""
        self._done = done
        if self.property("current") != ("true" if current else "false"):
            self.setProperty("current", "true" if current else "false")
            for widget in (self, self.title):
                widget.style().unpolish(widget)
                widget.style().polish(widget)
        self.set_theme(self._theme)

    def stop(self) -> QWidget:
        """Return where the focus goes when one comes here."""
        return self

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        self.mark.setVisible(self._done)
        if self._done:
            colour = theme.colour("accent.text")
            self.mark.setPixmap(theme.pixmap("check", colour, theme.px(14), self.devicePixelRatioF()))

    def forget(self) -> None:
        """Keep nothing of a patient."""


class IdentityStep(Step):
    """``toggled`` carries an identifier, ``why_asked`` whether it is said why nobody can be confirmed."""

    part = Part.IDENTITY
    toggled = Signal(str)
    why_asked = Signal(bool)
    typed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        translate = QCoreApplication.translate
        self.open = QWidget(self.body)
        self.before, self.folded = label("secondary", self.body), label("secondary", self.body)
        self.boxes: dict[str, QCheckBox] = {}
        self.values: dict[str, QLabel] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(10))
        grid.setVerticalSpacing(theme.px(2))
        grid.setColumnStretch(1, 1)
        for place, name in enumerate(COMPARABLE):
            box = self.boxes[name] = QCheckBox(f"{place + 1}  {identifier_text(name)}", self.body)
            box.clicked.connect(lambda _=False, name=name: self.toggled.emit(name))
            value = self.values[name] = QLabel(self.body)
            value.setObjectName("checkValue")
            value.setTextFormat(Qt.TextFormat.PlainText)
            value.setWordWrap(True)
            grid.addWidget(box, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, place, 1)
        self.why = QLineEdit(self.body)
        self.why.setMaxLength(LONGEST)
        self.why.textEdited.connect(self.typed)
        about = translate("CheckIn", "Whoever takes the patient to a room is shown this.")
        self.field = Field(
            theme, translate("CheckIn", "Why can it not be confirmed?"), self.why, self.body, about=about
        )
        self.cannot = QPushButton(translate("CheckIn", "Cannot be confirmed…"), self.body)
        self.cannot.setProperty("kind", "flat")
        self.cannot.clicked.connect(lambda: self.why_asked.emit(self.field.isHidden()))
        inside = QVBoxLayout(self.open)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(theme.px(6))
        inside.addWidget(self.before)
        inside.addLayout(grid)
        inside.addWidget(self.field)
        inside.addWidget(self.cannot, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.folded)
        self.column.addWidget(self.open)

    def show_state(self, state: CheckInState, sheet: Sheet, zone: str) -> None:
        """Show what can be compared, and what was."""
        text, tone = identity_text(sheet, zone)
        say(self.before, text, tone or "secondary")
        for name, box in self.boxes.items():
            value = value_text(name, sheet)
            seen = QCoreApplication.translate("CheckIn", "shown here") if name == "photo_id" else ""
            known = bool(value or seen)
            box.setVisible(known and not state.asks_why)
            self.values[name].setVisible(known and not state.asks_why)
            say(self.values[name], value or seen, "" if value else "muted", hide=False)
            box.setChecked(name in state.draft.compared)
            box.setAccessibleName(f"{identifier_text(name)}: {value or seen}")
        self.field.setVisible(state.asks_why)
        if self.why.text() != state.draft.not_confirmed:
            self.why.setText(state.draft.not_confirmed)
        compare = QCoreApplication.translate("CheckIn", "Compare after all")
        cannot = QCoreApplication.translate("CheckIn", "Cannot be confirmed…")
        self.cannot.setText(compare if state.asks_why else cannot)

    def fold(self, state: CheckInState, *, on: bool) -> None:
        """Say in a line what was compared, once one has gone on: the other steps are to be seen."""
        why = state.draft.not_confirmed if state.asks_why else ""
        names = ", ".join(identifier_text(name) for name in state.draft.compared)
        say(self.folded, (why or names) if on else "", "notice" if why else "secondary")
        self.open.setVisible(not on)

    def stop(self) -> QWidget:
        """Go to the reason where one is asked for."""
        return self if self.field.isHidden() else self.why

    def forget(self) -> None:
        """Keep nothing of a patient."""
        for value in (*self.values.values(), self.before, self.folded):
            value.setText("")
        for box in self.boxes.values():
            box.setAccessibleName("")
        self.why.setText("")
        self.field.right()


class ContactsStep(Step):
    """Whether phone and address still hold; ``edit`` is pressed where they do not."""

    part = Part.CONTACTS

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.facts = Facts(theme, self.body, names=NAMES, gap=4)
        self.asked = label("muted", self.body)
        self.edit = QPushButton(QCoreApplication.translate("CheckIn", "Change in the profile…"), self.body)
        self.edit.setProperty("kind", "flat")
        for widget in (self.facts, self.asked):
            self.column.addWidget(widget)
        self.column.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignLeft)

    def show_state(self, sheet: Sheet, zone: str, *, edits: bool) -> None:
        """Show how the patient can be reached."""
        by_kind: dict[str, list[str]] = {}
        for kind, value in sheet.contacts:
            by_kind.setdefault(kind, []).append(value)
        for kind in dict.fromkeys(("phone", "email", "address", *by_kind)):
            self.facts.say(contact_text(kind), "\n".join(by_kind.get(kind, ())))
        none = QCoreApplication.translate("CheckIn", "There are no contact data: ask for a phone number.")
        say(self.asked, asked_text(sheet.contacts_at, zone) if by_kind else none, "muted" if by_kind else "notice")
        self.edit.setVisible(edits)

    def forget(self) -> None:
        """Keep nothing of a patient."""
        self.facts.clear()
        self.asked.setText("")


class AlertsStep(Step):
    """What everybody must know, and who interprets."""

    part = Part.ALERTS
    typed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        translate = QCoreApplication.translate
        self.pills = Pills(theme, self.body, name=translate("CheckIn", "Alerts"))
        self.language = label("secondary", self.body)
        self.line = QLineEdit(self.body)
        self.line.setMaxLength(LONGEST_NAME)
        self.line.setPlaceholderText(translate("CheckIn", "Who, or by phone"))
        self.line.textEdited.connect(self.typed)
        self.field = Field(theme, translate("CheckIn", "Interpreter"), self.line, self.body)
        for widget in (self.pills, self.language, self.field):
            self.column.addWidget(widget)

    def show_state(self, state: CheckInState, sheet: Sheet) -> None:
        """Show alerts and interpreter."""
        said = warnings_of_card(sheet.card.patient, sheet.alerts)
        self.pills.say(said)
        self.pills.setVisible(bool(said))
        needed = sheet.card.patient.interpreter or bool(state.draft.interpreter)
        speaks = QCoreApplication.translate("CheckIn", "Speaks %1")
        say(self.language, speaks.replace("%1", language_text(sheet.language)) if sheet.language else "", "secondary")
        self.field.setVisible(needed)
        if self.line.text() != state.draft.interpreter:
            self.line.setText(state.draft.interpreter)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        super().set_theme(theme)
        if hasattr(self, "pills"):
            self.pills.set_theme(theme)

    def forget(self) -> None:
        """Keep nothing of a patient."""
        self.pills.say(())
        self.line.setText("")
        self.language.setText("")


def label(tone: str, parent: QWidget) -> QLabel:
    """Return a label for text of several lines."""
    made = QLabel(parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    made.setProperty("tone", tone)
    return made


def say(at: QLabel, text: str, tone: str, *, hide: bool = True) -> None:
    """Show a text in a tone; without any, its label goes."""
    if at.text() != text:
        at.setText(text)
    if at.property("tone") != tone:
        at.setProperty("tone", tone)
        at.style().unpolish(at)
        at.style().polish(at)
    if hide:
        at.setVisible(bool(text))
