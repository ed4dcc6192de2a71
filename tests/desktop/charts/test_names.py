"""Short names and initials, from names of many kinds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_console.desktop.charts.names import initials, short_name


@pytest.mark.parametrize(
    ("name", "latin", "short", "letters"),
    [
        ("Lucía García Muñoz", "", "García L.", "L. G."),
        ("田中 由紀", "Tanaka Yuki", "Tanaka Y.", "T. Y."),
        ("佐藤 健一", "Satō Ken'ichi", "Satō K.", "S. K."),
        ("陈伟", "Chén Wěi", "Chén W.", "C. W."),
        ("김서연", "Kim Seo-yeon", "Kim S.", "K. S."),
        ("Nguyễn Thị Hạnh", "", "Nguyễn H.", "N. H."),
        ("Siobhán O'Connor", "", "O'Connor S.", "S. O."),
        ("Mary Ann Smith", "", "Smith M.", "M. S."),
        ("Zoë van der Meer", "", "van der Meer Z.", "Z. M."),
        ("Juan de la Cruz", "", "de la Cruz J.", "J. C."),
        ("Björn Þórsson", "", "Þórsson B.", "B. Þ."),
        ("Олена Ковальчук", "", "Ковальчук О.", "О. К."),
        ("García, Lucía", "", "García L.", "G. L."),
        ("Pelé", "", "Pelé", "P."),
        ("محمد علي", "Mohammed Ali", "Ali M.", "M. A."),
    ],
)
def test_names(name, latin, short, letters):
    assert short_name(name, latin) == short
    assert initials(name, latin) == letters


def test_a_script_without_a_latin_form_stays_as_it_is_written():
    assert short_name("김서연", "") == "김서연"
    assert short_name("田中 由紀", "") == "田中 由紀"
    assert initials("田中 由紀", "") == "田. 由."
    assert short_name("محمد علي", "") == "محمد علي"


NAMES = st.one_of(
    st.text(max_size=40),
    st.lists(st.sampled_from(["van", "Do", "Le", "de", "la", "bin", "García", "田中", "ß", "🙂", ",", "\u200f"])).map(
        " ".join
    ),
    st.text("\u0627\u0628\u05d0 \u200f\u202e\u0301,", max_size=12),
)


@pytest.mark.parametrize(
    ("name", "short", "letters"),
    [
        ("Van Do", "Do V.", "V. D."),
        ("Le Van", "Van L.", "L. V."),
        ("van", "van", "V."),
        ("de la, van der", "de la V.", "D. D."),
        ("Le Phuong Anh", "Anh L.", "L. A."),
        ("X", "X", "X."),
        ("   ", "?", "?"),
        (",", "?", "?"),
        ("\u200f\u200b", "?", "?"),
        ("", "", ""),
        ("🙂 👶", "🙂 👶", "🙂. 👶."),
        ("ßen Ali", "Ali ß.", "ß. A."),
    ],
)
def test_names_of_particles_and_of_hardly_anything(name, short, letters):
    assert (short_name(name, ""), initials(name, "")) == (short, letters)


@given(NAMES, NAMES)
def test_any_text_has_a_short_form_and_initials_that_hide_the_name(name, latin):
    short, letters = short_name(name, latin), initials(name, latin)
    assert bool(short.strip()) is bool(letters.strip()) is bool(name or latin)
    assert len(short) <= max(len(name), len(latin), 1) + 2
    # Two initials with their stops and the space between them, and never a word of the name.
    assert len(letters) <= 5
    assert all(len(part.rstrip(".")) <= 1 for part in letters.split())


def test_a_latin_form_in_which_nothing_can_be_seen_counts_as_none():
    assert (short_name("Van Do", " "), initials("Van Do", "\u200f")) == ("Do V.", "V. D.")
