"""From the hub's sockets into the state: all goes well, and everything that does not."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from clinic_console.desktop.bridge import monotonic
from clinic_console.desktop.feed import Feed
from clinic_console.desktop.link.access import Access
from clinic_console.desktop.link.http import HubHttp
from clinic_console.desktop.link.socket import PushSocket, Timings
from clinic_console.desktop.state.connection import Standing
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.domain.errors import NotSignedIn
from clinic_console.wire.session import Problem, Snapshot, encode
from clinic_console.wire.wards import Bed, BedDevice, BedPatient

WARD = "0192f0c1-0000-7000-8000-000000000001"
QUICK = Timings(opening=1.0, silent=0.6, ping=0.1, tick=0.05, backoff_first=0.02, backoff_most=0.1)


class Watching:
    """A feed that runs: its state, and the task that pumps."""

    def __init__(self, stub, timings=QUICK) -> None:
        self.state = ConsoleState()
        self.access = Access(HubHttp(stub.url), monotonic)
        self.feed = Feed(self.access, monotonic, self.state, timings)
        self.task: asyncio.Task | None = None

    def choose(self, *wards: str) -> None:
        self.state.wards.choose(wards)
        self.feed.watch(wards)

    def heart_rate(self, bed: str = "b1") -> float | None:
        data = self.state.readings.beds.get(bed)
        return data.values["HR"].number if data and "HR" in data.values else None

    def standing(self) -> Standing:
        return self.state.connection.standing(monotonic())


@asynccontextmanager
async def watching(stub, timings=QUICK):
    async with stub.running():
        console = Watching(stub, timings)
        await console.access.sign_in("nurse", "secret")
        console.choose(WARD)
        console.task = asyncio.create_task(console.feed.run())
        try:
            yield console
        finally:
            console.task.cancel()
            await asyncio.gather(console.task, return_exceptions=True)
            await console.access.http.close()


async def test_snapshot_then_deltas_reach_the_state(stub, until):
    stub.live["b1"] = stub.numbers(HR=71.0)
    async with watching(stub) as console:
        await until(lambda: console.heart_rate() == 71.0)
        await stub.publish(stub.numbers(HR=72.0))
        await until(lambda: console.heart_rate() == 72.0)
        await until(lambda: console.standing() is Standing.LIVE)
        await until(lambda: len(console.state.wards.beds) == 2)
        await until(lambda: console.state.connection.delay is not None)
        assert console.state.connection.delay < 1.0
        assert console.state.wards.beds[0].patient.latin == "Tanaka Yuki"


async def test_the_hubs_time_is_the_hubs_however_wrong_our_clock_is(stub, until):
    stub.skew = -9 * 365 * 86_400_000
    async with watching(stub) as console:
        await until(lambda: console.state.connection.delay is not None)
        assert abs(console.state.hub_clock.moment(monotonic()).hub - stub.now()) < 1_000


async def test_a_missing_delta_brings_a_new_snapshot(stub, until):
    async with watching(stub) as console:
        await until(lambda: console.state.connection.synced)
        stub.offsets[f"ward:{WARD}"] += 5
        await stub.publish(stub.numbers(HR=80.0))
        await until(lambda: console.heart_rate() == 80.0)
        assert console.feed.socket.resyncs == 1
        assert console.state.connection.just_resynced(monotonic())


async def test_the_hub_goes_away_and_comes_back(stub, until):
    async with watching(stub) as console:
        await until(lambda: console.state.connection.synced)
        await stub.drop()
        await until(lambda: not console.state.connection.open)
        stub.live["b1"] = stub.numbers(HR=90.0)
        await until(lambda: console.heart_rate() == 90.0)
        assert stub.hellos == 2


async def test_a_hub_that_moved_is_found_again(stub, until):
    async with stub.running():
        console = Watching(stub)
        await console.access.sign_in("nurse", "secret")
        console.choose(WARD)
        console.task = asyncio.create_task(console.feed.run())
        await until(lambda: console.state.connection.synced)
        http_port, old = stub.http_port, stub.push_port
    await until(lambda: console.state.connection.problem is not None)
    async with stub.running(http_port=http_port):
        assert stub.push_port != old
        await until(lambda: console.state.connection.synced)
        console.task.cancel()
        await asyncio.gather(console.task, return_exceptions=True)
        await console.access.http.close()


async def test_a_hub_that_says_nothing_is_dropped_and_tried_again(stub, until):
    async with watching(stub) as console:
        await until(lambda: console.state.connection.synced)
        stub.mode = "silent"
        await until(lambda: stub.hellos >= 2)
        assert not console.state.connection.synced
        stub.mode = "normal"
        await until(lambda: console.standing() is Standing.LIVE)


async def test_a_hub_that_sends_rubbish_monitors_nobody(stub, until):
    stub.mode = "rubbish"
    async with watching(stub) as console:
        await until(lambda: stub.hellos >= 3)
        assert console.state.connection.word is None
        assert console.state.connection.standing(console.state.connection.since + 5.1) is Standing.NOT_MONITORED
        stub.mode = "normal"
        await until(lambda: console.state.connection.synced)


@pytest.mark.parametrize("raw", ["text", b"", b"\xc1", b"\x93\xa5delta", b"\x91" * 90_000, b"\xff" * 40])
async def test_no_rubbish_ends_the_pump(stub, until, raw):
    async with watching(stub) as console:
        await until(lambda: console.state.connection.synced)
        await stub.say_raw(raw)
        await until(lambda: stub.hellos >= 2 and console.state.connection.synced)
        assert not console.task.done()


async def test_a_bed_that_cannot_be_read_brings_a_new_connection(stub, until):
    async with watching(stub) as console:
        await until(lambda: console.state.connection.synced)
        await stub.say_raw(encode(Snapshot(f"ward:{WARD}", "e", 0, stub.now(), [{"no": "bed"}])))
        await until(lambda: stub.hellos >= 2 and console.state.connection.synced)


async def test_a_hub_that_accepts_and_never_answers_does_not_hold_us(stub, until):
    async with watching(stub) as console:
        await until(lambda: console.state.connection.synced)

        async def deaf(reader, writer):
            await reader.read()
            writer.close()

        server = await asyncio.start_server(deaf, "127.0.0.1", 0)
        right = stub.push_port
        stub.push_port = server.sockets[0].getsockname()[1]
        console.access.lost()
        await stub.drop()
        await until(lambda: console.state.connection.problem is not None)
        stub.push_port = right
        await until(lambda: console.state.connection.synced)
        server.close()
        await server.wait_closed()


async def test_a_token_is_renewed_on_the_open_socket(stub, until):
    stub.lifetime = 10_050
    async with watching(stub, replace(QUICK, tick=0.02)) as console:
        await until(lambda: console.state.connection.synced)
        console.access._stay.renew_at = 0.0
        await until(lambda: stub.renewals >= 1)
        assert stub.hellos == 1


async def test_an_expired_token_is_replaced_and_the_wall_goes_on(stub, until):
    async with watching(stub) as console:
        await until(lambda: console.state.connection.synced)
        stub.tokens.clear()
        await stub.drop()
        await until(lambda: console.state.connection.synced and stub.hellos >= 3)


async def test_a_session_that_is_over_ends_the_pump(stub, until):
    async with watching(stub) as console:
        await until(lambda: console.state.connection.synced)
        stub.tokens.clear()
        stub.refreshes.clear()
        await stub.drop()
        with pytest.raises(NotSignedIn):
            async with asyncio.timeout(10):
                await console.task


async def test_a_deleted_ward_is_said_to_be_gone(stub, until):
    async with watching(stub) as console:
        await until(lambda: len(console.state.wards.beds) == 2 and console.state.connection.synced)
        stub.beds.clear()
        stub.wards.clear()
        console.feed.nudge()
        await until(lambda: console.state.wards.gone)
        assert console.state.wards.beds == ()
        await until(lambda: console.state.wards.wards == ())
        await until(lambda: console.standing() is Standing.LIVE)


async def test_a_ward_that_the_hub_refuses_is_gone_too(stub, until):
    stub.problem = Problem("not_found", "no such ward")
    async with watching(stub) as console:
        await until(lambda: console.state.wards.gone)
        stub.problem = None
        console.choose(WARD)
        await until(lambda: console.state.connection.synced and len(console.state.wards.beds) == 2)


async def test_a_ward_that_cannot_be_checked_now_is_asked_for_again(stub, until):
    stub.problem = Problem("unavailable.store", "database away")
    async with watching(stub) as console:
        await until(lambda: stub.hellos >= 2)
        assert not console.state.wards.gone
        stub.problem = None
        await until(lambda: console.state.connection.synced)


async def test_another_patient_in_the_bed_takes_the_numbers_away(stub, until):
    stub.live["b1"] = stub.numbers(HR=71.0)
    async with watching(stub) as console:
        await until(lambda: console.heart_rate() == 71.0 and len(console.state.wards.beds) == 2)
        newcomer = BedPatient("p9", "MRN9", "Olga", "", None, "F")
        stub.beds[WARD][0] = Bed("b1", "1", 0, BedDevice(1, "dev-1", "M"), newcomer)
        console.feed.nudge()
        await until(lambda: console.state.wards.beds[0].patient.name == "Olga")
        assert console.heart_rate() is None


async def test_lists_that_cannot_be_had_leave_the_wall_live(stub, until):
    async with watching(stub) as console:
        await until(lambda: len(console.state.wards.beds) == 2)
        stub.http_mode = "down"
        console.feed.nudge()
        await until(lambda: console.state.wards.problem is not None)
        await stub.publish(stub.numbers(HR=66.0))
        await until(lambda: console.heart_rate() == 66.0)
        assert len(console.state.wards.beds) == 2


async def test_watching_nothing_drops_what_was_known(stub, until):
    stub.live["b1"] = stub.numbers(HR=71.0)
    async with watching(stub) as console:
        await until(lambda: console.heart_rate() == 71.0)
        console.choose()
        assert console.heart_rate() is None
        await stub.publish(stub.numbers(HR=72.0))
        await until(lambda: console.standing() is Standing.LIVE)
        assert console.heart_rate() is None


async def test_try_now_does_not_wait(stub, until):
    slow = replace(QUICK, backoff_first=60.0, backoff_most=60.0)
    async with watching(stub, slow) as console:
        await until(lambda: console.state.connection.synced)
        await stub.drop()
        await until(lambda: console.state.connection.retry_at is not None)
        console.feed.socket.try_now()
        await until(lambda: console.state.connection.synced)


def test_a_push_socket_that_is_not_encrypted_is_refused_behind_https(stub):
    from clinic_console.desktop.link.socket import _check_push_url
    from clinic_console.domain.errors import BadConfiguration, HubUnavailable

    _check_push_url("https://hub.example", "wss://hub.example")
    with pytest.raises(BadConfiguration):
        _check_push_url("https://hub.example", "ws://hub.example")
    with pytest.raises(HubUnavailable):
        _check_push_url("http://127.0.0.1:1", "")


def test_consoles_do_not_all_come_back_at_once(stub):
    access = Access(HubHttp("http://127.0.0.1:1"), monotonic)
    sockets = [PushSocket(access, None, monotonic, Timings()) for _ in range(50)]
    for socket in sockets:
        socket._failures = 9
    waits = {socket._backoff() for socket in sockets}
    assert len(waits) > 40
    assert max(waits) <= 3.0
