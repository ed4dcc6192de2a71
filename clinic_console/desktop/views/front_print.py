"""The day list on paper: what is shown, in its order, as it stands now."""

from PySide6.QtCore import QCoreApplication, QPoint, Signal
from PySide6.QtWidgets import QMenu, QPushButton

from clinic_console.desktop.charts.schedule_words import name_text, state_text
from clinic_console.desktop.charts.times import born_text, clock_text, date_text
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.front_desk import FrontDesk
from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.front_words import doctor_text, kind_cell
from clinic_console.desktop.views.print_pages import DayHead, DayRow, print_day_list, save_day_list
from clinic_console.desktop.views.schedule_said import day_title


class PrintMenu(QMenu):
    """On paper, or as a file; ``told`` carries what became of it."""

    told = Signal(str, str)

    def __init__(self, theme: Theme, console: ConsoleState, button: QPushButton) -> None:
        super().__init__(button)
        self._theme, self._console, self._button = theme, console, button
        self.setAccessibleName(QCoreApplication.translate("Desk", "Print the day list"))
        self.addAction(QCoreApplication.translate("Desk", "Print …")).triggered.connect(
            lambda: self._send(paper=True)
        )
        file = self.addAction(QCoreApplication.translate("Desk", "Save as PDF …"))
        file.triggered.connect(lambda: self._send(paper=False))
        self.aboutToHide.connect(self.deleteLater)

    def open(self) -> None:
        """Open below the button."""
        self.popup(self._button.mapToGlobal(QPoint(0, self._button.height() + self._theme.px(4))))

    def _send(self, *, paper: bool) -> None:
        head, rows = day_head(self._console), day_rows(self._console.front_desk)
        send = print_day_list if paper else save_day_list
        job = send(self._button.window(), self._theme, head, rows)
        told = self.told
        job.failed.connect(lambda why: told.emit(QCoreApplication.translate("Desk", "The list was not printed"), why))
        if not paper:
            job.done.connect(lambda _: told.emit(QCoreApplication.translate("Desk", "The list is saved"), ""))


def day_head(console: ConsoleState) -> DayHead:
    """Return what stands above and below the list: which clinic's, of which day, by whom and when."""
    columns = console.front_desk.columns
    clinic = next((each.name for each in console.access.clinics if each.id == columns.clinic), "")
    day = day_title(columns.zone, columns.day) if columns.day is not None else ""
    if columns.day is not None:
        day = f"{day} {columns.day.year}" if str(columns.day.year) not in day else day
    now = console.front_desk.now
    at = f"{date_text(now, columns.zone)} {clock_text(now, columns.zone)}" if now else ""
    return DayHead(clinic, day, console.access.user_name, at)


def day_rows(desk: FrontDesk) -> list[DayRow]:
    """Return the rows that are shown, in words."""
    found = (desk.row(place) for place in range(desk.total))
    return [_row(desk, card) for card in found if card is not None]


def _row(desk: FrontDesk, card: Card) -> DayRow:
    who, kind = card.patient, kind_cell(desk, card)
    latin = who.latin if who.latin != who.name else ""
    clock = clock_text(card.begins, desk.columns.zone)
    if card.walk_in:
        clock = QCoreApplication.translate("Desk", "%1 walk-in").replace("%1", clock)
    return DayRow(
        clock,
        name_text(card) if card.restricted else f"{who.name} {latin}".strip(),
        born_text(who.born) if who.born is not None else "",
        doctor_text(desk, card),
        " · ".join(filter(None, (kind.text, kind.beside))),
        state_text(card.state),
        card.room,
    )
