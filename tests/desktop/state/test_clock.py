"""The hub's time is known without this PC's, and never guessed too early once a ping has come back."""

from hypothesis import given
from hypothesis import strategies as st

from clinic_console.desktop.state.clock import HubClock

EPOCH = 1_700_000_000_000


def test_until_the_hub_speaks_there_is_no_time():
    clock = HubClock()
    assert not clock.known
    assert clock.moment(5.0) == (5.0, 0)


def test_a_frame_gives_the_time_and_it_goes_on():
    clock = HubClock()
    clock.heard(EPOCH, 100.0)
    assert clock.moment(107.5).hub == EPOCH + 7_500


@given(st.lists(st.tuples(st.floats(0.01, 3), st.floats(0, 8), st.floats(0, 8)), min_size=1, max_size=60))
def test_ages_are_never_too_small_however_the_link_delays(steps):
    clock, mono, best = HubClock(), 100.0, []
    for wait, there, back in steps:
        sent, mono = mono, mono + wait + there + back
        said = EPOCH + int((sent + there) * 1_000)
        clock.heard(said, mono)
        clock.answered(said, sent, mono)
        best = [(when, rtt) for when, rtt in best if when >= mono - 30.0] + [(mono, wait + there + back)]
        truth = EPOCH + mono * 1_000
        estimate = clock.moment(mono).hub
        assert estimate >= truth - 55
        assert estimate <= truth + min(rtt for _, rtt in best) * 1_000 + 55


def test_a_clock_that_was_set_is_followed_at_once():
    clock = HubClock()
    for second in range(10):
        clock.answered(EPOCH + second * 1_000, 100.0 + second, 100.01 + second)
        clock.heard(EPOCH + second * 1_000, 100.01 + second)
    for jump in (60_000, -60_000):
        later = HubClock()
        later.__dict__.update({k: (v.copy() if hasattr(v, "copy") else v) for k, v in clock.__dict__.items()})
        later.heard(EPOCH + 10_000 + jump, 110.0)
        later.answered(EPOCH + 10_000 + jump, 110.0, 110.01)
        assert abs(later.moment(110.0).hub - (EPOCH + 10_000 + jump)) < 100


def test_another_hub_may_have_another_clock():
    clock = HubClock()
    clock.answered(EPOCH, 100.0, 100.01)
    clock.restarted()
    clock.heard(EPOCH - 9_000, 101.0)
    assert clock.moment(101.0).hub == EPOCH - 9_000
