"""Whatever happens on the link, five seconds without a word that counts are NOT MONITORED, and less is not."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from clinic_console.desktop.state.connection import LAGGING_SECONDS, SILENT_SECONDS, Connection, Standing
from clinic_console.domain.errors import HubUnavailable


class Link(RuleBasedStateMachine):
    """A link that opens, drops, greets without sending what is watched, is slow, or says nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.mono = 50.0
        self.watched = {"a", "b"}
        self.missing = {"a", "b"}
        self.connection = Connection()
        self.connection.watching(self.watched)
        self.connection.started(self.mono)
        self.counted = self.mono
        self.heard_once = False
        self.open = False

    @rule(seconds=st.floats(0.0, 4.0))
    def time_passes(self, seconds):
        self.mono += seconds

    @property
    def synced(self):
        return self.open and not self.missing

    @rule()
    def opened(self):
        self.connection.opened()
        self.open, self.missing = True, set(self.watched)

    @rule(watched=st.sets(st.sampled_from("abc"), min_size=1))
    def other_wards(self, watched):
        self.connection.watching(watched)
        self.missing = (self.missing | (watched - self.watched)) & watched
        self.watched = watched

    @precondition(lambda self: self.open)
    @rule(topic=st.sampled_from("abcd"))
    def snapshot(self, topic):
        self.connection.replaced(topic, self.mono)
        self.missing.discard(topic)

    @rule()
    def begun_again_after_a_fault(self):
        self.connection.started(self.mono)
        self.open = False

    @precondition(lambda self: self.open)
    @rule()
    def word(self):
        self.connection.heard(self.mono, 1)
        if self.synced:
            self.counted, self.heard_once = self.mono, True

    @precondition(lambda self: self.open)
    @rule(seconds=st.floats(0.0, 9.0))
    def pong(self, seconds):
        self.connection.answered(seconds)

    @rule()
    def dropped(self):
        self.connection.dropped(self.mono, HubUnavailable(), 1.0)
        self.open = False

    @invariant()
    def silence_decides(self):
        standing = self.connection.standing(self.mono)
        silent = self.mono - self.counted
        assert (standing is Standing.NOT_MONITORED) == (silent > SILENT_SECONDS)
        assert (standing is Standing.CONNECTING) == (not self.heard_once and silent <= SILENT_SECONDS)
        if standing is Standing.LIVE:
            assert self.open
            assert self.synced
            assert self.connection.synced
            assert silent <= LAGGING_SECONDS


Link.TestCase.settings = settings(max_examples=80, stateful_step_count=30)
TestLink = Link.TestCase


def test_a_slow_link_is_said_to_be_slow():
    connection = Connection()
    connection.started(0.0)
    connection.watching(())
    connection.opened()
    connection.heard(1.0, 1)
    connection.answered(0.05)
    assert connection.standing(1.0) is Standing.LIVE
    connection.answered(1.2)
    assert connection.standing(1.0) is Standing.DELAYED


def test_a_snapshot_after_the_first_is_marked_for_a_while():
    connection = Connection()
    connection.watching({"a", "b"})
    connection.started(0.0)
    connection.opened()
    connection.heard(0.5, 1)
    connection.replaced("a", 1.0)
    connection.replaced("b", 1.0)
    assert not connection.just_resynced(1.0)
    connection.replaced("a", 20.0)
    assert connection.just_resynced(25.0)
    assert not connection.just_resynced(31.0)


def test_nobody_signed_in_is_nothing_to_monitor():
    connection = Connection()
    connection.started(0.0)
    connection.stopped()
    assert connection.standing(1_000.0) is Standing.CONNECTING


def test_only_all_wards_together_count():
    connection = Connection()
    connection.watching({"a", "b"})
    connection.started(0.0)
    connection.opened()
    connection.replaced("a", 1.0)
    connection.heard(1.0, 1)
    assert not connection.synced
    assert connection.word is None
    connection.watching({"a"})
    assert connection.synced
    connection.watching({"a", "c"})
    assert not connection.synced
    connection.replaced("c", 2.0)
    assert connection.synced
    assert not connection.just_resynced(2.0)


def test_a_pump_that_begins_again_does_not_hide_a_silence():
    connection = Connection()
    connection.watching({"a"})
    for second in range(7):
        connection.started(float(second))
    assert connection.standing(6.0) is Standing.NOT_MONITORED
