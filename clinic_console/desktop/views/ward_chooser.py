"""The chooser of wards: which of them are watched, by clinic, each with its beds."""

from typing import Final

from PySide6.QtCore import (
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from clinic_console.desktop.actions.wards import WardActions
from clinic_console.desktop.state.wards import Ward, Wards
from clinic_console.desktop.station import MAX_WARDS
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.overlay import GUTTER, Overlay

WIDTH: Final = 380
MOST_ROWS: Final = 14
ID: Final = Qt.ItemDataRole.UserRole
COUNTS: Final = Qt.ItemDataRole.UserRole + 1


class WardRows(QStyledItemDelegate):
    """Paints a clinic's name, or a ward: box, name, counts."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return a row's size (the list gives it all its width)."""
        return QSize(self.theme.px(100), self.theme.size("row", "table"))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect, state = option.rect, option.state
        px, theme = self.theme.px, self.theme
        inside = rect.adjusted(px(12), 0, -px(12), 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        if index.data(ID) is None:
            painter.setFont(theme.font(12, 500))
            painter.setPen(theme.colour("text.muted"))
            painter.drawText(inside, middle | Qt.AlignmentFlag.AlignLeft, str(index.data()))
        else:
            if state & QStyle.StateFlag.State_MouseOver:
                painter.fillRect(rect, theme.colour("bg.hover"))
            if state & QStyle.StateFlag.State_HasFocus:
                painter.setPen(QPen(theme.colour("focus"), 2))
                painter.drawRoundedRect(QRectF(rect).adjusted(2, 1, -2, -1), px(4), px(4))
            checked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked.value
            self._box(painter, QRectF(inside.left(), rect.center().y() - px(7) + 1, px(14), px(14)), checked)
            self._words(painter, inside.adjusted(px(24), 0, 0, 0), str(index.data()), str(index.data(COUNTS)))
        painter.restore()

    def _box(self, painter: QPainter, box: QRectF, checked: bool) -> None:
        theme = self.theme
        painter.setPen(QPen(theme.colour("accent.fill" if checked else "border.control"), 1))
        painter.setBrush(theme.colour("accent.fill" if checked else "bg.input"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme.px(3), theme.px(3))
        if checked:
            size = round(box.width())
            tick = theme.pixmap("check", theme.colour("text.onAccent"), size, painter.device().devicePixelRatio())
            painter.drawPixmap(box.topLeft(), tick)

    def _words(self, painter: QPainter, room: QRect, name: str, counts: str) -> None:
        theme, middle = self.theme, Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font(12))
        painter.setPen(theme.colour("text.muted"))
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, counts)
        left = room.width() - QFontMetrics(theme.font(12)).horizontalAdvance(counts) - theme.px(12)
        font = theme.font(14, 500)
        painter.setFont(font)
        painter.setPen(theme.colour("text.primary"))
        shown = QFontMetrics(font).elidedText(name, Qt.TextElideMode.ElideRight, left)
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, shown)


class WardList(QListWidget):
    """All wards that may be watched, by clinic; ``toggled`` and ``alone`` carry the ward of Space and Enter."""

    toggled = Signal(str)
    alone = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("wardList")
        self.setAccessibleName(QCoreApplication.translate("WardChooser", "Wards to watch"))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows = WardRows(theme, self)
        self.setItemDelegate(self.rows)
        self.itemClicked.connect(lambda item: self._tell(self.toggled, item))

    def fill(self, wards: tuple[Ward, ...], clinics: dict[str, str], chosen: tuple[str, ...]) -> None:
        """Show these wards below the names of their clinics."""
        current = self.currentItem().data(ID) if self.currentItem() is not None else next(iter(chosen), None)
        self.clear()
        clinic = None
        for ward in sorted(wards, key=lambda ward: list(clinics).index(ward.clinic_id) if clinics else 0):
            if clinics and ward.clinic_id != clinic:
                clinic = ward.clinic_id
                heading = QListWidgetItem(clinics[clinic], self)
                heading.setFlags(Qt.ItemFlag.NoItemFlags)
            item = QListWidgetItem(ward.name, self)
            # The box is shown and read out, but it is this list that turns it.
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setData(ID, ward.id)
            item.setData(COUNTS, counts_text(ward))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{ward.name}, {counts_text(ward)}")
            item.setCheckState(Qt.CheckState.Checked if ward.id in chosen else Qt.CheckState.Unchecked)
            if ward.id == current or self.currentItem() is None:
                self.setCurrentItem(item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space adds or removes a ward, Enter watches this one only."""
        signals = {Qt.Key.Key_Space: self.toggled, Qt.Key.Key_Return: self.alone, Qt.Key.Key_Enter: self.alone}
        signal = signals.get(Qt.Key(event.key()))
        if signal is None:
            super().keyPressEvent(event)
        else:
            self._tell(signal, self.currentItem())

    def _tell(self, signal: SignalInstance, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(ID) is not None:
            signal.emit(item.data(ID))


class WardChooser(Overlay):
    """Lies below the heading: choose the wards to watch."""

    def __init__(self, theme: Theme, parent: QWidget, wards: Wards, actions: WardActions) -> None:
        super().__init__(theme, parent)
        self._wards, self._actions = wards, actions
        self._version = -1
        self.left = 0
        self.list = WardList(theme, self.card)
        self.list.toggled.connect(self._toggle)
        self.list.alone.connect(self._alone)
        hint = QLabel(self.card)
        hint.setProperty("tone", "muted")
        hint.setWordWrap(True)
        text = QCoreApplication.translate(
            "WardChooser", "Space adds or removes a ward, Enter watches it alone. At most %1, all of one clinic."
        )
        hint.setText(text.replace("%1", str(MAX_WARDS)))
        layout = QVBoxLayout(self.card)
        layout.setContentsMargins(theme.px(4), theme.px(6), theme.px(4), theme.px(10))
        layout.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(12), 0, theme.px(12), 0)
        row.addWidget(hint)
        layout.addLayout(row)
        self.hint = hint

    def frame(self) -> None:
        """Show the wards as they are now."""
        if self._version != self._wards.version:
            self._version = self._wards.version
            self.list.fill(self._actions.watchable(), self._actions.clinics(), self._wards.chosen)

    def place(self) -> None:
        """Stand below the heading, as high as its rows need and as there is room."""
        px, parent = self.theme.px, self.window()
        width = min(px(WIDTH), parent.width() - 2 * px(GUTTER))
        rows = max(1, min(self.list.count(), MOST_ROWS)) * self.theme.size("row", "table")
        around = self.hint.heightForWidth(width - px(50)) + px(44)
        self.resize(width, min(rows + around, parent.height() - self.top - px(GUTTER)))
        self.move(max(0, min(self.left, parent.width() - width)), self.top)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        super().set_theme(theme)
        self.list.rows.theme = theme
        self.list.viewport().update()

    def _toggle(self, ward: str) -> None:
        self._actions.toggle(ward)
        self.frame()

    def _alone(self, ward: str) -> None:
        self._actions.choose((ward,))
        self.close()


def beds_text(beds: int) -> str:
    """Return a number of beds in words."""
    if beds == 1:
        return QCoreApplication.translate("WardView", "1 bed")
    return QCoreApplication.translate("WardView", "%n beds", None, beds)


def counts_text(ward: Ward) -> str:
    """Return how many beds a ward has, and how many of them are occupied."""
    return f"{beds_text(ward.beds)} · {QCoreApplication.translate('WardView', '%n occupied', None, ward.occupied)}"
