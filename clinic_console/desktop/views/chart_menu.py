"""What else can be done with a chart: the menu at its head."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu, QWidget

from clinic_console.desktop.theme import Theme


class Entry(NamedTuple):
    """A line of the menu: icon, text, and what it does."""

    icon: str
    text: str
    call: Callable[[], object]


def chart_menu(theme: Theme, entries: Sequence[Entry], parent: QWidget) -> QMenu:
    """Return the menu; it goes with its parent."""
    menu = QMenu(parent)
    menu.setObjectName("chartMenu")
    menu.setAccessibleName(QCoreApplication.translate("Chart", "More"))
    for entry in entries:
        action = menu.addAction(entry.text)
        action.setIcon(theme.icon(entry.icon, "text.secondary"))
        action.triggered.connect(lambda _=False, call=entry.call: call())
    menu.aboutToHide.connect(menu.deleteLater)
    return menu
