"""What is free: the slots of a day, and why a visit cannot stand somewhere. Pure; times in ms since 1970.

Hub and console go by these: a card that is dragged says what the hub would say. What decides in the end is the
constraint in Postgres (DESIGN, guarantee 6), which knows what has happened since.

All is said of the practitioner's own part of a visit: it lies within work that touches or overlaps, and on the grid
of the piece of work that it begins in. The rest of the visit, before and after, is for those whom its type needs.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from clinic_console.domain.schedule import MINUTE_MS, Busy, DayTimes, Reserved, Slot, VisitType, Work

Span = tuple[int, int]


class Refusal(StrEnum):
    """Why a visit cannot begin at a time; the errors of domain/errors/schedule.py in the same words."""

    PAST = "past"
    OUTSIDE = "outside_hours"
    CLOSED = "closed"
    AWAY = "away"
    TYPE = "wrong_type"
    RESERVED = "reserved"
    TAKEN = "taken"
    NEEDS = "needs_taken"


def slots(day: DayTimes, visit: VisitType, now: int) -> list[Slot]:
    """Return where a visit of a type may begin on a day, in order; buffers around visits stay free."""
    part, offset, whole = visit.part * MINUTE_MS, visit.offset * MINUTE_MS, visit.minutes * MINUTE_MS
    work = [piece for piece in day.work if _does(piece, visit)]
    covered, shut = _joined((piece.begins, piece.ends) for piece in work), _shut(day, visit, now)
    earliest = max(now, day.begins or now) + offset
    latest = day.ends + offset if day.ends else None
    found: dict[int, Slot] = {}
    for piece in work:
        end = next(ends for begins, ends in covered if begins <= piece.begins < ends)
        stop = min(piece.ends, end - part + 1, piece.ends if latest is None else latest)
        for begins in _grid(piece, earliest, stop, shut):
            left = _left(day, visit, begins, now)
            if left and (not day.pools or _needs_met(day, begins - offset, now)):
                found[begins] = Slot(begins - offset, begins - offset + whole, left)
    return list(found.values()) if len(work) <= 1 else [found[begins] for begins in sorted(found)]


def refusal(day: DayTimes, visit: VisitType, begins: int, now: int) -> Refusal | None:
    """Say why a visit of a type cannot begin at a time (None: it can), whether or not that is a slot of the grid."""
    own = begins + visit.offset * MINUTE_MS
    ends = own + visit.part * MINUTE_MS
    if begins < now:
        return Refusal.PAST
    over = {blocked.kind for blocked in day.blocked if blocked.begins < ends and own < blocked.ends}
    if "closed" in over:
        return Refusal.CLOSED
    if not _within(own, ends, day.work):
        return Refusal.OUTSIDE
    if over:
        return Refusal.AWAY
    if not _within(own, ends, [piece for piece in day.work if _does(piece, visit)]):
        return Refusal.TYPE
    if any(kept.begins < ends and own < kept.ends for kept in _kept(day.reserved, visit, now)):
        return Refusal.RESERVED
    if _clash(day, visit, own, ends, now) or not _left(day, visit, own, now):
        return Refusal.TAKEN
    return None if _needs_met(day, begins, now) else Refusal.NEEDS


def _does(piece: Work, visit: VisitType) -> bool:
    return not piece.types or visit.id in piece.types


def _kept(reserved: Iterable[Reserved], visit: VisitType, now: int) -> Iterator[Reserved]:
    """Yield what is reserved for other types, and not released yet."""
    return (each for each in reserved if visit.id not in each.types and (each.release is None or now < each.release))


def _within(begins: int, ends: int, work: Sequence[Work]) -> bool:
    spans = _joined((piece.begins, piece.ends) for piece in work)
    return any(span[0] <= begins and ends <= span[1] for span in spans)


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Join what touches or overlaps."""
    joined: list[Span] = []
    for begins, ends in sorted(spans):
        if joined and begins <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], ends))
        else:
            joined.append((begins, ends))
    return joined


def _shut(day: DayTimes, visit: VisitType, now: int) -> list[Span]:
    """Return between which times (neither included) no practitioner's part can begin, in order, none overlapping."""
    part, before, after = visit.part * MINUTE_MS, visit.before * MINUTE_MS, visit.after * MINUTE_MS
    spans = [(each.begins - part, each.ends) for each in day.blocked]
    spans += [(each.begins - part, each.ends) for each in _kept(day.reserved, visit, now)]
    for busy in day.busy:
        if busy.lane >= busy.capacity or (busy.until and busy.until <= now):
            continue
        first = busy.begins - part - max(after, busy.before * MINUTE_MS)
        last = busy.ends + max(before, busy.after * MINUTE_MS)
        # Beside visits of its own type others may begin at the same time, as far as there are lanes.
        beside = visit.capacity > 1 and busy.type == visit.id
        spans += [(first, busy.begins), (busy.begins, last)] if beside else [(first, last)]
    shut: list[Span] = []
    for begins, ends in sorted(spans):
        if shut and begins < shut[-1][1]:
            shut[-1] = (shut[-1][0], max(shut[-1][1], ends))
        else:
            shut.append((begins, ends))
    return shut


def _grid(piece: Work, earliest: int, stop: int, shut: Sequence[Span]) -> Iterator[int]:
    """Yield the open times of a piece of work's grid from ``earliest`` to before ``stop``."""
    step = piece.step * MINUTE_MS
    at = piece.begins + max(0, -((piece.begins - earliest) // step)) * step
    for begins, ends in shut:
        if ends <= at:
            continue
        until = min(stop, begins + 1)
        yield from range(at, until, step)
        at = max(at, piece.begins - ((piece.begins - ends) // step) * step)
        if at >= stop:
            return
    yield from range(at, stop, step)


def _lasting(day: DayTimes, begins: int, ends: int, now: int) -> Iterator[Busy]:
    for busy in day.busy:
        if busy.begins < ends and begins < busy.ends and not (busy.until and busy.until <= now):
            yield busy


def _clash(day: DayTimes, visit: VisitType, begins: int, ends: int, now: int) -> bool:
    """Say whether something other than a beginning group of the same type keeps the time."""
    return any(
        busy.plain and not (visit.capacity > 1 and busy.type == visit.id and busy.begins == begins)
        for busy in _lasting(day, begins, ends, now)
    )


def _left(day: DayTimes, visit: VisitType, begins: int, now: int) -> int:
    """Return how many lanes are left for plain visits of a type, where nothing else keeps the time."""
    if visit.capacity == 1:
        return 1
    there = list(_lasting(day, begins, begins + visit.part * MINUTE_MS, now))
    lanes = {busy.lane for busy in there if busy.lane < visit.capacity}
    if all(busy.type == visit.id and busy.begins == begins for busy in there):
        return visit.capacity - len(lanes)
    return 0 if 0 in lanes else 1  # beside an overbooked visit of another kind only the first lane is plain


def _needs_met(day: DayTimes, begins: int, now: int) -> bool:
    """Say whether each need of a visit finds somebody free, who serves no other need of it at that time."""
    chosen: list[tuple[int, int, int]] = []
    for pool in day.pools:
        first = begins + pool.offset * MINUTE_MS
        last = first + pool.minutes * MINUTE_MS
        for number, member in enumerate(pool.members):
            known = pool.ids[number] if pool.ids else None
            if any(who == known and first < ends and start < last for who, start, ends in chosen):
                continue
            if not any(
                busy.begins < last and first < busy.ends and not (busy.until and busy.until <= now) for busy in member
            ):
                if known is not None:
                    chosen.append((known, first, last))
                break
        else:
            return False
    return True
