"""The schedule's grid: one widget that paints columns of a day or of a week, and only what is in sight of them."""

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QToolTip, QWidget

from clinic_console.desktop.charts.schedule_paint import Ghost
from clinic_console.desktop.charts.schedule_words import card_text
from clinic_console.desktop.charts.times import clock_text
from clinic_console.desktop.models.schedule_cursor import Cursor
from clinic_console.desktop.models.schedule_stops import Stop, What
from clinic_console.desktop.state.schedule import ScheduleState, Span
from clinic_console.desktop.state.schedule_columns import Card, Column
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.plain import plain_tip
from clinic_console.desktop.views.schedule_canvas import Canvas, Over
from clinic_console.desktop.views.schedule_layout import Layout, on
from clinic_console.desktop.views.schedule_mover import Mover
from clinic_console.desktop.views.schedule_said import grid_name, place_text, stop_text
from clinic_console.domain.schedule import MINUTE_MS

KEYS: Final = {
    Qt.Key.Key_N: "finder",
    Qt.Key.Key_W: "waitlist",
    Qt.Key.Key_T: "today",
    Qt.Key.Key_G: "day",
    Qt.Key.Key_PageUp: "back",
    Qt.Key.Key_PageDown: "forward",
}


class ScheduleGrid(QAbstractScrollArea):
    """Paints ``state.columns()``; the user's place and how far it is scrolled stand in the state, too.

    ``book_wanted`` carries a practitioner and a time; ``opened`` and ``cancel_wanted`` a card, ``dropped`` a Moving.
    ``asked`` carries finder, waitlist, today, day, back or forward. ``stood`` says in words where its user is now.
    """

    book_wanted = Signal(int, object)
    opened = Signal(object)
    cancel_wanted = Signal(object)
    dropped = Signal(object)
    asked = Signal(str)
    stood = Signal(str)

    def __init__(self, theme: Theme, state: ScheduleState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scheduleGrid")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.theme, self._state = theme, state
        self.may_book = False
        self._booking: tuple[int, int, int] | None = None
        self._covered, self._hover, self._shown = 0, QPointF(-1, -1), (-1, -1)
        self._span: Span | None = None
        self._placing = self._seeking = False
        self.layout_ = Layout(theme, state)
        self._canvas = Canvas(theme, self.devicePixelRatioF())
        self.cursor_ = Cursor(state, self.layout_.stops, self.layout_.across)
        self.mover = Mover(self, state)
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(self._scrolled)

    # What is shown

    def frame(self, mono: float, now: int) -> None:
        """Bring it up to a time (the hub's, ms since 1970)."""
        before, self.layout_.now = self.layout_.now, now
        shown = self._state.version, now // MINUTE_MS
        if shown != self._shown:
            self._shown = shown
            self._take()
        elif self._expired(before, now):
            self.viewport().update()
        if self._seeking and self.isVisible() and self.cursor_.stop is not None:
            self._seeking = False
            self.ensure_seen()
            self._describe(say=True)
        self.mover.frame(mono)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self.theme = theme
        self._canvas = Canvas(theme, self.devicePixelRatioF())
        self.layout_.renew(theme)
        self._take()

    def cover(self, width: int) -> None:
        """Let columns be scrolled out from below what lies over the right."""
        if width != self._covered:
            self._covered = width
            self._arrange()

    def show_booking(self, booking: tuple[int, int, int] | None) -> None:
        """Show where a booking that is being typed would stand: practitioner, begin and end, or None."""
        self._booking = booking
        self.viewport().update()

    def go_to(self, card: Card) -> None:
        """Go to a visit of the day that is looked at, and have it seen, when it is there."""
        if self._state.day is not None:
            self.cursor_.expect(card, (card.practitioner, self._state.day))
            self._seeking = True

    def forget(self) -> None:
        """Keep nothing of these patients: somebody else may sign in next."""
        self.mover.cancel()
        self._booking, self.cursor_.columns = None, ()
        self.layout_.renew()
        self.layout_.take(())
        self.setAccessibleDescription("")
        self._arrange()

    def _take(self) -> None:
        state = self._state
        if state.span != self._span:
            self.mover.follow(self._span, state.span)
            self._span = state.span
        self.cursor_.columns = state.columns()
        self.layout_.take(self.cursor_.columns)
        name = grid_name(state, len(self.layout_.columns))
        if name != self.accessibleName():
            self.setAccessibleName(name)
        self._arrange()
        self.cursor_.begin(self.layout_.now)
        self._describe(say=False)

    def _expired(self, before: int, now: int) -> bool:
        """Say whether a hold has ended between two frames."""
        shown = (self.layout_.columns[number] for number in self.layout_.space.seen())
        return any(before < held.until <= now for column in shown for held in column.held)

    # How far it is scrolled

    def _arrange(self) -> None:
        size, layout, state = self.viewport().size(), self.layout_, self._state
        layout.fit(size.width(), size.height(), self._covered)
        space = layout.space
        if state.top is None and layout.columns:
            state.top = layout.first_top()
        top, left = state.top or 0.0, state.left
        self._placing = True
        for bar, most, page, step in (
            (self.horizontalScrollBar(), space.most_left, size.width() - space.times, space.column),
            (self.verticalScrollBar(), space.most_top, size.height() - space.head, round(space.cell)),
        ):
            bar.setRange(0, most)
            bar.setPageStep(max(1, page))
            bar.setSingleStep(max(1, step // 2))
        self.horizontalScrollBar().setValue(round(left * space.column))
        self.verticalScrollBar().setValue(round(layout.place_of(top) * space.cell))
        self._placing = False
        self._follow_bars()

    def _scrolled(self) -> None:
        if self._placing:
            return
        self._follow_bars()
        layout, space = self.layout_, self.layout_.space
        if layout.columns:
            self._state.left = space.left / max(1, space.column)
            self._state.top = layout.hour_at(space.top / space.cell)

    def _follow_bars(self) -> None:
        size = self.viewport().size()
        scroll = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        self.layout_.fit(size.width(), size.height(), self._covered, scroll)
        self.viewport().update()

    def stop_rect(self) -> QRectF | None:
        """Return where the user is, in the widget."""
        number, stop = self.cursor_.number, self.cursor_.stop
        return self.layout_.stop_rect(number, stop) if number >= 0 and stop is not None else None

    def ensure_seen(self) -> None:
        """Scroll until the user's place is in sight."""
        rect = self.stop_rect()
        if rect is not None:
            self.show_rect(rect)

    def show_rect(self, rect: QRectF) -> None:
        """Scroll until something is in sight, and not below what lies over the right."""
        space, margin = self.layout_.space, self.theme.px(10)
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        right = space.width - (self._covered if space.most_left else 0)
        if rect.left() < space.times:
            across.setValue(across.value() - round(space.times - rect.left()) - 1)
        elif rect.right() > right:
            across.setValue(across.value() + round(rect.right() - right) + 2)
        if rect.top() < space.head + margin or rect.height() > space.height - space.head:
            down.setValue(down.value() - round(space.head + margin - rect.top()))
        elif rect.bottom() > space.height - margin:
            down.setValue(down.value() + round(rect.bottom() - space.height) + margin)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is in sight."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.theme.colour("bg.app"))
        self._canvas.paint(painter, self.layout_, self._over(), self._state.zone)
        painter.end()

    def _over(self) -> Over:
        moving = self.mover.moving
        rect = self.stop_rect() if self.hasFocus() and moving is None else None
        hover = self._hover if moving is None and self.may_book else None
        current = self.cursor_.number if self.hasFocus() else -1
        return Over(self._ghosts(), rect, hover, self.mover.card_id, current)

    def _ghosts(self) -> tuple[Ghost, ...]:
        layout, found = self.layout_, []
        practitioner, begins, ends = self._booking or (0, 0, 0)
        for number, column in enumerate(layout.columns if practitioner else ()):
            track = layout.track(column)
            if column.practitioner == practitioner and on(track, begins):
                title = clock_text(begins, self._state.zone)
                found.append(Ghost(number, track.at(begins), track.at(ends), title, "", fits=True))
        moving = self.mover.ghost()
        return (*found, moving) if moving is not None else tuple(found)

    # The pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take what is under the pointer; a card may be dragged from here."""
        if event.button() is not Qt.MouseButton.LeftButton or self.mover.moving is not None:
            return
        stop, number = self.layout_.stop_at(event.position()), self.layout_.space.column_at(event.position().x())
        if stop is not None:
            self.cursor_.put(self.layout_.columns[number], stop.begins, stop.card.id if stop.card is not None else "")
            self._describe(say=True)
        self.mover.press(event.position(), stop, number)
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag a card, or show which slot is under the pointer."""
        before, self._hover = self._hover, event.position()
        if self.mover.dragging and not event.buttons() & Qt.MouseButton.LeftButton:
            # The release went elsewhere (another window took the pointer): nobody holds the card any more.
            self.mover.cancel()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        self.mover.drag(event.position(), fine=alt)
        over = self.layout_.face_at(self._hover) is not None or (
            self.may_book and self.layout_.free_at(self._hover) is not None
        )
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        if self.viewport().cursor().shape() != shape:
            self.viewport().setCursor(shape)
        if self.layout_.free_at(before) is not self.layout_.free_at(self._hover):
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let a card go, or open what was pressed."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        stop = self.mover.release(self.layout_.stop_at(event.position()))
        if stop is not None:
            self._enter(stop, beside=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Shift sideways."""
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            QApplication.sendEvent(self.horizontalScrollBar(), event)
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Say in a tip all that a card says; forget what is under the pointer when it leaves."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            face = self.layout_.face_at(QPointF(event.pos()))
            text = self._card_text(face.card) if face is not None and self.mover.moving is None else ""
            QToolTip.showText(event.globalPos(), plain_tip(text) if text else "", self.viewport())
            return True
        if event.type() == QEvent.Type.Leave:
            self._hover = QPointF(-1, -1)
            self.viewport().update()
        return super().viewportEvent(event)

    def _card_text(self, card: Card) -> str:
        kind = self._state.types.get(card.type)
        return card_text(card, kind.name if kind is not None else "", self._state.zone)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, open, book, move and cancel by keys."""
        key = Qt.Key(event.key())
        fine = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if self.mover.moving is not None:
            if not self.mover.key(key, fine=fine):
                super().keyPressEvent(event)
        elif not (self._walk(key) or self._act(event, key)):
            super().keyPressEvent(event)

    def _walk(self, key: Qt.Key) -> bool:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        turns = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if key in steps:
            self.cursor_.step(steps[key])
        elif key in turns:
            self.cursor_.turn(turns[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.cursor_.edge(last=key == Qt.Key.Key_End)
        else:
            return False
        self.ensure_seen()
        self._describe(say=True)
        self.viewport().update()
        return True

    def _act(self, event: QKeyEvent, key: Qt.Key) -> bool:
        stop = self.cursor_.stop
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier):
            return False
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and stop is not None:
            self._enter(stop, beside=shift)
        elif key == Qt.Key.Key_M and stop is not None and stop.card is not None:
            self.mover.begin(stop.card)
        elif key == Qt.Key.Key_Delete and stop is not None and stop.card is not None:
            self.cancel_wanted.emit(stop.card)
        elif key in KEYS and not shift:
            self.asked.emit(KEYS[key])
        else:
            return False
        return True

    def _enter(self, stop: Stop, *, beside: bool = False) -> None:
        column = self.cursor_.column
        if column is None:
            return
        if stop.card is not None and not beside:
            self.opened.emit(stop.card)
        elif self.may_book and (stop.what in (What.FREE, What.RESERVED) or beside or self._left(column, stop)):
            self.book_wanted.emit(column.practitioner, stop.begins)

    def _left(self, column: Column, stop: Stop) -> bool:
        """Say whether the user keeps it, but not for the booking that is open here: another console did."""
        practitioner, begins, ends = self._booking or (0, 0, 0)
        open_here = column.practitioner == practitioner and begins < stop.ends and stop.begins < max(ends, begins + 1)
        return stop.mine and not open_here

    def move_by_keys(self, card: Card) -> None:
        """Begin to move a visit by keys, from where it stands."""
        self.cursor_.put_card(card)
        self.ensure_seen()
        self.mover.begin(card)

    def say(self, text: str) -> None:
        """Have where the user is now read out."""
        self.setAccessibleDescription(text)
        self.stood.emit(text)
        announce(self, text)

    def _describe(self, *, say: bool) -> None:
        column, stop = self.cursor_.column, self.cursor_.stop
        text = ""
        if column is not None:
            where = place_text(self._state, column, stop.begins) if stop is not None else ""
            text = f"{where}: {stop_text(self._state, stop)}" if stop is not None else ""
        if text == self.accessibleDescription():
            return
        if say:
            self.say(text)
        else:
            self.setAccessibleDescription(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay it out anew."""
        super().resizeEvent(event)
        self._arrange()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the user is."""
        super().focusInEvent(event)
        self.ensure_seen()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.viewport().update()
