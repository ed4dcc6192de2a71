"""What is looked for, and below it what was found."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.state.finder import Criteria, Part
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.booking_choices import Choice, Toggles, weekdays
from clinic_console.desktop.views.booking_rows import Rows
from clinic_console.desktop.views.commands import caps
from clinic_console.desktop.views.segments import Segments


class FinderForm(QWidget):
    """The controls; the panel fills them and listens to them."""

    def __init__(self, theme: Theme, clinics: Sequence[tuple[str, str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        translate = QCoreApplication.translate
        names = [
            translate("Finder", "Visit"),
            translate("Finder", "Specialty"),
            translate("Finder", "Clinic"),
            translate("Finder", "Weekday"),
            translate("Finder", "Time of day"),
        ]
        self.kind, self.specialty = Choice(names[0], self), Choice(names[1], self)
        self.clinics = Toggles(theme, names[2], clinics, self, joined=False)
        self.weekdays = weekdays(theme, names[3], self)
        self.part = Segments(
            names[4],
            (
                (Part.ANY, translate("Finder", "Any")),
                (Part.MORNING, translate("Finder", "Morning")),
                (Part.AFTERNOON, translate("Finder", "Afternoon")),
            ),
            self,
        )
        self.rows = Rows(theme, translate("Finder", "Free times"), self)
        self.rows.enter_cap = " ".join(caps("Return"))
        self.nothing = QLabel(self)
        self.nothing.setObjectName("deskNothing")
        self.nothing.setWordWrap(True)
        self.foot = QWidget(self)
        self.count = QLabel(self.foot)
        self.count.setProperty("tone", "muted")
        self.more = QPushButton(self.foot)
        self.more.setProperty("kind", "flat")
        self._lay_out(theme, names, several=len(clinics) > 1)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.rows.set_theme(theme)

    def show_criteria(self, wanted: Criteria) -> None:
        """Show what is looked for."""
        self.clinics.choose(wanted.clinics)
        self.weekdays.choose([str(day) for day in wanted.weekdays])
        self.part.choose(wanted.part)

    def show_answer(self, nothing: str, count: str, button: str) -> None:
        """Show why there is nothing, how much there is, and what can be asked for further."""
        self.nothing.setText(nothing)
        self.nothing.setVisible(bool(nothing))
        self.count.setText(count)
        if self.more.text() != button:
            self.more.setText(button)
        self.more.setVisible(bool(button))

    def _lay_out(self, theme: Theme, names: list[str], *, several: bool) -> None:
        px = theme.px
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(10))
        grid.setVerticalSpacing(px(8))
        grid.setColumnStretch(1, 1)
        controls = (self.kind, self.specialty, self.clinics, self.weekdays, self.part)
        for line, (name, control) in enumerate(zip(names, controls, strict=True)):
            label = QLabel(name, self)
            label.setProperty("tone", "label")
            label.setBuddy(control)
            left = control in (self.weekdays, self.part)
            grid.addWidget(label, line, 0)
            grid.addWidget(control, line, 1, Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag(0))
            if control is self.clinics and not several:
                label.hide()
                control.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addLayout(grid)
        column.addWidget(self.rows)
        column.addWidget(self.nothing)
        column.addStretch(1)
        foot = QHBoxLayout(self.foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self.count, 1)
        foot.addWidget(self.more)
