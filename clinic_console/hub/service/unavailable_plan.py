"""From what the database knows of an absence to a plan: the problem, its solution, and why each time is proposed."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import msgspec
from msgspec import Struct

from clinic_console.domain.appointments import PRESENT, State
from clinic_console.domain.schedule import MINUTE_MS
from clinic_console.domain.unavailable import (
    Action,
    Look,
    Passed,
    Place,
    Pool,
    Problem,
    Span,
    Use,
    Visit,
    Why,
    blocked,
    cost,
    fits,
    looks,
    reasons,
    unplaced,
)
from clinic_console.hub.service.assignment import assign
from clinic_console.hub.store.unavailable import Known
from clinic_console.wire.schedule import Card, Offer
from clinic_console.wire.unavailable import Plan, Row


class _Visit(Struct):
    card: Card
    patient: str
    open: bool
    day: int
    busy: list[Span]


class _Type(Struct):
    id: int
    minutes: int
    before: int
    after: int
    capacity: int
    offset: int
    own: int
    priority: int


class _Member(Struct):
    id: int
    busy: list[Span]

    def free(self, begins: int, ends: int) -> bool:
        """Say whether nothing takes it from one time to another."""
        number = bisect_right(self.busy, (ends - 1, 2**62))
        return not number or self.busy[number - 1][1] <= begins


class _Pool(Struct):
    people: bool
    members: list[_Member]

    def steps(self) -> tuple[Span, ...]:
        """Return from when on how many are free."""
        changes: dict[int, int] = {}
        for member in self.members:
            for begins, ends in member.busy:
                changes[begins] = changes.get(begins, 0) - 1
                changes[ends] = changes.get(ends, 0) + 1
        steps, many = [(0, len(self.members))], len(self.members)
        for at in sorted(changes):
            many += changes[at]
            steps.append((at, many))
        return tuple(steps)


class _Pools(Struct):
    pools: list[_Pool]
    needs: list[tuple[int, int, int, int]]
    """Type, pool, offset, minutes."""


_visits: Final = msgspec.json.Decoder(list[_Visit]).decode
_types: Final = msgspec.json.Decoder(list[_Type]).decode
_people: Final = msgspec.json.Decoder(dict[int, frozenset[int]]).decode
_names: Final = msgspec.json.Decoder(dict[int, str]).decode
_places: Final = msgspec.json.Decoder(list[list[tuple[int, int, int, int, int]]]).decode
_pools: Final = msgspec.json.Decoder(_Pools).decode


@dataclass(frozen=True, slots=True)
class _Found:
    """The problem, its visits' places in the list that is told, and the places that lack a room or a device."""

    problem: Problem
    numbers: dict[str, int]
    lacking: dict[int, list[Place]]


def make_plan(known: Known) -> Plan:
    """Return what would become of each visit; blocks for as long as the assignment may: call it in a thread."""
    visits = _visits(known.visits)
    found = _found(known, visits)
    solved = assign(found.problem)
    names = _names(known.names)
    rows = [_staying(visit) for visit in visits]
    for visit, place, alone in zip(found.problem.visits, solved.chosen, solved.alone, strict=True):
        number = found.numbers[visit.id]
        card = visits[number].card
        to = _offer(card, place, names, known.zone) if place else None
        why = reasons(visit, place, _passed(found, visit, place, alone))
        rows[number] = Row(card, Action.MOVE if place else Action.WAITLIST, to, list(why), list(looks(visit, place)))
    return Plan(known.now, rows, solved.optimal, known.more, known.elsewhere)


def _offer(card: Card, place: Place, names: Mapping[int, str], zone: str) -> Offer:
    name = names.get(place.practitioner, "")
    return Offer(place.practitioner, card.clinic_id, place.begins, place.ends, name, zone)


def _staying(visit: _Visit) -> Row:
    """Return the row of a visit that nobody proposes to move."""
    if not visit.open:
        return Row(visit.card, Action.LEAVE, None, [], [Look.RESTRICTED])
    if State(visit.card.state) in PRESENT:
        return Row(visit.card, Action.LEAVE, None, [Why.STARTED], [Look.PRESENT])
    # Its type is not booked any more: neither is it waited for.
    return Row(visit.card, Action.LEAVE, None, [Why.NOTHING_FREE], [Look.NO_SLOT])


def _found(known: Known, visits: Sequence[_Visit]) -> _Found:
    types = {kind.id: kind for kind in _types(known.types)}
    people = _people(known.people)
    needed = _pools(known.pools)
    places: dict[int, list[Place]] = {kind: [] for kind in types}
    lacking: dict[int, list[Place]] = {kind: [] for kind in types}
    needs = {kind: [each[1:] for each in needed.needs if each[0] == kind] for kind in types}
    for kind, who, begins, day, seats in _each(known):
        place = _place(types[kind], who, begins, day, seats, needs[kind])
        (places if _served(place, needed) else lacking)[kind].append(place)
    moving = [
        (number, _visit(visit, types[visit.card.type].priority, people.get(visit.card.practitioner, frozenset())))
        for number, visit in enumerate(visits)
        if visit.open and visit.card.state == State.BOOKED and visit.card.type in types
    ]
    pools = tuple(
        Pool(pool.steps(), frozenset(member.id for member in pool.members) if pool.people else frozenset())
        for pool in needed.pools
    )
    in_order = {kind: tuple(sorted(of, key=lambda at: (at.begins, at.practitioner))) for kind, of in places.items()}
    problem = Problem(tuple(visit for _, visit in moving), in_order, pools, known.now, known.until)
    return _Found(problem, {visit.id: number for number, visit in moving}, lacking)


def _each(known: Known) -> Iterator[tuple[int, int, int, int, int]]:
    """Yield each place once: type, practitioner, begin, day, seats."""
    *free, kept = _places(known.places)
    for each in free:
        yield from each
    # Where a visit stands already is hardly ever a free time, too.
    there = {place[:3] for each in free for place in each} if kept else set()
    for place in kept:
        if place[:3] not in there:
            there.add(place[:3])
            yield place


def _visit(visit: _Visit, priority: int, people: frozenset[int]) -> Visit:
    card = visit.card
    who = people | {card.practitioner}
    spans = tuple(visit.busy)
    return Visit(card.id, visit.patient, card.type, card.practitioner, card.begins, visit.day, priority, spans, who)


def _place(kind: _Type, who: int, begins: int, day: int, seats: int, needs: Sequence[tuple[int, int, int]]) -> Place:
    own = begins + kind.offset * MINUTE_MS
    part = kind.own or kind.minutes - kind.offset
    uses = tuple(
        Use(pool, begins + offset * MINUTE_MS, begins + (offset + minutes) * MINUTE_MS)
        for pool, offset, minutes in needs
    )
    return Place(
        who, begins, begins + kind.minutes * MINUTE_MS, own, own + part * MINUTE_MS, kind.id, day,
        kind.before * MINUTE_MS, kind.after * MINUTE_MS, max(seats, 1), uses,
    )  # fmt: skip


def _served(place: Place, needed: _Pools) -> bool:
    """Say whether for each need somebody or something is free for all of its time, who is not the practitioner."""
    return all(
        any(
            member.id != place.practitioner and member.free(use.begins, use.ends)
            for member in needed.pools[use.pool].members
        )
        for use in place.uses
    )


def _passed(found: _Found, visit: Visit, place: Place | None, alone: int) -> Passed:
    """Return what better places lacked."""
    spent = cost(visit, place) if place else unplaced(visit)
    now, unbound = found.problem.now, replace(visit, busy=())
    own = bool(visit.busy) and any(
        cost(visit, each) < spent and blocked(visit, each) and fits(unbound, each, now)
        for each in found.problem.places[visit.type]
    )
    needs = any(cost(visit, each) < spent and fits(visit, each, now) for each in found.lacking[visit.type])
    return Passed(own, needs, alone < spent)
