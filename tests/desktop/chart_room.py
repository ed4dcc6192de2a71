"""A patient's chart in a window of its own, signed in at a hub of the tests' own."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from clinic_console.desktop.actions.chart import ChartActions
from clinic_console.desktop.actions.patients import PatientActions
from clinic_console.desktop.bridge import Bridge, monotonic
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.wards import Bed, Patient, Ward
from clinic_console.desktop.theme import DARK, Theme
from clinic_console.desktop.views.chart import ChartView
from clinic_console.wire.patients import Glass
from tests.desktop.frames import framed
from tests.desktop.stub import StubHub
from tests.desktop.stub_patients import Charts, full, mount, patient_id

HOUR = 3_600_000
KITA = Clinic("c1", "Kita", "Asia/Tokyo", "doctor")


@dataclass
class ChartRoom:
    """``view`` in ``window``; what it said and wanted stands in the lists."""

    window: QWidget
    view: ChartView
    state: ConsoleState
    charts: Charts
    stub: StubHub
    theme: Theme
    changed: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    wanted: list[tuple[str, str]] = field(default_factory=list)
    seconds: float = 0.0

    def mono(self) -> float:
        """The time, which the test can put forward."""
        return monotonic() + self.seconds

    def frame(self) -> None:
        """One tick of the frame clock, with all layouts done."""
        self.view.frame(self.mono())
        for _ in range(4):
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Let frames pass until something holds (a deadline, not a duration, is what fails)."""
        await framed(self.frame, holds)

    async def open(self, number: int = 1) -> None:
        """Open a chart, and wait for what becomes of it."""
        self.view.open(patient_id(number))
        known = self.state.chart
        await self.until(lambda: known.chart is not None or known.problem is not None)
        self.frame()

    def open_by_glass(self) -> None:
        """Let the hub have the chart open by broken glass, for an hour."""
        now = self.stub.now()
        made = full(1, restriction="vip", glass_until=now + HOUR)
        self.charts.mine = []
        self.charts.glasses = [Glass(patient_id(60), "c1", made, "x", now, now + HOUR)]

    @property
    def pills(self) -> list[str]:
        """What everybody must know, as the head says it."""
        return [pill.label.text() for pill in self.view.header.pills.pills]

    async def tab(self, name: str) -> None:
        """Go to a tab, and wait for its list."""
        self.view.tabs.buttons[name].click()
        pages = self.view.lists[name].table.pages
        await self.until(lambda: pages.loaded or pages.error is not None)
        self.frame()

    def asked(self, what: str = "") -> int:
        """How often a part of a chart was asked for; without one, the chart itself: each time is recorded."""
        paths = [request.removeprefix("GET /api/patients/") for request in self.stub.requests]
        paths = [path for path, whole in zip(paths, self.stub.requests, strict=True) if path != whole]
        return sum(path.partition("/")[2] == what for path in paths)

    @property
    def texts(self) -> str:
        """All that can be read or heard in the window."""
        said = []
        for widget in self.window.findChildren(QWidget):
            said += [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
            said += [widget.text()] if isinstance(widget, QLabel | QPushButton) else []
        return "\n".join(said)

    def rows(self, name: str, column: int = 0) -> list[str]:
        """What stands in a column of a list."""
        model = self.view.lists[name].table.model
        return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def _state(stub: StubHub, clinics: tuple[Clinic, ...]) -> ConsoleState:
    state = ConsoleState()
    state.access.entered("N. Sato", clinics)
    state.hub_clock.heard(stub.now(), monotonic())
    state.wards.take_wards((Ward("w1", "c1", "3 East", 1, 1),))
    state.wards.choose(("w1",))
    tanaka = Patient(patient_id(1), "AB-1", "田中 由紀", "Tanaka Yuki", None, "F")
    state.wards.take_beds("w1", (Bed("b1", "12", None, "", tanaka, "w1"),), monotonic())
    return state


def _room(bridge: Bridge, access: Access, state: ConsoleState, charts: Charts, theme: Theme) -> ChartRoom:
    rooms: list[ChartRoom] = []

    def clock() -> float:
        return rooms[0].mono() if rooms else monotonic()

    patients = PatientActions(access, clock, state.patients, nudge=lambda: None)
    window = QWidget()
    window.setObjectName("page")
    stub = charts.stub
    view = ChartView(theme, bridge, state, ChartActions(access, clock, state.chart, patients, lambda _: stub.now()))
    view.setParent(window)
    room = ChartRoom(window, view, state, charts, charts.stub, theme)
    rooms.append(room)
    view.changed.connect(lambda text, _: room.changed.append(text))
    view.told.connect(lambda text, detail: room.told.append(f"{text} {detail}".strip()))
    view.edit_wanted.connect(lambda patient: room.wanted.append(("edit", patient)))
    view.bed_wanted.connect(lambda bed: room.wanted.append(("bed", bed)))
    view.visit_wanted.connect(lambda card: room.wanted.append(("visit", card.id)))
    view.booking_wanted.connect(lambda chart: room.wanted.append(("booking", chart.id)))
    view.glass_wanted.connect(lambda: room.wanted.append(("glass", "")))
    view.closed.connect(lambda: room.wanted.append(("closed", "")))
    return room


@asynccontextmanager
async def chart_room(
    stub: StubHub,
    bridge: Bridge,
    *,
    clinics: tuple[Clinic, ...] = (KITA,),
    theme: Theme | None = None,
    size: tuple[int, int] = (1002, 680),
) -> AsyncIterator[ChartRoom]:
    """Sign in at a running stub; patient 1 lies in a bed that is watched, and much is known of her."""
    theme = theme or Theme(DARK)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app)
    charts = mount(stub)
    charts.mine = [full(1)]
    async with stub.running():
        http = HubHttp(stub.url)
        access = Access(http, monotonic)
        await access.sign_in("nurse", "secret")
        room = _room(bridge, access, _state(stub, clinics), charts, theme)
        room.window.resize(*size)
        room.view.resize(*size)
        room.window.show()
        room.window.activateWindow()
        await room.until(room.window.isActiveWindow)
        try:
            yield room
        finally:
            room.window.hide()
            room.window.deleteLater()
            await _end(bridge)
            await http.close()


async def _end(bridge: Bridge) -> None:
    """Let no question outlive the hub."""
    own = [task for task in bridge._tasks if task is not asyncio.current_task()]
    for task in own:
        task.cancel()
    await asyncio.gather(*own, return_exceptions=True)
