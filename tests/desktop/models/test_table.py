"""Rows as Qt shows them: by id, without a reset where none is needed; columns that share the room."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from clinic_console.desktop.models.table import CELL, GONE, Cell, Column, TableModel, widths
from clinic_console.desktop.state.pages import Pages


@dataclass(frozen=True)
class Row:
    id: str
    name: str = "Name"


COLUMNS = (
    Column("Id", lambda row: Cell(row.id, "strong"), 60),
    Column("Name", lambda row: Cell(row.name, beside="beside"), 100, 1, drop=1),
)


@pytest.fixture
def made(qapp):
    pages = Pages(lambda row: row.id)
    model = TableModel(COLUMNS, pages)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield pages, model
    del tester


def fill(pages, *ids, after=None):
    pages.take(pages.begin(), [Row(each) for each in ids], after, 1.0)


def told(model):
    found = []
    model.modelReset.connect(lambda: found.append("reset"))
    model.rowsInserted.connect(lambda _, first, last: found.append((first, last)))
    model.dataChanged.connect(lambda *_: found.append("changed"))
    return found


def test_rows_are_shown_when_they_are_there(made):
    pages, model = made
    assert not model.sync() or model.rowCount() == 0
    fill(pages, "a", "b")
    assert model.sync()
    assert model.rowCount() == 2
    assert model.columnCount() == 2
    assert model.data(model.index(1, 0)) == "b"
    assert model.data(model.index(1, 1), Qt.ItemDataRole.AccessibleTextRole) == "Name beside"
    assert model.data(model.index(1, 0), CELL) == Cell("b", "strong")
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Name"
    assert (model.id(1), model.place("b"), model.id(7), model.place("x")) == ("b", 1, "", -1)
    assert not model.sync()


def test_the_next_page_is_put_in_without_a_reset(made):
    pages, model = made
    fill(pages, "a", "b", after="b")
    model.sync()
    found = told(model)
    pages.more()
    fill(pages, "c", "d")
    model.sync()
    assert found == [(2, 3)]


def test_a_changed_row_stays_where_it_is(made):
    pages, model = made
    fill(pages, "a", "b")
    model.sync()
    found = told(model)
    pages.put(Row("a", "New"))
    model.sync()
    assert found == ["changed"]
    assert model.data(model.index(0, 1)) == "New"


def test_rows_that_went_take_their_marks_along(made):
    pages, model = made
    fill(pages, "a", "b")
    model.sync()
    model.marks = {"a", "b"}
    pages.remove("a")
    model.sync()
    assert model.marks == {"b"}


def test_a_row_that_is_gone_is_marked_as_such(made):
    pages, model = made
    fill(pages, "a", "b")
    model.sync()
    pages.refresh(quiet=True)
    fill(pages, "a")
    model.sync()
    assert [model.data(model.index(row, 0), GONE) for row in (0, 1)] == [False, True]


columns = st.lists(
    st.builds(
        lambda width, stretch, drop: Column("x", lambda _: Cell(), width, stretch, drop=drop),
        st.integers(10, 300),
        st.integers(0, 5),
        st.integers(0, 4),
    ),
    min_size=1,
    max_size=9,
)


@given(columns, st.integers(1, 3_000))
def test_columns_never_need_more_than_there_is(made_of, room):
    found = widths(made_of, room, round)
    assert sum(found) <= max(room, len(made_of))
    shown = [at for at, width in enumerate(found) if width]
    assert all(at in shown for at, column in enumerate(made_of) if not column.drop)
    gone = [made_of[at].drop for at in range(len(made_of)) if at not in shown]
    # Who is dropped was to be dropped before those who stay.
    assert shown
    assert not gone or min(gone) >= max(made_of[at].drop for at in shown)
    if sum(made_of[at].width for at in shown) <= room:
        assert all(found[at] >= made_of[at].width for at in shown)
        if any(made_of[at].stretch for at in shown):
            assert sum(found) == room
