"""One session never reaches into another: whatever is late, and however fast keys are pressed."""

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clinic_console.desktop.app import Console
from clinic_console.desktop.config import DesktopConfig
from clinic_console.desktop.state.access import Phase
from clinic_console.wire.readings import History, Point, Series
from clinic_console.wire.wards import Bed, BedDevice, Ward
from tests.desktop.stub import StubHub, patient
from tests.desktop.test_app import QUICK, WARD, console_at

BED = "0192f0c1-0000-7000-8000-00000000b001"
OTHER = "0192f0c1-0000-7000-8000-000000000002"
SLOW = ("refresh", "/api/wards", "/beds", "/readings")


class SlowHub(StubHub):
    """Answers what ends with ``held`` only once it is ``released``; ends sessions and tells whose is whose."""

    def __init__(self) -> None:
        super().__init__()
        self.passwords = {"ann": "secret", "bob": "secret"}
        self.held: tuple[str, ...] = ()
        self.waiting = 0
        self.released = asyncio.Event()
        self.ended: list[str] = []
        self.beds = {WARD: [Bed(BED, "1", 0, BedDevice(1, "d1", "M"), patient(1, "Of Ann"))], OTHER: []}

    async def _reply(self, writer, status, answer):
        if self.last.endswith(self.held or ("nothing",)):
            self.waiting += 1
            await self.released.wait()
        return await super()._reply(writer, status, answer)

    def _route(self, head, body):
        method, target, _ = head.split("\r\n", 1)[0].split(" ")
        self.last = target.partition("?")[0]
        if method == "DELETE":
            self.ended += [x[22:] for x in head.split("\r\n") if x.lower().startswith("authorization: bearer ")]
        return super()._route(head, body)


@pytest.fixture
def slow():
    hub = SlowHub()
    hub.live[BED] = hub.numbers(BED, 1, HR=91.0)
    now = hub.now()
    hub.histories[BED] = History(
        BED, now - 3_600_000, now, 1.0, [Series("HR", "/min", [Point(now - 9_000, now - 8_000, 3.0, 4.0, 3.5)])], []
    )
    return hub


@pytest.mark.parametrize("held", SLOW)
def test_nothing_of_who_left_comes_to_who_signs_in_next(slow, bridge, qapp, until, held):
    async def flow():
        async with slow.running(), console_at(slow, bridge, qapp) as console:
            state = console.state
            await console.sessions.sign_in(slow.url, "ann", "secret")
            await until(lambda: console.window.ward.wall.painted(BED) is not None)
            slow.held = (held,)
            if held == "refresh":
                # Of a task that signing out does not end, as a panel's.
                bridge.spawn(console.access.renewed(await console.access.token()), "trend")
            else:
                console.window.open_bed(BED)
                console.feed.nudge()
            await until(lambda: slow.waiting > 0)
            await console.sessions.sign_out()
            slow.wards = [Ward(OTHER, "c1", "Of Bob", 0, 0)]
            slow.live.clear()
            slow.held = ()
            await console.sessions.sign_in(slow.url, "bob", "secret")
            mine = console.access._stay.session
            slow.released.set()
            await until(lambda: [ward.name for ward in state.wards.wards] == ["Of Bob"])
            await until(lambda: not [t for t in bridge._tasks if t.get_name() in ("trend", "sign out")])
            await until(lambda: console.state.connection.synced)
            assert console.access._stay.session is mine
            assert state.wards.beds == ()
            assert not state.readings.beds
            assert not state.trends.loaded
            assert state.access.phase is Phase.IN
            if held == "refresh":
                # That it opened for nobody is told to the hub.
                await until(lambda: len(slow.ended) >= 2)
                assert mine.access not in slow.ended

    bridge.run(flow())


def test_enter_twice_in_one_pass_signs_in_once(stub, bridge, qapp, until):
    async def flow():
        async with stub.running(), console_at(stub, bridge, qapp) as console:
            view = console.window.sign_in
            view.login.setText("nurse")
            view.password.setText("secret")
            QTest.keyClick(view.password, Qt.Key.Key_Return)
            assert console.state.access.phase is Phase.ENTERING
            QTest.keyClick(view.password, Qt.Key.Key_Return)
            view.button.click()
            await until(lambda: console.state.access.phase is Phase.IN)
            await until(lambda: console.state.connection.synced)
            assert stub.requests.count("POST /api/session") == 1
            assert [task.get_name() for task in bridge._tasks].count("feed") == 1
            await console.sessions.sign_out()
            await until(lambda: "feed" not in [task.get_name() for task in bridge._tasks])
            assert console.state.access.problem is None

    bridge.run(flow())


def test_a_feed_of_before_does_not_outlive_the_next_one(stub, bridge, qapp, until):
    async def flow():
        async with stub.running(), console_at(stub, bridge, qapp) as console:
            await console.sessions.sign_in(stub.url, "nurse", "secret")
            console._entered()
            await until(lambda: [task.get_name() for task in bridge._tasks].count("feed") == 1)

    bridge.run(flow())


@pytest.mark.parametrize("text", ["[::", "http://[::", "http://\x00", "https://h:99999", "https://[v1.x]"])
def test_a_console_starts_with_any_address(bridge, qapp, until, text):
    async def flow():
        console = Console(DesktopConfig(server=text), bridge, qapp, timings=QUICK)
        try:
            console.open()
            await until(lambda: console.state.access.hub_problem is not None)
            assert console.state.access.phase is Phase.OUT
        finally:
            await console.close()
            console.window.deleteLater()

    bridge.run(flow())


def test_an_address_of_any_length_ends_in_words(stub, bridge, qapp, until):
    async def flow():
        async with stub.running(), console_at(stub, bridge, qapp) as console:
            view = console.window.sign_in
            view.server.setText(f"{stub.url}/{'a' * 300}")
            assert len(view.form.servers.address) == 200
            await console.sessions.sign_in(f"{stub.url}/{'a' * 300}", "nurse", "secret")
            await until(view.form.notice_box.isVisible)
            assert "not the address of a hub" in view.notice.text()
            assert console.state.access.phase is Phase.OUT
            assert "POST /api/session" not in stub.requests

    bridge.run(flow())
