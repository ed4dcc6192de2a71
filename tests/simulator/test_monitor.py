"""One monitor without a network: what it says and when, and that it keeps what is not acknowledged."""

from collections.abc import Iterable

from clinic_console.simulator.monitor import STATUS_MS, Monitor
from clinic_console.simulator.sample import Sample
from clinic_console.wire.devices import (
    MAX_MESSAGE_BYTES,
    Ack,
    Detailed,
    FromDevice,
    FromHub,
    Hello,
    MonitorAlarm,
    Problem,
    Readings,
    Rewind,
    Standby,
    Status,
    Welcome,
    decode_from_device,
    encode,
)

NOW = 1_800_000_000_000


class Script:
    """A source that says what the test wrote down."""

    ahead = 0

    def __init__(self, *samples: Sample) -> None:
        self._samples = list(samples)

    def sample(self, at: int) -> Sample | None:
        return self._samples.pop(0) if self._samples else None


def monitor(*samples: Sample, per_message: int = 1) -> Monitor:
    return Monitor("m-1", "secret", Script(*samples), per_message)


def hear(device: Monitor, *messages: FromHub) -> None:
    for message in messages:
        device.take(encode(message))


def said(messages: Iterable[bytes]) -> list[FromDevice]:
    return [decode_from_device(raw)[0] for raw in messages]


def welcome(device: Monitor, now: int = NOW) -> Hello:
    message, _ = decode_from_device(device.hello(now))
    hear(device, Welcome(1, now, 1))
    assert isinstance(message, Hello)
    return message


def test_says_nothing_before_the_welcome() -> None:
    device = monitor(Sample({"HR": 80.0}))
    device.measure(NOW)
    device.hello(NOW)
    assert said(device.outgoing(NOW)) == []
    hear(device, Welcome(1, NOW, 1))
    assert [m.seq for m in said(device.outgoing(NOW)) if isinstance(m, Readings)] == [1]


def test_stamps_instants_with_the_time_of_measurement_and_messages_with_that_of_sending() -> None:
    device = monitor(Sample({"HR": 80.0}))
    device.measure(NOW)
    welcome(device)
    (message,) = said(device.outgoing(NOW + 700))
    assert isinstance(message, Readings)
    assert (message.instants[0].at, message.sent) == (NOW, NOW + 700)


def test_puts_several_instants_into_a_message() -> None:
    device = monitor(*[Sample({"HR": 80.0 + i}) for i in range(5)], per_message=2)
    for i in range(5):
        device.measure(NOW + i * 1000)
    assert device.ring.unacked == 2
    assert not device.settled
    device.measure(NOW + 5_000)
    assert device.finished
    assert device.ring.unacked == 3


def test_keeps_messages_within_the_limit() -> None:
    values: dict[str, float | Detailed | None] = {f"Parameter.{i}": 1.5 for i in range(12)}
    device = monitor(*[Sample(values) for _ in range(60)], per_message=60)
    for i in range(60):
        device.measure(NOW + i)
    welcome(device)
    messages = list(device.outgoing(NOW))
    assert len(messages) > 1
    assert all(len(raw) <= MAX_MESSAGE_BYTES for raw in messages)
    assert sum(len(m.instants) for m in said(messages) if isinstance(m, Readings)) == 60


def test_sends_again_after_a_break_and_when_asked() -> None:
    device = monitor(*[Sample({"HR": 80.0}) for _ in range(3)])
    for i in range(3):
        device.measure(NOW + i)
    welcome(device)
    assert len(said(device.outgoing(NOW))) == 3
    hear(device, Ack(1))
    welcome(device)
    assert [m.seq for m in said(device.outgoing(NOW)) if isinstance(m, Readings)] == [2, 3]
    hear(device, Rewind(3))
    assert [m.seq for m in said(device.outgoing(NOW)) if isinstance(m, Readings)] == [3]
    hear(device, Ack(3))
    assert device.settled
    assert device.rewinds == 1


def test_counts_errors_by_code() -> None:
    device = monitor()
    hear(device, Problem("value.out_of_range", "Too high.", 1), Problem("value.out_of_range", "Too high.", 2))
    assert device.errors == {"value.out_of_range": 2}


def test_says_its_state_at_once_after_a_break_and_now_and_then() -> None:
    state = Status(NOW, battery=50.0)
    device = monitor(Sample({}, state))
    device.measure(NOW)
    welcome(device)
    assert [m.battery for m in said(device.outgoing(NOW)) if isinstance(m, Status)] == [50.0]
    assert said(device.outgoing(NOW + STATUS_MS - 1)) == []
    assert len(said(device.outgoing(NOW + STATUS_MS))) == 1
    welcome(device)
    assert len(said(device.outgoing(NOW + STATUS_MS))) == 1


def test_a_wrong_clock_shows_in_every_time() -> None:
    ahead = 60_000
    state = Status(
        NOW,
        alarms=[MonitorAlarm("SPO2_LOW", "high", NOW - 5)],
        audio_paused_until=NOW + 10,
        standby=Standby("X-ray", NOW + 20),
    )
    device = monitor(Sample({"Temp": Detailed(37.0, t=NOW - 9)}, state, offset=ahead))
    device.measure(NOW)
    assert welcome(device).sent == NOW + ahead
    status, readings = said(device.outgoing(NOW))
    assert isinstance(status, Status)
    assert isinstance(readings, Readings)
    assert status.at == NOW + ahead
    assert status.sent == NOW + ahead
    assert status.alarms[0].since == NOW - 5 + ahead
    assert status.audio_paused_until == NOW + 10 + ahead
    assert status.standby == Standby("X-ray", NOW + 20 + ahead)
    assert readings.instants[0].at == NOW + ahead
    assert readings.instants[0].values["Temp"] == Detailed(37.0, t=NOW - 9 + ahead)


def test_setting_the_clock_raises_its_number_and_asks_for_a_hello() -> None:
    device = monitor(Sample({"HR": 80.0}, offset=60_000), Sample({"HR": 81.0}, clock=1))
    device.measure(NOW)
    welcome(device)
    device.measure(NOW + 1000)
    assert device.wants_hello
    hello = welcome(device, NOW + 1000)
    assert (hello.sent, hello.clock) == (NOW + 1000, 1)
    assert not device.wants_hello
    first, second = said(device.outgoing(NOW + 1000))
    assert isinstance(first, Readings)
    assert isinstance(second, Readings)
    assert (first.clock, first.instants[0].at, first.sent) == (0, NOW + 60_000, None)
    assert (second.clock, second.instants[0].at, second.sent) == (1, NOW + 1000, NOW + 1000)


def test_a_clock_that_is_off_from_the_start_is_said_in_the_first_hello():
    source = Script()
    source.ahead = 45_000
    assert decode_from_device(Monitor("mon-1", "token", source).hello(NOW))[0].sent == NOW + 45_000
