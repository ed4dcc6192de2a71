"""One errand at a time, and nothing told to a view that has gone."""

import asyncio

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from clinic_console.desktop.views.errand import Errand
from clinic_console.domain.errors import NotFound


def run(bridge, flow):
    async def whole():
        await flow()
        await bridge.close()

    bridge.run(whole())


def test_what_came_of_it_is_told_and_only_one_runs_at_a_time(bridge, qtbot, until):
    owner, told, gate = QWidget(), [], asyncio.Event()
    qtbot.addWidget(owner)
    errand = Errand(bridge, owner)

    async def work():
        await gate.wait()
        return 7

    async def refused():
        raise NotFound

    async def flow():
        assert errand.run(work, told.append, told.append)
        assert errand.busy
        assert not errand.run(work, told.append, told.append)
        gate.set()
        await until(lambda: told == [7])
        errand.run(refused, told.append, lambda error: told.append(error.code))
        await until(lambda: told == [7, "not_found"])

    run(bridge, flow)


def test_nothing_is_told_of_what_was_given_up_nor_to_a_view_that_has_gone(bridge, until):
    told, gate, ended = [], asyncio.Event(), []

    async def work():
        try:
            await gate.wait()
        finally:
            ended.append(True)

    async def flow():
        for leave in ("give up", "go"):
            owner = QWidget()
            errand = Errand(bridge, owner)
            errand.run(work, told.append, told.append)
            await asyncio.sleep(0)
            if leave == "give up":
                errand.give_up()
            else:
                owner.deleteLater()
                await until(lambda owner=owner: not isValid(owner))
                gate.set()
            await until(lambda errand=errand: not errand.busy)
        assert ended == [True, True]
        assert told == []

    run(bridge, flow)
