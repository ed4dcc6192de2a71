"""A user's saved views of the front desk over HTTP: filters under a name."""

from msgspec import Struct, field


class View(Struct, forbid_unknown_fields=True):
    """Filters of the day's list under a name (40 characters at most, none twice).

    ``filters``: by what is filtered, and the values that are let through; 1 kB as JSON at most. The hub keeps them
    as they are, it does not know what they mean.
    """

    name: str
    filters: dict[str, list[str]] = field(default_factory=dict)


class DeskViews(Struct, forbid_unknown_fields=True):
    """``GET /api/desk-views``; ``PUT /api/desk-views`` (all of them anew) -> DeskViews; needs SEE_SCHEDULE.

    The user's own, in the order in which they were put: 20 at most.
    """

    items: list[View] = field(default_factory=list)
