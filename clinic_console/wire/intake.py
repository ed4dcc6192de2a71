"""The hub's end of the device protocol without I/O: sequence, corrected times, refusals, acknowledgement, rewind."""

import math
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Final

from clinic_console.domain.devices import DeviceClock
from clinic_console.domain.errors import (
    BadReading,
    BadSequence,
    BadTime,
    ClinicError,
    NotANumber,
    TimeInFuture,
    TimeNotIncreasing,
    TimeTooOld,
    TooManyValues,
    UnknownValidity,
)
from clinic_console.domain.readings import (
    FUTURE_MS,
    MAX_VALUES_PER_INSTANT,
    MEASURED_OLDEST_MS,
    OLDEST_MS,
    Instant,
    Validity,
    Value,
    check_name,
    check_number,
    convert,
)
from clinic_console.wire.devices import (
    MAX_INSTANTS,
    MAX_TIME,
    Ack,
    Detailed,
    Gap,
    InstantMessage,
    Problem,
    Readings,
    Rewind,
)

_OFF = Value(math.nan, Validity.SENSOR_OFF)
_VALIDITY = {
    "": None,
    "valid": Validity.VALID,
    "sensor_off": Validity.SENSOR_OFF,
    "searching": Validity.SEARCHING,
}
_NEVER: Final = -(2**62)


@dataclass(slots=True)
class Taken:
    """What a readings message came to: good instants (corrected times), refusals, and whether to store it.

    What must not be stored now is still good for the live picture; it will be asked for again.
    """

    seq: int
    instants: list[Instant]
    problems: list[Problem]
    store: bool


@dataclass(slots=True)
class Intake:
    """One device connection: which sequence numbers came, are stored, and have to come again.

    The door calls ``take`` or ``take_gap`` for each message in order of arrival, after ``clock.observe`` (and
    ``clock.adopt``); ``committed`` after each commit, in the order of taking; ``dropped`` for what it could not keep
    (then everything taken later has been dropped as well); ``recovered`` when keeping works again, and after each
    ``clock.adopt``, because what waits for a correction is not kept either.
    """

    clock: DeviceClock = field(default_factory=DeviceClock)
    highest: int = 0
    acked: int = 0
    rewind_from: int | None = None
    _last_at: int = _NEVER
    _asked: bool = False

    def take(self, message: Readings, arrived: int, refused: list[BadReading] | None = None) -> Taken:
        """Check a message that arrived at a time in ms since 1970, and say what of it is good."""
        seq = message.seq
        taken = Taken(seq, [], [], self._in_sequence(seq))
        for error in refused or ():
            taken.problems.append(problem_of(error, seq))
        if taken.store and 0 < self.highest < seq - 1:
            # Numbers are missing: it cannot be helped any more, but the device's maker should know.
            taken.problems.append(problem_of(BadSequence(f"{seq} after {self.highest}", field="seq"), seq))
        last_at = self._last_at if seq > self.highest else _NEVER
        instants = message.instants
        if len(instants) > MAX_INSTANTS:
            taken.problems.append(problem_of(TooManyValues(f"over {MAX_INSTANTS} instants"), seq))
            instants = instants[:MAX_INSTANTS]
        held = False
        for raw in instants:
            try:
                at = self._time(raw, message.clock, arrived, last_at)
            except BadReading as error:
                taken.problems.append(problem_of(error, seq, raw.at))
                continue
            last_at = at
            held = held or self.clock.holds(message.clock, raw.at)
            values = _values(raw, at - raw.at, seq, taken.problems)
            if values:
                taken.instants.append(Instant(at, values))
        if seq > self.highest:
            self.highest, self._last_at = seq, last_at
        if held:
            taken.store = self._hold(seq)
        return taken

    def take_gap(self, gap: Gap) -> bool:
        """Note that a range of messages will never come; say whether the gap should be stored now."""
        store = self._in_sequence(gap.from_seq)
        self.highest = max(self.highest, gap.to_seq)
        if self.clock.holds(gap.clock, gap.to_at):
            return self._hold(gap.from_seq)
        return store

    def dropped(self, seq: int) -> None:
        """Note that the hub could not keep a message: it and all after it must be sent again."""
        if self.rewind_from is None or seq < self.rewind_from:
            self.rewind_from = seq
        self._asked = False

    def recovered(self) -> Rewind | None:
        """Return the request to send again, once, when something had been dropped."""
        if self.rewind_from is None or self._asked:
            return None
        self._asked = True
        return Rewind(self.rewind_from)

    def committed(self, seq: int) -> Ack | None:
        """Return the acknowledgement that a commit up to a sequence number allows."""
        if self.rewind_from is not None:
            seq = min(seq, self.rewind_from - 1)
        self.acked = max(self.acked, seq)
        return Ack(self.acked) if self.acked > 0 else None

    def _in_sequence(self, first: int) -> bool:
        if self.rewind_from is None:
            return True
        if self._asked and first <= self.rewind_from:
            # It starts anew from here, as on a new connection.
            self.rewind_from, self._asked = None, False
            self.highest, self._last_at = first - 1, _NEVER
            return True
        return False

    def _hold(self, seq: int) -> bool:
        self.dropped(seq)
        return False

    def _time(self, raw: InstantMessage, clock: int, arrived: int, last_at: int) -> int:
        if not 0 <= raw.at <= MAX_TIME:
            raise BadTime(str(raw.at)[:20], field="at")
        at = self.clock.place(clock, raw.at)
        if at > arrived + FUTURE_MS:
            raise TimeInFuture(field="at")
        if at < arrived - OLDEST_MS:
            raise TimeTooOld(field="at")
        if at <= last_at:
            raise TimeNotIncreasing(field="at")
        return at


def problem_of(error: ClinicError, seq: int | None = None, at: int | None = None) -> Problem:
    """Put an error into the words of the protocol."""
    if at is not None and not 0 <= at <= MAX_TIME:
        at = None  # it may be too large a number for the device's own JSON
    return Problem(error.code, error.message, seq, at, error.field)


def _values(raw: InstantMessage, shift: int, seq: int, problems: list[Problem]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    given_values = raw.values
    if len(given_values) > MAX_VALUES_PER_INSTANT:
        error = TooManyValues(f"{len(given_values)} at one instant, the first {MAX_VALUES_PER_INSTANT} are kept")
        problems.append(problem_of(error, seq, raw.at))
        given_values = dict(islice(given_values.items(), MAX_VALUES_PER_INSTANT))
    for name, given in given_values.items():
        try:
            if given is None:
                values[check_name(name)] = _OFF
            elif isinstance(given, Detailed):
                values[check_name(name)] = _detailed(name, given, raw.at, shift)
            else:
                values[name] = _plain(name, given)
        except BadReading as error:
            problems.append(problem_of(error, seq, raw.at))
    return values


@lru_cache(maxsize=16_384)
def _plain(name: str, number: float) -> Value:
    """Check a number; monitors say the same few hundred again and again, and what was found good stays so."""
    return Value(check_number(name, number))


def _detailed(name: str, given: Detailed, at: int, shift: int) -> Value:
    if given.s not in _VALIDITY:
        raise UnknownValidity(given.s[:20], field=name)
    validity = _VALIDITY[given.s]
    measured = None if given.t is None else _measured(name, given.t, at) + shift
    if given.v is None:
        if validity is Validity.VALID:
            raise NotANumber("valid, but no number", field=name)
        return Value(math.nan, Validity.SENSOR_OFF if validity is None else validity, measured)
    if validity is not None and validity is not Validity.VALID:
        return Value(math.nan, validity, measured)
    number = convert(name, given.v, given.u) if given.u else given.v
    return Value(check_number(name, number), Validity.VALID, measured)


def _measured(name: str, measured: int, at: int) -> int:
    # The time of a spot value is by the device's clock: it is compared with its instant, and corrected as that is.
    if measured > at + FUTURE_MS:
        raise TimeInFuture(field=f"{name}.t")
    if measured < at - MEASURED_OLDEST_MS:
        raise TimeTooOld(field=f"{name}.t")
    return measured
