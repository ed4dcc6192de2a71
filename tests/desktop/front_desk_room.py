"""The Front desk in a window of its own, signed in at a hub of the tests' own; days of any length."""

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import msgspec
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from clinic_console.desktop.actions.front_desk import FrontDeskActions, make_front_desk
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.state.access import Clinic
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.theme import LIGHT, Theme
from clinic_console.desktop.views.front_desk import FrontDeskView
from clinic_console.domain.zones import day_of
from clinic_console.wire.desk_views import DeskViews
from clinic_console.wire.schedule import Card, Column, Person
from tests.desktop.frames import framed
from tests.desktop.stub_schedule import CLINIC, MINUTE, PEOPLE, TYPES, Practice

ZONE = "Asia/Tokyo"
MONDAY = 1_795_398_180_000
"""Mon 23 Nov 2026, 10:43 in Tokyo."""
NORD = "0192f0c5-0000-7000-8000-000000000002"


def visit(practice: Practice, number: int, begins: int, *, doctor: int = 1, who: int | None = None, **more) -> Card:
    """A visit of the practice's day, its number its id; ``begins`` in minutes after midnight."""
    place = number if who is None else who
    name, latin = PEOPLE[place % len(PEOPLE)]
    kind = number % len(TYPES)
    first = practice.at(begins)
    person = Person(
        f"0192f0c2-0000-7000-8000-{place:012}",
        str(4_000_000 + place),
        name,
        latin,
        born=date(1930, 1, 1) + timedelta(days=place * 977 % 33_000),
        sex="FM"[place % 2],
        alerts=["allergy"] if place % 9 == 3 else [],
        interpreter=place % 11 == 5,
        phone=f"+81 90-5521-{place % 10_000:04}",
    )
    fields = {"state": "booked", "version": 1, "patient": person} | more
    return Card(
        f"0192f0c6-0000-7000-8000-{number:012}", first, first + TYPES[kind][1] * MINUTE, practice.clinic, doctor,
        kind + 1, own_begins=first, own_ends=first + TYPES[kind][1] * MINUTE, **fields,
    )  # fmt: skip


def long_day(count: int):
    """A day of so many visits that are all still expected."""

    def set_up(practice: Practice) -> Practice:
        columns = {n: Column(n, practice.day, 1) for n in range(1, practice.doctors + 1)}
        for number in range(count):
            doctor = number % practice.doctors + 1
            columns[doctor].cards.append(visit(practice, number, 660 + number * 780 // count, doctor=doctor))
        return put_day(practice, columns)

    return set_up


def put_day(practice: Practice, columns: dict[int, Column]) -> Practice:
    """Have these columns, and no others, be the day."""
    practice.columns = {key: column for key, column in practice.columns.items() if key[1] != practice.day}
    practice.columns |= {(n, practice.day): column for n, column in columns.items()}
    return practice


def busy_day(practice: Practice) -> Practice:
    """A day in the middle: all states, two who wait too long, some who are late, walk-ins, an open identity."""
    columns = {n: Column(n, practice.day, 1) for n in range(1, practice.doctors + 1)}
    now, number = practice.now, 0

    def add(begins: int, state: str = "booked", **more) -> None:
        nonlocal number
        number += 1
        doctor = number % practice.doctors + 1
        columns[doctor].cards.append(visit(practice, number, begins, doctor=doctor, state=state, **more))

    ago = {minutes: now - minutes * MINUTE for minutes in range(240)}
    for begins in range(480, 590, 7):
        add(begins, "done", since=ago[30], arrived=ago[90], identity="confirmed")
    add(585, "left", since=ago[20], arrived=ago[60])
    add(590, "cancelled", cancelled="patient")
    add(600, "no_show", since=ago[5])
    add(600, "with_doctor", since=ago[12], arrived=ago[40], room="Room 2", identity="confirmed")
    add(615, "roomed", since=ago[8], arrived=ago[14], room="Room 4", identity="confirmed")
    add(620, "roomed", since=ago[3], arrived=ago[35], room="Room 2", identity="not_confirmed")
    add(620, "arrived", since=ago[23], arrived=ago[23])
    add(628, "arrived", since=ago[15], arrived=ago[15], walk_in=True, reason="Fever since the morning")
    add(630, "arrived", since=ago[14], arrived=ago[14])
    add(630, "checked_in", since=ago[6], arrived=ago[9], identity="confirmed")
    add(630)
    add(645, to_confirm=True)
    add(645, restricted=True, patient=Person())
    for begins in range(650, 1_080, 9):
        add(begins)
    return put_day(practice, columns)


@dataclass
class FrontRoom:
    """The screen in a window of its own; ``watched`` are the topics, the newest last."""

    window: QWidget
    view: FrontDeskView
    state: ConsoleState
    actions: FrontDeskActions
    practice: Practice
    stub: object
    now: int
    watched: list = field(default_factory=list)
    said: list = field(default_factory=list)
    changed: list = field(default_factory=list)
    patients: list = field(default_factory=list)
    views: DeskViews = field(default_factory=DeskViews)

    @property
    def list(self):
        return self.view.pane.list

    @property
    def desk(self):
        return self.state.front_desk

    def frame(self):
        self.view.frame(monotonic())
        for _ in range(4):
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)

    async def until(self, holds):
        await framed(self.frame, holds)

    async def shown(self):
        """The day is there, in a window that has the keys."""
        await self.until(lambda: self.desk.loaded and self.desk.columns.types and self.window.isActiveWindow())
        self.view.pane.enter()
        self.frame()

    def press(self, *keys, modifiers=Qt.KeyboardModifier.NoModifier):
        for key in keys:
            QTest.keyClick(self.list, key, modifiers)

    def point(self, place: int, x: int = 300) -> QPoint:
        """A point of a row."""
        high = self.list.rows.height
        return QPoint(x, round(place * high - self.list.verticalScrollBar().value() + high / 2))

    def click(self, place: int, x: int = 300, modifiers=Qt.KeyboardModifier.NoModifier):
        QTest.mouseClick(self.list.viewport(), Qt.MouseButton.LeftButton, modifiers, self.point(place, x))

    def names(self):
        """The ids of the rows from the top, as numbers."""
        return [int(row[-12:]) for row in self.desk.rows]

    def selected(self):
        return [int(card.id[-12:]) for card in self.desk.selection()]

    def change(self, number: int, **fields):
        """Another desk changes a visit: the hub tells so."""
        for column in self.columns():
            for card in column.cards:
                if int(card.id[-12:]) == number:
                    if "begins" in fields:
                        lasts = card.ends - card.begins
                        fields |= {"ends": fields["begins"] + lasts, "own_begins": 0, "own_ends": 0}
                    for name, value in fields.items():
                        setattr(card, name, value)
                    card.version += 1
                    column.cards.sort(key=lambda each: each.begins)
                    self.tell(column)

    def add(self, card: Card):
        """Another desk adds a visit."""
        column = self.practice.columns[card.practitioner, self.practice.day]
        column.cards.append(card)
        self.tell(column)

    def take(self, number: int):
        """A visit goes to another day."""
        for column in self.columns():
            if any(int(card.id[-12:]) == number for card in column.cards):
                column.cards = [card for card in column.cards if int(card.id[-12:]) != number]
                self.tell(column)

    def columns(self):
        return [column for (_, day), column in self.practice.columns.items() if day == self.practice.day]

    def tell(self, column: Column):
        self.practice.put(column)
        self.desk.columns.told(CLINIC, column.day, column.practitioner, column.version)

    async def heard(self):
        """All that was told of has come."""
        await self.until(lambda: not self.desk.columns.stale)
        self.frame()


def mount_views(stub, room: FrontRoom):
    def answer(method, _path, _query, body):
        if method == "PUT":
            room.views = msgspec.json.decode(body, type=DeskViews)
        return 200, msgspec.json.encode(room.views)

    stub.extra["GET", "/api/desk-views"] = stub.extra["PUT", "/api/desk-views"] = answer


@asynccontextmanager
async def front_room(
    stub, bridge, *, size=(1302, 720), doctors=4, role="receptionist", theme=None, set_up=busy_day, clinics=()
):
    theme = theme or Theme(LIGHT)
    theme.apply(QApplication.instance())
    now = MONDAY
    day = day_of(ZONE, datetime.fromtimestamp(now / 1_000, UTC))
    practice = set_up(Practice(now, day, zone=ZONE, doctors=doctors)).mount(stub)
    async with stub.running():
        http = HubHttp(stub.url)
        access = Access(http, monotonic)
        await access.sign_in("nurse", "secret")
        state = ConsoleState()
        state.access.entered("R. Lindqvist", clinics or (Clinic(CLINIC, "Kita", ZONE, role),))
        state.hub_clock.answered(now, monotonic(), monotonic())
        state.connection.started(monotonic())
        state.connection.opened()
        state.connection.heard(monotonic(), now)
        watched: list = []
        actions = make_front_desk(access, monotonic, state, watched.append, lambda: None)
        window = QWidget()
        window.resize(*size)
        view = FrontDeskView(theme, bridge, state, actions)
        room = FrontRoom(window, view, state, actions, practice, stub, now, watched)
        mount_views(stub, room)
        view.setParent(window)
        view.resize(*size)
        view.told.connect(lambda *told: room.said.append(told))
        view.changed.connect(lambda *changed: room.changed.append(changed))
        view.patient_wanted.connect(room.patients.append)
        window.show()
        window.activateWindow()
        view.enter()
        try:
            yield room
        finally:
            view.forget()
            view.context.deleteLater()
            window.hide()
            window.deleteLater()
            await bridge.close(http.close())
