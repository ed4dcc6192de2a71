"""The order of beds on the wall."""

from hypothesis import given
from hypothesis import strategies as st

from clinic_console.desktop.charts.order import BY_BED, WORST_FIRST, ordered
from clinic_console.desktop.state.alarms import Alarm
from clinic_console.desktop.state.wards import Bed
from clinic_console.domain.alarms import Priority

BEDS = tuple(Bed(f"b{n}", str(n), n, "M", None) for n in range(1, 7))


def alarm(priority, *, seen=False, since=0):
    return Alarm("a", "HR", priority, since, acknowledged_at=1 if seen else None)


def names(order, worst):
    return [bed.name for bed in ordered(BEDS, order, worst.get)]


def test_bed_order_is_the_wards():
    assert names(BY_BED, {"b3": alarm(Priority.HIGH)}) == ["1", "2", "3", "4", "5", "6"]


def test_the_worst_come_first_and_those_nobody_has_seen_before_the_others():
    worst = {
        "b2": alarm(Priority.HIGH, seen=True),
        "b3": alarm(Priority.LOW),
        "b5": alarm(Priority.HIGH),
        "b6": alarm(Priority.MEDIUM),
    }
    assert names(WORST_FIRST, worst) == ["5", "6", "3", "2", "1", "4"]


def test_beds_that_are_equally_bad_stay_as_they_are():
    worst = {"b5": alarm(Priority.HIGH, since=1), "b2": alarm(Priority.HIGH, since=9)}
    assert names(WORST_FIRST, worst)[:2] == ["2", "5"]


@given(st.dictionaries(st.sampled_from([bed.id for bed in BEDS]), st.builds(alarm, st.sampled_from(Priority))))
def test_no_bed_is_lost_and_sorting_again_changes_nothing(worst):
    once = ordered(BEDS, WORST_FIRST, worst.get)
    assert sorted(bed.id for bed in once) == sorted(bed.id for bed in BEDS)
    assert ordered(once, WORST_FIRST, worst.get) == once
