"""What the authorisation matrix knows of one operation, and what requests at the front desk are made of."""

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from clinic_console.domain.ids import uuid7
from tests.hub.matrix_world import Ids

PAGE: Final = "after limit"


@dataclass(frozen=True)
class Entry:
    """One operation.

    ``refers``: which of the world's objects each parameter (of path, query, or body with dots) names; ``plain``: what
    refers to nothing. ``seeks``: a list or a question, to which a foreign reference is answered like one to nothing.
    """

    refers: Mapping[str, str] = field(default_factory=dict)
    plain: frozenset[str] = frozenset()
    body: Callable[[Ids], Any] | None = None
    query: Callable[[Ids], Mapping[str, str]] | None = None
    seeks: bool = False


def entry_of(
    refers: str = "",
    plain: str = "",
    body: Callable[[Ids], Any] | None = None,
    query: Callable[[Ids], Mapping[str, str]] | None = None,
    *,
    seeks: bool = False,
) -> Entry:
    """Return an entry: ``refers`` and ``plain`` are names with spaces between, "name=object" where they differ."""
    pairs = (word.split("=") if "=" in word else (word, word) for word in refers.split())
    return Entry(dict(pairs), frozenset(plain.split()), body, query, seeks)


def ahead(days: int, hour: int) -> int:
    """Return an hour (UTC) of a day so far ahead, in ms."""
    return (int(time.time()) // 86_400 + days) * 86_400_000 + hour * 3_600_000


def slot(ids: Ids) -> dict[str, Any]:
    """Return a free time of the world's practitioner, for the world's type."""
    begins = datetime.fromtimestamp(ahead(16, 4) / 1_000, UTC).isoformat()
    return {
        "clinic_id": ids["clinic"], "practitioner": int(ids["practitioner"]), "type": int(ids["visit_type"]),
        "begins": begins,
    }  # fmt: skip


def seen(**more: Any) -> Callable[[Ids], Any]:
    """Return what makes the body of a change of the world's visit, as it was seen."""
    return lambda _: {"key": new_id(), "version": 1, "at": ahead(14, 3), **more}


def new_id() -> str:
    """Return a new id."""
    return str(uuid7(time.time_ns() // 1_000_000, secrets.randbits(74)))
