"""Bulk work over HTTP: one operation on up to 500 visits of a clinic, one outcome a row. Times are ms since 1970."""

from msgspec import Struct


class Picked(Struct, forbid_unknown_fields=True):
    """A visit as its card was seen: ``at`` is its begin, ``version`` the card's."""

    id: str
    at: int
    version: int


class Bulk(Struct, forbid_unknown_fields=True):
    """``POST /api/appointments/bulk`` -> BulkDone; needs CHECK_IN (cancel and move: BOOK).

    ``key`` (UUID of the console's): sent again, the same request is answered again, not done again. ``operation``: a
    domain.bulk.Operation. ``room``: where to (roomed). ``why``, ``note``: a CancelReason with words (cancel).
    ``practitioner`` (0: the same), ``days``, ``minutes``: where to, from where each is (move).
    ``all_or_nothing``: nothing is changed unless every row is done or already so.
    """

    key: str
    clinic_id: str
    operation: str
    items: list[Picked]
    room: int = 0
    why: str = ""
    note: str = ""
    practitioner: int = 0
    days: int = 0
    minutes: int = 0
    all_or_nothing: bool = False


class RowOutcome(Struct, omit_defaults=True):
    """What became of one row: a domain.bulk.Outcome; of a conflict the code of an error and its words.

    ``state``, ``version``, ``at``: how the visit stands now (empty where it cannot be told).
    """

    id: str
    outcome: str
    code: str = ""
    text: str = ""
    state: str = ""
    version: int = 0
    at: int = 0


class BulkDone(Struct):
    """What became of all rows, in the order in which they were asked for.

    ``id``: by which it is taken back, until ``undo_until`` (0: nothing to take back).
    """

    id: str
    operation: str
    rows: list[RowOutcome]
    undo_until: int = 0


class BulkUndo(Struct, forbid_unknown_fields=True):
    """``POST /api/appointments/bulk/{id}/undo`` -> BulkDone: what has not been changed since is as it was before.

    Only who did it, within a minute. Rows that others have changed meanwhile are conflicts, and stay as they are.
    """

    key: str
