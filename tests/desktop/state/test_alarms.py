"""The replica of alarms: whole states in, the worst first out, nothing left of what is forgotten."""

from hypothesis import given
from hypothesis import strategies as st

from clinic_console.desktop.state.alarms import NOTHING, Alarm, Alarms, BedAlarms
from clinic_console.desktop.state.readings import MAX_BEDS
from clinic_console.domain.alarms import Priority

ALARMS = st.builds(
    Alarm,
    id=st.text(max_size=3),
    parameter=st.sampled_from(["HR", "SpO2"]),
    priority=st.sampled_from(Priority),
    since=st.integers(0, 100),
    acknowledged_at=st.none() | st.integers(0, 100),
)


def alarm(name="a", priority=Priority.HIGH, since=0, **given):
    return Alarm(name, "SpO2", priority, since, **given)


def test_what_nobody_has_seen_comes_first_then_the_priority_then_the_oldest():
    seen = alarm("seen", acknowledged_by="N. Sato", acknowledged_at=5)
    bed = BedAlarms((seen, alarm("low", Priority.LOW), alarm("new", since=9), alarm("old", since=2)))
    assert [each.id for each in bed.alarms] == ["old", "new", "low", "seen"]
    assert bed.worst.id == "old"
    assert NOTHING.worst is None


@given(st.lists(ALARMS, max_size=6))
def test_order_of_arrival_does_not_matter(alarms):
    there, back = BedAlarms(tuple(alarms)), BedAlarms(tuple(reversed(alarms)))
    assert [each.rank for each in there.alarms] == [each.rank for each in back.alarms]
    assert sorted(there.alarms, key=lambda each: each.rank) == list(there.alarms)


def test_latched_is_what_has_ended_and_waits():
    assert not alarm().latched
    assert alarm(ended=3).latched
    assert not alarm(ended=3, acknowledged_at=4).latched


def test_the_version_rises_with_changes_only():
    alarms = Alarms()
    alarms.take("b1", BedAlarms((alarm(),)))
    alarms.take("b1", BedAlarms((alarm(),)))
    assert alarms.version == 1
    assert alarms.worst("b1") == alarm()
    alarms.take("b1", BedAlarms())
    assert (alarms.version, alarms.worst("b1")) == (2, None)
    alarms.forget(["b1", "b2"])
    assert (alarms.version, alarms.of("b1")) == (3, NOTHING)
    alarms.take("b1", BedAlarms((alarm(),)))
    alarms.clear()
    assert (alarms.version, alarms.of("b1")) == (5, NOTHING)


def test_it_keeps_no_more_beds_than_there_can_be():
    alarms = Alarms()
    for number in range(MAX_BEDS + 1):
        alarms.take(f"b{number}", BedAlarms((alarm(),)))
    assert alarms.worst(f"b{MAX_BEDS}") is None
    alarms.take("b0", BedAlarms())
    assert alarms.worst("b0") is None
