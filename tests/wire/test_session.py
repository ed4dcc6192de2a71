"""The console's end of the protocol: snapshot, deltas, and a new snapshot whenever something is missing."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Raw

from clinic_console.domain.errors import MalformedMessage
from clinic_console.wire.session import (
    VERSION,
    Answered,
    Beat,
    Changed,
    ConsoleSession,
    Delta,
    FromHub,
    Hello,
    Opened,
    Ping,
    Pong,
    Problem,
    Refused,
    Renew,
    Renewed,
    Replaced,
    Snapshot,
    Subscribe,
    Unsubscribe,
    Welcome,
    decode_from_console,
    decode_from_hub,
    encode,
)

A, B = "ward:a", "ward:b"


def item(number: int) -> Raw:
    return Raw(msgspec.msgpack.encode(number))


def opened(*wanted: str) -> ConsoleSession:
    session = ConsoleSession()
    session.watch(set(wanted))
    session.open("token", "0.1")
    session.outgoing.clear()
    session.take(Welcome(VERSION, "hub", 1_000, 9_000))
    session.outgoing.clear()
    return session


def snapshot(topic: str = A, epoch: str = "hub.1", offset: int = 0, *numbers: int) -> Snapshot:
    return Snapshot(topic, epoch, offset, 2_000, [item(n) for n in numbers])


def delta(topic: str = A, epoch: str = "hub.1", offset: int = 1, *numbers: int) -> Delta:
    return Delta(topic, epoch, offset, 2_100, [item(n) for n in numbers])


@pytest.mark.parametrize(
    "message", [Hello(1, "t", "0.1"), Subscribe([A]), Unsubscribe([A, B]), Renew("t"), Ping(7)], ids=repr
)
def test_what_a_console_says_is_read_by_the_hub(message: Hello | Subscribe | Unsubscribe | Renew | Ping) -> None:
    assert decode_from_console(encode(message)) == message


@pytest.mark.parametrize(
    "message",
    [
        Welcome(1, "e", 1, 2),
        snapshot(A, "e", 4, 1, 2),
        delta(A, "e", 5),
        Beat(3),
        Renewed(4),
        Pong(7, 5),
        Problem("not_found", "no", A),
    ],
    ids=lambda m: type(m).__name__,
)
def test_what_the_hub_says_is_read_by_a_console(message: FromHub) -> None:
    assert decode_from_hub(encode(message)) == message


@given(st.binary(max_size=200))
def test_any_bytes_are_a_message_or_malformed(raw: bytes) -> None:
    for read in (decode_from_console, decode_from_hub):
        try:
            message = read(raw)
        except MalformedMessage:
            continue
        assert read(encode(message)) == message


@pytest.mark.parametrize("raw", [b"\x93\xa4ping\x01" + b"\x91" * 8_000, b"\x92\xa4ping" + b"\x91" * 8_000])
def test_nesting_without_end_is_malformed(raw: bytes) -> None:
    with pytest.raises(MalformedMessage):
        decode_from_console(raw)


def test_hello_comes_first_and_the_wanted_topics_after_welcome() -> None:
    session = ConsoleSession()
    session.watch({B, A})
    session.open("token", "0.1")
    assert session.outgoing == [Hello(VERSION, "token", "0.1")]
    session.outgoing.clear()
    assert session.take(Welcome(VERSION, "hub", 1_000, 9_000)) == [Opened(9_000)]
    assert session.outgoing == [Subscribe([A, B])]


def test_nothing_wanted_asks_for_nothing() -> None:
    assert opened().outgoing == []


def test_watching_asks_only_for_the_difference() -> None:
    session = opened(A)
    session.watch({A, B})
    assert session.outgoing == [Subscribe([B])]
    session.outgoing.clear()
    session.watch({B})
    assert session.outgoing == [Unsubscribe([A])]


def test_a_snapshot_then_deltas_in_order() -> None:
    session = opened(A)
    assert session.take(snapshot(A, "hub.1", 7, 1, 2)) == [Replaced(A, [item(1), item(2)])]
    assert session.take(delta(A, "hub.1", 8, 3)) == [Changed(A, [item(3)])]
    assert session.take(delta(A, "hub.1", 9, 4)) == [Changed(A, [item(4)])]
    assert session.resyncs == 0


@pytest.mark.parametrize(
    "missed", [delta(offset=3), delta(offset=1), delta(offset=0), delta(epoch="hub.2", offset=2)]
)
def test_what_does_not_follow_is_not_shown_and_asks_once_for_all_of_it(missed: Delta) -> None:
    session = opened(A)
    session.take(snapshot(A, "hub.1", 0))
    session.take(delta(A, "hub.1", 1))
    assert session.take(missed) == []
    assert session.take(delta(A, "hub.1", 2)) == []
    assert session.outgoing == [Subscribe([A])]
    assert session.resyncs == 1
    session.take(snapshot(A, "hub.2", 5))
    assert session.take(delta(A, "hub.2", 6, 1)) == [Changed(A, [item(1)])]


def test_one_topic_begun_anew_does_not_disturb_another() -> None:
    session = opened(A, B)
    session.take(snapshot(A, "hub.1"))
    session.take(snapshot(B, "hub.2"))
    session.take(snapshot(A, "hub.3"))
    assert session.take(delta(B, "hub.2", 1, 5)) == [Changed(B, [item(5)])]
    assert session.take(delta(A, "hub.3", 1, 6)) == [Changed(A, [item(6)])]
    assert session.resyncs == 0


def test_what_is_on_the_way_when_a_topic_is_left_is_ignored() -> None:
    session = opened(A)
    session.take(snapshot(A))
    session.watch(set())
    assert session.take(delta(A, "hub.1", 1)) == []
    assert session.take(snapshot(A)) == []
    session.watch({A})
    # A delta from before does not begin anything: only a snapshot does.
    assert session.take(delta(A, "hub.1", 2)) == []
    assert session.resyncs == 0


def test_a_new_connection_begins_anew() -> None:
    session = opened(A)
    session.take(snapshot(A))
    session.watch({A, B})
    session.open("newer")
    assert session.outgoing == [Hello(VERSION, "newer", "")]
    session.outgoing.clear()
    session.watch({A})
    assert session.outgoing == []
    session.take(Welcome(VERSION, "other", 1_000, 9_000))
    assert session.outgoing == [Subscribe([A])]
    assert session.take(delta(A, "hub.1", 1)) == []


def test_the_hubs_time_is_what_it_said_last() -> None:
    session = opened(A)
    times = []
    for message in (Beat(1_500), Pong(1, 1_600), snapshot(), delta(), Beat(1_400), Renewed(10_000)):
        session.take(message)
        times.append(session.hub_now)
    # Another hub's clock, or this one's after a correction, may be behind: ages are by the newest word.
    assert times == [1_500, 1_600, 2_000, 2_100, 1_400, 1_400]


def test_answers_and_problems_are_passed_on() -> None:
    session = opened(A)
    assert session.take(Renewed(10_000)) == [Opened(10_000)]
    assert session.take(Pong(3, 1)) == [Answered(3)]
    assert session.take(Problem("not_found", "none", A)) == [Refused("not_found", "none", A)]
