"""Plausible patients: vital signs that belong together, move with the day, and now and then go wrong.

Pure and seeded: the same seed asked at the same times gives the same numbers. They are made to exercise the
software, not to teach medicine.
"""

import math
from dataclasses import dataclass
from random import Random
from typing import Final

DAY_MS: Final = 86_400_000
TEMPERATURE_MS: Final = 60_000
SPOT_REPEAT_MS: Final = 60_000
"""A monitor says its last spot values again now and then, with their time: who joins later sees them too."""


def made_up(*seed: object) -> Random:
    """Return the random source of one patient or one part of it."""
    return Random(":".join(map(str, seed)))  # noqa: S311 - patients are made up; nothing is secret


@dataclass(slots=True)
class Wander:
    """Slow noise around 0 that forgets within some seconds; ``size`` is about its standard deviation."""

    random: Random
    size: float
    seconds: float
    value: float = 0.0

    def step(self, elapsed: float) -> float:
        """Go on by some seconds."""
        keep = math.exp(-elapsed / self.seconds)
        # Uniform noise times sqrt(12) has the standard deviation 1.
        fresh = (self.random.random() - 0.5) * 3.46 * self.size
        self.value = self.value * keep + fresh * math.sqrt(1 - keep * keep)
        return self.value


@dataclass(slots=True)
class Episode:
    """Something that now and then happens: it rises, stays, and falls; ``level`` runs from 0 to 1."""

    random: Random
    every_seconds: float
    ramp: tuple[float, float]
    stay: tuple[float, float]
    depth: tuple[float, float]
    begins: int = 0
    up_ms: float = 1.0
    stay_ms: float = 0.0
    size: float = 0.0

    def level(self, at: int) -> float:
        """Return how strong it is at a time in ms, times its depth."""
        if not self.begins:
            self._plan(at)
        since = at - self.begins
        if since < 0:
            return 0.0
        if since < self.up_ms:
            return self.size * since / self.up_ms
        if since < self.up_ms + self.stay_ms:
            return self.size
        left = 2 * self.up_ms + self.stay_ms - since
        if left <= 0:
            self._plan(at)
            return 0.0
        return self.size * left / self.up_ms

    def _plan(self, at: int) -> None:
        pick = self.random
        self.begins = at + 1 + int(pick.expovariate(1 / self.every_seconds) * 1000)
        self.up_ms = 1000 * pick.uniform(*self.ramp)
        self.stay_ms = 1000 * pick.uniform(*self.stay)
        self.size = pick.uniform(*self.depth)


class Patient:
    """One person at a monitor: ``vitals`` is to be asked at rising times."""

    def __init__(self, *seed: object) -> None:
        pick = self._pick = made_up("patient", *seed)
        self._heart = min(115.0, max(52.0, pick.gauss(80, 11)))
        self._breath = min(24.0, max(11.0, pick.gauss(16, 2.5)))
        self._oxygen = min(99.0, max(92.0, pick.gauss(97, 1.3)))
        self._pressure = min(165.0, max(92.0, pick.gauss(122, 15)))
        self._pulse_pressure = pick.uniform(36, 56)
        self._temperature = min(38.9, max(35.8, pick.gauss(36.9, 0.45)))
        self._carbon = pick.uniform(33, 42)
        self.arterial = pick.random() < 0.25
        self.capnography = pick.random() < 0.2
        self._cuff_ms = pick.choice((3, 5, 5, 10)) * 60_000
        self._drift = Wander(pick, 5.0, 1_800)
        self._slow = Wander(pick, 2.0, 40)
        self._quick = Wander(pick, 1.2, 3)
        self._breathing = Wander(pick, 1.6, 15)
        self._saturation = Wander(pick, 0.7, 20)
        self._tone = Wander(pick, 5.0, 120)
        self._desaturation = Episode(pick, 1_500, (20, 60), (10, 60), (5, 17))
        self._tachycardia = Episode(pick, 3_600, (10, 25), (60, 300), (35, 75))
        self._before = 0
        self._cuff: tuple[int, dict[str, float]] | None = None
        self._cuff_said = 0
        self._warm: tuple[int, float] | None = None

    def vitals(self, at: int) -> dict[str, float]:
        """Return the continuous values at a true time in ms: HR, PR, SpO2, RR, and ABP and CO2 on some."""
        elapsed = min(60.0, (at - self._before) / 1000) if self._before else 1.0
        self._before = at
        day = math.cos((at % DAY_MS / DAY_MS - 16 / 24) * 2 * math.pi)  # highest in the afternoon
        lack = self._desaturation.level(at)
        racing = self._tachycardia.level(at)
        quick = self._quick.step(elapsed)
        heart = self._heart + 4 * day + self._drift.step(elapsed) + self._slow.step(elapsed) + quick
        heart += 0.9 * lack + racing
        breath = self._breath + day + self._breathing.step(elapsed) + 0.5 * lack + 0.06 * racing
        oxygen = self._oxygen + self._saturation.step(elapsed) - lack
        pressure = self._pressure + 6 * day + self._tone.step(elapsed) - 0.25 * racing
        values = {
            "HR": _whole(heart, 25, 230),
            "PR": _whole(heart + 0.4 * quick, 25, 230),
            "SpO2": _whole(oxygen, 55, 100),
            "RR": _whole(breath, 4, 60),
        }
        if self.arterial:
            values |= self._arm("ABP", pressure + quick)
        if self.capnography:
            values["CO2"] = _whole(self._carbon - 0.8 * (breath - self._breath) + 0.3 * lack, 8, 90)
        self._measure_spots(at, pressure + quick, self._temperature + 0.3 * day)
        return values

    def _measure_spots(self, at: int, systolic: float, degrees: float) -> None:
        if not self.arterial and (self._cuff is None or at - self._cuff[0] >= self._cuff_ms):
            # At the beginning the last measurement lies some time back already.
            back = 0 if self._cuff else int(self._pick.random() * self._cuff_ms)
            self._cuff = (at - back, self._arm("NIBP", systolic))
            self._cuff_said = 0
        if self._warm is None or at - self._warm[0] >= TEMPERATURE_MS:
            self._warm = (at, round(degrees + self._pick.uniform(-0.05, 0.05), 1))

    def spots(self, at: int) -> dict[str, tuple[float, int]]:
        """Return spot values that are to be said now, each with the true time of its measurement in ms."""
        said: dict[str, tuple[float, int]] = {}
        if self._warm is not None and self._warm[0] == at:
            said["Temp"] = (self._warm[1], at)
        if self._cuff is not None and at - self._cuff_said >= SPOT_REPEAT_MS:
            self._cuff_said = at
            said |= {name: (number, self._cuff[0]) for name, number in self._cuff[1].items()}
        return said

    def _arm(self, name: str, systolic: float) -> dict[str, float]:
        diastolic = systolic - self._pulse_pressure
        mean = diastolic + self._pulse_pressure / 3
        return {
            f"{name}.sys": _whole(systolic, 50, 260),
            f"{name}.dia": _whole(diastolic, 20, 180),
            f"{name}.map": _whole(mean, 30, 200),
        }


def _whole(number: float, low: float, high: float) -> float:
    return float(round(min(high, max(low, number))))
