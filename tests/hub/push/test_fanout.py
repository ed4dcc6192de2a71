"""Fanout: snapshot, then deltas; slow watchers conflate; every console ends with the hub's state."""

from collections import deque
from dataclasses import dataclass, field

import msgspec
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, rule
from msgspec import Raw

from clinic_console.hub.push.fanout import Fanout, Frame
from clinic_console.wire.session import (
    Changed,
    ConsoleSession,
    Delta,
    FromHub,
    Hello,
    Replaced,
    Snapshot,
    Subscribe,
    Unsubscribe,
    Welcome,
    decode_from_hub,
)

A, B, C = "ward:a", "ward:b", "ward:c"


def item(key: str, number: int = 0) -> Raw:
    return Raw(msgspec.msgpack.encode((key, number)))


def read(items: list[Raw]) -> dict[str, int]:
    return dict(msgspec.msgpack.decode(raw, type=tuple[str, int]) for raw in items)


def message(frame: Frame[str]) -> FromHub:
    return decode_from_hub(frame.payload)


def watched(*watchers: str, topic: str = A, **items: int) -> Fanout[str]:
    """A fanout whose watchers have had their snapshot."""
    fanout = Fanout[str]("hub")
    for watcher in watchers:
        fanout.watch(topic, watcher)
    fanout.load(topic, {key: item(key, number) for key, number in items.items()})
    fanout.tick(0)
    return fanout


def test_the_first_watcher_of_a_topic_is_told_apart() -> None:
    fanout = Fanout[str]("hub")
    assert fanout.watch(A, "ann") is True
    assert fanout.watch(A, "ben") is False
    fanout.unwatch(A, "ann")
    fanout.leave("ben")
    assert fanout.watch(A, "ann") is True


def test_nothing_is_said_of_a_topic_before_it_is_loaded() -> None:
    fanout = Fanout[str]("hub")
    fanout.watch(A, "ann")
    fanout.apply([(A, "1", item("1", 5))])
    assert not fanout.loaded(A)
    assert fanout.tick(10) == []
    fanout.load(A, {**fanout.items(A), "2": item("2", 6)})
    assert fanout.loaded(A)
    [frame] = fanout.tick(20)
    first = message(frame)
    assert isinstance(first, Snapshot)
    assert (first.topic, first.offset, first.now, read(first.items)) == (A, 0, 20, {"1": 5, "2": 6})
    assert (frame.watchers, frame.fresh) == (("ann",), True)


def test_a_tick_makes_one_delta_of_the_newest_for_all_in_step() -> None:
    fanout = watched("ann", "ben", k=0, other=0)
    fanout.apply([(A, "k", item("k", 1)), (A, "k", item("k", 2)), (A, "new", item("new", 3))])
    [frame] = fanout.tick(100)
    delta = message(frame)
    assert isinstance(delta, Delta)
    assert (delta.offset, delta.now, read(delta.items)) == (1, 100, {"k": 2, "new": 3})
    assert sorted(frame.watchers) == ["ann", "ben"]
    assert fanout.tick(200) == []


def test_offsets_rise_by_one_per_frame_within_the_snapshots_epoch() -> None:
    fanout = watched("ann", k=0)
    said = []
    for number in range(3):
        fanout.apply([(A, "k", item("k", number))])
        [frame] = fanout.tick(number)
        said.append(message(frame))
    fanout.watch(A, "ben")
    [frame] = fanout.tick(9)
    late = message(frame)
    assert [d.offset for d in said if isinstance(d, Delta)] == [1, 2, 3]
    assert isinstance(late, Snapshot)
    assert late.offset == 3
    assert {d.epoch for d in [*said, late] if isinstance(d, Delta | Snapshot)} == {"hub.1"}


def test_one_who_joins_gets_the_change_only_in_his_snapshot() -> None:
    fanout = watched("ann", k=0)
    fanout.watch(A, "ben")
    fanout.apply([(A, "k", item("k", 1))])
    delta, snapshot = fanout.tick(1)
    assert (delta.watchers, snapshot.watchers) == (("ann",), ("ben",))
    assert (delta.fresh, snapshot.fresh) == (False, True)


def test_topics_are_told_apart() -> None:
    fanout = watched("ann", k=0)
    fanout.watch(B, "ben")
    fanout.load(B, {})
    fanout.tick(0)
    fanout.apply([(B, "k", item("k", 1)), (C, "k", item("k", 2))])
    [frame] = fanout.tick(1)
    assert frame.watchers == ("ben",)
    assert fanout.items(C) == {}
    assert sorted(fanout.topics()) == [A, B]


def test_a_load_begins_a_new_epoch_with_a_snapshot_for_all() -> None:
    fanout = watched("ann", "ben", k=0)
    fanout.apply([(A, "k", item("k", 1))])
    fanout.load(A, {"j": item("j", 7)})
    [frame] = fanout.tick(1)
    snapshot = message(frame)
    assert isinstance(snapshot, Snapshot)
    assert (snapshot.epoch, snapshot.offset, read(snapshot.items)) == ("hub.2", 0, {"j": 7})
    assert sorted(frame.watchers) == ["ann", "ben"]


def test_a_load_of_what_nobody_watches_is_dropped() -> None:
    fanout = watched("ann", k=0)
    fanout.leave("ann")
    fanout.load(A, {"k": item("k", 1)})
    assert fanout.topics() == []
    assert fanout.tick(1) == []


def test_one_behind_is_told_nothing_and_then_the_whole_once() -> None:
    fanout = watched("ann", "ben", k=0)
    fanout.fell_behind("ann")
    for number in (1, 2):
        fanout.apply([(A, "k", item("k", number))])
        [frame] = fanout.tick(number)
        assert frame.watchers == ("ben",)
    assert fanout.is_behind("ann")
    fanout.caught_up("ann")
    [frame] = fanout.tick(3)
    snapshot = message(frame)
    assert isinstance(snapshot, Snapshot)
    assert (frame.watchers, snapshot.offset, read(snapshot.items)) == (("ann",), 2, {"k": 2})
    assert fanout.tick(4) == []


def test_one_behind_gets_no_snapshot_of_a_further_topic_either() -> None:
    fanout = watched("ann", k=0)
    fanout.fell_behind("ann")
    fanout.watch(B, "ann")
    fanout.load(B, {})
    assert fanout.tick(1) == []
    fanout.caught_up("ann")
    assert {message(frame).topic for frame in fanout.tick(2) if isinstance(message(frame), Snapshot)} == {A, B}


def test_watching_again_asks_for_a_new_snapshot() -> None:
    fanout = watched("ann", "ben", k=4)
    fanout.watch(A, "ann")
    [frame] = fanout.tick(1)
    assert (frame.watchers, frame.fresh) == (("ann",), True)


def test_who_left_is_told_nothing_and_nothing_of_him_is_kept() -> None:
    fanout = watched("ann", k=0)
    fanout.watch(B, "ann")
    fanout.fell_behind("ann")
    assert fanout.watched_by("ann") == {A, B}
    fanout.apply([(A, "k", item("k", 1))])
    fanout.leave("ann")
    fanout.unwatch(A, "ann")
    assert fanout.tick(1) == []
    assert fanout.topics() == []
    assert fanout.watched_by("ann") == frozenset()
    assert not fanout.is_behind("ann")


def test_falling_behind_without_a_topic_means_nothing() -> None:
    fanout = Fanout[str]("hub")
    fanout.fell_behind("ann")
    assert not fanout.is_behind("ann")


def test_a_payload_is_copied_out_of_the_message_it_came_in() -> None:
    fanout = watched("ann")
    batch = bytearray(msgspec.msgpack.encode([("k", 1), "much else" * 100]))
    parts = msgspec.msgpack.decode(batch, type=list[Raw])
    fanout.apply([(A, "k", parts[0])])
    parts.clear()
    batch.clear()  # raises BufferError while anything refers to it
    assert read(list(fanout.items(A).values())) == {"k": 1}


@dataclass
class Console:
    """A console as the machine plays it: its session, what is on the way to it, and what it shows."""

    name: str
    session: ConsoleSession = field(default_factory=ConsoleSession)
    pipe: deque[bytes] = field(default_factory=deque)
    shown: dict[str, dict[str, int]] = field(default_factory=dict)
    reads: bool = True


class Distribution(RuleBasedStateMachine):
    """Random traffic, watchers that come, go, stall and lose frames, gaps on the bus: all end with the truth."""

    PIPE = 3
    """So many frames fit into a watcher's buffer before he is behind."""

    consoles = Bundle("consoles")
    topics = st.sampled_from([A, B, C])
    keys = st.sampled_from(["1", "2", "3"])

    def __init__(self) -> None:
        super().__init__()
        self.fanout = Fanout[str]("hub")
        self.truth: dict[str, dict[str, int]] = {A: {}, B: {}, C: {}}
        self.present: dict[str, Console] = {}
        self.number = 0
        self.lost = False

    @initialize(target=consoles)
    def first(self) -> str:
        return self.arrive()

    @rule(target=consoles)
    def arrive(self) -> str:
        self.number += 1
        console = Console(f"console-{self.number}")
        console.session.open("token")
        console.session.take(Welcome(1, "hub", 0, 0))
        self.present[console.name] = console
        return console.name

    @rule(name=consumes(consoles))
    def leave(self, name: str) -> None:
        del self.present[name]
        self.fanout.leave(name)

    @rule(name=consoles, wanted=st.frozensets(topics))
    def watch(self, name: str, wanted: frozenset[str]) -> None:
        console = self.present[name]
        console.session.watch(set(wanted))
        for topic in set(console.shown) - wanted:
            del console.shown[topic]
        self.answer(console)

    @rule(topic=topics, key=keys)
    def change(self, topic: str, key: str) -> None:
        self.number += 1
        self.truth[topic][key] = self.number
        self.fanout.apply([(topic, key, item(key, self.number))])

    @rule(topic=topics, key=keys)
    def lose_on_the_bus(self, topic: str, key: str) -> None:
        self.number += 1
        self.truth[topic][key] = self.number
        self.load(topic)

    @rule()
    def reconnect(self) -> None:
        for topic in self.fanout.topics():
            self.load(topic)

    @rule(name=consoles)
    def stall(self, name: str) -> None:
        self.present[name].reads = False

    @rule(name=consoles)
    def resume(self, name: str) -> None:
        self.present[name].reads = True

    @rule(name=consoles)
    def lose_on_the_way(self, name: str) -> None:
        console = self.present[name]
        if console.pipe and isinstance(decode_from_hub(console.pipe[0]), Delta):
            console.pipe.popleft()
            self.lost = True

    @rule()
    def tick(self) -> None:
        for name, console in self.present.items():
            if self.fanout.is_behind(name) and not console.pipe:
                self.fanout.caught_up(name)
        for frame in self.fanout.tick(self.number):
            for name in frame.watchers:
                console = self.present[name]
                if len(console.pipe) < self.PIPE and not self.fanout.is_behind(name):
                    console.pipe.append(frame.payload)
                else:
                    self.fanout.fell_behind(name)

    @rule()
    def deliver(self) -> None:
        for console in self.present.values():
            while console.reads and console.pipe:
                self.read(console)

    def read(self, console: Console) -> None:
        for event in console.session.take(decode_from_hub(console.pipe.popleft())):
            match event:
                case Replaced(topic, items):
                    console.shown[topic] = read(items)
                case Changed(topic, items):
                    console.shown[topic] |= read(items)
        self.answer(console)

    def answer(self, console: Console) -> None:
        for said in console.session.outgoing:
            match said:
                case Subscribe(wanted):
                    for topic in wanted:
                        if self.fanout.watch(topic, console.name):
                            self.load(topic)
                case Unsubscribe(unwanted):
                    for topic in unwanted:
                        self.fanout.unwatch(topic, console.name)
                case Hello():
                    pass
        console.session.outgoing.clear()

    def load(self, topic: str) -> None:
        self.fanout.load(topic, {key: item(key, number) for key, number in self.truth[topic].items()})

    def teardown(self) -> None:
        for console in self.present.values():
            console.reads = True
        if self.lost:
            # What is lost on the way (TCP loses nothing, a bug might) shows in the next delta.
            for topic in self.truth:
                self.change(topic, "1")
        # Whoever is behind drains, is told, and may have to ask once more.
        for _ in range(4):
            self.deliver()
            self.tick()
        self.deliver()
        for console in self.present.values():
            assert console.shown == {topic: self.truth[topic] for topic in console.session.wanted}
        wanted = {topic for console in self.present.values() for topic in console.session.wanted}
        assert set(self.fanout.topics()) == wanted
        assert self.fanout.tick(0) == []


TestDistribution = Distribution.TestCase
