"""Moving a visit within the grid, by pointer or by keys: what both have in common is a card and where it would go."""

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication

from clinic_console.desktop.charts.schedule_paint import Ghost
from clinic_console.desktop.models.schedule_move import Moving, Step, may_move, shifted, snapped, stepped, verdict
from clinic_console.desktop.models.schedule_stops import Stop
from clinic_console.desktop.state.schedule import ScheduleState, Span
from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.desktop.views.schedule_said import moving_text, moving_title, place_text

if TYPE_CHECKING:
    from clinic_console.desktop.views.schedule import ScheduleGrid

EDGE: Final = 36
"""So near to an edge the grid scrolls by itself while something is dragged."""
SPEED: Final = 700
"""Pixels a second."""
STEPS: Final = {Qt.Key.Key_Up: Step.UP, Qt.Key.Key_Down: Step.DOWN}
TURNS: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
DAYS: Final = {Qt.Key.Key_PageUp: "back", Qt.Key.Key_PageDown: "forward", Qt.Key.Key_T: "today"}


class Mover:
    """One visit on its way; its old place stays dashed, and its ghost in sight, until the hub has answered."""

    def __init__(self, grid: "ScheduleGrid", state: ScheduleState) -> None:
        self._grid, self._state = grid, state
        self.moving: Moving | None = None
        self.dragging = False
        self._pressed: tuple[QPointF, Stop, int] | None = None
        self._grip = 0
        self._pointer = QPointF()
        self._fine = False
        self._mono: float | None = None

    @property
    def card_id(self) -> str:
        """Return the visit that is on its way, empty for none."""
        return self.moving.card.id if self.moving is not None else ""

    # By pointer

    def press(self, point: QPointF, stop: Stop | None, column: int) -> None:
        """Something was pressed; a card may be dragged from here."""
        self._pressed = (point, stop, column) if stop is not None else None

    def drag(self, point: QPointF, *, fine: bool) -> None:
        """The pointer moves; from some way on it takes the card along."""
        self._pointer, self._fine = point, fine
        if self._pressed is None or (self.moving is not None and not self.dragging):
            return
        start, stop, number = self._pressed
        if not self.dragging:
            far = (point - start).manhattanLength() >= QApplication.startDragDistance()
            if not far or stop.card is None or not self._may(stop.card):
                return
            layout = self._grid.layout_
            at = layout.instant_at(number, start.y())
            self._grip = (at if at is not None else stop.begins) - stop.card.begins
            self.moving = Moving(stop.card, layout.columns[number].key, stop.card.begins)
            self.dragging = True
        self._follow()

    def _follow(self) -> None:
        """Go to where the pointer is: the grid of the hours decides, or with Alt five minutes do."""
        layout, moving = self._grid.layout_, self.moving
        number = layout.space.column_at(self._pointer.x())
        if moving is None or number < 0:
            return
        column = layout.columns[number]
        at = layout.instant_at(number, self._pointer.y())
        if at is not None:
            self._to(moving.to(column.key, snapped(column, at - self._grip, fine=self._fine)))

    def release(self, stop: Stop | None) -> Stop | None:
        """The button is let go: drop what was dragged; else return what was pressed, if it still is there."""
        pressed, self._pressed = self._pressed, None
        if self.dragging:
            self.dragging = False
            self.drop()
            return None
        same = pressed is not None and stop is not None and self.moving is None and pressed[1] == stop
        return stop if same else None

    def frame(self, mono: float) -> None:
        """Scroll while something is dragged near an edge."""
        passed = 0.0 if self._mono is None else min(0.1, mono - self._mono)
        self._mono = mono
        if not self.dragging:
            return
        grid, space, edge = self._grid, self._grid.layout_.space, self._grid.theme.px(EDGE)
        way = round(SPEED * passed)
        x, y = self._pointer.x(), self._pointer.y()
        across = way * ((x > space.width - edge) - (x < space.times + edge))
        down = way * ((y > space.height - edge) - (y < space.head + edge))
        if across or down:
            for bar, by in ((grid.horizontalScrollBar(), across), (grid.verticalScrollBar(), down)):
                bar.setValue(bar.value() + by)
            self._follow()

    # By keys

    def begin(self, card: Card) -> bool:
        """Move a visit by keys; return whether it may be."""
        column = self._grid.cursor_.column
        if self.moving is not None or column is None or not self._may(card):
            return False
        self._to(Moving(card, column.key, card.begins))
        return True

    def key(self, key: Qt.Key, *, fine: bool) -> bool:
        """Take a key while something is on its way."""
        moving = self.moving
        if moving is None or moving.sent:
            return False
        columns, number = self._grid.layout_.columns, self._grid.cursor_.number_of(moving.key)
        if key == Qt.Key.Key_Escape:
            self.cancel()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.dragging = False
            self.drop()
        elif key in DAYS:
            self._grid.asked.emit(DAYS[key])
        elif key in STEPS and number >= 0:
            self._to(moving.to(moving.key, stepped(columns[number], moving.begins, STEPS[key], fine=fine)))
        elif key in TURNS and number >= 0:
            column = columns[max(0, min(len(columns) - 1, number + TURNS[key]))]
            at = self._grid.layout_.across(moving.begins, columns[number], column)
            self._to(moving.to(column.key, at))
        else:
            return False
        return True

    def follow(self, before: Span | None, now: Span | None) -> None:
        """Other days are shown: what is moved by keys goes along, to the same time by the wall."""
        moving = self.moving
        stays = moving is None or self.dragging or moving.sent
        same = before and now and (before.clinic, before.practitioner) == (now.clinic, now.practitioner)
        if moving is None or before is None or now is None or stays or not same:
            self.cancel()
        else:
            days = (now.day - before.day).days
            begins = shifted(self._state.zone, moving.begins, days)
            self.moving = moving.to((moving.key[0], moving.key[1] + timedelta(days=days)), begins)

    def drop(self) -> None:
        """Have the hub asked, if it is another place."""
        moving = self.moving
        if moving is None or not moving.moved():
            self.cancel()
            return
        self.moving = Moving(moving.card, moving.key, moving.begins, sent=True)
        self._grid.viewport().update()
        self._grid.dropped.emit(self.moving)

    def cancel(self) -> None:
        """Leave the card where it is; what the hub has been asked goes its way."""
        self.moving, self.dragging, self._pressed = None, False, None
        self._grid.viewport().update()

    def settled(self, card: str) -> None:
        """The hub has answered for a card."""
        if self.card_id == card:
            self.cancel()

    # What is seen of it

    def ghost(self) -> Ghost | None:
        """Return what is painted where it would stand, where that is shown."""
        moving, layout = self.moving, self._grid.layout_
        number = self._grid.cursor_.number_of(moving.key) if moving is not None else -1
        if moving is None or number < 0:
            return None
        track = layout.track(layout.columns[number])
        first, last = (track.at(at) for at in moving.own)
        refusal = None if moving.sent else verdict(self._state, moving, layout.now)
        title, text = moving_title(self._state, moving), moving_text(moving, refusal)
        return Ghost(number, first, last, title, text, fits=refusal is None, sent=moving.sent)

    def _may(self, card: Card) -> bool:
        return self._grid.may_book and may_move(card)

    def _to(self, moving: Moving) -> None:
        if moving == self.moving:
            return
        self.moving = moving
        column = self._state.column(*moving.key)
        if column is not None:
            text = moving_text(moving, verdict(self._state, moving, self._grid.layout_.now))
            self._grid.say(f"{place_text(self._state, column, moving.own[0])}, {text}")
        if not self.dragging:
            self._show()
        self._grid.viewport().update()

    def _show(self) -> None:
        """Scroll to where the keys have moved it."""
        moving, layout = self.moving, self._grid.layout_
        number = self._grid.cursor_.number_of(moving.key) if moving is not None else -1
        if moving is not None and number >= 0:
            self._grid.show_rect(layout.rect_of(number, *moving.own))
