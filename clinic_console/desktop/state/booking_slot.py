"""What a booking is made of: its slot and how that stands, what is sent, and what became of it."""

from dataclasses import dataclass
from enum import Enum

from clinic_console.desktop.state.chart import Alert, Chart
from clinic_console.desktop.state.schedule_columns import Card, Column, Person
from clinic_console.domain.errors import ClinicError
from clinic_console.domain.patients import AlertKind


class Kept(Enum):
    """How the slot of a booking stands."""

    NO = "there is none"
    ASKED = "the hub is being asked"
    HELD = "it is kept"
    OVER = "it was kept, and is no more"
    REFUSED = "it cannot be had"
    UNKNOWN = "the hub cannot be asked"


@dataclass(frozen=True, slots=True)
class Offer:
    """A free time of somebody; ``name`` is the practitioner's, ``zone`` the clinic's."""

    practitioner: int
    clinic: str
    begins: int
    ends: int
    name: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a visit is to stand; ``ends`` 0: not known before its type is."""

    clinic: str
    practitioner: int
    begins: int
    type: int = 0
    ends: int = 0


@dataclass(frozen=True, slots=True)
class Request:
    """A booking as it was sent, under its key; ``unsure``: the answer was lost, and it is sent again."""

    key: str
    slot: Slot
    patient: Chart
    reason: str = ""
    hold: str = ""
    overbook: str = ""
    beside: str = ""
    waiting: str = ""
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a booking: the visit, or why there is none; ``here``: it is the one that is open."""

    request: Request
    card: Card | None = None
    error: ClinicError | None = None
    here: bool = True


def threatened(column: Column, slot: Slot, hold: str) -> bool:
    """Say whether a column as it is now speaks against a slot: then the hub is asked whether it can still be had."""

    def meets(begins: int, ends: int) -> bool:
        return begins < (slot.ends or slot.begins + 1) and slot.begins < ends

    def in_the_way(card: Card) -> bool:
        together = card.type == slot.type and card.begins == slot.begins
        return card.holds and card.lane == 0 and not together and meets(*card.own)

    if any(meets(each.begins, each.ends) for each in column.blocked):
        return True
    if hold and any(each.id == hold for each in column.held):
        return False
    others = [each for each in column.held if not each.mine and meets(each.begins, each.ends)]
    return bool(others) or any(in_the_way(card) for card in column.cards)


def chart_of_person(person: Person) -> Chart:
    """Return who stands on a card or a list as far as a chart has it."""
    return Chart(
        person.id,
        person.mrn,
        person.name,
        person.latin,
        person.born,
        person.sex,
        kana=person.kana,
        deceased=person.deceased,
        interpreter=person.interpreter,
        alerts=tuple(Alert(AlertKind.OTHER, text) for text in person.alerts),
    )
