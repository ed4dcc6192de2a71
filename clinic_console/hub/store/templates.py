"""Statements about weekly hours; what reads them all, writes and previews are functions (migration 0020)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import text

from clinic_console.domain.templates import Line, week_bits, weeks_of
from clinic_console.hub.store.pools import Connection
from clinic_console.hub.store.templates_affected import AffectedRow, rows_of


class Written(NamedTuple):
    """One line with the clinic that it is of; empty: one that the acting user does not see."""

    clinic_id: UUID | None
    line: Line


class Opened(NamedTuple):
    """A practitioner's template: the version, the zones of the acting user's clinics among the practitioner's."""

    version: int
    zones: Mapping[UUID, str]
    lines: list[Written]


class New(NamedTuple):
    """A line as it is to be kept."""

    id: UUID
    clinic_id: UUID
    line: Line


_OPEN = text("SELECT version, zones, lines FROM template_open(:practitioner, :alone)")
_WRITE = text("SELECT template_write(:practitioner, :version, CAST(:lines AS jsonb))")
_AFFECTED = text(
    "SELECT * FROM template_affected(:practitioner, CAST(:lines AS jsonb), CAST(:named AS uuid[]), :most)"
)
_TYPES = text("SELECT id FROM visit_types WHERE id = ANY(CAST(:types AS int[]))")


async def open_template(connection: Connection, practitioner: int, *, alone: bool = False) -> Opened | None:
    """Return somebody's lines, those elsewhere as times only; None for nobody of the acting user's clinics.

    With ``alone`` nobody else changes them, or books by them, until the end of the transaction.
    """
    row = (await connection.execute(_OPEN, {"practitioner": practitioner, "alone": alone})).one()
    if row.version is None:
        return None
    zones = {UUID(clinic): zone for clinic, zone in row.zones.items()}
    return Opened(row.version, zones, [_written(each) for each in row.lines])


async def write_template(connection: Connection, practitioner: int, version: int, lines: Iterable[New]) -> int | None:
    """Keep lines in place of those in the acting user's clinics; return the next version, None when it is another.

    Needs ``open_template`` alone before.
    """
    given = {"practitioner": practitioner, "version": version, "lines": _json(lines)}
    raised: int | None = (await connection.execute(_WRITE, given)).scalar_one()
    return raised


async def affected_by_template(
    connection: Connection, practitioner: int, lines: Iterable[New], named: Sequence[UUID], most: int
) -> list[AffectedRow]:
    """Return the future visits that these lines in place of the present ones would leave behind."""
    given = {"practitioner": practitioner, "lines": _json(lines), "named": list(named), "most": most}
    return rows_of(await connection.execute(_AFFECTED, given))


async def types_among(connection: Connection, types: Iterable[int]) -> set[int]:
    """Return those numbers that are types of visits."""
    return set((await connection.execute(_TYPES, {"types": list(types)})).scalars())


def _json(lines: Iterable[New]) -> str:
    return json.dumps([_row(each) for each in lines])


def _row(new: New) -> dict[str, object]:
    line = new.line
    return {
        "id": str(new.id),
        "clinic_id": str(new.clinic_id),
        "weekday": line.weekday,
        "weeks": week_bits(line.weeks),
        "begins": line.begins,
        "ends": line.ends,
        "since": line.since.isoformat() if line.since else None,
        "until": line.until.isoformat() if line.until else None,
        "kind": line.kind,
        "step": line.step,
        "cap": line.cap,
        "types": line.types,
        "label": line.label,
        "release": line.release,
    }


def _written(row: Mapping[str, Any]) -> Written:
    line = Line(
        row["weekday"],
        row["begins"],
        row["ends"],
        row["kind"],
        tuple(weeks_of(row["weeks"])),
        _day(row["since"]),
        _day(row["until"]),
        row.get("step", 15),
        row.get("cap", 0),
        tuple(row.get("types", ())),
        row.get("label", ""),
        row.get("release"),
        row["zone"],
    )
    return Written(UUID(row["clinic_id"]) if "clinic_id" in row else None, line)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
