"""The menu of saved views: choose one, save this one, rename or delete one."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget, QWidgetAction

from clinic_console.desktop.state.front_desk import DeskView, FrontDesk
from clinic_console.desktop.state.front_rows import USUAL, Chip
from clinic_console.desktop.theme import Theme

LONGEST: Final = 40
MOST: Final = 20
CHIPS: Final = "chips"
TEXT: Final = "text"


def filters_of(desk: FrontDesk) -> dict[str, tuple[str, ...]]:
    """Return what is filtered by, as it is kept."""
    found = {CHIPS: tuple(chip.value for chip in Chip if chip in desk.chips)}
    return found | ({TEXT: (desk.text.strip(),)} if desk.text.strip() else {})


def chips_in(view: DeskView) -> frozenset[Chip]:
    """Return the chips of a view; those that this console does not know are passed over."""
    known = {chip.value: chip for chip in Chip}
    return frozenset(known[each] for each in view.filters.get(CHIPS, ()) if each in known)


def text_in(view: DeskView) -> str:
    """Return the words of a view."""
    return " ".join(view.filters.get(TEXT, ()))


def shown_view(desk: FrontDesk) -> str:
    """Return the name of the view that is shown, empty for none."""
    now = desk.chips, desk.text.strip()
    return next((each.name for each in desk.views or () if (chips_in(each), text_in(each)) == now), "")


class NameForm(QWidget):
    """Asks for a name; ``named`` carries it."""

    named = Signal(str)

    def __init__(self, theme: Theme, title: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        px = theme.px
        label = QLabel(title, self)
        label.setProperty("tone", "label")
        self.field = QLineEdit(name, self)
        self.field.setMaxLength(LONGEST)
        self.field.setAccessibleName(title)
        self.field.setMinimumWidth(px(220))
        self.save = QPushButton(QCoreApplication.translate("Desk", "Save"), self)
        self.save.setProperty("kind", "primary")
        row = QHBoxLayout()
        row.addWidget(self.field, 1)
        row.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(10), px(12), px(12))
        column.setSpacing(px(6))
        column.addWidget(label)
        column.addLayout(row)
        self.save.clicked.connect(self._save)
        self.field.textChanged.connect(lambda text: self.save.setEnabled(bool(text.strip())))
        self.save.setEnabled(bool(name.strip()))
        self.field.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves, and goes no further: the menu around it would close over it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._save()
        else:
            super().keyPressEvent(event)

    def _save(self) -> None:
        name = " ".join(self.field.text().split())
        if name:
            self.named.emit(name)


class ViewsMenu(QMenu):
    """``chosen`` carries chips and words; ``saved`` a name, ``renamed`` two, ``removed`` one; ``again`` asks anew."""

    chosen = Signal(object, str)
    saved = Signal(str)
    renamed = Signal(str, str)
    removed = Signal(str)
    again = Signal()

    def __init__(self, theme: Theme, desk: FrontDesk, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._desk = theme, desk
        self.setAccessibleName(QCoreApplication.translate("Desk", "Saved views"))
        self._offer()
        self._manage()

    def _offer(self) -> None:
        translate, desk = QCoreApplication.translate, self._desk
        now = shown_view(desk)
        self._entry(
            translate("Desk", "To be looked after"), USUAL, "", on=not now and desk.chips == USUAL and not desk.text
        )
        self._entry(translate("Desk", "Everything"), frozenset(), "", on=not now and not desk.chips and not desk.text)
        if desk.views:
            self.addSeparator()
        for view in desk.views or ():
            self._entry(view.name, chips_in(view), text_in(view), on=view.name == now)

    def _entry(self, name: str, chips: frozenset[Chip], text: str, *, on: bool) -> None:
        action = self.addAction(name.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(on)
        action.triggered.connect(lambda _=False: self.chosen.emit(chips, text))

    def _manage(self) -> None:
        translate, views = QCoreApplication.translate, self._desk.views
        self.addSeparator()
        if views is None:
            failed = self._desk.views_error is not None
            text = translate("Desk", "Saved views could not be loaded: try again")
            action = self.addAction(text if failed else translate("Desk", "Saved views are loading …"))
            action.setEnabled(failed)
            action.triggered.connect(self.again)
            return
        full = len(views) >= MOST
        text = translate("Desk", "Save this view … (%1 at most)").replace("%1", str(MOST))
        save = self.addAction(text if full else translate("Desk", "Save this view …"))
        save.setEnabled(not full)
        save.triggered.connect(lambda: self._name(translate("Desk", "Name of the view"), "", self.saved.emit))
        if views:
            rename, remove = self.addMenu(translate("Desk", "Rename")), self.addMenu(translate("Desk", "Delete"))
            for view in views:
                shown, name = view.name.replace("&", "&&"), view.name
                rename.addAction(shown).triggered.connect(lambda _=False, name=name: self._rename(name))
                remove.addAction(shown).triggered.connect(lambda _=False, name=name: self.removed.emit(name))

    def _rename(self, name: str) -> None:
        title = QCoreApplication.translate("Desk", "New name of %1").replace("%1", name)
        self._name(title, name, lambda after: self.renamed.emit(name, after))

    def _name(self, title: str, name: str, call: Callable[[str], object]) -> None:
        """Ask for a name where the menu stood."""
        menu = QMenu(self.parentWidget())
        form = NameForm(self._theme, title, name, menu)

        def take(given: str) -> None:
            menu.close()
            call(given)

        form.named.connect(take)
        action = QWidgetAction(menu)
        action.setDefaultWidget(form)
        menu.addAction(action)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.pos() if not self.pos().isNull() else QPoint(0, 0))
        form.field.setFocus(Qt.FocusReason.PopupFocusReason)
