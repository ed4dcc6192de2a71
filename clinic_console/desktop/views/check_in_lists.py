"""The last steps of checking in: what is to be signed, and who has come along."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.state.check_in import Companion, Form, Part
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.check_in_parts import LONGEST_NAME, Step, label, say
from clinic_console.desktop.views.check_in_words import FORM_GLYPHS, form_text
from clinic_console.domain.check_in import MOST_COMPANIONS, FormState

LONGEST_PHONE: Final = 40


class FormRow(QPushButton):
    """A form and how it stands; Space has it stand differently."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("keyed", "true")
        self.setProperty("small", "true")
        self._theme, self._state = theme, FormState.TO_SIGN
        self.how = QLabel(self)
        self.how.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, theme.px(8), 0)
        row.addStretch(1)
        row.addWidget(self.how)

    def say(self, form: Form) -> None:
        """Show a form."""
        self._state = form.state
        self.setText(form.name)
        self.setAccessibleName(f"{form.name}: {form_text(form.state)}")
        say(self.how, form_text(form.state), "notice" if form.state is FormState.TO_SIGN else "secondary")
        self.set_theme(self._theme)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        tone = "notice.text" if self._state is FormState.TO_SIGN else "text.secondary"
        self.setIcon(theme.icon(FORM_GLYPHS[self._state], tone, 14))


class FormsStep(Step):
    """``cycled`` carries the place of a form that stands differently by now."""

    part = Part.FORMS
    cycled = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.rows: list[FormRow] = []
        self.none = label("muted", self.body)
        self.hint = label("muted", self.body)
        self.list = QVBoxLayout()
        self.list.setSpacing(theme.px(4))
        self.column.addLayout(self.list)
        self.column.addWidget(self.none)
        self.column.addWidget(self.hint)

    def show_state(self, forms: Sequence[Form]) -> None:
        """Show how the forms stand."""
        for row in self.rows[len(forms) :]:
            self.list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = self.rows[: len(forms)]
        for place, form in enumerate(forms):
            if place == len(self.rows):
                row = FormRow(self._theme, self.body)
                row.clicked.connect(lambda _=False, place=place: self.cycled.emit(place))
                self.rows.append(row)
                self.list.addWidget(row)
                row.show()
            self.rows[place].say(form)
        translate = QCoreApplication.translate
        say(self.none, "" if forms else translate("CheckIn", "Nothing is to be signed."), "muted")
        say(self.hint, translate("CheckIn", "Space: signed, declined, not needed") if forms else "", "muted")

    def stop(self) -> QWidget:
        """Go to the first form that is still to be signed."""
        waiting = [row for row in self.rows if row.how.text() == form_text(FormState.TO_SIGN)]
        return waiting[0] if waiting else self

    def go(self, by: int) -> bool:
        """Go to the form above (-1) or below; False where there is none."""
        place = next((place for place, row in enumerate(self.rows) if row.hasFocus()), -1)
        if place < 0 or not 0 <= place + by < len(self.rows):
            return False
        self.rows[place + by].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        super().set_theme(theme)
        for row in getattr(self, "rows", ()):
            row.set_theme(theme)

    def forget(self) -> None:
        """Keep nothing of a patient."""
        self.show_state(())


class CompanionsStep(Step):
    """``put`` carries a place and a Companion, or None for nobody there."""

    part = Part.COMPANIONS
    put = Signal(int, object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        translate = QCoreApplication.translate
        self.lines: list[tuple[QLineEdit, QLineEdit, QLineEdit]] = []
        self.list = QVBoxLayout()
        self.list.setSpacing(theme.px(4))
        self.child = label("notice", self.body)
        self.child.setText(translate("CheckIn", "A child: who is responsible for it here?"))
        self.add = QPushButton(translate("CheckIn", "Somebody has come along"), self.body)
        self.add.setProperty("kind", "flat")
        self.add.setIcon(theme.icon("plus", "text.secondary", 14))
        self.add.clicked.connect(self._add)
        self.column.addWidget(self.child)
        self.column.addLayout(self.list)
        self.column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def show_state(self, companions: Sequence[Companion], *, child: bool) -> None:
        """Show who has come along."""
        for row in self.lines[len(companions) :]:
            for line in row:
                line.hide()
                line.deleteLater()
        self.lines = self.lines[: len(companions)]
        for place, who in enumerate(companions):
            if place == len(self.lines):
                self.lines.append(self._line(place))
            for line, text in zip(self.lines[place], (who.name, who.relation, who.phone), strict=True):
                if line.text() != text:
                    line.setText(text)
        self.child.setVisible(child and not any(who.name.strip() for who in companions))
        self.add.setVisible(len(companions) < MOST_COMPANIONS)

    def stop(self) -> QWidget:
        """Go to the first name that is missing."""
        empty = [row[0] for row in self.lines if not row[0].text()]
        return empty[0] if empty else self

    def forget(self) -> None:
        """Keep nobody's name."""
        self.show_state((), child=False)

    def _add(self) -> None:
        place = len(self.lines)
        self.put.emit(place, Companion())
        if place < len(self.lines):
            self.lines[place][0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _line(self, place: int) -> tuple[QLineEdit, QLineEdit, QLineEdit]:
        translate = QCoreApplication.translate
        lines = (QLineEdit(self.body), QLineEdit(self.body), QLineEdit(self.body))
        names = (translate("CheckIn", "Name"), translate("CheckIn", "Relation"), translate("CheckIn", "Phone"))
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(4))
        sizes = ((3, LONGEST_NAME), (2, LONGEST_NAME), (3, LONGEST_PHONE))
        for line, name, (stretch, longest) in zip(lines, names, sizes, strict=True):
            line.setPlaceholderText(name)
            line.setAccessibleName(name)
            line.setMaxLength(longest)
            line.textEdited.connect(lambda _: self._typed(place))
            row.addWidget(line, stretch)
            # At once: what is not seen cannot take the focus.
            line.show()
        self.list.addLayout(row)
        return lines

    def _typed(self, place: int) -> None:
        if place < len(self.lines):
            name, relation, phone = (line.text() for line in self.lines[place])
            self.put.emit(place, Companion(name, relation, phone))
