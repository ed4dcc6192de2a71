"""A doctor who is not there, or a clinic that is closed: a plan for all who were to come, and the calls about it.

Times are ms since 1970.
"""

from msgspec import Struct, field

from clinic_console.wire.schedule import Card, Offer


class Away(Struct, forbid_unknown_fields=True):
    """``POST /api/unavailable/preview`` -> Plan: nothing is changed; needs SET_EXCEPTIONS and BOOK.

    ``practitioner`` 0: the whole clinic is closed. ``label``: why, as people see it. ``days``: 1 to 42, in which new
    times are looked for, from the first hour on that is missed.
    """

    clinic_id: str
    practitioner: int
    begins: int
    ends: int
    label: str = ""
    days: int = 14


class Row(Struct):
    """One visit that cannot be: as it is (with its patient), and where it could go.

    ``action``: move, waitlist (nothing is free), or leave (to a clinician). ``why``: codes of domain.unavailable.Why,
    the first is said. ``look``: codes of domain.unavailable.Look, for which somebody must look at it.
    """

    card: Card
    action: str
    to: Offer | None = None
    why: list[str] = field(default_factory=list)
    look: list[str] = field(default_factory=list)


class Plan(Struct):
    """All rows, by begin (500 at most; ``more``: there are others). ``optimal``: no other assignment costs less.

    ``elsewhere``: so many visits of this practitioner in other clinics fall into it, too; they stay as they are.
    """

    made_at: int
    rows: list[Row]
    optimal: bool = True
    more: bool = False
    elsewhere: int = 0


class Choice(Struct, forbid_unknown_fields=True):
    """What is to become of one visit: as proposed, or as somebody has edited it. ``action`` as in Row, or cancel."""

    id: str
    at: int
    version: int
    action: str
    practitioner: int = 0
    begins: int = 0


class Commit(Struct, forbid_unknown_fields=True):
    """``POST /api/unavailable`` -> 201 CallList: the hours are taken away, and each row goes where it is said to.

    Sent again with its key it is answered again, not done again. A row of which nothing is known comes back as
    ``not_found``, with a card that has its id alone.
    """

    key: str
    away: Away
    rows: list[Choice]


class CallRow(Struct):
    """Who is to be told: what was, what is now, and what came of it.

    ``outcome``: a domain.bulk.Outcome (how the row went: done, conflict, …, with ``code`` and ``text``).
    ``contact``: a domain.unavailable.Contact ("": nobody has called yet), by whom, when, how often, with a note.
    """

    card: Card
    action: str
    was_begins: int
    was_practitioner: int
    outcome: str
    code: str = ""
    text: str = ""
    contact: str = ""
    contact_by: str = ""
    contact_at: int = 0
    tries: int = 0
    note: str = ""
    version: int = 1


class CallList(Struct):
    """``GET /api/unavailable/{id}``: what was done, and who has been told; ``undone``: it was taken back.

    ``touched``: somebody has called or changed a visit since; then it cannot be taken back as a whole.
    """

    id: str
    away: Away
    by: str
    made_at: int
    rows: list[CallRow]
    undone: bool = False
    touched: bool = False


class CallLists(Struct):
    """``GET /api/unavailable?clinic=&after=&limit=``: the newest first, without their rows' cards: only counts."""

    items: list["CallListHead"]
    next: str | None = None


class CallListHead(Struct):
    """One of a clinic's call lists: ``rows`` in all, ``open`` nobody has been reached for."""

    id: str
    away: Away
    by: str
    made_at: int
    rows: int
    open: int
    undone: bool = False


class Called(Struct, forbid_unknown_fields=True):
    """``PUT /api/unavailable/{id}/calls/{appointment}`` -> CallRow: what came of a call; ``version`` of its row."""

    version: int
    contact: str
    note: str = ""


class UndoAway(Struct, forbid_unknown_fields=True):
    """``POST /api/unavailable/{id}/undo`` -> CallList: all is as it was, while nobody has touched it."""

    key: str
