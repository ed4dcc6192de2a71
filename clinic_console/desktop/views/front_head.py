"""The titles above the day's list, with the box that selects all that is shown, or nothing."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from clinic_console.desktop.models.roll import RollColumn
from clinic_console.desktop.models.table import widths
from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.roll_head import BAR
from clinic_console.desktop.views.table_rows import BOX, EDGE, LIST_EDGE, TableHead

AROUND: Final = 6


class AllBox(QCheckBox):
    """Ticked while all are selected, a line while some are; it is painted as the boxes of the rows are."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setTristate(True)
        self.setAccessibleName(QCoreApplication.translate("Desk", "Select all that are shown"))
        self.setToolTip(QCoreApplication.translate("Desk", "Select all that are shown (Ctrl+A), or nothing"))

    def nextCheckState(self) -> None:
        """Leave the state to whoever knows what is selected."""

    def hitButton(self, _at: object) -> bool:
        """Take a press anywhere inside."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the box, what stands in it, and the ring of focus."""
        theme, size, on = self.theme, self.theme.px(BOX), self.checkState()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRect(self.theme.px(AROUND), (self.height() - size) // 2, size, size)
        ticked = on is not Qt.CheckState.Unchecked
        painter.setPen(QPen(theme.colour("accent.fill" if ticked else "border.control"), 1))
        painter.setBrush(theme.colour("accent.fill" if ticked else "bg.input"))
        painter.drawRoundedRect(box.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), theme.px(3), theme.px(3))
        if ticked:
            icon = "check" if on is Qt.CheckState.Checked else "minus"
            ratio = self.devicePixelRatioF()
            painter.drawPixmap(box.topLeft(), theme.pixmap(icon, theme.colour("text.onAccent"), size, ratio))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), theme.px(4), theme.px(4))
        painter.end()


class FrontHead(TableHead):
    """``turned`` says that the box was pressed."""

    turned = Signal()

    def __init__(self, theme: Theme, columns: Sequence[RollColumn[Card]], parent: QWidget) -> None:
        super().__init__(theme, columns, boxes=True, parent=parent)
        self.box = AllBox(theme, self)
        self.box.clicked.connect(self.turned)
        self.titled = True

    def show_selected(self, selected: int, shown: int) -> None:
        """Show whether all, some or none of those that are shown are selected."""
        state = Qt.CheckState.Unchecked
        if selected:
            state = Qt.CheckState.Checked if selected == shown else Qt.CheckState.PartiallyChecked
        if state is not self.box.checkState():
            self.box.setCheckState(state)
        self.box.setEnabled(bool(shown))

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        super().set_theme(theme)
        self.box.theme = theme
        self.box.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the box above those of the rows."""
        super().resizeEvent(event)
        px = self.theme.px
        side = px(BOX) + 2 * px(AROUND)
        self.box.setGeometry(LIST_EDGE + px(EDGE) - px(AROUND), (self.height() - 1 - side) // 2, side, side)

    def title(self, at: int) -> str:
        """Return what is painted above a column; rows of two lines have none."""
        return super().title(at) if self.titled else ""

    def own(self) -> list[int]:
        """Return the widths of the columns beside a scroll bar, which the list always has."""
        return widths(self._columns, self.width() - 2 * LIST_EDGE - self.theme.px(BAR), self.theme.px)
