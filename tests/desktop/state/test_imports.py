"""What a console knows of imports: a file before it comes in, how fast one is, and what was refused."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_console.desktop.state.imports import Errors, Import, Imports, Page, Phase, Refused, Run
from clinic_console.desktop.state.imports_draft import (
    Basis,
    Draft,
    First,
    Given,
    Lack,
    Look,
    Trouble,
    lacking,
    look_at,
    rows_of,
    trouble_of,
    width_of,
)
from clinic_console.domain.errors import HubSlow, HubUnavailable
from clinic_console.domain.imports import FIELDS, SEVERAL, Kind, Layout
from clinic_console.domain.imports_rows import read_rows

NOW = datetime(2026, 11, 22, tzinfo=UTC)
TITLED = "id,name,born,sex\n1,Ana Silva,1980-02-01,F\n2,Rui Costa,1975-13-01,M\n"
BARE = "a1,x,1980-02-01\nb2,y,1975-03-01\n"


def first(text, encoding="utf-8", more=0):
    data = text.encode(encoding)
    return First(data, len(data) + more)


def look(text, given=None, last=None, **file):
    found = first(text, **file)
    given = given or Given(clinic_id="c1")
    return look_at(rows_of(found, given), given, last, NOW, UTC)


def one(number=1, **changes):
    made = Import(str(number), "c1", "patients", "a.csv", "0", "running", 10, 0, 0, 0, 0, "N", 1, None, None)
    return replace(made, **changes)


def test_titles_say_what_stands_where():
    found = look(TITLED)
    assert (found.layout.columns, found.layout.header) == (("external", "name", "born", "sex"), True)
    assert (found.basis, found.titles) == (Basis.TITLES, ("id", "name", "born", "sex"))
    assert found.samples[1] == ("Ana Silva", "Rui Costa")
    assert [bool(row.problems) for row in found.rows] == [False, True]
    assert (found.rows[1].line, found.rows[1].problems[0].field) == (3, "born")


def test_the_last_mapping_is_used_again():
    last = Layout(("external", "name", "born"), "synthea", "dmy", header=False)
    found = look(BARE, last=last)
    assert (found.layout.columns, found.layout.system, found.basis) == (last.columns, "synthea", Basis.REMEMBERED)
    assert found.layout.order == "dmy"


def test_titles_go_before_another_mapping_of_as_many_columns():
    last = Layout(("name", "external", "born", "sex"), "synthea", header=True)
    found = look(TITLED, last=last)
    assert (found.layout.columns[0], found.basis) == ("external", Basis.TITLES_DIFFER)
    assert found.layout.system == "synthea"


def test_what_somebody_says_goes_before_all():
    given = Given(clinic_id="c1", header=False, order="mdy", system=" his ", columns=("name", "", "born"))
    found = look(BARE, given, Layout(("external", "name", "born"), "synthea"))
    assert (found.layout.columns, found.basis) == (given.columns, Basis.CHOSEN)
    assert (found.layout.order, found.layout.system, found.layout.header) == ("mdy", "his", False)


def test_another_encoding_is_guessed_and_can_be_said():
    text = "氏名,生年月日\n長谷川 千代,1951-03-04\n"
    found = look(text, encoding="cp932")
    assert (found.layout.encoding, found.rows[0].fields[0]) == ("shift_jis", ("name", "長谷川 千代"))
    wrong = look(text, Given(encoding="latin-1", columns=("name", "born")), encoding="cp932")
    assert wrong.rows[-1].fields != found.rows[-1].fields


def test_a_row_that_was_cut_off_is_left_out():
    rows = rows_of(first(BARE + "c3,z,19", more=100), Given())[2]
    assert [cells[0] for _, cells in rows] == ["a1"]
    whole = rows_of(first(BARE + "c3,z,19"), Given())[2]
    assert [cells[0] for _, cells in whole] == ["a1", "b2", "c3"]


def test_a_row_of_another_width_does_not_widen_the_file():
    assert width_of(list(read_rows(io.StringIO("a,b\nc,d\ne,f,g\n")))) == 2
    assert look("\n\n") is Trouble.EMPTY
    assert look(",".join(["x"] * 300) + "\n") is Trouble.WIDE


@pytest.mark.parametrize(
    ("data", "trouble"),
    [
        (b"", Trouble.EMPTY),
        (b"PK\x03\x04rest", Trouble.WORKBOOK),
        (b"%PDF-1.7\n\x00\x01\x02", Trouble.BINARY),
        (b"a,b\n", None),
        ("a,ü\n".encode("utf-16"), None),
        ("a,あ\n".encode("cp932"), None),
    ],
)
def test_what_is_no_text_is_found_out(data, trouble):
    assert trouble_of(First(data, len(data))) is trouble


@pytest.mark.parametrize(
    ("kind", "columns", "system", "lack"),
    [
        (Kind.PATIENTS, ("born",), "", Lack.NAME),
        (Kind.PATIENTS, ("name", "born"), "", None),
        (Kind.PATIENTS, ("name", "external"), "", Lack.SYSTEM),
        (Kind.PATIENTS, ("name", "external"), "his", None),
        (Kind.ENCOUNTERS, ("patient", "began"), "his", Lack.EXTERNAL),
        (Kind.ENCOUNTERS, ("external", "began"), "his", Lack.PATIENT),
        (Kind.ENCOUNTERS, ("external", "mrn"), "his", Lack.BEGAN),
        (Kind.ENCOUNTERS, ("external", "mrn", "began"), "his", None),
        (Kind.PATIENTS, ("name", "name"), "", Lack.LAYOUT),
    ],
)
def test_what_is_missing(kind, columns, system, lack):
    assert lacking(kind, Layout(columns, system)) is lack


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(("", *FIELDS[Kind.PATIENTS]))), max_size=20))
def test_no_field_that_stands_alone_is_ever_in_two_columns(choices):
    draft = Draft(Given(clinic_id="c1"), first=first(TITLED))
    for place, field in choices:
        found = look(TITLED, draft.given)
        assert isinstance(found, Look)
        draft.look = found
        draft.choose(place, field)
        columns = draft.given.columns
        assert columns is not None
        assert columns[place] == field
        alone = [each for each in columns if each and each not in SEVERAL]
        assert len(alone) == len(set(alone))


def test_another_kind_begins_the_columns_anew():
    draft = Draft(Given(clinic_id="c1", columns=("name",), system="his"))
    draft.give(replace(draft.given, order="dmy"))
    assert draft.given.columns == ("name",)
    draft.give(replace(draft.given, kind=Kind.ENCOUNTERS))
    assert (draft.given.columns, draft.given.system) == (None, "his")


def test_how_fast_and_how_long():
    run = Run("a.csv", Kind.PATIENTS, "c1", Layout(("name",)))
    assert (run.rate, run.left) == (0.0, None)
    run.imported = one(lines=10_000, done=3_000)
    run.pace.extend([(10.0, 1_000), (12.0, 3_000)])
    assert (run.rate, run.left) == (1_000.0, 7.0)


def test_a_slow_line_gets_smaller_batches():
    state, run = Imports(), Run("a.csv", Kind.PATIENTS, "c1", Layout(("name",)))
    for _ in range(10):
        state.wait(run, HubUnavailable())
    assert run.most == 1_000
    for _ in range(10):
        state.wait(run, HubSlow())
    assert run.most == 50


def test_errors_come_as_they_happen():
    errors = Errors()
    errors.begin_empty(1.0)
    assert errors.loaded
    assert not errors.wanted
    errors.add([Refused(3, "born", "imports.date", "")], 2.0)
    errors.add([Refused(3, "born", "imports.date", ""), Refused(9, "", "imports.columns", "")], 3.0)
    assert [row.line for row in errors.rows] == [3, 9]
    errors.refresh()
    assert errors.begin() is not None
    errors.add([Refused(12, "", "imports.columns", "")], 4.0)
    assert errors.wanted, "what is being asked may be from before"


def test_what_is_shown():
    state = Imports()
    state.prepare(Given())
    assert state.page is Page.DRAFT
    run = Run("a.csv", Kind.PATIENTS, "c1", Layout(("name",)))
    state.start(run, 0.0)
    assert (state.page, state.shown, state.busy) == (Page.IMPORT, None, True)
    state.back()
    assert state.page is Page.DRAFT, "the file is still gone through: it can be given up there"
    state.draft = None
    state.progress(run, one())
    assert state.page is Page.LIST
    state.open(one(2))
    assert state.shown == one(2)
    state.open(one())
    assert state.shown is run.imported
    state.progress(run, one(state="finished"))
    assert (run.phase, state.busy) == (Phase.OVER, False)
    state.clear()
    assert (state.page, state.run, state.shown) == (Page.LIST, None, None)
