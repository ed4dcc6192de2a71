"""What opens over the front desk, one at a time: the check-in card, a walk-in, and a doctor who is not there."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtWidgets import QWidget

from clinic_console.desktop.actions.front_desk import FrontDeskActions
from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.desk_panel import PANEL_WIDTH

if TYPE_CHECKING:
    from clinic_console.desktop.views.check_in import CheckInPanel
    from clinic_console.desktop.views.unavailable import UnavailableView
    from clinic_console.desktop.views.walk_in import WalkInPanel

    Part = CheckInPanel | WalkInPanel | UnavailableView

CHECK_IN: Final = "check-in"
WALK_IN: Final = "walk-in"
AWAY: Final = "away"


class FrontPanels(QObject):
    """Makes them when they are first wanted; ``shown_changed`` says that another one is open, or none.

    ``told``, ``undo_offered`` and ``changed`` as of the panels; ``patient_wanted`` carries whose chart is to be open,
    ``register_wanted`` a name, ``glass_wanted`` says that it can only be had by breaking the glass. ``walked_in``:
    somebody was added to the day. ``left`` says that the list has the keys again.
    """

    shown_changed = Signal()
    told = Signal(str, str)
    undo_offered = Signal(str, object)
    changed = Signal()
    patient_wanted = Signal(str)
    register_wanted = Signal(str)
    glass_wanted = Signal()
    walked_in = Signal()
    left = Signal()

    def __init__(
        self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: FrontDeskActions, room: QWidget
    ) -> None:
        super().__init__(room)
        self._theme, self._bridge, self._state, self._actions, self._room = theme, bridge, state, actions, room
        self._check_in: CheckInPanel | None = None
        self._walk_in: WalkInPanel | None = None
        self._away: UnavailableView | None = None
        self._made: dict[str, Part] = {}
        self.open = ""

    # Opening

    def check_in(self, card: Card) -> None:
        """Open the check-in card of a visit."""
        if self._check_in is None:
            from clinic_console.desktop.views.check_in import CheckInPanel

            self._check_in = CheckInPanel(self._theme, self._bridge, self._state, self._actions.check_in)
            self._take(CHECK_IN, self._check_in)
            self._check_in.patient_wanted.connect(self.patient_wanted)
            self._check_in.glass_wanted.connect(self.glass_wanted)
        self._turn(CHECK_IN)
        self._check_in.open(card)

    def walk_in(self, clinic: str) -> None:
        """Begin to take on somebody who has come without a slot."""
        if self._walk_in is None:
            from clinic_console.desktop.views.walk_in import WalkInPanel

            self._walk_in = WalkInPanel(self._theme, self._bridge, self._state, self._actions.check_in)
            self._take(WALK_IN, self._walk_in)
            self._walk_in.register_wanted.connect(self.register_wanted)
            self._walk_in.changed.connect(self.walked_in)
        self._turn(WALK_IN)
        self._walk_in.begin(clinic)

    def away(self, clinic: str, practitioner: int = 0) -> None:
        """Begin with a doctor who is not there, or a clinic that is closed."""
        self._show_away().begin(clinic, practitioner)

    def resume(self, clinic: str) -> None:
        """Open what was open before the screen was built anew, with what was typed in it."""
        name, card = self._state.front_desk.panel, self._state.check_in.card
        if self.open:
            return
        if name == CHECK_IN and card is not None:
            self.check_in(card)
        elif name == WALK_IN:
            self.walk_in(clinic)
        elif name == AWAY:
            self._show_away().resume(clinic)

    def _show_away(self) -> "UnavailableView":
        if self._away is None:
            from clinic_console.desktop.views.unavailable import UnavailableView

            self._away = UnavailableView(self._theme, self._bridge, self._state, self._actions.away)
            self._take(AWAY, self._away)
            self._away.patient_wanted.connect(self.patient_wanted)
            self._away.changed.connect(self.changed)
        self._turn(AWAY)
        return self._away

    def calls(self, clinic: str) -> None:
        """Show the call lists of a clinic."""
        self.away(clinic)
        if self._away is not None:
            self._away.begin_calls(clinic)

    def close(self) -> None:
        """Close the one that is open."""
        if self.open:
            self._leave(self.open)

    # What the screen asks of them

    @property
    def panel(self) -> "Part | None":
        """Return the one that is open."""
        return self._made.get(self.open)

    @property
    def walk_in_panel(self) -> "WalkInPanel | None":
        """Return the form of a walk-in, if it has been made."""
        return self._walk_in

    def place(self, room: QRect) -> None:
        """Have the open one lie over the right of the list, or (a plan wants all of it) over everything."""
        panel = self.panel
        if panel is not None:
            width = room.width() if self.open == AWAY else min(room.width(), self._theme.px(PANEL_WIDTH))
            top = 0 if self.open == AWAY else room.top()
            panel.setGeometry(QRect(room.right() + 1 - width, top, width, room.bottom() + 1 - top))
            panel.raise_()

    def frame(self, mono: float) -> None:
        """Bring all up to a monotonic time: an answer may come when another one is open."""
        for part in self._made.values():
            part.frame(mono)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        for part in self._made.values():
            part.set_theme(theme)

    def forget(self) -> None:
        """Keep nothing of a patient."""
        for part in self._made.values():
            part.forget()
        self._turn("")

    def _turn(self, name: str) -> None:
        self.open = self._state.front_desk.panel = name
        for each, panel in self._made.items():
            panel.setVisible(each == name)
        self.shown_changed.emit()

    def _leave(self, name: str) -> None:
        if self.open == name:
            self._turn("")
            self.left.emit()

    def _take(self, name: str, panel: "Part") -> None:
        self._made[name] = panel
        panel.setParent(self._room)
        panel.hide()
        panel.left.connect(lambda: self._leave(name))
        panel.told.connect(self.told)
        panel.undo_offered.connect(self.undo_offered)
