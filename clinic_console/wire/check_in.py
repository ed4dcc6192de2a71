"""The check-in card over HTTP: who has come, confirmed by two identifiers, and what is still to be signed."""

from msgspec import Struct, field

from clinic_console.wire.schedule import Card


class Form(Struct, forbid_unknown_fields=True):
    """A form or consent of this visit; ``state``: to_sign, signed, declined or not_needed."""

    name: str
    state: str = "to_sign"


class Companion(Struct, forbid_unknown_fields=True):
    """Who has come along."""

    name: str
    relation: str = ""
    phone: str = ""


class CheckInData(Struct, forbid_unknown_fields=True):
    """``PUT /api/appointments/{id}/check-in`` -> CheckIn; needs CHECK_IN.

    ``at`` and ``version`` are the visit's as its card was seen. ``compared``: which identifiers were (two at least of
    domain.check_in.COMPARABLE), or else ``not_confirmed``: why they could not be. ``contacts``: somebody has asked
    whether they still hold. ``check_in``: the administration is done, the visit is checked in with this.
    """

    key: str
    at: int
    version: int
    compared: list[str] = field(default_factory=list)
    not_confirmed: str = ""
    contacts: bool = False
    interpreter: str = ""
    forms: list[Form] = field(default_factory=list)
    companions: list[Companion] = field(default_factory=list)
    check_in: bool = False


class ContactLine(Struct):
    """How to reach the patient: phone, email or address."""

    kind: str
    value: str


class CheckIn(Struct):
    """``GET /api/appointments/{id}/check-in?at=``: the card; recorded as an opening of the chart.

    ``numbers``: kind and value of the patient's identifiers. ``compared_by``, ``compared_at``: who compared,
    when (ms since 1970). ``alerts``: their words. ``language``: what the patient speaks. ``today``: the
    clinic's other visits on that day. ``earlier``: the last three before it.
    """

    card: Card
    numbers: list[tuple[str, str]] = field(default_factory=list)
    contacts: list[ContactLine] = field(default_factory=list)
    alerts: list[str] = field(default_factory=list)
    language: str = ""
    compared: list[str] = field(default_factory=list)
    compared_by: str = ""
    compared_at: int = 0
    not_confirmed: str = ""
    contacts_at: int = 0
    interpreter: str = ""
    forms: list[Form] = field(default_factory=list)
    companions: list[Companion] = field(default_factory=list)
    today: list[Card] = field(default_factory=list)
    earlier: list[Card] = field(default_factory=list)
