"""Who is remembered on this PC: one press, or Alt and a number, signs a person in."""

import unicodedata
from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from clinic_console.desktop.station import Person
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.plain import plain_tip

ROW = 52
AVATAR = 32
KEY_WIDTH = 42
KEY_HEIGHT = 19
GAP = 12


def initials(name: str) -> str:
    """Return what stands for a name in a small circle: two letters, or one where names are written without spaces."""
    parts = [part for part in name.split() if part[0].isalnum()]
    if not parts:
        return "?"
    first = parts[0][0]
    # An ideograph, kana or a syllable of Hangul says enough by itself.
    if unicodedata.east_asian_width(first) in "WF" or len(parts) == 1:
        return first.upper()
    return (first + parts[-1][0]).upper()


class PersonButton(QAbstractButton):
    """One person: initials, name, role and the key that enters; ``number`` counts from one."""

    def __init__(self, theme: Theme, person: Person, detail: str, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.person = person
        self._theme, self._detail, self._number = theme, detail, number
        self._hover = False
        name = person.name or person.login
        self.setText(name)
        told = QCoreApplication.translate("SignIn", "Sign in as %1, %2").replace("%1", name).replace("%2", detail)
        self.setAccessibleName(told if detail else told.rstrip(", "))
        self.setAccessibleDescription(self._keys())
        self.setToolTip(plain_tip(f"{name}\n{person.login} · {person.server}"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedHeight(theme.px(ROW))

    def sizeHint(self) -> QSize:
        """Return as much as the list is wide."""
        return QSize(self._theme.px(240), self._theme.px(ROW))

    def event(self, event: QEvent) -> bool:
        """Note where the pointer is."""
        if isinstance(event, QEnterEvent) or event.type() == QEvent.Type.Leave:
            self._hover = event.type() == QEvent.Type.Enter
            self.update()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses, as it does on every other button here."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint circle, two lines of text, and the key."""
        painter, theme, px = QPainter(self), self._theme, self._theme.px
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        circle = QRect(px(4), (self.height() - px(AVATAR)) // 2, px(AVATAR), px(AVATAR))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("bg.hover"))
        painter.drawEllipse(circle)
        painter.setPen(theme.colour("text.secondary"))
        painter.setFont(theme.font(12, 600))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, initials(self.text()))
        key = QRect(self.width() - px(KEY_WIDTH + 4), 0, px(KEY_WIDTH), px(KEY_HEIGHT))
        key.moveTop((self.height() - key.height()) // 2)
        left = circle.right() + px(GAP)
        self._paint_text(painter, QRect(left, 0, key.left() - px(8) - left, self.height()))
        painter.setPen(QPen(theme.colour("border.strong"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(key.adjusted(0, 0, -1, -1), px(4), px(4))
        painter.setPen(theme.colour("text.secondary"))
        painter.setFont(theme.font(11, 500))
        painter.drawText(key, Qt.AlignmentFlag.AlignCenter, self._keys())

    def _paint_ground(self, painter: QPainter) -> None:
        theme, inside = self._theme, self.rect().adjusted(1, 1, -1, -1)
        painter.setPen(QPen(theme.colour("focus"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("bg.hover") if self._hover or self.isDown() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(inside, theme.px(4), theme.px(4))

    def _paint_text(self, painter: QPainter, room: QRect) -> None:
        theme, half = self._theme, room.height() // 2
        place = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine
        name, detail = theme.font(14, 500), theme.font(12)
        painter.setFont(name)
        painter.setPen(theme.colour("text.primary" if self.isEnabled() else "text.disabled"))
        elided = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        upper = QRect(room.left(), room.top(), room.width(), half if self._detail else room.height())
        across = Qt.AlignmentFlag.AlignBottom if self._detail else Qt.AlignmentFlag.AlignVCenter
        painter.drawText(upper, place | across, elided)
        painter.setFont(detail)
        painter.setPen(theme.colour("text.muted"))
        elided = painter.fontMetrics().elidedText(self._detail, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(QRect(room.left(), room.top() + half + theme.px(1), room.width(), half), place, elided)

    def _keys(self) -> str:
        return QKeySequence(f"Alt+{self._number}").toString(QKeySequence.SequenceFormat.NativeText)


class PeopleList(QWidget):
    """The people of this PC; ``chosen`` and ``unwanted`` name one of them."""

    chosen = Signal(Person)
    unwanted = Signal(Person)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._people: Sequence[Person] = ()
        self._describe: Callable[[Person], str] = _no_detail
        self._words = ""
        self.buttons: list[PersonButton] = []
        self._rows: list[QWidget] = []
        self._title, self._empty = QLabel(self), QLabel(self)
        self._title.setText(QCoreApplication.translate("SignIn", "On this PC"))
        self._title.setProperty("tone", "label")
        self._empty.setProperty("tone", "muted")
        self._empty.setWordWrap(True)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self._title)
        self._layout.addSpacing(theme.px(6))
        self._layout.addWidget(self._empty)

    def show_people(self, people: Sequence[Person], describe: Callable[[Person], str], words: str) -> None:
        """Show these people, or these words when there is nobody."""
        self._people, self._describe, self._words = people, describe, words
        for row in self._rows:
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows, self.buttons = [], []
        for number, person in enumerate(people, start=1):
            self._rows.append(self._row(person, number))
            self._layout.addWidget(self._rows[-1])
        self._empty.setText(words)
        self._empty.setVisible(not people)

    @property
    def controls(self) -> list[QWidget]:
        """Return what takes the focus, in reading order."""
        return [each for row in self._rows for each in row.findChildren(QAbstractButton)]

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        self.show_people(self._people, self._describe, self._words)

    def _row(self, person: Person, number: int) -> QWidget:
        theme = self._theme
        row = QWidget(self)
        row.setObjectName("personRow")
        row.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        button = PersonButton(theme, person, self._describe(person), number, row)
        button.clicked.connect(lambda: self.chosen.emit(person))
        # It belongs to the row and goes with it.
        keys = QShortcut(QKeySequence(f"Alt+{number}"), row)
        keys.activated.connect(button.click)
        away = QToolButton(row)
        away.setObjectName("away")
        away.setIconSize(QSize(theme.px(12), theme.px(12)))
        away.setFixedWidth(theme.px(26))
        away.setIcon(theme.icon("cross", "text.muted", 12))
        told = QCoreApplication.translate("SignIn", "Forget %1 on this PC").replace("%1", button.text())
        away.setAccessibleName(told)
        away.setToolTip(plain_tip(told))
        away.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        away.clicked.connect(lambda: self.unwanted.emit(person))
        self.buttons.append(button)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 1)
        layout.setSpacing(theme.px(2))
        layout.addWidget(button, 1)
        layout.addWidget(away)
        return row


def _no_detail(_: Person) -> str:
    return ""
