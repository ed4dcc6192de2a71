"""Statements about types of visits and specialties; what writes them is a function (migrations 0023, 0031)."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import text

from clinic_console.hub.store.pools import Connection


class NeedRow(NamedTuple):
    """What a type needs beside its practitioner."""

    kind: str
    group: str
    specialty: int
    offset: int
    minutes: int


class TypeRow(NamedTuple):
    """One type of visits."""

    id: int
    name: str
    minutes: int
    before: int
    after: int
    capacity: int
    offset: int
    own: int
    specialty: int
    active: bool
    version: int
    grace: int
    patience: int
    priority: int
    forms: Sequence[str]
    needs: Sequence[NeedRow]


class SpecialtyRow(NamedTuple):
    """What somebody can be trained in."""

    id: int
    code: str
    name: str


class Saved(NamedTuple):
    """What became of it (see the function), and the type's number."""

    outcome: str
    id: int


_TYPES = """
SELECT t.id, t.name, t.minutes, t.before, t.after, t.capacity, t."offset", t.own, coalesce(t.specialty_id, 0),
  t.active, t.version, t.grace, t.patience, t.priority, t.forms, coalesce(n.needs, '[]')
FROM visit_types t
LEFT JOIN (
  SELECT n.type_id, json_agg(json_build_array(n.kind, n."group", coalesce(n.specialty_id, 0), n."offset", n.minutes)
    ORDER BY n.position) AS needs
  FROM visit_needs n GROUP BY n.type_id) n ON n.type_id = t.id
"""
_ALL = text(f"{_TYPES} ORDER BY t.name LIMIT :limit")
_ONE = text(f"{_TYPES} WHERE t.id = :id")
_SPECIALTIES = text("SELECT id, code, name FROM specialties ORDER BY name, id LIMIT :limit")
_SAVE = text("SELECT outcome, id FROM visit_type_save(:id, :version, CAST(:data AS jsonb))")


async def visit_types(connection: Connection, limit: int) -> list[TypeRow]:
    """Return all types by name."""
    return [_row(row) for row in await connection.execute(_ALL, {"limit": limit})]


async def specialties(connection: Connection, limit: int) -> list[SpecialtyRow]:
    """Return all specialties by name."""
    return [SpecialtyRow(*row) for row in await connection.execute(_SPECIALTIES, {"limit": limit})]


async def find_type(connection: Connection, number: int) -> TypeRow | None:
    """Return a type; None."""
    row = (await connection.execute(_ONE, {"id": number})).one_or_none()
    return None if row is None else _row(row)


async def save_type(connection: Connection, number: int | None, version: int, data: Mapping[str, object]) -> Saved:
    """Add a type (no number) or change one: done, none, changed, name, specialty or many."""
    given = {"id": number, "version": version, "data": json.dumps(data)}
    return Saved(*(await connection.execute(_SAVE, given)).one())


def _row(row: Any) -> TypeRow:
    return TypeRow(*row)._replace(needs=[NeedRow(*each) for each in row[-1]])
