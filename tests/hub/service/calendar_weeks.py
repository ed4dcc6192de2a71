"""Weeks that people work by, when clocks are changed, and what a finder has to find: in plain Python."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from clinic_console.wire.schedule import NextQuery
from tests.hub.service.calendar_clerk import Clerk
from tests.hub.service.calendar_practice import now_ms
from tests.hub.service.plain_calendar import Line
from tests.hub.service.plain_wall import day_of, offset, planned, wall

_MS = 60_000
SOON = range(3, 380)


def turning(zone: str) -> list[date]:
    """Return the days within the next year on which a zone's clocks are changed."""
    today = datetime.now(UTC).date()
    days = [today + timedelta(days=each) for each in SOON]
    noon = {day: (day - date(1970, 1, 1)).days * 1_440 + 720 for day in days}
    return [day for day in days if offset(zone, noon[day]) != offset(zone, noon[day] - 1_440)]


def shapes(clinic: UUID, kinds: list[int]) -> list[list[tuple[Any, ...]]]:
    """Return weeks as lists of (begins, ends, what else)."""
    return [
        [(540, 720, {"cap": 1}), (720, 780, {"cap": 2, "step": 20})],
        [(480, 720, {"types": tuple(kinds[:5])}), (720, 900, {}), (600, 630, {"kind": "block"})],
        [(0, 240, {"step": 10, "cap": 1}), (1_320, 1_440, {"step": 30})],
        [(1_320, 1_860, {"cap": 3, "step": 20})],
        [(60, 300, {}), (90, 150, {"kind": "reserved", "types": (kinds[0], kinds[2]), "release": 0})],
        [
            (540, 1_020, {"cap": 1}),
            (840, 960, {"kind": "reserved", "types": (kinds[3],), "release": 45 * 1_440}),
            (960, 1_000, {"kind": "reserved", "types": (kinds[1],)}),
        ],
        [(1_380, 1_530, {}), (90, 120, {}), (1_430, 1_450, {"kind": "block"})],
        [],
    ]


def limited(line: Line, week: int, middle: date) -> dict[str, Any]:
    """Let some weeks hold for some dates or weeks of the month alone."""
    if week % 9 == 1:
        return {"until": middle}
    if week % 9 == 2 and line.weekday == middle.isoweekday():
        return {"weeks": ((middle.day + 6) // 7,)}
    return {"weeks": (6, 1)} if week % 11 == 3 else {}


def meet(zones: Mapping[UUID, str], lines: Sequence[Line]) -> bool:
    """Say whether two lines of work meet: by the wall in one zone, at an instant in two, within a year."""
    today = datetime.now(UTC).date()
    work = [line for line in lines if line.kind == "work"]
    walls: list[tuple[str, int, int]] = []
    spans: list[tuple[str, int, int]] = []
    for day in (today + timedelta(days=each) for each in range(-1, 371)):
        for line in work:
            if line.holds(day):
                zone, midnight = zones[line.clinic], (day - date(1970, 1, 1)).days * 1_440
                walls.append((zone, midnight + line.begins, midnight + line.ends))
                spans.append((zone, planned(zone, day, line.begins), planned(zone, day, line.ends)))
    return any(met(walls, same=True)) or any(met(spans, same=False))


def earliest(clerk: Clerk, query: NextQuery, places: Sequence[UUID]) -> list[tuple[int, int, str]]:
    kind, now = clerk.practice.kinds[query.type], now_ms()
    since = max(now, query.begins)
    found = []
    for who in clerk.practice.doctors():
        for clinic in who.clinics:
            if (places and clinic not in places) or (query.practitioners and who.id not in query.practitioners):
                continue
            if kind.specialty and kind.specialty not in who.specialties:
                continue
            zone = clerk.calendar.zones[clinic]
            day = day_of(zone, since // _MS)
            for each in (day + timedelta(days=ahead) for ahead in range(query.days)):
                if not query.weekdays or each.isoweekday() in query.weekdays:
                    free = clerk.calendar.slots(who.id, clinic, each, kind, now)
                    later = [begins for begins in free if begins * _MS >= since]
                    found += [(begins, who.id, str(clinic), each) for begins in later]
    found.sort(key=lambda each: (each[0], each[1], UUID(each[2]).int))
    offers: list[tuple[int, int, str, date]] = []
    for offer in found:
        zone = clerk.calendar.zones[UUID(offer[2])]
        if not query.time_from <= wall(zone, offer[0]) % 1_440 < query.time_to:
            continue
        if len(offers) > 1 and all((each[1], each[3]) == (offer[1], offer[3]) for each in offers[-2:]):
            continue
        offers.append(offer)
    return [offer[:3] for offer in offers[: query.limit + 1]]


def met(spans: list[tuple[str, int, int]], *, same: bool) -> Iterator[bool]:
    """Yield, of times that overlap, those of one zone, or of two."""
    spans = sorted(spans, key=lambda each: each[1])
    for place, (zone, _, ends) in enumerate(spans):
        for other, begins, _ in spans[place + 1 :]:
            if begins >= ends:
                break
            yield (zone == other) is same
