"""Names as patients write them, for made-up clinics: several scripts, accents, family first, and single names."""

from dataclasses import dataclass
from random import Random
from typing import Final

from clinic_console.domain.patients import Name
from clinic_console.hub.service import names_east as east
from clinic_console.hub.service import names_west as west
from clinic_console.hub.service.names_parts import Part, Parts, Stock

_FORMER_SHARE: Final = 0.08
"""Of women, and an eighth of that of others: who had another family name."""


@dataclass(frozen=True)
class Language:
    """How names are made: parts by sex, which comes first, what stands between, whether Latin letters are foreign.

    ``doubles``: the share of two family names, joined by ``joint``; ``middles``: of two given names.
    """

    code: str
    families: Stock
    women: Stock
    men: Stock
    family_first: bool = False
    between: str = " "
    other_script: bool = True
    doubles: float = 0.0
    joint: str = "-"
    middles: float = 0.0


def _given(common: Parts, *pieces: Parts) -> Stock:
    return Stock(common, pieces, most=2_000, flat=10.0)


JAPANESE: Final = Language(
    "ja",
    Stock(east.JAPANESE_FAMILIES, east.JAPANESE_RARE),
    _given(east.JAPANESE_WOMEN, *east.JAPANESE_RARE_WOMEN),
    _given(east.JAPANESE_MEN, *east.JAPANESE_RARE_MEN),
    family_first=True,
)
KOREAN: Final = Language(
    "ko",
    # A few families are most of Korea, of China and of Vietnam: the hard case for who looks for somebody.
    Stock(east.KOREAN_FAMILIES, flat=2.0),
    _given(east.KOREAN_WOMEN, *east.KOREAN_RARE_GIVEN),
    _given(east.KOREAN_MEN, *east.KOREAN_RARE_GIVEN),
    family_first=True,
    between="",
)
CHINESE: Final = Language(
    "zh",
    Stock(east.CHINESE_FAMILIES, flat=3.0),
    _given(east.CHINESE_WOMEN, *east.CHINESE_RARE_GIVEN),
    _given(east.CHINESE_MEN, *east.CHINESE_RARE_GIVEN),
    family_first=True,
    between="",
)
VIETNAMESE: Final = Language(
    "vi",
    Stock(east.VIETNAMESE_FAMILIES, flat=1.5),
    _given(east.VIETNAMESE_WOMEN, *east.VIETNAMESE_RARE_WOMEN),
    _given(east.VIETNAMESE_MEN, *east.VIETNAMESE_RARE_MEN),
    family_first=True,
    other_script=False,
)
ARABIC: Final = Language(
    "ar",
    Stock(west.ARABIC_FAMILIES, west.ARABIC_RARE),
    _given(west.ARABIC_WOMEN),
    _given(west.ARABIC_MEN),
    middles=0.4,
)
GREEK: Final = Language(
    "el", Stock(west.GREEK_FAMILIES, west.GREEK_RARE), _given(west.GREEK_WOMEN), _given(west.GREEK_MEN)
)
UKRAINIAN: Final = Language(
    "uk",
    Stock(west.UKRAINIAN_FAMILIES, west.UKRAINIAN_RARE),
    _given(west.UKRAINIAN_WOMEN),
    _given(west.UKRAINIAN_MEN),
)
PORTUGUESE: Final = Language(
    "pt",
    Stock(west.PORTUGUESE_FAMILIES, west.PORTUGUESE_RARE),
    _given(west.PORTUGUESE_WOMEN, *west.WESTERN_WOMEN),
    _given(west.PORTUGUESE_MEN, *west.WESTERN_MEN),
    other_script=False,
    doubles=0.5,
    joint=" ",
    middles=0.3,
)
FRENCH: Final = Language(
    "fr",
    Stock(west.FRENCH_FAMILIES, west.FRENCH_RARE),
    _given(west.FRENCH_WOMEN, *west.WESTERN_WOMEN),
    _given(west.FRENCH_MEN, *west.WESTERN_MEN),
    other_script=False,
    doubles=0.05,
    middles=0.1,
)
ENGLISH: Final = Language(
    "en",
    Stock(west.ENGLISH_FAMILIES, west.ENGLISH_RARE),
    _given(west.ENGLISH_WOMEN, *west.WESTERN_WOMEN),
    _given(west.ENGLISH_MEN, *west.WESTERN_MEN),
    other_script=False,
    doubles=0.04,
    middles=0.35,
)
NORDIC: Final = Language(
    "nb",
    Stock(west.NORDIC_FAMILIES, west.NORDIC_RARE),
    _given(west.NORDIC_WOMEN, *west.WESTERN_WOMEN),
    _given(west.NORDIC_MEN, *west.WESTERN_MEN),
    other_script=False,
    doubles=0.1,
    joint=" ",
    middles=0.2,
)
SINGLE: Final = Language(
    # Many people have one name only; where a form wants a family name, it is not theirs to invent.
    "id",
    Stock(west.SINGLE),
    _given(west.SINGLE_WOMEN, *west.SINGLE_RARE_WOMEN),
    _given(west.SINGLE_MEN, *west.SINGLE_RARE_MEN),
    other_script=False,
)

EVERYWHERE: Final = (
    JAPANESE, KOREAN, CHINESE, VIETNAMESE, ARABIC, GREEK, UKRAINIAN, PORTUGUESE, FRENCH, ENGLISH, NORDIC, SINGLE,
)  # fmt: skip


def choose_language(random: Random, home: Language) -> Language:
    """Choose whose names somebody has: half are of the clinic's own land."""
    return home if random.random() < 0.5 else random.choice(EVERYWHERE)


def make_name(random: Random, language: Language, sex: str, *, common: bool = False) -> Name:
    """Make a name; ``common`` draws from the listed parts only, without a second one and without a former name."""
    women = sex == "F" or (sex != "M" and random.random() < 0.5)
    stock = language.women if women else language.men
    if common:
        return _write(language, (language.families.draw_common(random),), (stock.draw_common(random),))
    families: Parts = (language.families.draw(random),)
    given: Parts = (stock.draw(random),)
    if random.random() < language.doubles:
        families = _two(families, language.families.draw(random))
    if random.random() < language.middles:
        given = _two(given, stock.draw(random))
    had_another = random.random() < (_FORMER_SHARE if women else _FORMER_SHARE / 8)
    if not had_another or language is SINGLE:
        return _write(language, families, given)
    former = _write(language, _two((), language.families.draw(random)), given).written
    now = _write(language, families, given)
    return now if former == now.written else Name(now.written, now.family, now.kana, now.latin, former)


def _two(parts: Parts, other: Part) -> Parts:
    return parts if other in parts else (*parts, other)


def _write(language: Language, families: Parts, given: Parts) -> Name:
    family = language.joint.join(part.written for part in families)
    called = " ".join(part.written for part in given)
    inner = (*families, *given) if language.family_first else (*given, *families)
    written = (family, called) if language.family_first else (called, family)
    return Name(
        language.between.join(part for part in written if part),
        family,
        " ".join(part.kana for part in inner if part.kana),
        " ".join(part.latin for part in inner if part.latin) if language.other_script else "",
    )
