"""The vitals wall: one widget that paints all tiles, and of them only what has changed."""

from dataclasses import dataclass
from time import perf_counter
from typing import Final

import structlog
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from clinic_console.desktop.charts.grid import Grid, arrange
from clinic_console.desktop.charts.look import Scene, TileLook, failed_look, look_of
from clinic_console.desktop.charts.spots import DASH
from clinic_console.desktop.charts.tile import Frame, TilePainter
from clinic_console.desktop.state.readings import BedReadings, Readings
from clinic_console.desktop.state.wards import Bed
from clinic_console.desktop.theme import Theme

log = structlog.get_logger()

LOOK_SECONDS: Final = 0.25
"""Ages and staleness are looked at this often even where nothing arrives."""
BUDGET_SECONDS: Final = 0.008
"""Of a frame at most this much goes into painting tiles; the rest of them follows in the next frame."""


@dataclass(slots=True)
class Tile:
    """One bed on the wall: where, what it says, and what of it has been on the screen."""

    bed: Bed
    rect: QRect
    painter: TilePainter
    look: TileLook | None = None
    data: BedReadings | None = None
    version: int = -1
    looked: float = -1.0
    fresh: bool = False
    painted: TileLook | None = None
    on_screen: bool = False


class Wall(QWidget):
    """All tiles of a ward; ``opened`` carries the bed whose tile was entered, ``current_changed`` the focused one.

    ``shown_values`` counts values (one parameter at one instant of one bed) that a painted tile displayed.
    """

    opened = Signal(str)
    current_changed = Signal(str)
    page_changed = Signal(int, int)

    def __init__(self, theme: Theme, readings: Readings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._readings = readings
        self._beds: tuple[Bed, ...] = ()
        self._tiles: list[Tile] = []
        self._grid: Grid = arrange(1, 1, 1)
        self._page = 0
        self._current = 0
        self._turn = 0
        self._scene: Scene | None = None
        self._seen: dict[tuple[str, str], int] = {}
        self.shown_values = 0
        self.live_painted = False
        self.setObjectName("wall")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(theme.px(220), theme.px(120))
        self._name()

    # What is on the wall

    def set_beds(self, beds: tuple[Bed, ...]) -> None:
        """Show these beds, in this order; tiles of beds that stay keep their place in time."""
        if beds == self._beds:
            return
        current = self.current_bed
        self._beds = beds
        ids = [bed.id for bed in beds]
        self._current = ids.index(current) if current in ids else 0
        self._seen = {key: at for key, at in self._seen.items() if key[0] in ids}
        self._arrange()
        self._name()

    def set_theme(self, theme: Theme) -> None:
        """Paint everything anew in another look."""
        self._theme = theme
        self._arrange()

    @property
    def current_bed(self) -> str | None:
        """Return the bed whose tile has the focus."""
        return self._beds[self._current].id if self._current < len(self._beds) else None

    @property
    def pages(self) -> int:
        """Return over how many pages the beds go."""
        return self._grid.pages

    @property
    def page(self) -> int:
        """Return which page is shown, from 0."""
        return self._page

    def turn_to(self, page: int) -> None:
        """Show another page."""
        page = max(0, min(page, self._grid.pages - 1))
        if page != self._page:
            self._current = min(page * self._grid.per_page, len(self._beds) - 1)
            self._page = page
            self._fill()

    def shown(self, bed: str) -> dict[str, str]:
        """Return by parameter what was last painted on a bed's tile (a dash for no number)."""
        look = self.painted(bed)
        if look is None:
            return {}
        texts = {row.name: row.text or DASH for row in look.rows}
        return texts | {spot.group: spot.text for spot in look.spots}

    def painted(self, bed: str) -> TileLook | None:
        """Return all that was last painted on a bed's tile."""
        return next((tile.painted for tile in self._tiles if tile.bed.id == bed), None)

    # The frame clock

    def frame(self, scene: Scene, *, budget: float = BUDGET_SECONDS) -> None:
        """Bring every tile that is due up to a scene, as many as the budget in seconds allows."""
        changed = self._scene is None or (scene.monitored, scene.waiting, scene.zone) != (
            self._scene.monitored,
            self._scene.waiting,
            self._scene.zone,
        )
        if changed:
            for tile in self._tiles:
                tile.looked = -1.0
        self._scene = scene
        until = perf_counter() + budget
        for step in range(len(self._tiles)):
            index = (self._turn + step) % len(self._tiles)
            if self._bring_up(self._tiles[index], scene) and perf_counter() > until:
                self._turn = index + 1
                return

    def finish(self) -> None:
        """Bring all tiles up to date at once, for a picture."""
        if self._scene is not None:
            for tile in self._tiles:
                tile.looked = -1.0
            self.frame(self._scene, budget=3_600.0)

    def _bring_up(self, tile: Tile, scene: Scene) -> bool:
        data = self._readings.beds.get(tile.bed.id)
        same = data is tile.data and (data is None or data.version == tile.version)
        if same and tile.fresh and 0 <= scene.moment.mono - tile.looked < LOOK_SECONDS and tile.looked >= 0:
            return False
        tile.data, tile.version = data, data.version if data else -1
        tile.looked = scene.moment.mono
        try:
            changed = self._paint_tile(tile, look_of(tile.bed, data, self._readings, scene), scene)
        except Exception:
            # A fault in one tile must neither freeze its numbers nor those of the others.
            failed = failed_look(tile.bed)
            if tile.look != failed:
                log.exception("tile")
            changed = self._paint_tile(tile, failed, scene)
        if changed:
            tile.on_screen = False
            self.update(tile.rect)
        return True

    def _paint_tile(self, tile: Tile, look: TileLook, scene: Scene) -> bool:
        force = not tile.fresh or look != tile.look
        tile.look, tile.fresh = look, True
        return tile.painter.paint(look, tile.data, scene.moment.hub, force=force)

    # Layout and painting

    def sizeHint(self) -> QSize:
        """Return the size that a wall would like."""
        return QSize(self._theme.px(1366), self._theme.px(676))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the tiles out anew."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Paint again for a screen with another pixel density, or in another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._name()
            self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Put the faces of the tiles that have changed on the screen."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._theme.colour("bg.app"))
        region = event.region()
        ratio = self.devicePixelRatioF()
        for index, tile in enumerate(self._tiles):
            if not region.intersects(tile.rect):
                continue
            if tile.painter.frame.ratio != ratio:
                tile.painter = TilePainter(self._theme, Frame(tile.rect.width(), tile.rect.height(), ratio))
                tile.fresh = False
            if tile.fresh:
                painter.drawPixmap(tile.rect.topLeft(), tile.painter.face)
                self._count(tile)
            else:
                painter.fillRect(tile.rect, self._theme.colour("bg.surface"))
            if self.hasFocus() and self._first + index == self._current:
                self._paint_focus(painter, tile.rect)
        painter.end()

    def _paint_focus(self, painter: QPainter, rect: QRect) -> None:
        painter.setPen(QPen(self._theme.colour("focus"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 4, 4)

    def _count(self, tile: Tile) -> None:
        if tile.on_screen or tile.look is None:
            return
        tile.on_screen, tile.painted = True, tile.look
        ats = [(row.name, row.at) for row in tile.look.rows if row.at is not None]
        for spot in tile.look.spots:
            with_mean = tile.painter.fitted.get(spot.group)
            if with_mean is not None:
                ats += [part for part in spot.ats if with_mean or not part[0].endswith(".map")]
        for name, at in ats:
            if self._seen.get((tile.bed.id, name)) != at:
                self._seen[tile.bed.id, name] = at
                self.shown_values += 1
        self.live_painted = self.live_painted or tile.look.live

    @property
    def _first(self) -> int:
        return self._page * self._grid.per_page

    def _arrange(self) -> None:
        self._grid = arrange(len(self._beds), self.width(), self.height(), self._theme.scale)
        self._page = min(self._current // self._grid.per_page, self._grid.pages - 1)
        self._fill()

    def _fill(self) -> None:
        ratio = self.devicePixelRatioF()
        before = {(tile.bed.id, tile.rect.size().toTuple()): tile for tile in self._tiles}
        page = self._beds[self._first : self._first + self._grid.per_page]
        self._tiles = []
        for index, bed in enumerate(page):
            rect = QRect(*self._grid.place(index))
            old = before.get((bed.id, rect.size().toTuple()))
            if old is not None and old.painter.frame.ratio == ratio and old.painter.dressed_in(self._theme):
                painter = old.painter
            else:
                painter = TilePainter(self._theme, Frame(rect.width(), rect.height(), ratio))
            self._tiles.append(Tile(bed, rect, painter, painted=old.painted if old else None))
        self._turn = 0
        self.update()
        self.page_changed.emit(self._page, self._grid.pages)

    # Keyboard, mouse, accessibility

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move between tiles, Page Up and Down between pages, Enter opens."""
        moves = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._grid.columns,
            Qt.Key.Key_Down: self._grid.columns,
            Qt.Key.Key_Home: -len(self._beds),
            Qt.Key.Key_End: len(self._beds),
        }
        key = Qt.Key(event.key())
        if key in moves and self._beds:
            self._move(moves[key], clamp=key in (Qt.Key.Key_Home, Qt.Key.Key_End))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.turn_to(self._page + (1 if key == Qt.Key.Key_PageDown else -1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_bed is not None:
            self.opened.emit(self.current_bed)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the tile under the pointer."""
        index = self._at(event.position().toPoint())
        if index is not None:
            self._move(index - self._current)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focused tile."""
        super().focusInEvent(event)
        self._name()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the focus ring."""
        super().focusOutEvent(event)
        self.update()

    def _at(self, point: QPoint) -> int | None:
        for index, tile in enumerate(self._tiles):
            if tile.rect.contains(point):
                return self._first + index
        return None

    def _move(self, by: int, *, clamp: bool = False) -> None:
        target = self._current + by
        if clamp:
            target = max(0, min(target, len(self._beds) - 1))
        if not 0 <= target < len(self._beds) or target == self._current:
            return
        self._current = target
        page = target // self._grid.per_page
        if page != self._page:
            self._page = page
            self._fill()
        self.update()
        self._name()
        self.current_changed.emit(self._beds[target].id)

    def _name(self) -> None:
        text = QCoreApplication.translate("Wall", "Vitals wall, %n beds", None, len(self._beds))
        self.setAccessibleName(text)
        look = self.painted(self.current_bed or "")
        if look is None:
            self.setAccessibleDescription("")
            return
        words = [f"{row.label} {row.text or row.note or DASH}" for row in look.rows]
        said = [look.bed, look.name, *words, look.caption, look.footer.text if look.footer else ""]
        self.setAccessibleDescription(", ".join(word for word in said if word))
