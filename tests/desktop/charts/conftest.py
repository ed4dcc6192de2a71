"""Beds and readings for tiles."""

from collections.abc import Callable
from datetime import date

import pytest

from clinic_console.desktop.charts.look import Scene, TileLook, look_of
from clinic_console.desktop.charts.wall import Wall
from clinic_console.desktop.state.alarms import Alarm, Alarms, BedAlarms
from clinic_console.desktop.state.clock import Moment
from clinic_console.desktop.state.readings import Readings
from clinic_console.desktop.state.wards import Bed, Patient
from clinic_console.desktop.theme import DARK, Theme
from clinic_console.domain.alarms import Breach, Limits, Priority
from clinic_console.wire.readings import LiveBed, LiveStatus, LiveValue

NOW = 1_700_000_000_000  # 07:13:20 in Tokyo
LIMITS = {"HR": Limits(50, 120), "SpO2": Limits(88, 100), "RR": Limits(8, 28)}
TANAKA = Patient("p1", "MRN1", "田中 由紀", "Tanaka Yuki", date(1956, 3, 4), "F")


class Ward:
    """One ward of a few beds whose monitors can be made to say things, and a clock that is turned by hand."""

    def __init__(self) -> None:
        self.readings = Readings()
        self.alarms = Alarms()
        self.seconds = 0.0
        self.monitored = True
        self.waiting = False
        self.privacy = False
        self.doubtful: frozenset[str] = frozenset()
        self.bed = Bed("b1", "12", 1, "M", TANAKA)

    @property
    def now(self) -> int:
        return NOW + round(self.seconds * 1_000)

    @property
    def scene(self) -> Scene:
        moment = Moment(1_000.0 + self.seconds, self.now)
        return Scene(
            moment,
            "Asia/Tokyo",
            monitored=self.monitored,
            waiting=self.waiting,
            privacy=self.privacy,
            doubtful=self.doubtful,
        )

    def say(self, bed: str = "b1", *, status: LiveStatus | None = None, recorded: bool = True, **numbers) -> None:
        """Let a bed's monitor say numbers now; None is a sensor that is off, ``measured`` minutes ago for a tuple."""
        values = []
        for name, given in numbers.items():
            number, ago = given if isinstance(given, tuple) else (given, None)
            measured = None if ago is None else self.now - ago * 60_000
            validity = 0 if number is not None else 1
            values.append(LiveValue(name.replace("_", "."), number, validity, self.now, self.now, measured))
        live = LiveBed(bed, 1, self.now, recorded, values, status)
        self.readings.take(live, 1_000.0 + self.seconds)

    def look(self) -> TileLook:
        alarms = self.alarms.of(self.bed.id)
        return look_of(self.bed, self.readings.beds.get(self.bed.id), self.readings, self.scene, alarms)

    def alarm(self, **given) -> Alarm:
        """Make an alarm: SpO₂ below its limit for 41 s, of high priority, unless told otherwise."""
        usual = {
            "id": "a1",
            "parameter": "SpO2",
            "priority": Priority.HIGH,
            "since": self.now - 41_000,
            "breach": Breach.BELOW,
            "limit": 88.0,
            "value": 84.0,
        }
        return Alarm(**usual | given)

    def ring(self, *alarms: Alarm, bed: str = "b1", **given) -> None:
        """Let a bed have these alarms, with the usual limits."""
        self.alarms.take(bed, BedAlarms(alarms, **{"limits": LIMITS} | given))


@pytest.fixture
def ward() -> Ward:
    return Ward()


@pytest.fixture
def many() -> Callable[[int], tuple[Bed, ...]]:
    """So many beds, each with a monitor and a patient."""

    def make(count: int) -> tuple[Bed, ...]:
        return tuple(Bed(f"b{n}", str(n), n, "M", TANAKA) for n in range(1, count + 1))

    return make


@pytest.fixture
def wall(qtbot, ward, many):
    made = Wall(Theme(DARK), ward.readings, ward.alarms)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.set_beds(many(6))
    made.show()
    return made
