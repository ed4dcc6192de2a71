"""A ward of three beds, the panel of one of them, a hub that answers when told to, and a clock turned by hand."""

from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from clinic_console.desktop.actions.trends import TrendActions
from clinic_console.desktop.charts.look import Scene
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.state.clock import Moment
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.trends import Trends, answer_of
from clinic_console.desktop.state.wards import Bed, Patient, Ward
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.trends import BedView
from clinic_console.wire.readings import History, LiveBed, LiveStatus, LiveValue, Point, Series

NOW = 1_700_000_000_000
BED = "0192f0c1-0000-7000-8000-0000000000b2"
TANAKA = Patient("p1", "4 018 226", "田中 由紀", "Tanaka Yuki", date(1956, 3, 4), "F")
SATO = Patient("p2", "4 018 227", "佐藤 健", "Sato Ken", date(1980, 1, 1), "M")


class Task:
    """A question that is answered when the test says so."""

    def __init__(self):
        self.ended = False

    def done(self) -> bool:
        return self.ended

    def cancel(self) -> None:
        self.ended = True


class Hand(QObject):
    """A bridge that starts nothing."""

    failed = Signal(str)

    def __init__(self):
        super().__init__()
        self.tasks: list[tuple[str, Task]] = []

    def spawn(self, work, what: str) -> Task:
        work.close()
        self.tasks.append((what, Task()))
        return self.tasks[-1][1]


class Room:
    """A ward of three beds, the panel of the second, and a clock that is turned by hand."""

    def __init__(self, theme: Theme):
        self.seconds = 0.0
        self.monitored = True
        self.privacy = False
        self.doubtful: frozenset[str] = frozenset()
        self.state, self.trends, self.hand = ConsoleState(), Trends(), Hand()
        self.state.wards.take_wards((Ward("w1", "c1", "3 East", 3, 3), Ward("w2", "c1", "4 West", 3, 3)))
        self.state.wards.choose(("w1",))
        self.place(TANAKA)
        self.state.hub_clock.heard(NOW, 1_000.0)
        actions = TrendActions(Access(HubHttp("http://127.0.0.1:1"), self.mono), self.mono, self.trends)
        self.view = BedView(theme, self.hand, self.state, actions)
        # Within a window, as in the console: a window's own layout would have Qt set size hints.
        self.window = QWidget()
        self.window.resize(1920, 1080)
        self.view.setParent(self.window)

    def mono(self) -> float:
        return 1_000.0 + self.seconds

    @property
    def now(self) -> int:
        return NOW + round(self.seconds * 1_000)

    def place(self, patient: Patient | None, *, device: int | None = 2, gone: bool = False) -> None:
        names = ("b1", "11", TANAKA), (BED, "12", patient), ("b3", "13", SATO)
        beds = tuple(
            Bed(id_, name, device, "N17", who, "w1") for id_, name, who in names if not (gone and id_ == BED)
        )
        self.state.wards.take_beds("w1", beds, self.mono())

    def say(self, status: LiveStatus | None = None, **numbers: float | None) -> None:
        at = self.now
        values = [LiveValue(n.replace("_", "."), x, 0 if x is not None else 1, at, at) for n, x in numbers.items()]
        self.state.readings.take(LiveBed(BED, 2, at, True, values, status), self.mono())

    def frame(self) -> None:
        moment = Moment(self.mono(), self.now)
        scene = Scene(moment, "Asia/Tokyo", monitored=self.monitored, privacy=self.privacy, doubtful=self.doubtful)
        self.view.frame(scene)
        QApplication.processEvents()

    def answer(self, **curves: list[float]) -> None:
        """Let the hub answer: a value a second up to now."""
        if self.trends._flight is None:
            # The question before it is called back in one frame, the next is asked in another.
            self.frame()
        request = self.trends._flight
        series = []
        for name, numbers in curves.items():
            first = self.now - 1_000 * len(numbers)
            found = [Point(first + 1_000 * n, first + 1_000 * n, x, x, x) for n, x in enumerate(numbers)]
            series.append(Series(name, "", found))
        history = History(BED, request.begins, request.ends, 1_000.0, series, [])
        assert self.trends.take(request, answer_of(history), self.mono())
        self.hand.tasks[-1][1].ended = True
        self.frame()

    @property
    def identity(self) -> str:
        return self.view.header.identity.accessibleName()
