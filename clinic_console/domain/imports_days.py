"""Days, clock times and words in files of visits: a day stays the day that is written, whatever stands behind it."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, tzinfo
from functools import lru_cache
from typing import Final

from clinic_console.domain.appointments import State
from clinic_console.domain.imports_values import read_date

OLDEST: Final = 130
"""Years; nobody is known to have been older."""
_BEHIND: Final = re.compile(
    r"(?<=[\d日])(?:[Tt]|\s+)\s*\d{1,2}\s*[:時h]\s*\d{2}.*$|(?<=^\d{8})[Tt]\d{4}.*$", re.DOTALL
)
"""A time of day behind a date, with whatever follows it: seconds, a zone, the name of one."""
_CLOCK: Final = re.compile(
    r"(\d{1,2})\s*(?:[:h.]|時)\s*(\d{1,2})?分?(?::(\d{2})(?:[.,]\d+)?)?\s*(?:([ap])\.?m\.?)?",
    re.ASCII | re.IGNORECASE,
)
_TOGETHER: Final = re.compile(r"(\d{2})(\d{2})", re.ASCII)
_NOON: Final = 12
_BROKEN: Final = re.compile(r"\d+(?:[.,]\d+)?E[+-]\d+|\d[.,]\d+E\d+", re.ASCII | re.IGNORECASE)
_YES: Final = frozenset(
    [
        "yes",
        "y",
        "true",
        "t",
        "1",
        "x",
        "ja",
        "j",
        "wahr",
        "sim",
        "s",
        "sí",
        "si",
        "verdadeiro",
        "oui",
        "はい",
        "有",
        "有り",
        "あり",
        "○",
        "是",
        "예",
        "missed",
        "no-show",
        "noshow",
        "無断",
        "欠席",
    ]
)
_NO: Final = frozenset(
    [
        "no",
        "n",
        "false",
        "f",
        "0",
        "nein",
        "falsch",
        "não",
        "nao",
        "falso",
        "non",
        "いいえ",
        "無",
        "無し",
        "なし",
        "×",
        "-",
        "否",
        "아니요",
        "came",
        "attended",
        "kept",
        "来院",
    ]
)
_STATES: Final[Mapping[str, State]] = {
    word: state
    for state, words in {
        State.DONE: "done,completed,complete,finished,fulfilled,attended,arrived,kept,came,show,checked out,seen,"
        "erledigt,abgeschlossen,erschienen,realizado,realizada,concluído,concluída,compareceu,atendido,atendida,"
        "済,完了,終了,来院,来院済,診察済,受診,受診済",
        State.LEFT: "left,left without being seen,lwbs,gegangen,desistiu,診察前に帰宅,途中帰宅",
        State.NO_SHOW: "no show,noshow,no-show,missed,did not attend,dna,dns,absent,nicht erschienen,versäumt,"
        "faltou,falta,não compareceu,nao compareceu,無断キャンセル,未来院,不来院,来院せず,欠席",
        State.CANCELLED: "cancelled,canceled,cancel,abgesagt,storniert,cancelado,cancelada,desmarcado,desmarcada,"
        "キャンセル,取消,取り消し,中止",
    }.items()
    for word in words.split(",")
}


@lru_cache(4_096)
def read_day(text: str, order: str) -> date | None:
    """Return the day that is written in a cell, never moved by a time or a zone behind it; None for what is none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return read_date(_BEHIND.sub("", plain).strip(), order)


def read_clock(text: str) -> time | None:
    """Return the time of day of a cell, None for what is none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    together = _TOGETHER.fullmatch(plain)
    found = together or _CLOCK.fullmatch(plain)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    second, half = (0, "") if together else (int(found[3] or 0), (found[4] or "").lower())
    if half:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    try:
        return time(hour, minute, second)
    except ValueError:
        return None


def on_the_wall(local: datetime, zone: tzinfo) -> datetime | str:
    """Return the instant of a time of the clinic's wall; the code of a problem where clocks are changed, and at both
    ends of the calendar."""
    try:
        first, second = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
        there = first.astimezone(zone).replace(tzinfo=None)
    except OverflowError:
        return "imports.time"
    if there != local:
        return "imports.no_such_time"
    return first if first == second else "imports.time_twice"


def read_yes(text: str) -> bool | None:
    """Return what a word for yes or no says; None for another word."""
    word = _word(text)
    return True if word in _YES else False if word in _NO else None


def read_state(text: str) -> State | None:
    """Return how a visit ended by a word of some language; None for another word."""
    word = _word(text)
    return _STATES.get(word) or _STATES.get(word.replace("_", " ").replace("-", " "))


def read_age(text: str) -> int | None:
    """Return an age in whole years, None for what is none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return int(plain) if plain.isdecimal() and len(plain) <= len(str(OLDEST)) and int(plain) <= OLDEST else None


def is_broken(number: str) -> bool:
    """Say whether a spreadsheet has written an id as a power of ten: which digits it had, nobody knows."""
    return _BROKEN.fullmatch(number) is not None


def _word(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().rstrip(".").lower()
