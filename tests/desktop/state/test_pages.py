"""Paged lists: whatever is asked, answered, lost or changed in whatever order, the rows shown are the hub's."""

from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from clinic_console.desktop.state.pages import Ask, Pages
from clinic_console.domain.errors import HubSlow, NotAllowed


@dataclass(frozen=True)
class Row:
    id: str
    text: str = ""


def pages(most: int = 1_000) -> Pages[Row]:
    return Pages(lambda row: row.id, most)


def rows(*ids: int, text: str = "") -> list[Row]:
    return [Row(f"{each:04d}", text) for each in ids]


def ids(made: Pages[Row]) -> list[int]:
    return [int(row.id) for row in made.rows]


def loaded(*of: int, after: str | None = None) -> Pages[Row]:
    made = pages()
    made.take(made.begin(), rows(*of), after, 1.0)
    return made


def test_a_new_list_wants_its_first_page():
    made = pages()
    assert made.wanted
    assert not made.loaded
    ask = made.begin()
    assert ask.after is None
    assert made.asking
    assert made.begin() is None
    made.take(ask, rows(1, 2), "2", 5.0)
    assert (ids(made), made.loaded, made.since, made.has_more) == ([1, 2], True, 5.0, True)
    assert not made.wanted


def test_more_is_appended_until_there_is_no_more():
    made = loaded(1, 2, after="2")
    made.more()
    ask = made.begin()
    assert ask.after == "2"
    made.take(ask, rows(2, 3), None, 2.0)
    assert ids(made) == [1, 2, 3]
    made.more()
    assert not made.wanted


def test_a_page_that_is_empty_or_leads_nowhere_ends_the_list():
    made = loaded(1, after="1")
    made.more()
    made.take(made.begin(), [], "9", 2.0)
    assert not made.has_more
    made = loaded(1, after="1")
    made.more()
    made.take(made.begin(), rows(2), "1", 2.0)
    assert not made.has_more


def test_no_more_than_the_most_are_kept():
    made = pages(most=3)
    made.take(made.begin(), rows(1, 2, 3, 4), "4", 1.0)
    assert ids(made) == [1, 2, 3]
    assert made.full
    made.more()
    assert not made.wanted


def test_a_failure_keeps_what_is_there_and_asks_nothing_until_somebody_wants_it():
    made = loaded(1, 2, after="2")
    made.more()
    made.failed(made.begin(), HubSlow())
    assert ids(made) == [1, 2]
    assert isinstance(made.error, HubSlow)
    made.more()
    assert not made.wanted
    made.refresh()
    assert made.wanted
    assert made.error is None


def test_one_that_was_given_up_is_asked_again_only_if_nothing_is_there():
    made = pages()
    made.given_up(made.begin())
    assert made.wanted
    made = loaded(1)
    made.refresh()
    made.given_up(made.begin())
    assert not made.wanted


def test_an_answer_that_nobody_waits_for_any_more_is_passed_over():
    made = pages()
    old = made.begin()
    made.restart()
    made.take(old, rows(9), None, 1.0)
    made.failed(old, HubSlow())
    assert (ids(made), made.error, made.wanted) == ([], None, True)


def test_a_refresh_asks_for_as_much_as_is_here_and_exchanges_it_at_once():
    made = loaded(1, 2, after="2")
    made.more()
    made.take(made.begin(), rows(3, 4), "4", 1.0)
    made.refresh()
    made.take(made.begin(), rows(0, 1), "1", 2.0)
    assert ids(made) == [1, 2, 3, 4]
    ask = made.begin()
    assert ask.after == "1"
    made.take(ask, rows(2, 3), "3", 3.0)
    assert (ids(made), made.since, made.has_more) == ([0, 1, 2, 3], 3.0, True)


def test_a_quiet_refresh_moves_nothing():
    made = loaded(1, 2, 3)
    made.refresh(quiet=True)
    made.take(made.begin(), rows(0, 1, 3, text="new"), None, 2.0)
    assert ids(made) == [1, 2, 3]
    assert [row.text for row in made.rows] == ["new", "", "new"]
    assert made.gone == {"0002"}
    assert made.news == 1
    made.settle()
    assert (ids(made), made.gone, made.news) == ([0, 1, 3], frozenset(), 0)


def test_a_quiet_refresh_that_finds_the_same_rows_shows_them():
    made = loaded(1, 2)
    made.refresh(quiet=True)
    made.take(made.begin(), rows(1, 2, text="new"), None, 2.0)
    assert [row.text for row in made.rows] == ["new", "new"]
    made.settle()
    assert ids(made) == [1, 2]


def test_a_quiet_refresh_waits_for_what_is_under_way():
    made = pages()
    made.refresh(quiet=True)
    made.begin()
    made.refresh(quiet=True)
    assert not made.loaded
    assert not made.wanted


def test_another_list_is_shown_when_it_is_there():
    made = loaded(1, 2, 3)
    before = made.lists
    made.exchange()
    assert ids(made) == [1, 2, 3]
    made.take(made.begin(), rows(7), "7", 2.0)
    assert ids(made) == [7]
    assert made.lists > before


def test_another_list_that_cannot_be_had_leaves_nothing_of_the_old_one():
    made = loaded(1, 2, 3)
    made.exchange()
    made.failed(made.begin(), NotAllowed())
    assert (ids(made), made.loaded, made.wanted) == ([], False, False)
    assert isinstance(made.error, NotAllowed)


def test_what_was_asked_before_a_change_does_not_take_it_back():
    made = loaded(1, 2)
    made.refresh()
    old = made.begin()
    made.put(Row("0001", "changed"))
    made.take(old, rows(1, 2), None, 2.0)
    assert made.rows[0].text == "changed"
    assert made.wanted


def test_rows_are_put_and_removed():
    made = loaded(1, 2)
    made.put(Row("0009"))
    assert ids(made) == [9, 1, 2]
    made.remove("0001", "0404")
    assert ids(made) == [9, 2]
    assert made.get("0002") == Row("0002")
    assert made.get("0001") is None


@given(st.lists(st.integers(0, 30), max_size=40))
def test_no_row_is_ever_there_twice(numbers):
    made = loaded(*numbers)
    assert sorted(ids(made)) == sorted(set(numbers))


class Hub(RuleBasedStateMachine):
    """A list under change at a hub, and pages of it that are asked, answered late, lost, and wanted again."""

    PAGE = 3

    def __init__(self) -> None:
        super().__init__()
        self.hub: dict[int, Row] = {n: Row(f"{n:04d}") for n in range(5)}
        self.pages = pages(most=12)
        self.ask: Ask | None = None
        self.answer: tuple[list[Row], str | None] = ([], None)
        self.stale: list[tuple[Ask, tuple[list[Row], str | None]]] = []
        self.serial = 0

    def page(self, after: str | None) -> tuple[list[Row], str | None]:
        there = [row for _, row in sorted(self.hub.items()) if after is None or row.id > after]
        found = there[: self.PAGE]
        return found, found[-1].id if len(there) > self.PAGE else None

    @rule(number=st.integers(0, 20))
    def add(self, number):
        self.hub.setdefault(number, Row(f"{number:04d}"))

    @rule(number=st.integers(0, 20))
    def drop(self, number):
        self.hub.pop(number, None)

    @rule()
    def begin(self):
        ask = self.pages.begin()
        if ask is not None:
            if self.ask is not None:
                self.stale.append((self.ask, self.answer))
            self.ask, self.answer = ask, self.page(ask.after)

    @precondition(lambda self: self.ask is not None)
    @rule()
    def answered(self):
        self.serial += 1
        self.pages.take(self.ask, *self.answer, float(self.serial))
        self.ask = None

    @precondition(lambda self: self.ask is not None)
    @rule(lost=st.booleans())
    def fails(self, lost):
        if lost:
            self.pages.given_up(self.ask)
        else:
            self.pages.failed(self.ask, HubSlow())
        self.ask = None

    @precondition(lambda self: bool(self.stale))
    @rule()
    def comes_late(self):
        before = self.pages.rows
        ask, answer = self.stale.pop()
        self.pages.take(ask, *answer, 99.0)
        assert self.pages.rows == before

    @rule(quiet=st.booleans())
    def refresh(self, quiet):
        before = [row.id for row in self.pages.rows]
        self.pages.refresh(quiet=quiet)
        assert [row.id for row in self.pages.rows] == before

    @rule()
    def other(self):
        self.pages.exchange()

    @rule()
    def more(self):
        self.pages.more()

    @rule()
    def settle(self):
        self.pages.settle()

    @rule(number=st.integers(0, 20))
    def change(self, number):
        if number in self.hub:
            self.serial += 1
            self.hub[number] = replace(self.hub[number], text=str(self.serial))
            self.pages.put(self.hub[number])
            assert self.pages.get(f"{number:04d}") == self.hub[number]

    @rule()
    def comes_to_rest(self):
        """Left alone, and refreshed, it shows what the hub has, from its beginning and without a gap."""
        if self.ask is not None:
            self.pages.given_up(self.ask)
            self.ask = None
        self.pages.refresh()
        for _ in range(20):
            ask = self.pages.begin()
            if ask is None:
                break
            self.serial += 1
            self.pages.take(ask, *self.page(ask.after), float(self.serial))
        assert not self.pages.wanted
        there = [row for _, row in sorted(self.hub.items())]
        assert list(self.pages.rows) == there[: len(self.pages.rows)]
        assert self.pages.full or self.pages.has_more or len(self.pages.rows) == len(there)

    @invariant()
    def holds(self):
        found = [row.id for row in self.pages.rows]
        assert len(found) == len(set(found))
        assert len(found) <= 12
        assert self.pages.gone <= set(found)
        assert not (self.pages.wanted and self.pages.asking)


Hub.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestPagesAgainstAHub = Hub.TestCase
