"""What was measured at a bed: bounded in time and points, and never smoother than it was."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter
from typing import Final
from uuid import UUID

from clinic_console.domain.access import Scope
from clinic_console.domain.audit import Action
from clinic_console.domain.errors import BadField, NotFound
from clinic_console.domain.readings import MAX_VALUES_PER_INSTANT, PARAMETERS
from clinic_console.hub.service.audit import Opened
from clinic_console.hub.service.unit_of_work import unit_of_work
from clinic_console.hub.store import history as store
from clinic_console.hub.store.pools import Engine
from clinic_console.wire.readings import History, HistoryGap, Point, Series

MAX_POINTS: Final = 2_000
MAX_SPAN_MS: Final = 24 * 3_600_000
_LAST_MS: Final = 253_402_300_799_999
"""The end of the year 9999: Python's and Postgres's times go no further together."""


async def history(
    engine: Engine, scope: Scope, bed: UUID, begins: int, ends: int, points: int, opened: Opened
) -> History:
    """Return every parameter of a bed between two times (ms since 1970) in at most ``points`` steps each.

    Each step keeps its lowest and highest value. Nothing is told of whoever lay there before: ``since`` says where
    the present patient's time begins. Raises NotFound when the bed is of no clinic of these, BadField for a time or
    number outside the bounds. An open panel asks again and again: that it was opened is recorded once in a while.
    """
    _check(begins, ends, points)
    most = points * MAX_VALUES_PER_INSTANT
    async with unit_of_work(engine, scope) as work:
        lost = await store.lost(work.connection, bed, list(scope.clinics), _time(begins), _time(ends))
        if lost is None:
            raise NotFound(field="bed")
        first = max(begins, lost.since)
        # As fine as the whole span would be.
        share = max(1, round(points * (ends - first) / (ends - begins)))
        steps = (
            await store.steps(work.connection, bed, _time(first), _time(ends), share, most + 1)
            if first < ends
            else []
        )
        looked = (scope.session_id, bed, lost.patient_id)
        new = opened.is_new(looked)
        if new:
            await work.record(
                Action.READINGS_OPENED,
                object_kind="bed",
                object_id=bed,
                clinic_id=lost.clinic_id,
                patient_id=lost.patient_id,
            )
    if new:
        opened.recorded(looked)
    if len(steps) > most:
        # Devices that name their parameters anew all the time: cut short, the answer would look complete.
        raise BadField("too many parameters in this time: ask for fewer points", field="points")
    return History(
        bed=str(bed),
        begins=begins,
        ends=ends,
        step_ms=(ends - begins) / points,
        series=_series(steps),
        gaps=[HistoryGap(row.begins, row.ends, row.reason) for row in lost.gaps],
        since=lost.since,
    )


def _series(steps: Sequence[store.Step]) -> list[Series]:
    series = []
    for name, rows in groupby(steps, key=attrgetter("name")):
        known = PARAMETERS.get(name)
        points = [Point(row.first, row.last, row.low, row.high, row.mean, row.late) for row in rows]
        series.append(Series(name, known.unit if known else "", points))
    return series


def _check(begins: int, ends: int, points: int) -> None:
    if not 1 <= points <= MAX_POINTS:
        raise BadField(f"not within 1 to {MAX_POINTS}", field="points")
    if not 0 <= begins <= _LAST_MS:
        raise BadField("not a time", field="from")
    if not begins < ends <= _LAST_MS:
        raise BadField("not later than from", field="to")
    if ends - begins > MAX_SPAN_MS:
        raise BadField("over 24 hours after from", field="to")


def _time(at: int) -> datetime:
    return datetime.fromtimestamp(at / 1_000, UTC)
