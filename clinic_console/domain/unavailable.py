"""When a doctor is not there: what may become of a visit, why a time is proposed, and what came of a call.

The plan for all who are affected is one problem: each visit gets at most one place, so that all together cost the
least. What a place costs and what is allowed stands here in plain words; hub/service/assignment.py solves it. Pure;
times in ms since 1970.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from clinic_console.domain.schedule import MINUTE_MS

Span = tuple[int, int]


class Action(StrEnum):
    """What becomes of a visit."""

    MOVE = "move"
    WAITLIST = "waitlist"
    LEAVE = "leave"
    """It stays, for a clinician to decide."""
    CANCEL = "cancel"


class Why(StrEnum):
    """Why a time is proposed; the first that holds is said."""

    SAME_TIME = "same_time"
    SAME_DOCTOR = "same_doctor"
    SAME_DAY = "same_day"
    FIRST_FREE = "first_free"
    AFTER_OWN_VISIT = "after_own_visit"
    NEEDS = "needs"
    """Earlier times lack the room or device that it needs."""
    OTHERS_FIRST = "others_first"
    """A better time is free, but another of these visits gets it: together they are better off."""
    NOTHING_FREE = "nothing_free"
    STARTED = "started"
    """The patient is here already."""


class Look(StrEnum):
    """Why somebody must look at a proposal."""

    OWN_VISIT_NEAR = "own_visit_near"
    NO_SLOT = "no_slot"
    PRESENT = "present"
    URGENT_LATE = "urgent_late"
    RESTRICTED = "restricted"


class Contact(StrEnum):
    """What came of calling somebody."""

    NOT_YET = ""
    AGREED = "agreed"
    DECLINED = "declined"
    MESSAGE = "message"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"


WEIGHTS: Final[Mapping[int, int]] = {1: 4, 2: 2, 3: 1}
"""What a minute costs, by the clinical priority of a visit's type (1: urgent)."""
OTHER_DOCTOR: Final = 60
"""What somebody else than one's doctor costs, in minutes of a routine visit."""
OTHER_DAY: Final = 240
"""What another day costs, beside the time until then."""
UNPLACED_MINUTES: Final = 60 * 1_440
"""A visit without a place costs as much as one two months away: further ahead than anybody looks (42 days)."""
EARLIER_MS: Final = 60 * MINUTE_MS
"""Nobody is asked to come earlier than by this."""
NOTICE_MS: Final = 120 * MINUTE_MS
"""So long before an earlier time the patient must hear of it; for a later one the patient comes anyway."""
NEAR_MS: Final = 60 * MINUTE_MS
"""Another visit of the patient within this is near: somebody looks whether the two can be reached."""


@dataclass(frozen=True, slots=True)
class Use:
    """One of a pool (rooms, devices, colleagues) is needed from one time to another."""

    pool: int
    begins: int
    ends: int


@dataclass(frozen=True, slots=True)
class Pool:
    """How many of some rooms, devices or colleagues are free: ``steps`` are (from when on, how many), in order.

    ``people``: the practitioners among them, who serve nobody else while they see a patient of their own.
    """

    steps: tuple[Span, ...]
    people: frozenset[int] = frozenset()

    def least(self, begins: int, ends: int) -> int:
        """Return how many are free at once from one time to another, at the least."""
        return min(many for _, many in self.between(begins, ends))

    def between(self, begins: int, ends: int) -> Sequence[Span]:
        """Return the steps from one time to another, from the one that it begins in."""
        first = bisect_right(self.steps, begins, key=lambda step: step[0])
        last = bisect_left(self.steps, ends, key=lambda step: step[0])
        before = self.steps[first - 1][1] if first else 0
        return [(begins, before), *self.steps[first:last]]


@dataclass(frozen=True, slots=True)
class Place:
    """A free time of somebody for visits of a type, as slots are: on a grid of the hours, with its buffers free.

    ``own_begins`` to ``own_ends``: the practitioner's part. ``before``, ``after``: ms that are kept free around it.
    ``left``: so many visits of this type can begin there together. ``day``: of the clinic's calendar, as a number.
    """

    practitioner: int
    begins: int
    ends: int
    own_begins: int
    own_ends: int
    type: int
    day: int = 0
    before: int = 0
    after: int = 0
    left: int = 1
    uses: tuple[Use, ...] = ()


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit that needs another place; ``busy``: when its patient has other visits, wherever.

    ``people``: who may take it over, and its own practitioner (none: anybody who has a place for its type).
    """

    id: str
    patient: str
    type: int
    practitioner: int
    begins: int
    day: int
    priority: int = 2
    busy: tuple[Span, ...] = ()
    people: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Problem:
    """All visits that need another place, and by their types the places that there are, in order of time.

    ``until``: places from then on were not looked for (0: all there are stand here), which a plan may have to say.
    """

    visits: tuple[Visit, ...]
    places: Mapping[int, tuple[Place, ...]]
    pools: tuple[Pool, ...] = ()
    now: int = 0
    until: int = 0


Chosen = Sequence[Place | None]
"""For each visit of a problem where it goes, if anywhere."""


def cost(visit: Visit, place: Place) -> int:
    """Return what it costs to move a visit: minutes from its time, by its priority, another doctor, another day."""
    minutes = abs(place.begins - visit.begins) // MINUTE_MS
    doctor = OTHER_DOCTOR if place.practitioner != visit.practitioner else 0
    day = OTHER_DAY if place.day != visit.day else 0
    return WEIGHTS[visit.priority] * minutes + doctor + day


def unplaced(visit: Visit) -> int:
    """Return what it costs that a visit gets no place."""
    return WEIGHTS[visit.priority] * UNPLACED_MINUTES


def total(problem: Problem, chosen: Chosen) -> int:
    """Return what a plan costs."""
    pairs = zip(problem.visits, chosen, strict=True)
    return sum(unplaced(visit) if place is None else cost(visit, place) for visit, place in pairs)


def fits(visit: Visit, place: Place, now: int) -> bool:
    """Say whether a patient can come then: no other visit, not much earlier than agreed, and time to hear of it."""
    if place.begins < visit.begins and (
        visit.begins - place.begins > EARLIER_MS or place.begins < now + NOTICE_MS or place.day != visit.day
    ):
        return False
    if visit.people and place.practitioner not in visit.people:
        return False
    return not blocked(visit, place)


def blocked(visit: Visit, place: Place) -> bool:
    """Say whether another visit of the patient is in the way."""
    return any(begins < place.ends and place.begins < ends for begins, ends in visit.busy)


def clash(one: Place, other: Place) -> bool:
    """Say whether two visits cannot both be there: of one practitioner, and too near (a group begins together)."""
    if one.practitioner != other.practitioner or together(one, other):
        return False
    first, second = (one, other) if one.own_begins <= other.own_begins else (other, one)
    return second.own_begins < first.own_ends + max(first.after, second.before)


def together(one: Place, other: Place) -> bool:
    """Say whether two places are one beginning of a group, in which there is room for several."""
    return one.left > 1 and (one.practitioner, one.begins, one.type) == (other.practitioner, other.begins, other.type)


def broken(problem: Problem, chosen: Chosen) -> list[str]:
    """Return what is not allowed in a plan, in words for who looks at it; nothing when all is."""
    return [*_unfit(problem, chosen), *_clashing(problem, chosen), *_over_pools(problem, chosen)]


def _unfit(problem: Problem, chosen: Chosen) -> Iterator[str]:
    for visit, place in zip(problem.visits, chosen, strict=True):
        if place is not None and (place not in problem.places[visit.type] or not fits(visit, place, problem.now)):
            yield f"{visit.id} cannot be at {place}"


def _clashing(problem: Problem, chosen: Chosen) -> Iterator[str]:
    taken = [(visit, place) for visit, place in zip(problem.visits, chosen, strict=True) if place is not None]
    for number, (visit, place) in enumerate(taken):
        for other, there in taken[:number]:
            if clash(place, there):
                yield f"{visit.id} and {other.id} meet at {place.practitioner}"
            if visit.patient == other.patient and place.begins < there.ends and there.begins < place.ends:
                yield f"{visit.id} and {other.id} are of one patient"
    groups = Counter((place.practitioner, place.begins, place.type) for _, place in taken)
    for _, place in taken:
        if groups[place.practitioner, place.begins, place.type] > place.left:
            yield f"more than {place.left} begin at {place}"


def _over_pools(problem: Problem, chosen: Chosen) -> Iterator[str]:
    seats = {(place.practitioner, place.begins, place.type): place for place in chosen if place is not None}
    for number, pool in enumerate(problem.pools):
        spans = [(use.begins, use.ends) for place in chosen if place for use in place.uses if use.pool == number]
        spans += [(seat.own_begins, seat.own_ends) for seat in seats.values() if seat.practitioner in pool.people]
        moments = {begins for begins, _ in spans} | {since for since, _ in pool.steps}
        for moment in moments:
            many = sum(begins <= moment < ends for begins, ends in spans)
            if many > max(pool.least(moment, moment + 1), 0) and many:
                yield f"{many} of pool {number} at {moment}"


@dataclass(frozen=True, slots=True)
class Passed:
    """Better places than the one proposed, and what each of them lacked."""

    own_visit: bool = False
    needs: bool = False
    others: bool = False


def reasons(visit: Visit, place: Place | None, passed: Passed) -> list[Why]:
    """Return why a place is proposed (None: there is none), the most telling first."""
    held = [(Why.AFTER_OWN_VISIT, passed.own_visit), (Why.NEEDS, passed.needs), (Why.OTHERS_FIRST, passed.others)]
    kept = [why for why, holds in held if holds]
    if place is None:
        return [Why.NOTHING_FREE, *kept]
    same_doctor = place.practitioner == visit.practitioner
    said = [
        (Why.SAME_TIME, place.begins == visit.begins and not same_doctor),
        (Why.SAME_DOCTOR, same_doctor),
        # Only its colleague is another one.
        (Why.SAME_TIME, place.begins == visit.begins and same_doctor),
        (Why.SAME_DAY, place.day == visit.day),
        (Why.FIRST_FREE, not kept),
    ]
    return [why for why, holds in said if holds] + kept


def looks(visit: Visit, place: Place | None) -> list[Look]:
    """Return why somebody must look at a proposal."""
    if place is None:
        return [Look.NO_SLOT]
    near = any(begins < place.ends + NEAR_MS and place.begins - NEAR_MS < ends for begins, ends in visit.busy)
    late = visit.priority == 1 and place.day != visit.day
    return [look for look, holds in ((Look.OWN_VISIT_NEAR, near), (Look.URGENT_LATE, late)) if holds]
