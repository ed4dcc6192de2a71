"""Which visits a change would leave outside of hours: how many, and each with its time, patient, type and why."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from clinic_console.desktop.charts.times import clock_text, day_text
from clinic_console.desktop.state.hours_affected import Affected, Hit
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.booking_rows import Row, Rows
from clinic_console.desktop.views.hours_words import affected_text, person_text, why_text

MOST: Final = 200


class AffectedList(QWidget):
    """Shows what a preview found."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.total = QLabel(self)
        self.total.setProperty("tone", "heading")
        self.note, self.more = QLabel(self), QLabel(self)
        for label in (self.note, self.more):
            label.setProperty("tone", "muted")
        for label in (self.total, self.note, self.more):
            label.setWordWrap(True)
        self.rows = Rows(theme, QCoreApplication.translate("Hours", "Visits that are affected"), self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        for widget in (self.total, self.note, self.rows, self.more):
            column.addWidget(widget)
        self._shown: Affected | None = None

    def show_affected(self, found: Affected, zone: str, kinds: Mapping[int, str], doctors: Mapping[int, str]) -> None:
        """Say how many, and which, in a clinic's zone; ``doctors`` empty: all are of one."""
        new = found is not self._shown
        self._shown = found
        self.total.setText(affected_text(found.total))
        stays = QCoreApplication.translate("Hours", "Nothing is cancelled: each stays where it is until it is moved.")
        self.note.setText(stays if found.total else "")
        self.note.setVisible(bool(found.total))
        self.rows.say([_row(hit, zone, kinds, doctors) for hit in found.hits[:MOST]])
        rest = found.total - len(found.hits[:MOST])
        self.more.setText(QCoreApplication.translate("Hours", "and %n more", None, rest) if rest > 0 else "")
        self.more.setVisible(rest > 0)
        if new:
            announce(self.total, self.total.text())

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.rows.set_theme(theme)

    def forget(self) -> None:
        """Keep nobody's name."""
        self._shown = None
        self.rows.say([])


def _row(hit: Hit, zone: str, kinds: Mapping[int, str], doctors: Mapping[int, str]) -> Row:
    below = " · ".join(filter(None, (kinds.get(hit.type, ""), doctors.get(hit.practitioner, ""))))
    return Row(
        person_text(hit),
        day_text(hit.begins, zone),
        clock_text(hit.begins, zone),
        below=below,
        notice=why_text(hit.why),
    )
