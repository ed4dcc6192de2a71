"""Made-up schedules: specialties, types of visits, practitioners with their weeks, rooms and devices."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from clinic_console.domain.patients_names import sort_of
from clinic_console.hub.service import names
from clinic_console.hub.service.seed_lands import LANDS
from clinic_console.hub.store import seed as store

SPECIALTIES: Final = (
    "Nursing", "Internal medicine", "Family medicine", "Paediatrics", "Orthopaedics", "Cardiology", "Dermatology",
    "Neurology", "Gynaecology", "Urology", "Ear, nose and throat", "Ophthalmology", "Psychiatry", "Endocrinology",
    "Gastroenterology", "Pulmonology", "Rheumatology", "General surgery", "Oncology", "Physiotherapy",
)  # fmt: skip
NURSING: Final = 1
"""The number that the first specialty gets: who does the first step of two-step visits."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A type of visit as it is made up; ``share``: how often it is booked. ``needs`` as in ``visit_needs``, the rest
    as in ``visit_types``."""

    name: str
    minutes: int
    share: int
    specialty: str = ""
    before: int = 0
    after: int = 0
    capacity: int = 1
    offset: int = 0
    own: int = 0
    needs: tuple[tuple[str, str, int | None, int, int], ...] = ()
    grace: int = 10
    patience: int = 20
    priority: int = 2
    forms: tuple[str, ...] = ()


VISITS: Final = (
    Visit("Follow-up", 15, 30),
    Visit("First visit", 45, 6, after=5, grace=15, forms=("Data sharing",)),
    Visit("Blood pressure", 15, 10),
    Visit("INR control", 15, 8, priority=1),
    Visit("Diabetes review", 30, 8, "Internal medicine"),
    Visit("Asthma plan", 30, 5),
    Visit("Knee pain", 30, 6, "Orthopaedics"),
    Visit("Skin lesion", 30, 6, "Dermatology"),
    Visit("Well-child", 30, 6, "Paediatrics"),
    Visit("Wound dressing", 30, 5, priority=1),
    Visit("MRI result", 15, 4, patience=30),
    Visit("Thyroid results", 15, 3),
    Visit("Sick note", 15, 6, grace=5, priority=3),
    Visit("Vaccination", 15, 0, capacity=3, priority=3, forms=("Consent, vaccination",)),
    Visit("ECG", 30, 2, needs=(("equipment", "ECG", None, 0, 20),)),
    Visit(
        "Minor surgery", 60, 0, "General surgery", 10, 10, needs=(("room", "Treatment room", None, 0, 60),),
        forms=("Consent, surgery", "Data sharing"),
    ),
    Visit("Annual check", 35, 0, offset=15, own=20, needs=(("practitioner", "", NURSING, 0, 15),)),
    Visit("CT, contrast agent", 30, 3, grace=5, priority=1, forms=("Consent, contrast agent", "Data sharing")),
)  # fmt: skip
"""Those of share 0 are booked by people only: what they need beside the practitioner has to be looked for."""
EXAM_ROOM: Final = "Exam room"
ROOMS: Final = (("room", "Treatment room", 2), ("room", EXAM_ROOM, 6), ("equipment", "ECG", 2))
_SECOND_CLINIC: Final = 0.05
_TITLES: Final = {"Nursing": "", "Physiotherapy": ""}
_URGENT_SHARE: Final = 0.08
"""So many half-days keep half an hour for who cannot wait, until two hours before."""
_WEEKDAYS: Final = (1, 2, 3, 4, 5)
_SATURDAY: Final = 6
_AFTERNOON: Final = 840
STEP: Final = 15


@dataclass(slots=True)
class Day:
    """One line of somebody's week: clinic number, weekday, minutes after midnight."""

    clinic: int
    weekday: int
    begins: int
    ends: int


@dataclass(slots=True)
class Doctor:
    """Somebody who sees patients, as what visits are made of; ``blocks`` are (weekday, begins, ends)."""

    number: int
    specialty: int
    days: list[Day] = field(default_factory=list)
    blocks: list[tuple[int, int, int]] = field(default_factory=list)
    away: tuple[date, date] | None = None


class Schedules:
    """Loads what can be booked, and keeps of it what visits are made of (service/seed_visits.py)."""

    def __init__(
        self, loader: store.Loader, random: Random, now: datetime, new_id: Callable[[], UUID], clinics: list[UUID]
    ) -> None:
        self._loader = loader
        self._random = random
        self._now = now
        self._new_id = new_id
        self._clinics = clinics
        self.doctors: list[Doctor] = []
        self.devices: dict[tuple[int, str], list[int]] = {}
        """Numbers of the rooms and devices by clinic and group."""

    def load(self, per_clinic: int) -> int:
        """Load everything but visits; return how many practitioners there are."""
        load = self._loader.copy
        load("specialties", ("code", "name"), ((_code(name), name) for name in SPECIALTIES))
        numbers = {name: place for place, name in enumerate(SPECIALTIES, start=1)}
        load(
            "visit_types",
            (
                "name", "minutes", "before", "after", "capacity", "offset", "own", "specialty_id", "grace",
                "patience", "priority", "forms",
            ),
            (
                (each.name, each.minutes, each.before, each.after, each.capacity, each.offset, each.own,
                 numbers.get(each.specialty), each.grace, each.patience, each.priority, list(each.forms))
                for each in VISITS
            ),
        )  # fmt: skip
        needs = (
            (place, position, *need)
            for place, each in enumerate(VISITS, start=1)
            for position, need in enumerate(each.needs)
        )
        load("visit_needs", ("type_id", "position", "kind", "group", "specialty_id", "offset", "minutes"), needs)
        self._load_people(per_clinic)
        self._load_rooms()
        load("template_lines", _LINE_COLUMNS, self._lines())
        load("schedule_exceptions", _EXCEPTION_COLUMNS, self._exceptions())
        return len(self.doctors)

    def _load_people(self, per_clinic: int) -> None:
        people: list[tuple[object, ...]] = []
        homes: list[tuple[int, int]] = []
        for clinic in range(len(self._clinics)):
            for place in range(per_clinic):
                number = len(people) + 1
                specialty = _specialty(place, per_clinic)
                people.append(self._person(clinic, specialty))
                doctor = Doctor(number, specialty)
                homes += [(number, each) for each in self._week(doctor, clinic)]
                self.doctors.append(doctor)
        load = self._loader.copy
        load("resources", ("kind", "name", "title", "sort_name"), people)
        load("practitioner_clinics", ("resource_id", "clinic_id"), ((n, self._clinics[c]) for n, c in homes))
        skills = ((doctor.number, doctor.specialty) for doctor in self.doctors)
        load("practitioner_specialties", ("resource_id", "specialty_id"), skills)

    def _person(self, clinic: int, specialty: int) -> tuple[object, ...]:
        sex = self._random.choice("FM")
        name = names.make_name(self._random, LANDS[clinic % len(LANDS)].language, sex, common=True)
        title = _TITLES.get(SPECIALTIES[specialty - 1], "Dr")
        return "practitioner", name.latin or name.written, title, sort_of(name)

    def _week(self, doctor: Doctor, home: int) -> list[int]:
        """Make somebody's week; return the clinics that it is spent in."""
        random = self._random
        begins, ends = random.choice(((480, 1_020), (480, 1_080), (510, 1_050), (540, 1_080), (480, 960)))
        lunch = random.choice((720, 735, 750, 765))
        other = home
        if random.random() < _SECOND_CLINIC and len(self._clinics) > 1:
            other = (home + 1 + random.randrange(len(self._clinics) - 1)) % len(self._clinics)
        free = random.choice((0, 0, 0, 3, 5))
        for weekday in _WEEKDAYS:
            if weekday == free:
                continue
            doctor.days.append(Day(other if weekday >= 4 else home, weekday, begins, ends))
            doctor.blocks.append((weekday, lunch, lunch + random.choice((30, 45, 60))))
            if random.random() < 0.06:
                doctor.blocks.append((weekday, ends - 90, ends))
        if random.random() < 0.04:
            first = self._now.date() + timedelta(days=random.randrange(1, 15))
            doctor.away = first, first + timedelta(days=random.choice((1, 2, 5, 7)))
        return sorted({home, other})

    def _load_rooms(self) -> None:
        rows: list[tuple[object, ...]] = []
        number = len(self.doctors)
        for clinic, its_id in enumerate(self._clinics):
            for kind, group, count in ROOMS:
                for place in range(1, count + 1):
                    number += 1
                    rows.append((kind, its_id, f"{group} {place}", group))
                    self.devices.setdefault((clinic, group), []).append(number)
        self._loader.copy("resources", ("kind", "clinic_id", "name", "group"), rows)

    def _lines(self) -> Iterator[tuple[object, ...]]:
        for doctor in self.doctors:
            for day in doctor.days:
                yield self._line(doctor, day)
                if self._random.random() < _URGENT_SHARE:
                    kept = Day(day.clinic, day.weekday, 660, 690)
                    yield self._line(doctor, kept, "reserved", "Urgent", release=120, types=_URGENT)
            clinics = {day.weekday: day.clinic for day in doctor.days}
            for weekday, begins, ends in doctor.blocks:
                block = Day(clinics[weekday], weekday, begins, ends)
                yield self._line(doctor, block, "block", "Lunch" if begins < _AFTERNOON else "Ward round")
            if doctor.number % 20 == 0:
                yield self._line(doctor, Day(doctor.days[0].clinic, _SATURDAY, 540, 720), weeks=1)

    def _line(
        self,
        doctor: Doctor,
        day: Day,
        kind: str = "work",
        label: str = "",
        *,
        weeks: int = 0,
        release: int | None = None,
        types: tuple[int, ...] = (),
    ) -> tuple[object, ...]:
        return (
            self._new_id(), doctor.number, self._clinics[day.clinic], day.weekday, weeks, day.begins, day.ends, kind,
            STEP, 2 if kind == "work" else 0, label, release, list(types),
        )  # fmt: skip

    def _exceptions(self) -> Iterator[tuple[object, ...]]:
        for doctor in self.doctors:
            if doctor.away is not None:
                clinic = doctor.days[0].clinic
                span = self._days(clinic, *doctor.away)
                yield self._new_id(), "leave", doctor.number, self._clinics[clinic], span, "Leave", self._now
        new_year = date(self._now.year + 1, 1, 1)
        for clinic, its_id in enumerate(self._clinics):
            span = self._days(clinic, new_year, new_year + timedelta(days=1))
            yield self._new_id(), "closed", None, its_id, span, "New Year’s Day", self._now

    def _days(self, clinic: int, first: date, end: date) -> object:
        zone = ZoneInfo(LANDS[clinic % len(LANDS)].zone)
        return store.between(*(datetime.combine(each, time(), zone).astimezone(UTC) for each in (first, end)))


_LINE_COLUMNS: Final = (
    "id", "resource_id", "clinic_id", "weekday", "weeks", "begins", "ends", "kind", "step", "cap", "label", "release",
    "types",
)  # fmt: skip
_URGENT: Final = tuple(place for place, each in enumerate(VISITS, start=1) if each.priority == 1)
"""What times for urgent visits are kept for."""
_EXCEPTION_COLUMNS: Final = ("id", "kind", "resource_id", "clinic_id", "during", "label", "made_at")


def _code(name: str) -> str:
    return name.lower().replace(",", "").replace(" ", "-")


def _specialty(place: int, per_clinic: int) -> int:
    """Return a specialty's number: one in ten is a nurse, the rest in turn, the common ones first."""
    if place % 10 == 9 or (place == per_clinic - 1 and per_clinic < 10):
        return NURSING
    return 2 + (place - place // 10) % (len(SPECIALTIES) - 1)
