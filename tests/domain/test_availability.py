"""What is free, against a calendar that looks at each minute by itself."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_console.domain.availability import Refusal, refusal, slots
from clinic_console.domain.schedule import MINUTE_MS, Blocked, Busy, DayTimes, Pool, Reserved, Slot, VisitType, Work

DAY = 200
"""Minutes of the made-up days: short, so that things meet."""


def _ms(minutes: int) -> int:
    return minutes * MINUTE_MS


@st.composite
def _spans(draw: st.DrawFn, longest: int = 90) -> tuple[int, int]:
    begins = draw(st.integers(0, DAY))
    return _ms(begins), _ms(begins + draw(st.integers(1, longest)))


@st.composite
def _busy(draw: st.DrawFn, most_lanes: int = 4) -> Busy:
    begins, ends = draw(_spans(40))
    kind = draw(st.integers(1, 3))
    until = draw(st.sampled_from([0, 0, _ms(20), _ms(60)]))
    capacity = 3 if kind == 1 else 1
    lane = draw(st.integers(0, most_lanes))
    return Busy(
        begins, ends, lane, kind, until, capacity, draw(st.sampled_from([0, 7])), draw(st.sampled_from([0, 4]))
    )


_KINDS = st.sampled_from(["leave", "block", "closed"])
_types = st.sampled_from([(), (), (1,), (2, 3)])
_work = st.builds(
    lambda span, step, types: Work(span[0], span[1], step, 0, types), _spans(), st.integers(1, 40), _types
)
_days = st.builds(
    DayTimes,
    version=st.just(1),
    work=st.lists(_work, max_size=4).map(tuple),
    reserved=st.lists(
        st.builds(
            lambda span, release, types: Reserved(span[0], span[1], "", release, types),
            _spans(), st.sampled_from([None, _ms(10), _ms(50)]), st.sampled_from([(), (1,), (2,)]),
        ),
        max_size=2,
    ).map(tuple),
    blocked=st.lists(
        st.builds(
            lambda span, kind: Blocked(span[0], span[1], kind), _spans(30), _KINDS
        ),
        max_size=2,
    ).map(tuple),
    busy=st.lists(_busy(), max_size=5).map(tuple),
    pools=st.lists(
        st.builds(
            lambda offset, minutes, members: Pool(offset, minutes, tuple(members), tuple(range(len(members)))),
            st.integers(0, 20), st.integers(1, 30), st.lists(st.lists(_busy(0), max_size=2).map(tuple), max_size=2),
        ),
        max_size=2,
    ).map(tuple),
    begins=st.sampled_from([0, _ms(30)]),
    ends=st.sampled_from([0, _ms(120)]),
)  # fmt: skip


@st.composite
def _visits(draw: st.DrawFn) -> VisitType:
    kind, own, offset = draw(st.integers(1, 3)), draw(st.integers(1, 40)), draw(st.sampled_from([0, 0, 5, 15]))
    before, after = draw(st.sampled_from([0, 5])), draw(st.sampled_from([0, 10]))
    whole = offset + own + draw(st.sampled_from([0, 10]))
    return VisitType(kind, whole, before, after, 3 if kind == 1 else 1, offset, own)


class Calendar:
    """The same rules, each minute and each lane looked at by itself."""

    def __init__(self, day: DayTimes, visit: VisitType, now: int) -> None:
        self.day, self.visit, self.now = day, visit, now
        self.busy = [each for each in day.busy if not 0 < each.until <= now]

    def own(self, begins: int) -> list[int]:
        first = begins // MINUTE_MS + self.visit.offset
        return list(range(first, first + self.visit.part))

    def works(self, minute: int, *, this: bool) -> bool:
        return any(
            _at(minute, each) and (not this or not each.types or self.visit.id in each.types)
            for each in self.day.work
        )

    def away(self, minute: int) -> set[str]:
        return {each.kind for each in self.day.blocked if _at(minute, each)}

    def reserved(self, minute: int) -> bool:
        return any(
            _at(minute, each)
            and self.visit.id not in each.types
            and (each.release is None or each.release > self.now)
            for each in self.day.reserved
        )

    def left(self, begins: int) -> int:
        minutes = self.own(begins)
        there = [each for each in self.busy if any(_at(minute, each) for minute in minutes)]
        same = [each for each in there if each.type == self.visit.id and each.begins == _ms(minutes[0])]
        others = [each for each in there if each not in same]
        if any(each.lane < each.capacity for each in others):
            return 0
        lanes = range(self.visit.capacity if not others else 1)
        if self.visit.capacity == 1 and any(each.lane == 0 for each in same):
            return 0
        free = [lane for lane in lanes if not any(each.lane == lane for each in there)]
        return len(free) if self.visit.capacity > 1 else 1

    def crowded(self, begins: int) -> bool:
        """Say whether the buffers of this visit or of another would be broken."""
        minutes = self.own(begins)
        for each in self.busy:
            if each.lane >= each.capacity:
                continue
            if self.visit.capacity > 1 and each.type == self.visit.id and each.begins == _ms(minutes[0]):
                continue
            wide = range(minutes[0] - self.visit.before, minutes[-1] + 1 + self.visit.after)
            padded = replace(each, begins=each.begins - _ms(each.before), ends=each.ends + _ms(each.after))
            if any(_at(minute, each) for minute in wide) or any(_at(minute, padded) for minute in minutes):
                return True
        return False

    def served(self, begins: int) -> bool:
        used: set[tuple[int, int]] = set()
        for pool in self.day.pools:
            first = begins // MINUTE_MS + pool.offset
            minutes = range(first, first + pool.minutes)
            for who, member in zip(pool.ids, pool.members, strict=True):
                taken = any(
                    _at(minute, each) for minute in minutes for each in member if not 0 < each.until <= self.now
                )
                if not taken and not any((who, minute) in used for minute in minutes):
                    used |= {(who, minute) for minute in minutes}
                    break
            else:
                return False
        return True

    def refusal(self, begins: int) -> Refusal | None:
        minutes = self.own(begins)
        away = set().union(*map(self.away, minutes))
        for refused, reason in (
            (begins < self.now, Refusal.PAST),
            ("closed" in away, Refusal.CLOSED),
            (not all(self.works(minute, this=False) for minute in minutes), Refusal.OUTSIDE),
            (bool(away), Refusal.AWAY),
            (not all(self.works(minute, this=True) for minute in minutes), Refusal.TYPE),
            (any(map(self.reserved, minutes)), Refusal.RESERVED),
            (self.left(begins) == 0, Refusal.TAKEN),
            (not self.served(begins), Refusal.NEEDS),
        ):
            if refused:
                return reason
        return None

    def on_the_grid(self, begins: int) -> bool:
        own = begins + _ms(self.visit.offset)
        return any(
            each.begins <= own < each.ends
            and (own - each.begins) % _ms(each.step) == 0
            and (not each.types or self.visit.id in each.types)
            for each in self.day.work
        )

    def slots(self) -> list[Slot]:
        ends = self.day.ends or _ms(DAY + 200)
        return [
            Slot(begins, begins + _ms(self.visit.minutes), self.left(begins))
            for begins in range(max(self.day.begins, 0) - _ms(20) * (not self.day.begins), ends, MINUTE_MS)
            if self.on_the_grid(begins) and not self.crowded(begins) and self.refusal(begins) is None
        ]


def _at(minute: int, each: Work | Reserved | Blocked | Busy) -> bool:
    return each.begins <= _ms(minute) < each.ends


@settings(max_examples=400, deadline=None)
@given(_days, _visits(), st.sampled_from([-10_000_000, _ms(15), _ms(50)]))
def test_slots_are_those_that_a_calendar_finds_minute_by_minute(day: DayTimes, visit: VisitType, now: int) -> None:
    assert slots(day, visit, now) == Calendar(day, visit, now).slots()


@settings(max_examples=400, deadline=None)
@given(_days, _visits(), st.integers(-20, DAY), st.sampled_from([-10_000_000, _ms(15), _ms(50)]))
def test_a_refusal_is_what_a_calendar_says(day: DayTimes, visit: VisitType, begins: int, now: int) -> None:
    assert refusal(day, visit, _ms(begins), now) is Calendar(day, visit, now).refusal(_ms(begins))


def test_what_has_passed_is_no_slot() -> None:
    assert refusal(DayTimes(1, (WORK,)), HOUR, 0, 1) is Refusal.PAST
    assert _begins(slots(DayTimes(1, (WORK,)), HOUR, 1)) == [30, 60]


HOUR = VisitType(9, 60)
WORK = Work(_ms(0), _ms(120), 30)


def _begins(found: list[Slot]) -> list[int]:
    return [slot.begins // MINUTE_MS for slot in found]


def test_a_visit_goes_across_pieces_of_work_that_touch() -> None:
    later = Work(_ms(120), _ms(150), 30)
    assert _begins(slots(DayTimes(1, (WORK, later)), HOUR, 0)) == [0, 30, 60, 90]
    assert _begins(slots(DayTimes(1, (WORK, replace(later, begins=_ms(121)))), HOUR, 0)) == [0, 30, 60]


def test_buffers_are_kept_by_slots_and_not_insisted_on() -> None:
    cleaned = VisitType(9, 30, before=10, after=10)
    day = DayTimes(1, (WORK,), busy=(Busy(_ms(30), _ms(60), 0, 9),))
    assert _begins(slots(day, cleaned, 0)) == [90]
    assert refusal(day, cleaned, _ms(60), 0) is None


def test_a_buffer_of_who_is_there_is_kept_too() -> None:
    day = DayTimes(1, (WORK,), busy=(Busy(_ms(0), _ms(30), 0, 8, after=10),))
    assert _begins(slots(day, VisitType(9, 30), 0)) == [60, 90]


def test_an_expired_hold_is_free() -> None:
    day = DayTimes(1, (WORK,), busy=(Busy(_ms(30), _ms(60), 0, 9, until=1_000),))
    assert 30 in _begins(slots(day, VisitType(9, 30), 1_000))
    assert 30 not in _begins(slots(day, VisitType(9, 30), 999))


def test_what_is_reserved_is_released_in_time() -> None:
    day = DayTimes(1, (WORK,), (Reserved(_ms(0), _ms(60), "new patients", release=500, types=(3,)),))
    assert refusal(day, HOUR, _ms(1), 499) is Refusal.RESERVED
    assert _begins(slots(day, HOUR, -1)) == [60]
    assert refusal(day, HOUR, _ms(1), 500) is None
    assert refusal(day, replace(HOUR, id=3), _ms(1), 499) is None


def test_a_group_that_lost_its_first_patient_still_keeps_others_out() -> None:
    group = VisitType(1, 60, capacity=3)
    day = DayTimes(1, (WORK,), busy=(Busy(0, _ms(60), 1, 1, capacity=3),))
    assert refusal(day, HOUR, 0, 0) is Refusal.TAKEN
    assert slots(day, group, 0)[0] == Slot(0, _ms(60), 2)


def test_an_overbooked_visit_alone_keeps_nobody_out() -> None:
    day = DayTimes(1, (WORK,), busy=(Busy(0, _ms(60), 1, 9),))
    assert refusal(day, HOUR, 0, 0) is None
    assert slots(day, VisitType(1, 60, capacity=3), 0)[0].left == 1


def test_two_needs_of_a_visit_take_two_people() -> None:
    nurses = (Pool(0, 30, ((), ()), (4, 5)), Pool(0, 30, ((), ()), (4, 5)), Pool(30, 30, ((),), (4,)))
    assert refusal(DayTimes(1, (WORK,), pools=nurses), HOUR, 0, 0) is None
    one = (Pool(0, 30, ((),), (4,)), Pool(15, 30, ((),), (4,)))
    assert refusal(DayTimes(1, (WORK,), pools=one), HOUR, 0, 0) is Refusal.NEEDS


def test_the_practitioners_part_lies_on_the_grid_and_within_the_day() -> None:
    second = VisitType(9, 30, offset=15, own=15)
    day = DayTimes(1, (WORK,), begins=_ms(10), ends=_ms(60))
    assert _begins(slots(day, second, -_ms(60))) == [15, 45]
    assert _begins(slots(replace(day, begins=0), second, -_ms(60))) == [-15, 15, 45]
