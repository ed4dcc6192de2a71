"""A row of past visits: times with and without a zone, and every fault named."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_console.domain.imports import ENCOUNTER_FIELDS, WORDS, EncounterRow, Layout, RowProblem
from clinic_console.domain.imports_encounters import EncounterReader
from clinic_console.domain.imports_values import read_time

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
LISBON = ZoneInfo("Europe/Lisbon")


def read(order: str = "ymd", **cells: str) -> EncounterRow | list[RowProblem]:
    """Read a row with these cells, of a patient's visit."""
    filled = {"external": "v1", "patient": "p1", "began": "2020-01-02", **cells}
    return EncounterReader(Layout(tuple(filled), "his", order), NOW, LISBON).read(3, list(filled.values()))


@pytest.mark.parametrize(
    ("text", "order", "instant"),
    [
        ("2011-07-10T09:54:17Z", "ymd", "2011-07-10T09:54:17+00:00"),
        ("2011-07-10T09:54:17+09:00", "dmy", "2011-07-10T00:54:17+00:00"),
        ("2011-07-10 09:54", "ymd", "2011-07-10T08:54:00+00:00"),
        ("2011-01-10 09:54", "ymd", "2011-01-10T09:54:00+00:00"),
        ("10/07/2011 21:05", "dmy", "2011-07-10T20:05:00+00:00"),
        ("7/10/2011 9:05 PM", "mdy", "2011-07-10T20:05:00+00:00"),
        ("7/10/2011 12:05 am", "mdy", "2011-07-09T23:05:00+00:00"),
        ("10.07.2011 09:05:01+02:00", "dmy", "2011-07-10T07:05:01+00:00"),
        ("2011年7月10日 9:05", "ymd", "2011-07-10T08:05:00+00:00"),
        ("2011-07-10", "ymd", "2011-07-09T23:00:00+00:00"),
        ("2021-10-31 01:30", "ymd", "2021-10-31T00:30:00+00:00"),  # twice: the first
        ("2021-03-28 01:30", "ymd", "imports.no_such_time"),
        ("7/10/2011 13:05 PM", "mdy", "imports.time"),
        ("10/07/2011 21:05", "ymd", "imports.time"),
        ("2011-07-10 25:00", "ymd", "imports.time"),
        ("0001-01-01T00:00:00+23:00", "ymd", "imports.time"),
        ("2011-07-10 9:05 +99:99", "ymd", "imports.time"),
        ("soon", "ymd", "imports.time"),
    ],
)
def test_times_are_instants_by_their_zone_or_the_clinics(text: str, order: str, instant: str) -> None:
    found = read_time(text, order, LISBON)
    assert (found if isinstance(found, str) else found.isoformat()) == instant


def test_a_day_that_has_no_midnight_begins_when_it_does() -> None:
    found = read_time("2018-11-04", "ymd", ZoneInfo("America/Sao_Paulo"))
    assert found == datetime(2018, 11, 4, 3, tzinfo=UTC)


def test_a_visit_keeps_what_the_file_says() -> None:
    row = read(
        ended="2020-01-03", kind="ambulatory", code="185345009", text="Check up", reason="Cold", practitioner="dr-7"
    )
    assert isinstance(row, EncounterRow)
    assert (row.external, row.patient, row.mrn, row.practitioner, row.code) == ("v1", "p1", "", "dr-7", "185345009")
    assert (row.kind, row.text, row.reason, row.line) == ("ambulatory", "Check up", "Cold", 3)
    assert row.ended == datetime(2020, 1, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cells", "field", "code"),
    [
        ({"external": ""}, "external", "imports.empty"),
        ({"external": "/"}, "external", "imports.number"),
        ({"patient": ""}, "patient", "imports.empty"),
        ({"began": ""}, "began", "imports.empty"),
        ({"began": "soon"}, "began", "imports.time"),
        ({"began": "2026-11-23"}, "began", "imports.future"),
        ({"began": "1666-01-01"}, "began", "imports.too_old"),
        ({"ended": "2020-01-01"}, "ended", "imports.ended_before_began"),
        ({"text": "x" * 301}, "text", "imports.too_long"),
        ({"reason": "a\0b"}, "reason", "imports.unreadable"),
        ({"began": "2021-03-28 01:30"}, "began", "imports.no_such_time"),
    ],
)
def test_each_fault_names_its_field(cells: dict[str, str], field: str, code: str) -> None:
    found = read(**cells)
    assert isinstance(found, list)
    assert [(each.line, each.field, each.code) for each in found] == [(3, field, code)]


@given(
    columns=st.lists(st.sampled_from(["", *ENCOUNTER_FIELDS]), min_size=1, max_size=10, unique=True),
    cells=st.lists(
        st.one_of(st.text(max_size=30), st.datetimes().map(str), st.datetimes(timezones=st.timezones()).map(str)),
        max_size=10,
    ),
    order=st.sampled_from(["ymd", "dmy", "mdy"]),
)
@settings(deadline=None, max_examples=300)
def test_any_row_is_a_visit_or_has_faults(columns: list[str], cells: list[str], order: str) -> None:
    cells = (cells * len(columns))[: len(columns)]
    found = EncounterReader(Layout(tuple(columns), "his", order), NOW, LISBON).read(1, cells)
    if isinstance(found, list):
        assert found
        assert all(each.code in WORDS for each in found)
    else:
        assert found.began <= NOW
        assert found.ended is None or found.began <= found.ended <= NOW
