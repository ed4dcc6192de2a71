"""Checking in: which identifiers can be compared, and how forms stand."""

from enum import StrEnum
from typing import Final

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
