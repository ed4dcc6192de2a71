"""What the pages of hours and exceptions have in common: a bar with a way back, a ground, a foot, what they tell."""

from collections.abc import Callable, Coroutine
from datetime import UTC, date, datetime
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.actions.hours import HoursActions
from clinic_console.desktop.bridge import Bridge, advice, words
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.banner import Banner
from clinic_console.desktop.views.beside import Beside, Side
from clinic_console.desktop.views.elided import Elided
from clinic_console.desktop.views.errand import Errand
from clinic_console.desktop.views.ground import Ground
from clinic_console.desktop.views.keycap import KeyButton
from clinic_console.domain.access import Permission
from clinic_console.domain.errors import ClinicError
from clinic_console.domain.zones import day_of

KEYS: Final = "Ctrl+Enter"
Undo = Callable[[], Coroutine[Any, Any, object]]


class HoursStage(QWidget):
    """``left``: it is to be closed. ``told`` carries a title and words for a toast, ``undo_offered`` what was done
    and what takes it back (called, it returns a coroutine). ``changed``: schedules are others now.
    """

    left = Signal()
    told = Signal(str, str)
    undo_offered = Signal(str, object)
    changed = Signal()

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: HoursActions) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("stage", "hours")
        self.theme, self.bridge, self.state, self.do = theme, bridge, state, actions
        self.errand = Errand(bridge, self)
        self.mono = 0.0
        translate = QCoreApplication.translate
        self.back = KeyButton(theme, translate("Hours", "Back"), "Esc", self)
        self.back.setProperty("kind", "flat")
        self.title, self.who = QLabel(self), Elided(self)
        self.title.setProperty("tone", "title")
        self.who.setProperty("tone", "secondary")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.banner = Banner(theme, self)
        self.banner.hide()
        self.side = Side(theme)
        self.status = QLabel(self)
        self.status.setProperty("tone", "secondary")
        self.status.setWordWrap(True)
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.preview = QPushButton(translate("Hours", "Preview"), self)
        self.save = QPushButton(translate("Hours", "Save"), self)
        tip = translate("Hours", "Save (%1)").replace("%1", KEYS)
        self.save.setToolTip(tip)
        self.save.setAccessibleDescription(KEYS)
        self.save.setProperty("kind", "primary")
        self.back.clicked.connect(self.leave)
        self.preview.clicked.connect(lambda: self.check(save=False))
        self.save.clicked.connect(lambda: self.check(save=True))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda: self.check(save=True))

    def check(self, *, save: bool) -> None:
        """Look at what a change would affect; with ``save`` keep it, if that has been seen or is nothing."""

    def frame(self, mono: float) -> None:
        """Bring it up to a monotonic time."""
        self.mono = mono

    def enter(self) -> None:
        """Take the focus."""

    def forget(self) -> None:
        """Keep nothing of anybody."""
        self.errand.give_up()
        self.who.say("")

    def leave(self) -> None:
        """Close it."""
        self.left.emit()

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.theme = theme
        for part in (self.banner, self.side, self.ground):
            part.set_theme(theme)

    def say_save(self, text: str, *, ready: bool) -> None:
        """Say on the main button what it does."""
        self.save.setText(text)
        self.save.setAccessibleName(text)
        self.save.setEnabled(ready)
        # As wide with the ring of focus as without it.
        self.save.setMinimumWidth(self.save.fontMetrics().horizontalAdvance(text) + self.theme.px(36))

    def may(self, permission: Permission) -> frozenset[str]:
        """Return in which clinics the user may do something."""
        return self.state.access.may(permission)

    def today(self, clinic: str) -> date:
        """Return the day that a clinic's calendar shows."""
        now = self.state.hub_clock.moment(self.mono).hub
        return day_of(self.state.access.zone(clinic), datetime.fromtimestamp(now / 1_000, UTC))

    def clinic_names(self) -> dict[str, str]:
        """Return what the user's clinics are called; nothing where there is one alone."""
        clinics = self.state.access.clinics
        return {each.id: each.name for each in clinics} if len(clinics) > 1 else {}

    def doctor(self, practitioner: int) -> str:
        """Return what a practitioner is called, as far as is known."""
        who = self.do.state.people.get(practitioner) or self.state.schedule.practitioners.get(practitioner)
        return who.called if who is not None else ""

    def failed(self, error: ClinicError) -> None:
        """Say that something did not happen."""
        self.told.emit(words(error), advice(error))

    def minimumSizeHint(self) -> QSize:
        """Ask for no room: what is too wide gives way."""
        return QSize(0, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def lay_out(self, content: QWidget, tools: list[QWidget], foot: list[QWidget]) -> None:
        """Put bar, banner, ground and foot together."""
        px = self.theme.px
        self.beside = Beside(self.theme, content, self.side, self)
        self.ground = Ground(self.theme, self.beside, parent=self)
        bar, below = QWidget(self), QFrame(self)
        bar.setObjectName("hoursBar")
        below.setObjectName("hoursFoot")
        row = QHBoxLayout(bar)
        row.setContentsMargins(px(10), px(7), px(14), px(7))
        row.setSpacing(px(12))
        row.addWidget(self.back)
        row.addWidget(self.title)
        row.addWidget(self.who, 1)
        for widget in tools:
            row.addWidget(widget)
        row = QHBoxLayout(below)
        row.setContentsMargins(px(14), px(8), px(14), px(8))
        row.setSpacing(px(8))
        row.addWidget(self.status, 1)
        for widget in (*foot, self.preview, self.save):
            row.addWidget(widget)
        self.foot = below
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.banner)
        column.addWidget(self.ground, 1)
        column.addWidget(below)
