"""Names and limits around the front desk: who sees patients, what visits are called, who is in which room."""

from collections import Counter
from collections.abc import Mapping

from clinic_console.desktop.state.console import ConsoleState
from clinic_console.desktop.state.schedule_columns import VisitKind
from clinic_console.domain.appointments import State

IN_ROOM = (State.ROOMED, State.WITH_DOCTOR)


def doctor_name(state: ConsoleState, practitioner: int) -> str:
    """Return what a practitioner is called, empty for who is not known."""
    who = state.front_desk.columns.practitioners.get(practitioner)
    return who.called if who is not None else ""


def doctors_of(state: ConsoleState, clinic: str) -> list[tuple[int, str]]:
    """Return who sees patients in a clinic, by number and name, in order of the names."""
    known = state.front_desk.columns.practitioners.values()
    found = sorted(
        (each for each in known if each.active and clinic in each.clinics), key=lambda each: each.sort_name
    )
    return [(each.id, each.called) for each in found]


def kind_of(state: ConsoleState, kind: int) -> VisitKind | None:
    """Return a type of visits, None for what is not known."""
    return state.front_desk.columns.types.get(kind)


def kind_name(state: ConsoleState, kind: int) -> str:
    """Return what a type of visits is called."""
    found = kind_of(state, kind)
    return found.name if found is not None else ""


def grace_of(state: ConsoleState, kind: int) -> int:
    """Return how many minutes after its begin a patient of such a visit is late."""
    found = kind_of(state, kind)
    return found.grace if found is not None else 0


def inside_of(state: ConsoleState) -> Mapping[str, int]:
    """Return how many of the day's patients are in each room, by its name."""
    return Counter(card.room for card in state.front_desk.day_cards() if card.room and card.state in IN_ROOM)
