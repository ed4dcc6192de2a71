"""Faults within a window freeze no other part of it, and the wall on a second screen follows the first."""

import pytest

from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.views.shell import BED, Place
from tests.desktop.views.test_window import as_before, signed_in

__all__ = ["as_before"]


@pytest.mark.parametrize("part", ["bar.show_connection", "strip.show_scene", "ward.context.frame", "ward.alarms"])
def test_a_fault_in_one_part_freezes_no_other_and_stops_the_heartbeat(stub, bridge, qapp, until, monkeypatch, part):
    monkeypatch.setattr("clinic_console.desktop.state.connection.SILENT_SECONDS", 0.8)

    async def flow():
        stub.live["b1"] = stub.numbers(HR=91.0)
        async with signed_in(stub, bridge, qapp, until) as console:
            window = console.window
            await until(lambda: window.ward.wall.painted("b1").live)
            assert console._watched().wards == ("3 East",)
            assert window.whole
            owner = window.shell
            *path, name = part.split(".")
            for step in path:
                owner = getattr(owner, step)
            monkeypatch.setattr(owner, name, lambda *_: 1 / 0)
            await until(lambda: window.toasts.shown)
            if part.startswith("ward"):
                # Never a calm word while the wall, or what the monitors say, is not known.
                await until(lambda: window.strip.property("alert"))
                assert window.strip.title.text() == "NOT MONITORED"
            stub.mode = "silent"
            await until(lambda: not window.ward.wall.painted("b1").live)
            if part == "bar.show_connection":
                await until(lambda: window.strip.property("alert"))
            assert window.whole is (part == "bar.show_connection")

    bridge.run(flow())


def test_a_second_wall_that_cannot_be_kept_up_is_taken_away(stub, bridge, qapp, until, monkeypatch):
    async def flow():
        async with signed_in(stub, bridge, qapp, until) as console:
            second = console.window.second
            monkeypatch.setattr(second, "free_screen", lambda _: qapp.primaryScreen())
            console.state.station.change(second_screen=True)
            await until(lambda: second.wall is not None)
            monkeypatch.setattr(second.wall.strip, "show_scene", lambda *_: 1 / 0)
            await until(lambda: second.wall is None)
            console.window.frame(monotonic())
            assert second.wall is None
            console.state.station.change(name="desk")
            await until(lambda: second.wall is not None)

    bridge.run(flow())


def test_a_second_screen_shows_the_wall_as_long_as_it_is_there(stub, bridge, qapp, until, monkeypatch):
    async def flow():
        async with signed_in(stub, bridge, qapp, until) as console:
            second = console.window.second
            console.state.station.change(second_screen=True)
            console.window.frame(0.0)
            assert second.wall is None
            there = [True]
            monkeypatch.setattr(second, "free_screen", lambda _: qapp.primaryScreen() if there[0] else None)
            await until(lambda: second.wall is not None)
            wall = second.wall
            await until(lambda: wall.wall.painted("b1") is not None)
            await stub.drop()
            stub.mode = "silent"
            wall.wall.opened.emit("b1")
            assert console.window.shell.place == Place(BED, "b1")
            there[0] = False
            await until(lambda: second.wall is None)
            there[0] = True
            await until(lambda: second.wall is not None)
            await console.sessions.sign_out()
            await until(lambda: second.wall is None)

    bridge.run(flow())


def test_a_second_wall_that_is_closed_comes_back(stub, bridge, qapp, until, monkeypatch):
    async def flow():
        async with signed_in(stub, bridge, qapp, until) as console:
            second = console.window.second
            monkeypatch.setattr(second, "free_screen", lambda _: qapp.primaryScreen())
            console.state.station.change(second_screen=True)
            await until(lambda: second.wall is not None)
            first = second.wall
            first.close()
            await until(lambda: second.wall is not None and second.wall is not first and second.wall.isVisible())

    bridge.run(flow())
