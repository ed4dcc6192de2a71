"""Patients in the palette: found by the hub while one types, below what is found here, and nothing moves."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from clinic_console.desktop.actions.patients_find import FindActions
from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.state.access import AccessState, Clinic
from clinic_console.desktop.theme import Theme
from clinic_console.desktop.views.commands import Command, Group
from clinic_console.desktop.views.palette import BESIDE_PATIENTS, Palette
from clinic_console.desktop.views.palette_patients import MOST, MOST_VISITS, patient_finder
from clinic_console.domain.errors import HubUnavailable
from tests.desktop.stub_patients import patient_id
from tests.desktop.stub_patients_form import line, mount

KEY = Qt.Key


@dataclass
class House:
    """A palette over a window; ``asked`` is what patients were looked for, ``answers`` what comes of it."""

    window: QWidget
    until: object
    ran: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    answers: dict[str, asyncio.Future] = field(default_factory=dict)
    beds: int = 3

    def commands(self):
        """The beds, and a screen."""
        beds = [self.command(f"bed{n}", f"Bed {n} · Tanner", Group.BEDS) for n in range(1, self.beds + 1)]
        return [self.command("vitals", "Vitals", Group.SCREENS), *beds]

    def command(self, name, title, group):
        """Something that notes that it was run."""
        return Command(name, title, group, "bed", lambda: self.ran.append(name))

    async def find(self, text):
        """Look for patients: the test says when the answer comes."""
        self.asked.append(text)
        self.answers[text] = asyncio.get_running_loop().create_future()
        return await self.answers[text]

    async def answer(self, text, *names):
        """Let the hub answer one question."""
        await self.until(lambda: text in self.asked)
        self.answers[text].set_result([self.command(f"patient {name}", name, Group.PATIENTS) for name in names])
        await asyncio.sleep(0.02)

    @property
    def rows(self):
        """What stands in the list."""
        model = self.palette.list.model()
        return [model.index(row, 0).data() for row in range(model.rowCount())]

    def type(self, text):
        """Type on."""
        QTest.keyClicks(self.palette.field, text)

    def key(self, key):
        """Press a key."""
        QTest.keyClick(self.palette.field, key)


@asynccontextmanager
async def house_over(bridge, until):
    window = QWidget()
    window.resize(1366, 768)
    house = House(window, until)
    house.palette = Palette(Theme(), house.commands, window, bridge=bridge, find=house.find)
    window.show()
    window.activateWindow()
    await until(window.isActiveWindow)
    house.palette.open()
    try:
        yield house
    finally:
        house.palette.close()
        window.hide()
        window.deleteLater()
        await bridge.close()


def in_house(bridge, until, walk):
    async def flow():
        async with house_over(bridge, until) as house:
            await walk(house)

    bridge.run(flow())


def test_they_come_below_and_move_nothing(bridge, until):
    async def walk(house):
        house.type("tan")
        beds = ["Beds", "Bed 1 · Tanner", "Bed 2 · Tanner", "Bed 3 · Tanner"]
        assert house.rows == beds
        house.key(KEY.Key_Down)
        view = house.palette.list
        top = house.palette.geometry().top()
        place = view.visualRect(view.currentIndex())
        await house.answer("tan", "Tanaka Yuki", "Nguyễn Tấn Phát")
        assert house.rows == [*beds, "Patients", "Tanaka Yuki", "Nguyễn Tấn Phát"]
        assert house.palette.current().id == "bed2"
        assert view.visualRect(view.currentIndex()) == place
        assert house.palette.geometry().top() == top
        assert house.palette.count.text() == "5 results"
        assert view.model().hit(6).marks == ((7, 3),)
        house.key(KEY.Key_End)
        house.key(KEY.Key_Up)
        house.key(KEY.Key_Return)
        assert house.ran == ["patient Tanaka Yuki"]

    in_house(bridge, until, walk)


def test_a_stale_answer_is_dropped(bridge, until):
    async def walk(house):
        house.type("zoe")
        await until(lambda: house.asked == ["zoe"])
        house.type("x")
        await until(lambda: house.asked == ["zoe", "zoex"])
        assert house.answers["zoe"].cancelled()
        await house.answer("zoex", "Zoex Lee")
        assert house.rows == ["Patients", "Zoex Lee"]
        assert house.palette.current().id == "patient Zoex Lee"

    in_house(bridge, until, walk)


def test_who_still_fits_stays_until_the_hub_has_answered(bridge, until):
    async def walk(house):
        house.type("zo")
        await house.answer("zo", "Zoë Lee", "Zorn Max")
        house.key(KEY.Key_Down)
        assert house.palette.current().id == "patient Zorn Max"
        house.type("r")
        assert house.rows == ["Patients", "Zorn Max"]
        await house.answer("zor", "Zora Neale", "Zorn Max")
        assert house.rows == ["Patients", "Zora Neale", "Zorn Max"]
        assert house.palette.current().id == "patient Zorn Max"
        house.type("q")
        assert house.rows == []
        assert house.palette.empty.text() == "Looking for patients …"
        await house.answer("zorq")
        assert house.palette.empty.text() == "Nothing found for “zorq”"

    in_house(bridge, until, walk)


def test_one_letter_and_other_searches_ask_for_nobody(bridge, until):
    async def walk(house):
        for typed in ("t", "#tan", ">tan"):
            house.palette.field.setText("")
            house.type(typed)
        assert not house.palette._patients.waiting
        house.palette.field.setText("田")
        house.palette.field.textEdited.emit("田")
        await house.answer("田", "田中 由紀")
        assert house.asked == ["田"]

    in_house(bridge, until, walk)


def test_a_hub_that_cannot_be_asked_is_told(bridge, until):
    async def walk(house):
        house.type("tan")
        await until(lambda: house.asked == ["tan"])
        house.answers["tan"].set_exception(HubUnavailable())
        await until(lambda: len(house.rows) == 5)
        assert house.rows[-1] == "Patients cannot be searched: The hub does not answer."
        assert house.palette.current().id == "bed1"

    in_house(bridge, until, walk)


def test_they_are_in_sight_in_a_large_house(bridge, until):
    async def walk(house):
        house.beds = 400
        house.palette.refresh()
        house.type("tan")
        assert len(house.rows) == BESIDE_PATIENTS + 1
        await house.answer("tan", *(f"Tanaka {n}" for n in range(9)))
        most = MOST + MOST_VISITS
        assert len(house.rows) == BESIDE_PATIENTS + 1 + most + 1
        assert house.palette.count.text() == f"first {BESIDE_PATIENTS + most} of {400 + most}"

    in_house(bridge, until, walk)


def test_nothing_is_kept_once_it_is_closed(bridge, until):
    async def walk(house):
        house.type("tan")
        await house.answer("tan", "Tanaka Yuki")
        house.type("a")
        await until(lambda: house.asked == ["tan", "tana"])
        house.key(KEY.Key_Escape)
        await until(house.answers["tana"].cancelled)
        assert house.rows == []
        assert house.palette._patients.count == 0
        house.palette.open()
        assert "Tanaka Yuki" not in house.rows

    in_house(bridge, until, walk)


@pytest.mark.parametrize(("role", "found"), [("nurse", 1), ("auditor", 0)])
def test_the_hub_is_asked_by_those_who_may_see_patients(stub, bridge, role, found):
    async def flow():
        register = mount(stub)
        register.hits = [line(1, deceased=True)]
        opened, visits = [], []
        async with stub.running():
            access, state = Access(HubHttp(stub.url), monotonic), AccessState()
            await access.sign_in("nurse", "secret")
            state.entered("N. Sato", (Clinic("c1", "Kita", "Asia/Tokyo", role),))
            find = patient_finder(FindActions(access), state, opened.append, visits.append)
            hits = await find("tanaka")
            await access.close()
        assert len(hits) == 2 * found
        assert len(register.queries) == found
        for hit, way in zip(hits[found:], hits[:found], strict=True):
            hit.run()
            assert (hit.title, hit.group) == ("Visits of 田中 由紀 Tanaka Yuki", Group.PATIENTS)
            assert hit.detail in way.detail
            assert (visits, opened) == ([patient_id(1)], [])
        for hit in hits[:found]:
            hit.run()
            assert (hit.title, hit.group) == ("田中 由紀 Tanaka Yuki", Group.PATIENTS)
            assert hit.detail.endswith("4 Mar 1958 · female · Deceased")
            assert register.queries[0].order == "dmy"
            assert opened == [patient_id(1)]

    bridge.run(flow())
