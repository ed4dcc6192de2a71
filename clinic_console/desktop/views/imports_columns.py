"""The columns of a file side by side: what each is called, what it gives, and what stands in it."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QScrollArea, QWidget

from clinic_console.desktop.state.imports_draft import SAMPLED, Look
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.elided import Elided
from clinic_console.desktop.views.imports_words import fields

WIDTH: Final = 176
HEIGHT: Final = 152


class FieldChoice(QComboBox):
    """What a column gives; the wheel scrolls the columns, and changes none of them."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what scrolls."""
        event.ignore()


class Columns(QScrollArea):
    """``chosen`` carries a column's place and the field that it is to give, empty for none."""

    chosen = Signal(int, str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[object, ...] = ()
        self.choices: list[FieldChoice] = []
        self._fields: list[str] = []
        self.setObjectName("importColumns")
        self.setAccessibleName(QCoreApplication.translate("Imports", "Columns of the file"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(theme.px(HEIGHT))

    def show_look(self, look: Look, kind: str) -> None:
        """Show what stands in the columns; they are made anew only where they are others."""
        shown = (look.titles, look.samples, kind)
        if shown != self._shown:
            self._shown = shown
            self._make(look, kind)
        for place, (choice, field) in enumerate(zip(self.choices, look.layout.columns, strict=True)):
            with QSignalBlocker(choice):
                choice.setCurrentIndex(max(0, self._fields.index(field) if field in self._fields else 0))
            choice.setProperty("used", "true" if field else "false")
            self._name(place, look)
            choice.style().unpolish(choice)
            choice.style().polish(choice)

    def forget(self) -> None:
        """Keep nothing of a file."""
        self._shown = ()
        self.choices = []
        self.setWidget(QWidget())

    def enter(self) -> None:
        """Take the focus."""
        if self.choices:
            self.choices[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _name(self, place: int, look: Look) -> None:
        title = column_title(place, look)
        what = QCoreApplication.translate("Imports", "%1 gives").replace("%1", title)
        self.choices[place].setAccessibleName(what)
        values = ", ".join(filter(None, look.samples[place]))
        self.choices[place].setAccessibleDescription(values)

    def _make(self, look: Look, kind: str) -> None:
        page = QWidget()
        page.setObjectName("importColumnsPage")
        grid = QGridLayout(page)
        px = self._theme.px
        grid.setContentsMargins(px(14), px(8), px(14), px(8))
        grid.setHorizontalSpacing(px(10))
        grid.setVerticalSpacing(px(4))
        model = self._model(kind)
        self.choices = []
        for place in range(len(look.layout.columns)):
            title = Elided(page)
            title.setProperty("tone", "label")
            title.say(column_title(place, look))
            choice = FieldChoice(page)
            choice.setModel(model)
            choice.setMaxVisibleItems(16)
            choice.activated.connect(lambda at, place=place: self.chosen.emit(place, self._fields[at]))
            self.choices.append(choice)
            for row, widget in enumerate((title, choice)):
                widget.setFixedWidth(px(WIDTH))
                grid.addWidget(widget, row, place)
            for row in range(SAMPLED):
                grid.addWidget(self._sample(look, place, row, page), 2 + row, place)
        grid.setColumnStretch(len(look.layout.columns), 1)
        grid.setRowStretch(2 + SAMPLED, 1)
        self.setWidget(page)

    def _sample(self, look: Look, place: int, row: int, page: QWidget) -> QLabel:
        label = Elided(page)
        label.setProperty("tone", "secondary")
        values = look.samples[place]
        label.say(" ".join(values[row].split()) if row < len(values) else "")
        label.setFixedWidth(self._theme.px(WIDTH))
        return label

    def _model(self, kind: str) -> QStandardItemModel:
        """Return what all choices have: filled once, however many columns there are."""
        model = QStandardItemModel(self)
        named = {"": QCoreApplication.translate("Imports", "Not used"), **fields(kind)}
        self._fields = list(named)
        for text in named.values():
            model.appendRow(QStandardItem(text))
        return model


def column_title(place: int, look: Look) -> str:
    """Return what a column is called in its file, or its number."""
    title = look.titles[place] if place < len(look.titles) else ""
    return title or QCoreApplication.translate("Imports", "Column %1").replace("%1", str(place + 1))
