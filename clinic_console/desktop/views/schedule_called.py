"""The Schedule screen as other screens send their user there: to a visit, or to find a time for somebody."""

from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.schedule import Mode
from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.desktop.views.booking_words import date_of
from clinic_console.desktop.views.schedule_screen import ScheduleView
from clinic_console.domain.access import Permission


def show_visit(view: ScheduleView, console: ConsoleState, card: Card) -> None:
    """Show the day of a visit, and go to it; one that does not take its time (any more) is drawn, too."""
    if not _go_to(view, console, card.clinic):
        return
    schedule = console.schedule
    schedule.look_at(day=date_of(card.begins, schedule.zone), mode=Mode.DAY, specialty=0)
    if not card.holds:
        schedule.show_cancelled(on=True)
    view.grid.go_to(card)
    view.enter()


def find_for(view: ScheduleView, console: ConsoleState, patient: Chart) -> None:
    """Open the finder for somebody: what is chosen there is booked for them."""
    may = console.access.may(Permission.BOOK)
    wanted = (patient.clinic_id, console.schedule.clinic, *(each.id for each in console.access.clinics))
    clinic = next((each for each in wanted if each in may), "")
    if clinic and _go_to(view, console, clinic):
        view.panels.find(clinic, patient)


def _go_to(view: ScheduleView, console: ConsoleState, clinic: str) -> bool:
    found = next((each for each in console.access.clinics if each.id == clinic), None)
    if found is None or clinic not in console.access.may(Permission.SEE_SCHEDULE):
        return False
    if clinic != console.schedule.clinic:
        view.panels.close()
        console.schedule.look_at(clinic=(found.id, found.zone))
    return True
