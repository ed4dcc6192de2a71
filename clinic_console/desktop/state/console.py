"""All that one console knows, in one place: made once, cleared when somebody leaves."""

from collections.abc import Mapping

from clinic_console.desktop.state.access import AccessState
from clinic_console.desktop.state.account import Account
from clinic_console.desktop.state.alarms import Alarms
from clinic_console.desktop.state.booking import Booking
from clinic_console.desktop.state.bulk import BulkState
from clinic_console.desktop.state.chart import ChartState
from clinic_console.desktop.state.check_in import CheckInState
from clinic_console.desktop.state.clock import HubClock
from clinic_console.desktop.state.connection import Connection
from clinic_console.desktop.state.finder import FinderState
from clinic_console.desktop.state.front_desk import FrontDesk
from clinic_console.desktop.state.hours import HoursState
from clinic_console.desktop.state.patients import Patients
from clinic_console.desktop.state.readings import Readings
from clinic_console.desktop.state.schedule import ScheduleState
from clinic_console.desktop.state.station import StationState
from clinic_console.desktop.state.trends import Trends
from clinic_console.desktop.state.unavailable import UnavailableState
from clinic_console.desktop.state.visit import VisitState
from clinic_console.desktop.state.waitlist import WaitlistState
from clinic_console.desktop.state.walk_in import WalkInState
from clinic_console.desktop.state.wards import Wards


class ConsoleState:
    """The parts of the state; ``spot_ages`` as in ``Readings``. The station's settings outlive every session."""

    def __init__(
        self, spot_ages: Mapping[str, tuple[int, int]] | None = None, station: StationState | None = None
    ) -> None:
        self.station = station or StationState()
        self.access = AccessState()
        self.account = Account()
        self.connection = Connection()
        self.hub_clock = HubClock()
        self.readings = Readings(spot_ages)
        self.wards = Wards()
        self.alarms = Alarms()
        self.trends = Trends()
        self.patients = Patients()
        self.chart = ChartState()
        self.schedule = ScheduleState()
        self.front_desk = FrontDesk()
        self.hours = HoursState()
        self.booking = Booking()
        self.visit = VisitState()
        self.finder = FinderState()
        self.waitlist = WaitlistState()
        self.bulk = BulkState()
        self.check_in = CheckInState()
        self.walk_in = WalkInState()
        self.unavailable = UnavailableState()

    def clear(self) -> None:
        """Forget everything about patients and about the session's data."""
        self.connection.stopped()
        self.readings.clear()
        self.wards.clear()
        self.alarms.clear()
        self.trends.clear()
        self.patients.clear()
        self.chart.clear()
        self.schedule.clear()
        self.front_desk.clear()
        self.hours.clear()
        self.booking.clear()
        self.visit.clear()
        self.finder.clear()
        self.waitlist.clear()
        self.bulk.clear()
        self.check_in.clear()
        self.walk_in.clear()
        self.unavailable.clear()
        self.account.clear()
