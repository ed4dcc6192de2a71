"""People at two desks: who works when, where somebody wants to book, and looking around."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from clinic_console.hub.service import exceptions, schedule_next, templates
from clinic_console.wire.schedule import NextQuery
from clinic_console.wire.templates import ExceptionData, TemplateData
from tests.hub.service.calendar_clerk import Clerk, Target
from tests.hub.service.calendar_practice import Practice, moment, now_ms, written
from tests.hub.service.calendar_weeks import earliest, limited, meet, shapes, turning
from tests.hub.service.plain_calendar import Except, Line, Someone
from tests.hub.service.plain_wall import begins_at, day_of

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Asia/Tokyo",
    "America/Havana",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "Asia/Kathmandu",
)
"""With hours left out and repeated by night and at midnight, by half an hour too, and with odd distances from UTC."""
SHORT = timedelta(milliseconds=40)
_MS = 60_000

which = st.integers(0, 1_000)
asked = st.fixed_dictionaries(
    {
        "who": which,
        "kind": which,
        "clinic": st.sampled_from((0, 0, 0, 0, 0, 0, 0, 1)),
        "how": st.sampled_from((*("free",) * 5, "taken", "taken", "near", "wall", "any", "past")),
        "day": st.sampled_from((1, 1, 1, 0, 2)),
        "at": st.integers(0, 95),
    }
)


class Desks(RuleBasedStateMachine):
    """Two people at the desks of two clinics, who share a practitioner."""

    def __init__(self, practice: Practice) -> None:
        super().__init__()
        self.practice = practice
        self.doctors = practice.doctors()
        self.kinds = list(practice.kinds.values())
        self.clerk: Clerk

    @initialize(
        zones=st.tuples(st.sampled_from(ZONES), st.sampled_from(ZONES)), turn=which, weeks=st.lists(which, min_size=4)
    )
    def begin(self, zones: tuple[str, str], turn: int, weeks: list[int]) -> None:
        """Days around a change of clocks, an ordinary one, or today."""
        today = datetime.now(UTC).date()
        days = [*turning(zones[0]), *turning(zones[1]), today, today + timedelta(days=9), today + timedelta(days=40)]
        day = days[turn % len(days)]
        near = [day + timedelta(days=each) for each in (-1, 0, 1)]
        self.clerk = Clerk(self.practice, zones, near)
        for who, week in zip(self.doctors, weeks, strict=False):
            self.plan(who, week, replaced=False)

    def plan(self, who: Someone, week: int, *, replaced: bool = True) -> None:
        """Have somebody work by one of the weeks at each clinic, all or some of the days."""
        lines = []
        for place, clinic in enumerate(who.clinics):
            every = shapes(clinic, [kind.id for kind in self.kinds])
            for begins, ends, more in every[(week + 3 * place) % len(every)]:
                for weekday in range(1, 8):
                    lines.append(Line(clinic, weekday, begins, ends, **more))
        middle = self.clerk.days[1]
        lines = [replace(line, **limited(line, week, middle)) for line in lines]
        template = self.practice.do(templates.read(self.practice.engine, self.practice.scopes[0], who.id))
        given = TemplateData(template.version, [written(line) for line in lines])
        found = self.practice.do(templates.save(self.practice.engine, self.practice.scopes[0], who.id, given))
        overlapping = meet(self.clerk.calendar.zones, lines)
        if self.clerk.settle(found, "template_overlap" if overlapping else ""):
            changed = bool(lines or self.clerk.calendar.lines.get(who.id))
            self.clerk.calendar.lines[who.id] = lines
            self.clerk.check_versions(set(), whose={who.id} if changed else ())

    def wanted(self, asked: dict[str, Any], who: Someone | None = None, kind: int | None = None) -> Target:
        """Return where somebody wants to book: mostly where it is free, or near what is taken."""
        anybody = [each for each in self.doctors if self.clerk.calendar.lines.get(each.id)] or self.doctors
        who = who or anybody[asked["who"] % len(anybody)]
        clinic = who.clinics[asked["who"] % len(who.clinics)]
        clinic = self.practice.clinics[asked["who"] % 2] if asked["clinic"] else clinic
        kind_of = self.kinds[(0, 2, 3, 1, 4, 5, 2, 6, 7, 3)[asked["kind"] % 10] if kind is None else kind]
        calendar, clerk, how, at = self.clerk.calendar, self.clerk, asked["how"], asked["at"]
        day = clerk.days[asked["day"]]
        free = list(calendar.slots(who.id, clinic, day, kind_of, now_ms() + 60_000))
        taken = sorted({each.begins for each in calendar.taken if each.who == who.id})
        if how == "free" and free:
            return clerk.target(who, clinic, kind_of, free[at % len(free) % 6])
        if how in ("taken", "near") and taken:
            begins = taken[at % len(taken)] - kind_of.offset + (at % 9 - 4) * 5 * (how == "near")
            return clerk.target(who, clinic, kind_of, begins)
        if how == "past":
            return clerk.target(who, clinic, kind_of, now_ms() // _MS - 15 * at - 1)
        if how == "wall":
            return clerk.target(who, clinic, kind_of, (day, at * 15))
        return clerk.target(who, clinic, kind_of, begins_at(calendar.zones[clinic], day) + at * 15)

    @rule(
        who=which,
        kind=st.sampled_from(("leave", "block", "extra", "closed")),
        at=st.integers(-8, 100),
        long=st.integers(1, 40),
        odd=st.sampled_from((0, 0, 7)),
    )
    def except_(self, who: int, kind: str, at: int, long: int, odd: int) -> None:
        clerk, doctor = self.clerk, self.doctors[who % len(self.doctors)]
        clinic = doctor.clinics[who % len(doctor.clinics)]
        begins = begins_at(clerk.calendar.zones[clinic], clerk.days[1]) + at * 15 + odd
        ends = begins + long * 15
        if ends * _MS < now_ms() + 60_000:
            return
        number = 0 if kind == "closed" else doctor.id
        given = ExceptionData(str(clinic), kind, moment(begins), moment(ends), number, "", 20, 2)
        found = self.practice.do(exceptions.add_exception(self.practice.engine, self.practice.scopes[0], given))
        assert clerk.settle(found, "")
        clerk.calendar.excepts[UUID(found.id)] = Except(kind, clinic, number, begins, ends, 20, 2)
        self.hours_changed(number, clinic)

    def hours_changed(self, who: int, clinic: UUID) -> None:
        if who:
            self.clerk.check_versions(set(), whose={who})
        else:
            self.clerk.check_versions(set(), clinic=clinic)
        self.clerk.look_around()

    @precondition(lambda self: self.clerk.calendar.excepts)
    @rule(number=which)
    def no_exception(self, number: int) -> None:
        excepts = self.clerk.calendar.excepts
        gone = list(excepts)[number % len(excepts)]
        self.practice.do(exceptions.remove_exception(self.practice.engine, self.practice.scopes[0], gone))
        each = excepts.pop(gone)
        self.hours_changed(each.who, each.clinic)

    @rule(who=which, week=which)
    def replan(self, who: int, week: int) -> None:
        """Somebody's template becomes another one."""
        self.plan(self.doctors[who % len(self.doctors)], week)
        self.clerk.look_around()

    def look(self, asked: dict[str, Any], target: Target) -> None:
        """Look at the day that has changed, for a type, and at another one of the same practitioner's."""
        kinds, days = self.kinds, self.clerk.days
        day = day_of(self.clerk.calendar.zones[target.clinic], target.begins)
        self.clerk.look(target.who, target.clinic, day, target.kind)
        self.clerk.look(target.who, target.clinic, day, kinds[asked["at"] % len(kinds)])
        self.clerk.look(
            target.who, target.who.clinics[-1], days[asked["at"] % len(days)], kinds[asked["kind"] % len(kinds)]
        )

    @rule(who=which, kind=which, day=st.integers(0, 2))
    def look_somewhere(self, who: int, kind: int, day: int) -> None:
        doctor = self.doctors[who % len(self.doctors)]
        self.clerk.look(
            doctor,
            doctor.clinics[kind % len(doctor.clinics)],
            self.clerk.days[day],
            self.kinds[kind % len(self.kinds)],
        )

    @rule(
        kind=which,
        clinics=st.sampled_from(((), (0,), (1,), (0, 1))),
        people=st.sets(st.integers(0, 3), max_size=2),
        weekdays=st.sampled_from(((), (), (1, 2, 3, 4), (5, 6, 7))),
        between=st.sampled_from(((0, 1_440), (0, 1_440), (540, 720), (0, 180), (1_380, 1_440))),
        days=st.integers(1, 3),
        limit=st.integers(1, 50),
        nurse=st.booleans(),
    )
    def find(
        self,
        kind: int,
        clinics: tuple[int, ...],
        people: set[int],
        weekdays: tuple[int, ...],
        between: tuple[int, int],
        days: int,
        limit: int,
        *,
        nurse: bool,
    ) -> None:
        """The finder's answer is the earliest of all slots of everybody's days, at most two in a row of one day."""
        practice, clerk, wanted = self.practice, self.clerk, self.kinds[kind % len(self.kinds)]
        places = [practice.clinics[each] for each in clinics]
        doctors = [
            self.doctors[each].id for each in people if not places or set(self.doctors[each].clinics) & set(places)
        ]
        begins = begins_at(clerk.calendar.zones[practice.clinics[0]], clerk.days[0])
        query = NextQuery(
            wanted.id, [str(each) for each in places], doctors, 0, list(weekdays), *between, begins * _MS, days, limit
        )
        options = []
        for cached in (0, 1, 0):
            before = earliest(clerk, query, places)
            found = practice.do(
                schedule_next.find(
                    practice.engine, practice.caches[cached], practice.scopes[nurse], query, practice.opened
                )
            )
            options = [before, earliest(clerk, query, places)]
            offers = [(each.begins // _MS, each.practitioner, each.clinic_id) for each in found.offers]
            known = [option[:limit] for option in options]
            assert offers in known, (query, cached, set(offers) - set(known[1]), set(known[1]) - set(offers))
            assert found.more in [len(option) > limit for option in options]
