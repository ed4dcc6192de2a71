"""Bulk work as one console knows it: what is on its way, what became of it row by row, and the rooms to choose from.

Whatever is sent has a key of its own until its fate is known. Times are the hub's, in ms since 1970.
"""

from collections import Counter, deque
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from clinic_console.desktop.state.schedule_columns import Card
from clinic_console.domain.appointments import Identity, State
from clinic_console.domain.bulk import AMONG, MOST_ROWS, Operation, Outcome
from clinic_console.domain.errors import ClinicError
from clinic_console.domain.schedule import MINUTE_MS

MOST_RESULTS: Final = 20
_OF_SLOTS: Final = frozenset({Operation.EXPECTED, Operation.NO_SHOW})
"""Who came without a slot was never expected."""
_NEXT: Final[Mapping[State, Operation]] = MappingProxyType(
    {
        State.BOOKED: Operation.ARRIVED,
        State.NO_SHOW: Operation.ARRIVED,
        State.LEFT: Operation.ARRIVED,
        State.CHECKED_IN: Operation.ROOMED,
        State.ROOMED: Operation.WITH_DOCTOR,
        State.WITH_DOCTOR: Operation.DONE,
    }
)


@dataclass(frozen=True, slots=True)
class Order:
    """What is done to visits: the operation, and what it needs (a room; why; where to)."""

    operation: Operation
    room: int = 0
    why: str = ""
    note: str = ""
    practitioner: int = 0
    days: int = 0
    minutes: int = 0
    all_or_nothing: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """Bulk work as it was sent, under its key; ``undoes`` is the id of what it takes back.

    ``unsure``: the answer was lost, and it is sent again.
    """

    key: str
    clinic: str
    order: Order
    cards: tuple[Card, ...]
    undoes: str = ""
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one visit: how it was seen, how it stands now, and why nothing was done to it."""

    card: Card
    outcome: Outcome
    problem: ClinicError | None = None
    state: State | None = None
    version: int = 0
    begins: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a request: its rows; or ``error``, why certainly nothing was done.

    ``id``: by which it can be taken back until ``undo_until`` (0: there is nothing to take back).
    """

    request: Request
    id: str = ""
    rows: tuple[Row, ...] = ()
    undo_until: int = 0
    error: ClinicError | None = None

    @property
    def failed(self) -> tuple[Row, ...]:
        """Return the rows to which nothing was done although it was to be."""
        return tuple(row for row in self.rows if row.outcome not in (Outcome.DONE, Outcome.ALREADY))

    def count(self, *outcomes: Outcome) -> int:
        """Return how many rows ended so."""
        return sum(row.outcome in outcomes for row in self.rows)


@dataclass(frozen=True, slots=True)
class Room:
    """A room of a clinic; ``capacity`` patients fit in."""

    id: int
    name: str
    group: str = ""
    capacity: int = 1


@dataclass(slots=True)
class BulkState:
    """``working`` says of visits what is being done to them; ``results`` are those not told yet, the oldest first.

    ``last`` is what came of the last work, until it was looked at or the next begins. ``version`` rises with every
    change that can be seen.
    """

    working: dict[str, Operation] = field(default_factory=dict)
    requests: dict[str, Request] = field(default_factory=dict)
    results: deque[Result] = field(default_factory=lambda: deque(maxlen=MOST_RESULTS))
    last: Result | None = None
    rooms: dict[str, tuple[Room, ...]] = field(default_factory=dict)
    rooms_problem: ClinicError | None = None
    version: int = 0

    @property
    def unsure(self) -> bool:
        """Say whether the answer to something was lost, and it is asked for again."""
        return any(request.unsure for request in self.requests.values())

    def send(self, key: str, clinic: str, order: Order, cards: Sequence[Card], undoes: str = "") -> Request | None:
        """Note what is sent; None where nothing is left to do, or where too much is asked for at once.

        What something is being done to already is left out, unless something is taken back.
        """
        free = tuple(card for card in cards if undoes or card.id not in self.working)
        if not free or len(free) > MOST_ROWS:
            return None
        made = self.requests[key] = Request(key, clinic, order, free, undoes)
        self.working |= {card.id: order.operation for card in free}
        self.last = None
        self.version += 1
        return made

    def doubt(self, key: str) -> None:
        """An answer was lost: it may be done, or not."""
        if key in self.requests:
            before = self.requests[key]
            self.requests[key] = Request(key, before.clinic, before.order, before.cards, before.undoes, unsure=True)
            self.version += 1

    def take(self, result: Result) -> None:
        """Take in what became of it; nothing of a request that has been forgotten."""
        if self.requests.pop(result.request.key, None) is None:
            return
        for card in result.request.cards:
            self.working.pop(card.id, None)
        self.results.append(result)
        self.last = result
        self.version += 1

    def close(self) -> None:
        """Nobody looks at what came of the last work any more."""
        if self.last is not None:
            self.last = None
            self.version += 1

    def take_rooms(self, clinic: str, rooms: Sequence[Room]) -> None:
        """Take the rooms of a clinic."""
        self.rooms[clinic], self.rooms_problem = tuple(rooms), None
        self.version += 1

    def no_rooms(self, error: ClinicError) -> None:
        """Note why there are no rooms."""
        self.rooms_problem = error
        self.version += 1

    def clear(self) -> None:
        """Forget everything: somebody else may sign in next."""
        version = self.version
        self.__init__()  # type: ignore[misc]  # as it was made, whatever stands in it
        self.version = version + 1


def fits(operation: Operation, card: Card, now: int, grace: int) -> bool:
    """Say whether an operation would do something with a visit; ``grace`` in minutes, ``now`` 0: not known."""
    if card.state not in AMONG[operation] or (card.walk_in and operation in _OF_SLOTS):
        return False
    if operation is Operation.CHECKED_IN:
        return card.identity is not Identity.UNKNOWN
    if operation is Operation.NO_SHOW:
        return not now or card.begins + grace * MINUTE_MS <= now
    return True


def fitting(cards: Collection[Card], now: int, grace: Callable[[int], int]) -> Counter[Operation]:
    """Return with how many of these visits each operation would do something; ``grace`` in minutes, by type."""
    found: Counter[Operation] = Counter()
    # Of 500 visits most are alike: one of a kind is looked at for all of them.
    alike = Counter((card.state, card.identity, card.walk_in) for card in cards)
    kinds = {(card.state, card.identity, card.walk_in): card for card in cards}
    for kind, count in alike.items():
        for operation in Operation:
            if operation is not Operation.NO_SHOW and fits(operation, kinds[kind], now, 0):
                found[operation] += count
    expected = [card for card in cards if card.state is State.BOOKED]
    minutes = {kind: grace(kind) for kind in {card.type for card in expected}}
    found[Operation.NO_SHOW] = sum(fits(Operation.NO_SHOW, card, now, minutes[card.type]) for card in expected)
    return found


def next_of(card: Card) -> Operation | None:
    """Return what usually follows for a visit."""
    if card.state is State.ARRIVED:
        return Operation.ROOMED if card.identity is Identity.UNKNOWN else Operation.CHECKED_IN
    return _NEXT.get(card.state)


def primary_of(cards: Collection[Card]) -> Operation | None:
    """Return what usually follows for most of these visits; of two that are as many, what comes first in a visit."""
    counts = Counter(operation for card in cards if (operation := next_of(card)) is not None)
    order = list(Operation)
    return min(counts, key=lambda each: (-counts[each], order.index(each)), default=None)
