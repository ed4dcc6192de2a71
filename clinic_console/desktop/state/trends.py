"""The trend of the one bed that is open: what was asked of the hub, what came back, and the live tail behind it.

Times are ms since 1970. A point sums up a short time; nothing here ever makes a peak smaller or bridges a gap.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from clinic_console.desktop.state.clock import Moment
from clinic_console.desktop.state.readings import BedReadings
from clinic_console.desktop.state.trends_curves import Curve, Tail, curve_of, join_of, joined
from clinic_console.domain.errors import ClinicError
from clinic_console.domain.readings import MAX_VALUES_PER_INSTANT, PARAMETERS
from clinic_console.wire.readings import History, Point

MINUTE_MS: Final = 60_000
SPANS_MS: Final = (10 * MINUTE_MS, 60 * MINUTE_MS, 480 * MINUTE_MS, 1_440 * MINUTE_MS)
STEPS_MS: Final = (1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000)
MOST_STEPS: Final = 1_500
"""Steps asked for at most (the hub gives 2,000): times are cut at round steps, so that a picture does not shimmer."""
MOST_POINTS: Final = 2_000
MOST_GAPS: Final = 1_000
NARROWEST_MS: Final = 30_000
REFRESH_SECONDS: Final = 60.0
RETRY_SECONDS: Final = 10.0
DEBOUNCE_SECONDS: Final = 0.3
MOST_OCCUPANTS: Final = 256


class Occupant(NamedTuple):
    """Who lies in a bed and which monitor stands there."""

    patient: str | None
    device: int | None


NOBODY: Final = Occupant(None, None)


@dataclass(frozen=True, slots=True)
class Request:
    """One question to the hub about a bed; ``serial`` tells it from every other one."""

    serial: int
    bed: str
    begins: int
    ends: int
    step: int
    detail: bool = False

    @property
    def points(self) -> int:
        """Return in how many steps the time is summed up."""
        return max(1, (self.ends - self.begins) // self.step)


class Lost(NamedTuple):
    """A time that the monitor reported as lost for good."""

    begins: int
    ends: int
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What the hub said: curves by parameter, what was lost, and since when it is about who lies there now."""

    curves: Mapping[str, Curve]
    lost: tuple[Lost, ...] = ()
    since: int = 0


def answer_of(history: History) -> Answer:
    """Read the hub's answer; what cannot be true is left out, and nothing is longer than it may be."""
    curves = {}
    for series in history.series[:MAX_VALUES_PER_INSTANT]:
        rows = sorted(
            (p.first, p.last, p.low, p.high, p.mean, p.late)
            for p in series.points[:MOST_POINTS]
            if _believable(series.name, p)
        )
        if rows:
            curves[series.name] = curve_of(rows)
    gaps = sorted((g for g in history.gaps if g.begins < g.ends), key=lambda gap: gap.begins)
    lost = tuple(Lost(g.begins, g.ends, g.reason[:60]) for g in gaps[:MOST_GAPS])
    return Answer(curves, lost, max(0, history.since))


def _believable(name: str, point: Point) -> bool:
    known = PARAMETERS.get(name)
    numbers = (point.low, point.mean, point.high)
    if not all(map(math.isfinite, numbers)) or not 0 <= point.first <= point.last < 2**53:
        return False
    slack = 1e-6 * max(1.0, abs(point.mean))
    if not point.low - slack <= point.mean <= point.high + slack:
        return False
    return known is None or (known.low <= point.low and point.high <= known.high)


@dataclass(slots=True)
class Trends:
    """The open bed's trend; ``version`` rises with what changes the whole picture (not with each live value).

    ``since`` is from when on the bed is known to be this patient's: nothing older may stand beside the name.
    """

    bed: str | None = None
    occupant: Occupant = NOBODY
    since: int = 0
    span: int = SPANS_MS[2]
    zoom: tuple[int, int] | None = None
    problem: ClinicError | None = None
    asked: float = 0.0
    version: int = 0
    _whole: tuple[Request, Answer] | None = None
    _detail: tuple[Request, Answer] | None = None
    _tails: dict[str, Tail] = field(default_factory=dict)
    _merged: dict[str, Curve] = field(default_factory=dict)
    _flight: Request | None = None
    _serial: int = 0
    _taken: dict[bool, float] = field(default_factory=dict)
    _zoomed: float = 0.0
    _retry_at: float = 0.0
    _known: dict[str, tuple[Occupant, int]] = field(default_factory=dict)

    def open(self, bed: str, occupant: Occupant, moment: Moment) -> None:
        """Begin with a bed, or anew because another patient or monitor is there: nothing of before stays."""
        before, since = self._known.pop(bed, (occupant, 0))
        if before.patient != occupant.patient:
            since = moment.hub
        self._known[bed] = occupant, since
        while len(self._known) > MOST_OCCUPANTS:
            self._known.pop(next(iter(self._known)))
        self.close()
        self.bed, self.occupant, self.since, self.asked = bed, occupant, since, moment.mono

    def close(self) -> None:
        """Drop the bed and all that was measured there."""
        self.bed, self.occupant, self.since = None, NOBODY, 0
        self.zoom, self.problem, self._flight = None, None, None
        self._whole = self._detail = None
        self._tails.clear()
        self._taken.clear()
        self._retry_at = 0.0
        self._changed()

    def clear(self) -> None:
        """Forget everything: somebody else may sign in next."""
        self.close()
        self._known.clear()
        self.span = SPANS_MS[2]

    def choose(self, span: int, moment: Moment) -> None:
        """Look at another span (ms) up to now."""
        if span == self.span and self.zoom is None:
            return
        self.span, self.zoom, self._detail, self._flight = span, None, None, None
        if self._whole is not None and self._whole[0].begins > moment.hub - span:
            self._whole = None
        self.problem, self._retry_at, self.asked = None, 0.0, moment.mono
        self._changed()

    def look_at(self, begins: int, ends: int, moment: Moment) -> None:
        """Zoom into a time within the span, not narrower than can be made use of; the whole span ends the zoom."""
        whole = moment.hub - self.span, moment.hub
        width = min(self.span, max(NARROWEST_MS, ends - begins))
        begins = max(whole[0], min(begins, whole[1] - width))
        self.zoom = None if width >= self.span else (begins, begins + width)
        self._zoomed = moment.mono
        self._changed()

    def window(self, moment: Moment) -> tuple[int, int]:
        """Return the time that is looked at."""
        return self.zoom or (moment.hub - self.span, moment.hub)

    def live(self, data: BedReadings | None) -> None:
        """Add what the monitor says now."""
        for name, value in data.values.items() if data is not None and self.bed is not None else ():
            if value.number is None or value.at < self.since:
                continue
            tail = self._tails.get(name)
            if tail is None:
                tail = self._tails[name] = Tail(join_of(name))
            if tail.put(value.at, value.number):
                self._merged.pop(name, None)

    # Questions and answers

    def due(self, moment: Moment) -> Request | None:
        """Return what is to be asked of the hub now, if anything; at most one question is on its way."""
        if self.bed is None or self._flight is not None or not moment.hub or moment.mono < self._retry_at:
            return None
        whole = self._whole
        if whole is None or whole[0].ends - whole[0].begins != self.span or self._old(moment, detail=False):
            step = _step_of(self.span)
            ends = -(-moment.hub // step) * step
            return self._request(ends - self.span, ends, step)
        if self.zoom is None or moment.mono - self._zoomed < DEBOUNCE_SECONDS:
            return None
        begins, ends = self.zoom
        margin = (ends - begins) // 4
        begins, ends = max(whole[0].begins, begins - margin), min(whole[0].ends, ends + margin)
        step = _step_of(ends - begins)
        if step >= whole[0].step or (self._covered(step) and not self._old(moment, detail=True)):
            return None
        return self._request(begins // step * step, -(-ends // step) * step, step, detail=True)

    def begin(self, request: Request) -> None:
        """Note that a question is on its way."""
        self._flight = request

    def wants(self, request: Request) -> bool:
        """Say whether an answer is still of use."""
        return request == self._flight

    def take(self, request: Request, answer: Answer, mono: float) -> bool:
        """Take in an answer, unless it is one to an older question; return whether it was of use."""
        if not self.wants(request):
            return False
        self.since = max(self.since, answer.since)
        curves = {name: curve.part(curve.first >= self.since) for name, curve in answer.curves.items()}
        answer = Answer({name: curve for name, curve in curves.items() if len(curve)}, answer.lost, answer.since)
        self._flight, self.problem, self._retry_at = None, None, 0.0
        self._taken[request.detail] = mono
        if request.detail:
            self._detail = request, answer
        else:
            self._whole = request, answer
            for name, tail in self._tails.items():
                known = answer.curves.get(name)
                tail.drop_until(int(known.last[-1]) if known is not None else request.begins)
        self._changed()
        return True

    def failed(self, request: Request, error: ClinicError, mono: float) -> None:
        """Note why a question was not answered; it is asked again in a while."""
        if self.wants(request):
            self._flight, self.problem, self._retry_at = None, error, mono + RETRY_SECONDS
            self.version += 1

    def given_up(self, request: Request) -> None:
        """Note that nobody waits for an answer any more."""
        if self.wants(request):
            self._flight = None

    def again(self) -> None:
        """Ask again at once: somebody wants it, or the hub has come back and knows more."""
        self._retry_at = 0.0
        self._taken.clear()

    # What there is to show

    @property
    def loaded(self) -> bool:
        """Say whether the history of this span is known."""
        return self._whole is not None

    @property
    def known_from(self) -> int:
        """Return from when on silence means that there was none: before, nobody has asked yet."""
        return max(self.since, self._whole[0].begins) if self._whole is not None else 0

    @property
    def step(self) -> int:
        """Return how much time a point sums up, in ms."""
        if self._detail is not None and self._covered(self._detail[0].step):
            return self._detail[0].step
        return self._whole[0].step if self._whole is not None else STEPS_MS[0]

    @property
    def lost(self) -> tuple[Lost, ...]:
        """Return the times that the monitor reported as lost for good."""
        return tuple(gap for gap in self._whole[1].lost if gap.ends > self.since) if self._whole is not None else ()

    @property
    def names(self) -> tuple[str, ...]:
        """Return the parameters of which anything is known."""
        known = set(self._whole[1].curves) if self._whole is not None else set()
        return tuple(sorted(known | self._tails.keys()))

    def curve(self, name: str) -> Curve:
        """Return all that is known of a parameter, as fine as it is known for what is looked at."""
        found = self._merged.get(name)
        if found is None:
            found = curve_of([])
            if self._detail is not None and self._covered(self._detail[0].step):
                found = joined(found, self._detail[1].curves.get(name, found))
            if self._whole is not None:
                found = joined(found, self._whole[1].curves.get(name, curve_of([])))
            tail = self._tails.get(name)
            found = self._merged[name] = joined(found, tail.curve()) if tail is not None else found
        return found

    def _covered(self, step: int) -> bool:
        if self._detail is None or self.zoom is None:
            return False
        request = self._detail[0]
        return request.begins <= self.zoom[0] and self.zoom[1] <= request.ends and request.step <= step

    def _old(self, moment: Moment, *, detail: bool) -> bool:
        taken = self._taken.get(detail)
        return taken is None or moment.mono - taken >= REFRESH_SECONDS

    def _request(self, begins: int, ends: int, step: int, *, detail: bool = False) -> Request:
        self._serial += 1
        return Request(self._serial, self.bed or "", begins, ends, step, detail)

    def _changed(self) -> None:
        self._merged.clear()
        self.version += 1


def _step_of(span: int) -> int:
    return next((step for step in STEPS_MS if span <= step * MOST_STEPS), STEPS_MS[-1])
