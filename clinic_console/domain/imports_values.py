"""What stands in the cells of a file: dates and times by the local order, words for a sex, names of languages."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, tzinfo
from functools import lru_cache
from typing import Final

from clinic_console.domain.patients import Sex
from clinic_console.domain.patients_born import read_born

_NUMBERS_FIRST: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d{2})(\d{2})", re.ASCII)
_NUMBERS_LAST: Final = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
_CLOCK: Final = re.compile(
    r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?:\s*([ap])\.?m\.?)?", re.ASCII | re.IGNORECASE
)
_ZONED: Final = re.compile(r"(?:Z|[+-]\d{2}(?::?\d{2})?)$", re.ASCII)
_NOON: Final = 12
_SEXES: Final[Mapping[str, Sex]] = {
    word: sex
    for sex, words in {
        Sex.FEMALE: "f female w woman weiblich frau 女 女性 女子 2 feminino mulher féminin femenino mujer 여 여성",
        Sex.MALE: "m male man männlich mann 男 男性 男子 1 masculino homem masculin hombre 남 남성",
        Sex.OTHER: "x d o other divers nonbinary non-binary その他 outro outra",
        Sex.UNKNOWN: "u unknown unbekannt 不明 desconhecido 0 9 n/a na ? -",
    }.items()
    for word in words.split()
}
_LANGUAGES: Final[Mapping[str, str]] = {
    word: code
    for code, words in {
        "ja": "japanese 日本語 japanisch japonês", "en": "english 英語 englisch inglês", "de": "german deutsch",
        "pt": "portuguese português ポルトガル語 portugiesisch", "es": "spanish español スペイン語 spanisch espanhol",
        "fr": "french français フランス語 französisch francês", "zh": "chinese 中文 中国語 chinesisch chinês",
        "ko": "korean 한국어 韓国語 koreanisch", "vi": "vietnamese", "tl": "tagalog filipino",
        "ar": "arabic",
        "ru": "russian", "it": "italian", "uk": "ukrainian", "tr": "turkish", "pl": "polish", "nl": "dutch",
    }.items()
    for word in words.split()
}  # fmt: skip
_TAG: Final = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?", re.ASCII)


def read_date(text: str, order: str) -> date | None:
    """Return the date of a cell, with or without a time behind it; None for what is none.

    A year of four digits first is understood in every order; one of two digits in none.
    """
    try:
        return date.fromisoformat(text)  # what most files have: 2001-02-03, 20010203
    except ValueError:
        pass
    plain = unicodedata.normalize("NFKC", text).strip()
    day, _, rest = plain.replace("T", " ").partition(" ")
    if rest and not _is_clock(rest.strip()):
        day = plain
    return _numbers(day, order) or _words(day)


def read_time(text: str, order: str, zone: tzinfo) -> datetime | str:
    """Return the instant of a cell, by the clinic's clocks unless it names a zone; the code of a problem otherwise.

    Clocks that were put back show a time twice: it is the first. A date alone is the beginning of its day.
    """
    try:
        found: datetime | None = datetime.fromisoformat(text)
    except ValueError:
        found = _local(unicodedata.normalize("NFKC", text).strip(), order)
    if found is None:
        return "imports.time"
    try:
        return found.astimezone(UTC) if found.tzinfo is not None else _by_clocks(found, zone)
    except (OverflowError, ValueError):
        return "imports.time"


def read_sex(text: str) -> Sex | None:
    """Return the sex that a word of some language says, unknown for no word; None for a word that is not known."""
    return (
        _SEXES.get(text) or _SEXES.get(unicodedata.normalize("NFKC", text).strip().lower()) if text else Sex.UNKNOWN
    )


@lru_cache(1_000)
def read_language(text: str) -> str | None:
    """Return the BCP 47 tag of a language's name or code, '' for nothing; None for what is neither."""
    word = unicodedata.normalize("NFKC", text).strip()
    if not word:
        return ""
    if word.lower() in _LANGUAGES:
        return _LANGUAGES[word.lower()]
    found = _TAG.fullmatch(word)
    if found is None:
        return None
    language, script, region = found.groups()
    return "-".join(part for part in (language.lower(), (script or "").title(), (region or "").upper()) if part)


def _numbers(text: str, order: str) -> date | None:
    found = _NUMBERS_FIRST.fullmatch(text)
    if found:
        year, month, day = (int(part) for part in found.groups() if part)
    else:
        found = _NUMBERS_LAST.fullmatch(text)
        if not found or order == "ymd":
            return None
        first, second, year = (int(part) for part in found.groups())
        day, month = (first, second) if order == "dmy" else (second, first)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _words(text: str) -> date | None:
    """Read a date with a month's name or by a Japanese era: neither has an order to be mistaken."""
    return read_born(text, date.max) if any(letter.isalpha() for letter in text) else None


def _local(text: str, order: str) -> datetime | None:
    zoned = _ZONED.search(text) if ":" in text else None
    day, clock = text, ""
    for between in ("T", " "):
        first, found, rest = text.partition(between)
        if found and _is_clock(_ZONED.sub("", rest).strip()):
            day, clock = first, _ZONED.sub("", rest).strip()
            break
    on, at = _numbers(day, order) or _words(day), _at(clock)
    if on is None or at is None:
        return None
    found_at = datetime.combine(on, at)
    if zoned and clock:
        try:
            return datetime.fromisoformat(f"{found_at.isoformat()}{zoned[0]}")
        except ValueError:
            return None  # no zone is a day or more from another
    return found_at


def _is_clock(text: str) -> bool:
    return _CLOCK.fullmatch(_ZONED.sub("", text).strip()) is not None


def _at(clock: str) -> time | None:
    if not clock:
        return time()
    found = _CLOCK.fullmatch(clock)
    if found is None:
        return None
    hour, half = int(found[1]), (found[4] or "").lower()
    if half:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    try:
        return time(hour, int(found[2]), int(found[3] or 0))
    except ValueError:
        return None


def _by_clocks(local: datetime, zone: tzinfo) -> datetime | str:
    instant = local.replace(tzinfo=zone).astimezone(UTC)
    if local.time() != time() and instant.astimezone(zone).replace(tzinfo=None) != local:
        return "imports.no_such_time"
    return instant
