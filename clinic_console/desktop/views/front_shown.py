"""The Front desk, laid out: the bar, the list with what is done to it below, the card beside it, panels over both."""

from datetime import UTC, date, datetime

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from clinic_console.desktop.actions.front_desk import FrontDeskActions
from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.bulk import BulkBar
from clinic_console.desktop.views.desk_panel import PANEL_WIDTH
from clinic_console.desktop.views.front_bar import FrontBar
from clinic_console.desktop.views.front_card import FrontCard
from clinic_console.desktop.views.front_context import FrontContext
from clinic_console.desktop.views.front_keeper import ViewsKeeper
from clinic_console.desktop.views.front_pane import FrontPane
from clinic_console.desktop.views.front_panels import AWAY, FrontPanels
from clinic_console.desktop.views.front_scan import FrontScan
from clinic_console.domain.access import Permission
from clinic_console.domain.zones import day_of

ROOMY = 900
"""Narrower than this, at 100 %, there is no room for a card beside the list."""


class FrontShown(QWidget):
    """The parts of the screen and where they stand; what they do is said in front_desk.py."""

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: FrontDeskActions) -> None:
        super().__init__()
        self.setObjectName("frontDeskView")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme, self._bridge, self._console, self._actions = theme, bridge, state, actions
        self._desk = state.front_desk
        self._mono = 0.0
        self.context = FrontContext(theme)
        self.bar = FrontBar(theme, bridge, self)
        self.pane = FrontPane(theme, self._desk, self)
        self.bulk = BulkBar(theme, bridge, state, actions.bulk)
        self.card = FrontCard(theme, bridge, state)
        self.panels = FrontPanels(theme, bridge, state, actions, self)
        self.views = ViewsKeeper(theme, bridge, self._desk, actions.views, self.bar.views)
        self.scan = FrontScan(bridge, state, actions.find, self.bar.field, self.panels, self)
        self._lay_out()
        self._show_working()

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        for part in (self.context, self.bar, self.pane, self.bulk, self.card, self.panels, self.views):
            part.set_theme(theme)

    def _show_working(self) -> None:
        """Have rows say what is being done to them, at once, and their waiting time again when it is done."""
        model, rows = self.pane.model, self.pane.list
        waiting = model.waiting
        model.waiting = lambda card: self.bulk.working_cell(card) or waiting(card)
        self.bulk.working_changed.connect(rows.viewport().update)

    def _clinics(self) -> tuple[Clinic, ...]:
        may = self._console.access.may(Permission.SEE_SCHEDULE)
        return tuple(clinic for clinic in self._console.access.clinics if clinic.id in may)

    def _may(self, permission: Permission) -> bool:
        return self._desk.columns.clinic in self._console.access.may(permission)

    def _today(self) -> date | None:
        now = self._console.hub_clock.moment(self._mono).hub
        return day_of(self._desk.columns.zone, datetime.fromtimestamp(now / 1_000, UTC)) if now else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the open panel over the right; without room the card goes."""
        super().resizeEvent(event)
        self.card.setVisible(self.width() >= self._theme.px(ROOMY))
        self._arrange()

    def _arrange(self) -> None:
        # What is covered takes no keys.
        covered = self.panels.open == AWAY
        for part in (self.bar, self._body):
            part.setEnabled(not covered)
        self.card.setEnabled(self.panels.panel is None)
        body = self._body.geometry()
        self.panels.place(QRect(0, body.top(), self.width(), self.height() - body.top()))

    def _change_side(self) -> None:
        """Go from the list to what is beside it, and back."""
        panel = self.panels.panel or (self.card if self.card.isVisible() else None)
        if panel is not None and not panel.isAncestorOf(QApplication.focusWidget() or self.window()):
            panel.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.pane.enter()

    def _lay_out(self) -> None:
        self._body = QWidget(self)
        self.card.setFixedWidth(self._theme.px(PANEL_WIDTH))
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.pane, 1)
        left.addWidget(self.bulk)
        row = QHBoxLayout(self._body)
        row.addLayout(left, 1)
        row.addWidget(self.card)
        column = QVBoxLayout(self)
        column.addWidget(self.bar)
        column.addWidget(self._body, 1)
        for layout in (row, column):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
