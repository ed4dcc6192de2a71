"""The line of the bulk bar: how many are selected, one main button, others, and what has no room in a menu."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QCoreApplication, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.announce import announce
from clinic_console.desktop.views.elided import Elided
from clinic_console.desktop.views.keycap import KeyButton
from clinic_console.domain.bulk import Operation

HEIGHT: Final = 48
GAP: Final = 8
EDGE: Final = 16
ORDER: Final = (
    Operation.ARRIVED,
    Operation.CHECKED_IN,
    Operation.ROOMED,
    Operation.WITH_DOCTOR,
    Operation.DONE,
    Operation.MOVE,
    Operation.CANCEL,
    Operation.NO_SHOW,
    Operation.LEFT,
    Operation.EXPECTED,
)


class Offer(NamedTuple):
    """Something that can be done: what its button says, what that means, and for how many of the rows it is."""

    operation: Operation
    text: str
    about: str
    rows: int = 0
    enabled: bool = True


class BulkLine(QWidget):
    """``chosen`` carries the operation whose button was pressed; ``clear`` and ``details`` are buttons of the bar."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        translate = QCoreApplication.translate
        self._offers: list[Offer] = []
        self._said: tuple[object, ...] = ()
        self._first: Offer | None = None
        self.count, self.of, self.status = QLabel(self), QLabel(self), Elided(self)
        self.count.setObjectName("bulkCount")
        self.of.setProperty("tone", "muted")
        self.primary = KeyButton(theme, "", "Ctrl+Enter", self)
        self.primary.setObjectName("bulkPrimary")
        self.primary.setProperty("kind", "primary")
        self.buttons = {each: QPushButton(self) for each in ORDER}
        self.more = QPushButton(translate("Bulk", "More"), self)
        self.more.setObjectName("bulkMore")
        self.clear = KeyButton(theme, translate("Bulk", "Clear"), "Esc", self)
        self.clear.setProperty("kind", "flat")
        self.failed = QWidget(self)
        self.failed.setObjectName("bulkFailed")
        self.failed_text = Elided(self.failed)
        self.failed_text.setProperty("tone", "notice")
        self.details = QPushButton(translate("Bulk", "Show…"), self.failed)
        self.details.setProperty("small", "true")
        self.details.setAccessibleName(translate("Bulk", "Show what failed"))
        self._lay_out()
        self.set_theme(theme)

    # What the bar asks of it

    def say(self, count: str, of: str) -> None:
        """Say how many are selected, of how many."""
        self.count.setText(count)
        self.of.setText(of if count else "")
        self.row.setVisible(bool(count))

    def say_status(self, text: str, tone: str) -> None:
        """Say what is going on, beside the number."""
        if self.status.text() != text:
            self.status.say(text)
            announce(self, text)
        if self.status.property("tone") != tone:
            self.status.setProperty("tone", tone)
            self.status.style().unpolish(self.status)
            self.status.style().polish(self.status)
        self._arrange()

    def say_failed(self, text: str) -> None:
        """Say what nothing was done to, on a line of its own; an empty text: there is none."""
        self.failed_text.say(text)
        self.failed.setVisible(bool(text))

    def offer(self, first: Offer | None, others: Sequence[Offer]) -> None:
        """Offer these; ``first`` is what the main button does."""
        said = (first, *others)
        if said == self._said:
            return
        self._said, self._first, self._offers = said, first, list(others)
        if first is not None:
            self.primary.setText(first.text)
            self.primary.setAccessibleName(first.text)
            self.primary.setToolTip(first.about)
            self.primary.setEnabled(first.enabled)
        for offer in others:
            button = self.buttons[offer.operation]
            button.setText(offer.text)
            button.setAccessibleName(offer.text)
            button.setToolTip(offer.about)
            button.setAccessibleDescription(offer.about)
            button.setEnabled(offer.enabled)
        self._arrange()

    @property
    def shown(self) -> tuple[Operation, ...]:
        """Return what has a button of its own, beside the main one."""
        return tuple(each.operation for each in self._offers if not self.buttons[each.operation].isHidden())

    @property
    def hidden(self) -> tuple[Offer, ...]:
        """Return what stands in the menu."""
        return tuple(each for each in self._offers if self.buttons[each.operation].isHidden())

    def open_menu(self) -> None:
        """Show what has no room in the line."""
        menu = QMenu(self)
        menu.setAccessibleName(self.more.text())
        menu.setToolTipsVisible(True)
        for offer in self.hidden:
            action = menu.addAction(offer.text)
            action.setToolTip(offer.about)
            action.setEnabled(offer.enabled)
            action.triggered.connect(lambda _=False, offer=offer: self.chosen.emit(offer.operation.value))
        menu.aboutToHide.connect(menu.deleteLater)
        # The bar stands at the bottom of the window: its menu opens upwards.
        at = self.more.mapToGlobal(QPoint(0, -menu.sizeHint().height()))
        menu.popup(at)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        self.more.setIcon(theme.icon("chevron-up", "text.secondary", 12))
        self.more.setIconSize(QSize(theme.px(12), theme.px(12)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have as many buttons as fit."""
        super().resizeEvent(event)
        self._arrange()

    # How it is laid out

    def _arrange(self) -> None:
        gap = self._theme.px(GAP)
        self.primary.setVisible(self._first is not None)
        for button in self.buttons.values():
            button.hide()
        fixed = [self.count, self.of, self.clear]
        room = self.row.width() - 2 * self._theme.px(EDGE) - sum(_width(each) + gap for each in fixed)
        if self._first is not None:
            room -= _width(self.primary) + gap
        # What fits most of the rows has a button first; each has its place among the others all the same.
        most = sorted(self._offers, key=lambda offer: -offer.rows)
        wanted = [self.buttons[offer.operation] for offer in most]
        if sum(_width(each) + gap for each in wanted) > room:
            room -= _width(self.more) + gap
        for button in wanted:
            room -= _width(button) + gap
            if room < 0:
                break
            button.show()
        self.more.setVisible(bool(self.hidden))

    def _lay_out(self) -> None:
        px = self._theme.px
        self.row = QWidget(self)
        self.row.setObjectName("bulkRow")
        self.row.setMinimumHeight(px(HEIGHT))
        line = QHBoxLayout(self.row)
        line.setContentsMargins(px(EDGE), 0, px(EDGE), 0)
        line.setSpacing(px(GAP))
        for widget in (self.count, self.of):
            line.addWidget(widget)
        line.addWidget(self.status, 1)
        line.addStretch(0)
        line.addWidget(self.primary)
        for button in self.buttons.values():
            line.addWidget(button)
        line.addWidget(self.more)
        line.addWidget(self.clear)
        failed = QHBoxLayout(self.failed)
        failed.setContentsMargins(px(EDGE), px(6), px(EDGE), px(6))
        failed.setSpacing(px(GAP))
        failed.addWidget(self.failed_text, 1)
        failed.addWidget(self.details)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.failed)
        column.addWidget(self.row)
        self.primary.clicked.connect(lambda: self._press(self._first))
        for operation, button in self.buttons.items():
            button.setObjectName(f"bulk-{operation}")
            button.clicked.connect(lambda _=False, each=operation: self.chosen.emit(each.value))
        self.more.clicked.connect(self.open_menu)
        # The arrow stands behind the word.
        self.more.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        for button in (self.primary, self.clear):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def minimumSizeHint(self) -> QSize:
        """Ask for no more width than the number and the main button: the rest goes into the menu."""
        least = self._theme.px(2 * EDGE + 2 * GAP) + _width(self.count) + _width(self.primary)
        return QSize(min(least, super().minimumSizeHint().width()), super().minimumSizeHint().height())

    def _press(self, offer: Offer | None) -> None:
        if offer is not None:
            self.chosen.emit(offer.operation.value)


def _width(widget: QWidget) -> int:
    widget.ensurePolished()
    return widget.sizeHint().width()
