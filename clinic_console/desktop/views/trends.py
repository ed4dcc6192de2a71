"""The panel of one bed: who lies there, the present numbers, their trend, and what the monitor says of itself."""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

import structlog
from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from clinic_console.desktop.actions.trends import TrendActions
from clinic_console.desktop.bridge import Bridge, advice, words
from clinic_console.desktop.charts.look import Kin, Scene, failed_look, look_of
from clinic_console.desktop.charts.times import age_text
from clinic_console.desktop.charts.trends import head_of, lanes_of, span_text
from clinic_console.desktop.charts.trends_heads import LaneHead
from clinic_console.desktop.charts.trends_picture import NO_LIMITS, Picture, cuffs_of, picture_of
from clinic_console.desktop.state.clock import Moment
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.readings import BedReadings
from clinic_console.desktop.state.trends import SPANS_MS, Occupant, Request
from clinic_console.desktop.state.wards import Bed
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.banner import Banner
from clinic_console.desktop.views.elided import Elided
from clinic_console.desktop.views.trends_chart import Chart, Toolbar, import_plot, scrolled
from clinic_console.desktop.views.trends_column import CUFFS, Column
from clinic_console.desktop.views.trends_header import Header
from clinic_console.domain.alarms import Limits
from clinic_console.domain.readings import FRESH_MS

log = structlog.get_logger()

LOOK_SECONDS: Final = 0.25
PICTURE_SECONDS: Final = 1.0
"""The live edge moves this often; a change of what is looked at is drawn in the same frame."""
RETRY_SECONDS: Final = 1.0
"""After a fault of our own the panel is tried again this often: each try may ask the hub for a trend."""
NARROW: Final = 860
COLUMN: Final = (320, 420)


class BedView(QWidget):
    """One bed's panel; ``back_wanted`` and ``bed_wanted`` (a bed's id) say where the user wants to go."""

    back_wanted = Signal()
    bed_wanted = Signal(str)

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState, trends: TrendActions) -> None:
        super().__init__()
        self.setObjectName("bedView")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme, self._bridge, self._state = theme, bridge, state
        self._actions, self.trends = trends, trends.state
        self._bed: str | None = None
        self._wards: object = None
        self._task: tuple[Request, asyncio.Task[Any]] | None = None
        self._warming: asyncio.Task[Any] | None = None
        self._drawn = (-1.0, -1)
        self._looked = -1.0
        self._resynced: float | None = None
        self._wants_focus = self._narrow = False
        self._failed: float | None = None
        self._worth: tuple[bool, ...] = ()
        self.header, self.toolbar = Header(theme, self), Toolbar(theme, self)
        self.banner, self.chart = Banner(theme, self), Chart(theme, self)
        self.column = Column(theme)
        self.hint = Elided(self)
        self.hint.setProperty("tone", "muted")
        self._lay_out()
        self._connect()

    def show_bed(self, bed_id: str) -> None:
        """Open a bed; nothing of the one before stays."""
        self._bed, self._wards = bed_id, self._state.wards.chosen
        self._wants_focus = True
        self._forget()
        beds = self._state.wards.beds
        self.header.open(next((bed for bed in beds if bed.id == bed_id), None), beds)
        self.warm()

    def forget(self) -> None:
        """Keep nothing of a bed or a patient: nobody looks, or nobody is signed in any more."""
        self._bed = self._wards = None
        self._failed = None
        if self._task is not None:
            # Whoever asked for it is gone.
            self._task[1].cancel()
            self._task = None
        self._forget()

    def warm(self) -> None:
        """Import what draws the chart, in a thread: best once the wall is live, before anybody waits."""
        if self._warming is None:
            self._warming = self._bridge.spawn(self._import(), "trend chart")

    def frame(self, scene: Scene) -> None:
        """Bring what is shown up to a scene; a fault leaves the bed's name and a word, and nothing of a patient."""
        if self._bed is None:
            return
        bed = next((bed for bed in self._state.wards.beds if bed.id == self._bed), None)
        if bed is None:
            self._gone()
            return
        if self._failed is not None and 0 <= scene.moment.mono - self._failed < RETRY_SECONDS:
            return
        try:
            self._bring_up(bed, scene)
            self._failed = None
        except Exception:
            self._fail(bed, scene.moment.mono)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        for part in (self.header, self.banner, self.chart):
            part.set_theme(theme)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep nothing of a patient while another screen is shown; a window that is put away keeps its bed."""
        super().hideEvent(event)
        if self._bed is not None and not event.spontaneous():
            self.forget()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the column beside the chart, or below where there is no room for both."""
        super().resizeEvent(event)
        self._share_out()

    # The frame's parts

    def _fail(self, bed: Bed, mono: float) -> None:
        if self._failed is None:
            log.exception("bed panel")
        self._failed = mono
        self._forget()
        self.header.open(bed, self._state.wards.beds)
        self.banner.say("notice", "notice", failed_look(bed).caption)

    def _bring_up(self, bed: Bed, scene: Scene) -> None:
        moment, data = scene.moment, self._state.readings.beds.get(bed.id)
        occupant = Occupant(bed.patient.id if bed.patient else None, bed.device)
        if (self.trends.bed, self.trends.occupant) != (bed.id, occupant):
            # Another patient or monitor: nothing of the one before may stand beside the name for one frame.
            self._forget()
            self.trends.open(bed.id, occupant, moment)
        self.trends.live(data)
        if self._resynced != self._state.connection.resynced:
            self._resynced = self._state.connection.resynced
            self.trends.again()
        self._pump(scene)
        worth = scene.monitored, scene.privacy, bed.ward in scene.doubtful
        if worth != self._worth:
            # Names are hidden, and numbers struck, in this very frame.
            self._worth, self._looked = worth, -1.0
        if not 0 <= moment.mono - self._looked < LOOK_SECONDS:
            self._looked = moment.mono
            self._show_present(bed, data, scene)
        drawn, version = self._drawn
        changed = version != self.trends.version
        if changed or not 0 <= moment.mono - drawn < PICTURE_SECONDS:
            self._drawn = moment.mono, self.trends.version
            self._show_trend(bed, scene)
            # What the cards know anew of it follows in the next frame: both at once are long for one.
            self._looked = -1.0 if changed else self._looked
        elif not self.trends.loaded:
            self._show_ground(scene)

    def _pump(self, scene: Scene) -> None:
        """Keep at most one question on its way; one that nobody waits for any more is called back."""
        if self._task is not None:
            request, task = self._task
            if not task.done():
                if not self.trends.wants(request):
                    task.cancel()
                return
            self._task = None
        due = self.trends.due(scene.moment)
        if due is not None:
            self.trends.begin(due)
            self._task = due, self._bridge.spawn(self._actions.load(due), "trend")

    def _show_present(self, bed: Bed, data: BedReadings | None, scene: Scene) -> None:
        look = look_of(bed, data, self._state.readings, scene)
        self.header.show_bed(bed, look, self._state.wards.beds, private=scene.privacy)
        limits = self._limits(bed.id)
        names = set(self.trends.names) | (data.values.keys() if data is not None else set())
        self.chart.show_heads(
            tuple(
                LaneHead(
                    lane,
                    head_of(lane, data, self._state.readings, scene),
                    limits.get(lane.names[0], NO_LIMITS),
                )
                for lane in lanes_of(names)
            )
        )
        self.column.show_bed(bed, data, cuffs_of(self.trends, data, CUFFS), scene)
        self._show_banner(data, scene, empty=look.kin is Kin.EMPTY)

    def _show_banner(self, data: BedReadings | None, scene: Scene, *, empty: bool) -> None:
        problem, banner = self.trends.problem, self.banner
        if not scene.monitored:
            silence = age_text(round(self._state.connection.silence(scene.moment.mono) * 1_000))
            text = QCoreApplication.translate("Trends", "Not monitored for %1.").replace("%1", silence)
            kept = QCoreApplication.translate("Trends", "What is shown is what was known then.")
            banner.say("notice", "offline", text, kept)
        elif problem is not None and self.trends.loaded:
            kept = QCoreApplication.translate("Trends", "Live values go on; older ones are as they were last known.")
            again = QCoreApplication.translate("Trends", "Try again")
            banner.say("notice", "notice", f"{words(problem).rstrip('.')}.", kept, again)
        elif data is not None and data.received and scene.moment.hub - data.received > FRESH_MS and not empty:
            age = age_text(scene.moment.hub - data.received)
            text = QCoreApplication.translate("Trends", "No data from this monitor for %1.").replace("%1", age)
            banner.say("plain", "clock", text)
        else:
            banner.hide()

    def _show_trend(self, bed: Bed, scene: Scene) -> None:
        self.toolbar.spans.choose(str(self.trends.span))
        picture = picture_of(self.trends, self._limits(bed.id), scene.moment, scene.zone)
        if picture.begins < picture.ends and scene.moment.hub:
            zoomed = self.trends.zoom is not None
            self.toolbar.show_picture(picture, loaded=self.trends.loaded, zoomed=zoomed)
        self._show_ground(scene, picture)

    def _show_ground(self, scene: Scene, picture: Picture | None = None) -> None:
        trends, chart = self.trends, self.chart
        if not trends.loaded and trends.problem is not None:
            again = QCoreApplication.translate("Trends", "Try again")
            chart.say("notice", words(trends.problem), advice(trends.problem), again)
        elif not trends.loaded or chart.plot is None:
            chart.loading(scene.moment.mono)
        elif picture is not None and picture.empty and trends.zoom is None:
            title = QCoreApplication.translate("Trends", "No readings in the last %1")
            text = QCoreApplication.translate("Trends", "What the monitor measures appears here by itself.")
            chart.say("pulse", title.replace("%1", span_text(trends.span)), text, "")
        elif picture is not None:
            chart.show_picture(picture)
            if self._wants_focus and chart.plot is not None:
                self._wants_focus = False
                chart.plot.setFocus(Qt.FocusReason.OtherFocusReason)

    def _limits(self, bed: str) -> Mapping[str, Limits]:
        return self._state.alarms.of(bed).limits

    def _gone(self) -> None:
        """Go back to the wall, with a word where the bed went and not the user."""
        wards = self._state.wards
        if wards.chosen == self._wards and wards.asked is None:
            # Its ward's beds have still to come (again).
            self._forget()
            return
        if wards.chosen == self._wards:
            self._bridge.failed.emit(QCoreApplication.translate("Trends", "This bed is no longer in the ward."))
        self._bed = None
        self._forget()
        self.back_wanted.emit()

    def _forget(self) -> None:
        self.trends.close()
        self.header.forget()
        self.toolbar.forget()
        self.column.forget()
        self.chart.forget()
        self.banner.hide()
        self._drawn, self._looked = (-1.0, -1), -1.0

    # What the user does

    def _choose(self, span: int) -> None:
        self.trends.choose(span, self._moment())
        self.toolbar.spans.choose(str(span))

    def _zoom(self, begins: int, ends: int) -> None:
        self.trends.look_at(begins, ends, self._moment())

    def _whole(self) -> None:
        moment = self._moment()
        self.trends.look_at(moment.hub - self.trends.span, moment.hub, moment)

    def _again(self) -> None:
        self.trends.again()

    def _moment(self) -> Moment:
        return self._state.hub_clock.moment(self._actions.clock())

    async def _import(self) -> None:
        kind = await import_plot()
        # Meanwhile another size or language may have thrown this view away.
        if isValid(self):
            self.chart.take_plot(kind)
            self._drawn = (-1.0, -1)

    # Made once

    def _lay_out(self) -> None:
        theme = self._theme
        left = QWidget(self)
        left.setObjectName("bedTrends")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.toolbar, self.banner, self.chart, self.hint):
            column.addWidget(part, 1 if part is self.chart else 0)
        self.hint.setContentsMargins(theme.px(14), theme.px(5), theme.px(14), theme.px(6))
        hint = QCoreApplication.translate(
            "Trends", "Drag or wheel: zoom · double-click or 0: whole span · ← → with Shift: cross-hair"
        )
        self.hint.say(hint)
        self.side = scrolled(self.column, self)
        self.side.setObjectName("bedSide")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.header)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(left, 1)
        body.addWidget(self.side)
        outer.addLayout(body, 1)

    def _connect(self) -> None:
        self.header.back.connect(self.back_wanted)
        self.header.bed_wanted.connect(self.bed_wanted)
        self.toolbar.chosen.connect(self._choose)
        self.toolbar.whole_wanted.connect(self._whole)
        self.chart.window_wanted.connect(self._zoom)
        self.chart.whole_wanted.connect(self._whole)
        for source in (self.chart, self.banner):
            source.pressed.connect(self._again)
        keys: dict[str, Callable[[], None]] = {"0": self._whole, "Esc": self.back_wanted.emit}
        keys |= {str(n): partial(self._choose, span) for n, span in enumerate(SPANS_MS, start=1)}
        keys |= {"PgUp": partial(self.header.step, -1), "PgDown": partial(self.header.step, 1)}
        for key, run in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(run)

    def _share_out(self) -> None:
        theme, wide = self._theme, self.width()
        narrow = wide < theme.px(NARROW)
        low, high = (theme.px(size) for size in COLUMN)
        self.side.setFixedWidth(round(min(high, max(low, wide * 0.22))))
        if narrow is self._narrow:
            return
        self._narrow = narrow
        if narrow:
            self.chart.put_below(self.side.takeWidget())
        else:
            self.side.setWidget(self.column)
        self.side.setVisible(not narrow)
        self.hint.setVisible(not narrow)
