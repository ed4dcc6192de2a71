"""Made-up visits: each practitioner's days, full where they are near and emptier further ahead."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from clinic_console.hub.service.seed_desk import CHECK_IN_COLUMNS, GONE, MINUTE, FrontDesk
from clinic_console.hub.service.seed_lands import LANDS
from clinic_console.hub.service.seed_schedule import EXAM_ROOM, SPECIALTIES, STEP, VISITS, Day, Doctor, Schedules
from clinic_console.hub.store import seed as store

_MIDNIGHT: Final = time()
_WALK_INS: Final = ((9, "Wound dressing"), (22, "Sick note"))
"""How many minutes ago somebody came to each clinic without a slot, and what for."""
_REASONS: Final = ("patient: cannot come", "clinic: ", "patient: feels better", "practitioner: ill")
_VISIT_COLUMNS: Final = (
    "id", "begins", "ends", "own_begins", "own_ends", "clinic_id", "patient_id", "resource_id", "type_id", "state",
    "cancelled", "others", "made_at", "since", "arrived_at", "room_id", "identity", "walk_in",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fill:
    """How much to make: days back and ahead, the share of time that is taken in the past and today, and how much
    less that is with each day ahead."""

    back: int
    ahead: int
    full: float = 0.82
    falls: float = 0.025

    def share(self, days: int) -> float:
        """Return the share of time that is taken so many days from today."""
        return self.full if days <= 0 else max(0.2, self.full - self.falls * days)


NO_VISITS: Final = Fill(0, 0, 0.0)


@dataclass(slots=True)
class _Rows:
    """What one day of one clinic comes to."""

    visits: list[tuple[object, ...]] = field(default_factory=list)
    taken: list[tuple[object, ...]] = field(default_factory=list)
    patients: list[tuple[object, ...]] = field(default_factory=list)
    check_ins: list[tuple[object, ...]] = field(default_factory=list)


class Visits:
    """Loads visits of the schedules that were made; every choice is of the one random source."""

    def __init__(
        self,
        loader: store.Loader,
        random: Random,
        now: datetime,
        new_id: Callable[[], UUID],
        clinics: list[UUID],
        schedules: Schedules,
    ) -> None:
        self._loader = loader
        self._random = random
        self._now = now
        self._new_id = new_id
        self._clinics = clinics
        self._schedules = schedules
        self._shares = list(accumulate(visit.share for visit in VISITS))
        rooms = {clinic: schedules.devices[clinic, EXAM_ROOM] for clinic in range(len(clinics))}
        self._desk = FrontDesk(random, now, rooms, loader.clerk())
        numbers = {name: number for number, name in enumerate(SPECIALTIES, start=1)}
        self._skills = [numbers.get(visit.specialty, 0) for visit in VISITS]
        self._busy: dict[UUID | int, int] = {}

    def load(self, fill: Fill) -> int:
        """Load the visits, clinic by clinic and day by day; return how many."""
        today = self._now.date()
        first, last = today - timedelta(days=fill.back), today + timedelta(days=fill.ahead)
        self._loader.ensure_months(first, last)
        living = self._living()
        days = [first + timedelta(days=each) for each in range((last - first).days + 1)]
        count = 0
        with ThreadPoolExecutor(1) as beside:
            loaded = beside.submit(self._store, _Rows())
            for clinic in range(len(self._clinics)):
                doctors = self._by_weekday(clinic)
                for week in range(0, len(days), 7):
                    rows = _Rows()
                    for day in days[week : week + 7]:
                        self._day(rows, clinic, day, doctors[day.isoweekday()], living[clinic], fill)
                    # Postgres checks the last ones while the next are made; never more than these two are held.
                    count += loaded.result()
                    loaded = beside.submit(self._store, rows)
            return count + loaded.result()

    def _living(self) -> dict[int, list[UUID]]:
        numbers = {clinic: number for number, clinic in enumerate(self._clinics)}
        living: dict[int, list[UUID]] = defaultdict(list)
        for patient, clinic in self._loader.homes():
            living[numbers[clinic]].append(patient)
        return living

    def _by_weekday(self, clinic: int) -> dict[int, list[tuple[Doctor, Day]]]:
        found: dict[int, list[tuple[Doctor, Day]]] = defaultdict(list)
        for doctor in self._schedules.doctors:
            for day in doctor.days:
                if day.clinic == clinic:
                    found[day.weekday].append((doctor, day))
        return found

    def _store(self, rows: _Rows) -> int:
        load = self._loader.copy
        load("appointments", _VISIT_COLUMNS, rows.visits)
        load("occupancy", ("resource_id", "lane", "during", "taken_by", "type_id"), rows.taken)
        load("patient_occupancy", ("patient_id", "lane", "during", "taken_by"), rows.patients)
        load("check_ins", CHECK_IN_COLUMNS, rows.check_ins)
        return len(rows.visits)

    def _day(
        self, rows: _Rows, clinic: int, day: date, doctors: list[tuple[Doctor, Day]], living: list[UUID], fill: Fill
    ) -> None:
        """Fill one day of one clinic; nobody, and no device, is in two places."""
        self._busy.clear()
        midnight = datetime.combine(day, _MIDNIGHT, ZoneInfo(LANDS[clinic % len(LANDS)].zone))
        # All hours are of daylight: by then the clocks have been changed, if they are on that day.
        noon = midnight.replace(hour=12).astimezone(UTC) - timedelta(hours=12)
        share = fill.share((day - self._now.date()).days)
        for doctor, hours in doctors:
            if doctor.away is not None and doctor.away[0] <= day < doctor.away[1]:
                continue
            for begins, number, patient in self._filled(doctor, hours, living, share):
                others = self._others(clinic, number, begins)
                if others is not None:
                    at = noon + timedelta(minutes=begins)
                    self._visit(rows, clinic, doctor.number, number, patient, at, others)
        if share and midnight <= self._now < midnight + timedelta(days=1):
            self._walk_ins(rows, clinic, doctors, living, noon)

    def _walk_ins(
        self, rows: _Rows, clinic: int, doctors: list[tuple[Doctor, Day]], living: list[UUID], midnight: datetime
    ) -> None:
        """Add who has just come without a slot, each to somebody who works then."""
        today = self._now.date()
        for ago, name in _WALK_INS:
            number = next(place for place, visit in enumerate(VISITS) if visit.name == name)
            begins = self._now.replace(second=0, microsecond=0) - ago * MINUTE
            at = (begins - midnight) // MINUTE
            works = [
                doctor.number
                for doctor, hours in doctors
                if _works(doctor, hours, at, at + VISITS[number].minutes)
                and (doctor.away is None or not doctor.away[0] <= today < doctor.away[1])
            ]
            if works and living:
                patient = living[self._random.randrange(len(living))]
                self._walk_in(rows, clinic, self._random.choice(works), number, patient, begins)

    def _walk_in(self, rows: _Rows, clinic: int, doctor: int, number: int, patient: UUID, begins: datetime) -> None:
        ends = begins + VISITS[number].minutes * MINUTE
        its_id, stand = self._new_id(), self._desk.walk_in(begins)
        rows.visits.append((
            its_id, begins, ends, begins, ends, self._clinics[clinic], patient, doctor, number + 1, stand.state, "",
            [], begins, stand.since, stand.arrived, None, stand.identity, True,
        ))  # fmt: skip
        if stand.identity:
            rows.check_ins.append(self._desk.check_in(its_id, stand, VISITS[number].forms))

    def _filled(
        self, doctor: Doctor, hours: Day, living: list[UUID], share: float
    ) -> Iterator[tuple[int, int, UUID]]:
        """Yield what somebody's day is filled with: minutes after midnight, the visit's number, the patient."""
        random = self._random
        blocks = [(begins, ends) for weekday, begins, ends in doctor.blocks if weekday == hours.weekday]
        at = hours.begins
        while at < hours.ends:
            number = self._choose(doctor.specialty)
            ends = at + VISITS[number].minutes
            over = next((block for block in blocks if at < block[1] and block[0] < ends), None)
            if over is not None or ends > hours.ends:
                at = over[1] if over is not None else hours.ends
                continue
            if random.random() >= share:
                at += STEP
                continue
            patient = living[random.randrange(len(living))]
            if self._take(patient, at, ends):
                yield at, number, patient
            at = -(-ends // STEP) * STEP

    def _choose(self, specialty: int) -> int:
        while True:
            at = self._random.randrange(self._shares[-1])
            number = next(place for place, share in enumerate(self._shares) if at < share)
            if self._skills[number] in (0, specialty):
                return number

    def _take(self, whom: UUID | int, begins: int, ends: int) -> bool:
        """Note that somebody or something is busy then (minutes of the day); False: it was already."""
        bits = ((1 << (ends - begins)) - 1) << begins
        busy = self._busy.get(whom, 0)
        if busy & bits:
            return False
        self._busy[whom] = busy | bits
        return True

    def _others(self, clinic: int, number: int, begins: int) -> list[tuple[int, int, int]] | None:
        """Take what a visit needs beside the practitioner: (number, begin, end in minutes); None: it is not free."""
        found = []
        for _, group, _, offset, minutes in VISITS[number].needs:
            at = begins + offset
            devices = self._schedules.devices[clinic, group]
            free = next((device for device in devices if self._take(device, at, at + minutes)), None)
            if free is None:
                return None
            found.append((free, offset, offset + minutes))
        return found

    def _visit(
        self,
        rows: _Rows,
        clinic: int,
        doctor: int,
        number: int,
        patient: UUID,
        begins: datetime,
        others: list[tuple[int, int, int]],
    ) -> None:
        random = self._random
        ends = begins + timedelta(minutes=VISITS[number].minutes)
        its_id = self._new_id()
        made = min(begins - timedelta(days=random.randrange(1, 40)), self._now)
        stand = self._desk.stand(clinic, doctor, begins, ends, made)
        why = random.choice(_REASONS) if stand.state == "cancelled" else ""
        rows.visits.append((
            its_id, begins, ends, begins, ends, self._clinics[clinic], patient, doctor, number + 1, stand.state, why,
            [other for other, _, _ in others], made, stand.since, stand.arrived, stand.room, stand.identity, False,
        ))  # fmt: skip
        if stand.identity:
            rows.check_ins.append(self._desk.check_in(its_id, stand, VISITS[number].forms))
        if stand.state in GONE or ends < self._now - timedelta(days=1):
            return
        during = store.between(begins, ends)
        rows.taken.append((doctor, 0, during, its_id, number + 1))
        for other, since, until in others:
            part = store.between(begins + timedelta(minutes=since), begins + timedelta(minutes=until))
            rows.taken.append((other, 0, part, its_id, number + 1))
        rows.patients.append((patient, 0, during, its_id))


def _works(doctor: Doctor, hours: Day, begins: int, ends: int) -> bool:
    """Say whether somebody works from one minute of a day to another."""
    return (
        hours.begins <= begins
        and ends <= hours.ends
        and not any(
            weekday == hours.weekday and begins < block_ends and block_begins < ends
            for weekday, block_begins, block_ends in doctor.blocks
        )
    )
