"""A week of hours as seven columns: lines to select, add, move and resize, by keys and by hand."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from clinic_console.desktop.state.hours import WEEK, Draft, Entry
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.hours_paint import HEAD, HOUR, Painter, Placed, place
from clinic_console.desktop.views.hours_words import line_text, weekday_text
from clinic_console.domain.templates import DAY, Line

STEP: Final = 15
EDGE: Final = 6
ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
ARROWS: Final = {
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
}


@dataclass(slots=True)
class Drag:
    """What a press has begun: ``part`` is begin, end, all or new; minutes and day are where it was pressed."""

    part: str
    key: int
    weekday: int
    minutes: int
    before: Line | None = None
    moved: bool = False


class WeekView(QWidget):
    """Paints a draft. Each change is a signal; who has made it changes the draft and says ``show_draft`` again.

    ``selected`` carries a key (0: none), ``added`` weekday, begin and end, ``moved`` a key and what to change of it
    (names of ``Draft.move``), ``opened`` and ``removed`` and ``copied`` a key; ``seen`` a stretch to scroll to.
    """

    selected = Signal(int)
    day_chosen = Signal(int)
    added = Signal(int, int, int)
    moved = Signal(int, object)
    placed = Signal(int, int, int, int)
    opened = Signal(int)
    removed = Signal(int)
    copied = Signal(int)
    seen = Signal(int, int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setObjectName("hoursWeek")
        self._draft: Draft | None = None
        self._wrong: frozenset[int] = frozenset()
        self._clinics: dict[str, str] = {}
        self._drag: Drag | None = None
        self._new: tuple[int, int, int] | None = None
        self._said = ""
        self._paint = Painter(theme)
        self.may = False
        self.set_theme(theme)

    @property
    def hours(self) -> int:
        """Return how many hours a column shows: those after midnight, too, where somebody works then."""
        lines = [each.line for each in (*self._draft.entries, *self._draft.shut)] if self._draft else []
        return max(24, -(-max((line.ends for line in lines), default=0) // 60))

    def show_draft(self, draft: Draft, wrong: frozenset[int], clinics: dict[str, str], *, may: bool) -> None:
        """Show a draft; ``wrong`` are the lines that cannot stay so, ``clinics`` names where there are several."""
        self._draft, self._wrong, self._clinics, self.may = draft, wrong, clinics, may
        self.setMinimumHeight(self.sizeHint().height())
        self._say()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        self._paint = Painter(theme)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of all hours."""
        px = self._theme.px
        return QSize(px(7 * 96), px(HEAD) + self.hours * px(HOUR) + px(8))

    def minimumSizeHint(self) -> QSize:
        """Ask for no width: columns give way."""
        return QSize(0, 0)

    def first(self) -> int:
        """Return how far down the first line stands, 0 for none."""
        begins = [each.line.begins for each in self._draft.entries] if self._draft else []
        return round(self._paint.rect(QRectF(self.rect()), 1, min(begins), DAY).top()) if begins else 0

    def forget(self) -> None:
        """Show nobody's hours."""
        self._draft, self._said = None, ""
        self.setAccessibleDescription("")

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint days, hours, lines, and what is being drawn."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint, draft = self._paint, self._draft
        paint.ground(painter, QRectF(self.rect()), self.hours)
        for each in self.blocks():
            paint.line(
                painter,
                each,
                self._clinics.get(each.entry.clinic, ""),
                chosen=draft is not None and each.entry.key == draft.selected,
                wrong=each.entry.key in self._wrong,
                focus=self.hasFocus(),
            )
        if self._new is not None:
            day, begins, ends = self._new
            paint.new(painter, paint.rect(QRectF(self.rect()), day, begins, ends))
        elif draft is not None and self.may and not draft.on(draft.weekday) and self.hasFocus():
            paint.hint(painter, paint.rect(QRectF(self.rect()), draft.weekday, 9 * 60, 11 * 60))
        top = self.visibleRegion().boundingRect().top()
        paint.head(painter, QRectF(self.rect()), top, draft.weekday if draft else 0, focus=self.hasFocus())

    def blocks(self) -> list[Placed]:
        """Return the lines with where they stand; those that take away from work lie over it."""
        if self._draft is None:
            return []
        found: list[Placed] = []
        for day in range(1, WEEK + 1):
            found += place(self._draft.on(day), lambda *at: self._paint.rect(QRectF(self.rect()), *at))
        return found

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go about; with Alt they move, with Shift they resize; Enter adds or opens, Delete removes."""
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        draft = self._draft
        if draft is None or not self._pressed(key, held, draft):
            event.ignore()

    def _pressed(self, key: Qt.Key, held: Qt.KeyboardModifier, draft: Draft) -> bool:
        control = held == Qt.KeyboardModifier.ControlModifier
        if key in ARROWS:
            return self._arrow(*ARROWS[key], held, draft)
        if not self.may:
            return False
        if key in ENTER and not held:
            if draft.current is not None:
                self.opened.emit(draft.selected)
            else:
                self._add_to_day(draft)
        elif key in (Qt.Key.Key_Insert, Qt.Key.Key_Plus) and not control:
            self._add_to_day(draft)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and draft.selected:
            self.removed.emit(draft.selected)
        elif key == Qt.Key.Key_D and control and draft.selected:
            self.copied.emit(draft.selected)
        else:
            return False
        return True

    def _arrow(self, across: int, down: int, held: Qt.KeyboardModifier, draft: Draft) -> bool:
        alt, shift = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
        if held and self.may and draft.selected:
            if held == alt:
                change = {"days": across} if across else {"by": down * STEP}
            elif held == shift and down:
                change = {"ends": down * STEP}
            elif held == alt | shift and down:
                change = {"begins": down * STEP}
            else:
                return False
            self.moved.emit(draft.selected, change)
            return True
        if held:
            return False
        self._go(across, down, draft)
        return True

    def _go(self, across: int, down: int, draft: Draft) -> None:
        """Go to the line above or below, or to the day beside, where the line nearest in time is."""
        day = (draft.weekday - 1 + across) % WEEK + 1
        lines, current = draft.on(day), draft.current
        if across:
            at = current.line.begins if current is not None else 0
            near = min(lines, key=lambda each: abs(each.line.begins - at), default=None)
            self._choose(near, day)
            return
        keys = [each.key for each in lines]
        if draft.selected in keys:
            at = keys.index(draft.selected) + down
            self._choose(lines[max(0, min(len(lines) - 1, at))], day)
        else:
            # Back from elsewhere one goes on where one was.
            last = next((each for each in lines if each.key == draft.last), None)
            self._choose(last or (lines[0 if down > 0 else -1] if lines else None), day)

    def _choose(self, entry: Entry | None, day: int) -> None:
        if entry is not None:
            self.selected.emit(entry.key)
            self._show(entry)
        else:
            self.selected.emit(0)
            self.day_chosen.emit(day)

    def _add_to_day(self, draft: Draft) -> None:
        """Add work after what is there already, or from nine o'clock."""
        work = [each.line.ends for each in draft.on(draft.weekday) if each.line.kind == "work"]
        begins = min(max(work, default=9 * 60), DAY - 60)
        self.added.emit(draft.weekday, begins, min(begins + (180 if work else 480), 2 * DAY))

    def _show(self, entry: Entry) -> None:
        rect = self._paint.rect(QRectF(self.rect()), entry.line.weekday, entry.line.begins, entry.line.ends)
        self.seen.emit(round(rect.top()), round(rect.height()))

    def _say(self) -> None:
        """Say which line, or which empty day, the user is at."""
        draft = self._draft
        if draft is None:
            return
        current = draft.current
        text = line_text(current.line, self._clinics.get(current.clinic, "")) if current else ""
        text = text or weekday_text(draft.weekday)
        if text != self._said:
            self._said = text
            self.setAccessibleDescription(text)
            if self.hasFocus():
                announce(self, text)

    # By hand

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select a line and begin to move or resize it; on free ground, begin a new one."""
        if event.button() != Qt.MouseButton.LeftButton or self._draft is None:
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        day, minutes = self._paint.at(QRectF(self.rect()), event.position(), STEP)
        hit = self.under(event.position())
        self.selected.emit(hit.entry.key if hit is not None else 0)
        if hit is None:
            self.day_chosen.emit(day)
        if not self.may or not 1 <= day <= WEEK or (hit is not None and hit.entry in self._draft.shut):
            return
        if hit is None:
            self._drag = Drag("new", 0, day, minutes) if minutes >= 0 else None
        else:
            self._drag = Drag(self._part(hit, event.position()), hit.entry.key, day, minutes, hit.entry.line)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move, resize, draw; or say by the pointer what a press would do."""
        drag = self._drag
        if drag is None:
            hit = self.under(event.position())
            part = self._part(hit, event.position()) if hit is not None and self.may else ""
            shapes = {"begin": Qt.CursorShape.SizeVerCursor, "end": Qt.CursorShape.SizeVerCursor}
            self.setCursor(shapes.get(part, Qt.CursorShape.ArrowCursor))
            return
        day, minutes = self._paint.at(QRectF(self.rect()), event.position(), STEP)
        minutes = max(0, min(minutes, self.hours * 60))
        day = max(1, min(WEEK, day))
        drag.moved = drag.moved or (day, minutes) != (drag.weekday, drag.minutes)
        if drag.moved:
            self._follow(drag, day, minutes)

    def _follow(self, drag: Drag, day: int, minutes: int) -> None:
        line, by = drag.before, minutes - drag.minutes
        if line is None:
            first, last = sorted((drag.minutes, minutes))
            self._new = (drag.weekday, min(first, DAY - STEP), max(last, first + STEP))
            self.update()
        elif drag.part == "begin":
            begins = max(0, min(line.begins + by, line.ends - STEP, DAY - STEP))
            self.placed.emit(drag.key, line.weekday, begins, line.ends)
        elif drag.part == "end":
            ends = max(line.begins + STEP, min(line.ends + by, line.begins + DAY, 2 * DAY))
            self.placed.emit(drag.key, line.weekday, line.begins, ends)
        else:
            begins = max(0, min(DAY - STEP, line.begins + by))
            self.placed.emit(drag.key, day, begins, begins + line.ends - line.begins)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Keep what was drawn."""
        new, self._new, self._drag = self._new, None, None
        if new is not None:
            self.added.emit(*new)
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a line in the form; on free ground add one."""
        hit = self.under(event.position())
        day, minutes = self._paint.at(QRectF(self.rect()), event.position(), 60)
        if hit is not None:
            self.opened.emit(hit.entry.key)
        elif self.may and 1 <= day <= WEEK and 0 <= minutes < DAY:
            self.added.emit(day, minutes, minutes + 60)

    def under(self, at: QPointF) -> Placed | None:
        """Return the line at a point; of several the one that lies on top."""
        return next((each for each in reversed(self.blocks()) if each.rect.contains(at)), None)

    def _part(self, hit: Placed, at: QPointF) -> str:
        edge = min(self._theme.px(EDGE), hit.rect.height() / 3)
        if at.y() < hit.rect.top() + edge:
            return "begin"
        return "end" if at.y() > hit.rect.bottom() - edge else "all"
