"""What desks do, done by the services and by a plain calendar at once, and all of both compared after each step."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from clinic_console.domain.errors import ClinicError, NotFree
from clinic_console.hub.service.schedule_slots import Asked
from clinic_console.wire.appointments import Booked
from tests.hub.service.calendar_practice import Practice, moment, now_ms
from tests.hub.service.plain_calendar import Kind, Place, PlainCalendar, Someone, Taken
from tests.hub.service.plain_wall import begins_at, day_of, shown

CODES: Final = {
    word: f"schedule.{word}"
    for word in (
        "taken", "needs_taken", "away", "reserved", "over_cap", "patient_busy", "closed", "outside_hours",
        "wrong_type", "past", "no_practitioner", "hold_over", "wrong_duration", "template_overlap",
    )
} | {
    "denied": "access.denied",
    "changed": "appointments.changed",
    "state": "appointments.wrong_state",
    "gap": "time.gap",
    "twice": "time.twice",
    "id": "conflict.taken",
    "not_found": "not_found",
}  # fmt: skip
"""The words of the rules, and the codes that are told."""
_MS: Final = 60_000


@dataclass
class Change:
    """One change of a visit: by whom, how it stood before, and whether that was less than a minute ago."""

    kind: str
    user: int
    before: dict[str, Any]
    fresh: bool = True


@dataclass
class Visit:
    """A visit as it is to be."""

    id: UUID
    who: int
    clinic: UUID
    patient: UUID
    kind: Kind
    begins: int
    lane: int = 0
    overbooked: bool = False
    beside: bool = False
    state: str = "booked"
    version: int = 1
    history: list[Change] = field(default_factory=list)

    def snapshot(self) -> dict[str, Any]:
        """Return what taking back brings back."""
        return {name: getattr(self, name) for name in ("who", "begins", "state", "overbooked", "beside")}


@dataclass
class Held:
    """A slot that is kept for a user, until then (ms)."""

    user: int
    until: int


@dataclass(frozen=True)
class Target:
    """Where somebody wants to be booked: an instant, or a time of the wall, which may be none (``wrong``)."""

    who: Someone
    clinic: UUID
    kind: Kind
    given: datetime
    begins: int
    wrong: str = ""

    @property
    def part(self) -> tuple[int, int]:
        """Return the practitioner's part."""
        return self.kind.part(self.begins)


class Clerk:
    """Does what is asked for in one practice, and knows what has to come of it."""

    def __init__(self, practice: Practice, zones: tuple[str, str], days: list[date]) -> None:
        self.practice = practice
        self.calendar: PlainCalendar = practice.fresh(zones)
        self.days = days
        self.visits: dict[UUID, Visit] = {}
        self.holds: dict[UUID, Held] = {}
        self.far = days[-1] + timedelta(days=9)
        self.versions = practice.versions([*days, self.far])

    def target(self, who: Someone, clinic: UUID, kind: Kind, begins: int | tuple[date, int]) -> Target:
        """Return where a visit is wanted: at an instant, or at a time of a day by the clinic's wall."""
        if isinstance(begins, int):
            return Target(who, clinic, kind, moment(begins), begins)
        day, minutes = begins
        there = shown(self.calendar.zones[clinic], day, minutes)
        given = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minutes)
        wrong = {0: "gap", 1: "", 2: "twice"}[len(there)]
        return Target(who, clinic, kind, given, there[-1] if there else 0, wrong)

    def refusal(self, target: Target, now: int) -> str:
        """Say what is wrong with a booking before it is asked what is taken."""
        if target.clinic not in target.who.clinics:
            return "no_practitioner"
        if target.kind.specialty and target.kind.specialty not in target.who.specialties:
            return "wrong_type"
        return "past" if target.begins * _MS < now else ""

    def put(self, target: Target, own: Iterable[UUID], patient: UUID | None, now: int, **more: bool) -> Place | str:
        """Return where a visit would stand, or why it cannot."""
        return self.calendar.put(
            list(own), target.clinic, patient, target.who.id, target.kind, target.begins, now, **more
        )

    def settle(self, found: Any, wanted: str | Place, target: Target | None = None, also: str | Place = "") -> bool:
        """Compare what came of something with what had to; return whether it was done.

        ``also``: another fault that there is, which may be told first.
        """
        word, other = (each if isinstance(each, str) else "" for each in (wanted, also))
        code = found.code if isinstance(found, ClinicError) else ""
        assert code == CODES.get(word, word) or (word and code and code == CODES.get(other)), (
            f"{word or 'done'} was expected, {code or 'done'} it was ({found!r})"
        )
        if isinstance(found, NotFree) and target is not None:
            self.check_alternatives(found, target)
        if code:
            self.check_versions(set(), kept=True)
        return not code

    def check_alternatives(self, error: NotFree, target: Target) -> None:
        """Each time that is offered instead is free, and the nearest ones of the day stand first."""
        zone, now = self.calendar.zones[target.clinic], now_ms()
        offered = [(each.practitioner, each.begins // _MS) for each in error.alternatives]  # type: ignore[attr-defined]
        for who, begins in offered:
            assert begins in self.calendar.slots(who, target.clinic, day_of(zone, begins), target.kind, now - 1_000)
        day = self.calendar.slots(target.who.id, target.clinic, day_of(zone, target.begins), target.kind, now)
        near = sorted(set(day) - {target.begins}, key=lambda begins: (abs(begins - target.begins), begins))[:3]
        assert [begins for who, begins in offered][: len(near)] == near
        assert len(offered) <= 3

    def take(self, by: UUID, own: Iterable[UUID], target: Target, lane: int, until: int = 0) -> None:
        """Note what a visit or a hold takes; what it needs beside the practitioner is as it was chosen: free."""
        calendar, kind, own = self.calendar, target.kind, [*own, by]
        rows = list(self.practice.taken_by([by]))
        mine = Taken(target.who.id, lane, *target.part, by, kind.id, until)
        assert mine in rows, (mine, rows)
        others = [each for each in rows if each != mine]
        spans = [(target.begins + need.offset, need.minutes) for need in kind.needs]
        assert sorted((each.begins, each.ends - each.begins) for each in others) == sorted(spans)
        for each in others:
            able = {one.id: one for need in kind.needs for one in calendar.able(need, target.clinic, target.who.id)}
            assert calendar.free_lane(able[each.who], target.clinic, each.begins, each.ends, now_ms(), own)
            assert each.lane < able[each.who].capacity
        for first in others:
            for second in others:
                apart = first.ends <= second.begins or second.ends <= first.begins
                assert first is second or apart or first.who != second.who, "one serves two needs at a time"
        calendar.taken = [each for each in calendar.taken if each.by not in own] + rows

    def asked(self, target: Target) -> Asked:
        """Return the question for the slots of a target's day."""
        return Asked(
            target.clinic, target.who.id, day_of(self.calendar.zones[target.clinic], target.begins), target.kind.id
        )

    def let_go(self, by: UUID) -> set[Taken]:
        """Note that nothing is taken by a visit or a hold any more; return what was."""
        gone = {each for each in self.calendar.taken if each.by == by}
        self.calendar.taken = [each for each in self.calendar.taken if each.by != by]
        self.calendar.patients = [each for each in self.calendar.patients if each[4] != by]
        return gone

    def stand(self, visit: Visit, target: Target, place: Place, own: Iterable[UUID], found: Booked) -> None:
        """Note that a visit stands somewhere, from where it was or anew; compare."""
        touched = {each for each in self.calendar.taken if each.by in {*own, visit.id}}
        self.calendar.patients = [each for each in self.calendar.patients if each[4] != visit.id]
        visit.lane, visit.who, visit.begins = place.lane, target.who.id, target.begins
        visit.beside = visit.beside and place.patient_lane > 0
        self.take(visit.id, own, target, place.lane)
        ends = target.begins + target.kind.minutes
        self.calendar.patients.append((visit.patient, place.patient_lane, target.begins, ends, visit.id))
        self.visits[visit.id] = visit
        self.compare(touched | {each for each in self.calendar.taken if each.by == visit.id}, found)

    def compare(self, touched: set[Taken], found: Booked | None = None) -> None:
        """Compare all that is taken and booked, and the versions of the days, with what is to be."""
        now, practice = now_ms(), self.practice
        assert practice.taken() == {each for each in self.calendar.taken if not each.until or each.until > now}
        assert practice.patients_taken() == set(self.calendar.patients)
        assert practice.visits() == {
            (v.id, v.begins, v.begins + v.kind.minutes, v.who, v.state, v.lane, v.version, v.overbooked, v.beside)
            for v in self.visits.values()
        }
        if found is not None:
            visit, card = self.visits[UUID(found.card.id)], found.card
            assert (card.begins, card.ends) == (visit.begins * _MS, (visit.begins + visit.kind.minutes) * _MS)
            assert (card.own_begins, card.own_ends) == tuple(at * _MS for at in visit.kind.part(visit.begins))
            assert (card.practitioner, card.lane, card.state) == (visit.who, visit.lane, visit.state)
            assert (card.version, card.type) == (visit.version, visit.kind.id)
        self.check_versions(touched)

    def check_versions(
        self, touched: set[Taken], *, whose: Iterable[int] = (), clinic: UUID | None = None, kept: bool = False
    ) -> None:
        """The version of each day that has changed has risen; those of nobody's and nothing's days are as before."""
        before, whose = self.versions, set(whose)
        self.versions = self.practice.versions([*self.days, self.far])
        people = {each.who for each in touched}
        for key, version in self.versions.items():
            who, place, day = key
            zone = self.calendar.zones[place]
            first, last = begins_at(zone, day), begins_at(zone, day + timedelta(days=1))
            reached = any(each.who == who and each.begins < last and first < each.ends for each in touched)
            if reached or who in whose or place == clinic:
                assert version > before[key], f"{key} has changed"
            elif kept or who not in people or day == self.far:
                assert version == before[key], f"{key} has not changed"

    def look(self, who: Someone, clinic: UUID, day: date, kind: Kind) -> None:
        """A day's slots are the plain calendar's, from the cache or without one."""
        asked = Asked(clinic, who.id, day, kind.id)
        for cached in (True, False):
            before = self.calendar.slots(who.id, clinic, day, kind, now_ms())
            found = self.practice.free(asked, cached=cached)
            after = self.calendar.slots(who.id, clinic, day, kind, now_ms())
            if kind.specialty and kind.specialty not in who.specialties:
                assert found == CODES["wrong_type"]
                continue
            assert found[0] in (before, after), (asked, cached, kind, diff(found[0], after))
            assert list(found[0]) == sorted(found[0])
            if (who.id, clinic, day) in self.versions:
                assert found[1] == self.versions[who.id, clinic, day]

    def look_around(self) -> None:
        """Look at the days of whoever has something to do with what is taken, for a type that changes each time."""
        kinds = list(self.practice.kinds.values())
        kind = kinds[len(self.versions) % len(kinds)]
        for who in self.practice.doctors()[:2]:
            self.look(who, who.clinics[0], self.days[1], kind)


def diff(found: dict[int, int], wanted: dict[int, int]) -> dict[str, Any]:
    """Return what is in one and not in the other, to be read when they differ."""
    return {
        "only found": {str(moment(at)): left for at, left in found.items() if wanted.get(at) != left},
        "only wanted": {str(moment(at)): left for at, left in wanted.items() if found.get(at) != left},
    }
