"""A long list with its head, and what stands in its place while there is nothing to be shown."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.models.roll import Drawn, RollColumn, RollModel, Source
from clinic_console.desktop.state.roll import Ask, Roll
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.ground import Ground
from clinic_console.desktop.views.roll_head import RollHead
from clinic_console.desktop.views.roll_view import RollView
from clinic_console.domain.errors import ClinicError, NotAllowed

T = TypeVar("T")


class RollPane(QWidget, Generic[T]):
    """Rows of ``source`` in ``columns``; ``narrow`` gives the parts of rows with two lines."""

    def __init__(
        self,
        theme: Theme,
        columns: Sequence[RollColumn[T]],
        narrow: Callable[[T], Drawn],
        source: Source[T],
        *,
        sorting: bool,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._said: object = None
        self.model: RollModel[T] = RollModel(columns, narrow, source, self)
        self.head = RollHead(theme, columns, sorting=sorting, parent=self)
        self.view = RollView(theme, self.model, self.head, self)
        self.ground = Ground(theme, self.view, parent=self)
        bar = self.view.verticalScrollBar()
        # Its room is always kept, so that columns stay where they are; without anywhere to go it shows nothing.
        bar.rangeChanged.connect(lambda least, most: bar.setEnabled(most > least))
        inside = self.ground.layout()
        if isinstance(inside, QVBoxLayout):
            # Below the banner, above what takes the rows' place.
            inside.insertWidget(1, self.head)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.ground)

    def look(self, *, two_lines: bool) -> None:
        """Give rows two lines and no head, or one line."""
        self.head.setVisible(not two_lines)
        self.view.look(two_lines=two_lines)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        for part in (self.head, self.view, self.ground):
            part.set_theme(theme)

    def enter(self) -> None:
        """Take the focus."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def failed(self, error: ClinicError, kept: str = "") -> None:
        """Say why there is nothing, or (with ``kept``) why some of it is not here."""
        if not self._is_news((error, kept)):
            return
        if isinstance(error, NotAllowed):
            self.ground.denied(
                QCoreApplication.translate("Roll", "This is not for your role"),
                QCoreApplication.translate("Roll", "Your role may have been changed. Ask your administrator."),
            )
        else:
            self.ground.failed(error, kept)
        self.head.fit()

    def loading(self, mono: float) -> None:
        """Show the shape of what is coming."""
        self._said = None
        self.ground.loading(mono)
        self.head.fit()

    def empty(self, icon: str, title: str, text: str, button: str) -> None:
        """Say that there is nobody."""
        if self._is_news((icon, title, text, button)):
            self.ground.empty(icon, title, text, button)
            self.head.fit()

    def ready(self) -> None:
        """Show the rows."""
        self._said = None
        self.ground.ready()
        if not self.model.two_lines and self.head.widths != self.view.rows.widths:
            self.head.take(self.view.rows.widths)

    def _is_news(self, said: object) -> bool:
        """Say whether it is to be drawn: a panel is not laid out again in each frame."""
        news = said != self._said
        self._said = said
        return news


class Bringing:
    """Has the rows brought that a list wants, and gives up those that are out of sight by now."""

    def __init__(self, bridge: Bridge, roll: Roll[Any], bring: Callable[[Ask], Coroutine[Any, Any, None]]) -> None:
        self._bridge, self._roll, self._bring = bridge, roll, bring
        self._tasks: dict[Ask, asyncio.Task[Any]] = {}

    def frame(self, mono: float) -> None:
        """Begin what is wanted at a monotonic time, and end what is not."""
        self._roll.let_go()
        for old, task in list(self._tasks.items()):
            if not self._roll.waits_for(old):
                task.cancel()
                del self._tasks[old]
        while (ask := self._roll.begin(mono)) is not None:
            self._tasks[ask] = self._bridge.spawn(self._bring(ask), "list of patients")

    def stop(self) -> None:
        """End everything."""
        for task in self._tasks.values():
            task.cancel()
        self._tasks = {}
