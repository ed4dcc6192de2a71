"""The open visit: what is newer wins, and nothing of another one stays."""

from dataclasses import replace

from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.desktop.state.visit import Step, VisitState
from clinic_console.domain.errors import HubUnavailable

CARD = Card("a1", 1, 2, "c1", 1, 2, version=3)
STEP = Step(1, 5, "N. Sato", "appointment.booked", {}, {})


def test_its_history_stays_while_the_visit_changes():
    visit = VisitState()
    visit.open(CARD)
    visit.take(CARD, (STEP,))
    visit.open(replace(CARD, version=4))
    assert (visit.card.version, visit.steps) == (4, (STEP,))
    visit.open(replace(CARD, id="a2"))
    assert visit.steps is None


def test_what_is_older_or_of_another_visit_is_passed_over():
    visit = VisitState()
    visit.open(CARD)
    visit.take(replace(CARD, version=2, reason="old"))
    visit.take(replace(CARD, id="a2", reason="other"))
    visit.failed("a2", HubUnavailable())
    assert (visit.card, visit.problem) == (CARD, None)
    problem = HubUnavailable()
    visit.failed("a1", problem)
    assert visit.problem is problem
    visit.clear()
    assert (visit.card, visit.steps, visit.problem) == (None, None, None)
