"""What the panels beside the schedule can do."""

from typing import NamedTuple

from clinic_console.desktop.actions.appointments import AppointmentActions
from clinic_console.desktop.actions.finder import FinderActions
from clinic_console.desktop.actions.patients_find import FindActions
from clinic_console.desktop.actions.waitlist import WaitlistActions


class DeskActions(NamedTuple):
    """The actions; each noun's state is a part of the console's."""

    appointments: AppointmentActions
    finder: FinderActions
    waitlist: WaitlistActions
    find: FindActions
