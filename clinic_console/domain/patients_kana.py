"""Kana in Latin letters (Hepburn): who is kept in one script is found by the other."""

import re
from typing import Final

_ROWS: Final = {
    "": "あいうえお", "k": "かきくけこ", "g": "がぎぐげご", "s": "さしすせそ", "z": "ざじずぜぞ", "t": "たちつてと",
    "d": "だぢづでど", "n": "なにぬねの", "h": "はひふへほ", "b": "ばびぶべぼ", "p": "ぱぴぷぺぽ", "m": "まみむめも",
    "r": "らりるれろ",
}  # fmt: skip
_ODD: Final = {
    "し": "shi", "じ": "ji", "ち": "chi", "ぢ": "ji", "つ": "tsu", "づ": "zu", "ふ": "fu", "や": "ya", "ゆ": "yu",
    "よ": "yo", "わ": "wa", "ゐ": "i", "ゑ": "e", "を": "o", "ん": "n", "ゔ": "vu", "ゎ": "wa",
    "ゕ": "ka", "ゖ": "ke",
}  # fmt: skip
_SMALL: Final = {"ぁ": "a", "ぃ": "i", "ぅ": "u", "ぇ": "e", "ぉ": "o", "ゃ": "ya", "ゅ": "yu", "ょ": "yo"}
_LETTERS: Final = {
    **{kana: row + vowel for row, each in _ROWS.items() for kana, vowel in zip(each, "aiueo", strict=True)},
    **_ODD,
}
_ONE: Final = re.compile(f"(?P<doubled>っ*)(?P<kana>.)(?P<small>[{''.join(_SMALL)}]?)")
_KANA: Final = re.compile("[ぁ-ゖー]+")
_LONG: Final = re.compile("aa|ae|oe|ue|oo|ou|uu")


def is_kana(word: str) -> bool:
    """Say whether a folded word is all hiragana (what katakana is folded to)."""
    return _KANA.fullmatch(word) is not None


def romanised(word: str) -> str:
    """Return a word of hiragana in Latin letters, each kana by itself: さとう is satou."""
    return "".join(_latin(*found.groups()) for found in _ONE.finditer(word.replace("ー", "")))


def shortened(word: str) -> str:
    """Return a word with long vowels and umlauts short, as they are written by one letter: satou, mueller, aase.

    What a word begins with becomes what its short form begins with: each pair leaves its first letter.
    """
    return _LONG.sub(lambda found: found[0][0], word)


def _latin(doubled: str, kana: str, small: str) -> str:
    letters = _LETTERS.get(kana) or _SMALL.get(kana, "")
    if small:
        before = "w" if kana == "う" else letters[:-1]
        # しゃ is sha, きゃ is kya.
        letters = before + (_SMALL[small].lstrip("y") if before in ("sh", "ch", "j") else _SMALL[small])
    return letters[:1].replace("c", "t") * len(doubled) + letters
