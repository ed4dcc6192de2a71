"""A page of the gallery: tables, lists, menus, and the small marks."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QSize, QStringListModel, Qt
from PySide6.QtGui import QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.keycap import keycap
from clinic_console.desktop.views.sample_colours import heading, page
from clinic_console.desktop.views.sample_controls import posed
from clinic_console.desktop.views.segments import Segments

WIDTHS: Final = (56, 240, 84)


def lists(theme: Theme) -> QWidget:
    """Return the page of what holds rows, and of marks."""
    widget, column = page(theme)
    widget.setStyleSheet(posed(theme))
    row = QHBoxLayout()
    row.setSpacing(theme.px(32))
    for title, part in (
        (QCoreApplication.translate("Gallery", "Table"), _rows(theme, focus=False)),
        (QCoreApplication.translate("Gallery", "Table with the focus"), _rows(theme, focus=True)),
    ):
        below = QVBoxLayout()
        below.setSpacing(theme.px(8))
        below.addWidget(heading(title, "muted"))
        below.addWidget(part)
        row.addLayout(below)
    row.addStretch(1)
    column.addLayout(row)
    column.addSpacing(theme.px(16))
    row = QHBoxLayout()
    row.setSpacing(theme.px(32))
    for title, part in (
        (QCoreApplication.translate("Gallery", "List with the focus"), _list(theme)),
        (QCoreApplication.translate("Gallery", "Menu"), _menu(theme, widget)),
    ):
        below = QVBoxLayout()
        below.setSpacing(theme.px(8))
        below.addWidget(heading(title, "muted"))
        below.addWidget(part)
        below.addStretch(1)
        row.addLayout(below)
    row.addLayout(_marks(theme))
    row.addStretch(1)
    column.addLayout(row)
    column.addStretch(1)
    return widget


class Cells(QStyledItemDelegate):
    """Paints a row's cells: selection, text at a cell's distance from the edge, a hairline below."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one cell."""
        theme, rect = self._theme, option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(rect, theme.colour("selection.row"))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.colour("border.subtle"))
        pad = theme.size("pad", "cell")
        room = rect.adjusted(pad, 0, -pad, 0)
        painter.setFont(theme.font(14, 500 if index.column() < 2 else 400))
        painter.setPen(theme.colour("text.primary" if index.column() < 2 else "text.secondary"))
        text = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return a row's height."""
        return QSize(super().sizeHint(option, index).width(), self._theme.size("row", "table"))


def _rows(theme: Theme, *, focus: bool) -> QWidget:
    model = QStandardItemModel(0, 3)
    model.setHorizontalHeaderLabels(
        [
            QCoreApplication.translate("Gallery", "Bed"),
            QCoreApplication.translate("Gallery", "Patient"),
            QCoreApplication.translate("Gallery", "Age"),
        ]
    )
    for row in (
        ("5", "Jörg Müller-Lüdenscheidt", "79 M"),
        ("7", "Chidinma Okonkwo", "52 F"),
        ("12", "田中 由紀 Tanaka Yuki", "67 F"),
        ("14", "渡辺 美咲 Watanabe Misaki", "29 F"),
        ("15", "João Conceição", "74 M"),
    ):
        model.appendRow([QStandardItem(text) for text in row])
    table = QTableView()
    # Arrow keys move between cells; Tab leaves the table.
    table.setTabKeyNavigation(False)
    model.setParent(table)
    table.setModel(model)
    table.setAccessibleName(QCoreApplication.translate("Gallery", "Table"))
    table.setShowGrid(False)
    table.setItemDelegate(Cells(theme, table))
    table.setProperty("pose", "focus" if focus else "")
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(theme.size("row", "table"))
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.horizontalHeader().setFixedHeight(theme.size("row", "header"))
    for place, width in enumerate(WIDTHS):
        table.setColumnWidth(place, theme.px(width))
    table.setFixedSize(
        theme.px(sum(WIDTHS) + 18), theme.size("row", "header") + 4 * theme.size("row", "table") + theme.px(12)
    )
    table.selectRow(1)
    return table


def _list(theme: Theme) -> QWidget:
    view = QListView()
    view.setProperty("pose", "focus")
    view.setModel(QStringListModel(["3 East", "3 West", "ICU", "4 East", "4 West", "5 East", "5 West"], view))
    view.setCurrentIndex(view.model().index(1, 0))
    view.setAccessibleName(QCoreApplication.translate("Gallery", "List with the focus"))
    view.setItemDelegate(Cells(theme, view))
    view.setFixedSize(theme.px(190), 4 * theme.size("row", "table") + theme.px(16))
    return view


def _menu(theme: Theme, parent: QWidget) -> QWidget:
    menu = QMenu(parent)
    menu.addAction(QCoreApplication.translate("TopBar", "Sign out")).setIcon(theme.icon("sign-out"))
    menu.addSeparator()
    private = menu.addAction(QCoreApplication.translate("Gallery", "Privacy mode"))
    private.setCheckable(True)
    private.setChecked(True)
    menu.addAction(QCoreApplication.translate("Gallery", "Off")).setEnabled(False)
    menu.setActiveAction(private)
    picture = QLabel()
    menu.ensurePolished()
    menu.resize(menu.sizeHint())
    picture.setPixmap(menu.grab())
    return picture


def _marks(theme: Theme) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(theme.px(10))
    column.addWidget(heading(QCoreApplication.translate("Gallery", "Marks"), "muted"))
    spans = Segments(
        QCoreApplication.translate("Gallery", "Time"),
        [("10", "10 min"), ("60", "1 h"), ("480", "8 h"), ("1440", "24 h")],
    )
    spans.choose("60")
    column.addWidget(spans, 0, Qt.AlignmentFlag.AlignLeft)
    for tone, text in (
        ("", QCoreApplication.translate("Gallery", "Interpreter not needed")),
        ("accent", QCoreApplication.translate("Gallery", "3 new arrivals")),
        ("notice", QCoreApplication.translate("Gallery", "Iodine contrast allergy")),
    ):
        pill = QLabel(text)
        pill.setProperty("kind", "pill")
        pill.setProperty("tone", tone)
        column.addWidget(pill, 0, Qt.AlignmentFlag.AlignLeft)
    keys = QHBoxLayout()
    for text in ("Ctrl+K", "?", "Esc", "Ctrl+Z"):
        keys.addWidget(keycap(text, spans))
    keys.addStretch(1)
    column.addLayout(keys)
    column.addStretch(1)
    return column
