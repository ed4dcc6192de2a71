"""What the panels beside the schedule have in common: a title, a way out, a foot, and what they tell the screen."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Final, Protocol

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFrame,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.beside import Side
from clinic_console.desktop.views.desk_actions import DeskActions
from clinic_console.domain.access import Permission

PANEL_WIDTH: Final = 380
ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

Undo = Callable[[], Coroutine[Any, Any, object]]


class Dressed(Protocol):
    """A part of a panel."""

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""


class DeskSide(Side):
    """One panel; ``frame`` may be called while it is hidden, and costs next to nothing then.

    ``left``: it is to be closed. ``told`` carries a title and words for a toast, ``undo_offered`` what was done and
    what takes it back (called, it returns a coroutine). ``changed``: the schedule is another one now.
    """

    left = Signal()
    told = Signal(str, str)
    undo_offered = Signal(str, object)
    changed = Signal()
    parts: Sequence[Dressed] = ()
    """What takes on another look with it."""

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState) -> None:
        super().__init__(theme)
        self._bridge, self._state = bridge, state
        self._open = True
        self.setProperty("desk", "true")
        self.foot = QFrame(self)
        self.foot.setObjectName("deskFoot")
        self.foot_column = QVBoxLayout(self.foot)
        px = theme.px
        self.foot_column.setContentsMargins(px(16), px(10), px(16), px(12))
        self.foot_column.setSpacing(px(6))
        outer = self.layout()
        if outer is not None:
            outer.addWidget(self.foot)
        self.closed.connect(self.leave)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        super().set_theme(theme)
        for part in self.parts:
            part.set_theme(theme)

    def frame(self, mono: float) -> None:
        """Bring it up to a monotonic time; each panel has its own."""

    def forget(self) -> None:
        """Keep nothing of a patient; each panel has its own."""

    def leave(self) -> None:
        """Close it."""
        self.left.emit()

    def now(self, mono: float) -> int:
        """Return the hub's time (ms since 1970), 0 while it is not known."""
        return self._state.hub_clock.moment(mono).hub

    def back(self) -> bool:
        """Say, once, that the hub can be reached again."""
        before, self._open = self._open, self._state.connection.open
        return self._open and not before

    def may(self, permission: Permission, clinic: str) -> bool:
        """Say whether the user may do something in a clinic."""
        return clinic in self._state.access.may(permission)

    def zone(self, clinic: str) -> str:
        """Return the zone of a clinic's times."""
        return self._state.access.zone(clinic)

    def clinic_name(self, clinic: str) -> str:
        """Return what a clinic is called, empty for one that is not the user's."""
        return next((each.name for each in self._state.access.clinics if each.id == clinic), "")

    def doctor(self, practitioner: int) -> str:
        """Return what a practitioner is called, as far as the schedule knows."""
        who = self._state.schedule.practitioners.get(practitioner)
        return who.called if who is not None else ""

    def kind_name(self, kind: int) -> str:
        """Return what a type of visits is called."""
        found = self._state.schedule.types.get(kind)
        return found.name if found is not None else ""

    def spawn(self, work: Coroutine[Any, Any, object], what: str) -> None:
        """Do something beside the loop, also when this panel has gone by then."""
        self._bridge.spawn(work, what)

    @property
    def typing(self) -> bool:
        """Say whether a letter or digit typed now goes into a field."""
        return isinstance(QApplication.focusWidget(), QLineEdit | QComboBox | QPlainTextEdit)

    def show_row(self, widget: QWidget, top: int, height: int) -> None:
        """Scroll until a stretch of something in the panel is seen."""
        if isValid(self.page):
            at = widget.mapTo(self.page, QPoint(0, top)).y()
            self.area.ensureVisible(0, at + height // 2, 0, height)

    def enter(self) -> None:
        """Take the focus, where one begins."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on: the panel itself takes nothing."""
        super().focusInEvent(event)
        self.enter()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what the main button says; one that is held down does it once."""
        if event.key() in ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            if not event.isAutoRepeat():
                focus = QApplication.focusWidget()
                if isinstance(focus, QAbstractButton) and not isinstance(focus, QRadioButton):
                    # On some systems a button is pressed by the space bar alone.
                    focus.click()
                else:
                    self.enter_pressed()
        else:
            super().keyPressEvent(event)

    def enter_pressed(self) -> None:
        """Do what Enter does where no control takes it."""

    def _focus_moved(self, _: QWidget | None, new: QWidget | None) -> None:
        # Tab scrolls by itself; what is gone to otherwise has to be seen, too. Lists tell of their rows.
        if new is not None and isValid(self.page) and self.page.isAncestorOf(new) and not isinstance(new, QListView):
            self.area.ensureWidgetVisible(new, 0, self._theme.px(28))


class DeskPanel(DeskSide):
    """A panel that works with the schedule's actions."""

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: DeskActions) -> None:
        super().__init__(theme, bridge, state)
        self._actions = actions
