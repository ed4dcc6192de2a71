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
        self.connection = Connection()
        self.connection.watching(something=True)
        self.connection.started(self.mono)
        self.counted = self.mono
        self.heard_once = False
        self.open = self.synced = False

    @rule(seconds=st.floats(0.0, 4.0))
    def time_passes(self, seconds):
        self.mono += seconds

    @rule()
    def opened(self):
        self.connection.opened()
        self.open, self.synced = True, False

    @precondition(lambda self: self.open)
    @rule()
    def snapshot(self):
        self.connection.replaced(self.mono)
        self.synced = True

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
        self.open = self.synced = False

    @invariant()
    def silence_decides(self):
        standing = self.connection.standing(self.mono)
        silent = self.mono - self.counted
        assert (standing is Standing.NOT_MONITORED) == (silent > SILENT_SECONDS)
        assert (standing is Standing.CONNECTING) == (not self.heard_once and silent <= SILENT_SECONDS)
        if standing is Standing.LIVE:
            assert self.open
            assert self.synced
            assert silent <= LAGGING_SECONDS


Link.TestCase.settings = settings(max_examples=80, stateful_step_count=30)
TestLink = Link.TestCase


def test_a_slow_link_is_said_to_be_slow():
    connection = Connection()
    connection.started(0.0)
    connection.watching(something=False)
    connection.opened()
    connection.heard(1.0, 1)
    connection.answered(0.05)
    assert connection.standing(1.0) is Standing.LIVE
    connection.answered(1.2)
    assert connection.standing(1.0) is Standing.DELAYED


def test_a_snapshot_after_the_first_is_marked_for_a_while():
    connection = Connection()
    connection.watching(something=True)
    connection.started(0.0)
    connection.opened()
    connection.heard(0.5, 1)
    connection.replaced(1.0)
    assert not connection.just_resynced(1.0)
    connection.replaced(20.0)
    assert connection.just_resynced(25.0)
    assert not connection.just_resynced(31.0)


def test_nobody_signed_in_is_nothing_to_monitor():
    connection = Connection()
    connection.started(0.0)
    connection.stopped()
    assert connection.standing(1_000.0) is Standing.CONNECTING
