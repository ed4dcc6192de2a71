"""What a reading may be: ranges, names, units, lateness."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_console.domain.errors import BadName, NotFinite, OutOfRange, WrongUnit
from clinic_console.domain.readings import (
    LATE_MS,
    PARAMETERS,
    check_name,
    check_number,
    convert,
    is_late,
    layout_of,
)


@given(st.sampled_from(sorted(PARAMETERS)), st.floats())
@settings(deadline=None)
def test_a_number_is_taken_exactly_when_it_is_possible(name: str, number: float) -> None:
    parameter = PARAMETERS[name]
    if parameter.low <= number <= parameter.high:
        assert check_number(name, number) == number
        assert math.copysign(1, check_number(name, number)) == (1 if number == 0 else math.copysign(1, number))
    else:
        with pytest.raises(OutOfRange if math.isfinite(number) else NotFinite):
            check_number(name, number)


@pytest.mark.parametrize("number", [1e9 + 1, -2e9])
def test_unknown_parameters_have_a_wide_range(number: float) -> None:
    assert check_number("ICP", 12.5) == 12.5
    with pytest.raises(OutOfRange):
        check_number("ICP", number)


@pytest.mark.parametrize("name", ["", "1HR", "a" * 33, "HR\n", "H R", "ÄB", "HR;DROP"])
def test_names_of_another_form_are_refused(name: str) -> None:
    with pytest.raises(BadName):
        check_name(name)
    with pytest.raises(BadName):
        check_number(name, 1.0)


@pytest.mark.parametrize("name", ["ICP", "x", "ST.V5", "MDC_PULS:OXIM-2", "a" * 32])
def test_unknown_names_of_the_form_are_taken(name: str) -> None:
    assert check_name(name) == name


@pytest.mark.parametrize(
    ("name", "number", "unit", "expected"),
    [
        ("Temp", 98.6, "F", 37.0),
        ("Temp", 98.6, "°F", 37.0),
        ("Temp", 37.0, "C", 37.0),
        ("CO2", 5.0, "kPa", 37.503),
        ("HR", 80.0, "bpm", 80.0),
        ("HR", 80.0, "/min", 80.0),
        ("ICP", 12.0, "cmH2O", 12.0),
    ],
)
def test_units_are_converted(name: str, number: float, unit: str, expected: float) -> None:
    assert convert(name, number, unit) == pytest.approx(expected, abs=1e-3)


def test_a_unit_that_does_not_fit_is_refused() -> None:
    with pytest.raises(WrongUnit) as caught:
        convert("HR", 80.0, "mmHg")
    assert caught.value.field == "HR"


def test_a_layout_does_not_depend_on_the_order_in_which_values_came() -> None:
    assert layout_of({"SpO2": 97.0, "HR": 80.0}) == layout_of({"HR": 81.0, "SpO2": 96.0}) == ("HR", "SpO2")


def test_late_begins_after_ten_seconds() -> None:
    assert not is_late(1_000, 1_000 + LATE_MS)
    assert is_late(1_000, 1_001 + LATE_MS)
