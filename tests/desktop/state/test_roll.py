"""The sparse list: any place is reached, little is kept, and nothing is asked for that nobody sees."""

from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_console.desktop.state.roll import AT_ONCE, CALM_SECONDS, CHUNK, MOST, OLD_SECONDS, Ask, Landmarks, Roll
from clinic_console.domain.errors import HubUnavailable

TOTAL = 500_312
EVERY = 1_000


class Hub:
    """Rows are numbers as text; ``moved`` rows have come before all others since the landmarks were made."""

    def __init__(self, total: int = TOTAL) -> None:
        self.total, self.moved = total, 0
        self.asked: list[Ask] = []

    def marks(self) -> Landmarks:
        keys = ("", *(str(at) for at in range(EVERY, self.total, EVERY)))
        return Landmarks(self.total, EVERY, keys, tuple(f"h{key}" for key in keys))

    def rows(self, ask: Ask) -> tuple[list[str], str | None]:
        begins = int(ask.after or 0) + ask.skip
        ends = min(self.total, begins + CHUNK)
        return [str(at - self.moved) for at in range(begins, ends)], str(ends) if ends < self.total else None


def answer(roll: Roll[str], hub: Hub, ask: Ask, mono: float = 0.0) -> None:
    hub.asked.append(ask)
    if ask.chunk < 0:
        roll.take_marks(ask, hub.marks(), mono)
    else:
        roll.take(ask, *hub.rows(ask))


def settle(roll: Roll[str], hub: Hub, mono: float = 100.0) -> None:
    """Answer all that is wanted."""
    roll.let_go()
    while (ask := roll.begin(mono)) is not None:
        answer(roll, hub, ask, mono)


def begun(total: int = TOTAL) -> tuple[Roll[str], Hub]:
    roll, hub = Roll(str), Hub(total)
    roll.look(0, 30, 0.0)
    settle(roll, hub)
    return roll, hub


def test_the_first_rows_are_asked_for_without_waiting_for_the_landmarks():
    roll = Roll(str)
    roll.look(0, 30, 0.0)
    first, second = roll.begin(0.0), roll.begin(0.0)
    assert (first.chunk, second.chunk, second.after, second.skip) == (-1, 0, "", 0)
    assert roll.begin(0.0) is None, "nothing else is known of yet"
    roll.take(second, *Hub().rows(second))
    assert (roll.total, roll.loaded, roll.row(99)) == (100, False, "99")


@given(st.lists(st.integers(0, TOTAL - 1), min_size=1, max_size=40))
@settings(max_examples=30, deadline=None)
def test_every_place_is_reached_and_little_is_kept(places):
    roll, hub = begun()
    for turn, place in enumerate(places):
        mono = 1.0 + turn
        roll.look(place, min(TOTAL - 1, place + 30), mono)
        settle(roll, hub, mono + CALM_SECONDS)
        assert roll.row(place) == str(place)
        assert roll.place(str(place)) == place
        assert roll.kept <= MOST
    assert roll.row(TOTAL) is None
    assert len(hub.asked) <= 4 + 4 * len(places), "what is in sight, and one page on each side"
    assert all(0 <= ask.skip < EVERY for ask in hub.asked)


def test_a_bar_that_is_dragged_asks_only_for_where_it_stops():
    roll, hub = begun()
    before = len(hub.asked)
    for step in range(300):
        mono = 10.0 + step * 0.016
        roll.look(step * 1_600, step * 1_600 + 30, mono)
        settle(roll, hub, mono)
    assert len(hub.asked) == before
    settle(roll, hub, mono + CALM_SECONDS)
    assert roll.row(299 * 1_600) == str(299 * 1_600)
    assert len(hub.asked) <= before + 4


def test_the_wheel_does_not_wait():
    roll, hub = begun()
    for step in range(40):
        roll.look(step * 10, step * 10 + 30, 10.0)
        settle(roll, hub, 10.0)
        assert roll.row(step * 10 + 30) is not None


def test_at_most_two_requests_are_under_way_and_those_out_of_sight_are_let_go():
    roll, _ = begun()
    roll.look(200_000, 200_030, 10.0)
    asks = [roll.begin(11.0) for _ in range(5)]
    assert [ask is not None for ask in asks] == [True] * AT_ONCE + [False] * (5 - AT_ONCE)
    roll.look(400_000, 400_030, 12.0)
    roll.let_go()
    assert not any(roll.waits_for(ask) for ask in asks if ask is not None)
    roll.take(asks[0], ["stale"], None)
    assert roll.place("stale") == -1
    assert roll.begin(13.0).chunk == 4_000


def test_rows_in_sight_are_never_dropped():
    roll, hub = begun()
    for chunk in range(MOST + 40):
        # The window shows the first rows all the time; the rest is dragged through by somebody else's eyes.
        roll.look(chunk * CHUNK, chunk * CHUNK + 30, float(chunk))
        settle(roll, hub, chunk + 1.0)
        assert roll.row(chunk * CHUNK) == str(chunk * CHUNK)
    assert roll.kept <= MOST
    assert roll.row(0) is None
    assert roll.place("0") == -1


def test_old_landmarks_are_asked_for_again_with_the_next_rows_and_rows_are_found_by_their_ids():
    roll, hub = begun()
    asked = len(hub.asked)
    settle(roll, hub, 100.0 + OLD_SECONDS + 1)
    assert len(hub.asked) == asked, "nobody wants anything"
    hub.total, hub.moved = TOTAL + 1, 1
    roll.look(5_000, 5_030, 200.0)
    settle(roll, hub, 201.0)
    assert hub.asked[asked].chunk == -1
    assert (roll.total, roll.row(5_000), roll.place("5000")) == (TOTAL + 1, "4999", 5_001)
    assert roll.row(0) is None, "rows found by other landmarks are gone"


def test_who_comes_back_to_an_old_list_has_it_anew_without_going_anywhere_in_it():
    roll, hub = begun(50)
    asked = len(hub.asked)
    roll.revisit(100.0 + OLD_SECONDS - 1)
    settle(roll, hub)
    assert len(hub.asked) == asked
    hub.total = 51
    roll.revisit(100.0 + OLD_SECONDS + 1)
    settle(roll, hub, 200.0)
    assert (roll.total, roll.row(50)) == (51, "50")


def test_a_refresh_leaves_in_sight_what_is_there_until_it_comes_anew():
    roll, hub = begun()
    hub.moved, hub.total = 1, TOTAL + 1
    roll.refresh()
    ask = roll.begin(101.0)
    assert roll.row(5) == "5"
    answer(roll, hub, ask)
    assert roll.row(5) == "5"
    settle(roll, hub)
    assert (roll.row(5), roll.place("5")) == ("4", 6)


def test_a_list_that_has_become_shorter_ends_where_its_rows_end():
    roll, hub = begun()
    hub.total = TOTAL - 200
    roll.look(TOTAL - 30, TOTAL - 1, 10.0)
    settle(roll, hub, 11.0)
    assert roll.total <= TOTAL - 112


def test_what_fails_is_told_where_it_is_seen_and_asked_for_again_when_that_is_wanted():
    roll, hub = begun()
    roll.look(9_000, 9_030, 10.0)
    ask = roll.begin(11.0)
    roll.failed(ask, HubUnavailable())
    assert isinstance(roll.error, HubUnavailable)
    while (other := roll.begin(11.0)) is not None:
        assert other.chunk != ask.chunk
        answer(roll, hub, other)
    roll.look(0, 30, 12.0)
    assert roll.error is None
    roll.look(9_000, 9_030, 13.0)
    roll.retry()
    settle(roll, hub, 14.0)
    assert roll.error is None
    assert roll.row(9_000) == "9000"


def test_one_that_is_given_up_is_asked_for_again_and_another_list_forgets_all():
    roll, hub = Roll(str), Hub()
    marks = roll.begin(0.0)
    roll.given_up(marks)
    assert roll.begin(0.0).chunk == -1
    roll, hub = begun()
    roll.restart()
    assert (roll.total, roll.kept, roll.row(0), roll.place("0"), roll.loaded) == (0, 0, None, -1, False)
    settle(roll, hub)
    assert roll.row(0) == "0"


def test_how_a_row_is_now_stands_in_its_place():
    roll = Roll(lambda row: row[0])
    ask = [roll.begin(0.0), roll.begin(0.0)][1]
    roll.take(ask, [("a", 1), ("b", 1)], None)
    version = roll.version
    roll.put(("b", 2))
    roll.put(("c", 1))
    assert (roll.row(0), roll.row(1), roll.row(2), roll.version) == (("a", 1), ("b", 2), None, version + 1)


def test_a_landmark_says_what_it_begins_with():
    roll, _ = begun()
    assert (roll.head(0), roll.head(1_500), roll.head(TOTAL * 2)) == ("h", "h1000", "")
    assert Roll(str).head(5) == ""
