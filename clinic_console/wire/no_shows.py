"""How many of a clinic's visits were missed."""

from msgspec import Struct


class NoShows(Struct):
    """``GET /api/no-shows?clinic=&from=&to=``: visits of these days, booked here or brought in by files.

    ``rate``: of those that were kept or missed, how many were missed (0 to 1); None where there are neither.
    """

    kept: int
    missed: int
    cancelled: int
    rate: float | None = None
