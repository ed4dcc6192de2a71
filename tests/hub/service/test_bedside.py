"""A bed's state from several sources: each parameter as last measured, whoever brings it first or last."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_console.hub.service.bedside import merged, of_row, read_bed
from clinic_console.hub.store.latest import LatestRow
from clinic_console.wire.readings import LiveBed, LiveStatus, LiveValue, encode_live

BED = UUID(int=1)


def value(name: str, at: int, number: float | None = None) -> LiveValue:
    return LiveValue(name, float(at) if number is None else number, 0, at, at + 5)


def bed(received: int, *values: LiveValue, device: int = 7, status: LiveStatus | None = None) -> LiveBed:
    return LiveBed(str(BED), device, received, True, list(values), status)


def row(at: int, names: list[str], numbers: list[float], **more: list[int | None] | list[int]) -> LatestRow:
    when = datetime.fromtimestamp(at / 1_000, UTC)
    return LatestRow(BED, BED, 7, when, names, numbers, more.get("validity"), more.get("measured"))  # type: ignore[arg-type]


values = st.lists(st.builds(value, st.sampled_from("abcd"), st.integers(0, 50)), unique_by=lambda v: v.name)
beds = st.builds(lambda received, parts: bed(received, *parts), st.integers(0, 50), values)


@given(beds, beds)
def test_every_parameter_is_the_one_measured_last(one: LiveBed, other: LiveBed) -> None:
    whole = merged(one, other)
    assert whole is not None
    assert whole.received == max(one.received, other.received)
    known = {v.name: v.at for v in whole.values}
    assert len(known) == len(whole.values)
    newest: dict[str, int] = {}
    for v in [*one.values, *other.values]:
        newest[v.name] = max(v.at, newest.get(v.name, 0))
    assert known == newest


@given(beds)
def test_merging_what_is_known_changes_nothing(one: LiveBed) -> None:
    assert merged(one, one) == one
    assert merged(one, None) == one
    assert merged(None, one) == one


@given(beds, beds)
def test_an_older_state_changes_nothing(one: LiveBed, other: LiveBed) -> None:
    whole = merged(one, other)
    assert merged(whole, one) == whole
    assert merged(whole, other) == whole


def test_nothing_known_is_nothing() -> None:
    assert merged(None, None) is None


def test_spot_values_and_the_monitors_state_stay_while_only_readings_come() -> None:
    status = LiveStatus(battery=0.5)
    known = bed(1_000, value("HR", 900), value("NIBP.sys", 100), status=status)
    whole = merged(known, of_row(row(2_000, ["HR"], [91.0]), 2_100))
    assert whole is not None
    assert {v.name: v.number for v in whole.values} == {"HR": 91.0, "NIBP.sys": 100.0}
    assert whole.status == status
    assert whole.received == 2_000


def test_of_two_monitors_only_the_present_ones_values_are_this_patients() -> None:
    former = bed(1_000, value("HR", 900), value("ABP.sys", 900), device=7)
    present = bed(2_000, value("HR", 800), device=8)
    assert merged(former, present) == present
    assert merged(present, former) == present


def test_a_recorded_instant_as_a_state() -> None:
    state = of_row(
        row(
            5_000,
            ["HR", "SpO2", "Temp"],
            [91.5, float("nan"), 36.6],
            validity=[0, 1, 0],
            measured=[None, None, 4_000],
        ),
        9_000,
    )
    assert state == LiveBed(
        str(BED),
        7,
        5_000,
        True,
        [
            LiveValue("HR", 91.5, 0, 5_000, 5_000, None),
            LiveValue("SpO2", None, 1, 5_000, 5_000, None),
            LiveValue("Temp", 36.6, 0, 5_000, 5_000, 1_000),
        ],
    )


def test_a_clock_that_is_ahead_does_not_make_a_value_arrive_in_the_future() -> None:
    state = of_row(row(5_000, ["HR"], [91.5]), 4_800)
    assert (state.received, state.values[0].received, state.values[0].at) == (4_800, 4_800, 5_000)


def test_a_state_is_read_back() -> None:
    assert read_bed(encode_live(bed(1, value("HR", 1)))) == bed(1, value("HR", 1))


@pytest.mark.parametrize("damaged", [b"", b"\xc1", b"\x91\x01", b"\x93\xa1b\x01\xa1x"])
def test_a_damaged_state_is_none(damaged: bytes) -> None:
    assert read_bed(damaged) is None
