"""How the palette paints its rows: icon, title with what fits marked, detail, key caps."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from clinic_console.desktop.models.palette import PaletteModel
from clinic_console.desktop.models.ranking import Hit
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.commands import Command, caps

HEADING: Final = 30
MARGIN: Final = 16
GAP: Final = 12
TEXT: Final = 14


class PaletteRows(QStyledItemDelegate):
    """Paints a heading or a command; one call for each row in sight."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._heights = theme.px(HEADING), theme.size("row", "table") + theme.px(4)

    def height(self, hit: Hit[Command] | None) -> int:
        """Return the height of a heading, or of a command."""
        return self._heights[hit is not None]

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return a row's size (the list gives it all its width)."""
        return QSize(1, self.height(_hit(index)))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        hit = _hit(index)
        if hit is None:
            self._heading(painter, rect, str(index.data()))
        else:
            self._command(painter, rect, hit, state)
        painter.restore()

    def _heading(self, painter: QPainter, rect: QRect, text: str) -> None:
        px = self.theme.px
        painter.setFont(self.theme.font(12, 500))
        painter.setPen(self.theme.colour("text.muted"))
        inside = rect.adjusted(px(MARGIN), px(6), -px(MARGIN), 0)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _command(self, painter: QPainter, rect: QRect, hit: Hit[Command], state: QStyle.StateFlag) -> None:
        px, command = self.theme.px, hit.entry
        current = bool(state & QStyle.StateFlag.State_Selected)
        if current:
            painter.fillRect(rect, self.theme.colour("selection.row"))
            # A second sign besides the fill.
            painter.fillRect(QRect(rect.left(), rect.top(), px(3), rect.height()), self.theme.colour("selection.bar"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, self.theme.colour("bg.hover"))
        size = px(16)
        colour = self.theme.colour("accent.text" if current else "text.secondary")
        icon = self.theme.pixmap(command.icon, colour, size, painter.device().devicePixelRatio())
        painter.drawPixmap(rect.left() + px(MARGIN), rect.center().y() - size // 2, icon)
        left = rect.left() + px(MARGIN) + size + px(GAP)
        right: float = rect.right() - px(MARGIN)
        for cap in reversed(caps(command.keys) or (caps("Return") if current else ())):
            right = self._cap(painter, QPointF(right, rect.center().y() + 0.5), cap) - px(4)
        end = self._title(painter, QRectF(left, rect.top(), right - px(8) - left, rect.height()), hit)
        if command.detail:
            room = QRectF(end + px(GAP), rect.top(), right - px(8) - end - px(GAP), rect.height())
            self._detail(painter, room, command.detail)

    def _title(self, painter: QPainter, room: QRectF, hit: Hit[Command]) -> float:
        font = self.theme.font(TEXT, 500)
        text = QFontMetricsF(font).elidedText(hit.entry.title, Qt.TextElideMode.ElideRight, room.width() * 0.98)
        formats = []
        for start, length in hit.marks:
            if start < len(text):
                mark = QTextLayout.FormatRange()
                mark.start, mark.length = _units(hit.entry.title, start), _units(hit.entry.title[start:], length)
                form = QTextCharFormat()
                form.setForeground(self.theme.colour("accent.text"))
                form.setFontWeight(650)
                mark.format = form
                formats.append(mark)
        layout = QTextLayout(text, font)
        layout.setFormats(formats)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(1e6)
        layout.endLayout()
        painter.setPen(self.theme.colour("text.primary"))
        # By the baseline: a line with Japanese in it is higher, and would stand elsewhere.
        metrics = QFontMetricsF(font)
        baseline = round(room.center().y() + (metrics.ascent() - metrics.descent()) / 2)
        layout.draw(painter, QPointF(room.left(), baseline - line.ascent()))
        return room.left() + line.naturalTextWidth()

    def _detail(self, painter: QPainter, room: QRectF, text: str) -> None:
        font = self.theme.font(12)
        metrics = QFontMetricsF(font)
        if room.width() < metrics.horizontalAdvance("MMM"):
            return
        painter.setFont(font)
        painter.setPen(self.theme.colour("text.muted"))
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _cap(self, painter: QPainter, right: QPointF, text: str) -> float:
        """Paint a key cap that ends at a point, return where it begins."""
        font = self.theme.font(11, 500)
        metrics = QFontMetricsF(font)
        height = metrics.height() + self.theme.px(4)
        width = max(metrics.horizontalAdvance(text) + 2 * self.theme.px(6), height)
        box = QRectF(right.x() - width, right.y() - height / 2, width, height)
        painter.setPen(QPen(self.theme.colour("border.control"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), self.theme.px(4), self.theme.px(4))
        painter.setFont(font)
        painter.setPen(self.theme.colour("text.secondary"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        return box.left()


def _hit(index: QModelIndex | QPersistentModelIndex) -> Hit[Command] | None:
    model = index.model()
    return model.hit(index.row()) if isinstance(model, PaletteModel) else None


def _units(text: str, length: int) -> int:
    """Return how many of Qt's UTF-16 units the first characters of a text have."""
    return len(text[:length].encode("utf-16-le")) // 2
