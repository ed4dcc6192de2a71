"""What a change of hours, people or rooms would affect."""

from dataclasses import dataclass

from clinic_console.desktop.state.schedule_columns import Person


@dataclass(frozen=True, slots=True)
class Hit:
    """A visit that a change would leave outside of hours; ``why`` as in the wire's words, ``id`` empty: elsewhere."""

    id: str
    begins: int
    ends: int
    practitioner: int
    type: int
    patient: Person
    why: str
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class Affected:
    """What a change would affect: so many visits in all, and the first of them."""

    total: int = 0
    hits: tuple[Hit, ...] = ()
