"""The tiles of one page of the wall: brought up to date within a budget, flashed in step, painted as they change."""

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Final

import structlog
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter, QRegion

from clinic_console.desktop.charts.look import Scene, TileLook, failed_look, look_of
from clinic_console.desktop.charts.stand import Stand
from clinic_console.desktop.charts.tile import Area, TilePainter
from clinic_console.desktop.state.alarms import Alarms
from clinic_console.desktop.state.readings import BedReadings, Readings
from clinic_console.desktop.state.wards import Bed
from clinic_console.desktop.theme import Theme
from clinic_console.domain.alarms import phase

log = structlog.get_logger()

LOOK_SECONDS: Final = 0.25
"""Ages and staleness are looked at this often even where nothing arrives."""


@dataclass(slots=True)
class Tile:
    """One bed on the wall: where, what it says, and what of it has been on the screen."""

    bed: Bed
    rect: QRect
    painter: TilePainter
    stand: Stand
    look: TileLook | None = None
    data: BedReadings | None = None
    version: int = -1
    looked: float = -1.0
    fresh: bool = False
    on: bool = True
    painted: TileLook | None = None
    on_screen: bool = False


class Board:
    """Keeps tiles that a wall has laid out; ``update`` asks for a rectangle to be painted again.

    ``shown_values`` and ``live_painted`` are the wall's.
    """

    def __init__(self, readings: Readings, alarms: Alarms, update: Callable[[QRect], None]) -> None:
        self.tiles: list[Tile] = []
        self.shown_values = 0
        self.live_painted = False
        self._readings, self._alarms, self._update = readings, alarms, update
        self._seen: dict[tuple[str, str], int] = {}
        self._turn = 0

    def put(self, places: list[tuple[Bed, QRect, Stand]], theme: Theme, ratio: float) -> None:
        """Lay out these beds; a tile that stays as large and in the same look keeps what is painted of it."""
        before = {(tile.bed.id, tile.rect.size().toTuple()): tile for tile in self.tiles}
        self.tiles, self._turn = [], 0
        for bed, rect, stand in places:
            old = before.get((bed.id, rect.size().toTuple()))
            if old is not None and old.painter.area.ratio == ratio and old.painter.dressed_in(theme):
                painter = old.painter
            else:
                painter = TilePainter(theme, Area(rect.width(), rect.height(), ratio))
            painted = old.painted if old is not None and old.bed == bed else None
            self.tiles.append(Tile(bed, rect, painter, stand, painted=painted))

    def forget_others(self, beds: tuple[Bed, ...]) -> None:
        """Keep no account of beds that are not watched any more."""
        ids = {bed.id for bed in beds}
        self._seen = {key: at for key, at in self._seen.items() if key[0] in ids}

    def look_again(self) -> None:
        """Look at every tile in the next frame."""
        for tile in self.tiles:
            tile.looked = -1.0

    def blank(self) -> None:
        """Show no tile, and say none, until it has been brought up to date."""
        for tile in self.tiles:
            tile.fresh, tile.painted = False, None
            tile.stand.empty(tile.bed.name)

    def bring_up(self, scene: Scene, budget: float) -> None:
        """Bring tiles up to a scene, as many as the budget in seconds allows; all flash in step nevertheless."""
        until = perf_counter() + budget
        first, late = self._turn, False
        for step in range(len(self.tiles)):
            index = (first + step) % len(self.tiles)
            tile = self.tiles[index]
            self._flash(tile, scene.moment.mono)
            if not late and self._bring_up(tile, scene) and perf_counter() > until:
                self._turn, late = index + 1, True

    def paint(self, painter: QPainter, region: QRegion, theme: Theme, ratio: float) -> None:
        """Paint the tiles that a region touches."""
        for tile in self.tiles:
            if not region.intersects(tile.rect):
                continue
            if tile.painter.area.ratio != ratio:
                tile.painter = TilePainter(theme, Area(tile.rect.width(), tile.rect.height(), ratio))
                tile.fresh = False
            self._paint_tile(painter, tile, theme)
            self._count(tile)

    def _flash(self, tile: Tile, mono: float) -> None:
        frame = tile.look.frame if tile.look is not None else None
        on = frame is None or not frame.flashes or phase(frame.priority, mono)
        if on is not tile.on:
            tile.on = on
            self._update(tile.rect)

    def _bring_up(self, tile: Tile, scene: Scene) -> bool:
        data = self._readings.beds.get(tile.bed.id)
        same = data is tile.data and (data is None or data.version == tile.version)
        if same and tile.fresh and tile.looked >= 0 and 0 <= scene.moment.mono - tile.looked < LOOK_SECONDS:
            if tile.painter.sweep(data, scene.moment.hub):
                self._update(tile.painter.trace_rect.translated(tile.rect.topLeft()))
            return False
        tile.data, tile.version = data, data.version if data else -1
        tile.looked = scene.moment.mono
        alarms = self._alarms.of(tile.bed.id)
        try:
            self._prepare(tile, look_of(tile.bed, data, self._readings, scene, alarms), scene)
        except Exception:
            # A fault in one tile must neither freeze its numbers nor those of the others.
            self._fail(tile, scene)
        return True

    def _prepare(self, tile: Tile, look: TileLook, scene: Scene) -> None:
        tile.painter.prepare(look, tile.data, scene.moment.hub)
        if not tile.fresh or look != tile.look:
            tile.look, tile.fresh, tile.on_screen = look, True, False
            self._flash(tile, scene.moment.mono)
            self._update(tile.rect)
        else:
            self._update(tile.painter.trace_rect.translated(tile.rect.topLeft()))

    def _fail(self, tile: Tile, scene: Scene) -> None:
        failed = failed_look(tile.bed)
        if tile.look != failed:
            log.exception("tile")
        self._prepare(tile, failed, scene)

    def _paint_tile(self, painter: QPainter, tile: Tile, theme: Theme) -> None:
        if not tile.fresh:
            painter.fillRect(tile.rect, theme.colour("bg.surface"))
            return
        painter.translate(tile.rect.topLeft())
        try:
            tile.painter.paint(painter, on=tile.on)
        except Exception:
            log.exception("tile")
            painter.fillRect(QRect(QPoint(), tile.rect.size()), theme.colour("bg.surface"))
            tile.fresh, tile.painted = False, None
            tile.stand.empty(tile.bed.name)
        painter.translate(-tile.rect.topLeft())

    def _count(self, tile: Tile) -> None:
        if tile.on_screen or tile.look is None or not tile.fresh:
            return
        tile.on_screen, tile.painted = True, tile.look
        tile.stand.take(tile.look)
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
