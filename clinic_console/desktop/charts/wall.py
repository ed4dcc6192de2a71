"""The vitals wall: one widget that paints all tiles, and of them only what has changed."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from clinic_console.desktop.charts.board import Board
from clinic_console.desktop.charts.grid import Grid, arrange
from clinic_console.desktop.charts.look import Scene, TileLook
from clinic_console.desktop.charts.order import BY_BED, ordered
from clinic_console.desktop.charts.pages import Pages
from clinic_console.desktop.charts.spots import DASH
from clinic_console.desktop.charts.stand import Stand
from clinic_console.desktop.state.alarms import Alarm, Alarms
from clinic_console.desktop.state.readings import Readings
from clinic_console.desktop.state.wards import Bed
from clinic_console.desktop.theme import Theme

BUDGET_SECONDS: Final = 0.008
"""Of a frame at most this much goes into bringing tiles up; the rest of them follows in the next frame."""


class Wall(QWidget):
    """All tiles of a ward; ``opened`` carries the bed whose tile was entered, ``current_changed`` the focused one.

    ``lay_out`` finds the grid for a number of tiles, a width, a height and a scale.
    """

    opened = Signal(str)
    current_changed = Signal(str)
    page_changed = Signal(int, int)

    def __init__(
        self,
        theme: Theme,
        readings: Readings,
        alarms: Alarms,
        parent: QWidget | None = None,
        *,
        lay_out: Callable[[int, float, float, float], Grid] = arrange,
    ) -> None:
        super().__init__(parent)
        self._theme, self._alarms, self._lay_out = theme, alarms, lay_out
        self._beds: tuple[Bed, ...] = ()
        self._order = BY_BED
        self._pressed: int | None = None
        self._wanted = ""
        self._pages = Pages()
        self._board = Board(readings, alarms, self.update)
        self._stands: list[Stand] = []
        self._scene: Scene | None = None
        self._alarms_version = alarms.version
        self._alerted: set[str] = set()
        self.setObjectName("wall")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(theme.px(220), theme.px(120))
        self._name()

    # What is on the wall

    def set_beds(self, beds: tuple[Bed, ...]) -> None:
        """Show these beds, which come in the ward's order; the focused bed stays the focused one."""
        if beds == self._beds:
            return
        self._beds = beds
        self._board.forget_others(beds)
        self._sort(follow=True)
        self._name()
        if self._wanted:
            self.show_bed(self._wanted)

    def set_order(self, order: str) -> None:
        """Show beds as the ward has them (``bed``), or the worst first (``worst``)."""
        if order != self._order:
            self._order = order
            self._sort(follow=True)

    def set_theme(self, theme: Theme) -> None:
        """Paint everything anew in another look."""
        self._theme = theme
        self._arrange(follow=True)

    def show_bed(self, bed_id: str) -> None:
        """Turn to a bed's page and make it the current one, as soon as it is there."""
        self._wanted = bed_id
        ids = [bed.id for bed in self._pages.beds]
        if bed_id in ids:
            self._wanted = ""
            self._move(ids.index(bed_id))

    def forget(self) -> None:
        """Keep nothing of these beds: whoever comes next may be somebody else."""
        self._wanted, self._scene, self._pressed = "", None, None
        self._alerted.clear()
        self.set_beds(())

    @property
    def current_bed(self) -> str | None:
        """Return the bed whose tile has the focus."""
        bed = self._pages.bed
        return bed.id if bed is not None else None

    @property
    def shown_values(self) -> int:
        """Return how many values (one parameter at one instant of one bed) painted tiles have displayed."""
        return self._board.shown_values

    @property
    def live_painted(self) -> bool:
        """Say whether a number that may be believed has been on the screen."""
        return self._board.live_painted

    @property
    def pages(self) -> int:
        """Return over how many pages the beds go."""
        return self._pages.grid.pages

    @property
    def page(self) -> int:
        """Return which page is shown, from 0."""
        return self._pages.page

    def turn_to(self, page: int) -> None:
        """Show another page."""
        if self._pages.turn(page):
            self._fill()
            self._say_current()

    def elsewhere(self) -> tuple[tuple[Bed, Alarm], ...]:
        """Return the alarms on other pages that nobody has acknowledged, the worst first, with their beds."""
        found = [
            (bed, alarm)
            for bed in self._pages.elsewhere
            for alarm in self._alarms.of(bed.id).alarms
            if not alarm.acknowledged
        ]
        return tuple(sorted(found, key=lambda each: each[1].rank))

    def shown(self, bed: str) -> dict[str, str]:
        """Return by parameter what was last painted on a bed's tile (a dash for no number)."""
        look = self.painted(bed)
        if look is None:
            return {}
        texts = {row.name: row.text or DASH for row in look.rows}
        return texts | {spot.group: spot.text for spot in look.spots}

    def painted(self, bed: str) -> TileLook | None:
        """Return all that was last painted on a bed's tile."""
        return next((tile.painted for tile in self._board.tiles if tile.bed.id == bed), None)

    # The frame clock

    def frame(self, scene: Scene, *, budget: float = BUDGET_SECONDS) -> None:
        """Bring every tile that is due up to a scene, as many as the budget in seconds allows.

        A wall that nobody can see does nothing, and shows no tile of before when it comes back.
        """
        before, self._scene = self._scene, scene
        if before is None or _differ(before, scene):
            self._board.look_again()
        if self.isVisible():
            self._bring_up(scene, budget)

    def finish(self) -> None:
        """Bring all tiles up to date at once, for a picture."""
        if self._scene is not None:
            self._board.look_again()
            self._bring_up(self._scene, 3_600.0)

    def _bring_up(self, scene: Scene, budget: float) -> None:
        if self._alarms.version != self._alarms_version:
            self._take_alarms()
        self._board.bring_up(scene, budget)

    def _take_alarms(self) -> None:
        self._alarms_version = self._alarms.version
        self._board.look_again()
        self._sort(follow=self.hasFocus())
        waiting = {
            alarm.id: bed.id
            for bed in self._beds
            for alarm in self._alarms.of(bed.id).alarms
            if not alarm.acknowledged
        }
        stands = {tile.bed.id: tile.stand for tile in self._board.tiles}
        for alarm in waiting.keys() - self._alerted:
            if waiting[alarm] in stands:
                stands[waiting[alarm]].alert()
        self._alerted = set(waiting)

    # Layout and painting

    def sizeHint(self) -> QSize:
        """Return the size that a wall would like."""
        return QSize(self._theme.px(1366), self._theme.px(676))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the tiles out anew."""
        super().resizeEvent(event)
        self._arrange(follow=True)

    def showEvent(self, event: QShowEvent) -> None:
        """Show nothing of what stood here before the wall was hidden: it may be old."""
        super().showEvent(event)
        self._board.blank()

    def hideEvent(self, event: QHideEvent) -> None:
        """Say nothing of what stands here while another screen is shown."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._board.blank()

    def changeEvent(self, event: QEvent) -> None:
        """Paint again in another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
            self._arrange(follow=True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tiles that have changed."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.colour("bg.app"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._board.paint(painter, event.region(), self._theme, self.devicePixelRatioF())
        if self.hasFocus() and self._board.tiles:
            self._paint_focus(painter, self._board.tiles[self._pages.current - self._pages.first].rect)
        painter.end()

    def _paint_focus(self, painter: QPainter, rect: QRect) -> None:
        painter.setPen(QPen(self._theme.colour("focus"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # Just outside the tile: the frame inside it belongs to alarms.
        painter.drawRoundedRect(rect.adjusted(-2, -2, 2, 2), 5, 5)

    def _sort(self, *, follow: bool) -> None:
        beds = ordered(self._beds, self._order, self._alarms.worst)
        if beds != self._pages.beds:
            self._pages.put(beds)
            self._arrange(follow=follow)

    def _arrange(self, *, follow: bool) -> None:
        grid = self._lay_out(len(self._beds), self.width(), self.height(), self._theme.scale)
        self._pages.lay(grid, follow=follow)
        self._fill()

    def _fill(self) -> None:
        shown = self._pages.shown
        self._make_stands(len(shown))
        places = [
            (bed, QRect(*self._pages.grid.place(index)), self._stands[index]) for index, bed in enumerate(shown)
        ]
        for bed, rect, stand in places:
            stand.setGeometry(rect)
            stand.empty(bed.name)
        self._board.put(places, self._theme, self.devicePixelRatioF())
        self._focus_current()
        self.update()
        self.page_changed.emit(self._pages.page, self._pages.grid.pages)

    # Keyboard, mouse, accessibility

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move between tiles, Page Up and Down between pages, Enter and Space open."""
        pages = self._pages
        to = {
            Qt.Key.Key_Left: pages.current - 1,
            Qt.Key.Key_Right: pages.current + 1,
            Qt.Key.Key_Up: pages.current - pages.grid.columns,
            Qt.Key.Key_Down: pages.current + pages.grid.columns,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(pages.beds) - 1,
        }
        key = Qt.Key(event.key())
        if key in to and pages.beds:
            self._move(to[key])
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turn_to(pages.page + (1 if key == Qt.Key.Key_PageDown else -1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.current_bed is not None:
            self.opened.emit(self.current_bed)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the tile under the pointer."""
        index = self._under(event)
        self._pressed = index if event.button() is Qt.MouseButton.LeftButton else None
        if index is not None:
            self._move(self._pages.first + index)
            self._board.tiles[index].stand.setFocus(Qt.FocusReason.MouseFocusReason)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the bed whose tile was pressed and let go: whoever slides off it has thought better of it."""
        index, self._pressed = self._pressed, None
        if index is not None and index == self._under(event) and self.current_bed is not None:
            self.opened.emit(self.current_bed)

    def _under(self, event: QMouseEvent) -> int | None:
        point = event.position().toPoint()
        return next((n for n, tile in enumerate(self._board.tiles) if tile.rect.contains(point)), None)

    def _move(self, to: int) -> None:
        page = self._pages.page
        if not self._pages.move(to):
            return
        if self._pages.page != page:
            self._fill()
        self._focus_current()
        self.update()
        self._say_current()

    def _say_current(self) -> None:
        if self.current_bed is not None:
            self.current_changed.emit(self.current_bed)

    def _make_stands(self, count: int) -> None:
        while len(self._stands) < count:
            stand = Stand(self)
            stand.focused.connect(self.update)
            stand.clicked.connect(self._clicked)
            self._stands.append(stand)
        for index, stand in enumerate(self._stands):
            stand.setVisible(index < count)
            if index >= count:
                stand.empty()

    def _clicked(self) -> None:
        for tile in self._board.tiles:
            if tile.stand is self.sender():
                self.opened.emit(tile.bed.id)

    def _focus_current(self) -> None:
        """Let the current tile, and it alone, be reached with Tab; where a tile has the focus, it has it now."""
        had = self.hasFocus()
        place = self._pages.current - self._pages.first
        for index, stand in enumerate(self._stands):
            wanted = Qt.FocusPolicy.StrongFocus if index == place else Qt.FocusPolicy.NoFocus
            if stand.focusPolicy() != wanted:
                stand.setFocusPolicy(wanted)
        proxy = self._stands[place] if self._board.tiles else None
        if self.focusProxy() is not proxy:
            self.setFocusProxy(proxy)  # type: ignore[arg-type]  # Qt takes none, its stub does not say so
        if had and proxy is not None:
            proxy.setFocus(Qt.FocusReason.OtherFocusReason)

    def _name(self) -> None:
        self.setAccessibleName(QCoreApplication.translate("Wall", "Vitals wall, %n beds", None, len(self._beds)))


def _differ(before: Scene, now: Scene) -> bool:
    """Say whether two scenes differ in more than their moment."""
    return replace(before, moment=now.moment) != now
