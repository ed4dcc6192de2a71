"""What a desk sends about a booking, read: ids, numbers, and which instant is meant."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Final

import msgspec

from clinic_console.domain import zones
from clinic_console.domain.errors import BadField, InThePast, NoPractitioner, NotFound, WrongDuration

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_YEARS: Final = range(2000, 2201)
_INT4: Final = 2**31


def fingerprint(kind: str, appointment: object, given: object) -> bytes:
    """Return by what the same request is known when it comes again under its key."""
    return sha256(msgspec.json.encode((kind, str(appointment), given))).digest()


async def instant(begins: datetime, zone: Callable[[], Awaitable[str | None]], missing: str) -> datetime:
    """Return the instant that is meant by an aware time, or by one on the wall of the clinic whose zone ``zone`` asks
    for; TimeGap, TimeTwice, InThePast, BadField, and NotFound of the field ``missing`` when there is no such clinic.
    """
    if begins.year not in _YEARS:
        raise InThePast(field="begins") if begins.year < _YEARS.start else BadField("too far ahead", field="begins")
    if begins.second or begins.microsecond:
        raise BadField("not a whole minute", field="begins")
    if begins.tzinfo is not None:
        return begins.astimezone(UTC)
    name = await zone()
    if name is None:
        raise NotFound(field=missing)
    return zones.instant(name, begins)


def seen_at(ms: int) -> datetime:
    """Return when an appointment was seen to begin; BadField."""
    try:
        return _EPOCH + timedelta(milliseconds=ms)
    except OverflowError:
        raise BadField("not a time", field="at") from None


def ms(at: datetime) -> int:
    """Return an instant in ms since 1970."""
    return (at - _EPOCH) // timedelta(milliseconds=1)


def read_practitioner(number: int) -> int:
    """Return a practitioner's number as the database can compare it; NoPractitioner."""
    if not 0 < number < _INT4:
        raise NoPractitioner(field="practitioner")
    return number


def read_type(number: int) -> int:
    """Return the number of a type of visits; BadField."""
    if not 0 < number < _INT4:
        raise BadField("no such type of visit", field="type")
    return number


def read_minutes(minutes: int) -> int:
    """Return how long a visit is thought to take (0: nothing is said); WrongDuration."""
    if not 0 <= minutes < _INT4:
        raise WrongDuration(field="minutes")
    return minutes


def read_version(version: int) -> int:
    """Return which version was seen; BadField."""
    if not 0 < version < _INT4:
        raise BadField("not a version", field="version")
    return version


def read_words(text: str, field: str, longest: int) -> str:
    """Return a text on one line, as cards show it; BadField when it is too long or holds what nobody can type."""
    words = " ".join(text.split())
    if len(words) > longest or not all(letter.isprintable() or letter in "\u200c\u200d\u3000" for letter in words):
        raise BadField(f"not at most {longest} printable characters", field=field)
    return words
