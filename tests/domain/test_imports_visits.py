"""Rows of past visits and of day lists: a day is the one that is written, and every fault has its name."""

from datetime import UTC, date, datetime, time
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_console.domain.appointments import State
from clinic_console.domain.imports import (
    APPOINTMENT_FIELDS,
    DAY_FIELDS,
    FIELDS,
    WORDS,
    Kind,
    Layout,
    ListedRow,
    RowProblem,
    VisitRow,
    check_layout,
    unnamed,
)
from clinic_console.domain.imports_days import is_broken, on_the_wall, read_age, read_clock, read_day, read_yes
from clinic_console.domain.imports_guess import guess
from clinic_console.domain.imports_listed import ListedReader
from clinic_console.domain.imports_preview import preview
from clinic_console.domain.imports_settling_visits import (
    Known,
    KnownDay,
    KnownVisits,
    Practitioner,
    settle_day,
    settle_visits,
)
from clinic_console.domain.imports_visits import VisitReader
from clinic_console.domain.patients import Sex

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
LISBON = ZoneInfo("Europe/Lisbon")
ORDERS = {"ymd": "%Y-%m-%d", "dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y"}
BEHIND = st.sampled_from(
    ["", "T00:00:00Z", " 23:59:59", "T23:59:59.999999-11:00", " 00:00 UTC", "T12:00+14:00", "  9:05 PM", " 9時30分",
     " 00:30:00 +0900"]
)  # fmt: skip


def read(**cells: str) -> VisitRow | list[RowProblem]:
    """Read a row of a past visit with these cells."""
    filled = {"external": "v1", "patient": "p1", "day": "2020-01-02", **cells}
    return VisitReader(Layout(tuple(filled), "his"), TODAY).read(3, list(filled.values()))


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), BEHIND, st.sampled_from(sorted(ORDERS)))
def test_a_day_is_never_moved_by_what_stands_behind_it(day: date, behind: str, order: str) -> None:
    assert read_day(day.strftime(ORDERS[order]) + behind, order) == day
    assert read_day(day.isoformat() + behind, order) == day


@pytest.mark.parametrize(
    "text", ["", "soon", "2016-02-30", "2016-13-01T00:00:00Z", "T00:00:00Z", "1", "00:00", "2016-04"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert read_day(text, "ymd") is None


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("9:30", time(9, 30)), ("0930", time(9, 30)), ("9時", time(9)), ("9時30分", time(9, 30)),
        ("9h30", time(9, 30)),
        ("14:05:30", time(14, 5, 30)), ("2:05 pm", time(14, 5)), ("12:00 AM", time(0)), ("９：３０", time(9, 30)),
        ("24:00", None), ("9:75", None), ("13:00 pm", None), ("soon", None), ("", None), ("9", None),
    ],
)  # fmt: skip
def test_clock_times(text: str, clock: time | None) -> None:
    assert read_clock(text) == clock


def test_words_for_yes_and_no_ages_and_spoilt_numbers() -> None:
    assert [read_yes(word) for word in ("Yes", "SIM", "いいえ", "0", "Nein", "ja", "maybe")] == [
        True, True, False, False, False, True, None,
    ]  # fmt: skip
    assert [read_age(text) for text in ("0", "115", "-1", "131", "12.5", "x", "９")] == [
        0,
        115,
        None,
        None,
        None,
        None,
        9,
    ]
    assert [is_broken(text) for text in ("9377952927E-5", "1,2E+14", "1.5e3", "12E5", "E12", "5-1")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip


def test_clocks_that_change_leave_no_doubt() -> None:
    assert on_the_wall(datetime.fromisoformat("2021-03-28 01:30"), LISBON) == "imports.no_such_time"
    assert on_the_wall(datetime.fromisoformat("2021-10-31 01:30"), LISBON) == "imports.time_twice"
    assert on_the_wall(datetime.fromisoformat("2021-07-01 09:30"), LISBON) == datetime(2021, 7, 1, 8, 30, tzinfo=UTC)
    for end, zone in (("0001-01-01 00:00", "Asia/Tokyo"), ("9999-12-31 23:59", "America/Sao_Paulo")):
        assert on_the_wall(datetime.fromisoformat(end), ZoneInfo(zone)) == "imports.time"


@pytest.mark.parametrize(
    ("cells", "state"),
    [
        ({}, State.DONE), ({"missed": "No"}, State.DONE), ({"missed": "Yes"}, State.NO_SHOW),
        ({"state": "faltou"}, State.NO_SHOW), ({"state": "キャンセル"}, State.CANCELLED),
        ({"state": "LWBS"}, State.LEFT),
        ({"state": "no_show", "missed": ""}, State.NO_SHOW),
        ({"state": "cancelled", "missed": "no"}, State.CANCELLED),
    ],
)  # fmt: skip
def test_how_a_visit_ended(cells: dict[str, str], state: State) -> None:
    row = read(**cells)
    assert isinstance(row, VisitRow)
    assert row.state == state


@pytest.mark.parametrize(
    ("cells", "field", "code"),
    [
        ({"external": ""}, "external", "imports.empty"), ({"external": "--"}, "external", "imports.number"),
        ({"patient": ""}, "patient", "imports.empty"), ({"patient": "93E-5"}, "patient", "imports.broken_number"),
        ({"day": ""}, "day", "imports.empty"), ({"day": "soon"}, "day", "imports.date"),
        ({"day": "2026-11-23"}, "day", "imports.future"), ({"day": "1801-01-01"}, "day", "imports.too_old"),
        ({"booked": "2020-01-03T00:00:00Z"}, "day", "imports.before_booking"),
        ({"booked": "x"}, "booked", "imports.date"), ({"age": "-1"}, "age", "imports.age"),
        ({"missed": "perhaps"}, "missed", "imports.missed"), ({"missed": ""}, "missed", "imports.empty"),
        ({"state": "dancing"}, "state", "imports.state"), ({"sex": "purple"}, "sex", "imports.sex"),
        ({"state": "done", "missed": "yes"}, "missed", "imports.contradiction"),
        ({"state": "no-show", "missed": "no"}, "missed", "imports.contradiction"),
        ({"text": "x" * 301}, "text", "imports.too_long"), ({"reason": "a\0b"}, "reason", "imports.unreadable"),
        ({"born": "2199-01-01"}, "born", "imports.future"),
    ],
)  # fmt: skip
def test_each_fault_names_its_field(cells: dict[str, str], field: str, code: str) -> None:
    found = read(**cells)
    assert isinstance(found, list)
    assert [(each.line, each.field, each.code) for each in found] == [(3, field, code)]


@given(
    kind=st.sampled_from([Kind.APPOINTMENTS, Kind.DAY_LIST]),
    columns=st.lists(st.sampled_from(["", *APPOINTMENT_FIELDS, *DAY_FIELDS]), min_size=1, max_size=9, unique=True),
    cells=st.lists(
        st.one_of(
            st.text(max_size=20), st.datetimes().map(str),
            st.sampled_from(["", "9:30", "Yes", "F", "-1", "2099-01-01"]),
        ),
        max_size=9,
    ),
)  # fmt: skip
@settings(deadline=None, max_examples=400)
def test_any_row_is_a_visit_or_has_faults_whatever_is_still_missing(
    kind: Kind, columns: list[str], cells: list[str]
) -> None:
    columns = [column if column in FIELDS[kind] else "" for column in columns]
    cells = ([*cells, ""] * len(columns))[: len(columns)]
    [found] = preview(kind, Layout(tuple(columns), "his"), [(1, cells)], NOW, LISBON)
    assert found.problems or found.fields
    assert all(each.code in WORDS and each.field in ("", *FIELDS[kind]) for each in found.problems)


def visit(line: int, external: str, patient: str, mrn: str = "") -> VisitRow:
    texts = ("", "", "", "", "")
    return VisitRow(line, external, patient, mrn, TODAY, None, State.DONE, *texts, Sex.UNKNOWN, None)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["v1", "v2", "v3", "in", "far"]), st.sampled_from(["a", "A", "a-1", "A1", "old", "far"])
        ),
        max_size=12,
    ),
    st.booleans(),
)
def test_every_visit_is_new_there_or_refused_and_nobody_comes_in_twice(
    given_rows: list[tuple[str, str]], register: bool
) -> None:
    known = KnownVisits({"in": "here", "far": "elsewhere"}, {"OLD": Known(UUID(int=1), "old"), "FAR": None})
    rows = [visit(line, *each) for line, each in enumerate(given_rows, start=1)]
    settled = settle_visits(rows, known, iter(uuid4, None), register=register)
    assert len(settled.fresh) + settled.already + len(settled.refused) == len(rows)
    ids = [row.external for row, _ in settled.fresh]
    assert len(ids) == len(set(ids))
    assert not {"in", "far"} & set(ids)
    folded = [row.patient.upper().replace("-", "") for row, _ in settled.brought]
    assert len(folded) == len(set(folded))
    assert not settled.brought or register
    assert all(each.code in WORDS for each in settled.refused)


def test_who_is_meant_on_a_day_list() -> None:
    known = KnownDay(
        {"d0"}, {"P1": Known(UUID(int=1), "p1")}, {"7": Known(UUID(int=7), "7")}, (),
        [Practitioner(1, "Dr", "山田 太郎"), Practitioner(2, "Dr", "Mori Ken"), Practitioner(3, "", "Mori Aoi"),
         Practitioner(4, "", "Aoi Mori")],
        [(1, "Follow-up"), (2, "再診")],
    )  # fmt: skip
    rows = [
        ListedRow(line, external, "", "7", "", None, NOW, doctor, kind, "")
        for line, (external, doctor, kind) in enumerate(
            [("d0", "x", "x"), ("d1", "山田太郎", "再診"), ("d1", "Dr Mori, Ken", "follow-UP"), ("", "2", "1"),
             ("", "mori aoi", "2"), ("", "Mori", "Dance")]
        )
    ]  # fmt: skip
    settled = settle_day(rows, known)
    assert [(each.row.line, each.patient.int, each.doctor, each.type) for each in settled.wanted] == [
        (1, 7, 1, 2), (3, 7, 2, 1),
    ]  # fmt: skip
    assert (settled.already, [(each.line, each.field, each.code) for each in settled.refused]) == (1, [
        (2, "external", "imports.doubled"), (4, "doctor", "imports.doctor_unclear"), (5, "doctor", "imports.doctor"),
        (5, "type", "imports.type"),
    ])  # fmt: skip


def test_a_day_list_is_read_by_the_wall_and_not_by_what_is_over() -> None:
    layout = Layout(("mrn", "day", "time", "doctor", "type"), "")
    reader = ListedReader(layout, NOW, LISBON)
    row = reader.read(1, ["7", "2026-11-22", "10:05", "Mori", "Visit"])
    assert isinstance(row, ListedRow)
    assert row.begins == datetime(2026, 11, 22, 10, 5, tzinfo=UTC)
    for cells, field, code in (
        (["7", "2026-11-22", "9:55", "Mori", "Visit"], "time", "imports.past"),
        (["7", "2027-03-28", "1:30", "Mori", "Visit"], "time", "imports.no_such_time"),
        (["7", "2027-10-31", "1:30", "Mori", "Visit"], "time", "imports.time_twice"),
        (["7", "2027-03-28", "9:30:30", "Mori", "Visit"], "time", "imports.minute"),
        (["", "2027-03-28", "9:30", "Mori", "Visit"], "mrn", "imports.empty"),
        (["7", "2027-03-28", "9:30", "", "Visit"], "doctor", "imports.empty"),
    ):
        found = reader.read(1, cells)
        assert isinstance(found, list)
        assert [(each.field, each.code) for each in found] == [(field, code)]


@pytest.mark.parametrize(
    ("kind", "titles", "columns"),
    [
        (Kind.APPOINTMENTS, "予約番号,患者ID,診察日,状態,担当医", ("external", "patient", "day", "state", "doctor")),
        (
            Kind.APPOINTMENTS,
            "ID da consulta,Paciente,Data da consulta,Faltou",
            ("external", "patient", "day", "missed"),
        ),
        (Kind.DAY_LIST, "MRN,Date,Time,Doctor,Appointment type", ("mrn", "day", "time", "doctor", "type")),
        (Kind.DAY_LIST, "Prontuário,Data e hora,Médico,Tipo de consulta", ("mrn", "begins", "doctor", "type")),
    ],
)
def test_columns_are_guessed_by_titles_of_several_languages(
    kind: Kind, titles: str, columns: tuple[str, ...]
) -> None:
    found = guess(kind, [titles.split(","), ["x"] * len(columns)], system="his")
    assert (found.columns, found.header) == (columns, True)
    check_layout(kind, found)
    assert unnamed("7") == "No name (7)"
