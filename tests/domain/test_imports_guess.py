"""What stands where is guessed by titles in four languages or by the look of values; a preview shows the outcome."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_console.domain.imports import FIELDS, Kind, Layout
from clinic_console.domain.imports_guess import guess
from clinic_console.domain.imports_preview import preview
from clinic_console.domain.imports_titles import field_of

UUIDS = [f"{number:08x}-aaaa-4aaa-8aaa-aaaaaaaaaaaa" for number in range(4)]
DAYS = ("1951-03-04", "1960-01-01", "1970-01-01", "1980-01-01")
TABLES = [
    (
        [
            ["氏名", "フリガナ", "生年月日", "性別", "電話番号", "備考"],
            ["佐藤 花子", "サトウ ハナコ", "1951/3/4", "女", "03-1234-5678", "-"],
        ],
        "name kana born sex phone -", "ymd", True,
    ),
    (
        [["Patientennr.", "Name", "Vorname", "Geburtsdatum"], ["1", "Müller", "Jörg", "13.04.1951"]],
        "mrn family given born", "dmy", True,
    ),
    (
        [["Nome", "Sobrenome", "Data de Nascimento", "CPF"], ["Ana", "Silva", "13/04/1951", "1"]],
        "given family born national", "dmy", True,
    ),
    (
        [["Patient ID", "First Name", "LAST_NAME", "D.O.B.", "Zip", "City"], ["1", "A", "B", "4/13/1951", "1", "X"]],
        "external given family born address address", "mdy", True,
    ),
    ([["Maria", "Smith", "4/13/1951", "F"], ["Joe", "Doe", "4/1/1951", "M"]], "given family born sex", "mdy", False),
    (
        [["佐藤", "花子", "1951-03-04", "女"], ["鈴木", "一郎", "1951-03-05", "男"]],
        "family given born sex", "ymd", False,
    ),
    (
        [[UUIDS[n], DAYS[n], "1999-01-01" * (n == 1), f"Ana Lima {'xyzw'[n]}"] for n in range(4)],
        "external born died name", "ymd", False,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "fields", "order", "header"), TABLES)
def test_columns_of_patients(rows: list[list[str]], fields: str, order: str, header: bool) -> None:
    found = guess(Kind.PATIENTS, rows, system="his")
    assert [column or "-" for column in found.columns] == fields.split()
    assert (found.order, found.header, found.system) == (order, header, "his")


def test_columns_of_visits() -> None:
    rows = [
        [UUIDS[n], UUIDS[0], "2011-07-10T09:54:17Z", "2011-07-10T10:09:17Z", "ambulatory", "185345009"]
        for n in range(4)
    ]
    assert guess(Kind.ENCOUNTERS, rows).columns == ("external", "patient", "began", "ended", "kind", "code")
    titled = guess(Kind.ENCOUNTERS, [["Fallnummer", "Patient", "Beginn", "Arzt"], ["1", "2", "2020-01-02", "3"]])
    assert titled.columns == ("external", "patient", "began", "practitioner")


def test_a_title_is_known_however_it_is_written() -> None:
    for title in (
        "Date of Birth",
        "date_of_birth",
        "DATE-OF-BIRTH",
        "ＤＡＴＥ ＯＦ ＢＩＲＴＨ",
        "Data de Nascimento",
        "生年月日",
    ):
        assert field_of(Kind.PATIENTS, title) == "born"
    assert field_of(Kind.PATIENTS, "blood group") == ""


def test_a_preview_shows_what_comes_in_and_what_does_not() -> None:
    layout = Layout(("external", "given", "family", "born"), "his")
    rows = [(2, ["1", "Ana", "Lima", "1980-01-02"]), (3, ["2", "Ana", "Lima", "soon"])]
    first, second = preview(Kind.PATIENTS, layout, rows, datetime(2026, 1, 1, tzinfo=UTC), UTC)
    assert first.fields == (
        ("external", "1"), ("name", "Ana Lima"), ("family", "Lima"), ("born", "1980-01-02"), ("sex", "U"),
    )  # fmt: skip
    assert (second.fields, [each.code for each in second.problems]) == ((), ["imports.date"])
    visits = Layout(("external", "patient", "began"), "his")
    [shown] = preview(Kind.ENCOUNTERS, visits, [(1, ["v", "p", "2020-01-02"])], datetime(2026, 1, 1, tzinfo=UTC), UTC)
    assert shown.fields[2] == ("began", "2020-01-02T00:00:00+00:00")


@given(
    st.lists(
        st.lists(
            st.one_of(st.text(max_size=20), st.sampled_from(["id", "名", "1990-01-01", "F", "a@b.c"])), max_size=8
        ),
        max_size=8,
    ),
    st.sampled_from([*Kind]),
)
@settings(deadline=None)
def test_any_table_has_a_guess(rows: list[list[str]], kind: Kind) -> None:
    found = guess(kind, rows)
    assert len(found.columns) == max(map(len, rows), default=0)
    assert set(found.columns) <= {"", *FIELDS[kind]}
