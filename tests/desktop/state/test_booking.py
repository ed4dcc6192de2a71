"""A booking while it is typed: what is kept, given back, sent once, and what stays when something goes wrong."""

from dataclasses import replace
from datetime import date

import pytest

from clinic_console.desktop.state.booking import MOST_TYPES, Booking
from clinic_console.desktop.state.booking_slot import Kept, Offer, Slot, chart_of_person, threatened
from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.state.schedule_columns import Card, Column, Held, Person
from clinic_console.domain.appointments import State
from clinic_console.domain.errors import (
    BadField,
    HoldOver,
    HubUnavailable,
    InThePast,
    OverCap,
    PatientBusy,
    SlotTaken,
    TooMany,
)
from clinic_console.domain.schedule import HOLD_MS, Blocked

NOW = 1_700_000_000_000
SLOT = Slot("c1", 1, NOW + HOLD_MS, 2)
ANN = Chart("p1", "1", "Ann Lee", "", date(1958, 3, 4), "F")
BOB = Chart("p2", "2", "Bob Ray", "", date(1960, 3, 4), "M")
OFFER = Offer(2, "c1", NOW + 2 * HOLD_MS, NOW + 3 * HOLD_MS, "Dr Novák", "Asia/Tokyo")


def card(**fields) -> Card:
    made = Card("a1", SLOT.begins, SLOT.begins + 1_800_000, "c1", 1, 2)
    return replace(made, **fields)


def typing(**fields) -> Booking:
    """A booking for Ann whose slot is kept."""
    booking = Booking()
    booking.begin(SLOT, "h1")
    booking.held("h1", SLOT.begins + 1_800_000, NOW + HOLD_MS)
    booking.choose(ANN)
    booking.typed(**fields)
    return booking


def test_what_is_sent_takes_up_what_is_kept():
    booking = typing(reason=" cough ")
    sent = booking.send("k1")
    assert sent is not None
    assert (sent.key, sent.hold, sent.reason, sent.patient, sent.overbook) == ("k1", "h1", "cough", ANN, "")
    booking.booked("k1", card())
    assert (booking.slot, booking.patient, booking.reason) == (None, None, "")
    assert booking.let_go == []
    assert [(each.card, each.here) for each in booking.outcomes] == [(card(), True)]


def test_nothing_is_sent_twice():
    booking = typing()
    assert booking.send("k1") is not None
    assert booking.send("k2") is None
    booking.unsure("k1")
    assert booking.send("k3") is None
    assert list(booking.requests) == ["k1"]


@pytest.mark.parametrize("missing", ["patient", "type", "slot"])
def test_nothing_is_sent_while_something_is_missing(missing):
    booking = typing()
    if missing == "patient":
        booking.choose(None)
    elif missing == "type":
        booking.begin(replace(SLOT, type=0), "h2")
    else:
        booking.leave()
    assert not booking.complete
    assert booking.send("k1") is None


def test_while_its_fate_is_unknown_nothing_can_be_changed():
    booking = typing(reason="cough")
    booking.send("k1")
    booking.unsure("k1")
    booking.typed(reason="other")
    booking.choose(BOB)
    booking.choose_type(3, NOW, "h2")
    booking.take(OFFER, "h3")
    booking.again("h4")
    assert (booking.reason, booking.patient, booking.slot.type, booking.hold) == ("cough", ANN, 2, "h1")
    assert booking.sent.unsure


def test_who_closes_it_meanwhile_is_told_later():
    booking = typing()
    booking.send("k1")
    booking.leave()
    assert booking.slot is None
    assert booking.let_go == []
    booking.booked("k1", card())
    assert [each.here for each in booking.outcomes] == [False]


def test_a_slot_that_was_kept_too_late_for_what_was_sent_is_given_back():
    booking = Booking()
    booking.begin(SLOT, "h1")
    booking.choose(ANN)
    assert booking.send("k1").hold == ""
    booking.held("h1", SLOT.begins + 1_800_000, NOW + HOLD_MS)
    booking.leave()
    assert booking.let_go == ["h1"]


def test_a_refusal_that_comes_after_it_was_closed_is_told_too():
    booking = typing()
    booking.send("k1")
    booking.leave()
    booking.begin(replace(SLOT, practitioner=2), "h2")
    booking.refused("k1", SlotTaken(), (OFFER,))
    assert (booking.kept, booking.problem, booking.offers) == (Kept.ASKED, None, ())
    assert isinstance(booking.outcomes[0].error, SlotTaken)


def test_a_slot_that_expires_is_said_and_what_is_typed_stays():
    booking = typing(reason="cough", text="")
    assert booking.left(NOW) == HOLD_MS
    booking.tick(NOW + HOLD_MS - 1)
    assert booking.kept is Kept.HELD
    booking.tick(NOW + HOLD_MS)
    assert (booking.kept, booking.left(NOW + HOLD_MS)) == (Kept.OVER, 0)
    assert (booking.reason, booking.patient) == ("cough", ANN)
    booking.again("h2")
    assert (booking.kept, booking.hold, booking.reason) == (Kept.ASKED, "h2", "cough")
    assert booking.complete


def test_it_is_kept_anew_only_while_somebody_types_and_not_with_each_letter():
    booking = typing()
    assert not booking.wants_renewal(NOW + 1_000)
    assert booking.wants_renewal(NOW + 70_000)
    booking.renewing()
    assert not booking.wants_renewal(NOW + 71_000)
    booking.typed(reason="c")
    assert booking.wants_renewal(NOW + 71_000)
    booking.held("h1", SLOT.begins + 1_800_000, NOW + 71_000 + HOLD_MS)
    assert not booking.wants_renewal(NOW + 72_000)


def test_a_slot_that_was_taken_while_one_types():
    booking = typing(reason="cough")
    booking.not_held("h1", SlotTaken(), (OFFER,))
    assert (booking.kept, booking.taken, booking.was_held, booking.offers) == (Kept.REFUSED, True, True, (OFFER,))
    assert not booking.complete
    booking.take(OFFER, "h2")
    assert booking.slot == Slot("c1", 2, OFFER.begins, 2, OFFER.ends)
    assert (booking.kept, booking.taken, booking.offers, booking.reason) == (Kept.ASKED, False, (), "cough")


def test_beside_others_only_with_a_reason():
    booking = typing()
    booking.not_held("h1", SlotTaken())
    booking.typed(overbook="  ")
    assert booking.send("k1") is None
    booking.typed(overbook="acute")
    sent = booking.send("k1")
    assert (sent.overbook, sent.hold) == ("acute", "")
    booking.refused("k1", OverCap(), (OFFER,))
    assert not booking.complete


def test_a_patient_with_another_visit_keeps_the_slot():
    booking = typing()
    booking.send("k1")
    booking.refused("k1", PatientBusy(), (OFFER,))
    assert (booking.kept, booking.hold, booking.busy, booking.complete) == (Kept.HELD, "h1", True, False)
    booking.typed(beside="two doctors")
    sent = booking.send("k2")
    assert (sent.key, sent.beside, sent.hold) == ("k2", "two doctors", "h1")
    booking.refused("k2", PatientBusy())
    booking.choose(BOB)
    assert (booking.problem, booking.busy, booking.beside) == (None, False, "")
    assert booking.send("k3").beside == ""


def test_a_hold_that_was_over_at_the_hub_can_be_had_again():
    booking = typing()
    booking.send("k1")
    booking.refused("k1", HoldOver())
    assert (booking.kept, booking.hold, booking.complete) == (Kept.OVER, "", True)


def test_a_time_that_has_passed_is_not_sent_again():
    booking = typing()
    booking.send("k1")
    booking.refused("k1", InThePast())
    assert not booking.complete
    assert booking.let_go == ["h1"]


def test_another_mistake_can_be_mended():
    booking = typing()
    booking.send("k1")
    booking.refused("k1", BadField(field="reason"))
    assert booking.complete
    assert booking.send("k2").hold == "h1"


@pytest.mark.parametrize("error", [HubUnavailable(), TooMany()])
def test_without_the_hub_what_is_kept_stays_kept(error):
    booking = typing()
    booking.not_held("h1", error)
    assert booking.kept is Kept.HELD
    fresh = Booking()
    fresh.begin(SLOT, "h1")
    fresh.not_held("h1", error)
    assert (fresh.kept, fresh.hold) == (Kept.UNKNOWN, "h1")
    fresh.again("h2")
    assert (fresh.kept, fresh.hold) == (Kept.ASKED, "h1")


def test_an_answer_for_another_slot_is_given_back():
    booking = typing()
    booking.choose_type(3, SLOT.begins + 2_700_000, "h2")
    assert booking.let_go == ["h1"]
    booking.held("h1", 0, NOW + HOLD_MS)
    assert (booking.kept, booking.let_go) == (Kept.ASKED, ["h1"])
    booking.not_held("h1", SlotTaken())
    assert booking.problem is None
    booking.leave()
    assert booking.let_go == ["h1", "h2"]


def test_another_slot_keeps_what_was_typed_and_somebody_who_waits_begins_anew():
    booking = typing(reason="cough")
    booking.begin(replace(SLOT, practitioner=3), "h2")
    assert (booking.patient, booking.reason) == (ANN, "cough")
    booking.begin(SLOT, "h3", waiting="w1", patient=BOB)
    assert (booking.patient, booking.reason, booking.waiting) == (BOB, "", "w1")


def test_what_one_kept_there_before_goes_unless_a_booking_on_its_way_needs_it():
    booking = typing()
    booking.send("k1")
    booking.begin(SLOT, "h2", left=("h1", "old"))
    assert (booking.hold, booking.let_go) == ("h2", ["old"])


def test_the_types_booked_last_come_first():
    booking = Booking()
    for number in (*range(1, MOST_TYPES + 3), 3):
        booking.begin(replace(SLOT, type=number), f"h{number}")
        booking.choose(ANN)
        booking.send(f"k{number}")
        booking.booked(f"k{number}", card())
    assert booking.last_types == (3, 7, 6, 5, 4)


def test_nothing_stays_for_who_signs_in_next():
    booking = typing(reason="cough", text="Ann")
    booking.send("k1")
    booking.clear()
    booking.booked("k1", card())
    left = {name: getattr(booking, name) for name in ("slot", "patient", "reason", "text", "requests", "let_go")}
    assert not any(left.values())
    assert not booking.outcomes


COLUMN = Column(1, date(2026, 11, 23), 1)
INSIDE = (SLOT.begins, SLOT.begins + 900_000)


@pytest.mark.parametrize(
    ("column", "hold", "expected"),
    [
        (COLUMN, "", False),
        (replace(COLUMN, held=(Held("h1", *INSIDE, NOW),), cards=(card(lane=0),)), "h1", False),
        (replace(COLUMN, held=(Held("h2", *INSIDE, NOW),)), "h1", True),
        (replace(COLUMN, held=(Held("h2", *INSIDE, NOW, mine=True),)), "h1", False),
        (replace(COLUMN, cards=(card(begins=SLOT.begins - 900_000),)), "h1", True),
        (replace(COLUMN, cards=(card(type=7),)), "", True),
        (replace(COLUMN, cards=(card(),)), "", False),
        (replace(COLUMN, cards=(card(type=7, lane=1),)), "", False),
        (replace(COLUMN, cards=(card(type=7, state=State.CANCELLED),)), "", False),
        (replace(COLUMN, cards=(card(type=7, begins=SLOT.begins + 1_800_000, ends=NOW * 2),)), "", False),
        (replace(COLUMN, held=(Held("h1", *INSIDE, NOW),), blocked=(Blocked(*INSIDE, "leave"),)), "h1", True),
    ],
)
def test_what_speaks_against_a_slot(column, hold, expected):
    assert threatened(column, replace(SLOT, ends=SLOT.begins + 1_800_000), hold) is expected


def test_who_stands_on_a_card_has_a_chart():
    chart = chart_of_person(
        Person("p1", "1", "田中 由紀", "Tanaka Yuki", "タナカ", alerts=("Latex",), interpreter=True)
    )
    assert (chart.id, chart.name, chart.latin, chart.kana) == ("p1", "田中 由紀", "Tanaka Yuki", "タナカ")
    assert ([alert.text for alert in chart.alerts], chart.interpreter) == (["Latex"], True)
