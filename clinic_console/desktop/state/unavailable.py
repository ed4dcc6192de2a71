"""A doctor who is not there, or a closed clinic: what is typed, the plan for all who were to come, and its edits."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from statistics import median
from typing import Final

from clinic_console.desktop.state.booking_slot import Offer
from clinic_console.desktop.state.hours_exceptions import AwayDraft
from clinic_console.desktop.state.schedule_columns import Card, VisitKind
from clinic_console.desktop.state.unavailable_calls import Calls
from clinic_console.domain.errors import ClinicError
from clinic_console.domain.unavailable import Action
from clinic_console.domain.zones import day_of

HORIZONS: Final = (1, 2, 7, 14, 28, 42)
MOST_TYPED: Final = 200


@dataclass(frozen=True, slots=True)
class Away:
    """Who is away (0: the whole clinic), from when to when (ms since 1970), why, and for how many days to look."""

    clinic: str
    practitioner: int
    begins: int
    ends: int
    label: str = ""
    days: int = 14

    @property
    def period(self) -> tuple[str, int, int, int, int]:
        """Return all that decides about a plan: the words do not."""
        return self.clinic, self.practitioner, self.begins, self.ends, self.days

    def covers(self, practitioner: int, clinic: str, begins: int, ends: int) -> bool:
        """Say whether a time is one that is taken away."""
        theirs = practitioner == self.practitioner if self.practitioner else clinic == self.clinic
        return theirs and begins < self.ends and self.begins < ends


@dataclass(frozen=True, slots=True)
class Draft:
    """What is typed: ``when`` is leave (practitioner 0: nobody is chosen yet), or closed for the whole clinic."""

    when: AwayDraft
    days: int = 14

    @property
    def whose(self) -> bool:
        """Say whether it is known who, or what, is away."""
        return self.when.for_clinic or self.when.practitioner > 0

    def away(self, zone: str) -> Away | None:
        """Return what is meant, None while it is not complete; BadField for times that cannot be."""
        if not self.whose or self.when.first is None:
            return None
        # Of a time that comes twice the whole is taken: from the first one, until the second.
        begins, ends = replace(self.when, whole=False, first_fold=0, last_fold=1).times(zone)
        who = 0 if self.when.for_clinic else self.when.practitioner
        return Away(self.when.clinic, who, _ms(begins), _ms(ends), self.when.label.strip(), self.days)


@dataclass(frozen=True, slots=True)
class Row:
    """A visit that cannot be, and what is proposed; ``why`` and ``look`` are codes (domain.unavailable)."""

    card: Card
    action: Action
    to: Offer | None = None
    why: tuple[str, ...] = ()
    look: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Return which visit it is."""
        return self.card.id


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to become of a visit; ``before`` is what was chosen before it was left out (None: the proposal)."""

    action: Action
    to: Offer | None = None
    before: "Choice | None" = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What the hub proposes; ``made_at`` by its clock (ms since 1970), ``more``: there are others than these.

    ``elsewhere``: so many visits of who is away are in other clinics, and stay as they are.
    """

    away: Away
    made_at: int
    rows: tuple[Row, ...]
    optimal: bool = True
    more: bool = False
    elsewhere: int = 0


@dataclass(frozen=True, slots=True)
class Sum:
    """What a plan as it stands comes to; ``delay`` is the median of all that are moved, in ms."""

    total: int = 0
    same_day: int = 0
    later: int = 0
    waitlist: int = 0
    left: int = 0
    cancelled: int = 0
    delay: int | None = None

    @property
    def moved(self) -> int:
        """Return how many get a new time."""
        return self.same_day + self.later


@dataclass(slots=True)
class UnavailableState:
    """One console's plan: what is typed (``draft``), what the hub made of it, what was edited, and the call lists.

    ``asked``: what the hub is asked for; ``sent``: the plan is being carried out. ``problem``: why there is none.
    """

    draft: Draft | None = None
    plan: Plan | None = None
    edits: Mapping[str, Choice] = field(default_factory=dict)
    asked: Away | None = None
    problem: ClinicError | None = None
    sent: bool = False
    calls: Calls = field(default_factory=Calls)
    version: int = 0

    def begin(self, draft: Draft) -> None:
        """Begin anew with what is known already."""
        self.draft, self.plan, self.problem, self.asked, self.edits = draft, None, None, None, {}
        self.version += 1

    def write(self, draft: Draft) -> None:
        """Keep what is typed: a plan for other hours is none any more."""
        if draft != self.draft:
            self.draft, self.problem = draft, None
            self.version += 1

    def asking(self, away: Away) -> None:
        """The hub is being asked for a plan."""
        self.asked, self.problem = away, None
        self.version += 1

    def take(self, plan: Plan) -> bool:
        """Take a plan, unless another one is wanted by now; edits that still fit stay."""
        if self.asked is None or self.asked.period != plan.away.period:
            return False
        before = {row.id: row for row in self.plan.rows} if self.plan is not None else {}
        now = {row.id: row for row in plan.rows}
        self.edits = {
            each: choice
            for each, choice in self.edits.items()
            if each in now and each in before and now[each].card.version == before[each].card.version
            if _fits(choice, plan.away)
        }
        self.plan, self.asked, self.problem = plan, None, None
        self.version += 1
        return True

    def failed(self, away: Away, error: ClinicError | None) -> None:
        """Note why there is no plan."""
        if self.asked is not None and self.asked.period == away.period:
            self.asked, self.problem = None, error
            self.version += 1

    def row(self, visit: str) -> Row | None:
        """Return the row of a visit."""
        rows = self.plan.rows if self.plan is not None else ()
        return next((row for row in rows if row.id == visit), None)

    def choice(self, row: Row) -> Choice:
        """Return what is to become of a visit as things stand."""
        return self.edits.get(row.id) or Choice(row.action, row.to)

    def choose(self, row: Row, action: Action, to: Offer | None = None) -> None:
        """Have something else become of a visit; what was proposed is no edit."""
        edits = dict(self.edits)
        edits.pop(row.id, None)
        chosen = Choice(action, to)
        if chosen != Choice(row.action, row.to):
            edits[row.id] = chosen
        self._edit(edits)

    def turn(self, row: Row) -> bool:
        """Leave a visit to a clinician, or take that back; False where nothing else is known for it."""
        now, edits = self.choice(row), dict(self.edits)
        if now.action is not Action.LEAVE:
            edits[row.id] = Choice(Action.LEAVE, None, now)
        elif now.before is not None:
            del edits[row.id]
            if now.before != Choice(row.action, row.to):
                edits[row.id] = now.before
        else:
            return False
        self._edit(edits)
        return True

    def reset(self, row: Row) -> None:
        """Go back to what was proposed."""
        self._edit({each: choice for each, choice in self.edits.items() if each != row.id})

    def sending(self, *, on: bool) -> None:
        """The plan is being carried out, or not any more."""
        self.sent = on
        self.version += 1

    def done(self) -> None:
        """The plan has been carried out: there is none any more."""
        self.plan, self.edits, self.sent, self.draft = None, {}, False, None
        self.version += 1

    def clear(self) -> None:
        """Forget everything: somebody else may sign in next."""
        self.draft, self.plan, self.problem, self.asked, self.edits, self.sent = None, None, None, None, {}, False
        self.calls.clear()
        self.version += 1

    def _edit(self, edits: Mapping[str, Choice]) -> None:
        self.edits = edits
        self.version += 1


def clashes(state: UnavailableState, kinds: Mapping[int, VisitKind]) -> frozenset[str]:
    """Return the visits that an edit has put where another one of the plan is to be."""
    if state.plan is None or not state.edits:
        return frozenset()
    going = sorted(
        ((row, to) for row in state.plan.rows if (to := _target(state.choice(row))) is not None),
        key=lambda each: (each[1].practitioner, each[1].begins),
    )
    found: set[str] = set()
    for place, (row, to) in enumerate(going):
        for other, its in going[place + 1 :]:
            if its.practitioner != to.practitioner or its.begins >= to.ends:
                break
            if not _together(row.card, other.card, to, its, kinds):
                found |= {row.id, other.id}
    return frozenset(found)


def sum_of(state: UnavailableState, zone: str) -> Sum:
    """Return what the plan as it stands comes to."""
    rows = state.plan.rows if state.plan is not None else ()
    counted = dict.fromkeys(Action, 0)
    same, delays = 0, []
    for row in rows:
        choice = state.choice(row)
        counted[choice.action] += 1
        to = _target(choice)
        if to is not None:
            delays.append(to.begins - row.card.begins)
            same += date_of(to.begins, zone) == date_of(row.card.begins, zone)
    return Sum(
        len(rows),
        same,
        counted[Action.MOVE] - same,
        counted[Action.WAITLIST],
        counted[Action.LEAVE],
        counted[Action.CANCEL],
        round(median(delays)) if delays else None,
    )


def to_look_at(state: UnavailableState, clashing: Iterable[str]) -> frozenset[str]:
    """Return the visits at which somebody must look: what was decided by hand has been looked at."""
    rows = state.plan.rows if state.plan is not None else ()
    return frozenset(row.id for row in rows if row.look and row.id not in state.edits) | frozenset(clashing)


def nearest(
    offers: Iterable[Offer], row: Row, state: UnavailableState, free: Callable[[Offer], bool], most: int = 3
) -> tuple[Offer, ...]:
    """Return the first offers that are neither taken away, nor another row's, nor the row's own present time."""
    now = state.choice(row).to
    taken = [to for other in _rows(state) if other.id != row.id and (to := _target(state.choice(other))) is not None]
    found = [
        offer
        for offer in offers
        if free(offer)
        and (now is None or (offer.practitioner, offer.begins) != (now.practitioner, now.begins))
        and not any(
            offer.practitioner == to.practitioner and offer.begins < to.ends and to.begins < offer.ends
            for to in taken
        )
    ]
    return tuple(sorted(found, key=lambda each: each.begins)[:most])


def date_of(at: int, zone: str) -> date:
    """Return the day that a calendar in a zone shows at a time."""
    return day_of(zone, datetime.fromtimestamp(at / 1_000, UTC))


def _rows(state: UnavailableState) -> tuple[Row, ...]:
    return state.plan.rows if state.plan is not None else ()


def _target(choice: Choice) -> Offer | None:
    return choice.to if choice.action is Action.MOVE else None


def _together(one: Card, other: Card, to: Offer, its: Offer, kinds: Mapping[int, VisitKind]) -> bool:
    """Say whether two visits may stand at one time: those of a group do."""
    kind = kinds.get(one.type)
    group = kind is not None and kind.rules.capacity > 1
    return group and one.type == other.type and to.begins == its.begins


def _fits(choice: Choice, away: Away) -> bool:
    to = choice.to
    return to is None or not away.covers(to.practitioner, to.clinic, to.begins, to.ends)


def _ms(at: datetime) -> int:
    return round(at.timestamp() * 1_000)
