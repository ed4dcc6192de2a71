"""Plausible patients: possible numbers for days, the same for the same seed, and everything happens now and then."""

from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinic_console.domain.readings import PARAMETERS, check_number
from clinic_console.simulator.bedside import OFFSETS_MS, Bedside
from clinic_console.simulator.patients import DAY_MS, Episode, Patient, made_up
from clinic_console.simulator.sample import Sample
from clinic_console.wire.devices import Detailed, encode

NOW = 1_800_000_000_000 // DAY_MS * DAY_MS
HOUR_MS = 3_600_000


def watch(bedside: Bedside, duration_ms: int, every_ms: int = 1_000) -> list[tuple[int, Sample]]:
    return [(at, bedside.sample(at)) for at in range(NOW, NOW + duration_ms, every_ms)]


@given(st.integers(), st.integers(0, 10_000), st.sampled_from([1_000, 7_000, 61_000]))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_value_is_possible_for_days(seed: int, index: int, every_ms: int) -> None:
    patient = Patient(seed, index)
    # The same number of steps: 14 minutes of seconds, or days of minutes.
    for at in range(NOW, NOW + 5_000 * every_ms, every_ms):
        for name, number in patient.vitals(at).items():
            assert check_number(name, number) == number
        for name, (number, measured) in patient.spots(at).items():
            assert check_number(name, number) == number
            assert at - 10 * 60_000 - every_ms <= measured <= at
            assert PARAMETERS[name].kind.value == "spot"


@given(st.integers(), st.booleans())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_same_seed_makes_the_same_patient(seed: int, faults: bool) -> None:
    first, second = (watch(Bedside(seed, 3, faults=faults), 300_000) for _ in range(2))
    assert first == second
    assert first != watch(Bedside(seed, 4, faults=faults), 300_000)


def test_vital_signs_belong_together() -> None:
    desaturated, racing, calm = [], [], []
    for index in range(40):
        patient = Patient("together", index)
        for at in range(NOW, NOW + 2 * HOUR_MS, 5_000):
            vitals = patient.vitals(at)
            assert abs(vitals["PR"] - vitals["HR"]) <= 6
            if "ABP.sys" in vitals:
                assert vitals["ABP.dia"] < vitals["ABP.map"] < vitals["ABP.sys"]
            if vitals["SpO2"] < 88:
                desaturated.append(vitals["HR"])
            elif vitals["HR"] > 135:
                racing.append(vitals["SpO2"])
            else:
                calm.append(vitals["HR"])
    assert len(desaturated) > 50
    assert len(racing) > 50
    assert sum(desaturated) / len(desaturated) > sum(calm) / len(calm) + 4
    assert sum(racing) / len(racing) > 92


def test_the_heart_is_quicker_by_day() -> None:
    by_hour = dict.fromkeys(range(24), 0.0)
    for index in range(30):
        patient = Patient("day", index)
        for at in range(NOW, NOW + DAY_MS, 60_000):
            by_hour[at % DAY_MS // HOUR_MS] += patient.vitals(at)["HR"]
    assert sum(by_hour[h] for h in (15, 16, 17)) > 1.03 * sum(by_hour[h] for h in (3, 4, 5))


def test_a_cuff_value_keeps_the_time_of_its_measurement() -> None:
    patient = next(p for p in (Patient("cuff", i) for i in range(20)) if not p.arterial)
    said: dict[int, float] = {}
    for at in range(NOW, NOW + HOUR_MS, 1_000):
        patient.vitals(at)
        spots = patient.spots(at)
        if "NIBP.sys" in spots:
            number, measured = spots["NIBP.sys"]
            assert said.setdefault(measured, number) == number
    assert 6 <= len(said) <= 21


def test_an_episode_rises_and_falls() -> None:
    episode = Episode(made_up("episode"), 60, (10, 10), (5, 5), (12, 12))
    levels = [episode.level(at) for at in range(1, 3_600_000, 1_000)]
    assert max(levels) == 12
    assert min(levels) == 0
    assert max(abs(b - a) for a, b in pairwise(levels)) <= 1.21


def test_everything_happens_somewhere() -> None:
    seen: set[str] = set()
    for index in range(60):
        for at, sample in watch(Bedside(5, index), 8 * HOUR_MS, 15_000):
            seen |= {"offline"} if not sample.connected else set()
            seen |= {"ahead"} if sample.offset > 0 else set()
            seen |= {"set right"} if sample.clock else set()
            seen |= {"sensor off"} if None in sample.values.values() else set()
            seen |= {v.s for v in sample.values.values() if isinstance(v, Detailed)}
            if sample.status is not None:
                encode(sample.status)
                seen |= {alarm.code for alarm in sample.status.alarms}
                seen |= {"standby"} if sample.status.standby else set()
                seen |= {"paused"} if (sample.status.audio_paused_until or 0) > at else set()
                seen |= {"battery"} if sample.status.battery else set()
    assert seen >= {"offline", "ahead", "set right", "sensor off", "searching", "standby", "paused", "battery"}
    assert seen >= {"SPO2_LOW", "HR_HIGH", "SPO2_SENSOR_OFF", "ECG_LEADS_OFF"}


def test_without_faults_only_the_patient_is_ill() -> None:
    alarms = set()
    for index in range(30):
        for _, sample in watch(Bedside(5, index, faults=False), HOUR_MS, 5_000):
            assert sample.connected
            assert (sample.offset, sample.clock) == (0, 0)
            assert None not in sample.values.values()
            assert {"HR", "PR", "SpO2", "RR"} <= sample.values.keys()
            if sample.status is not None:
                assert sample.status.standby is None
                assert sample.status.mains
                alarms |= {alarm.code for alarm in sample.status.alarms}
    assert alarms >= {"SPO2_LOW"}
    assert all("OFF" not in code for code in alarms)


def test_in_standby_nothing_is_measured() -> None:
    for index in range(30):
        resting = False
        for _, sample in watch(Bedside(9, index), 12 * HOUR_MS, 20_000):
            if sample.status is not None:
                resting = sample.status.standby is not None
                if resting:
                    assert sample.status.alarms == []
            assert bool(sample.values) != resting
            if resting:
                return
    raise AssertionError("no monitor was ever set to standby")


def test_offsets_are_of_every_kind() -> None:
    assert {o for o in OFFSETS_MS if abs(o) > 60_000}
    assert {o > 0 for o in OFFSETS_MS} == {True, False}
