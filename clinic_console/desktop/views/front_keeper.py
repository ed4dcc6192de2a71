"""Saved views at the front desk: the menu, and having the hub keep them."""

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QPushButton
from shiboken6 import isValid

from clinic_console.desktop.actions.desk_views import DeskViewActions
from clinic_console.desktop.bridge import Bridge, advice, words
from clinic_console.desktop.state.front_desk import DeskView, FrontDesk
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.front_views import ViewsMenu, filters_of, shown_view
from clinic_console.domain.errors import ClinicError, NotSignedIn


class ViewsKeeper(QObject):
    """``chosen`` carries chips and words; ``told`` what went wrong, ``undo_offered`` what was done, and its undo."""

    chosen = Signal(object, str)
    told = Signal(str, str)
    undo_offered = Signal(str, object)

    def __init__(
        self, theme: Theme, bridge: Bridge, desk: FrontDesk, actions: DeskViewActions, button: QPushButton
    ) -> None:
        super().__init__(button)
        self._theme, self._bridge, self._desk, self._actions, self._button = theme, bridge, desk, actions, button
        self._shown = ""

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme

    def show_state(self) -> None:
        """Say on the button which view this is."""
        name = shown_view(self._desk)
        text = name or QCoreApplication.translate("Desk", "Views")
        if text == self._shown:
            return
        self._shown = text
        button, room = self._button, self._theme.px(130)
        button.setText(button.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room).replace("&", "&&"))
        said = QCoreApplication.translate("Desk", "Saved views: %1").replace("%1", name)
        button.setAccessibleName(said if name else QCoreApplication.translate("Desk", "Saved views"))

    def open(self) -> None:
        """Open the menu below its button."""
        menu = ViewsMenu(self._theme, self._desk, self._button)
        menu.chosen.connect(self.chosen)
        menu.saved.connect(self._save)
        menu.renamed.connect(lambda before, after: self._run(self._actions.rename(before, after)))
        menu.removed.connect(self._remove)
        menu.again.connect(self._again)
        menu.popup(self._button.mapToGlobal(QPoint(0, self._button.height() + self._theme.px(4))))
        menu.aboutToHide.connect(menu.deleteLater)

    def _save(self, name: str) -> None:
        done = QCoreApplication.translate("Desk", "View “%1” is saved").replace("%1", name)
        self._run(self._actions.save(name, filters_of(self._desk)), done)

    def _remove(self, name: str) -> None:
        before = self._desk.views or ()
        done = QCoreApplication.translate("Desk", "View “%1” is deleted").replace("%1", name)
        self._run(self._actions.remove(name), done, before)

    def _again(self) -> None:
        self._desk.views_error = None

    def _run(
        self, work: Coroutine[Any, Any, None], done: str = "", before: tuple[DeskView, ...] | None = None
    ) -> None:
        self._bridge.spawn(self._do(work, done, before), "saved views")

    async def _do(self, work: Coroutine[Any, Any, None], done: str, before: tuple[DeskView, ...] | None) -> None:
        try:
            await work
        except NotSignedIn:
            return
        except ClinicError as error:
            if isValid(self):
                self.told.emit(words(error), advice(error))
            return
        if isValid(self) and done:
            self._say(done, before)

    def _say(self, done: str, before: tuple[DeskView, ...] | None) -> None:
        if before is None:
            self.told.emit(done, "")
            return
        back: Callable[[], Coroutine[Any, Any, None]] = lambda: self._actions.put_back(before)  # noqa: E731 - a call
        self.undo_offered.emit(done, back)
