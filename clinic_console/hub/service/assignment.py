"""The best places for all visits of somebody who is away: an integer programme, solved by HiGHS (ADR 0081).

A column is one visit at one place, or at none. Rows say that each visit has one column, that no two visits meet at a
practitioner (for each moment at which a place begins: at most one of all that cover it), that no patient is in two
places, and that of a pool not more are used than are free.

Only few columns are looked at. Let u be the price of a visit's row in the linear relaxation: all other rows say "at
most", so their prices are not above 0, and a column that was left out costs at least (its cost - u) more than the
relaxation. Where the cheapest column left out of each visit costs u or more, the relaxation over these columns is the
one over all. A plan of cost ``best`` can then only be bettered with a column whose cost - u is less than
``best - relaxation``: once all of these are in, the best plan over the columns is the best of all.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from clinic_console.domain.unavailable import Chosen, Place, Problem, total, unplaced
from clinic_console.hub.service.assignment_first import Choices, first_come, make_choices

SECONDS: Final = 0.15
"""So long the best plan is looked for; then the best that was found is taken, and said not to be proven."""
_MOST_COLUMNS: Final = 12_000
_WHOLE: Final = 1e-6

Seat = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Assignment:
    """Where each visit goes (None: nowhere). ``optimal``: no other plan costs less.

    ``alone``: what each would cost if it were the only one.
    """

    chosen: tuple[Place | None, ...]
    optimal: bool
    alone: tuple[int, ...] = ()


@dataclass(slots=True)
class _Model:
    """The programme as rows of columns; the first rows are the visits'."""

    costs: list[float] = field(default_factory=list)
    rows: list[dict[int, float]] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    taken: list[tuple[int, Place | None]] = field(default_factory=list)
    """Of each column: the visit and the place; of what is none (a group's seat), -1."""

    def column(self, visit: int, place: Place | None, price: float) -> int:
        self.taken.append((visit, place))
        self.costs.append(price)
        return len(self.costs) - 1

    def row(self, parts: dict[int, float], most: float, least: float = float("-inf")) -> None:
        self.rows.append(parts)
        self.upper.append(most)
        self.lower.append(least)


def assign(
    problem: Problem, seconds: float | None = None, clock: Callable[[], float] = time.perf_counter
) -> Assignment:
    """Return the plan of least cost; after ``seconds`` the best that was found. Blocks: call it in a thread."""
    import highspy  # noqa: F401 - the first time it takes longer than a plan may

    until = clock() + (SECONDS if seconds is None else seconds)
    if not problem.visits:
        return Assignment((), optimal=True)
    choices = make_choices(problem)
    first = first_come(problem, choices)
    for each in choices:
        each.many = min(len(each.costs), _first_columns(len(choices)))
    found, proven = _solve(problem, choices, first, lambda: until - clock())
    best = min((found, first), key=lambda plan: total(problem, plan))
    alone = tuple(int(each.costs[0]) if len(each.costs) else unplaced(each.visit) for each in choices)
    return Assignment(tuple(best), proven, alone)


def _first_columns(visits: int) -> int:
    """Return with how many columns of each visit it begins: each of the others may take the best ones."""
    return min(2 * visits + 20, max(20, _MOST_COLUMNS // visits))


def _solve(problem: Problem, choices: list[Choices], first: Chosen, left: Callable[[], float]) -> tuple[Chosen, bool]:
    """Return the best plan that is found in time, and whether it is the best of all."""
    while left() > 0:
        model = _model(problem, choices)
        values, prices, bound = _run(model, left(), whole=False)
        if values is None:
            return first, False
        short = [each for each, price in zip(choices, prices, strict=False) if each.next_cost() < price - _WHOLE]
        growing = [each for each in short if not each.all_in()]
        if growing:
            for each in growing:
                each.many = min(len(each.costs), each.many * 2 + 10)
            continue
        if all(min(value, 1 - value) < _WHOLE for value in values):
            return _plan(model, len(choices), values), not short
        return _whole(problem, choices, first, (prices, bound), left)
    return first, False


def _whole(
    problem: Problem,
    choices: list[Choices],
    first: Chosen,
    relaxed: tuple[Sequence[float], float],
    left: Callable[[], float],
) -> tuple[Chosen, bool]:
    """Solve it in whole numbers, with all columns that a better plan could have."""
    prices, bound = relaxed
    best = first
    while left() > 0:
        model = _model(problem, choices)
        values, _, _ = _run(model, left(), whole=True)
        if values is None:
            return best, False
        best = min((_plan(model, len(choices), values), best), key=lambda plan: total(problem, plan))
        # A better plan costs at least 1 less: whoever is in it costs less than this above the price.
        room = total(problem, best) - 1 - bound + _WHOLE
        reaches = [(each, price + room) for each, price in zip(choices, prices, strict=False)]
        short = [(each, each.up_to(reach)) for each, reach in reaches if each.next_cost() <= reach]
        growing = [(each, many) for each, many in short if many > each.many]
        if not growing:
            return best, not short
        for each, many in growing:
            each.many = many
    return best, False


def _plan(model: _Model, visits: int, values: Sequence[float]) -> list[Place | None]:
    chosen: list[Place | None] = [None] * visits
    for (visit, place), value in zip(model.taken, values, strict=True):
        if visit >= 0 and place is not None and value > 0.5:
            chosen[visit] = place
    return chosen


def _run(model: _Model, seconds: float, *, whole: bool) -> tuple[Sequence[float] | None, Sequence[float], float]:
    """Return the values of the columns (None: not found in time), the prices of the rows, and what it costs."""
    import highspy
    import numpy as np

    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(model.costs), len(model.rows)
    lp.col_cost_ = np.array(model.costs)
    lp.col_lower_, lp.col_upper_ = np.zeros(len(model.costs)), np.ones(len(model.costs))
    lp.row_lower_, lp.row_upper_ = np.array(model.lower), np.array(model.upper)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(row) for row in model.rows)], dtype=np.int32)
    lp.a_matrix_.index_ = np.array([column for row in model.rows for column in row], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([part for row in model.rows for part in row.values()], dtype=float)
    if whole:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * len(model.costs)
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in _OPTIONS.items():
        solver.setOptionValue(option, value)
    solver.setOptionValue("time_limit", max(seconds, 0.001))
    solver.passModel(lp)
    solver.run()
    solution = solver.getSolution()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal or not solution.value_valid:
        return None, [], 0.0
    return list(solution.col_value), list(solution.row_dual), float(solver.getObjectiveValue())


_OPTIONS: Final[dict[str, Any]] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 1,
    "mip_rel_gap": 0.0,
    # Costs are whole numbers.
    "mip_abs_gap": 0.5,
}


def _model(problem: Problem, choices: list[Choices]) -> _Model:
    model = _Model()
    for number, each in enumerate(choices):
        row = {model.column(number, None, unplaced(each.visit)): 1.0}
        for rank in range(each.many):
            row[model.column(number, each.place(rank), float(each.costs[rank]))] = 1.0
        model.row(row, 1, 1)
    seats = _seats(model)
    _practitioners(model, seats)
    _patients(model, choices)
    _pools(model, problem, seats)
    return model


def _seats(model: _Model) -> list[tuple[int, Place]]:
    """Return what takes a practitioner's time: columns, and of groups a seat for all who begin together."""
    alone: list[tuple[int, Place]] = []
    groups: dict[Seat, list[tuple[int, Place]]] = {}
    for column, (_, place) in enumerate(model.taken):
        if place is None:
            continue
        if place.left == 1:
            alone.append((column, place))
        else:
            groups.setdefault((place.practitioner, place.begins, place.type), []).append((column, place))
    for members in groups.values():
        place = members[0][1]
        seat = model.column(-1, place, 0.0)
        alone.append((seat, place))
        model.row({column: 1.0 for column, _ in members} | {seat: -float(place.left)}, 0)
        for column, _ in members:
            model.row({column: 1.0, seat: -1.0}, 0)
    return alone


def _practitioners(model: _Model, seats: list[tuple[int, Place]]) -> None:
    spans: dict[int, list[tuple[int, int, int]]] = {}
    for column, place in seats:
        # Two meet when one begins before the other and its time behind are over, or ends within the time before it.
        spans.setdefault(2 * place.practitioner, []).append((place.own_begins, place.own_ends + place.after, column))
        if place.before:
            spans.setdefault(2 * place.practitioner + 1, [])
    for column, place in seats:
        if 2 * place.practitioner + 1 in spans:
            spans[2 * place.practitioner + 1].append((place.own_begins - place.before, place.own_ends, column))
    for each in spans.values():
        _at_most(model, each, lambda _: 1)


def _patients(model: _Model, choices: list[Choices]) -> None:
    visits: dict[str, list[int]] = {}
    for number, each in enumerate(choices):
        visits.setdefault(each.visit.patient, []).append(number)
    several = {number: patient for patient, numbers in visits.items() if len(numbers) > 1 for number in numbers}
    spans: dict[str, list[tuple[int, int, int]]] = {}
    for column, (number, place) in enumerate(model.taken):
        if place is not None and number in several:
            spans.setdefault(several[number], []).append((place.begins, place.ends, column))
    for held in spans.values():
        _at_most(model, held, lambda _: 1)


def _pools(model: _Model, problem: Problem, seats: list[tuple[int, Place]]) -> None:
    for number, pool in enumerate(problem.pools):
        spans = [
            (use.begins, use.ends, column)
            for column, (visit, place) in enumerate(model.taken)
            if place is not None and visit >= 0
            for use in place.uses
            if use.pool == number
        ]
        spans += [
            (place.own_begins, place.own_ends, column) for column, place in seats if place.practitioner in pool.people
        ]
        _at_most(model, spans, lambda at, pool=pool: pool.least(at, at + 1), [since for since, _ in pool.steps])  # type: ignore[misc]


def _at_most(
    model: _Model, spans: list[tuple[int, int, int]], most: Callable[[int], int], moments: Iterable[int] = ()
) -> None:
    """Have at each moment at most so many of the columns whose spans cover it."""
    spans.sort()
    covering: list[tuple[int, int]] = []
    coming, before = 0, float("inf")
    for moment in sorted({begins for begins, _, _ in spans} | set(moments)):
        first = coming
        while coming < len(spans) and spans[coming][0] <= moment:
            covering.append((spans[coming][1], spans[coming][2]))
            coming += 1
        covering = [each for each in covering if each[0] > moment]
        limit = max(most(moment), 0) if covering else 0
        # What ends makes room: a row is needed where something begins, or fewer are free than before.
        if covering and (coming > first or limit < before):
            _row(model, [column for _, column in covering], limit)
        before = limit


def _row(model: _Model, columns: list[int], limit: int) -> None:
    """Have at most so many of these, unless the visits' own rows say so already."""
    parts: dict[int, float] = {}
    for column in columns:
        parts[column] = parts.get(column, 0.0) + 1.0
    visits = {model.taken[column][0] if model.taken[column][0] >= 0 else -2 - column for column in parts}
    if (len(visits) > 1 or max(parts.values()) > limit) and sum(parts.values()) > limit:
        model.row(parts, limit)
