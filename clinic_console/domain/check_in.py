"""Checking in: which identifiers can be compared, what they come to, and how forms stand."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from clinic_console.domain.appointments import PRESENT, Identity, State
from clinic_console.domain.errors import BadField

COMPARABLE: Final = ("name", "born", "phone", "address", "mrn", "insurance", "photo_id")
"""What a desk can compare with the person in front of it."""
AT_LEAST: Final = 2
"""Two identifiers, neither of them the room or the time (Joint Commission NPSG.01.01.01; WHO, patient safety)."""
USUAL: Final = ("name", "born")
"""What is compared unless somebody says otherwise."""


class FormState(StrEnum):
    """How a form or consent stands at a visit."""

    TO_SIGN = "to_sign"
    SIGNED = "signed"
    DECLINED = "declined"
    NOT_NEEDED = "not_needed"


MOST_FORMS: Final = 20
MOST_COMPANIONS: Final = 5
CHECKED_IN_FROM: Final = frozenset({State.BOOKED, State.ARRIVED, State.LEFT})
"""From here a check-in leads on (who had left is back); whoever is further on stays where they are."""
WRITABLE: Final = PRESENT | {State.BOOKED}
"""A visit's card is written while it lies ahead or the patient is here."""


def compared_of(given: Iterable[str]) -> tuple[str, ...]:
    """Return what was compared, each once, in the order of COMPARABLE; BadField for what cannot be."""
    named = set(given)
    if not named <= set(COMPARABLE):
        raise BadField(f"not of {', '.join(COMPARABLE)}", field="compared")
    return tuple(each for each in COMPARABLE if each in named)


def identity_of(compared: tuple[str, ...], not_confirmed: str) -> Identity:
    """Return what two identifiers, or a reason why they could not be compared, say of who has come.

    Raises BadField for one identifier alone, and for enough of them beside a reason why they were not.
    """
    if not_confirmed:
        if len(compared) >= AT_LEAST:
            raise BadField("two identifiers were compared", field="not_confirmed")
        return Identity.NOT_CONFIRMED
    if not compared:
        return Identity.UNKNOWN
    if len(compared) < AT_LEAST:
        raise BadField(f"not {AT_LEAST} different ones", field="compared")
    return Identity.CONFIRMED
