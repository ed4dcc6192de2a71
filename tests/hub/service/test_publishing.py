"""Live states: newer replaces older, a null clears at once, late and older change nothing."""

import asyncio
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from clinic_console.domain.errors import BusUnavailable
from clinic_console.domain.readings import Instant, Validity, Value
from clinic_console.hub.service.publishing import MAX_PARAMETERS, LiveDevice, Publisher, live_device
from clinic_console.hub.store.device_sessions import DeviceRecord
from clinic_console.wire import topics
from clinic_console.wire.devices import MonitorAlarm, Standby, Status
from clinic_console.wire.readings import LiveBed, decode_live

NOW = 1_800_000_000_000


@dataclass
class FakeBus:
    """Takes everything, or nothing."""

    up: bool = True
    sent: list[tuple[str, str, bytes]] = field(default_factory=list)
    published: asyncio.Event = field(default_factory=asyncio.Event)

    async def publish(self, entries: Iterable[tuple[str, str, bytes]]) -> bool:
        self.sent.extend(entries)
        self.published.set()
        return self.up

    async def notify(self, channel: str, payload: bytes) -> bool:
        return self.up

    async def listen(self, channel: str, handler: Callable[[bytes], None]) -> bool:
        return self.up


@dataclass
class FakeLatest:
    """A cache in a dictionary."""

    up: bool = True
    kept: dict[str, bytes] = field(default_factory=dict)
    stored: asyncio.Event = field(default_factory=asyncio.Event)

    async def store_latest(self, items: Mapping[str, bytes]) -> bool:
        self.kept.update(items)
        self.stored.set()
        return self.up

    async def latest(self, beds: Sequence[str]) -> dict[str, bytes]:
        if not self.up:
            raise BusUnavailable
        return {bed: self.kept[bed] for bed in beds if bed in self.kept}


def device() -> LiveDevice:
    return LiveDevice(1, "bed-1", "ward:x")


def shown(live: LiveDevice) -> dict[str, float | None]:
    return {value.name: value.number for value in decode_live(live.state(True)).values}


def heart_rate(at: int, number: float, validity: Validity = Validity.VALID) -> Instant:
    return Instant(at, {"HR": Value(number, validity)})


def test_the_newest_value_is_shown() -> None:
    live = device()
    assert live.take([heart_rate(NOW, 80), heart_rate(NOW + 1000, 81)], NOW + 1000)
    assert shown(live) == {"HR": 81.0}


def test_a_null_clears_at_once() -> None:
    live = device()
    live.take([heart_rate(NOW, 80)], NOW)
    live.take([heart_rate(NOW + 1000, math.nan, Validity.SENSOR_OFF)], NOW + 1000)
    [value] = decode_live(live.state(True)).values
    assert (value.number, value.validity) == (None, Validity.SENSOR_OFF)


def test_what_is_resent_late_never_becomes_live() -> None:
    live = device()
    assert not live.take([heart_rate(NOW - 10_001, 200)], NOW)
    assert shown(live) == {}
    live.take([heart_rate(NOW, 80)], NOW)
    assert not live.take([heart_rate(NOW - 5_000, 200)], NOW + 10)
    assert shown(live) == {"HR": 80.0}


names = st.sampled_from(["HR", "SpO2", "RR"])
readings = st.builds(Value, st.integers(0, 99).map(float), st.sampled_from([0, 1, 2]))


@given(st.lists(st.tuples(st.integers(1, 6_000), st.dictionaries(names, readings, min_size=1)), max_size=8))
def test_instants_in_one_message_show_what_they_show_one_by_one(made: list[tuple[int, dict[str, Value]]]) -> None:
    instants, at = [], NOW
    for step, values in made:
        at += step
        instants.append(Instant(at, values))
    arrived = at + 4_000
    together, apart = device(), device()
    each = [apart.take([instant], arrived) for instant in instants]
    assert together.take(instants, arrived) == any(each)
    assert together.values == apart.values
    assert together.received == apart.received


def test_a_parameter_keeps_its_own_arrival_time_while_others_go_on() -> None:
    live = device()
    live.take([Instant(NOW, {"HR": Value(80.0), "SpO2": Value(97.0)})], NOW)
    live.take([heart_rate(NOW + 6000, 81)], NOW + 6000)
    received = {value.name: value.received for value in decode_live(live.state(True)).values}
    assert received == {"HR": NOW + 6000, "SpO2": NOW}


def test_a_sender_of_ever_new_names_does_not_grow_its_tile() -> None:
    live = device()
    for number in range(MAX_PARAMETERS + 20):
        live.take([Instant(NOW + number, {f"x{number}": Value(1.0)})], NOW + number)
    assert len(shown(live)) == MAX_PARAMETERS


def test_the_monitor_s_own_state_travels_with_its_values() -> None:
    live = device()
    alarm = MonitorAlarm("ASY", "high", NOW, "Asystole", "HR")
    live.take_status(Status(NOW, [alarm], standby=Standby("MRI", NOW + 60_000), battery=12.0), NOW, 61_000)
    status = decode_live(live.state(False)).status
    assert status is not None
    assert (status.alarms, status.standby, status.battery) == ([alarm], Standby("MRI", NOW + 60_000), 12.0)
    assert status.clock_offset == 61_000


def test_whether_it_is_recorded_is_said() -> None:
    live = device()
    assert [decode_live(live.state(recorded)).recorded for recorded in (True, False)] == [True, False]


def test_a_device_without_a_bed_is_on_no_wall() -> None:
    nowhere = live_device(DeviceRecord(1, "dev", b"", False, None, None, 1))
    assert (nowhere.bed, nowhere.topic) == ("", "")
    ward, bed = uuid4(), uuid4()
    somewhere = live_device(DeviceRecord(1, "dev", b"", False, bed, ward, 1))
    assert (somewhere.bed, somewhere.topic) == (str(bed), topics.ward(ward))


async def test_changes_leave_once_per_batch_and_are_kept_as_latest() -> None:
    bus, cache = FakeBus(), FakeLatest()
    publisher = Publisher(bus, cache, lambda: True)
    tasks = [asyncio.create_task(publisher.run()), asyncio.create_task(publisher.run_latest())]
    live = device()
    for number in range(5):
        live.take([heart_rate(NOW + number, 80 + number)], NOW + number)
        publisher.changed(live)
    await bus.published.wait()
    await cache.stored.wait()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    [(topic, key, payload)] = bus.sent
    assert (topic, key) == ("ward:x", "bed-1")
    assert [value.number for value in decode_live(payload).values] == [84.0]
    assert cache.kept == {"bed-1": payload}


async def test_spot_values_survive_a_restart_of_ingest() -> None:
    before, cache = device(), FakeLatest()
    before.take([Instant(NOW, {"NIBP.sys": Value(120.0, Validity.VALID, NOW - 60_000)})], NOW)
    cache.kept["bed-1"] = before.state(True)
    after = device()
    await Publisher(FakeBus(), cache, lambda: True).recall(after)
    assert shown(after) == {"NIBP.sys": 120.0}


async def test_another_device_s_state_is_not_taken_up() -> None:
    other, cache = LiveDevice(2, "bed-1", "ward:x"), FakeLatest()
    other.take([heart_rate(NOW, 80)], NOW)
    cache.kept["bed-1"] = other.state(True)
    after = device()
    await Publisher(FakeBus(), cache, lambda: True).recall(after)
    assert shown(after) == {}


async def test_without_redis_a_device_just_begins_anew() -> None:
    after = device()
    await Publisher(FakeBus(up=False), FakeLatest(up=False), lambda: True).recall(after)
    assert shown(after) == {}
    broken = FakeLatest(kept={"bed-1": b"\xc1 not msgpack"})
    await Publisher(FakeBus(), broken, lambda: True).recall(after)
    assert shown(after) == {}


def test_states_of_older_kinds_stay_readable() -> None:
    assert decode_live(device().state(True)) == LiveBed("bed-1", 1, 0, True, [], None)
