"""The lists of wards and beds, and whose bed has changed hands."""

from clinic_console.desktop.state.access import AccessState, Clinic, Phase
from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.wards import Bed, Patient, Ward, Wards
from clinic_console.domain.errors import HubUnavailable, NotFound, SessionExpired

ANNA = Patient("p1", "1", "Anna", "", None, "F")
BEN = Patient("p2", "2", "Ben", "", None, "M")


def chosen() -> Wards:
    wards = Wards()
    wards.take_wards((Ward("w", "c", "3 East", 2, 1),))
    wards.choose(["w"])
    return wards


def test_a_bed_with_another_patient_or_monitor_is_named():
    wards = chosen()
    assert wards.take_beds("w", (Bed("a", "1", 1, "", ANNA), Bed("b", "2", 2, "", None)), 1.0) == []
    assert wards.take_beds("w", (Bed("a", "1", 1, "", BEN), Bed("b", "2", 2, "", None)), 2.0) == ["a"]
    assert wards.take_beds("w", (Bed("a", "1", 1, "", BEN), Bed("b", "2", 3, "", None)), 3.0) == ["b"]
    assert wards.take_beds("w", (Bed("a", "1", 1, "", BEN),), 4.0) == ["b"]


def test_an_answer_about_another_ward_changes_nothing():
    wards = chosen()
    assert wards.take_beds("v", (Bed("a", "1", 1, "", ANNA),), 1.0) == []
    assert wards.beds == ()
    assert wards.asked is None


def test_the_version_rises_only_when_something_can_be_seen():
    wards = chosen()
    wards.take_beds("w", (Bed("a", "1", 1, "", ANNA),), 1.0)
    version = wards.version
    wards.take_beds("w", (Bed("a", "1", 1, "", ANNA),), 5.0)
    wards.take_wards(wards.wards)
    assert wards.version == version
    assert wards.asked == 5.0


def test_a_failure_keeps_the_beds_and_a_lost_ward_does_not():
    wards = chosen()
    wards.take_beds("w", (Bed("a", "1", 1, "", ANNA),), 1.0)
    wards.failed(HubUnavailable(), "w")
    assert wards.beds
    assert wards.problem is not None
    wards.take_beds("w", wards.beds, 2.0)
    assert wards.problem is None
    wards.lost("w", NotFound())
    assert wards.beds == ()
    assert wards.gone
    assert wards.ward is not None
    assert wards.take_beds("w", (Bed("a", "1", 1, "", ANNA),), 3.0) == []
    wards.take_wards(())
    assert wards.ward is None
    wards.choose(["w"])
    assert not wards.gone


def test_a_list_that_comes_after_a_failure_mends_it():
    wards = Wards()
    wards.failed(HubUnavailable())
    wards.take_wards(())
    assert wards.problem is None
    assert wards.listed


EAST, WEST = Ward("w", "c", "3 East", 2, 1), Ward("v", "c", "4 West", 1, 0)


def both() -> Wards:
    wards = Wards()
    wards.take_wards((EAST, WEST))
    wards.choose(["w", "v"])
    return wards


def test_beds_of_one_name_in_two_wards_are_told_apart():
    wards = both()
    wards.take_beds("w", (Bed("a", "1", 1, "", ANNA), Bed("b", "2", 2, "", None)), 1.0)
    assert [bed.name for bed in wards.beds] == ["1", "2"]
    assert wards.asked is None
    wards.take_beds("v", (Bed("c", "1", 3, "", BEN),), 2.0)
    assert [bed.name for bed in wards.beds] == ["3 East · 1", "2", "4 West · 1"]
    assert [wards.of(bed) for bed in wards.beds] == [EAST, EAST, WEST]
    assert wards.asked == 1.0
    wards.choose(["w"])
    assert [bed.name for bed in wards.beds] == ["1", "2"]


def test_one_ward_that_fails_or_goes_leaves_the_others_as_they_are():
    wards = both()
    wards.take_beds("w", (Bed("a", "1", 1, "", ANNA),), 1.0)
    wards.take_beds("v", (Bed("c", "9", 3, "", BEN),), 2.0)
    wards.failed(HubUnavailable(), "v")
    assert len(wards.beds) == 2
    wards.take_beds("w", (Bed("a", "1", 1, "", ANNA),), 3.0)
    assert isinstance(wards.problem, HubUnavailable)
    wards.lost("v", NotFound())
    assert [bed.id for bed in wards.beds] == ["a"]
    assert not wards.gone
    assert wards.problem is None
    assert wards.chosen == ("w", "v")
    assert wards.watched["v"].gone
    assert wards.asked == 3.0


def test_a_bed_is_there_once_whatever_the_hub_says():
    wards = both()
    wards.take_beds("w", (Bed("a", "1", 1, "", ANNA), Bed("a", "1", 1, "", ANNA)), 1.0)
    wards.take_beds("v", (Bed("a", "1", 1, "", ANNA),), 1.0)
    assert [bed.id for bed in wards.beds] == ["a"]


def test_signing_in_and_out():
    access = AccessState()
    access.entering()
    assert access.phase is Phase.ENTERING
    access.entered("N. Sato", (Clinic("c", "Kita", "Asia/Tokyo", "nurse"),))
    assert access.zone("c") == "Asia/Tokyo"
    assert access.zone("other") == "UTC"
    access.left(SessionExpired())
    assert (access.phase, access.ended, access.user_name) == (Phase.OUT, True, "")
    access.entered("N. Sato", ())
    access.left()
    assert not access.ended
    assert access.problem is None


def test_nothing_of_a_user_is_left_behind():
    state = ConsoleState()
    state.wards.take_wards((Ward("w", "c", "3 East", 2, 1),))
    state.wards.choose(["w"])
    state.wards.take_beds("w", (Bed("a", "1", 1, "", ANNA),), 1.0)
    state.clear()
    assert (state.wards.wards, state.wards.beds, state.wards.chosen) == ((), (), ())
    assert not state.readings.beds


def test_a_bed_list_is_late_five_seconds_after_it_should_have_come_and_doubtful_from_fifteen_on():
    wards = Wards()
    wards.take_wards((Ward("w", "c", "3 East", 1, 1), Ward("v", "c", "4 West", 1, 1)))
    wards.choose(["w", "v"])
    assert (wards.list_age(1_000.0), wards.doubtful(1_000.0)) == (None, frozenset())
    wards.take_beds("w", (Bed("a", "1", 1, "", ANNA),), 100.0)
    # A ward whose beds have still to come shows no name that could be wrong.
    assert (wards.list_age(108.9), wards.list_age(109.0)) == (None, 9.0)
    wards.take_beds("v", (Bed("b", "2", 2, "", BEN),), 110.0)
    assert (wards.list_age(112.0), wards.doubtful(115.0)) == (12.0, frozenset())
    assert wards.doubtful(115.1) == {"w"}
    assert wards.doubtful(125.1) == {"w", "v"}
    wards.failed(HubUnavailable(), "w")
    assert wards.list_age(126.0) == 26.0
    wards.take_beds("w", (Bed("a", "1", 1, "", BEN),), 126.0)
    assert (wards.list_age(127.0), wards.doubtful(127.0)) == (17.0, {"v"})
    wards.lost("v", NotFound())
    assert (wards.list_age(127.0), wards.doubtful(127.0)) == (None, frozenset())
