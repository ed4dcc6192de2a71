"""Tasks have an owner, errors are told, and the end comes in time."""

import asyncio
import gc
import sys
import threading
import weakref

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_console.desktop.bridge import Stalls, Throttle, Workers, advice, catch_slot_errors, monotonic, words
from clinic_console.domain.errors import HubUnavailable, WrongCredentials


def test_qt_and_asyncio_share_a_loop(bridge):
    async def work():
        ticks = []
        ticked = asyncio.Event()

        def tick(mono):
            ticks.append(mono)
            if len(ticks) == 3:
                ticked.set()

        bridge.frame.connect(tick)
        bridge.start_frames()
        await ticked.wait()
        return ticks

    ticks = bridge.run(work())
    assert ticks == sorted(ticks)
    assert abs(ticks[-1] - monotonic()) < 60


def test_an_error_that_nobody_handles_is_told(bridge):
    told = []
    bridge.failed.connect(told.append)

    async def fail():
        raise HubUnavailable("no connection")

    async def work():
        await asyncio.wait({bridge.spawn(fail(), "failing")})
        await asyncio.sleep(0)

    bridge.run(work())
    assert told == ["The hub does not answer: no connection"]


def test_an_error_of_ours_is_told_without_its_insides(bridge):
    told = []
    bridge.failed.connect(told.append)

    async def fail():
        raise ValueError("Tanaka Yuki")

    async def work():
        await asyncio.wait({bridge.spawn(fail(), "failing")})
        await asyncio.sleep(0)

    bridge.run(work())
    (said,) = told
    assert said.startswith("Something went wrong (")
    assert "Tanaka" not in said


def test_a_fault_that_repeats_is_said_once(bridge):
    told = []
    bridge.failed.connect(told.append)

    async def fail():
        raise ValueError

    async def work():
        for _ in range(20):
            await asyncio.wait({bridge.spawn(fail(), "failing")})
        await asyncio.sleep(0)

    bridge.run(work())
    assert len(told) == 1


def test_an_error_in_a_slot_is_told_and_the_way_back_is_found(bridge):
    told = []
    bridge.failed.connect(told.append)
    before = sys.excepthook
    restore = catch_slot_errors(bridge)
    try:
        sys.excepthook(WrongCredentials, WrongCredentials(), None)
    finally:
        restore()
    assert told == ["The user name or the password is wrong."]
    assert sys.excepthook is before


def test_errors_have_words_and_advice():
    assert words(HubUnavailable("x")) == "The hub does not answer: x"
    assert words(KeyError("x")) == "Something went wrong."
    assert advice(HubUnavailable()).startswith("Watch the bedside monitors.")


def test_the_loop_tells_what_was_never_awaited(bridge):
    told = []
    bridge.failed.connect(told.append)

    async def work():
        bridge.loop.call_exception_handler({"message": "never retrieved", "exception": HubUnavailable()})
        bridge.loop.call_exception_handler({"message": "only words"})

    bridge.run(work())
    assert told == ["The hub does not answer."]


def test_an_error_of_another_thread_is_told_on_the_loop(bridge, qtbot):
    # What earlier tests left must not be collected in a thread.
    gc.collect()
    told = []
    bridge.failed.connect(lambda _: told.append(threading.current_thread()))
    with qtbot.waitSignal(bridge.failed):
        threading.Thread(target=bridge.tell, args=(ValueError(), "thread")).start()
    assert told == [threading.main_thread()]


def test_a_debounced_call_comes_once_nobody_asks_any_more(bridge, qtbot):
    calls = []
    later = bridge.debounce(20, lambda: calls.append(True))
    for _ in range(5):
        later()
    assert later.pending
    assert not calls
    qtbot.waitUntil(lambda: bool(calls))
    assert calls == [True]
    assert not later.pending


def test_a_throttled_call_comes_at_both_edges(bridge, qtbot):
    calls = []
    sparse = bridge.throttle(20, lambda: calls.append(True))
    sparse()
    assert calls == [True]
    assert not sparse.pending
    for _ in range(5):
        sparse()
    assert sparse.pending
    qtbot.waitUntil(lambda: len(calls) == 2)
    qtbot.waitUntil(lambda: not sparse._timer.isActive())
    assert len(calls) == 2


@given(st.lists(st.sampled_from(["ask", "due"]), max_size=30))
def test_a_throttled_call_never_forgets_the_last_request(events):
    asked, seen = 0, []
    sparse = Throttle(1_000_000, lambda: seen.append(asked), leading=True)
    for event in events:
        if event == "ask":
            asked += 1
            sparse()
        elif sparse._timer.isActive():
            sparse._timer.stop()
            sparse._due()
    assert not seen or seen[-1] == asked or sparse.pending
    assert len(seen) <= asked


def test_closing_and_cancelling_drop_what_is_to_come(bridge):
    calls = []
    dropped, ended, sparse = (
        make(0, lambda: calls.append(True)) for make in (bridge.debounce,) * 2 + (bridge.throttle,)
    )

    async def work():
        dropped()
        dropped.cancel()
        ended()
        await bridge.close()
        ended()
        sparse()
        await asyncio.sleep(0.02)

    bridge.run(work())
    assert not calls


def test_a_view_that_goes_takes_its_calls_along(bridge):
    class View:
        def __init__(self):
            self.later = bridge.debounce(10, self.search)

        def search(self):
            pass

    view = View()
    view.later()
    gone = weakref.ref(view)
    del view
    gc.collect()
    assert gone() is None


def test_stalls_are_counted():
    stalls = Stalls()
    for now in (1.0, 1.033, 1.066, 1.166, 1.2, 1.5):
        stalls.tick(now)
    assert stalls.count == 2
    assert stalls.longest == pytest.approx(0.3)
    stalls.rest()
    stalls.tick(9.0)
    assert stalls.count == 2


def test_the_bridge_counts_stalls_of_its_loop(bridge):
    async def work():
        ticked = asyncio.Event()
        bridge.frame.connect(lambda _: ticked.set())
        bridge.start_frames()
        for _ in range(2):
            ticked.clear()
            await ticked.wait()
            threading.Event().wait(0.2)
        ticked.clear()
        await ticked.wait()
        await bridge.close()

    bridge.run(work())
    assert bridge.stalls.count >= 1
    assert bridge.stalls.longest > 0.1


def test_garbage_is_collected_on_the_loop_alone(bridge):
    died_in = []

    class Ring:
        def __init__(self):
            self.me = self

        def __del__(self):
            died_in.append(threading.current_thread())

    def make_garbage():
        for _ in range(20_000):
            Ring()

    async def work():
        bridge.start_frames()
        await asyncio.to_thread(make_garbage)
        while not died_in:
            await asyncio.sleep(0.01)
        await bridge.close()

    bridge.run(work())
    # Threads may outlive the clock, so widgets are not yet safe from them.
    assert not gc.isenabled()
    bridge.dispose()
    assert gc.isenabled()
    assert set(died_in) == {threading.main_thread()}


def test_workers_run_side_by_side_and_no_more_than_allowed():
    workers, gate = Workers(2), threading.Barrier(2)
    both = [workers.submit(gate.wait, 10) for _ in range(2)]
    assert sorted(each.result(10) for each in both) == [0, 1]
    assert [workers.submit(abs, -number).result(10) for number in range(20)] == list(range(20))
    assert len(workers._threads) <= 2
    assert isinstance(workers.submit(int, "x").exception(10), ValueError)


def test_workers_are_waited_for_at_the_end_but_not_for_ever():
    workers, gate = Workers(1), threading.Event()
    under_way = workers.submit(gate.wait, 10)
    assert not workers.end(0.01)
    gate.set()
    assert workers.end(10)
    assert under_way.done()


@pytest.mark.parametrize("there", [True, False])
def test_the_clock_only_rises(monkeypatch, there):
    if not there:
        monkeypatch.delattr("time.CLOCK_BOOTTIME", raising=False)
    first = monotonic()
    assert monotonic() >= first
