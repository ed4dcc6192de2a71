"""Made-up names: as many as in life, frequent ones frequent, each in its own script and order."""

import re
from collections import Counter
from random import Random

import pytest

from clinic_console.domain.patients_names import sort_of, words_of
from clinic_console.hub.service import names
from clinic_console.hub.service.names_parts import Stock, read_parts

FEW_FAMILIES = {"ko", "zh", "vi", "ar"}
"""In these languages few families are most of a people."""
CODES = [language.code for language in names.EVERYWHERE]


@pytest.mark.parametrize("language", names.EVERYWHERE, ids=CODES)
def test_names_are_whole_and_found_by_their_words(language: names.Language) -> None:
    random = Random(5)
    for sex in "FMXU" * 200:
        made = names.make_name(random, language, sex)
        texts = (made.written, made.family, made.kana, made.latin, made.former)
        assert made.written
        assert all(text == " ".join(text.split()) for text in texts), "no spaces too many"
        assert not made.family or made.family in made.written
        assert bool(made.latin) == language.other_script
        assert bool(made.kana) == (language.code == "ja")
        assert not re.search(r"[^ァ-ヺー ]", made.kana)
        assert made.former != made.written
        assert words_of(made)
        assert sort_of(made)


@pytest.mark.parametrize("language", names.EVERYWHERE, ids=CODES)
def test_common_families_are_common_and_the_others_many(language: names.Language) -> None:
    random = Random(5)
    drawn = Counter(language.families.draw(random) for _ in range(20_000))
    if language is names.SINGLE:
        assert len(drawn) == 1
    elif language.code in FEW_FAMILIES:
        assert drawn.most_common(1)[0][1] < 20_000 * 0.2
    else:
        assert 20_000 * 0.01 < drawn.most_common(1)[0][1] < 20_000 * 0.035
        assert len(drawn) > 900


def test_rare_parts_are_each_their_own() -> None:
    stock = Stock(read_parts("Smith"), (read_parts("ash, oak"), read_parts(", er"), read_parts("ford, ton, ham")))
    random = Random(1)
    drawn = {stock.draw(random).written for _ in range(2_000)}
    assert len(drawn) == 13
    assert {"Smith", "Ashford", "Oakerham"} <= drawn


def test_no_more_parts_are_drawn_than_there_may_be() -> None:
    stock = Stock(read_parts("Smith"), (read_parts("ash, oak"), read_parts("ford, ton, ham")), most=3)
    random = Random(1)
    assert len({stock.draw(random) for _ in range(500)}) == 3


def test_who_lies_in_a_bed_has_a_name_that_is_listed() -> None:
    random = Random(2)
    families = {part.written for part in names.JAPANESE.families.common}
    for _ in range(300):
        made = names.make_name(random, names.JAPANESE, "F", common=True)
        family, given = made.written.split(" ")
        assert family in families
        assert given in {part.written for part in names.JAPANESE.women.common}
        assert not made.former


def test_a_japanese_name_has_its_reading_and_latin_letters() -> None:
    random = Random(1)
    made = {names.make_name(random, names.JAPANESE, "F", common=True) for _ in range(4_000)}
    [sato] = [name for name in made if name.written == "佐藤 陽子"]
    assert (sato.family, sato.kana, sato.latin) == ("佐藤", "サトウ ヨウコ", "Sato Yoko")


def test_half_of_a_clinics_people_are_of_its_land() -> None:
    random = Random(1)
    own = sum(names.choose_language(random, names.KOREAN) is names.KOREAN for _ in range(4_000))
    assert 0.5 < own / 4_000 < 0.59
