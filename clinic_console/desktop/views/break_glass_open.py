"""The third step of breaking the glass: the charts that are open, until when, and closing them."""

from itertools import pairwise

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from clinic_console.desktop.state.patients import Glass
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.elided import Elided
from clinic_console.desktop.views.patients_words import details_text, left_text


class GlassRow(QFrame):
    """One open chart."""

    def __init__(self, theme: Theme, glass: Glass, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("glassRow")
        self.glass = glass
        name = glass.patient.name or glass.patient.latin
        self.name, self.details, self.left = Elided(self), Elided(self), QLabel(self)
        self.name.setObjectName("glassName")
        both = f"{name}  {glass.patient.latin}" if glass.patient.latin not in ("", name) else name
        self.name.say(both)
        self.details.setProperty("tone", "secondary")
        self.left.setProperty("tone", "notice")
        show, end = QCoreApplication.translate("Glass", "Show card"), QCoreApplication.translate("Glass", "Close now")
        self.show_button, self.end_button = QPushButton(show, self), QPushButton(end, self)
        for button in (self.show_button, self.end_button):
            button.setProperty("small", "true")
            button.setAccessibleName(f"{button.text()}: {name}")
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        for label in (self.name, self.details, self.left):
            words.addWidget(label)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), theme.px(9), theme.px(10), theme.px(9))
        row.setSpacing(theme.px(8))
        row.addLayout(words, 1)
        row.addWidget(self.show_button)
        row.addWidget(self.end_button)

    def frame(self, now: int, zone: str) -> None:
        """Bring its times up to now."""
        self.details.say(details_text(self.glass.patient, now, zone))
        text = left_text(self.glass.expires, now, zone)
        if text != self.left.text():
            self.left.setText(text)

    def forget(self) -> None:
        """Keep nobody's name."""
        for label in (self.name, self.details):
            label.say("")
        self.left.setText("")
        for button in (self.show_button, self.end_button):
            button.setAccessibleName(button.text())


class OpenStep(QWidget):
    """``shown`` and ``ended`` carry a glass; ``another`` says that one more chart is to be opened."""

    shown = Signal(object)
    ended = Signal(object)
    another = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.rows: dict[str, GlassRow] = {}
        self._shown: tuple[str, ...] = ()
        self.notice, self.empty = QLabel(self), QLabel(self)
        self.notice.setProperty("tone", "notice")
        self.empty.setProperty("tone", "secondary")
        self.empty.setText(QCoreApplication.translate("Glass", "No chart is open to you by broken glass."))
        for label in (self.notice, self.empty):
            label.setWordWrap(True)
            label.hide()
        self.more = QPushButton(QCoreApplication.translate("Glass", "Open another chart …"), self)
        self.more.clicked.connect(self.another)
        self.list = QWidget()
        self.list.setObjectName("glassList")
        self._rows = QVBoxLayout(self.list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.px(8))
        self._rows.addStretch(1)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName(QCoreApplication.translate("Glass", "Open charts"))
        self.area.setWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        column.addWidget(self.notice)
        column.addWidget(self.empty)
        column.addWidget(self.area, 1)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def first(self) -> QWidget:
        """Where the focus begins."""
        row = next(iter(self.rows.values()), None)
        return self.more if row is None else row.show_button

    def frame(self, glasses: tuple[Glass, ...], now: int, zone: str) -> None:
        """Show these, at this time of the hub's."""
        held = self.list.isAncestorOf(QApplication.focusWidget() or self.window())
        for gone in self.rows.keys() - {glass.id for glass in glasses}:
            row = self.rows.pop(gone)
            self._rows.removeWidget(row)
            row.forget()
            row.hide()
            row.deleteLater()
        for place, glass in enumerate(glasses):
            if glass.id not in self.rows:
                row = self.rows[glass.id] = GlassRow(self._theme, glass, self.list)
                row.show_button.clicked.connect(lambda _=False, glass=glass: self.shown.emit(glass))
                row.end_button.clicked.connect(lambda _=False, glass=glass: self.ended.emit(glass))
                self._rows.insertWidget(place, row)
            self.rows[glass.id].frame(now, zone)
        self._order(glasses)
        self.empty.setVisible(not glasses)
        if held and not self.list.isAncestorOf(QApplication.focusWidget() or self.window()):
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _order(self, glasses: tuple[Glass, ...]) -> None:
        """Let Tab go down the list, whenever each row was made."""
        shown = tuple(glass.id for glass in glasses)
        if shown != self._shown:
            self._shown = shown
            rows = (self.rows[each] for each in shown)
            buttons = [button for row in rows for button in (row.show_button, row.end_button)]
            for one, other in pairwise((*buttons, self.more)):
                QWidget.setTabOrder(one, other)

    def say(self, text: str) -> None:
        """Say why something did not happen."""
        self.notice.setText(text)
        self.notice.setVisible(bool(text))

    def forget(self) -> None:
        """Keep nobody's name."""
        self.frame((), 0, "")
        self.say("")
