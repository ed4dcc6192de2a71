"""What a console knows of a patient, and until when."""

from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.state.patients import Glass, Patients
from clinic_console.domain.errors import GlassNeeded, HubSlow, NotFound, TooMany

MINE = Chart("p1", "AB-1", "田中 由紀", "Tanaka Yuki", None, "F")
OPENED = Chart("p2", "AB-2", "山田 ジロー", "Yamada Jiro", None, "M", "vip", 2_000)
GLASS = Glass("g1", "c1", OPENED, "an emergency", 1_000, 2_000)


def test_an_answer_about_somebody_else_changes_nothing() -> None:
    patients = Patients()
    patients.want("p1")
    patients.take(OPENED, 1.0)
    patients.failed("p2", NotFound())
    assert (patients.card, patients.problem) == (None, None)
    patients.take(MINE, 1.0)
    assert patients.card is MINE
    patients.want("p2")
    assert patients.card is None, "nothing of the one before stays"


def test_what_was_closed_is_not_brought_back_by_a_late_answer() -> None:
    patients = Patients()
    patients.want("p1")
    patients.leave()
    patients.take(MINE, 1.0)
    assert patients.card is None


def test_glass_expires_with_the_card_that_it_opened() -> None:
    patients = Patients()
    patients.broken(GLASS)
    patients.want("p2")
    patients.take(OPENED, 1.0)
    patients.expire(0)
    patients.expire(1_999)
    assert (patients.glasses, patients.card) == ((GLASS,), OPENED)
    version = patients.version
    patients.expire(2_000)
    assert (patients.glasses, patients.card) == ((), None)
    assert isinstance(patients.problem, GlassNeeded)
    assert patients.version > version


def test_one_patient_is_open_once() -> None:
    patients = Patients()
    patients.broken(GLASS)
    again = Glass("g2", "c1", OPENED, "again", 1_500, 2_500)
    patients.broken(again)
    assert patients.glasses == (again,)
    patients.mended(again)
    assert patients.glasses == ()


def test_mending_closes_the_card_that_only_glass_opened() -> None:
    patients = Patients()
    patients.broken(GLASS)
    patients.want("p1")
    patients.take(MINE, 1.0)
    patients.mended(GLASS)
    assert patients.card is MINE
    patients.want("p2")
    patients.take(OPENED, 1.0)
    patients.mended(GLASS)
    assert patients.card is None


def test_a_chart_that_is_marked_is_closed_unless_glass_opens_it() -> None:
    patients = Patients()
    patients.want("p1")
    patients.take(MINE, 1.0)
    patients.marked("p1", "vip")
    assert patients.card is None
    assert isinstance(patients.problem, GlassNeeded)
    patients.marked("p1", "")
    assert patients.problem is None
    patients.want("p2")
    patients.take(OPENED, 1.0)
    patients.marked("p2", "staff")
    assert patients.card is not None
    assert patients.card.restriction == "staff"


def test_everything_is_forgotten_at_once() -> None:
    patients = Patients()
    patients.want("p2")
    patients.take(OPENED, 1.0)
    patients.broken(GLASS)
    patients.slowed(TooMany(retry_after=60), 1.0)
    patients.not_listed(HubSlow())
    patients.clear()
    fresh = Patients(version=patients.version)
    assert patients == fresh
