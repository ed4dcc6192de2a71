"""The device protocol's messages: what is read, what is refused, and that nothing worse happens."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinic_console.domain.errors import (
    BadReading,
    ClinicError,
    MalformedMessage,
    MessageTooLarge,
    UnknownMessage,
)
from clinic_console.wire import devices as wire
from clinic_console.wire.devices import Detailed, Readings, decode_from_device


def readings(value: str, at: str = "1", name: str = "HR") -> bytes:
    return f'{{"type":"readings","seq":7,"instants":[{{"at":{at},"values":{{"{name}":{value},"RR":12}}}}]}}'.encode()


def only(raw: bytes) -> tuple[dict[str, object], list[str]]:
    message, refused = decode_from_device(raw)
    assert isinstance(message, Readings)
    assert all(error.field == "HR" for error in refused)
    return dict(message.instants[0].values), [error.code for error in refused]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("NaN", "value.not_finite"),
        ("Infinity", "value.not_finite"),
        ("-Infinity", "value.not_finite"),
        ("1e400", "value.not_finite"),
        ('{"v":NaN}', "value.not_finite"),
        ('"80"', "value.not_a_number"),
        ("true", "value.not_a_number"),
        ("[80]", "value.not_a_number"),
        ('{"v":"80"}', "value.not_a_number"),
        ('{"v":{}}', "value.not_a_number"),
        ("1" + "0" * 400, "value.out_of_range"),
        ('{"v":1,"t":"now"}', "time.malformed"),
        ('{"v":1,"t":1.5}', "time.malformed"),
        ('{"v":1,"u":3}', "value.wrong_unit"),
        ('{"v":1,"s":0}', "value.unknown_validity"),
    ],
)
def test_one_bad_value_costs_only_itself(value: str, code: str) -> None:
    values, codes = only(readings(value))
    assert values == {"RR": 12.0}
    assert codes == [code]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("80", 80.0),
        ("-0", 0.0),
        ("null", None),
        ('{"v":80.5,"u":"bpm"}', Detailed(80.5, u="bpm")),
        ('{"s":"searching"}', Detailed(None, "searching")),
        ('{"v":null,"t":5}', Detailed(None, t=5)),
    ],
)
def test_values_of_every_form(value: str, expected: object) -> None:
    values, codes = only(readings(value))
    assert values["HR"] == expected
    assert codes == []


@pytest.mark.parametrize("at", ["1.5", '"1"', "null", "true", "NaN"])
def test_an_instant_without_a_time_costs_only_itself(at: str) -> None:
    raw = f'{{"type":"readings","seq":1,"instants":[{{"at":{at},"values":{{}}}},{{"at":2,"values":{{"HR":1}}}}]}}'
    message, refused = decode_from_device(raw.encode())
    assert isinstance(message, Readings)
    assert [instant.at for instant in message.instants] == [2]
    assert [error.code for error in refused] == ["time.malformed"]
    assert refused[0].field == "instants[0].at"


def test_values_that_are_no_object_cost_only_their_instant() -> None:
    raw = b'{"type":"readings","seq":1,"instants":[{"at":1,"values":[1]},{"at":2,"values":{"HR":1}},{"at":3}]}'
    message, refused = decode_from_device(raw)
    assert isinstance(message, Readings)
    assert [instant.at for instant in message.instants] == [2]
    assert [error.field for error in refused] == ["instants[0].values", "instants[2].values"]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"hello",
        b"[1]",
        b"null",
        b"{}",
        b'{"type":5}',
        b'{"type":["hello"]}',
        b"\xff\xfe{",
        b"[" * 4_000,
        b'{"type":"readings","instants":[]}',
        b'{"type":"readings","seq":"1","instants":[]}',
        b'{"type":"readings","seq":1,"instants":{}}',
        b'{"type":"readings","seq":1,"instants":[],"clock":-1}',
        b'{"type":"readings","seq":1,"instants":[],"clock":2147483648}',
        b'{"type":"readings","seq":1,"instants":[],"sent":4398046511104}',
        b'{"type":"hello","v":1,"device":"d","token":"t","sent":-5}',
        b'{"type":"hello","v":1,"device":"d"}',
        b'{"type":"status","at":1,"battery":101}',
        b'{"type":"gap","from_seq":1,"to_seq":2,"from_at":1,"to_at":9e99}',
        b'{"type":"status","at":1,"alarms":[{"code":"\\u0000","priority":"high","since":1}]}',
        b'{"type":"readings","seq":1,"instants":[{"at":1,"values":{"HR":{"v":1,"s":"\\ud800"}}}]}',
        b'{"type":"readings","seq":1,"instants":[{"at":1,"values":{"\\ud800":1}}]}',
    ],
)
def test_what_is_no_message_is_malformed(raw: bytes) -> None:
    with pytest.raises(MalformedMessage):
        decode_from_device(raw)


def test_another_type_is_named() -> None:
    with pytest.raises(UnknownMessage, match="wave"):
        decode_from_device(b'{"type":"wave"}')


def test_a_message_over_the_limit_is_not_read() -> None:
    with pytest.raises(MessageTooLarge):
        decode_from_device(readings("1" + " " * wire.MAX_MESSAGE_BYTES))


def test_unknown_fields_are_left_alone() -> None:
    message, refused = decode_from_device(b'{"type":"readings","seq":1,"instants":[],"colour":"blue"}')
    assert message == Readings(1, [])
    assert refused == []


KEYS = ["type", "seq", "instants", "at", "values", "HR", "v", "s", "t", "u", "sent", "clock", "alarms", "from_seq"]
json_like = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["readings", "hello", "status", "gap", "valid", "HR"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS) | st.text(), inner, max_size=6),
    max_leaves=20,
)


@given(json_like)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_else_than_a_clinic_error_comes_of_any_json(document: object) -> None:
    raw = json.dumps(document).encode()
    try:
        message, refused = decode_from_device(raw)
    except ClinicError as error:
        wire.encode(wire.Problem(error.code, error.message, field=error.field))
    else:
        assert all(isinstance(error, BadReading) for error in refused)
        wire.encode(message)


@given(
    st.lists(
        st.builds(
            wire.InstantMessage,
            st.integers(0, wire.MAX_TIME),
            st.dictionaries(
                st.text("abcXYZ", min_size=1, max_size=5),
                st.none()
                | st.floats(allow_nan=False, allow_infinity=False)
                | st.builds(
                    Detailed,
                    st.none() | st.floats(allow_nan=False, allow_infinity=False),
                    st.sampled_from(["", "valid"]),
                    st.none() | st.integers(0, 10),
                ),
                max_size=3,
            ),
        ),
        max_size=3,
    )
)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_written_is_read(instants: list[wire.InstantMessage]) -> None:
    message = Readings(3, instants, sent=5, clock=2)
    assert decode_from_device(wire.encode(message)) == (message, [])


def test_a_device_reads_what_the_hub_writes() -> None:
    for message in (wire.Welcome(1, 5, 9), wire.Ack(3), wire.Rewind(2), wire.Problem("a.b", "No.", 1, 2, "HR")):
        assert wire.decode_from_hub(wire.encode(message)) == message
    with pytest.raises(MalformedMessage):
        wire.decode_from_hub("{}")
