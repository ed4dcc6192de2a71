"""The visits of a chart: what is to come, the next one first, and then what was, here or in another system."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QPushButton

from clinic_console.desktop.actions.chart import ChartActions
from clinic_console.desktop.bridge import Bridge
from clinic_console.desktop.charts.schedule_words import GLYPHS, span_text, state_text
from clinic_console.desktop.charts.times import born_text, clock_text, date_text, day_text
from clinic_console.desktop.models.table import Cell, Column
from clinic_console.desktop.state.access import AccessState
from clinic_console.desktop.state.chart import Appointment
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.chart_list import ChartList, Told
from clinic_console.desktop.views.chart_tabs import clinic_of, zone_of
from clinic_console.desktop.views.table import Words
from clinic_console.domain.access import Permission
from clinic_console.domain.appointments import State


class AppointmentList(ChartList[Appointment]):
    """``visit_wanted`` carries the Card that is to be seen in the schedule, ``booking_wanted`` says book another.

    Who may not see the schedule of a visit's clinic reads all of it beside the list.
    """

    visit_wanted = Signal(object)
    booking_wanted = Signal()

    def __init__(self, theme: Theme, bridge: Bridge, access: AccessState, actions: ChartActions) -> None:
        pages = actions.state.appointments
        super().__init__(theme, bridge, pages, _columns(access), _words(), actions.load_appointments, _teller(access))
        self._access, self._pages = access, pages
        self._seen: tuple[int, int] = (-1, -1)

    def add_to_head(self) -> None:
        """Put the way to the finder above the list."""
        px = self._theme.px
        self.book = QPushButton(QCoreApplication.translate("Chart", "Book a visit"), self.head)
        self.book.clicked.connect(self.booking_wanted)
        self.head_row.setContentsMargins(0, px(6), px(14), px(6))
        self.head_row.addWidget(self.book)
        self._draw()

    def frame(self, mono: float) -> None:
        """Bring the list up to a monotonic time."""
        super().frame(mono)
        seen = self._pages.version, self._access.version
        if seen != self._seen:
            self._seen = seen
            self.book.setVisible(bool(self._access.may(Permission.BOOK)))
            coming = sum(each.coming for each in self._pages.rows)
            text = QCoreApplication.translate("Chart", "%n visit(s) to come", None, coming)
            none = QCoreApplication.translate("Chart", "No visit to come")
            self.say_note((text if coming else none) if self._pages.loaded else "")

    def set_theme(self, theme: Theme) -> None:
        """Take on another look."""
        super().set_theme(theme)
        self._draw()

    def _draw(self) -> None:
        self.book.setIcon(self._theme.icon("plus"))

    def _open(self, row: str) -> None:
        found = self._pages.get(row)
        if found is not None and found.day is None and found.card.clinic in self._access.may(Permission.SEE_SCHEDULE):
            self.visit_wanted.emit(found.card)
        else:
            super()._open(row)


def _columns(access: AccessState) -> list[Column[Appointment]]:
    translate = QCoreApplication.translate

    def day(each: Appointment) -> Cell:
        if each.day is not None:
            return Cell(born_text(each.day), beside=translate("Chart", "from a file"), struck=not each.card.holds)
        at, zone = each.card.begins, zone_of(access, each.card.clinic)
        text = day_text(at, zone) if each.coming else date_text(at, zone)
        return Cell(text, "strong" if each.coming else "plain", clock_text(at, zone), struck=not each.card.holds)

    def state(each: Appointment) -> Cell:
        stands = each.card.state
        tone = "notice" if stands is State.NO_SHOW else "plain" if each.coming else "muted"
        return Cell(state_text(stands), tone, icon=GLYPHS[stands])

    def clinic(each: Appointment) -> Cell:
        return Cell(clinic_of(access, each.card.clinic), "muted")

    return [
        Column(translate("Chart", "When"), day, 176),
        Column(translate("Chart", "State"), state, 120, 1),
        Column(translate("Chart", "Practitioner"), lambda each: Cell(each.doctor), 150, 3),
        Column(translate("Chart", "Type"), lambda each: Cell(each.kind), 130, 3),
        Column(translate("Chart", "Clinic"), clinic, 110, 1, drop=1),
    ]


def _teller(access: AccessState) -> Callable[[Appointment], Told]:
    translate = QCoreApplication.translate

    def tell(each: Appointment) -> Told:
        if each.day is not None:
            return _told_of_file(each, each.day, clinic_of(access, each.card.clinic))
        card, zone = each.card, zone_of(access, each.card.clinic)
        facts = (
            (translate("Chart", "When"), span_text(card.begins, card.ends, zone)),
            (translate("Chart", "State"), state_text(card.state)),
            (translate("Chart", "Practitioner"), each.doctor),
            (translate("Chart", "Reason"), card.reason),
            (translate("Chart", "Clinic"), clinic_of(access, card.clinic)),
        )
        return Told(each.kind, date_text(card.begins, zone), facts)

    return tell


def _told_of_file(each: Appointment, day: date, clinic: str) -> Told:
    translate = QCoreApplication.translate
    facts = (
        (translate("Chart", "Day"), born_text(day)),
        (translate("Chart", "State"), state_text(each.card.state)),
        (translate("Chart", "Practitioner"), each.doctor),
        (translate("Chart", "Reason"), each.card.reason),
        (translate("Chart", "Booked on"), born_text(each.booked) if each.booked else ""),
        (translate("Chart", "Clinic"), clinic),
        (translate("Chart", "From a file of"), each.source),
    )
    title = each.kind or translate("Chart", "Visit")
    return Told(title, born_text(day), tuple((name, value) for name, value in facts if value))


def _words() -> Words:
    translate = QCoreApplication.translate
    about = translate("Chart", "What is booked in your clinics stands here.")
    return Words(translate("Chart", "Appointments"), "calendar", translate("Chart", "Nothing is booked"), about)
