"""The part of benchmark ``desk`` that is about the front desk: a day list of 1,000 visits under keys and changes."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final, TypeVar

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from clinic_console.desktop.actions.front_desk import make_front_desk
from clinic_console.desktop.bridge import Bridge, monotonic
from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.theme import LIGHT, Theme
from clinic_console.desktop.views.front_desk import FrontDeskView
from clinic_console.domain.appointments import State
from clinic_console.wire.desk_views import DeskViews
from clinic_console.wire.practitioners import Practitioner, Practitioners, VisitType, VisitTypes
from clinic_console.wire.schedule import Card, Column, Days, Person

VISITS: Final = 1_000
LIVE: Final = 60
DOCTORS: Final = 20
SIZE: Final = (1_856, 992)
CLINIC: Final = "0192f0c5-0000-7000-8000-000000000001"
ZONE: Final = "Asia/Tokyo"
NOW: Final = 1_795_398_180_000
"""Mon 23 Nov 2026, 10:43 in Tokyo."""
DAY: Final = date(2026, 11, 23)
MINUTE: Final = 60_000
NAMES: Final = (
    ("田中 由紀", "Tanaka Yuki"),
    ("Zoë van der Meer", ""),
    ("渡辺 美咲", "Watanabe Misaki"),
    ("Nguyễn Văn Đức", ""),
)
TYPES: Final = ("Follow-up", "Vaccination", "Diabetes review")
DOWN: Final = (Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_PageDown)
TYPED: Final = ("tanaka", "nguyen", "vander", "watana")
T = TypeVar("T")


class MadeUpDay:
    """Answers as ``link.access.Access`` does, with one day of visits."""

    def __init__(self) -> None:
        self.columns = [Column(number, DAY, 1, cards=[]) for number in range(1, DOCTORS + 1)]
        for number in range(VISITS):
            self.columns[number % DOCTORS].cards.append(_card(number))

    async def call(
        self, kind: type[T], _method: str, path: str, *, body: Any = None, params: Mapping[str, Any] | None = None
    ) -> T:
        """Answer a request."""
        await asyncio.sleep(0)
        return msgspec.json.decode(self._answer(path, dict(params or {})), type=kind)

    def _answer(self, path: str, params: dict[str, Any]) -> bytes:
        if path.endswith("/visit-types"):
            kinds = [VisitType(id=at + 1, name=name, minutes=15) for at, name in enumerate(TYPES)]
            return msgspec.json.encode(VisitTypes(kinds))
        if path.endswith("/practitioners"):
            people = [
                Practitioner(number, f"Doctor {number}", "Dr", f"{number:03}", [CLINIC], [1], active=True, version=1)
                for number in range(1, DOCTORS + 1)
            ]
            return msgspec.json.encode(Practitioners(people))
        if path.endswith("/desk-views"):
            return msgspec.json.encode(DeskViews())
        whose = int(params.get("practitioner", 0))
        columns = [each for each in self.columns if whose in (0, each.practitioner)]
        return msgspec.json.encode(Days(CLINIC, ZONE, NOW, columns))


class DayList:
    """The front desk in a window; times are in ms."""

    def __init__(self, app: QApplication, bridge: Bridge) -> None:
        theme = Theme(LIGHT)
        theme.apply(app)
        self.state = ConsoleState()
        self.state.access.entered("N. Sato", (Clinic(CLINIC, "Kita", ZONE, "receptionist"),))
        self.state.hub_clock.answered(NOW, monotonic(), monotonic())
        self.state.connection.started(monotonic())
        self.state.connection.opened()
        self.state.connection.heard(monotonic(), NOW)
        access: Any = MadeUpDay()
        actions = make_front_desk(access, monotonic, self.state, lambda _: None, lambda: None)
        self.window, self.view = QWidget(), FrontDeskView(theme, bridge, self.state, actions)
        self.view.setParent(self.window)
        self.window.resize(*SIZE)
        self.view.resize(*SIZE)
        self.window.show()

    @property
    def desk(self) -> Any:
        """The state of the list."""
        return self.state.front_desk

    async def open(self) -> None:
        """Show the day, with the words of all rows ready as they are by when somebody types."""
        while self.desk.total < VISITS or not self.desk.columns.types:
            await self._frame()
        for _ in range(VISITS // 40 + 2):
            await self._frame()

    async def press(self, keys: int) -> list[float]:
        """Go down and select, then type in the filter and take it back."""
        rows, field = self.view.pane.list, self.view.bar.field
        times = [await self._press(rows, DOWN[at % len(DOWN)]) for at in range(keys)]
        for at in range(keys):
            word = TYPED[at // 6 % len(TYPED)]
            if at % 6 == 0:
                field.clear()
                await self._frame()
            times.append(await self._press(field, word[at % 6]))
        field.clear()
        await self._frame()
        return times

    async def live(self, changes: int) -> list[float]:
        """Show changes from elsewhere, each with another visit that arrives."""
        times, columns = [], self.desk.columns
        for at in range(changes):
            card = self.desk.row(at)
            began = time.perf_counter()
            columns.put(CLINIC, replace(card, state=State.ARRIVED, arrived=NOW, version=card.version + 1), DAY)
            await self._frame()
            times.append((time.perf_counter() - began) * 1_000)
        assert self.desk.total == VISITS, "nothing comes or goes by itself"
        return times

    def close(self) -> None:
        """Take it down."""
        self.view.forget()
        self.view.context.deleteLater()
        self.window.hide()
        self.window.deleteLater()

    async def _press(self, widget: QWidget, key: Qt.Key | str) -> float:
        began = time.perf_counter()
        QTest.keyClick(widget, key)
        await self._frame()
        return (time.perf_counter() - began) * 1_000

    async def _frame(self) -> None:
        self.view.frame(monotonic())
        self.view.pane.list.viewport().repaint()
        await asyncio.sleep(0)


def _card(number: int) -> Card:
    name, latin = NAMES[number % len(NAMES)]
    begins = NOW + (number * 420 // VISITS - 60) * MINUTE
    ends = begins + 15 * MINUTE
    waits = begins < NOW
    person = Person(
        f"0192f0c2-0000-7000-8000-{number:012}",
        str(4_000_000 + number),
        name,
        latin,
        born=date(1930, 1, 1) + timedelta(days=number * 7),
        alerts=["allergy"] if number % 9 == 3 else [],
    )
    return Card(
        f"0192f0c6-0000-7000-8000-{number:012}",
        begins,
        ends,
        CLINIC,
        number % DOCTORS + 1,
        number % len(TYPES) + 1,
        "arrived" if waits else "booked",
        1,
        own_begins=begins,
        own_ends=ends,
        patient=person,
        since=begins if waits else 0,
        arrived=begins if waits else 0,
    )
