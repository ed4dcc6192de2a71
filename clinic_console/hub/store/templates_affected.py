"""Visits that a change would leave behind, as every preview's function returns them (migration 0020)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID


class AffectedRow(NamedTuple):
    """One of ``total`` visits; without an id: at another clinic than the acting user's. Without patient: not told."""

    total: int
    id: UUID | None
    begins: datetime
    ends: datetime
    practitioner: int
    type: int
    why: str
    restricted: bool
    patient_id: UUID | None
    mrn: str
    name: str
    name_latin: str
    name_kana: str
    born: date | None
    sex: str
    alerts: Sequence[str]
    deceased: bool
    interpreter: bool
    phone: str | None


def rows_of(found: Iterable[Any]) -> list[AffectedRow]:
    """Return what a preview has found, in order of time."""
    return [AffectedRow(*row) for row in found]
