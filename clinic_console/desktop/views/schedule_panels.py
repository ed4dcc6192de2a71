"""The panels at the right of the schedule, one at a time: a booking, a visit, the finder, the waitlist."""

from typing import Final, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.booking import BookingPanel
from clinic_console.desktop.views.desk_actions import DeskActions
from clinic_console.desktop.views.desk_panel import PANEL_WIDTH, DeskPanel
from clinic_console.desktop.views.finder import FinderPanel
from clinic_console.desktop.views.visit import VisitPanel
from clinic_console.desktop.views.waitlist import WaitlistPanel

BOOKING: Final = "booking"
VISIT: Final = "visit"
FINDER: Final = "finder"
WAITLIST: Final = "waitlist"
Panel = TypeVar("Panel", bound=DeskPanel)


class Panels(QObject):
    """Makes them when they are first wanted; ``shown_changed`` says that another one is open, or none.

    ``told`` and ``undo_offered`` as of the panels; ``ghost`` carries what a booking would take, ``move_wanted`` the
    card that is to be moved by keys, ``patient_wanted`` whose chart is to be opened, ``register_wanted`` a name.
    """

    shown_changed = Signal()
    told = Signal(str, str)
    undo_offered = Signal(str, object)
    ghost = Signal(object)
    move_wanted = Signal(object)
    patient_wanted = Signal(str)
    register_wanted = Signal(str)
    left = Signal()

    def __init__(
        self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: DeskActions, room: QWidget
    ) -> None:
        super().__init__(room)
        self._theme, self._bridge, self._state, self._actions, self._room = theme, bridge, state, actions, room
        self._made: dict[str, DeskPanel] = {}
        self._booking: BookingPanel | None = None
        self._visit: VisitPanel | None = None
        self._finder: FinderPanel | None = None
        self._waitlist: WaitlistPanel | None = None
        self.open = ""

    @property
    def panel(self) -> DeskPanel | None:
        """Return the one that is open."""
        return self._made.get(self.open)

    # Opening

    def book(self, clinic: str, practitioner: int, begins: int) -> None:
        """Begin a booking at a slot."""
        self._show(BOOKING, self.booking).begin(clinic, practitioner, begins)

    def visit(self, card: Card, *, cancel: bool = False) -> None:
        """Open a visit; ``cancel``: ask why it is cancelled."""
        if self._visit is None:
            made = self._visit = self._take(VISIT, VisitPanel(*self._given))
            made.move_wanted.connect(self.move_wanted)
            made.patient_wanted.connect(self.patient_wanted)
        self._show(VISIT, self._visit).open(card)
        if cancel:
            self._visit.cancel()

    def find(self, clinic: str, patient: Chart | None = None) -> None:
        """Open the finder, for somebody if one is named."""
        if self._finder is None:
            self._finder = self._take(FINDER, FinderPanel(*self._given))
            self._finder.chosen.connect(lambda offer: self._show(BOOKING, self.booking).begin_offer(offer))
        self._show(FINDER, self._finder).begin(clinic, patient)

    def wait(self, clinic: str) -> None:
        """Open the waitlist."""
        if self._waitlist is None:
            self._waitlist = self._take(WAITLIST, WaitlistPanel(*self._given))
            self._waitlist.book_wanted.connect(
                lambda waiting, freed: self._show(BOOKING, self.booking).begin_for(waiting, freed)
            )
        self._show(WAITLIST, self._waitlist).begin(clinic)

    def resume(self) -> bool:
        """Open what was open before the view was built anew, with what was typed in it; say if there was anything."""
        state, name = self._state, self._state.schedule.panel
        if self.open or not name:
            return False
        if name == BOOKING and state.booking.slot is not None:
            self._show(BOOKING, self.booking).resume()
        elif name == VISIT and state.visit.card is not None:
            self.visit(state.visit.card)
        elif name == FINDER:
            self.find(state.schedule.clinic, state.finder.patient)
        elif name == WAITLIST:
            self.wait(state.schedule.clinic)
        return bool(self.open)

    def close(self) -> None:
        """Close the one that is open, as its own way out does."""
        if self.panel is not None:
            self.panel.leave()

    # What the screen asks of them

    @property
    def width(self) -> int:
        """Return how much of the room the open one covers, 0 while none is open."""
        room = self._room.width()
        return 0 if self.panel is None else min(room, self._theme.px(PANEL_WIDTH))

    def place(self, top: int, height: int) -> None:
        """Have the open one lie over the right of the room."""
        if self.panel is not None:
            width = self.width
            self.panel.setGeometry(self._room.width() - width, top, width, height)
            self.panel.raise_()

    def frame(self, mono: float) -> None:
        """Bring all up to a monotonic time: an answer to a booking may come when another one is open."""
        for panel in self._made.values():
            panel.frame(mono)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        for panel in self._made.values():
            panel.set_theme(theme)

    def forget(self) -> None:
        """Keep nothing of a patient."""
        for panel in self._made.values():
            panel.forget()
        self._turn("")

    def _show(self, name: str, panel: Panel) -> Panel:
        self._turn(name)
        return panel

    def _turn(self, name: str) -> None:
        before, self.open = self.open, name
        self._state.schedule.panel = name
        for each, panel in self._made.items():
            panel.setVisible(each == name)
        if before == BOOKING and name != BOOKING:
            self.ghost.emit(None)
            if name and self._booking is not None:
                # Another one takes its place: what is kept for it is free at once.
                self._booking.leave()
        self.shown_changed.emit()

    def _leave(self, name: str) -> None:
        if self.open == name:
            self._turn("")
            self.left.emit()

    # Making

    @property
    def booking(self) -> BookingPanel:
        """Return the panel of a booking."""
        if self._booking is None:
            made = self._booking = self._take(BOOKING, BookingPanel(*self._given))
            made.shows.connect(self.ghost)
            made.register_wanted.connect(self.register_wanted)
        return self._booking

    @property
    def _given(self) -> tuple[Theme, Bridge, ConsoleState, DeskActions]:
        return self._theme, self._bridge, self._state, self._actions

    def _take(self, name: str, panel: Panel) -> Panel:
        self._made[name] = panel
        panel.setParent(self._room)
        panel.hide()
        panel.left.connect(lambda: self._leave(name))
        panel.told.connect(self.told)
        panel.undo_offered.connect(self.undo_offered)
        return panel
