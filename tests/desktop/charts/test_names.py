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


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_has_a_short_form_and_initials_that_hide_the_name(name, latin):
    short_name(name, latin)
    assert len([letter for letter in initials(name, latin) if letter.isalnum()]) <= 4
