"""What stands in the top bar while the schedule is shown: the clinic, the day, ways to others, day or week."""

from collections.abc import Sequence
from datetime import date, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QLabel, QMenu, QPushButton, QWidget, QWidgetAction

from clinic_console.desktop.charts.schedule_axis import midnight
from clinic_console.desktop.charts.times import date_text, day_text
from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.schedule import WEEK, Mode, ScheduleState
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.segments import Segments

NOON_MS = 12 * 3_600_000


class ScheduleContext(QWidget):
    """``day_chosen`` and ``clinic_chosen`` carry what was; ``mode_chosen`` day or week; ``needs_changed``: size."""

    needs_changed = Signal()
    day_chosen = Signal(object)
    clinic_chosen = Signal(str)
    mode_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._day, self._today, self._step = date(2000, 1, 1), date(2000, 1, 1), 1
        self._clinics: tuple[Clinic, ...] = ()
        self.clinic, self.day = QPushButton(self), QPushButton(self)
        self.back, self.now, self.on = QPushButton(self), QPushButton(self), QPushButton(self)
        self.only = QLabel(self)
        self.modes = Segments(
            QCoreApplication.translate("Schedule", "Columns"),
            (
                (Mode.DAY.value, QCoreApplication.translate("Schedule", "All doctors")),
                (Mode.WEEK.value, QCoreApplication.translate("Schedule", "One doctor's week")),
            ),
            self,
        )
        self.modes.chosen.connect(self.mode_chosen)
        self.back.clicked.connect(lambda: self.turn(-1))
        self.on.clicked.connect(lambda: self.turn(1))
        self.now.clicked.connect(lambda: self.day_chosen.emit(self._today))
        self.day.clicked.connect(self.open_calendar)
        self.clinic.clicked.connect(self._open_clinics)
        self._lay_out()
        self.set_theme(theme)

    def show_state(self, state: ScheduleState, clinics: Sequence[Clinic], today: date | None) -> None:
        """Say where the user looks."""
        self._clinics = tuple(clinics)
        name = next((each.name for each in clinics if each.id == state.clinic), "")
        self.only.setText(name)
        self.clinic.setText(name)
        self.clinic.setAccessibleName(QCoreApplication.translate("Schedule", "Clinic: %1").replace("%1", name))
        if state.day is not None:
            self._day, self._today = state.day, today or state.day
            self._step = WEEK if state.mode is Mode.WEEK else 1
            at = midnight(state.zone, state.day) + NOON_MS
            text = _date_of_day(state.day, at, state.zone)
            self.day.setText(text)
            self.day.setAccessibleName(QCoreApplication.translate("Schedule", "Day: %1").replace("%1", text))
            self.now.setEnabled(state.day != self._today)
        self.modes.choose(state.mode.value)
        self._fit()
        self.needs_changed.emit()

    def turn(self, by: int) -> None:
        """Go to the day (or the week) before or after."""
        # At once, and not with the next frame: somebody who presses twice goes two days.
        self._day += timedelta(days=by * self._step)
        self.day_chosen.emit(self._day)

    def to_today(self) -> None:
        """Go to today."""
        self.day_chosen.emit(self._today)

    def open_calendar(self) -> None:
        """Choose a day."""
        menu = QMenu(self)
        calendar = QCalendarWidget(menu)
        calendar.setObjectName("scheduleCalendar")
        calendar.setAccessibleName(QCoreApplication.translate("Schedule", "Go to day"))
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setFirstDayOfWeek(QLocale().firstDayOfWeek())
        calendar.setSelectedDate(QDate(self._day.year, self._day.month, self._day.day))

        def choose(chosen: QDate) -> None:
            menu.close()
            self.day_chosen.emit(date(chosen.year(), chosen.month(), chosen.day()))

        calendar.activated.connect(choose)
        calendar.clicked.connect(choose)
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.day.mapToGlobal(QPoint(0, self.day.height() + self._theme.px(4))))
        calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def _open_clinics(self) -> None:
        menu = QMenu(self)
        for each in self._clinics:
            menu.addAction(each.name).triggered.connect(lambda _=False, each=each: self.clinic_chosen.emit(each.id))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.clinic.mapToGlobal(QPoint(0, self.clinic.height() + self._theme.px(4))))

    def come_after(self, widget: QWidget) -> None:
        """Have Tab come here from a widget: made long after the bar around it, this would come behind the screen."""
        for button in reversed(self.findChildren(QPushButton)):
            QWidget.setTabOrder(widget, button)

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        self._theme = theme
        self.back.setIcon(theme.icon("chevron-left"))
        self.on.setIcon(theme.icon("chevron-right"))
        self.clinic.setIcon(theme.icon("chevron-down", "text.muted", 12))
        for button in (self.back, self.on, self.clinic):
            button.setIconSize(QSize(theme.px(14), theme.px(14)))

    def minimumSizeHint(self) -> QSize:
        """Return the room in which all of it can be read, also while some of it is left out."""
        return QSize(self._needed(self._parts()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what there is no room for."""
        super().resizeEvent(event)
        self._fit()

    def _parts(self) -> list[QWidget]:
        name = self.clinic if len(self._clinics) > 1 else self.only
        return [name, self.day, self.back, self.now, self.on, self.modes]

    def _needed(self, parts: Sequence[QWidget]) -> int:
        gap = self._theme.px(6)
        room = sum(part.sizeHint().width() for part in parts) + gap * (len(parts) + 1)
        return room - sum(max(0, part.sizeHint().width() - self._theme.px(32)) for part in (self.back, self.on))

    def _fit(self) -> None:
        """What keys or the user's own line say as well goes first; the day and the ways from it always stay."""
        parts = self._parts()
        for dropped in self._spared(parts):
            if self._needed(parts) <= self.width():
                break
            parts.remove(dropped)
        for part in self._parts():
            part.setVisible(part in parts)
        (self.clinic if self.only in self._parts() else self.only).hide()

    def _spared(self, parts: Sequence[QWidget]) -> tuple[QWidget, ...]:
        """Return what goes where there is no room, in this order."""
        return (self.now, parts[0], self.modes)

    def _lay_out(self) -> None:
        px = self._theme.px
        translate = QCoreApplication.translate
        self.clinic.setProperty("kind", "heading")
        # The arrow stands behind the words.
        self.clinic.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.only.setProperty("tone", "title")
        self.only.setTextFormat(Qt.TextFormat.PlainText)
        self.only.setContentsMargins(px(8), 0, 0, 0)
        self.day.setProperty("kind", "flat")
        self.day.setToolTip(translate("Schedule", "Go to day (G)"))
        self.now.setText(translate("Schedule", "Today"))
        self.now.setToolTip(translate("Schedule", "Today (T)"))
        for button, text in (
            (self.back, translate("Schedule", "Back (Page Up)")),
            (self.on, translate("Schedule", "On (Page Down)")),
        ):
            button.setAccessibleName(text)
            button.setToolTip(text)
            button.setFixedWidth(px(32))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(6))
        for widget in (self.only, self.clinic, self.day, self.back, self.now, self.on):
            row.addWidget(widget)
        row.addSpacing(px(6))
        row.addWidget(self.modes)
        row.addStretch(1)
        self.setMinimumWidth(1)


def _date_of_day(day: date, at: int, zone: str) -> str:
    if QLocale().language() is not QLocale.Language.Japanese:
        return f"{day_text(at, zone)} {day.year}"
    # Numbers alone say nothing of the weekday, by which a desk goes.
    weekday = QLocale().dayName(day.isoweekday(), QLocale.FormatType.ShortFormat)
    return f"{date_text(at, zone)} ({weekday})"
