"""A bed's live state put together from several sources: the bus, Redis and, while that is away, Postgres. Pure."""

from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec
from msgspec import Raw

from clinic_console.domain.readings import Validity
from clinic_console.hub.store.latest import LatestRow
from clinic_console.wire.readings import LiveBed, LiveValue, decode_live

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MS: Final = timedelta(milliseconds=1)


def read_bed(payload: bytes | Raw) -> LiveBed | None:
    """Read a bed's state; None when it is of another version or damaged (the next message replaces it)."""
    try:
        return decode_live(payload)
    except msgspec.DecodeError:
        return None


def merged(one: LiveBed | None, other: LiveBed | None) -> LiveBed | None:
    """Put two states of a bed together: each parameter as it was last measured, the rest from the later arrival.

    What is not newer than ``one`` leaves it as it is. Measured times are compared, not arrivals: both sources have
    the former by the same clock.
    """
    if one is None or other is None:
        return one or other
    later, earlier = (one, other) if one.received >= other.received else (other, one)
    if later.device != earlier.device:
        return later  # another monitor stands there now: none of the former's values is this patient's
    values = {value.name: value for value in one.values}
    for value in other.values:
        known = values.get(value.name)
        if known is None or known.at < value.at or (known.at == value.at and other is later):
            values[value.name] = value
    status = later.status or earlier.status
    return LiveBed(later.bed, later.device, later.received, later.recorded, list(values.values()), status)


def of_row(row: LatestRow, now: int) -> LiveBed:
    """Make a bed's state of one recorded instant; ``now`` in ms since 1970.

    The database does not keep arrivals: the measured time, which is never later than now, stands for it.
    """
    at = (row.at - _EPOCH) // _MS
    received = min(at, now)
    values = []
    for index, (name, number) in enumerate(zip(row.names, row.numbers, strict=True)):
        validity = row.validity[index] if row.validity else Validity.VALID
        ago = row.measured_ms[index] if row.measured_ms else None
        values.append(
            LiveValue(
                name,
                number if validity == Validity.VALID else None,
                int(validity),
                at,
                received,
                None if ago is None else at - ago,
            )
        )
    return LiveBed(str(row.bed_id), row.device_id, received, recorded=True, values=values)
