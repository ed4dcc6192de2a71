"""A row of patients: names in their order, dates by the local one, and every fault named; nothing makes it raise."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_console.domain.imports import PATIENT_FIELDS, WORDS, Layout, PatientRow, RowProblem
from clinic_console.domain.imports_patients import PatientReader
from clinic_console.domain.imports_values import read_date
from clinic_console.domain.patients import Name, Sex

TODAY = date(2026, 11, 22)
LINE = 7


def read(order: str = "ymd", **cells: str) -> PatientRow | list[RowProblem]:
    """Read a row with these cells, of somebody with a number and a name."""
    filled = {"external": "x1", **({} if {"name", "family", "given"} & set(cells) else {"name": "Ana Lima"}), **cells}
    return PatientReader(Layout(tuple(filled), "his", order), TODAY).read(LINE, list(filled.values()))


def good(order: str = "ymd", **cells: str) -> PatientRow:
    found = read(order, **cells)
    assert isinstance(found, PatientRow), found
    return found


def faults(order: str = "ymd", **cells: str) -> list[tuple[str, str]]:
    found = read(order, **cells)
    assert isinstance(found, list), found
    assert all(each.line == LINE and each.text == WORDS[each.code] for each in found)
    return [(each.field, each.code) for each in found]


@pytest.mark.parametrize(
    ("cells", "written", "family"),
    [
        ({"given": "Ana", "family": "Lima"}, "Ana Lima", "Lima"),
        ({"given": "Ana", "middle": "Maria", "family": "de Sousa"}, "Ana Maria de Sousa", "de Sousa"),
        ({"prefix": "Mr.", "given": "José", "family": "Ávalos", "suffix": "MD"}, "José Ávalos", "Ávalos"),
        ({"given": "花子", "family": "佐藤"}, "佐藤 花子", "佐藤"),
        ({"given": "민준", "family": "김"}, "김 민준", "김"),
        ({"given": "Sukarno", "family": ""}, "Sukarno", ""),
        ({"given": "", "family": "Suharto"}, "Suharto", ""),
        ({"name": "  Ana \n Lima "}, "Ana Lima", ""),
        ({"name": "佐藤　花子", "family": "佐藤"}, "佐藤 花子", "佐藤"),
        ({"name": "Lima, Ana"}, "Ana Lima", "Lima"),
        ({"name": "Smith, John, MD"}, "John Smith", "Smith"),
        ({"name": "Smith, Jr."}, "Smith", ""),
        ({"name": "\ufeffAna\u200b Lima"}, "Ana Lima", ""),
        ({"name": "مهدی\u200cزاده"}, "مهدی\u200cزاده", ""),
    ],
)
def test_a_name_is_written_in_its_own_order(cells: dict[str, str], written: str, family: str) -> None:
    name = good(**cells).name
    assert (name.written, name.family) == (written, family)


@pytest.mark.parametrize(
    ("text", "order", "read_as"),
    [
        ("1985-12-17", "ymd", date(1985, 12, 17)), ("1985-12-17", "dmy", date(1985, 12, 17)),
        ("1985-12-17 00:00:00", "ymd", date(1985, 12, 17)), ("1985-12-17T10:00:00Z", "mdy", date(1985, 12, 17)),
        ("19851217", "ymd", date(1985, 12, 17)), ("1985/1/7", "dmy", date(1985, 1, 7)),
        ("1985年12月17日", "ymd", date(1985, 12, 17)), ("昭和60年12月17日", "ymd", date(1985, 12, 17)),
        ("１９８５／１２／１７", "ymd", date(1985, 12, 17)), ("S60.12.17", "dmy", date(1985, 12, 17)),
        ("17.12.1985", "dmy", date(1985, 12, 17)), ("12/17/1985", "mdy", date(1985, 12, 17)),
        ("3/4/1985", "dmy", date(1985, 4, 3)), ("3/4/1985", "mdy", date(1985, 3, 4)),
        ("12/17/1985 12:00:00 AM", "mdy", date(1985, 12, 17)), ("17 Dec 1985", "ymd", date(1985, 12, 17)),
        ("T12.3.4", "ymd", date(1923, 3, 4)),
        ("3/4/1985", "ymd", None), ("17.12.85", "dmy", None), ("12/17/1985", "dmy", None),
        ("17/12/1985", "mdy", None),
        ("1985-02-30", "ymd", None), ("0000-00-00", "ymd", None), ("soon", "ymd", None), ("1985", "ymd", None),
        ("1985-12-17 soon", "ymd", None),
    ],
)  # fmt: skip
def test_dates_are_read_by_the_order_that_was_said(text: str, order: str, read_as: date | None) -> None:
    assert read_date(text, order) == read_as


def test_dates_that_cannot_be_are_named() -> None:
    assert faults(born="2026-11-23") == [("born", "imports.future")]
    assert faults(born="1895-11-22") == [("born", "imports.too_old")]
    assert good(born="1896-11-22").born == date(1896, 11, 22)
    assert good(born="2026-11-22").born == TODAY
    assert faults(born="1980-01-02", died="1980-01-01") == [("died", "imports.died_before_born")]
    assert faults(died="2199-01-01", born="x") == [("born", "imports.date"), ("died", "imports.future")]


@pytest.mark.parametrize(
    ("word", "sex"),
    [
        ("M", Sex.MALE), ("male", Sex.MALE), ("男", Sex.MALE), ("m", Sex.MALE), ("Masculino", Sex.MALE),
        ("F", Sex.FEMALE), ("Female", Sex.FEMALE), ("女性", Sex.FEMALE), ("W", Sex.FEMALE), ("weiblich", Sex.FEMALE),
        ("Ｆ", Sex.FEMALE), ("d", Sex.OTHER), ("", Sex.UNKNOWN), ("不明", Sex.UNKNOWN), ("0", Sex.UNKNOWN),
    ],
)  # fmt: skip
def test_words_for_a_sex(word: str, sex: Sex) -> None:
    assert good(sex=word).sex is sex


def test_what_else_a_row_gives() -> None:
    row = PatientReader(
        Layout(
            ("mrn", "name", "kana", "kana", "latin", "phone", "phone", "email", "address", "address", "national", ""),
            "his",
        ),
        TODAY,
    ).read(
        1,
        [
            "M1",
            "佐藤 花子",
            "サトウ",
            "ハナコ",
            "Sato Hanako",
            "03-1234-5678",
            "03-1234-5678",
            "h@a.jp",
            "東京都",
            "1-2",
            "1",
            "?",
        ],
    )
    assert isinstance(row, PatientRow)
    assert row.name == Name("佐藤 花子", "", "サトウ ハナコ", "Sato Hanako", "")
    assert [(str(each.kind), each.value) for each in row.contacts] == [
        ("phone", "03-1234-5678"), ("email", "h@a.jp"), ("address", "東京都, 1-2"),
    ]  # fmt: skip
    assert [(str(each.kind), each.system, each.value) for each in row.identifiers] == [("national", "", "1")]
    assert (row.mrn, row.external, row.born) == ("M1", "", None)
    assert (good(language="Japanese").language, good(language="zh_hant-tw").language) == ("ja", "zh-Hant-TW")


@pytest.mark.parametrize(
    ("cells", "field", "code"),
    [
        ({"name": " "}, "name", "imports.empty"), ({"name": "..."}, "name", "imports.number"),
        ({"name": "a" * 201}, "name", "imports.too_long"),
        ({"given": "a" * 150, "family": "b" * 150}, "name", "imports.too_long"),
        ({"kana": "Sato"}, "kana", "imports.kana"),
        ({"language": "gibberish language"}, "language", "imports.language"),
        ({"email": "a@b"}, "email", "imports.email"), ({"phone": "12"}, "phone", "imports.phone"),
        ({"mrn": "m" * 33}, "mrn", "imports.too_long"), ({"address": "a" * 301}, "address", "imports.too_long"),
        ({"national": "-"}, "national", "imports.number"), ({"sex": "?!"}, "sex", "imports.sex"),
        ({"former": "a\x1b[31m"}, "former", "imports.unreadable"),
        ({"former": "\ud800"}, "former", "imports.unreadable"),
        ({"external": "", "born": ""}, "external", "imports.too_little"),
        ({"name": "Ana Lima", "family": "Souza"}, "family", "imports.family"),
    ],
)  # fmt: skip
def test_each_fault_names_its_field(cells: dict[str, str], field: str, code: str) -> None:
    assert faults(**cells) == [(field, code)]


@given(
    columns=st.lists(st.sampled_from(["", *PATIENT_FIELDS]), min_size=1, max_size=12),
    cells=st.lists(
        st.one_of(
            st.text(max_size=40),
            st.dates().map(str),
            st.from_regex(r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4}( \d{1,2}:\d\d ?([AP]M)?)?", fullmatch=True),
            st.sampled_from(["", "M", "女", "x@y.z", "a" * 500]),
        ),
        max_size=13,
    ),
    order=st.sampled_from(["ymd", "dmy", "mdy"]),
)
@settings(deadline=None, max_examples=300)
def test_any_row_is_a_patient_or_has_faults(columns: list[str], cells: list[str], order: str) -> None:
    once = [column if columns.index(column) == at or not column else "phone" for at, column in enumerate(columns)]
    cells = (cells * len(once))[: len(once)] if len(cells) % 3 else cells
    found = PatientReader(Layout(tuple(once), "his", order), TODAY).read(1, cells)
    if isinstance(found, list):
        assert found
        assert all(each.code in WORDS and each.field in ("", *PATIENT_FIELDS) for each in found)
    else:
        assert found.name.written
        assert found.born is None or found.born <= TODAY
        assert all(
            text.isprintable() or "\u200c" in text or "\u200d" in text for text in (found.name.written, found.mrn)
        )
