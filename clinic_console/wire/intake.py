"""The hub's end of the device protocol without I/O: sequence, corrected times, refusals, acknowledgement, rewind."""

from dataclasses import dataclass, field

from clinic_console.domain.devices import DeviceClock
from clinic_console.domain.errors import (
    BadReading,
    BadTime,
    TimeInFuture,
    TimeNotIncreasing,
    TimeTooOld,
    TooManyValues,
    UnknownValidity,
)
from clinic_console.domain.readings import (
    FUTURE_MS,
    MAX_VALUES_PER_INSTANT,
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
    Ack,
    Detailed,
    Gap,
    InstantMessage,
    Problem,
    Readings,
    Rewind,
)

_NO_NUMBER = float("nan")
_OFF = Value(_NO_NUMBER, Validity.SENSOR_OFF)
_VALIDITY = {
    "": None,
    "valid": Validity.VALID,
    "sensor_off": Validity.SENSOR_OFF,
    "searching": Validity.SEARCHING,
}


@dataclass(slots=True)
class Taken:
    """What a readings message came to: good instants (corrected times), refusals, and whether to store it."""

    seq: int
    instants: list[Instant]
    problems: list[Problem]
    store: bool


@dataclass(slots=True)
class Intake:
    """One device connection: which sequence numbers came, are stored, and have to come again."""

    clock: DeviceClock = field(default_factory=DeviceClock)
    highest: int = 0
    acked: int = 0
    rewind_from: int | None = None
    _last_at: int = -(2**62)
    _asked: bool = False

    def take(self, message: Readings, arrived: int, refused: list[BadReading] | None = None) -> Taken:
        """Check a message that arrived at a time in ms since 1970, and say what of it is good."""
        taken = Taken(message.seq, [], [], self._in_sequence(message.seq))
        for error in refused or ():
            taken.problems.append(problem_of(error, message.seq))
        fresh = message.seq > self.highest
        self.highest = max(self.highest, message.seq)
        instants = message.instants
        if len(instants) > MAX_INSTANTS:
            taken.problems.append(problem_of(TooManyValues(f"over {MAX_INSTANTS} instants"), message.seq))
            instants = instants[:MAX_INSTANTS]
        for raw in instants:
            try:
                at = self._time(raw, message.clock, arrived, fresh)
            except BadReading as error:
                taken.problems.append(problem_of(error, message.seq, raw.at))
                continue
            values = _values(raw, at - raw.at, message.seq, taken.problems)
            if values:
                taken.instants.append(Instant(at, values))
        return taken

    def take_gap(self, gap: Gap) -> bool:
        """Note that a range of messages will never come; say whether the gap should be stored now."""
        store = self._in_sequence(gap.from_seq)
        self.highest = max(self.highest, gap.to_seq)
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
        if seq <= self.acked:
            return Ack(self.acked) if seq == self.acked else None
        self.acked = seq
        return Ack(seq)

    def _in_sequence(self, first: int) -> bool:
        if self.rewind_from is None:
            return True
        if self._asked and first <= self.rewind_from:
            self.rewind_from = None
            self._asked = False
            return True
        return False

    def _time(self, raw: InstantMessage, clock: int, arrived: int, fresh: bool) -> int:
        if not 0 <= raw.at < 2**53:
            raise BadTime(str(raw.at)[:20], field="at")
        at = self.clock.correct(clock, raw.at)
        if at > arrived + FUTURE_MS:
            raise TimeInFuture(field="at")
        if at < arrived - OLDEST_MS:
            raise TimeTooOld(field="at")
        if fresh:
            if at <= self._last_at:
                raise TimeNotIncreasing(field="at")
            self._last_at = at
        return at


def problem_of(error: BadReading, seq: int | None = None, at: int | None = None) -> Problem:
    """Put an error into the words of the protocol."""
    return Problem(error.code, error.message, seq, at, error.field)


def _values(raw: InstantMessage, shift: int, seq: int, problems: list[Problem]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for name, given in raw.values.items():
        try:
            if len(values) >= MAX_VALUES_PER_INSTANT:
                raise TooManyValues(f"over {MAX_VALUES_PER_INSTANT} values at one instant", field=name[:40])
            if given is None:
                values[check_name(name)] = _OFF
            elif isinstance(given, Detailed):
                values[check_name(name)] = _detailed(name, given, shift)
            else:
                values[name] = Value(check_number(name, given))
        except BadReading as error:
            problems.append(problem_of(error, seq, raw.at))
    return values


def _detailed(name: str, given: Detailed, shift: int) -> Value:
    # The time of a spot value is by the device's clock: it is corrected as its instant is.
    if given.s not in _VALIDITY:
        raise UnknownValidity(given.s[:20], field=name)
    if given.t is not None and not 0 <= given.t < 2**53:
        raise BadTime(str(given.t)[:20], field=f"{name}.t")
    validity = _VALIDITY[given.s]
    measured = None if given.t is None else given.t + shift
    if given.v is None or (validity is not None and validity is not Validity.VALID):
        return Value(_NO_NUMBER, validity or Validity.SENSOR_OFF, measured)
    number = convert(name, given.v, given.u) if given.u else given.v
    return Value(check_number(name, number), Validity.VALID, measured)
