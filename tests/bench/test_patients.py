"""The patients benchmark: its row is complete, and it asks what people type of patients that are there."""

import random
from collections import Counter
from datetime import date

import pytest

from clinic_console.domain.patients_born import read_born
from clinic_console.domain.patients_names import fold, parts_of
from tests.bench import figures, patients
from tests.bench.data import _fingerprint
from tests.bench.queries import KINDS, Row, _slip, draw

ROWS = (
    Row("1", "10000000", "佐藤 美咲", "Sato Misaki", "サトウ ガク", date(1950, 3, 4), "Asia/Tokyo", "090-1234-5678"),
    Row("2", "17654321", "João Gonçalves", "", "", date(1990, 3, 14), "Europe/Lisbon", "912 222 333"),
    Row("3", "25308642", "Wulandari", "", "", None, "Europe/Oslo", ""),
)
TODAY = date(2026, 11, 22)


def _texts(kind: str, row: Row) -> set[str]:
    pick = random.Random(3)
    return {text for _ in range(60) for text in KINDS[kind](row, pick)}


def test_patients_promises_every_key_of_its_row() -> None:
    promised = set(figures.keys(patients.FIGURES))
    assert {"patients", "search_p50_ms", "search_p95_ms", "page1_p50_ms", "page10000_p50_ms"} <= promised
    assert {"search_p95_ms_small", "found_share", "raw_p50_ms"} <= promised
    goals = {row.key: row.goal for row in patients.FIGURES if row.goal is not None}
    assert goals == {
        "search_p50_ms": 5, "search_p95_ms": 30, "page1_p50_ms": 3, "page10000_ratio": 1.5,
        "search_growth": 1.3, "search_p95_growth": 1.3, "page1_growth": 1.3, "sequential_scans": 0,
    }  # fmt: skip


def test_at_least_600_queries_are_asked_for_each_user() -> None:
    assert min(patients.EACH, patients.EACH_SMALL) * len(KINDS) >= 600


def test_the_kinds_come_in_turn_and_the_same_each_time() -> None:
    drawn = draw(ROWS, 12)
    assert drawn == draw(ROWS, 12)
    assert drawn != draw(ROWS, 12, seed=8)
    assert set(Counter(query.kind for query in drawn).values()) == {12}
    assert [query.kind for query in drawn[: len(KINDS)]] == list(KINDS)


def test_names_are_typed_letter_by_letter() -> None:
    texts = list(KINDS["prefix"](ROWS[2], random.Random(1)))
    assert texts == ["Wu", "Wul", "Wula", "Wulan", "Wuland", "Wulanda", "Wulandar", "Wulandari"]
    assert "佐藤" in _texts("prefix", ROWS[0])
    assert "サト" in _texts("prefix", ROWS[0])
    assert "João Gon" in _texts("prefix", ROWS[1])


def test_an_infix_does_not_begin_the_name() -> None:
    texts = _texts("infix", ROWS[1])
    assert texts
    assert all(text in "gonçalves"[1:] and 4 <= len(text) <= 6 for text in texts)


@pytest.mark.parametrize("seed", range(200))
def test_a_slip_is_one_edit(seed: int) -> None:
    slipped = _slip("misaki", random.Random(seed))
    assert slipped != "misaki"
    assert abs(len(slipped) - 6) <= 1
    assert sum((Counter(slipped) - Counter("misaki")).values()) <= 1


def test_accents_and_kana_are_typed_otherwise() -> None:
    assert _texts("folded", ROWS[1]) == {"joao goncalves"}
    texts = _texts("folded", ROWS[0])
    assert {"さとう がく", "ｻﾄｳ ｶﾞｸ"} <= texts
    assert {fold(text) for text in texts} == {"さとう がく"}
    assert not _texts("folded", ROWS[2])


def test_phones_are_typed_by_their_end_or_whole() -> None:
    texts = _texts("phone", ROWS[1])
    assert {"912 222 333", "912222333", "222333"} <= texts
    assert all("912222333".endswith(text.replace(" ", "")) for text in texts)
    assert not _texts("phone", ROWS[2])


def test_births_are_written_as_there_and_read_as_meant() -> None:
    for row in ROWS[:2]:
        texts = _texts("born", row)
        assert len(texts) >= 4
        assert {read_born(text, TODAY) for text in texts} == {row.born}
    assert "S25.3.4" in _texts("born", ROWS[0])
    assert not _texts("born", ROWS[2])


def test_first_and_last_name_come_in_either_order() -> None:
    assert _texts("names", ROWS[1]) == {"João Gonçalves", "Gonçalves João"}
    assert all(len(parts_of(text)) == 2 for text in _texts("names", ROWS[0]))


def test_the_data_is_known_by_what_makes_it() -> None:
    assert _fingerprint() == _fingerprint()
    assert len(_fingerprint()) == 64
