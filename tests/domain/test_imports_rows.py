"""Rows of text files: every line ending, quote, delimiter and encoding, and no way to make it fail."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_console.domain.imports import DELIMITERS, ENCODINGS, MOST_COLUMNS, MOST_ROWS
from clinic_console.domain.imports_rows import (
    LARGEST_BATCH,
    batches,
    behind_header,
    guess_delimiter,
    guess_encoding,
    read_rows,
)

LATIN = "id;Name;Straße\n1;Jürgen Müller;Große Straße 3\n2;José Muñoz;Avenida São João\n3;Renée Façade;Chaussée\n"
JAPANESE = "番号,氏名,住所\n1,佐藤 花子,東京都千代田区\n2,ｻﾄｳ ﾊﾅｺ,大阪府\n3,勅使河原 龍之介,北海道札幌市\n"


def rows_of(text: str, delimiter: str = ",") -> list[tuple[int, list[str]]]:
    return list(read_rows(io.StringIO(text, newline=""), delimiter))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_in_every_way(end: str) -> None:
    text = end.join(["\ufeffa,b", "", '"c', 'd",e', ",", "f,g"])
    assert rows_of(text) == [(1, ["a", "b"]), (3, [f"c{end}d", "e"]), (6, ["f", "g"])]


def test_a_quote_that_is_not_closed_costs_its_own_line_alone() -> None:
    text = 'a,b\n"oops,c\n' + "".join(f"{number},x\n" for number in range(3, 200))
    assert rows_of(text) == [(1, ["a", "b"]), (2, []), *((number, [str(number), "x"]) for number in range(3, 200))]
    assert rows_of('a,b\n"oops,c\nd,e') == [(1, ["a", "b"]), (2, []), (3, ["d", "e"])]


def test_what_cannot_be_a_row_is_one_without_cells() -> None:
    assert list(read_rows(["a,b\rc\n", "d,e\n"])) == [(1, []), (2, ["d", "e"])]
    [(_, cells)] = rows_of("x" * 5_000 + ",y" * 1_000)
    assert (len(cells), len(cells[0])) == (MOST_COLUMNS + 1, 1_001)


@pytest.mark.parametrize("delimiter", DELIMITERS)
def test_the_delimiter_is_what_cuts_all_rows_alike(delimiter: str) -> None:
    text = "\n".join(delimiter.join([f"p{number}", "Silva, Ana" * (number % 2), "1,5", "a|b"]) for number in range(9))
    quoted = "\n".join(delimiter.join(f'"{cell}"' for cell in (f"p{n}", "Silva, Ana; x", "1|5")) for n in range(9))
    assert guess_delimiter(quoted) == delimiter
    if delimiter in ";\t":
        assert guess_delimiter(text) == delimiter
    assert guess_delimiter("") == guess_delimiter("alone\nalone") == ","


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (LATIN, "utf-8", "utf-8"), (LATIN, "utf-8-sig", "utf-8-sig"), (LATIN, "utf-16", "utf-16"),
        (LATIN, "utf-16-le", "utf-16-le"), (LATIN, "utf-16-be", "utf-16-be"), (LATIN, "cp1252", "latin-1"),
        (JAPANESE, "utf-8", "utf-8"), (JAPANESE, "cp932", "shift_jis"), (JAPANESE, "utf-16", "utf-16"),
        ("plain,ascii\n", "ascii", "utf-8"), ("", "utf-8", "utf-8"),
    ],
)  # fmt: skip
def test_encodings_are_told_by_the_first_bytes(text: str, codec: str, name: str) -> None:
    raw = text.encode(codec)
    assert guess_encoding(raw) == name
    assert raw.decode(ENCODINGS[name]).removeprefix("\ufeff") == text
    for cut in range(1, 4):
        if len(raw) > 100:
            assert guess_encoding(raw[:-cut]) == name, "the last letter may be cut in two"


def test_batches_fit_into_a_request_and_lose_nothing() -> None:
    small = [(line, ["x"]) for line in range(1, 2_502)]
    assert [len(batch) for batch in batches(small)] == [MOST_ROWS, MOST_ROWS, 501]
    large = [(line, ["日" * 1_000] * 200) for line in range(1, 6)]
    found = list(batches(large))
    assert [row for batch in found for row in batch] == large
    assert all(sum(len(cell.encode()) for _, cells in batch for cell in cells) <= LARGEST_BATCH for batch in found)
    assert next(iter(behind_header(iter(small), header=True))) == small[1]


@given(
    text=st.text(alphabet=st.sampled_from('ab,;"\n\r\t |é日\0'), max_size=120), delimiter=st.sampled_from(DELIMITERS)
)
@settings(deadline=None)
def test_any_text_has_rows_at_rising_lines(text: str, delimiter: str) -> None:
    found = rows_of(text, delimiter)
    lines = [line for line, _ in found]
    assert lines == sorted(set(lines))
    assert all(1 <= line <= text.count("\n") + text.count("\r") + 1 for line in lines)
    assert guess_delimiter(text) in DELIMITERS


@given(st.binary(max_size=200))
def test_any_bytes_have_an_encoding(raw: bytes) -> None:
    assert isinstance(raw.decode(ENCODINGS[guess_encoding(raw)], "replace"), str)


@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), min_size=1).filter(str.strip),
            min_size=1,
            max_size=5,
        ),
        max_size=8,
    ),
    st.sampled_from(["\n", "\r\n"]),
)
@settings(deadline=None)
def test_what_is_written_is_read(table: list[list[str]], end: str) -> None:
    text = "".join(",".join('"' + cell.replace('"', '""') + '"' for cell in cells) + end for cells in table)
    found = [cells for _, cells in rows_of(text)]
    assert found == table
