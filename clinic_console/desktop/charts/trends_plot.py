"""The interactive chart: one pyqtgraph view box per lane over one window of time, and a cross-hair through them all.

Imported when a bed is opened for the first time: pyqtgraph takes a moment.
"""

from typing import Final

import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsView, QWidget

from clinic_console.desktop.charts.times import clock_text, seconds_text
from clinic_console.desktop.charts.trends_curves import LaneCurve
from clinic_console.desktop.charts.trends_ground import GroundPainter, Space, reach_of, space_of
from clinic_console.desktop.charts.trends_picture import LanePicture, Picture
from clinic_console.desktop.theme import Theme

DRAG_PX: Final = 6.0
ZOOM: Final = 0.75
FAR: Final = 10
EMPTY: Final = Picture(0, 1, 0, 0, 1_000, "UTC")


class TrendPlot(pg.GraphicsView):  # type: ignore[misc]
    """Paints a picture; ``window_wanted`` carries begin and end (ms since 1970), ``whole_wanted`` ends a zoom.

    ``pictures`` counts what was taken on, ``painted`` what reached the screen.
    """

    window_wanted = Signal(object, object)
    whole_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=None)
        self.picture = EMPTY
        self.space = space_of(1, 1, theme.scale, ())
        self.cross: int | None = None
        self._theme = theme
        self._ground = GroundPainter(theme)
        self._lanes: list[tuple[pg.ViewBox, LaneCurve]] = []
        self._drag: tuple[float, float] | None = None
        self._keyed = False
        self.setObjectName("trendPlot")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(QCoreApplication.translate("Trends", "Trend chart"))
        self.viewport().setAccessibleName(self.accessibleName())
        self.viewport().setCursor(Qt.CursorShape.CrossCursor)

    def show_picture(self, picture: Picture) -> None:
        """Take on another picture."""
        self.picture = picture
        self._arrange()

    def forget(self) -> None:
        """Show nothing, and keep nothing of what was shown."""
        self.cross, self._drag, self._keyed = None, None, False
        self.show_picture(EMPTY)
        self._describe()

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        self._ground = GroundPainter(theme)
        self._arrange()

    def close(self) -> bool:
        """Close as any widget does: the base class would take its own scene apart, and crash over it."""
        return bool(QGraphicsView.close(self))

    def set_cross(self, at: int | None) -> None:
        """Put the cross-hair at a time within the window, or away."""
        inside = at is None or self.picture.begins <= at <= self.picture.ends
        if at == self.cross or not inside:
            return
        self.cross = at
        self._describe()
        self.viewport().update()

    # What is painted

    def drawBackground(self, painter: QPainter, _: QRectF) -> None:
        """Paint what lies behind the curves."""
        self._ground.behind(painter, self.space, self.picture)

    def drawForeground(self, painter: QPainter, _: QRectF) -> None:
        """Paint what lies over the curves."""
        self._ground.over(painter, self.space, self.picture, self.cross, self._drag)
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(1, 1, self.width() - 2, self.height() - 2))

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """Lay the lanes out anew."""
        super().resizeEvent(event)
        # The base class calls this while it is being made.
        if hasattr(self, "_lanes"):
            self._arrange()

    def _arrange(self) -> None:
        picture = self.picture
        lanes = tuple(lane.lane for lane in picture.lanes)
        self.space = space_of(self.width(), self.height(), self._theme.scale, lanes)
        while len(self._lanes) < len(lanes):
            self._lanes.append(self._lane())
        for row, (box, curve) in enumerate(self._lanes):
            box.setVisible(row < len(lanes))
            if row < len(lanes):
                self._place(box, curve, picture.lanes[row], row)
            else:
                curve.show_lane(None, QRectF(), 0, self._theme.colour("text.muted"), self._theme.colour("text.muted"))
        self.resetCachedContent()
        self.viewport().update()

    def _lane(self) -> tuple[pg.ViewBox, LaneCurve]:
        box = pg.ViewBox(enableMouse=False, enableMenu=False, defaultPadding=0.0)
        box.setAcceptHoverEvents(False)
        curve = LaneCurve()
        box.addItem(curve, ignoreBounds=True)
        self.scene().addItem(box)
        return box, curve

    def _place(self, box: pg.ViewBox, curve: LaneCurve, lane: LanePicture, row: int) -> None:
        # The picture's own begin is the origin: seconds after it are exact and small.
        origin, seconds = self.picture.begins, (self.picture.ends - self.picture.begins) / 1_000
        area = QRectF(0, lane.low, seconds, lane.high - lane.low)
        box.setGeometry(self.space.plot(row))
        box.setRange(xRange=(0.0, seconds), yRange=(lane.low, lane.high), padding=0.0, disableAutoRange=True)
        alarm = self._theme.colour("alarm.medium.line")
        curve.show_lane(lane, area, origin, self._theme.parameter(lane.lane.group), alarm)

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to choose a part to look at."""
        if event.button() is Qt.MouseButton.LeftButton:
            x = self._inside(event.position().x())
            self._drag = (x, x)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the cross-hair, or the end of the part."""
        x = event.position().x()
        if self._drag is not None:
            self._drag = (self._drag[0], self._inside(x))
            self.viewport().update()
        if self.space.left <= x <= self.space.right:
            self._keyed = False
            self.set_cross(self.space.at(x, self.picture))
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Look at the chosen part."""
        drag, self._drag = self._drag, None
        self.viewport().update()
        if drag is not None and abs(drag[1] - drag[0]) >= DRAG_PX * self._theme.scale:
            begins, ends = (self.space.at(x, self.picture) for x in sorted(drag))
            self.window_wanted.emit(begins, ends)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Look at the whole span again."""
        self._drag = None
        self.whole_wanted.emit()
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom around the pointer."""
        turns = event.angleDelta().y() / 120
        if turns:
            self._zoom(ZOOM**turns, self.space.at(event.position().x(), self.picture))
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Put the cross-hair away, unless keys have put it there."""
        super().leaveEvent(event)
        if not self._keyed:
            self.set_cross(None)

    def _inside(self, x: float) -> float:
        return min(max(x, self.space.left), self.space.right)

    def _zoom(self, factor: float, around: int) -> None:
        begins, ends = self.picture.begins, self.picture.ends
        self.window_wanted.emit(round(around - (around - begins) * factor), round(around + (ends - around) * factor))

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the cross-hair (further with Shift), Home and End put it at the ends, plus and minus zoom."""
        picture, key = self.picture, event.key()
        step = max(
            picture.step, round((picture.ends - picture.begins) / max(1.0, self.space.right - self.space.left))
        )
        step *= FAR if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        stop = min(picture.ends, picture.now)
        here = self.cross if self.cross is not None else stop
        places = {
            Qt.Key.Key_Left: here - step if self.cross is not None else stop,
            Qt.Key.Key_Right: here + step,
            Qt.Key.Key_Home: picture.begins,
            Qt.Key.Key_End: stop,
        }
        if key in places:
            self._keyed = True
            self.set_cross(min(max(places[Qt.Key(key)], picture.begins), stop))
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._zoom(ZOOM, here)
        elif key == Qt.Key.Key_Minus:
            self._zoom(1 / ZOOM, here)
        else:
            event.ignore()
            return
        event.accept()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Do nothing: the base class would move the view."""
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the focus."""
        super().focusOutEvent(event)
        self.viewport().update()

    def _describe(self) -> None:
        """Say in words what the cross-hair shows."""
        self.setAccessibleDescription(said(self.picture, self.space, self.cross))


def said(picture: Picture, space: Space, cross: int | None) -> str:
    """Return what stands at the cross-hair, in words."""
    if cross is None or not picture.lanes:
        return QCoreApplication.translate("Trends", "Left and right arrow move the cross-hair")
    write = seconds_text if picture.step < 60_000 else clock_text
    parts = [write(cross, picture.zone)]
    reach = reach_of(space, picture)
    for lane in picture.lanes:
        found = lane.at(cross, reach)
        if found is None:
            parts.append(f"{lane.lane.label} " + QCoreApplication.translate("Trends", "no data"))
            continue
        mean, spread, late, _ = found
        words = [lane.lane.label, mean, f"({spread})" if spread else "", lane.lane.unit]
        words.append(QCoreApplication.translate("Trends", "late") if late else "")
        parts.append(" ".join(word for word in words if word))
    return ", ".join(parts)
