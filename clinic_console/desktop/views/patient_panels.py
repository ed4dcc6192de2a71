"""The panels about patients over the screen, a card and breaking the glass: loaded beside the loop, made when due."""

import asyncio
import sys
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clinic_console.desktop.actions.patients import PatientActions
from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.state.access import Phase
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.wards import Bed
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.trends_header import Header
from clinic_console.domain.access import Permission

if TYPE_CHECKING:
    from clinic_console.desktop.views.break_glass import GlassPanel, GlassPill
    from clinic_console.desktop.views.patients import PatientPanel

_MODULES: Final = ("clinic_console.desktop.views.break_glass", "clinic_console.desktop.views.patients")
LATER_SECONDS: Final = 3.0
"""So long after somebody came in they are loaded: the wall goes first."""


class Present(NamedTuple):
    """What there was when a window was built anew: the panels at all, and a card that was open."""

    made: bool
    card: bool


class PatientPanels(QObject):
    """``bed_wanted`` carries a bed's id, ``chart_wanted`` a patient's; ``told`` what was done.

    ``made`` carries the pill that belongs into the bar.
    """

    bed_wanted = Signal(str)
    chart_wanted = Signal(str)
    told = Signal(str)
    made = Signal(object)

    def __init__(
        self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: PatientActions, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._theme, self._bridge, self._state, self._actions, self._parent = theme, bridge, state, actions, parent
        self._load_at: float | None = None
        self._loading = False
        self.glass: GlassPanel | None = None
        self.card: PatientPanel | None = None
        self.pill: GlassPill | None = None

    def take_over(self, there: Present) -> None:
        """Stand in for another one, whose window was built anew: a card that was open is shown again."""
        if there.made:
            self._make()
        if self.card is not None and there.card and self._open:
            self.card.show_again()

    def dispose(self) -> Present:
        """Take the panels out of the window, and say what there was; what is known of a card stays in the state."""
        there = Present(self.pill is not None, self.card is not None and self.card.isVisible())
        for panel in (self.glass, self.card):
            if panel is not None:
                panel.leave_window()
        if self.pill is not None:
            self.pill.hide()
            self.pill.deleteLater()
        self.glass = self.card = self.pill = None
        self.deleteLater()
        return there

    @property
    def may_break(self) -> bool:
        """Say whether breaking the glass is for this user."""
        return bool(self._state.access.may(Permission.BREAK_GLASS))

    def open_glass(self, *, another: bool = False) -> None:
        """Show the charts that are open by broken glass, or begin to open one."""
        if self.may_break and self._open:
            self._make()
            if self.glass is not None:
                self.glass.open(another=another)

    def open_card(self, patient: str) -> None:
        """Show a patient's card."""
        if patient and self._open and self._state.access.may(Permission.SEE_PATIENTS):
            self._make()
            if self.card is not None:
                self.card.open(patient)

    def patient_of(self, bed: str) -> str:
        """Return whose card may be opened at a bed; empty for nobody's."""
        found = self._bed(bed)
        patient = found.patient if found is not None and self._state.access.may(Permission.SEE_PATIENTS) else None
        return patient.id if patient is not None else ""

    def offer(self, header: Header, bed: str) -> None:
        """Show at the head of a bed's panel the way to the chart that it may lead to."""
        found = self._bed(bed)
        closed = found is not None and found.restricted and self.may_break
        header.offer(glass=closed, card=bool(self.patient_of(bed)))

    def _bed(self, bed: str) -> Bed | None:
        return next((each for each in self._state.wards.beds if each.id == bed), None)

    def frame(self, mono: float) -> None:
        """Bring what there is up to a monotonic time; while the console is locked nothing of it is shown or asked."""
        if not self._open:
            if self.pill is not None:
                self.pill.hide()
            return
        if self._load_at is None:
            self._load_at = mono + LATER_SECONDS
        if self.glass is None and self.may_break and mono >= self._load_at:
            self._load_or_make()
        for part in (self.glass, self.card, self.pill):
            if part is not None:
                part.frame(mono)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        for part in (self.glass, self.card, self.pill):
            if part is not None:
                part.set_theme(theme)

    def forget(self) -> None:
        """Keep nothing of a patient, and not the panels in which it stood: somebody else may sign in next."""
        self._load_at = None
        for panel in (self.glass, self.card):
            if panel is not None:
                panel.forget()
                panel.deleteLater()
        self.glass = self.card = None
        if self.pill is not None:
            self.pill.hide()

    @property
    def _open(self) -> bool:
        access = self._state.access
        return access.phase is Phase.IN and access.locked is None

    def _load_or_make(self) -> None:
        if all(module in sys.modules for module in _MODULES):
            self._make()
        elif not self._loading:
            self._loading = True
            self._bridge.spawn(_load(), "load patients")

    def _make(self) -> None:
        if self.glass is not None:
            return
        from clinic_console.desktop.views.break_glass import GlassPanel, GlassPill
        from clinic_console.desktop.views.patients import PatientPanel

        theme, state, actions = self._theme, self._state, self._actions
        self.glass = GlassPanel(theme, self._bridge, state, actions, self._parent)
        self.card = PatientPanel(theme, self._bridge, state, actions, self._parent)
        self.glass.patient_opened.connect(self.open_card)
        self.card.glass_wanted.connect(lambda: self.open_glass(another=True))
        self.card.bed_wanted.connect(self.bed_wanted)
        self.card.chart_wanted.connect(self.chart_wanted)
        for panel in (self.glass, self.card):
            panel.told.connect(self.told)
        if self.pill is None:
            # It belongs into the bar, and stays there.
            self.pill = GlassPill(theme, state, self._parent)
            self.pill.clicked.connect(lambda _=False: self.open_glass())
            self.made.emit(self.pill)


async def _load() -> None:
    def load_now() -> None:
        # Plain imports, so that a packager sees them.
        from clinic_console.desktop.views import break_glass, patients  # noqa: F401 - loaded, and made later

    await asyncio.to_thread(load_now)
