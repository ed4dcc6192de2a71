"""What bulk work asks for, above its bar: a room, why visits are cancelled, where they move; and what failed."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from clinic_console.desktop.bridge import words
from clinic_console.desktop.charts.times import clock_text
from clinic_console.desktop.state.bulk import Room, Row
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.booking_patient import SearchLine
from clinic_console.desktop.views.booking_rows import Row as Line
from clinic_console.desktop.views.booking_rows import Rows
from clinic_console.desktop.views.bulk_words import who_text, why_text
from clinic_console.domain.errors import ClinicError

WIDTH: Final = 560
MOST_HEIGHT: Final = 196
MAX_LENGTH: Final = 60


class Drawer(QFrame):
    """A question above the bar; ``left``: it is not answered (Esc)."""

    left = Signal()

    def __init__(self, theme: Theme, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("bulkDrawer")
        self.setAccessibleName(title)
        self._theme = theme
        self.title = QLabel(title, self)
        self.title.setProperty("tone", "heading")
        self.column = QVBoxLayout(self)
        px = theme.px
        self.column.setContentsMargins(px(16), px(10), px(16), px(12))
        self.column.setSpacing(px(8))
        self.column.addWidget(self.title)
        self.hide()

    def enter(self) -> None:
        """Take the focus."""

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme

    def forget(self) -> None:
        """Keep nothing of a patient."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves it; no other key reaches the list below."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()

    def buttons(self, *given: QPushButton) -> None:
        """Put buttons below, and a way out behind them."""
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(8))
        for button in given:
            row.addWidget(button)
        row.addStretch(1)
        self.column.addLayout(row)


class ListDrawer(Drawer):
    """A drawer with rows that scroll."""

    def __init__(self, theme: Theme, title: str, name: str, parent: QWidget) -> None:
        super().__init__(theme, title, parent)
        self.area, page = QScrollArea(self), QWidget()
        self.page = page
        page.setObjectName("bulkRows")
        self.rows = Rows(theme, name, page)
        self.note = QLabel(self)
        self.note.setProperty("tone", "muted")
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.rows)
        column.addStretch(1)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(page)
        self.area.setMaximumWidth(theme.px(WIDTH))
        self.rows.moved.connect(self._follow)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        super().set_theme(theme)
        self.rows.set_theme(theme)

    def show_rows(self, rows: Sequence[Line]) -> None:
        """Show these, as many as fit."""
        self.rows.say(rows)
        self.area.setFixedHeight(min(self.rows.minimumHeight(), self._theme.px(MOST_HEIGHT)))
        self.area.setVisible(bool(rows))

    def say(self, text: str) -> None:
        """Say what there is to say of the rows, or why there are none."""
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def _follow(self, top: int, height: int) -> None:
        at = self.rows.mapTo(self.page, QPoint(0, top)).y()
        self.area.ensureVisible(0, at + height // 2, 0, height)


class RoomDrawer(ListDrawer):
    """A room: type to filter, Enter takes it. ``chosen`` carries its number, ``again``: ask for them once more."""

    chosen = Signal(int)
    again = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        translate = QCoreApplication.translate
        super().__init__(theme, translate("Bulk", "To which room?"), translate("Bulk", "Rooms"), parent)
        self._rooms: tuple[Room, ...] | None = None
        self._shown: tuple[Room, ...] = ()
        self._inside: Mapping[str, int] = {}
        self.line = SearchLine(self)
        self.line.setAccessibleName(translate("Bulk", "Room"))
        self.line.setPlaceholderText(translate("Bulk", "Type to filter"))
        self.line.setMaxLength(MAX_LENGTH)
        self.line.setMaximumWidth(theme.px(WIDTH))
        self.line.textEdited.connect(lambda _: self._filter())
        self.line.stepped.connect(self.rows.step)
        self.line.entered.connect(self.rows.choose_current)
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows.enter_cap = "⏎"
        self.rows.chosen.connect(lambda place: self.chosen.emit(self._shown[place].id))
        self.retry = QPushButton(translate("Bulk", "Try again"), self)
        self.retry.setProperty("small", "true")
        self.retry.clicked.connect(self.again)
        for widget in (self.line, self.area, self.note):
            self.column.addWidget(widget)
        self.buttons(self.retry)

    def begin(self) -> None:
        """Ask."""
        self.line.setText("")
        self.show()
        self.enter()

    def enter(self) -> None:
        """Take the focus."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_rooms(
        self, rooms: tuple[Room, ...] | None, problem: ClinicError | None, inside: Mapping[str, int]
    ) -> None:
        """Offer these rooms (None: they are being asked for); ``inside``: how many patients are in each, by name."""
        self.retry.setVisible(problem is not None and rooms is None)
        if rooms is None:
            text = QCoreApplication.translate("Bulk", "Asking for the rooms…")
            self.say(words(problem) if problem is not None else text)
        if rooms != self._rooms or dict(inside) != dict(self._inside):
            self._rooms, self._inside = rooms, dict(inside)
            self._filter()

    def forget(self) -> None:
        """Keep nothing that was typed."""
        self.line.setText("")
        self._inside = {}

    def _filter(self) -> None:
        typed = self.line.text().casefold().split()
        found = [
            room
            for room in self._rooms or ()
            if all(part in f"{room.name} {room.group}".casefold() for part in typed)
        ]
        self._shown = tuple(found)
        self.show_rows([self._line(room) for room in found])
        if self._rooms is not None:
            none = QCoreApplication.translate("Bulk", "This clinic has no rooms yet: they are set up in Admin.")
            unknown = QCoreApplication.translate("Bulk", "No room is called so.")
            self.say("" if found else unknown if self._rooms else none)

    def _line(self, room: Room) -> Line:
        inside = self._inside.get(room.name, 0)
        free = QCoreApplication.translate("Bulk", "%1 of %2 taken", "places of a room")
        taken = free.replace("%1", str(inside)).replace("%2", str(room.capacity))
        full = QCoreApplication.translate("Bulk", "full") if inside >= room.capacity else ""
        if not inside:
            taken = QCoreApplication.translate("Bulk", "free")
        other = " · ".join(part for part in (room.group, full or taken) if part)
        return Line(room.name, other=other, key=str(room.id))


class OutcomeDrawer(ListDrawer):
    """The rows to which nothing was done, and why; ``picked`` carries their ids, to select them alone."""

    picked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        translate = QCoreApplication.translate
        super().__init__(theme, translate("Bulk", "Nothing was done to these"), translate("Bulk", "Visits"), parent)
        self._ids: tuple[str, ...] = ()
        self.select = QPushButton(translate("Bulk", "Select these alone"), self)
        self.close_button = QPushButton(translate("Bulk", "Close"), self)
        for button in (self.select, self.close_button):
            button.setProperty("small", "true")
        self.select.clicked.connect(self._pick)
        self.close_button.clicked.connect(self.left)
        self.rows.chosen.connect(lambda place: self.picked.emit((self._ids[place],)))
        for widget in (self.area, self.note):
            self.column.addWidget(widget)
        self.say("")
        self.buttons(self.select, self.close_button)

    def begin(self, rows: Sequence[Row], zone: str) -> None:
        """Show them."""
        self._ids = tuple(row.card.id for row in rows)
        self.show_rows(
            [
                Line(
                    who_text(row.card),
                    strong=clock_text(row.card.begins, zone),
                    notice=why_text(row),
                    key=row.card.id,
                )
                for row in rows
            ]
        )
        self.show()
        self.enter()

    def enter(self) -> None:
        """Take the focus."""
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Keep nobody's name."""
        self._ids = ()
        self.show_rows([])

    def _pick(self) -> None:
        self.picked.emit(self._ids)
