"""Names as they are looked for: every way to write one meets the way that it is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_console.domain.patients import Name
from clinic_console.domain.patients_kana import romanised, shortened
from clinic_console.domain.patients_names import (
    LONGEST_SORT,
    LONGEST_WORDS,
    digits_of,
    fold,
    fold_number,
    parts_of,
    sort_of,
    words_of,
)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("mrn-12 a", "MRN12A"), ("ＭＲＮ１２", "MRN12"), ("943 476 5919", "9434765919"), ("--", ""), ("é1", "É1")],
)
def test_a_number_is_its_letters_and_digits(typed: str, folded: str) -> None:
    assert fold_number(typed) == folded


@pytest.mark.parametrize(
    ("phone", "digits"), [("+81 (0)90-1234", "810901234"), ("０９０", "090"), ("٠١٢", "012"), ("x", "")]
)
def test_a_phone_is_its_digits(phone: str, digits: str) -> None:
    assert digits_of(phone) == digits


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("Guðrún Ødegård", ("gudrun", "odegard")),
        ("O’Brien-Müller", ("obrien", "muller")),
        ("STRASSE Straße", ("strasse",)),
        ("Nguyễn Thị Đặng", ("nguyen", "thi", "dang")),
        ("ﾀﾅｶ ハナコ", ("たなか", "はなこ")),
        ("がく かく", ("がく", "かく")),
        ("髙橋 渡邊", ("高橋", "渡辺")),
        ("أحمد إبراهيم آل مُحَمَّد", ("احمد", "ابراهيم", "ال", "محمد")),
        ("Ἑλένη ΕΛΕΝΗΣ", ("ελενη", "ελενησ")),
        ("Пётр", ("петр",)),
        ("राहुल", ("राहुल",)),
        ("İnci ı", ("inci", "i")),
        (" , - ", ()),
    ],
)
def test_parts_of_a_name(written: str, parts: tuple[str, ...]) -> None:
    assert parts_of(written) == parts


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (Name("山田 太郎", kana="ヤマダ タロウ"), "山田 太郎 やまだ たろう yamada tarou taro"),
        (Name("山田太郎"), "山田太郎 田太郎 太郎 郎"),
        (Name("김민준"), "김민준 민준 준"),
        (Name("やまだたろう"), "やまだたろう yamadatarou yamadataro まだたろう だたろう たろう ろう"),
        (Name("Jürgen Müller", "Müller"), "muller jurgen"),
        (Name("Aase Mueller"), "aase mueller muller"),
        (Name("Ann Lee", former="Ann Kay"), "ann lee kay"),
    ],
)
def test_all_by_which_a_name_is_found(name: Name, words: str) -> None:
    assert " ".join(words_of(name)) == words


@pytest.mark.parametrize(
    ("name", "key"),
    [
        (Name("Ana María García Márquez", "García Márquez"), "garcia marquez ana maria"),
        (Name("Tanaka Kenji", "Tanaka"), "tanaka kenji"),
        (Name("田中 花子", "田中", latin="Tanaka Hanako"), "tanaka hanako"),
        (Name("Sukarno"), "sukarno"),
    ],
)
def test_a_list_goes_by_the_family_name(name: Name, key: str) -> None:
    assert sort_of(name) == key


@pytest.mark.parametrize(
    ("kana", "latin"),
    [
        ("しゃちょう", "shachou"), ("はっちゃん", "hatchan"), ("じゅんこ", "junko"), ("うぃりあむ", "wiriamu"),
        ("てぃな", "tina"), ("ゔぁれりー", "vareri"), ("きょうこ", "kyouko"), ("あっ", "a"), ("ゃ", "ya"),
    ],
)  # fmt: skip
def test_kana_in_latin_letters(kana: str, latin: str) -> None:
    assert romanised(kana) == latin


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert parts_of(" ".join(parts_of(text))) == parts_of(text)


@given(st.text(st.characters(), max_size=200), st.text(max_size=200), st.text(max_size=200))
def test_what_is_kept_of_a_name_fits_an_index(written: str, kana: str, latin: str) -> None:
    name = Name(written, kana=kana, latin=latin, former=written)
    words = words_of(name)
    assert len(" ".join(words)) <= LONGEST_WORDS
    assert len(sort_of(name)) <= LONGEST_SORT
    assert not [word for word in words if not word or " " in word]


@given(st.text("aeoulns", min_size=1, max_size=12))
def test_what_a_word_begins_with_is_shortened_to_what_its_short_form_begins_with(word: str) -> None:
    assert all(shortened(word).startswith(shortened(word[:end])) for end in range(len(word)))
