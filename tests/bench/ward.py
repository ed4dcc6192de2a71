"""A ward that is made up: beds, and what their monitors say once a second, as the hub would send it."""

import random
from collections.abc import Iterator
from datetime import date

from clinic_console.desktop.state.alarms import Alarm, Alarms, BedAlarms
from clinic_console.desktop.state.readings import Readings
from clinic_console.desktop.state.wards import Bed, Patient
from clinic_console.domain.alarms import Breach, Limits, Priority
from clinic_console.wire.readings import LiveBed, LiveValue

HISTORY_SECONDS = 120
FLASHING = 2
LIMITS = {"HR": Limits(50, 120), "SpO2": Limits(88, 100), "RR": Limits(8, 28)}
_NAMES = (
    ("Lucía García Muñoz", ""),
    ("佐藤 健一", "Satō Ken'ichi"),
    ("Zoë van der Meer", ""),
    ("김서연", "Kim Seo-yeon"),
)
_USUAL = {"HR": 78.0, "SpO2": 96.0, "RR": 17.0}


class MadeUpWard:
    """So many beds, each with a monitor that speaks once a second, one after the other; the first two give alarms."""

    def __init__(self, count: int, seed: int = 1) -> None:
        self.count = count
        self._random = random.Random(seed)
        self._levels = [dict(_USUAL) for _ in range(count)]
        self.beds = tuple(_bed(number) for number in range(count))

    def history(self, readings: Readings, mono: float, now: int) -> None:
        """Let readings have the last two minutes before a moment (monotonic seconds, hub ms)."""
        for second in range(-HISTORY_SECONDS, 0):
            for number in range(self.count):
                at = now + second * 1_000 + self._turn(number)
                readings.take(self.says(number, at), mono + second)

    def alarms(self, alarms: Alarms, now: int) -> None:
        """Let the first beds give high alarms, and all beds have limits."""
        for number, bed in enumerate(self.beds):
            alarm = Alarm(bed.id, "SpO2", Priority.HIGH, now - 41_000, Breach.BELOW, 88.0, 84.0)
            alarms.take(bed.id, BedAlarms((alarm,) if number < FLASHING else (), LIMITS))

    def due(self, before: int, now: int) -> Iterator[LiveBed]:
        """Return what was said after one hub time (ms) until another."""
        for number in range(self.count):
            turn = self._turn(number)
            last = (now - turn) // 1_000 * 1_000 + turn
            if last > before:
                yield self.says(number, last)

    def says(self, number: int, at: int) -> LiveBed:
        """Return one bed's whole state at a hub time (ms)."""
        levels = self._levels[number]
        for name, usual in _USUAL.items():
            level = 84.0 if name == "SpO2" and number < FLASHING else usual
            levels[name] += self._random.gauss(0, 1) + (level - levels[name]) * 0.1
        values = [LiveValue(name, float(round(min(level, 100.0))), 0, at, at) for name, level in levels.items()]
        cuff = (("NIBP.sys", 118.0), ("NIBP.dia", 76.0), ("NIBP.map", 90.0), ("Temp", 36.9))
        values += [LiveValue(name, number_, 0, at, at, at - 600_000) for name, number_ in cuff]
        return LiveBed(self.beds[number].id, number + 1, at, True, values)

    def _turn(self, number: int) -> int:
        return number * 1_000 // self.count


def _bed(number: int) -> Bed:
    name, latin = _NAMES[number % len(_NAMES)]
    patient = Patient(f"p{number}", f"MRN{number}", name, latin, date(1940 + number % 70, 3, 4), "FM"[number % 2])
    return Bed(f"b{number}", str(number + 1), number + 1, "M", patient)
