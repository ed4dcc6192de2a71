"""What is recorded, and that nothing done to a sealed chain goes unseen."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_console.domain.access import Role
from clinic_console.domain.audit import (
    GENESIS,
    LATEST,
    LONGEST_STATE,
    LONGEST_TEXT,
    Broken,
    Head,
    Row,
    Sealed,
    Walk,
    bounded,
    changed,
    first_broken,
    seal,
    sealed_behind,
    written,
)

TEXTS = st.text(max_size=8)
IDS = st.none() | st.uuids()
TIMES = st.datetimes(datetime(1969, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
ROWS = st.builds(
    Row, id=st.uuids(), at=TIMES, user_id=IDS, user_name=TEXTS, session_id=IDS, station_id=IDS, address=TEXTS,
    program=TEXTS, clinic_id=IDS, action=TEXTS, object_kind=TEXTS, object_id=TEXTS, patient_id=IDS, before=TEXTS,
    after=TEXTS, reason=TEXTS, request_id=TEXTS,
    clinics=st.lists(st.uuids(), max_size=2).map(tuple),
)  # fmt: skip


def rows_in_time(**sizes: int) -> st.SearchStrategy[list[Row]]:
    return st.lists(ROWS, **sizes).map(lambda rows: sorted(rows, key=lambda row: row.at))


FIELDS = sorted(Row.__dataclass_fields__)


def chained(rows: list[Row]) -> list[Sealed]:
    return sealed_behind(Head(0, GENESIS), rows)


@given(rows_in_time(max_size=6))
def test_a_chain_that_nobody_touched_holds(rows: list[Row]) -> None:
    chain = chained(rows)
    assert first_broken(chain, [Head(row.seq, row.hash) for row in chain]) is None
    walk = Walk()
    assert [walk.step(row) for row in chain] == [None] * len(chain)
    assert walk.head == Head(len(chain), chain[-1].hash if chain else GENESIS)


@given(st.data(), rows_in_time(min_size=1, max_size=5))
def test_a_changed_field_is_found_where_it_is(data: Any, rows: list[Row]) -> None:
    chain = chained(rows)
    index = data.draw(st.integers(0, len(rows) - 1))
    field = data.draw(st.sampled_from(FIELDS))
    other = getattr(data.draw(ROWS), field)
    row = chain[index].row
    chain[index] = replace(chain[index], row=replace(row, **{field: other}))
    expected = None if other == getattr(row, field) else Broken(index + 1, "changed", chain[index].row.id)
    assert first_broken(chain) == expected


@given(ROWS, st.integers(0, 5))
def test_text_moved_from_one_field_to_the_next_is_another_row(row: Row, cut: int) -> None:
    moved = replace(row, user_name=row.user_name[:cut], address=row.user_name[cut:] + row.address)
    assert (seal(GENESIS, 1, moved) == seal(GENESIS, 1, row)) == (moved == row)


@given(st.data(), rows_in_time(min_size=3, max_size=6))
def test_a_row_taken_out_put_in_or_moved_is_found(data: Any, rows: list[Row]) -> None:
    chain = chained(rows)
    index = data.draw(st.integers(0, len(rows) - 2))
    without = chain[:index] + chain[index + 1 :]
    assert first_broken(without) == Broken(index + 1, "missing")
    twice = chain[: index + 1] + chain[index:]
    assert first_broken(twice) == Broken(index + 1, "not the only one", chain[index].row.id)
    here, there = chain[index], chain[index + 1]
    swapped = [*chain[:index], replace(there, seq=here.seq), replace(here, seq=there.seq), *chain[index + 2 :]]
    broken = first_broken(swapped)
    assert (broken is None) == (here.row == there.row and here.hash == there.hash) or broken == Broken(
        index + 1, "changed", there.row.id
    )


@given(st.data(), rows_in_time(min_size=2, max_size=6))
def test_an_end_cut_off_or_a_chain_written_anew_shows_by_what_was_exported(data: Any, rows: list[Row]) -> None:
    chain = chained(rows)
    heads = [Head(chain[-1].seq, chain[-1].hash)]
    kept = data.draw(st.integers(0, len(rows) - 1))
    assert first_broken(chain[:kept]) is None, "without the heads nobody can know"
    assert first_broken(chain[:kept], heads) == Broken(kept + 1, "cut off")
    anew = chained([replace(row, reason=row.reason + "!") for row in rows])
    assert first_broken(anew) is None
    assert first_broken(anew, heads) == Broken(len(rows), "written anew", rows[-1].id)


def test_two_heads_of_one_place_contradict_each_other() -> None:
    """The end was cut off and written anew as far: what is there now fits the later head."""
    rows = [_row(str(number)) for number in range(3)]
    old, new = chained(rows), chained([*rows[:2], _row("other")])
    heads = [Head(each.seq, each.hash) for each in (old[2], new[2])]
    assert first_broken(new, heads) == Broken(3, "written anew", new[2].row.id)
    assert first_broken(old, heads) == Broken(3, "written anew", old[2].row.id)


@given(st.integers(0, 61_000_000), st.integers(0, 61_000_000))
def test_a_row_much_older_than_any_before_it_was_put_in(first: int, second: int) -> None:
    times = [_row("").at - timedelta(microseconds=back) for back in (0, first, first + second)]
    chain = chained([replace(_row(""), at=at) for at in times])
    late = [seq for seq, at in enumerate(times, start=1) if times[0] - at > LATEST]
    assert first_broken(chain) == (Broken(late[0], "backdated", UUID(int=1)) if late else None)


def _row(reason: str) -> Row:
    nobody = (None, "", None, None, "", "hub", None, "glass.broken", "", "", None, "", "")
    return Row(UUID(int=1), datetime(2026, 1, 1, tzinfo=UTC), *nobody, reason, "", ())


@given(rows_in_time(min_size=1, max_size=6), st.data())
def test_a_chain_sealed_in_portions_is_the_same(rows: list[Row], data: Any) -> None:
    cut = data.draw(st.integers(0, len(rows)))
    first = chained(rows[:cut])
    head = Head(first[-1].seq, first[-1].hash) if first else Head(0, GENESIS)
    assert first + sealed_behind(head, rows[cut:]) == chained(rows)


def test_a_microsecond_counts() -> None:
    row = _row("")
    assert seal(GENESIS, 1, row) != seal(GENESIS, 1, replace(row, at=row.at + timedelta(microseconds=1)))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@given(st.dictionaries(st.text(max_size=10), JSON, max_size=5))
def test_what_is_recorded_is_json_that_a_database_takes(values: dict[str, Any]) -> None:
    text = written(values)
    assert isinstance(json.loads(text, parse_constant=pytest.fail), dict)
    assert "\0" not in text
    text.encode()
    assert written(dict(reversed(values.items()))) == text or len({key.replace("\0", "") for key in values}) < len(
        values
    )


def test_ids_times_and_enumerations_are_written_plainly() -> None:
    made = uuid4()
    values = {"id": made, "born": date(1980, 2, 3), "at": datetime(2026, 1, 2, tzinfo=UTC), "role": Role.NURSE}
    assert json.loads(written({**values, "clinics": frozenset({"b", "a"})})) == {
        "id": str(made), "born": "1980-02-03", "at": "2026-01-02T00:00:00+00:00", "role": "nurse",
        "clinics": ["a", "b"],
    }  # fmt: skip
    assert written(None) == ""
    assert written({}) == "{}"


@pytest.mark.parametrize("value", [b"hash", bytearray(b"hash"), object(), 1j, [b"hash"], {"in": b"hash"}])
def test_nothing_else_is_recorded(value: object) -> None:
    with pytest.raises(TypeError, match="nothing that the audit log records"):
        written({"field": value})


@given(st.text(), st.integers(1, 50))
def test_a_text_is_bounded_and_clean(text: str, longest: int) -> None:
    kept = bounded(text, longest)
    assert len(kept) <= longest
    assert "\0" not in kept


def test_nothing_recorded_is_without_bounds() -> None:
    deep: dict[str, object] = {}
    for _ in range(50):
        deep = {"in": deep}
    assert len(written(deep)) < 100
    assert len(written({"text": "x" * 10_000, "list": list(range(10_000))})) < LONGEST_TEXT + 1_000
    wide = {str(outer): {str(inner): "x" * 400 for inner in range(90)} for outer in range(90)}
    assert len(written(wide)) < LONGEST_STATE
    assert json.loads(written(wide))["7"] == "…"
    assert len(written({"number": 10**100_000})) < 1_000
    assert bounded("half \ud800 pair") == "half ? pair"


def test_only_what_differs_is_kept_of_two_states() -> None:
    before, after = {"name": "A", "role": "nurse", "gone": 1}, {"name": "B", "role": "nurse", "new": None}
    assert changed(before, after) == ({"name": "A", "gone": 1}, {"name": "B", "new": None})
    assert changed(before, before) == ({}, {})
