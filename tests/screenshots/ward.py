"""A made-up ward for pictures: people of many scripts, plausible vitals, and the states that a shift sees."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from clinic_console.desktop.state.wards import Bed, Patient, Ward
from clinic_console.wire.devices import MonitorAlarm, Standby
from clinic_console.wire.readings import LiveBed, LiveStatus, LiveValue

CLINIC = "0192f0c1-0000-7000-8000-0000000000c1"
WARD = "0192f0c1-0000-7000-8000-000000000301"
OTHER = "0192f0c1-0000-7000-8000-000000000401"
TRACE_SECONDS = 130
MINUTE = 60_000
PEOPLE = (
    ("Lucía García Muñoz", "", 1968, "F"),
    ("佐藤 健一", "Satō Ken'ichi", 1955, "M"),
    ("Nguyễn Thị Hạnh", "", 1982, "F"),
    ("Siobhán O'Connor", "", 1963, "F"),
    ("Jörg Müller-Lüdenscheidt", "", 1947, "M"),
    None,
    ("Chidinma Okonkwo", "", 1974, "F"),
    ("Stanisław Łukasiewicz", "", 1945, "M"),
    ("김서연", "Kim Seo-yeon", 1990, "F"),
    ("François Lefèvre", "", 1959, "M"),
    ("Олена Ковальчук", "Olena Kovalchuk", 1967, "F"),
    ("田中 由紀", "Tanaka Yuki", 1959, "F"),
    ("Ayşe Yılmaz", "", 1978, "F"),
    ("渡辺 美咲", "Watanabe Misaki", 1997, "F"),
    ("João Conceição", "", 1952, "M"),
    ("Priya Raghunathan", "", 1971, "F"),
    None,
    ("Björn Þórsson", "", 1964, "M"),
    ("陈伟", "Chén Wěi", 1957, "M"),
    ("Zoë van der Meer", "", 1985, "F"),
    ("山本 太郎", "Yamamoto Tarō", 1942, "M"),
    ("Mandla Nkosi", "", 1976, "M"),
    ("Květa Dvořáková", "", 1949, "F"),
    ("Leilani Kahananui", "", 1993, "F"),
)


@dataclass(frozen=True, slots=True)
class Course:
    """How one bed's vitals go: means of heart rate, saturation and breathing, and where they drift."""

    heart: float
    saturation: float
    breathing: float
    seed: int

    def at(self, second: float) -> tuple[float, float, float]:
        """Return the three values at a second."""
        noise = random.Random(self.seed * 7_919 + int(second))
        slow = math.sin(second / 37 + self.seed)
        return (
            round(self.heart + 4 * slow + noise.uniform(-1.5, 1.5)),
            min(100, round(self.saturation + 0.9 * math.sin(second / 23 + self.seed) + noise.uniform(-0.6, 0.6))),
            round(self.breathing + 2 * math.sin(second / 11 + self.seed) + noise.uniform(-0.8, 0.8)),
        )


def courses(count: int) -> list[Course]:
    """Return a course for each of so many beds, always the same."""
    noise = random.Random(20_261_122)
    return [
        Course(noise.uniform(62, 98), noise.uniform(93.5, 98.5), noise.uniform(13, 22), seed) for seed in range(count)
    ]


def wards(beds: int) -> tuple[Ward, ...]:
    """Return the ward that is watched, and another one."""
    return (Ward(WARD, CLINIC, "3 East", beds, beds - 2), Ward(OTHER, CLINIC, "4 West", 18, 15))


def beds(count: int, restricted: tuple[int, ...] = ()) -> tuple[Bed, ...]:
    """Return so many beds, most of them occupied, some by somebody whose chart is closed to the user."""
    made = (_bed(number) for number in range(1, count + 1))
    return tuple(replace(bed, patient=None, restricted=True) if int(bed.name) in restricted else bed for bed in made)


def patient_id(number: int) -> str:
    """Return the id of who lies in a bed."""
    return f"0192f0c1-0000-7000-8000-0000000a{number:04d}"


def _bed(number: int) -> Bed:
    person = PEOPLE[(number - 1) % len(PEOPLE)]
    patient = None
    if person is not None:
        name, latin, year, sex = person
        born = date(year, 1 + number % 12, 1 + number % 28)
        patient = Patient(patient_id(number), f"4 0{number:02d} 226", name, latin, born, sex)
    return Bed(f"b{number}", str(number), number if patient else None, "IntelliVue MX450", patient, ward=WARD)


def lives(count: int, now: int) -> Iterator[tuple[int, LiveBed]]:
    """Return what the monitors of so many beds said in the last two minutes, with ms before ``now``, oldest first."""
    patterns = courses(count)
    for second in range(TRACE_SECONDS, -1, -1):
        for number in range(1, count + 1):
            if PEOPLE[(number - 1) % len(PEOPLE)] is None or _is_silent(number, second):
                continue
            yield second * 1_000, live(number, patterns[number - 1], now, second)


def _is_silent(number: int, second: int) -> bool:
    return number % 24 == 21 and second < 14


def live(number: int, course: Course, now: int, before: float) -> LiveBed:
    """Return what one bed's monitor said so many seconds before ``now`` (ms since 1970)."""
    at = round(now - before * 1_000)
    heart, saturation, breathing = course.at(now / 1_000 - before)
    off = number % 24 == 16
    values = [
        LiveValue("HR", heart, 0, at, at),
        LiveValue("SpO2", saturation, 0, at, at),
        LiveValue("RR", None if off else breathing, 1 if off else 0, at, at),
        LiveValue("Temp", 36.2 + (number * 7 % 17) / 10, 0, at, at, at - number * MINUTE),
    ]
    cuff = at - (number * 97 % 29) * MINUTE
    systolic, diastolic = 105 + number * 13 % 44, 58 + number * 7 % 32
    for name, number_ in (("sys", systolic), ("dia", diastolic), ("map", round((systolic + 2 * diastolic) / 3))):
        values.append(LiveValue(f"NIBP.{name}", float(number_), 0, at, at, cuff))
    return LiveBed(f"b{number}", number, at, True, values, _status(number, now))


def _status(number: int, now: int) -> LiveStatus | None:
    case = number % 24
    if case == 8:
        return LiveStatus(alarms=[MonitorAlarm("spo2-low", "medium", now - 41_000, "SpO₂ LOW", "SpO2")])
    if case == 10:
        return LiveStatus(standby=Standby("CT", now + 25 * MINUTE))
    if case == 19:
        return LiveStatus(battery=14.0, mains=False)
    return None
