"""The places that each visit could have, by what they cost, and a plan of first come to begin with."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from clinic_console.domain.schedule import MINUTE_MS
from clinic_console.domain.unavailable import (
    EARLIER_MS,
    NOTICE_MS,
    OTHER_DAY,
    OTHER_DOCTOR,
    WEIGHTS,
    Place,
    Problem,
    Visit,
    clash,
    together,
    unplaced,
)

if TYPE_CHECKING:
    import numpy as np

_COLUMNS: Final = ("begins", "ends", "practitioner", "day")


@dataclass(slots=True)
class Choices:
    """One visit's places by what they cost; ``many`` of them are columns."""

    visit: Visit
    places: Sequence[Place]
    order: "np.ndarray[Any, Any]"
    costs: "np.ndarray[Any, Any]"
    tail: float
    """What those places cost at the least that nobody has looked for."""
    many: int = 0

    def next_cost(self) -> float:
        """Return what the cheapest place costs at the least that is no column yet."""
        return min(float(self.costs[self.many]), self.tail) if self.many < len(self.costs) else self.tail

    def all_in(self) -> bool:
        """Say whether there is no further place to be looked at."""
        return self.many >= len(self.costs)

    def up_to(self, reach: float) -> int:
        """Return how many places cost so much at the most."""
        return int(self.costs.searchsorted(reach, side="right"))

    def place(self, number: int) -> Place:
        """Return a place by its rank."""
        return self.places[int(self.order[number])]


def make_choices(problem: Problem) -> list[Choices]:
    """Return for each visit what it could have: what domain.unavailable.fits says, by domain.unavailable.cost."""
    import numpy as np

    columns = {
        kind: tuple(np.array([getattr(place, name) for place in places], dtype=np.int64) for name in _COLUMNS)
        for kind, places in problem.places.items()
    }
    found = []
    for visit in problem.visits:
        begins, ends, who, day = columns[visit.type]
        minutes = np.abs(begins - visit.begins) // MINUTE_MS
        price = WEIGHTS[visit.priority] * minutes
        price = price + OTHER_DOCTOR * (who != visit.practitioner) + OTHER_DAY * (day != visit.day)
        right = (begins >= visit.begins) | (
            (begins >= visit.begins - EARLIER_MS) & (begins >= problem.now + NOTICE_MS) & (day == visit.day)
        )
        if visit.people:
            right &= np.isin(who, sorted(visit.people))
        for since, until in visit.busy:
            right &= (ends <= since) | (begins >= until)
        order = np.flatnonzero(right & (price < unplaced(visit)))
        order = order[np.lexsort((who[order], begins[order], price[order]))]
        late = max(problem.until - visit.begins, 0) // MINUTE_MS
        tail = float(WEIGHTS[visit.priority] * late) if problem.until else float("inf")
        found.append(Choices(visit, problem.places[visit.type], order, price[order], tail))
    return found


@dataclass(slots=True)
class _Taken:
    """What a plan that is made one by one has given away so far."""

    problem: Problem
    dead: dict[int, "np.ndarray[Any, Any]"]
    """By type: which places somebody else keeps from being taken."""
    near: dict[tuple[int, int], tuple[list[int], list[int]]]
    """The places of a type at a practitioner: when the practitioner's part begins, in order, and which they are."""
    longest: int
    """No two can meet whose parts begin further apart."""
    there: dict[int, list[Place]] = field(default_factory=dict)
    patients: dict[str, list[Place]] = field(default_factory=dict)
    used: dict[int, list[tuple[int, int]]] = field(default_factory=dict)

    def take(self, visit: Visit, place: Place) -> None:
        """Give a place to a visit."""
        for pool, begins, ends in self._wanted(place):
            self.used.setdefault(pool, []).append((begins, ends))
        there = self.there.setdefault(place.practitioner, [])
        there.append(place)
        self.patients.setdefault(visit.patient, []).append(place)
        full = sum(together(place, other) for other in there) >= place.left
        for kind, places in self.problem.places.items():
            starts, numbers = self.near.get((kind, place.practitioner), ([], []))
            first = bisect_left(starts, place.own_begins - self.longest)
            last = bisect_right(starts, place.own_begins + self.longest)
            for number in numbers[first:last]:
                other = places[number]
                if clash(place, other) or (full and together(place, other)):
                    self.dead[kind][number] = True

    def can(self, visit: Visit, place: Place) -> bool:
        """Say whether a place that nobody else keeps can be had, by its patient and by what it needs."""
        if any(
            other.begins < place.ends and place.begins < other.ends for other in self.patients.get(visit.patient, ())
        ):
            return False
        wanted = self._wanted(place)
        for number, first, last in wanted:
            pool = self.problem.pools[number]
            spans = [
                (begins, ends)
                for begins, ends in self.used.get(number, [])
                + [(first, last) for which, first, last in wanted if which == number]
                if begins < last and first < ends
            ]
            moments = {max(begins, first) for begins, _ in spans} | {since for since, _ in pool.between(first, last)}
            for moment in moments:
                if sum(begins <= moment < ends for begins, ends in spans) > max(pool.least(moment, moment + 1), 0):
                    return False
        return True

    def _wanted(self, place: Place) -> list[tuple[int, int, int]]:
        wanted = [(use.pool, use.begins, use.ends) for use in place.uses]
        if not any(together(place, other) for other in self.there.get(place.practitioner, ())):
            wanted += [
                (number, place.own_begins, place.own_ends)
                for number, pool in enumerate(self.problem.pools)
                if place.practitioner in pool.people
            ]
        return wanted


def first_come(problem: Problem, choices: list[Choices]) -> list[Place | None]:
    """Return a plan of first come: urgent ones first, each the best that is left."""
    import numpy as np

    near: dict[tuple[int, int], tuple[list[int], list[int]]] = {}
    longest = 0
    for kind, places in problem.places.items():
        for number, place in enumerate(places):
            starts, numbers = near.setdefault((kind, place.practitioner), ([], []))
            starts.append(place.own_begins)
            numbers.append(number)
        if places:
            # All of a type take as long.
            longest = max(longest, places[0].own_ends - places[0].own_begins + places[0].before + places[0].after)
    dead = {kind: np.zeros(len(places), dtype=bool) for kind, places in problem.places.items()}
    taken = _Taken(problem, dead, near, longest)
    chosen: list[Place | None] = [None] * len(choices)
    for number in sorted(range(len(choices)), key=lambda n: (choices[n].visit.priority, choices[n].visit.begins, n)):
        each = choices[number]
        for which in each.order[~dead[each.visit.type][each.order]]:
            place = each.places[int(which)]
            if taken.can(each.visit, place):
                chosen[number] = place
                taken.take(each.visit, place)
                break
    return chosen
