"""A made-up patient at a made-up monitor: alarms, lost sensors, standby, batteries, wrong clocks, bad Wi-Fi."""

from collections.abc import Mapping
from random import Random
from typing import Final

from clinic_console.simulator.patients import Patient, made_up
from clinic_console.simulator.sample import Sample, Values
from clinic_console.wire.devices import Detailed, MonitorAlarm, Standby, Status

SENSORS: Final[Mapping[str, tuple[str, ...]]] = {
    "SpO2 sensor": ("SpO2", "PR"),
    "ECG leads": ("HR", "RR"),
}
LIMITS: Final = (
    # parameter, below, above, priority
    ("SpO2", 88.0, 101.0, "high"),
    ("HR", 45.0, 135.0, "medium"),
    ("RR", 7.0, 32.0, "medium"),
)
OFFSETS_MS: Final = (-75_000, -4_000, 3_000, 45_000, 600_000)
SEARCHING_MS: Final = 8_000
PAUSE_MS: Final = 120_000
REASONS: Final = ("X-ray", "Bathroom", "Theatre", "Transfer")


class Outage:
    """A state that now and then lasts for a while."""

    def __init__(self, random: Random, every_seconds: float, seconds: tuple[float, float]) -> None:
        self._random, self._every, self._seconds = random, every_seconds, seconds
        self.begins = self.ends = 0

    def on(self, at: int) -> bool:
        """Say whether it lasts at a time in ms (rising from call to call)."""
        if at >= self.ends:
            gap = int(self._random.expovariate(1 / self._every) * 1000)
            self.begins = at + 1 + gap
            self.ends = self.begins + int(self._random.uniform(*self._seconds) * 1000)
        return self.begins <= at


class Bedside:
    """The source of one monitor; ``faults`` False leaves only what the patient does."""

    def __init__(self, seed: int, index: int, *, faults: bool = True) -> None:
        self._patient = Patient(seed, index)
        pick = self._pick = made_up("faults", seed, index)
        self._faults = faults
        self._sensors = {name: Outage(pick, 2_400, (20, 180)) for name in SENSORS}
        self._network = Outage(pick, 3_600, (5, 90))
        self._standby = Outage(pick, 6 * 3_600, (180, 600))
        self.ahead = pick.choice(OFFSETS_MS) if faults and pick.random() < 0.08 else 0
        self._set_after_ms = int(pick.uniform(1_800, 3 * 3_600) * 1000)
        self._charge = pick.uniform(30, 95) if faults and pick.random() < 0.03 else None
        self._alarms: dict[str, MonitorAlarm] = {}
        self._paused_until: int | None = None
        self._said: tuple[object, ...] = ()
        self._began = 0

    def sample(self, at: int) -> Sample:
        """Return what the monitor says at a true time in ms."""
        self._began = self._began or at
        vitals = self._patient.vitals(at)
        spots = self._patient.spots(at)
        standby = self._faults and self._standby.on(at)
        off = {name for name, outage in self._sensors.items() if self._faults and not standby and outage.on(at)}
        values = {} if standby else self._values(at, vitals, spots, off)
        self._update_alarms(at, {} if standby else vitals, off)
        set_right = bool(self.ahead) and at - self._began >= self._set_after_ms
        return Sample(
            values,
            self._status(at, standby=standby),
            connected=not (self._faults and self._network.on(at)),
            offset=0 if set_right else self.ahead,
            clock=int(set_right),
        )

    def _values(
        self, at: int, vitals: Mapping[str, float], spots: Mapping[str, tuple[float, int]], off: set[str]
    ) -> Values:
        values: Values = dict(vitals)
        # The times of spot values are by the device's own clock; the monitor adds its offset.
        values |= {name: Detailed(number, t=measured) for name, (number, measured) in spots.items()}
        for sensor in off:
            back_soon = self._sensors[sensor].ends - at < SEARCHING_MS
            for name in SENSORS[sensor]:
                values[name] = Detailed(s="searching") if back_soon else None
        return values

    def _update_alarms(self, at: int, vitals: Mapping[str, float], off: set[str]) -> None:
        present: dict[str, MonitorAlarm] = {}
        blind = {name for sensor in off for name in SENSORS[sensor]}
        for name, below, above, priority in LIMITS:
            number = vitals.get(name)
            if number is None or name in blind or below <= number <= above:
                continue
            side, word = ("LOW", "low") if number < below else ("HIGH", "high")
            alarm = MonitorAlarm(f"{name.upper()}_{side}", priority, at, f"{name} {word}", name)
            present[alarm.code] = alarm
        for sensor in off:
            code = sensor.upper().replace(" ", "_") + "_OFF"
            present[code] = MonitorAlarm(code, "low", at, f"{sensor} off", SENSORS[sensor][0])
        fresh = present.keys() - self._alarms.keys()
        self._alarms = {code: self._alarms.get(code, alarm) for code, alarm in present.items()}
        if self._paused_until is not None and self._paused_until <= at:
            self._paused_until = None
        if fresh and self._pick.random() < 0.3:
            self._paused_until = at + PAUSE_MS

    def _status(self, at: int, *, standby: bool) -> Status | None:
        """Return the monitor's state when it differs from what was said before."""
        charge = None if self._charge is None else max(3.0, self._charge - (at - self._began) / 300_000)
        battery = None if charge is None else float(round(charge))
        state = (tuple(self._alarms), self._paused_until, standby, battery)
        if state == self._said:
            return None
        self._said = state
        resting = Standby(REASONS[self._standby.begins % len(REASONS)], self._standby.ends) if standby else None
        return Status(at, list(self._alarms.values()), self._paused_until, resting, battery, mains=battery is None)
