"""A schedule as a console knows it: columns by version, and what is to be asked for again."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from clinic_console.desktop.state.schedule import MOST_DAYS, WEEK, Mode, ScheduleState, Span
from clinic_console.desktop.state.schedule_columns import Card, Column, Held, Practitioner, VisitKind
from clinic_console.domain.appointments import State
from clinic_console.domain.errors import HubUnavailable
from clinic_console.domain.schedule import MINUTE_MS, VisitType, Work

DAY = date(2026, 11, 23)
AT = 1_795_392_000_000


def looking(**more) -> ScheduleState:
    """A state that looks at a day of a clinic."""
    state = ScheduleState()
    state.look_at(clinic=("c1", "Asia/Tokyo"), day=DAY, **more)
    return state


def loaded(*columns: Column) -> ScheduleState:
    """A state with these columns of its day."""
    state = looking()
    state.begin(state.span)
    state.take(state.span, columns or (Column(1, DAY, 3), Column(2, DAY, 5)), 10.0)
    return state


def card(number: int, begins: int = AT, **more) -> Card:
    return Card(f"v{number}", begins, begins + 30 * MINUTE_MS, "c1", more.pop("practitioner", 1), 1, **more)


def test_nothing_is_wanted_before_it_is_known_where_one_looks():
    state = ScheduleState()
    assert (state.span, state.page, state.wanted(), state.wanted_columns(), state.columns()) == (
        None,
        None,
        None,
        (),
        (),
    )
    assert looking().wanted() == Span("c1", DAY)


def test_a_day_is_asked_for_once_and_again_after_doubt():
    state = looking()
    span = state.wanted()
    state.begin(span)
    assert state.wanted() is None
    state.take(span, [Column(1, DAY, 3)], 10.0)
    assert (state.wanted(), state.page.heard) == (None, 10.0)
    state.doubt()
    assert state.wanted() == span
    assert [column.version for column in state.columns()] == [3]


def test_a_question_that_was_given_up_is_asked_again_and_a_failed_one_only_on_demand():
    state = looking()
    state.begin(state.span)
    state.given_up(state.span)
    assert state.wanted() == state.span
    state.begin(state.span)
    state.failed(state.span, HubUnavailable("away"))
    assert (state.wanted(), state.wanted_columns()) == (None, ())
    state.again()
    assert state.wanted() == state.span


def test_only_what_is_newer_is_asked_for_again():
    state = loaded()
    state.told("c1", DAY, 1, 3)
    state.told("c1", DAY, 2, 4)
    assert state.wanted_columns() == ()
    state.told("c1", DAY, 2, 6)
    state.told("c1", DAY, 9, 1)
    assert state.wanted_columns() == ((2, DAY), (9, DAY))
    state.told("c2", DAY, 2, 60)
    state.told("c1", DAY + timedelta(days=3), 2, 60)
    assert len(state.wanted_columns()) == 2


def test_a_column_is_wanted_until_it_is_as_new_as_was_told():
    state = loaded()
    state.told("c1", DAY, 2, 7)
    state.take_columns("c1", [(2, DAY)], [Column(2, DAY, 6)])
    assert state.wanted_columns() == ((2, DAY),)
    state.take_columns("c1", [(2, DAY)], [Column(2, DAY, 7)])
    assert state.wanted_columns() == ()
    assert state.column(2, DAY).version == 7


def test_an_answer_that_was_overtaken_is_passed_over():
    state = loaded()
    state.take_columns("c1", [(2, DAY)], [Column(2, DAY, 9)])
    state.take_columns("c1", [(2, DAY)], [Column(2, DAY, 8)])
    assert state.column(2, DAY).version == 9


def test_somebody_who_works_from_now_on_stands_among_the_others_by_name():
    state = loaded(Column(1, DAY, 3), Column(3, DAY, 5))
    people = [
        Practitioner(1, "Abe", sort_name="a"),
        Practitioner(2, "Brandt", sort_name="b"),
        Practitioner(3, "Costa", sort_name="c"),
    ]
    state.take_kinds("c1", [], [], people)
    state.told("c1", DAY, 2, 1)
    state.take_columns("c1", [(2, DAY)], [Column(2, DAY, 1)])
    assert [column.practitioner for column in state.columns()] == [1, 2, 3]
    state.told("c1", DAY, 2, 2)
    state.take_columns("c1", [(2, DAY)], [])
    assert [column.practitioner for column in state.columns()] == [1, 3]
    assert state.wanted_columns() == ()


def test_a_whole_days_versions_mark_what_differs():
    state = loaded()
    state.replaced("c1", DAY, {1: 3, 2: 8})
    assert state.wanted_columns() == ((2, DAY),)


def test_a_day_that_is_refused_says_why():
    state = loaded()
    error = HubUnavailable("no")
    state.refused("c1", DAY, error)
    assert state.page.error is error


def test_a_visit_is_shown_at_once_where_the_hub_has_just_put_it():
    state = loaded(Column(1, DAY, 3, cards=(card(1), card(2, AT + 3_600_000))), Column(2, DAY, 5))
    state.put("c1", card(1, AT + 60_000, practitioner=2, version=2), DAY)
    assert [each.id for each in state.column(1, DAY).cards] == ["v2"]
    assert [each.id for each in state.column(2, DAY).cards] == ["v1"]
    assert state.wanted_columns() == ((1, DAY), (2, DAY))
    assert state.card("v1").practitioner == 2


def test_a_specialty_filters_a_day_and_not_a_week():
    state = loaded()
    state.take_kinds("c1", [], [], [Practitioner(1, "A", specialties=(4,)), Practitioner(2, "B", specialties=(5,))])
    state.look_at(specialty=5)
    assert [column.practitioner for column in state.columns()] == [2]
    state.look_at(mode=Mode.WEEK, practitioner=1)
    assert state.wanted() == Span("c1", DAY - timedelta(days=DAY.weekday()), 1)
    assert len(state.span.days) == WEEK


def test_another_clinic_is_looked_at_from_its_beginning():
    state = loaded()
    state.look_at(mode=Mode.WEEK, practitioner=2, specialty=3)
    state.top = 9.0
    state.look_at(clinic=("c2", "Europe/Paris"))
    assert (state.zone, state.mode, state.practitioner, state.specialty, state.top) == (
        "Europe/Paris",
        Mode.DAY,
        0,
        0,
        None,
    )


def test_so_many_days_are_kept_and_no_more():
    state = looking()
    for number in range(MOST_DAYS + 10):
        state.look_at(day=DAY + timedelta(days=number))
        state.begin(state.span)
        state.take(state.span, [Column(1, state.day, 1)], 1.0)
    assert len(state._pages) == MOST_DAYS
    assert len(state._columns) == MOST_DAYS
    assert state.column(1, state.day) is not None


def test_nothing_is_left_for_the_next_user():
    state = loaded(Column(1, DAY, 3, cards=(card(1),)))
    before = state.version
    state.clear()
    assert (state.clinic, state.day, state.columns(), state.stale) == ("", None, (), set())
    assert state.version == before + 1


def test_what_decides_on_a_column_leaves_out_what_has_given_up_its_time():
    column = Column(
        1,
        DAY,
        4,
        work=(Work(AT, AT + 3_600_000, 15),),
        cards=(card(1), card(2, state=State.CANCELLED), card(3, state=State.NO_SHOW)),
        held=(Held("h1", AT, AT + 1, AT + 2), Held("h2", AT, AT + 1, AT + 2, mine=True)),
        elsewhere=((AT + 5, AT + 6),),
    )
    state = loaded(column)
    state.take_kinds("c1", [VisitKind(1, "Group", VisitType(1, 30, 5, 10, 4))], [], [])
    busy = state.times(column).busy
    assert [(each.type, each.until, each.capacity, each.before, each.after) for each in busy] == [
        (1, 0, 4, 5, 10), (0, AT + 2, 1, 0, 0), (0, 0, 1, 0, 0),
    ]  # fmt: skip
    assert [each.type for each in state.times(column, without="v1").busy] == [0, 0]


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("told"), st.integers(1, 3), st.integers(1, 9)),
            st.tuples(st.just("take"), st.integers(1, 3), st.integers(1, 9)),
        ),
        max_size=40,
    )
)
def test_a_column_never_goes_back_and_is_wanted_exactly_while_it_is_old(steps):
    state = loaded(*(Column(number, DAY, 1) for number in (1, 2, 3)))
    told = dict.fromkeys((1, 2, 3), 1)
    held = dict.fromkeys((1, 2, 3), 1)
    for what, number, version in steps:
        if what == "told":
            state.told("c1", DAY, number, version)
            told[number] = max(told[number], version)
        else:
            state.take_columns("c1", [(number, DAY)], [Column(number, DAY, version)])
            held[number] = max(held[number], version)
        assert {key[0] for key in state.wanted_columns()} == {n for n in held if held[n] < told[n]}
        assert all(state.column(n, DAY).version == held[n] for n in held)
