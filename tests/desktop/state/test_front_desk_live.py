"""The day's list against a plain model: whatever comes from elsewhere, rows and selection are the user's alone."""

from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from clinic_console.desktop.state.front_rows import Chip, chips_of, order
from clinic_console.domain.appointments import State
from clinic_console.domain.schedule import MINUTE_MS
from tests.desktop.front_days import KIND, NOON, card, change, desk_of

STATES = st.sampled_from(list(State))


class LiveDay(RuleBasedStateMachine):
    """Changes from elsewhere between what a user does: rows and selection are the user's alone."""

    def __init__(self):
        super().__init__()
        self.cards = {n: card(n, n * 7 % 60, practitioner=n % 2 + 1) for n in range(12)}
        self.version, self.mono, self.now = 1, 0.0, NOON
        self.desk = desk_of(*self.cards.values())
        self.rows, self.selected = self.desk.rows, set()

    def _changed(self):
        self.version += 1
        self.mono += 1.0
        change(self.desk, *self.cards.values(), version=self.version, now=self.now, mono=self.mono)
        if not self.rows:
            self.rows = self.desk.rows

    def _moved_on(self):
        expected = [c for c in self.cards.values() if self._fits(c)]
        assert list(self.desk.rows) == [c.id for c in sorted(expected, key=order)]
        assert self.desk.news == (0, 0, 0)
        assert not self.desk.off
        assert not self.desk.changed
        self.rows = self.desk.rows

    def _fits(self, visit):
        return not self.desk.chips or bool(chips_of(visit, KIND, self.now) & self.desk.chips)

    @rule(number=st.integers(0, 11), state=STATES)
    def other_desk_changes(self, number, state):
        if number in self.cards:
            before = self.cards[number]
            self.cards[number] = replace(before, state=state, version=before.version + 1)
            self._changed()

    @rule(number=st.integers(0, 11), minutes=st.integers(-30, 90), doctor=st.integers(1, 2))
    def other_desk_moves(self, number, minutes, doctor):
        if number in self.cards:
            version = self.cards[number].version + 1
            self.cards[number] = card(number, minutes, self.cards[number].state, practitioner=doctor, version=version)
            self._changed()

    @rule(number=st.integers(0, 30), minutes=st.integers(-30, 90))
    def other_desk_adds(self, number, minutes):
        if number not in self.cards:
            self.cards[number] = card(number, minutes, version=self.version + 100)
            self._changed()

    @precondition(lambda self: self.cards)
    @rule(data=st.data())
    def other_desk_takes_away(self, data):
        del self.cards[data.draw(st.sampled_from(sorted(self.cards)))]
        self._changed()

    @rule(minutes=st.integers(1, 30))
    def time_passes(self, minutes):
        self.now += minutes * MINUTE_MS
        self.mono += 60.0 * minutes
        self.desk.follow(self.now, self.mono)

    @precondition(lambda self: self.rows)
    @rule(data=st.data())
    def user_selects(self, data):
        row = data.draw(st.sampled_from(self.rows))
        self.desk.marks.turn(row)
        self.selected ^= {row}

    @rule()
    def user_selects_all(self):
        self.desk.marks.all(self.desk.rows)
        self.selected |= set(self.rows)

    @rule()
    def user_presses_the_pill(self):
        left = {row for row in self.rows if not self._stands(row)}
        self.desk.settle()
        self.selected -= left
        self._moved_on()

    @rule(chip=st.sampled_from(list(Chip)))
    def user_turns_a_chip(self, chip):
        gone = {row for row in self.rows if int(row[1:]) not in self.cards}
        self.desk.toggle(chip)
        self.selected -= gone
        self._moved_on()

    def _stands(self, row):
        visit = self.cards.get(int(row[1:]))
        return visit is not None and self._fits(visit)

    @invariant()
    def nothing_has_moved(self):
        assert self.desk.rows == self.rows

    @invariant()
    def nothing_was_dropped(self):
        assert self.desk.marks.ids == self.selected
        assert [c.id for c in self.desk.selection()] == [row for row in self.rows if row in self.selected]

    @invariant()
    def rows_show_what_is(self):
        for place, row in enumerate(self.rows):
            visit = self.cards.get(int(row[1:]))
            assert visit is None or self.desk.row(place) == visit
        assert self.desk.off == {row for row in self.rows if not self._stands(row)}

    @invariant()
    def the_pill_tells_what_waits(self):
        fitting = {c.id for c in self.cards.values() if self._fits(c)}
        assert self.desk.news.new == len(fitting - set(self.rows))


TestLiveDay = LiveDay.TestCase
TestLiveDay.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
