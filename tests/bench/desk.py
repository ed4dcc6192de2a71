"""Benchmark ``desk``: how smooth the Patients screen is with 500,000 patients: dragging, and keys.

The same of the front desk with a day list of 1,000 visits (tests/bench/desk_day.py): keys, and live changes.
``key_p95_ms`` is that of the slower of the two. And how long the hub takes for the plan of an absent doctor
(tests/bench/unavailable.py).

Offscreen at 1920×1080. The list is the console's own widget on its own state; a hub in the same process answers
after as long as one in the building takes, with bytes that are decoded as a real one's are. The scroll bar is dragged
from top to end; a frame is all that the loop does from one painted picture to the next.
"""

import asyncio
import gc
import os
import statistics
import time
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final, TypeVar
from uuid import UUID

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from clinic_console.desktop.actions.patients_list import PatientListActions
from clinic_console.desktop.bridge import Bridge, monotonic
from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.patients_list import PatientList
from clinic_console.desktop.state.roll import MOST
from clinic_console.desktop.theme import LIGHT, Theme
from clinic_console.desktop.views.patients_list import PatientsList
from clinic_console.wire.patients import PatientHits, PatientLine, PatientPage, PatientPlaces
from tests.bench.desk_day import LIVE, VISITS, DayList
from tests.bench.figures import Figure
from tests.bench.unavailable import ASKED, measure_preview

FIGURES: Final = (
    Figure("patients", "patients in the list"),
    Figure("scroll_max_frame_ms", "longest frame while the bar is dragged from top to end, ms", "lower", 50),
    Figure("scroll_p95_frame_ms", "frame while the bar is dragged, ms, 95 %", "lower"),
    Figure("scroll_requests", "requests of rows while it is dragged", "lower"),
    Figure("calls_a_row", "model calls for each row painted, at most", "lower", 1),
    Figure("page_max_frame_ms", "longest frame while pages are turned, ms", "lower", 50),
    Figure("open_ms", "ms from the first frame to the first rows painted", "lower"),
    Figure("key_p95_ms", "ms from a key to what it does painted, 95 %, of the slower list", "lower", 50),
    Figure("day_rows", "visits in the day list"),
    Figure("day_key_p95_ms", "the same in the day list and its filter, ms, 95 %", "lower", 50),
    Figure("day_live_max_frame_ms", "longest frame in which a change from elsewhere is shown, ms", "lower", 50),
    Figure("preview40_p50_ms", "plan for 40 visits of an absent doctor over HTTP, median, ms", "lower", 300),
    Figure("preview40_p95_ms", "the same, 95 %, ms", "lower"),
    Figure("preview40_best", "share of these plans that were proven to be the best", "higher"),
)
PATIENTS: Final = 500_000
EVERY: Final = 1_000
SIZE: Final = (1_856, 992)
DRAG_SECONDS: Final = 5.0
PAGES: Final = 300
KEYS: Final = 150
HUB_SECONDS: Final = 0.015
NAMES: Final = (
    ("田中 由紀", "Tanaka Yuki"),
    ("Zoë van der Meer", ""),
    ("渡辺 美咲", "Watanabe Misaki"),
    ("Jörg Müller", ""),
)
ALERTS: Final = ([], ["allergy"], [], [], ["infection", "fall_risk"])

T = TypeVar("T")


class MadeUpHub:
    """Answers as ``link.access.Access`` does, with patients made up from their places."""

    def __init__(self) -> None:
        self.pages = 0

    async def call(
        self, kind: type[T], _method: str, path: str, *, body: Any = None, params: Mapping[str, Any] | None = None
    ) -> T:
        """Answer a request."""
        await asyncio.sleep(HUB_SECONDS)
        return msgspec.json.decode(self._answer(path, dict(params or {})), type=kind)

    def _answer(self, path: str, params: dict[str, Any]) -> bytes:
        if path.endswith("/places"):
            keys = ["", *(str(at) for at in range(EVERY, PATIENTS, EVERY))]
            return msgspec.json.encode(PatientPlaces(PATIENTS, EVERY, keys))
        if path.endswith("/search"):
            return msgspec.json.encode(PatientHits([_line(number * 7) for number in range(50)], more=True))
        self.pages += 1
        begins = int(params.get("after", 0)) + int(params.get("skip", 0))
        ends = min(PATIENTS, begins + int(params["limit"]))
        rows = [_line(number) for number in range(begins, ends)]
        return msgspec.json.encode(PatientPage(rows, str(ends) if ends < PATIENTS else None))


def measure(
    seconds: float = DRAG_SECONDS, pages: int = PAGES, keys: int = KEYS, plans: int = ASKED
) -> dict[str, Any]:
    """Measure everything; return the values by key."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QApplication.instance() or QApplication(["bench"])
    assert isinstance(app, QApplication)
    bridge = Bridge(app)
    try:
        found = bridge.run(_measure(app, bridge, seconds, pages, keys))
    finally:
        bridge.dispose()
    # Servers and a hub of its own: not beside what is painted.
    return found | measure_preview(plans)


async def _measure(app: QApplication, bridge: Bridge, seconds: float, pages: int, keys: int) -> dict[str, Any]:
    desk = Desk(app, bridge)
    open_ms = await desk.open()
    gc.collect()
    gc.freeze()
    drag = await desk.drag(seconds)
    requests = desk.hub.pages
    turned = await desk.turn(pages)
    pressed = await desk.press(keys)
    calls = desk.most_calls
    desk.close()
    day = DayList(app, bridge)
    await day.open()
    in_list, live = await day.press(keys), await day.live(LIVE)
    day.close()
    gc.unfreeze()
    return {
        "patients": PATIENTS,
        "scroll_max_frame_ms": max(drag),
        "scroll_p95_frame_ms": _p95(drag),
        "scroll_requests": requests,
        "calls_a_row": calls,
        "page_max_frame_ms": max(turned),
        "open_ms": open_ms,
        "key_p95_ms": max(_p95(pressed), _p95(in_list)),
        "day_rows": VISITS,
        "day_key_p95_ms": _p95(in_list),
        "day_live_max_frame_ms": max(live),
        "scroll_frames": len(drag),
    }


class Desk:
    """The list in a window; times are in ms."""

    def __init__(self, app: QApplication, bridge: Bridge) -> None:
        theme = Theme(LIGHT)
        theme.apply(app)
        self.hub, self.list, state = MadeUpHub(), PatientList(), ConsoleState()
        state.access.entered("N. Sato", (Clinic("c1", "Kita", "Asia/Tokyo", "nurse"),))
        state.hub_clock.heard(1_790_000_000_000, monotonic())
        actions = PatientListActions(self.hub, monotonic, self.list)  # type: ignore[arg-type] - what of it is used
        self.window, self.view = QWidget(), PatientsList(theme, bridge, state, actions)
        self.view.setParent(self.window)
        self.window.resize(*SIZE)
        self.view.resize(*SIZE)
        self.most_calls = 0.0
        self._count_calls()
        self.window.show()

    async def open(self) -> float:
        """Show the first rows."""
        began = time.perf_counter()
        while self.list.roll.row(0) is None or not self.list.roll.loaded:
            await self._frame()
        await self._frame()
        return (time.perf_counter() - began) * 1_000

    async def drag(self, seconds: float) -> list[float]:
        """Drag the bar from top to end; return how long each frame took."""
        bar, times = self.view.all.view.verticalScrollBar(), []
        bar.setSliderDown(True)
        before = began = time.perf_counter()
        while (gone := (before - began) / seconds) < 1:
            bar.setValue(round(bar.maximum() * gone))
            await self._frame()
            now = time.perf_counter()
            times.append((now - before) * 1_000)
            before = now
        bar.setValue(bar.maximum())
        bar.setSliderDown(False)
        while self.list.roll.row(PATIENTS - 1) is None:
            await self._frame()
        assert self.list.roll.kept <= MOST, "more is kept than may be"
        return times

    async def turn(self, pages: int) -> list[float]:
        """Turn pages upwards from the end, rows coming as they do."""
        return [await self._press(self.view.all.view, Qt.Key.Key_PageUp) for _ in range(pages)]

    async def press(self, keys: int) -> list[float]:
        """Go down the list by keys, then type in the search."""
        times = [await self._press(self.view.all.view, Qt.Key.Key_Down) for _ in range(keys)]
        for number in range(keys):
            if number % 12 == 0:
                self.view.bar.field.clear()
            times.append(await self._press(self.view.bar.field, Qt.Key(Qt.Key.Key_A.value + number % 26)))
        return times

    def close(self) -> None:
        """Take it down."""
        self.view.forget()
        self.window.hide()
        self.window.deleteLater()

    async def _press(self, widget: QWidget, key: Qt.Key) -> float:
        began = time.perf_counter()
        QTest.keyClick(widget, key)
        await self._frame()
        return (time.perf_counter() - began) * 1_000

    async def _frame(self) -> None:
        self.view.frame(monotonic())
        self.view.pane.view.viewport().repaint()
        # What else waits in the loop, and what the hub has answered, is taken in between two frames.
        await asyncio.sleep(0)

    def _count_calls(self) -> None:
        """Count the model's calls in each painting, by row."""
        view, model = self.view.all.view, self.view.all.model
        drawn, paint, calls = model.drawn, view.paintEvent, [0]

        def counted(place: int) -> Any:
            calls[0] += 1
            return drawn(place)

        def painted(event: Any) -> None:
            calls[0] = 0
            paint(event)
            rows = event.rect().height() // view.rows.height + 2
            self.most_calls = max(self.most_calls, calls[0] / rows)

        model.drawn = counted  # type: ignore[method-assign] - counted on the way
        view.paintEvent = painted  # type: ignore[method-assign] - counted on the way


def _line(number: int) -> PatientLine:
    name, latin = NAMES[number % len(NAMES)]
    return PatientLine(
        id=str(UUID(int=number)),
        mrn=str(4_000_000 + number),
        name=name,
        name_latin=latin,
        name_kana="",
        born=date(1930, 1, 1) + timedelta(days=number * 7 % 33_000),
        sex="FM"[number % 2],
        deceased=number % 40 == 7,
        alerts=ALERTS[number % len(ALERTS)],
        interpreter=number % 23 == 4,
        clinic_id="c1",
    )


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]
