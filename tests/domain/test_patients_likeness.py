"""Whether two records may be one person's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_console.domain.patients_likeness import Meeting, alike, one_slip, score, telling, words_alike

NOTHING = Meeting(same_day=False, phone=False, number=False)
DAY = Meeting(same_day=True, phone=False, number=False)
PHONE = Meeting(same_day=False, phone=True, number=False)
NUMBER = Meeting(same_day=False, phone=False, number=True)

words = st.lists(st.text("abc佐藤花", min_size=1, max_size=6), max_size=5, unique=True)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("hanako", "hanako", True),
        ("hanako", "hanaka", True),
        ("hanako", "hanak", True),
        ("hanako", "xhanako", True),
        ("hanako", "hankao", True),
        ("hanako", "ahnako", True),
        ("hanako", "hanaok", True),
        ("hanako", "honaka", False),
        ("hanako", "hana", False),
        ("", "a", True),
        ("abcd", "dcba", False),
    ],
)
def test_one_slip_of_the_keyboard(one: str, other: str, expected: bool) -> None:
    assert one_slip(one, other) is one_slip(other, one) is expected


@given(st.text("abcd", max_size=8), st.integers(0, 8), st.sampled_from("xyz"))
def test_a_letter_more_less_or_another_is_one_slip(word: str, at: int, letter: str) -> None:
    for other in (word[:at] + letter + word[at:], word[:at] + word[at + 1 :], word[:at] + letter + word[at + 1 :]):
        assert one_slip(word, other)


@pytest.mark.parametrize(
    ("words", "others", "meeting", "expected"),
    [
        (["sato", "hanako"], ["hanako", "sato"], DAY, ["name", "born"]),
        (["sato", "hanako"], ["sato", "taro"], DAY, ["name", "born"]),
        (["sato", "hanako"], ["suzuki", "hanaka", "mariko", "ann"], DAY, ["name", "born"]),
        (["anna", "maria", "de", "souza"], ["bela", "maria", "lima", "rocha"], DAY, []),
        (["佐藤花子"], ["佐藤", "花子", "さとう", "はなこ"], DAY, ["name", "born"]),
        (["佐藤", "花子"], ["佐藤花子"], DAY, ["name", "born"]),
        (["佐", "藤"], ["佐", "木"], DAY, ["name", "born"]),
        (["kim"], ["kin"], DAY, []),
        (["sato", "hanako"], ["sato", "hanako"], NOTHING, []),
        (["sato", "a", "b"], ["sato", "c", "d", "e"], PHONE, ["name", "phone"]),
        (["sato"], ["mori"], PHONE, []),
        (["sato"], ["mori"], NUMBER, ["identifier"]),
        ([], [], DAY, []),
        ([], [], NUMBER, ["identifier"]),
    ],
)
def test_what_makes_two_records_one_persons(
    words: list[str], others: list[str], meeting: Meeting, expected: list[str]
) -> None:
    assert alike(words, others, meeting) == alike(others, words, meeting) == expected


def test_initials_tell_nobody_apart() -> None:
    assert telling(["j", "smith", "佐", "é"]) == ("smith", "佐", "é")


def test_a_number_tells_most_and_the_same_name_more_than_half_of_it() -> None:
    same, half = ["sato", "hanako"], ["sato", "taro"]
    assert score(same, ["mori"], NUMBER) > score(same, half, DAY) > score(same, half, PHONE)
    assert score(same, same, DAY) > score(same, half, DAY)


@given(words, words)
def test_likeness_has_no_direction_and_everybody_is_like_themselves(some: list[str], others: list[str]) -> None:
    for half in (True, False):
        assert words_alike(some, others, half=half) == words_alike(others, some, half=half)
        assert words_alike(some, some, half=half) == bool(some)
    assert score(some, others, DAY) == score(others, some, DAY)
    assert words_alike(some, others, half=False) or not words_alike(some, others, half=True)
