"""Which wards are watched: the heading that opens the chooser, order, privacy, counts, and pages of the wall."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from clinic_console.desktop.actions.wards import WardActions
from clinic_console.desktop.state.wards import Wards
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.elided import Counts, Elided
from clinic_console.desktop.views.plain import plain_tip
from clinic_console.desktop.views.segments import Segments
from clinic_console.desktop.views.ward_chooser import WardChooser

KEYS: Final = "Alt+W"
GAP: Final = 8
HEADING_WIDTH: Final = 260
AROUND: Final = 44
"""What stands in the heading beside its words: arrow and paddings."""
LEAST_HEADING: Final = 84
"""When all else has made room, so much is left of the heading."""


class WardContext(QWidget):
    """What stands in the top bar while wards are watched: heading, order, privacy, pages, marks, counts.

    ``needs_changed`` tells the bar that another ``minimumSizeHint`` is wanted.
    """

    needs_changed = Signal()

    def __init__(self, theme: Theme, wards: Wards, actions: WardActions) -> None:
        super().__init__()
        self._theme, self._wards, self._actions = theme, wards, actions
        self._version = -1
        self._fitted: tuple[object, ...] = ()
        self._paged = False
        self._heading_text = ""
        self._watchable = False
        self.chooser: WardChooser | None = None
        self.heading, self.privacy = QPushButton(self), QPushButton(self)
        self.heading.setProperty("kind", "heading")
        # The arrow stands behind the words.
        self.heading.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        # A click that took the focus would close the chooser first and then open it again.
        self.heading.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.heading.clicked.connect(self.open_chooser)
        QShortcut(QKeySequence(KEYS), self, self.open_chooser)
        self.order = Segments(
            QCoreApplication.translate("WardView", "Order of beds"),
            (
                ("bed", QCoreApplication.translate("WardView", "Bed order")),
                ("worst", QCoreApplication.translate("WardView", "Worst first")),
            ),
            self,
        )
        self.order.chosen.connect(lambda order: actions.station.change(order=order))
        self.privacy.setCheckable(True)
        self.privacy.clicked.connect(lambda on: actions.station.change(privacy=on))
        self.count, self.note, self.pages = Counts(self), Elided(self), QLabel(self)
        for line in (self.count, self.note):
            line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.count.setProperty("tone", "muted")
        self.note.setProperty("tone", "notice")
        self.note.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.pages.setProperty("tone", "secondary")
        self.back, self.on = QPushButton(self), QPushButton(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(GAP))
        # It may be given any room: what it would like is its minimumSizeHint.
        self.setMinimumWidth(1)
        for widget in (self.heading, self.order, self.privacy, self.back, self.pages, self.on, self.note):
            layout.addWidget(widget)
        layout.addWidget(self.count, 1)
        _name(self.back, QCoreApplication.translate("WardView", "Previous page of beds"))
        _name(self.on, QCoreApplication.translate("WardView", "Next page of beds"))
        for button in (self.privacy, self.back, self.on):
            button.setProperty("kind", "flat")
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        self.heading.setIcon(theme.icon("chevron-down"))
        self.back.setIcon(theme.icon("chevron-left"))
        self.on.setIcon(theme.icon("chevron-right"))
        self._show_privacy()
        if self.chooser is not None:
            self.chooser.set_theme(theme)

    def frame(self) -> None:
        """Bring what is shown up to date."""
        if self._version != self._wards.version:
            self._version = self._wards.version
            self._show_heading()
        station = self._actions.station.now
        if self.order.current != station.order:
            self.order.choose(station.order)
        if self.privacy.isChecked() != station.privacy:
            self.privacy.setChecked(station.privacy)
            self._show_privacy()
        self.fit()
        if self.chooser is not None and self.chooser.isVisible():
            self.chooser.frame()

    def open_chooser(self) -> None:
        """Open the chooser below the heading, or close it."""
        if self.chooser is not None and self.chooser.isVisible():
            self.chooser.close()
            return
        if not self._actions.watchable():
            return
        if self.chooser is None:
            self.chooser = WardChooser(self._theme, self.window(), self._wards, self._actions)
        self.chooser.left = self.heading.mapTo(self.window(), self.heading.rect().topLeft()).x()
        self.chooser.frame()
        self.chooser.open_at(self.chooser.list)

    def forget(self) -> None:
        """Keep no ward's name, not even where it is not seen."""
        self._version, self._fitted = -1, ()
        self._watchable, self._heading_text = False, ""
        self.heading.setText("")
        self.heading.setToolTip("")
        self.heading.setAccessibleName("")
        self.say("", "")
        if self.chooser is not None:
            self.chooser.throw_away()
            self.chooser = None

    def say(self, counts: str, note: str) -> None:
        """Show the counts, and what is wrong."""
        for label, text in ((self.count, counts), (self.note, note)):
            label.say(text)

    def show_pages(self, page: int, pages: int) -> None:
        """Show which page of how many is on the wall."""
        self._paged = pages > 1
        text = QCoreApplication.translate("WardView", "Page %1 of %2")
        self.pages.setText(text.replace("%1", str(page + 1)).replace("%2", str(pages)))
        self.back.setEnabled(page > 0)
        self.on.setEnabled(page < pages - 1)
        self.fit()

    def minimumSizeHint(self) -> QSize:
        """Return what it needs to show everything but the counts."""
        widgets = [widget for widget, wanted in self._parts() if wanted and widget is not self.note]
        width = self._natural_heading() + sum(widget.sizeHint().width() for widget in widgets)
        width += self._note_width() + self._theme.px(GAP) * (len(widgets) + 1)
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what there is room for."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Show what there is room for: the wards, then pages, what is wrong, privacy, order; the counts last."""
        on = self._actions.station.now.privacy
        asked = (self.width(), self._heading_text, self._paged, self.note.text(), on, self._theme, self._watchable)
        if asked == self._fitted:
            return
        needs = asked[1:] != self._fitted[1:]
        self._fitted = asked
        self._arrange(on=on)
        if self.width() != asked[0]:
            # Hiding a part can make the bar lay out anew, in the middle of it.
            self._arrange(on=on)
        if needs:
            self.needs_changed.emit()

    def _arrange(self, *, on: bool) -> None:
        gap, natural = self._theme.px(GAP), self._natural_heading()
        least = min(natural, self._theme.px(LEAST_HEADING))
        room = self.width() - least
        self.privacy.setText("")
        turning = sum(button.sizeHint().width() + gap for button in (self.back, self.on)) <= room
        for widget, wanted in self._parts():
            if widget is self.privacy:
                # The name of the ward before all that can be set elsewhere: the wrong one must not be read.
                whole = min(natural - least, max(room, 0))
                least, room = least + whole, room - whole
            width = min(self._note_width(), max(room - gap, 0)) if widget is self.note else widget.sizeHint().width()
            # One way through the pages without the other would be a trap.
            fits = wanted and 0 < width <= room - gap and (turning or widget not in (self.back, self.on))
            widget.setVisible(fits)
            room -= (width + gap) * fits
            if widget is self.note:
                widget.setFixedWidth(max(width, 1))
        heading = min(natural, least + room)
        words = heading - self._theme.px(AROUND) + 1
        shown = self._heading_metrics().elidedText(self._heading_text, Qt.TextElideMode.ElideRight, max(words, 1))
        self.heading.setText(shown.replace("&", "&&"))
        self.heading.setVisible(self._watchable)
        room -= heading - least
        hidden = QCoreApplication.translate("WardView", "Names hidden")
        if on and self.privacy.fontMetrics().horizontalAdvance(hidden) + gap <= room:
            self.privacy.setText(hidden)

    def _parts(self) -> tuple[tuple[QWidget, bool], ...]:
        """Return what stands beside the heading, the most needed first, and whether it is wanted now."""
        return (
            (self.back, self._paged),
            (self.on, self._paged),
            (self.note, bool(self.note.text())),
            (self.privacy, self._watchable),
            (self.order, self._watchable),
            (self.pages, self._paged),
        )

    def _heading_metrics(self) -> QFontMetrics:
        return QFontMetrics(self._theme.font(15, 600))

    def _natural_heading(self) -> int:
        px = self._theme.px
        width = min(self._heading_metrics().horizontalAdvance(self._heading_text), px(HEADING_WIDTH))
        return (width + 1 + px(AROUND)) * self._watchable

    def _note_width(self) -> int:
        return self.note.fontMetrics().horizontalAdvance(self.note.text() + " ")

    def _show_heading(self) -> None:
        wards = self._wards
        self._watchable = bool(self._actions.watchable())
        self._heading_text = heading_text([ward.name for ward in wards.watched.values()])
        self.heading.setAccessibleName(self._heading_text)
        names = ", ".join(ward.name for ward in wards.watched.values())
        tip = QCoreApplication.translate("WardView", "Choose the wards to watch (%1)").replace("%1", KEYS)
        self.heading.setAccessibleDescription(tip)
        self.heading.setToolTip(plain_tip(f"{names}\n{tip}" if names else tip))
        self.updateGeometry()

    def _show_privacy(self) -> None:
        on = self._actions.station.now.privacy
        self.privacy.setIcon(self._theme.icon("eye-off" if on else "eye"))
        _name(self.privacy, QCoreApplication.translate("WardView", "Hide patients' names on the wall"))


def heading_text(names: list[str]) -> str:
    """Return what the wards are called together."""
    if not names:
        return QCoreApplication.translate("WardView", "Choose wards")
    if len(names) == 1:
        ward = QCoreApplication.translate("WardView", "Ward")
        if names[0].casefold().startswith(ward.casefold()):
            return names[0]
        return QCoreApplication.translate("WardView", "Ward %1").replace("%1", names[0])
    if len(names) == 2:
        return " + ".join(names)
    return QCoreApplication.translate("WardView", "%n wards", None, len(names))


def _name(button: QPushButton, text: str) -> None:
    button.setAccessibleName(text)
    button.setToolTip(text)
