"""Keyset pages: the place where the next page begins travels as an opaque text made of the sort keys."""

import base64
import binascii
from typing import Final, TypeVar
from uuid import UUID

import msgspec

from clinic_console.domain.errors import BadField

MAX_LIMIT: Final = 200
_LONGEST: Final = 2_000
"""Two names of 100 characters of four bytes each, an id, and what base64 adds."""
_INT4: Final = range(-(2**31), 2**31)

Key = TypeVar("Key", bound=tuple[object, ...])


def write_key(key: tuple[UUID | int | str, ...]) -> str:
    """Write the sort keys of a page's last row."""
    return base64.urlsafe_b64encode(msgspec.json.encode(key)).rstrip(b"=").decode()


def read_key(after: str, kind: type[Key]) -> Key | None:
    """Read where a page begins, nothing being the first; BadField when it is not what write_key wrote."""
    if not after:
        return None
    try:
        # What is too long is cut and then no longer what was written.
        text = after[:_LONGEST].encode("ascii")
        key = msgspec.json.decode(base64.b64decode(text + b"=" * (-len(text) % 4), b"-_", validate=True), type=kind)
    except (ValueError, binascii.Error, msgspec.DecodeError):
        raise BadField("not the next of an earlier page", field="after") from None
    if any((isinstance(part, int) and part not in _INT4) or (isinstance(part, str) and "\0" in part) for part in key):
        raise BadField("not the next of an earlier page", field="after")
    return key


def check_limit(limit: int) -> int:
    """Return how many rows a page may have; BadField outside 1 to MAX_LIMIT."""
    if not 1 <= limit <= MAX_LIMIT:
        raise BadField(f"not within 1 to {MAX_LIMIT}", field="limit")
    return limit
