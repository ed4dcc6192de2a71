"""Choosing wards: several of one clinic, kept by the PC, and only those whose readings the user may see."""

import pytest

from clinic_console.desktop.actions.wards import WardActions
from clinic_console.desktop.state.access import AccessState, Clinic
from clinic_console.desktop.state.station import StationState
from clinic_console.desktop.state.wards import Ward, Wards
from clinic_console.desktop.station import MAX_WARDS, Station
from clinic_console.domain.errors import NotFound

KITA = [Ward(f"w{n}", "kita", f"Ward {n}", 10 + n, n) for n in range(MAX_WARDS + 2)]
PORTO = [Ward("p1", "porto", "1 Sul", 40, 3), Ward("p2", "porto", "2 Sul", 4, 3)]


class Desk:
    """A station where somebody is signed in, and what the feed is told to watch."""

    def __init__(self, kita="nurse", porto="doctor", kept=()) -> None:
        self.wards, self.access = Wards(), AccessState()
        self.station = StationState(Station(wards=tuple(kept)))
        self.watched: list[tuple[str, ...]] = []
        self.nudges = 0
        clinics = (Clinic("kita", "Kita", "Asia/Tokyo", kita), Clinic("porto", "Porto", "Europe/Lisbon", porto))
        self.access.entered("N. Sato", clinics)
        self.wards.take_wards((*KITA, *PORTO))
        self.actions = WardActions(
            self.wards,
            watch=lambda wards: self.watched.append(tuple(wards)),
            nudge=self.nudge,
            access=self.access,
            station=self.station,
        )

    def nudge(self) -> None:
        self.nudges += 1


def test_nothing_kept_is_the_largest_ward_and_that_is_not_kept():
    desk = Desk()
    desk.actions.choose_first()
    desk.actions.choose_first()
    assert desk.watched == [("p1",)]
    assert desk.wards.chosen == ("p1",)
    assert desk.station.now.wards == ()


def test_what_was_kept_is_taken_up_as_far_as_it_exists_and_may_be_seen():
    desk = Desk(kept=("gone", "w2", "w1"))
    desk.actions.choose_first()
    assert desk.watched == [("w1", "w2")]
    refused = Desk(kita="receptionist", kept=("w2",))
    refused.actions.choose_first()
    assert refused.watched == [("p1",)]


def test_reception_watches_nothing():
    desk = Desk(kita="receptionist", porto="administrator", kept=("w1",))
    desk.actions.choose_first()
    desk.actions.choose(("w1",))
    assert desk.watched == []
    assert desk.actions.denied
    assert desk.actions.watchable() == ()
    assert not Desk(kita="receptionist").actions.denied


def test_a_role_that_nobody_knows_sees_nothing():
    assert Desk(kita="wizard", porto="").actions.denied


def test_wards_are_added_and_removed_and_the_last_one_stays():
    desk = Desk()
    desk.actions.choose(("w1",))
    desk.actions.toggle("w0")
    assert desk.wards.chosen == ("w0", "w1")
    desk.actions.toggle("w1")
    desk.actions.toggle("w0")
    assert desk.wards.chosen == ("w0",)
    assert desk.station.now.wards == ("w0",)
    assert desk.watched == [("w1",), ("w0", "w1"), ("w0",)]


def test_a_ward_of_another_clinic_takes_the_others_place():
    desk = Desk()
    desk.actions.choose(("w1", "p1", "w2"))
    assert desk.wards.chosen == ("w1", "w2")
    desk.actions.toggle("p2")
    assert desk.wards.chosen == ("p2",)


def test_there_is_an_end_to_how_many():
    desk = Desk()
    desk.actions.choose([ward.id for ward in KITA])
    assert len(desk.wards.chosen) == MAX_WARDS
    before = desk.wards.chosen
    desk.actions.toggle(KITA[-1].id)
    assert desk.wards.chosen == before


def test_a_ward_that_is_gone_can_be_tried_again():
    desk = Desk()
    desk.actions.choose(("w1", "w2"))
    desk.wards.lost("w2", NotFound())
    desk.actions.choose(("w1", "w2"))
    assert desk.watched == [("w1", "w2"), ("w1", "w2")]
    assert not desk.wards.watched["w2"].gone


@pytest.mark.parametrize("wards", [(), ("nowhere",)])
def test_nothing_that_can_be_watched_changes_nothing(wards):
    desk = Desk()
    desk.actions.choose(("w1",))
    desk.actions.choose(wards)
    assert desk.wards.chosen == ("w1",)


def test_the_clinics_of_the_wards_have_names_where_all_are_known():
    desk = Desk()
    assert desk.actions.clinics() == {"kita": "Kita", "porto": "Porto"}
    assert Desk(porto="receptionist").actions.clinics() == {"kita": "Kita"}
    desk.actions.refresh()
    assert desk.nudges == 1
