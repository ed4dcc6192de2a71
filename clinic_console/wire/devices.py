"""The device protocol, version 1: JSON messages between a bedside monitor and ingest (docs/device-protocol.md)."""

import json
from typing import Annotated, Any, Final, NoReturn

import msgspec
from msgspec import Meta, Struct

from clinic_console.domain.errors import (
    BadReading,
    BadTime,
    MalformedMessage,
    MessageTooLarge,
    NotANumber,
    NotFinite,
    OutOfRange,
    UnknownMessage,
    UnknownValidity,
    WrongUnit,
)

VERSION: Final = 1
SUBPROTOCOL: Final = "clinic.device.v1"
MAX_MESSAGE_BYTES: Final = 4_096
MAX_INSTANTS: Final = 100
IDLE_SECONDS: Final = 60
PING_SECONDS: Final = 20

MAX_SEQ: Final = 2**53 - 1
"""Sequence numbers stay exact in every JSON implementation."""
MAX_TIME: Final = 2**42 - 1
"""Times end in 2109: every sum of them is still a date that Python and Postgres can write."""

Time = Annotated[int, Meta(ge=0, le=MAX_TIME)]
"""ms since 1970."""
ClockNumber = Annotated[int, Meta(ge=0, le=2**31 - 1)]
"""Raised by the device whenever its clock is set; stored as int4."""


class Detailed(Struct, omit_defaults=True):
    """A value with more to say: number or none, validity (valid, sensor_off, searching), time measured, unit."""

    v: float | None = None
    s: str = ""
    t: int | None = None
    u: str = ""


class InstantMessage(Struct):
    """The values of one time; ``at`` in ms since 1970 by the device's own clock."""

    at: int
    values: dict[str, float | Detailed | None]


class Hello(Struct, tag="hello"):
    """First message of a device: who it is, and what its clock says now (ms since 1970)."""

    v: int
    device: str
    token: str
    sent: Time
    clock: ClockNumber = 0
    model: str = ""


class Readings(Struct, tag="readings", omit_defaults=True):
    """One or more instants under one sequence number.

    ``sent`` is what the device's clock says as the message leaves (this time, not the first time); it is left out
    of a message made under an earlier clock number.
    """

    seq: int
    instants: list[InstantMessage]
    sent: Time | None = None
    clock: ClockNumber = 0


class Gap(Struct, tag="gap", omit_defaults=True):
    """The device had to drop these messages: they will never be sent (times by the device's clock)."""

    from_seq: int
    to_seq: int
    from_at: Time
    to_at: Time
    clock: ClockNumber = 0
    reason: str = "ring full"


class Standby(Struct, omit_defaults=True):
    """The monitor is set to rest: why, and when the patient is expected back (ms since 1970)."""

    reason: str = ""
    until: Time | None = None


class MonitorAlarm(Struct, omit_defaults=True):
    """An alarm that the monitor itself is giving."""

    code: str
    priority: str
    since: Time
    text: str = ""
    parameter: str = ""


class Status(Struct, tag="status", omit_defaults=True):
    """The monitor's own state; each status replaces the one before it."""

    at: Time
    alarms: list[MonitorAlarm] = []
    audio_paused_until: Time | None = None
    standby: Standby | None = None
    battery: Annotated[float, Meta(ge=0, le=100)] | None = None
    mains: bool | None = None
    sent: Time | None = None
    clock: ClockNumber = 0


class Welcome(Struct, tag="welcome"):
    """The hub's answer to hello: the limits that hold here, and the hub's time (ms since 1970)."""

    v: int
    now: int
    session: int
    max_message_bytes: int = MAX_MESSAGE_BYTES
    max_instants: int = MAX_INSTANTS
    idle_seconds: int = IDLE_SECONDS


class Ack(Struct, tag="ack"):
    """Everything up to this sequence number has been stored, or refused by an error."""

    seq: int


class Rewind(Struct, tag="rewind"):
    """The hub could not keep what came from this sequence number on: send it again from there."""

    from_seq: int


class Problem(Struct, tag="error", omit_defaults=True):
    """Something was refused: a stable code, a sentence, and where it stood."""

    code: str
    message: str
    seq: int | None = None
    at: int | None = None
    field: str = ""


FromDevice = Hello | Readings | Status | Gap
FromHub = Welcome | Ack | Rewind | Problem

_encoder = msgspec.json.Encoder()
_from_device: msgspec.json.Decoder[FromDevice] = msgspec.json.Decoder(FromDevice)
_from_hub: msgspec.json.Decoder[FromHub] = msgspec.json.Decoder(FromHub)


def encode(message: FromDevice | FromHub) -> bytes:
    """Write one message as UTF-8 JSON."""
    return _encoder.encode(message)


def decode_from_hub(raw: bytes | str) -> FromHub:
    """Read a message as a device does; MalformedMessage when it is none."""
    try:
        return _from_hub.decode(raw)
    except msgspec.DecodeError as error:
        raise MalformedMessage(str(error)) from error


def decode_from_device(raw: bytes) -> tuple[FromDevice, list[BadReading]]:
    """Read a message as the hub does, with the values that had to be left out of it.

    One bad value costs only itself. Raises MessageTooLarge, UnknownMessage, MalformedMessage when nothing of the
    message can be taken.
    """
    if len(raw) > MAX_MESSAGE_BYTES:
        raise MessageTooLarge(f"{len(raw)} bytes, limit {MAX_MESSAGE_BYTES}")
    if rb"\u0000" in raw:
        raise MalformedMessage("a text holds the character NUL, which the database cannot store")
    try:
        return _from_device.decode(raw), []
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _decode_kindly(raw)


class _Constant:
    """Stands for NaN or Infinity, which are not JSON but which many senders write."""


def _decode_kindly(raw: bytes) -> tuple[FromDevice, list[BadReading]]:
    try:
        document = json.loads(raw.decode(), parse_constant=lambda _: _Constant())
        # Half of a surrogate pair passes Python's reader, but could be neither answered nor stored.
        json.dumps(document, ensure_ascii=False, default=str).encode()
    except (ValueError, RecursionError) as error:
        raise MalformedMessage(str(error)[:200]) from error
    if not isinstance(document, dict):
        raise MalformedMessage("a message is a JSON object")
    refused: list[BadReading] = []
    if document.get("type") == "readings":
        _drop_bad_values(document, refused)
    try:
        return msgspec.convert(document, FromDevice), refused
    except msgspec.ValidationError as error:
        _refuse(document, error)


def _refuse(document: dict[str, Any], error: msgspec.ValidationError) -> NoReturn:
    kind = document.get("type")
    if isinstance(kind, str) and kind not in ("hello", "readings", "status", "gap"):
        raise UnknownMessage(kind[:40], field="type") from error
    raise MalformedMessage(str(error)) from error


def _drop_bad_values(document: dict[str, Any], refused: list[BadReading]) -> None:
    instants = document.get("instants")
    if not isinstance(instants, list):
        return
    good = []
    for index, instant in enumerate(instants):
        if not isinstance(instant, dict) or not _is_time(instant.get("at")):
            refused.append(BadTime(field=f"instants[{index}].at"))
            continue
        values = instant.get("values")
        if not isinstance(values, dict):
            refused.append(NotANumber("values is not an object", field=f"instants[{index}].values"))
            continue
        instant["values"] = {n: v for n, v in values.items() if _takes(n, v, refused)}
        good.append(instant)
    document["instants"] = good


def _is_time(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _takes(name: str, value: object, refused: list[BadReading]) -> bool:
    number = value.get("v") if isinstance(value, dict) else value
    problem: BadReading | None = None
    if isinstance(number, _Constant) or number in (float("inf"), float("-inf")):
        problem = NotFinite(field=name[:40])
    elif isinstance(number, bool) or not isinstance(number, int | float | None):
        problem = NotANumber(repr(number)[:40], field=name[:40])
    elif number is not None and not -1e300 < number < 1e300:
        problem = OutOfRange("more than any quantity", field=name[:40])
    elif isinstance(value, dict):
        problem = _bad_detail(name, value)
    if problem is not None:
        refused.append(problem)
    return problem is None


def _bad_detail(name: str, value: dict[str, Any]) -> BadReading | None:
    try:
        msgspec.convert(value, Detailed)
    except msgspec.ValidationError as error:
        kinds = {"`$.t`": BadTime, "`$.u`": WrongUnit, "`$.s`": UnknownValidity}
        kind = next((kind for place, kind in kinds.items() if place in str(error)), NotANumber)
        return kind(str(error)[:80], field=name[:40])
    return None
