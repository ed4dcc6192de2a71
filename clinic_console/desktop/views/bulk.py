"""The bar below the day's list while visits are selected: what can be done to all of them, and what became of it."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout
from shiboken6 import isValid

from clinic_console.desktop.actions.bulk import BulkActions, Work
from clinic_console.desktop.bridge import Bridge, advice, monotonic, sentences, words
from clinic_console.desktop.models.table import Cell
from clinic_console.desktop.state.bulk import Order, Result, fitting, primary_of
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.bulk_ask import CancelDrawer, MoveDrawer
from clinic_console.desktop.views.bulk_drawer import Drawer, OutcomeDrawer, RoomDrawer
from clinic_console.desktop.views.bulk_line import ORDER, BulkLine, Offer
from clinic_console.desktop.views.bulk_words import (
    about_text,
    failed_text,
    operation_text,
    result_text,
    selected_text,
    shown_text,
    stands_back,
    who_why_text,
    working_text,
)
from clinic_console.desktop.views.front_names import doctors_of, grace_of, inside_of
from clinic_console.desktop.views.toasts import keep_clear
from clinic_console.domain.access import Permission
from clinic_console.domain.bulk import BOOKING, MOST_ROWS, Operation, Outcome
from clinic_console.domain.schedule import MINUTE_MS

MOST_NAMED: Final = 3


class BulkBar(QFrame):
    """``show_selection`` whenever it changes, ``frame`` with each frame; ``act`` for the keys of the list.

    ``clear_wanted``: nothing is to be selected (Esc). ``told`` carries what went wrong, ``undo_offered`` what was
    done and what takes it back (called, it returns a coroutine). ``select_wanted`` carries ids that alone are to be
    selected. ``returned``: a question was answered or left, and the focus belongs to the list. ``working_changed``:
    something is being done to other rows by now, or to none (``working_cell``).
    """

    clear_wanted = Signal()
    told = Signal(str, str)
    undo_offered = Signal(str, object)
    select_wanted = Signal(object)
    returned = Signal()
    working_changed = Signal()

    def __init__(self, theme: Theme, bridge: Bridge, state: ConsoleState, actions: BulkActions) -> None:
        super().__init__()
        self.setObjectName("bulkBar")
        self.setProperty("desk", "true")
        self.setAccessibleName(QCoreApplication.translate("Bulk", "Selected visits"))
        self._theme, self._bridge, self._console, self._actions = theme, bridge, state, actions
        self._state = state.bulk
        self._cards: tuple[Card, ...] = ()
        self._total = 0
        self._seen: tuple[object, ...] = ()
        self._working: frozenset[str] = frozenset()
        self._open = True
        self.rooms, self.cancelling = RoomDrawer(theme, self), CancelDrawer(theme, self)
        self.moving, self.outcomes = MoveDrawer(theme, self), OutcomeDrawer(theme, self)
        self.drawers: tuple[Drawer, ...] = (self.rooms, self.cancelling, self.moving, self.outcomes)
        self.line = BulkLine(theme, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for drawer in self.drawers:
            column.addWidget(drawer)
        column.addWidget(self.line)
        self._connect()
        keep_clear(self)
        self.hide()

    # What the screen asks of it

    def show_selection(self, cards: Sequence[Card], shown: int) -> None:
        """Show what can be done to these visits, of so many that are shown; none: the bar goes."""
        before = {card.id for card in self._cards}
        self._cards, self._total = tuple(cards), shown
        if before != {card.id for card in cards} and self.asking is not None and self.asking is not self.outcomes:
            # A question was about others.
            self._close()
        if before and not cards and self.asking is not self.outcomes:
            # Who lets go of the rows has seen what failed of them.
            self._state.close()
        self._show()

    def act(self, operation: Operation | str = "") -> None:
        """Do something to what is selected, or ask what it needs; nothing named: what the main button says."""
        wanted = Operation(operation) if operation else self.primary
        if wanted is None or not self._cards or not self._may(wanted):
            return
        if len(self._cards) > MOST_ROWS:
            self.told.emit(self._too_many(), QCoreApplication.translate("Bulk", "Nothing was done. Select fewer."))
        elif wanted is Operation.ROOMED:
            self._ask(self.rooms)
            self._bridge.spawn(self._actions.load_rooms(self._clinic), "load rooms")
            self.rooms.begin()
        elif wanted is Operation.CANCEL:
            self._ask(self.cancelling)
            self.cancelling.begin(len(self._cards))
        elif wanted is Operation.MOVE:
            self._ask(self.moving)
            zone = self._console.access.zone(self._clinic)
            self.moving.begin(self._cards, doctors_of(self._console, self._clinic), zone, self._now)
        else:
            self._send(Order(wanted))

    @property
    def primary(self) -> Operation | None:
        """Return what the main button does: what usually follows for most of these visits."""
        return primary_of(self._cards)

    @property
    def asking(self) -> Drawer | None:
        """Return the question that is open above the bar."""
        return next((drawer for drawer in self.drawers if not drawer.isHidden()), None)

    def frame(self, mono: float) -> None:
        """Bring it up to a monotonic time; answers are told also while nothing is selected."""
        before, self._open = self._open, self._console.connection.open
        if self._open and not before:
            self._actions.try_now()
        self._tell()
        now = self._console.hub_clock.moment(mono).hub
        seen = (self._state.version, self._console.access.version, now // MINUTE_MS)
        if seen != self._seen:
            self._seen = seen
            self._show()
        self._settle()

    def _settle(self) -> None:
        """Lay all out anew where a drawer has stayed as high as it was before the line below it got lower."""
        drawer, layout = self.asking, self.layout()
        if drawer is not None and layout is not None and drawer.geometry().bottom() >= self.line.y():
            layout.invalidate()
            layout.activate()

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        for drawer in self.drawers:
            drawer.set_theme(theme)
        self.line.set_theme(theme)

    def forget(self) -> None:
        """Keep nothing of a patient."""
        for drawer in self.drawers:
            drawer.forget()
            drawer.hide()
        self._cards, self._seen = (), ()
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc selects nothing; Ctrl+Enter does what the main button says, once."""
        key, control = event.key(), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if key == Qt.Key.Key_Escape:
            self.clear_wanted.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control:
            if not event.isAutoRepeat():
                self.act()
        else:
            super().keyPressEvent(event)

    # What the user does

    def _ask(self, drawer: Drawer) -> None:
        for each in self.drawers:
            each.setVisible(each is drawer)

    def _close(self) -> None:
        asked = self.asking
        if asked is None:
            return
        held = asked.isAncestorOf(QApplication.focusWidget() or self.window())
        asked.hide()
        asked.forget()
        if asked is self.outcomes:
            self._state.close()
        if held:
            self.returned.emit()
        self._show()

    def _send(self, order: Order) -> None:
        work = self._actions.begin(self._clinic, order, self._cards)
        if work is not None:
            self._bridge.spawn(self._run(work), "bulk work")
        self._close()
        self._show()

    async def _run(self, work: Work) -> None:
        await work
        if isValid(self):
            self._tell()
            self._show()

    def _tell(self) -> None:
        while self._state.results:
            self._told(self._state.results.popleft())

    def _told(self, result: Result) -> None:
        if result.error is not None:
            error = result.error
            nothing = QCoreApplication.translate("Bulk", "Nothing was done")
            self.told.emit(nothing, sentences(words(error), advice(error)))
            return
        text, failed = result_text(result), result.failed
        detail = "\n".join(who_why_text(row) for row in failed[:MOST_NAMED])
        if len(failed) > MOST_NAMED:
            detail += "\n" + QCoreApplication.translate("Bulk", "and %n more", None, len(failed) - MOST_NAMED)
        done = result.count(Outcome.DONE)
        if done and result.undo_until and not result.request.undoes:
            said = f"{text}\n{detail}" if detail else text
            self.undo_offered.emit(said, partial(self._undo, result))
        else:
            self.told.emit(text, detail)

    async def _undo(self, result: Result) -> None:
        await self._actions.undo(result)
        if isValid(self):
            self._tell()
            self._show()

    def _show_failed(self) -> None:
        last = self._state.last
        if last is not None and last.failed:
            self._ask(self.outcomes)
            self.outcomes.begin(last.failed, self._console.access.zone(last.request.clinic))
            self._show()

    def _select_failed(self, ids: object) -> None:
        self.select_wanted.emit(ids)
        self._close()

    # What is shown

    def _show(self) -> None:
        working = frozenset(self._state.working)
        if working != self._working:
            self._working = working
            self.working_changed.emit()
        failed = self._state.last.failed if self._state.last is not None else ()
        self.setVisible(bool(self._cards or failed))
        if self.asking is self.rooms:
            rooms = self._state.rooms.get(self._clinic)
            self.rooms.show_rooms(rooms, self._state.rooms_problem, inside_of(self._console))
        line = self.line
        line.say(selected_text(len(self._cards)) if self._cards else "", shown_text(self._total))
        line.offer(*self._offers())
        line.say_status(*self._status())
        line.say_failed("" if self.asking is self.outcomes else failed_text(failed) if failed else "")

    def working_cell(self, card: Card) -> Cell | None:
        """Return what is being done to a visit at the moment, as its row says it; None for nothing."""
        operation = self._state.working.get(card.id)
        return Cell(working_text(operation), "muted") if operation is not None else None

    def _offers(self) -> tuple[Offer | None, list[Offer]]:
        primary = self.primary
        if len(self._cards) > MOST_ROWS:
            return None, []
        counts = fitting(self._cards, self._now, partial(grace_of, self._console))
        wanted = [each for each in ORDER if self._may(each) and (each is primary or counts[each])]
        found = [self._offer(each, counts[each]) for each in wanted]
        first = next((each for each in found if each.operation is primary), None)
        return first, [each for each in found if each is not first]

    def _offer(self, operation: Operation, count: int) -> Offer:
        text = operation_text(operation, back=stands_back(self._cards))
        about = about_text(operation)
        if count < len(self._cards):
            some = QCoreApplication.translate("Bulk", "%n of the selected.", None, count)
            about = sentences(about, some)
        free = any(card.id not in self._state.working for card in self._cards)
        return Offer(operation, text, about, count, enabled=free)

    def _status(self) -> tuple[str, str]:
        if self._state.unsure:
            return QCoreApplication.translate("Bulk", "No answer yet: it is asked again…"), "notice"
        if any(card.id in self._state.working for card in self._cards):
            return QCoreApplication.translate("Bulk", "Asking the hub…"), "muted"
        if len(self._cards) > MOST_ROWS:
            return self._too_many(), "notice"
        if self._cards and not any(self._may(each) for each in ORDER):
            return QCoreApplication.translate("Bulk", "You may look at visits here, but not change them."), "muted"
        if not self._open:
            return QCoreApplication.translate("Bulk", "Offline"), "notice"
        return "", "muted"

    def _too_many(self) -> str:
        return QCoreApplication.translate("Bulk", "%n visits at a time at most", None, MOST_ROWS)

    def _may(self, operation: Operation) -> bool:
        permission = Permission.BOOK if operation in BOOKING else Permission.CHECK_IN
        return self._clinic in self._console.access.may(permission)

    @property
    def _clinic(self) -> str:
        return self._cards[0].clinic if self._cards else ""

    @property
    def _now(self) -> int:
        return self._console.hub_clock.moment(monotonic()).hub

    # Once

    def _connect(self) -> None:
        for drawer in self.drawers:
            drawer.left.connect(self._close)
        self.rooms.chosen.connect(lambda room: self._send(Order(Operation.ROOMED, room=room)))
        self.rooms.again.connect(lambda: self._bridge.spawn(self._actions.load_rooms(self._clinic), "load rooms"))
        self.cancelling.sent.connect(lambda why, note: self._send(Order(Operation.CANCEL, why=why, note=note)))
        self.moving.sent.connect(self._send)
        self.outcomes.picked.connect(self._select_failed)
        self.line.chosen.connect(self.act)
        self.line.clear.clicked.connect(self.clear_wanted)
        self.line.details.clicked.connect(self._show_failed)
