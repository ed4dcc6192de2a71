"""The day's list with its head, and what stands in its place: loading, nobody, failed, not allowed, offline."""

from collections.abc import Callable, Sequence
from enum import Enum

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_console.desktop.charts.times import seconds_text
from clinic_console.desktop.models.front_desk import FrontModel
from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.front_desk import FrontDesk
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.front_head import FrontHead
from clinic_console.desktop.views.front_list import FrontList
from clinic_console.desktop.views.front_words import columns, narrow, waiting_cell
from clinic_console.desktop.views.ground import Footing, Ground
from clinic_console.desktop.views.schedule_footing import hub_time, say_offline, silent_for
from clinic_console.desktop.views.schedule_said import day_title


class Footer(Enum):
    """What the ground's button does."""

    AGAIN = "again"
    TRY = "try now"
    ALL = "show everything"
    NEXT_DAY = "next day"


class FrontPane(QWidget):
    """``list``, ``head`` and ``ground``; ``frame`` brings all of it up to a time."""

    def __init__(self, theme: Theme, desk: FrontDesk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._said: object = None
        made = columns(desk)
        self.model = FrontModel(made, narrow(desk), desk, lambda card: waiting_cell(desk, card), self)
        self.head = FrontHead(theme, made, self)
        self.list = FrontList(theme, self.model, self.head, self)
        self.list.setAccessibleName(QCoreApplication.translate("Desk", "Visits of the day"))
        self.ground = Ground(theme, self.list, parent=self)
        bar = self.list.verticalScrollBar()
        # Its room is always kept, so that columns stay where they are; without anywhere to go it shows nothing.
        bar.rangeChanged.connect(lambda least, most: bar.setEnabled(most > least))
        inside = self.ground.layout()
        if isinstance(inside, QVBoxLayout):
            inside.insertWidget(1, self.head)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.ground)
        self.setTabOrder(self.head.box, self.list)

    def frame(self, mono: float) -> None:
        """Show the rows as they are now."""
        self.list.frame(mono)
        self.list.tick()
        self.ground.frame(mono)

    def show_selected(self) -> None:
        """Show in the head how much of what is shown is selected."""
        self.head.show_selected(len(self._desk.selection()), self._desk.total)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        for part in (self.head, self.list, self.ground):
            part.set_theme(theme)

    @property
    def ready(self) -> bool:
        """Say whether there is anything that takes the focus: rows, or the button of what stands in their place."""
        return self.list.isVisible() or self.ground.panel.button.isVisible()

    def enter(self) -> None:
        """Take the focus."""
        button = self.ground.panel.button
        taker = button if button.isVisible() and not self.list.isVisible() else self.list
        taker.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give rows one line or two."""
        super().resizeEvent(event)
        self.list.fit(self.width())
        self.head.titled = not self.model.two_lines

    # What it stands on

    @property
    def footer(self) -> Footer:
        """Return what the ground's button does now."""
        if self.ground.footing is Footing.OFFLINE:
            return Footer.TRY
        if self.ground.footing is Footing.EMPTY:
            return Footer.ALL if self._desk.day_total else Footer.NEXT_DAY
        return Footer.AGAIN

    def stand(self, console: ConsoleState, clinics: Sequence[Clinic], mono: float) -> None:
        """Say how things are, at a monotonic time."""
        translate, desk, ground = QCoreApplication.translate, self._desk, self.ground
        page = desk.columns.page
        if not clinics:
            title = translate("Desk", "The front desk is for the staff of a clinic")
            text = translate("Desk", "Ask the facility manager for access.")
            self._say((title,), lambda: ground.denied(title, text))
        elif page is None or page.heard is None or not desk.loaded:
            self._wait(mono)
        elif not desk.total:
            self._empty()
        elif (silent := silent_for(console, mono)) is not None:
            self._said = None
            say_offline(ground, console, silent, mono, desk.columns.zone)
        elif page.error is not None:
            at = seconds_text(hub_time(console, page.heard), desk.columns.zone)
            kept, error = translate("Desk", "The list of %1 stays in view.").replace("%1", at), page.error
            self._say((error, kept), lambda: ground.failed(error, kept))
        else:
            self._said = None
            ground.ready()
        self.head.fit()

    def _wait(self, mono: float) -> None:
        page = self._desk.columns.page
        if page is not None and page.error is not None:
            error = page.error
            self._say((error,), lambda: self.ground.failed(error))
        else:
            self._said = None
            self.ground.loading(mono)

    def _empty(self) -> None:
        translate, desk, ground = QCoreApplication.translate, self._desk, self.ground
        if desk.day_total:
            title = translate("Desk", "Nobody fits the filter")
            text = translate("Desk", "%n visits of this day are hidden by it.", None, desk.day_total)
            button = translate("Desk", "Show everything")
            self._say((title, text), lambda: ground.empty("filter", title, text, button))
            return
        zone, day = desk.columns.zone, desk.columns.day
        when = day_title(zone, day) if day is not None else ""
        title = translate("Desk", "Nobody is expected on %1").replace("%1", when)
        text = translate("Desk", "Booked visits stand here, and who comes without a slot.")
        button = translate("Desk", "Next day")
        self._say((title, text), lambda: ground.empty("calendar", title, text, button))

    def _say(self, said: object, say: Callable[[], None]) -> None:
        """Draw a panel once: it is not laid out again in each frame."""
        if said != self._said:
            self._said = said
            say()
