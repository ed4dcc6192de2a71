"""A page of the gallery: every colour, size of text and icon of a look; and what all pages are made of."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from clinic_console.desktop.theme import Theme

_TYPE: Final = ((72, 600), (45, 600), (25, 600), (20, 600), (16, 600), (14, 400), (12, 400))
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
COLOURS_ACROSS: Final = 3
ICONS_ACROSS: Final = 6


def page(theme: Theme) -> tuple[QWidget, QVBoxLayout]:
    """Return an empty page and the column its parts go into."""
    widget = QWidget()
    column = QVBoxLayout(widget)
    column.setContentsMargins(theme.px(24), theme.px(20), theme.px(24), theme.px(20))
    column.setSpacing(theme.px(12))
    return widget, column


def heading(text: str, tone: str = "heading") -> QLabel:
    """Return a line above a part of a page."""
    label = QLabel(text)
    label.setProperty("tone", tone)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    return label


def colours(theme: Theme) -> QWidget:
    """Return the page of all colours."""
    widget, column = page(theme)
    column.addLayout(_swatches(theme))
    column.addStretch(1)
    return widget


def marks(theme: Theme) -> QWidget:
    """Return the page of sizes of text, and of icons."""
    widget, column = page(theme)
    column.addWidget(heading(QCoreApplication.translate("Gallery", "Type")))
    column.addLayout(_type(theme))
    column.addSpacing(theme.px(8))
    column.addWidget(heading(QCoreApplication.translate("Gallery", "Icons")))
    column.addLayout(_icons(theme))
    column.addStretch(1)
    return widget


class Swatch(QWidget):
    """A colour of the palette with its name and value."""

    def __init__(self, theme: Theme, path: str) -> None:
        super().__init__()
        self._theme, self._path = theme, path
        self.setFixedHeight(theme.px(26))
        self.setMinimumWidth(theme.px(230))
        self.setAccessibleName(f"{path} {theme.colour(path).name()}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint them."""
        theme, colour = self._theme, self._theme.colour(self._path)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("border.strong"))
        painter.setBrush(colour)
        painter.drawRoundedRect(1, theme.px(3), theme.px(34), theme.px(20), 4, 4)
        painter.setFont(theme.font(13))
        painter.setPen(theme.colour("text.primary"))
        rest = QRect(theme.px(44), 0, self.width() - theme.px(44), self.height())
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, self._path)
        painter.setFont(theme.font(12))
        painter.setPen(theme.colour("text.muted"))
        painter.drawText(rest, _RIGHT, colour.name().upper())
        painter.end()


def _swatches(theme: Theme) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(theme.px(28))
    grid.setVerticalSpacing(0)
    paths = theme.paths()
    down = -(-len(paths) // COLOURS_ACROSS)
    for place, path in enumerate(paths):
        grid.addWidget(Swatch(theme, path), place % down, place // down)
    return grid


def _type(theme: Theme) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.px(20))
    for size, weight in _TYPE:
        label = QLabel("128" if size > 20 else "田中 由紀 Tanaka" if size > 12 else "SpO₂ % · 0123456789")
        # A style sheet wins over a font that is set, so the size stands in one.
        label.setStyleSheet(f"font-size: {theme.px(size)}px; font-weight: {weight};")
        row.addWidget(label, 0, Qt.AlignmentFlag.AlignBottom)
    row.addStretch(1)
    return row


def _icons(theme: Theme) -> QGridLayout:
    grid = QGridLayout()
    grid.setSpacing(theme.px(8))
    for place, name in enumerate(theme.icons()):
        picture, label = QLabel(), heading(name, "muted")
        picture.setPixmap(theme.pixmap(name, theme.colour("text.secondary"), theme.px(20), 2.0))
        cell = QHBoxLayout()
        cell.addWidget(picture)
        cell.addWidget(label, 1)
        grid.addLayout(cell, place // ICONS_ACROSS, place % ICONS_ACROSS)
    return grid
