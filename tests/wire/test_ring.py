"""The device's ring: order, resending, what falls out of it, and its counts."""

import pytest

from clinic_console.wire.devices import Gap, InstantMessage, Readings
from clinic_console.wire.ring import DeviceRing


def put(ring: DeviceRing, at: int, clock: int = 0) -> Readings:
    return ring.put([InstantMessage(at, {"HR": 80.0, "SpO2": 97.0})], clock)


def pull_all(ring: DeviceRing, now: int = 0, clock: int = 0) -> list[Gap | Readings]:
    pulled = []
    while (message := ring.pull(now, clock)) is not None:
        pulled.append(message)
    return pulled


def seqs(messages: list[Gap | Readings]) -> list[int | tuple[int, int]]:
    return [m.seq if isinstance(m, Readings) else (m.from_seq, m.to_seq) for m in messages]


def test_hands_out_in_order_once() -> None:
    ring = DeviceRing()
    for at in range(3):
        put(ring, at)
    assert seqs(pull_all(ring)) == [1, 2, 3]
    assert pull_all(ring) == []


def test_keeps_until_acknowledged() -> None:
    ring = DeviceRing()
    for at in range(4):
        put(ring, at)
    pull_all(ring)
    ring.ack(2)
    ring.rewind()
    assert seqs(pull_all(ring)) == [3, 4]
    ring.ack(4)
    assert (ring.sent, ring.acked, ring.dropped, ring.unacked, ring.settled) == (8, 8, 0, 0, True)


def test_rewinds_to_where_the_hub_asks() -> None:
    ring = DeviceRing()
    for at in range(5):
        put(ring, at)
    pull_all(ring)
    ring.rewind(3)
    assert seqs(pull_all(ring)) == [3, 4, 5]
    ring.rewind(9)
    assert pull_all(ring) == []


def test_an_acknowledgement_ahead_of_the_cursor_spares_the_resend() -> None:
    ring = DeviceRing()
    for at in range(5):
        put(ring, at)
    pull_all(ring)
    ring.rewind()
    assert ring.pull() is not None
    ring.ack(4)
    assert seqs(pull_all(ring)) == [5]


def test_an_acknowledgement_of_what_was_never_sent_is_capped() -> None:
    ring = DeviceRing()
    put(ring, 1)
    ring.ack(10**9)
    put(ring, 2)
    assert seqs(pull_all(ring)) == [2]


def test_says_the_time_of_each_sending() -> None:
    ring = DeviceRing()
    put(ring, 1, clock=1)
    put(ring, 2, clock=2)
    assert [m.sent for m in pull_all(ring, 500, 2) if isinstance(m, Readings)] == [None, 500]
    ring.rewind()
    assert [m.sent for m in pull_all(ring, 900, 2) if isinstance(m, Readings)] == [None, 900]


def test_what_falls_out_unsent_is_reported_before_the_next_message() -> None:
    ring = DeviceRing(capacity=2)
    for at in range(5):
        put(ring, 100 + at)
    assert pull_all(ring)[0] == Gap(1, 3, 100, 102)
    assert seqs(pull_all(ring)) == []
    ring.ack(5)
    assert (ring.sent, ring.acked, ring.dropped, ring.settled) == (10, 4, 6, True)


def test_what_falls_out_after_it_was_sent_may_still_be_acknowledged() -> None:
    ring = DeviceRing(capacity=2)
    for at in range(5):
        put(ring, at)
        pull_all(ring)
    assert ring.dropped == 6
    ring.ack(5)
    assert (ring.acked, ring.dropped, ring.settled) == (10, 0, True)


def test_a_reported_gap_does_not_grow() -> None:
    ring = DeviceRing(capacity=1)
    for at in range(3):
        put(ring, at)
    assert seqs(pull_all(ring)) == [(1, 2), 3]
    put(ring, 3)
    ring.rewind()
    assert seqs(pull_all(ring)) == [(1, 2), (3, 3), 4]
    ring.ack(2)
    ring.rewind()
    assert seqs(pull_all(ring)) == [(3, 3), 4]


def test_times_of_different_clocks_are_not_mixed_in_one_gap() -> None:
    ring = DeviceRing(capacity=1)
    put(ring, 9_000, clock=0)
    put(ring, 100, clock=1)
    put(ring, 200, clock=1)
    assert pull_all(ring)[:2] == [Gap(1, 1, 9_000, 9_000, 0), Gap(2, 2, 100, 100, 1)]


def test_gaps_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clinic_console.wire.ring.MAX_GAPS", 100)
    ring = DeviceRing(capacity=1)
    for at in range(150):
        put(ring, at)
        ring.rewind()
        pull_all(ring)
    ring.rewind()
    pulled = pull_all(ring)
    assert len(pulled) == 101
    assert isinstance(pulled[-2], Gap)
    assert pulled[-2].to_seq == 149
