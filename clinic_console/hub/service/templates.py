"""Weekly hours: read, changed, and what a change would affect (ADR 0074)."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from clinic_console.domain.access import Scope
from clinic_console.domain.audit import Action
from clinic_console.domain.errors import BadField, NoPractitioner, NotFound, ScheduleChanged
from clinic_console.domain.ids import uuid7
from clinic_console.domain.templates import LONGEST_LABEL, MOST_LINES, Line, check
from clinic_console.hub.service import fields
from clinic_console.hub.service.access import wall_clock
from clinic_console.hub.service.templates_affected import MOST_HITS, tell, who_is_named
from clinic_console.hub.service.unit_of_work import Engine, Work, unit_of_work
from clinic_console.hub.store import templates as store
from clinic_console.hub.store.templates import New, Opened
from clinic_console.wire import templates as wire
from clinic_console.wire.templates import Affected, Template, TemplateData

LARGEST_NUMBER: Final = 2**31 - 1
"""Of what Postgres counts as int."""


async def read(engine: Engine, scope: Scope, practitioner: int) -> Template:
    """Return somebody's lines in the user's clinics; NotFound."""
    async with unit_of_work(engine, scope) as work:
        found = await _open(work, practitioner, alone=False)
    return _template(practitioner, found.version, ((each.clinic_id, each.line) for each in found.lines))


async def save(engine: Engine, scope: Scope, practitioner: int, given: TemplateData) -> Template:
    """Put these lines in place of those in the user's clinics; visits stay where they are.

    Raises BadField (TemplateOverlap, NoPractitioner: not in that clinic), NotFound, or ScheduleChanged.
    """
    async with unit_of_work(engine, scope) as work:
        found = await _open(work, practitioner, alone=True)
        lines = await _checked(work, found, given)
        version = await store.write_template(work.connection, practitioner, given.version, lines)
        if version is None:
            raise ScheduleChanged
        await _record(work, practitioner, found, lines)
    return _template(practitioner, version, ((each.clinic_id, each.line) for each in lines))


async def preview(
    engine: Engine, scope: Scope, readable: frozenset[UUID], practitioner: int, given: TemplateData
) -> Affected:
    """Say which visits booking would refuse then that it does not refuse now; raises what ``save`` does."""
    named = who_is_named(scope, readable)
    async with unit_of_work(engine, scope) as work:
        found = await _open(work, practitioner, alone=False)
        lines = await _checked(work, found, given)
        rows = await store.affected_by_template(work.connection, practitioner, lines, named, MOST_HITS)
        return await tell(work, rows, "practitioner", practitioner, {"lines": len(lines)})


async def _open(work: Work, practitioner: int, *, alone: bool) -> Opened:
    found = None
    if 0 < practitioner <= LARGEST_NUMBER:
        found = await store.open_template(work.connection, practitioner, alone=alone)
    if found is None:
        raise NotFound(field="practitioner")
    return found


async def _checked(work: Work, found: Opened, given: TemplateData) -> list[New]:
    """Return the lines as they are to be kept; raises what keeps them from it."""
    if len(given.lines) > MOST_LINES:
        raise BadField(f"over {MOST_LINES}", field="lines")
    lines = [_line(work.scope, found, number, line) for number, line in enumerate(given.lines)]
    if found.version != given.version:
        raise ScheduleChanged
    elsewhere = [each.line for each in found.lines if each.clinic_id is None]
    check([new.line for new in lines], elsewhere, today=datetime.now(UTC).date())
    asked = {each for new in lines for each in new.line.types}
    known = await store.types_among(work.connection, asked) if asked else set()
    for number, new in enumerate(lines):
        if not known.issuperset(new.line.types):
            raise BadField("not types of visits", field=f"lines[{number}].types")
    return lines


def _line(scope: Scope, found: Opened, number: int, given: wire.Line) -> New:
    field = f"lines[{number}]"
    clinic = fields.read_id(given.clinic_id, f"{field}.clinic_id")
    if clinic not in scope.clinics:
        raise NotFound(field=f"{field}.clinic_id")
    if clinic not in found.zones:
        raise NoPractitioner(field=f"{field}.clinic_id")
    if not all(0 < each <= LARGEST_NUMBER for each in given.types):
        raise BadField("not types of visits", field=f"{field}.types")
    line = Line(
        given.weekday,
        given.begins,
        given.ends,
        given.kind,
        tuple(given.weeks),
        given.since,
        given.until,
        given.step,
        given.cap,
        tuple(given.types),
        fields.read_text(given.label, f"{field}.label", LONGEST_LABEL),
        given.release,
        found.zones[clinic],
    )
    return New(uuid7(wall_clock(), secrets.randbits(74)), clinic, line)


def _template(practitioner: int, version: int, lines: Iterable[tuple[UUID | None, Line]]) -> Template:
    mine = [(clinic, line) for clinic, line in lines if clinic is not None]
    mine.sort(key=lambda each: (each[1].weekday, each[1].begins, str(each[0]), each[1].kind))
    return Template(practitioner, version, [_wire(clinic, line) for clinic, line in mine])


def _wire(clinic: UUID, line: Line) -> wire.Line:
    return wire.Line(
        str(clinic),
        line.weekday,
        line.begins,
        line.ends,
        line.kind,
        sorted(line.weeks),
        line.since,
        line.until,
        line.step,
        line.cap,
        list(line.types),
        line.label,
        line.release,
    )


async def _record(work: Work, practitioner: int, found: Opened, lines: Sequence[New]) -> None:
    """Record in each clinic's log which of its lines went and which came."""
    for clinic in sorted(found.zones):
        before = {_words(each.line) for each in found.lines if each.clinic_id == clinic}
        after = {_words(new.line) for new in lines if new.clinic_id == clinic}
        if before != after:
            await work.record(
                Action.HOURS_CHANGED,
                object_kind="practitioner",
                object_id=practitioner,
                clinic_id=clinic,
                before={"lines": sorted(before - after)},
                after={"lines": sorted(after - before)},
            )


def _words(line: Line) -> str:
    """Say a line in few words: what a log keeps is bounded."""
    hours = "–".join(f"{minutes // 60:02}:{minutes % 60:02}" for minutes in (line.begins, line.ends))
    parts = [f"{line.weekday} {hours} {line.kind}"]
    parts += [f"weeks {','.join(map(str, line.weeks))}"] if line.weeks else []
    parts += [f"{line.since or ''}…{line.until or ''}"] if line.since or line.until else []
    parts += [f"each {line.step}"] if line.kind == "work" else []
    parts += [f"cap {line.cap}"] if line.cap else []
    parts += [f"types {','.join(map(str, line.types))}"] if line.types else []
    parts += [f"release {line.release}"] if line.release is not None else []
    return " ".join([*parts, line.label]).strip()
