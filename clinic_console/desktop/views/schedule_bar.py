"""The row above the grid: which specialty or whose week, what the glyphs mean, the waitlist, and the finder."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QSignalBlocker, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from clinic_console.desktop.charts.ink import Ink
from clinic_console.desktop.charts.schedule_paint import Brushes
from clinic_console.desktop.state.schedule import Mode, Practitioner, ScheduleState
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.keycap import KeyButton

HEIGHT: Final = 44


class Legend(QWidget):
    """What the glyphs mean; goes where there is no room."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        self.update()

    def _entries(self) -> tuple[tuple[str, str, str], ...]:
        translate = QCoreApplication.translate
        return (
            ("ring", "text.secondary", translate("Schedule", "expected")),
            ("dot", "accent.text", translate("Schedule", "arrived")),
            ("half-dot", "accent.text", translate("Schedule", "in room")),
            ("check", "text.secondary", translate("Schedule", "done")),
            ("", "", translate("Schedule", "blocked")),
        )

    def sizeHint(self) -> QSize:
        """Return the room for all of it."""
        ink, px = Ink(self._theme), self._theme.px
        wide = sum(ink.width(text, 12, 400) + px(34) for _, _, text in self._entries())
        return QSize(round(wide), px(20))

    def minimumSizeHint(self) -> QSize:
        """Return nothing: it is the first to go."""
        return QSize(0, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it, all or not at all."""
        if self.width() < self.sizeHint().width():
            return
        theme, px, ink = self._theme, self._theme.px, Ink(self._theme)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, middle = 0.0, self.height() / 2
        for icon, colour, text in self._entries():
            if icon:
                picture = theme.pixmap(icon, theme.colour(colour), px(14), self.devicePixelRatioF())
                painter.drawPixmap(round(left), round(middle - px(7)), picture)
            else:
                painter.fillRect(round(left), round(middle - px(6)), px(16), px(12), theme.colour("bg.app"))
                hatch = Brushes(theme, self.devicePixelRatioF()).blocked
                painter.fillRect(round(left), round(middle - px(6)), px(16), px(12), hatch)
            ink.write(
                painter,
                left + px(19),
                middle,
                text,
                size=12,
                weight=400,
                colour=theme.colour(colour or "text.secondary"),
            )
            left += ink.width(text, 12, 400) + px(34)
        painter.end()


class ScheduleBar(QWidget):
    """``specialty_chosen`` and ``doctor_chosen`` carry a number, ``cancelled_wanted`` whether they are drawn, too."""

    specialty_chosen = Signal(int)
    doctor_chosen = Signal(int)
    cancelled_wanted = Signal(bool)
    waitlist_wanted = Signal()
    finder_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scheduleBar")
        self._theme = theme
        self._listed: tuple[object, ...] = ()
        self.specialty, self.doctor = QComboBox(self), QComboBox(self)
        self.cancelled = QPushButton(QCoreApplication.translate("Schedule", "With cancelled"), self)
        self.legend = Legend(theme, self)
        self.waitlist = QPushButton(self)
        self.finder = KeyButton(theme, QCoreApplication.translate("Schedule", "Next available"), "N", self)
        self.specialty.activated.connect(lambda n: self.specialty_chosen.emit(self.specialty.itemData(n)))
        self.doctor.activated.connect(lambda n: self.doctor_chosen.emit(self.doctor.itemData(n)))
        self.cancelled.clicked.connect(self.cancelled_wanted)
        self.waitlist.clicked.connect(self.waitlist_wanted)
        self.finder.clicked.connect(self.finder_wanted)
        self._lay_out()
        self.set_theme(theme)

    def show_state(self, state: ScheduleState, waiting: int | None, *, may_book: bool) -> None:
        """Say what is looked at, and how many wait (None: not known)."""
        listed = tuple(state.specialties.values()), doctors(state), state.clinic
        if listed != self._listed:
            self._listed = listed
            self._list(state)
        week = state.mode is Mode.WEEK
        for box, wanted in ((self.specialty, state.specialty), (self.doctor, state.practitioner)):
            with QSignalBlocker(box):
                box.setCurrentIndex(max(0, box.findData(wanted)))
        self.specialty.setVisible(not week)
        self.doctor.setVisible(week)
        self.cancelled.setChecked(state.cancelled_too)
        for button in (self.waitlist, self.finder):
            button.setVisible(may_book)
        text = QCoreApplication.translate("Schedule", "Waitlist")
        self.waitlist.setText(f"{text}  {waiting}" if waiting is not None else text)
        self.waitlist.setAccessibleName(
            QCoreApplication.translate("Schedule", "Waitlist, %n patients", None, waiting)
            if waiting is not None
            else text
        )

    def _list(self, state: ScheduleState) -> None:
        used = {number for who in doctors(state) for number in who.specialties}
        with QSignalBlocker(self.specialty), QSignalBlocker(self.doctor):
            for box in (self.specialty, self.doctor):
                while box.count():
                    box.removeItem(0)
            self.specialty.addItem(QCoreApplication.translate("Schedule", "All specialties"), 0)
            for each in sorted(state.specialties.values(), key=lambda each: each.name):
                if each.id in used:
                    self.specialty.addItem(each.name, each.id)
            for who in doctors(state):
                self.doctor.addItem(who.called, who.id)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        self.legend.set_theme(theme)
        self.cancelled.setIcon(theme.icon("cross", "text.secondary", 12))
        self.finder.setIcon(theme.icon("search", "accent.text", 14))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Have the legend all or not at all."""
        super().resizeEvent(event)
        self.legend.update()

    def _lay_out(self) -> None:
        px = self._theme.px
        translate = QCoreApplication.translate
        self.setFixedHeight(px(HEIGHT))
        self.specialty.setAccessibleName(translate("Schedule", "Specialty"))
        self.doctor.setAccessibleName(translate("Schedule", "Whose week"))
        for box in (self.specialty, self.doctor):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.cancelled.setCheckable(True)
        self.cancelled.setProperty("kind", "chip")
        self.cancelled.setAccessibleName(translate("Schedule", "Show cancelled and missed visits, too"))
        self.cancelled.setToolTip(self.cancelled.accessibleName())
        self.waitlist.setToolTip(translate("Schedule", "Waitlist (W)"))
        self.finder.setProperty("tone", "accent")
        row = QHBoxLayout(self)
        row.setContentsMargins(px(14), 0, px(14), 0)
        row.setSpacing(px(8))
        for widget in (self.specialty, self.doctor, self.cancelled):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.legend, 1_000)
        row.addStretch(1)
        for button in (self.waitlist, self.finder):
            row.addWidget(button)


def doctors(state: ScheduleState) -> tuple[Practitioner, ...]:
    """Return who sees patients in the clinic that is looked at, by name."""
    found = [who for who in state.practitioners.values() if who.active and state.clinic in who.clinics]
    return tuple(sorted(found, key=lambda who: (who.sort_name or who.name, who.id)))
