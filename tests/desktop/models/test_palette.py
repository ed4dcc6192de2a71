"""Finding commands by a few letters, and the list that shows them."""

from dataclasses import dataclass
from enum import IntEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from clinic_console.desktop.models.palette import PaletteModel
from clinic_console.desktop.models.ranking import MAX_HITS, MAX_UNASKED, Hit, Index, fold


class Kind(IntEnum):
    SCREEN = 0
    BED = 1


@dataclass(frozen=True)
class Thing:
    title: str
    detail: str = ""
    words: str = ""
    group: Kind = Kind.SCREEN


def titles(query, *things, groups=None):
    found = Index([thing if isinstance(thing, Thing) else Thing(thing) for thing in things]).find(query, groups)
    return [hit.entry.title for group in found.groups for hit in group]


def marked(query, title):
    (group,) = Index([Thing(title)]).find(query).groups
    return [title[start : start + length] for start, length in group[0].marks]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("tan", "TANAKA"),
        ("muller", "Jörg Müller"),
        ("MÜLLER", "jorg muller"),
        ("nguyen hanh", "Nguyễn Thị Hạnh"),
        ("lukasiewicz", "Stanisław Łukasiewicz"),
        ("tanriverdi", "Mehmet Tanrıverdi"),
        ("thorsson", "Björn Þórsson"),
        ("strasse", "Straße"),
        ("ｔａｎ", "Tanaka"),
        ("さとう", "サトウ ケンイチ"),
        ("サトウ", "さとう けんいち"),
        ("ｻﾄｳ", "さとう"),
        ("カキ", "がぎ"),
        ("田中", "Bed 12 · 田中 由紀"),
        ("由紀　田中", "田中 由紀"),
    ],
)
def test_case_accents_width_and_kana_do_not_matter(typed, written):
    assert titles(typed, written, "Something else") == [written]


def test_the_beginning_of_a_word_goes_before_initials_before_the_middle():
    things = ("Follow", "Worst first", "Software", "Wall, ordered by bed")
    assert titles("wf", *things) == ["Worst first"]
    assert titles("w", "Follow", "Worst first") == ["Worst first", "Follow"]
    assert titles("os", "Most of it", "Order: shared", "Oslo") == ["Oslo", "Order: shared", "Most of it"]
    assert titles("bed", "Bedside", "Embedded", "To bed") == ["To bed", "Bedside", "Embedded"]


def test_scattered_letters_are_a_last_resort():
    assert titles("lgtc", "Light colours", "Sign out") == ["Light colours"]
    assert titles("sgn", "Sign out", "Light colours") == ["Sign out"]
    assert titles("tan", "Tanaka", "Thị Hạnh") == ["Tanaka"]


def test_a_number_is_never_found_in_scattered_digits():
    beds = [f"Bed {number}" for number in (1, 2, 12, 102, 112, 120)]
    assert titles("12", *beds) == ["Bed 12", "Bed 120", "Bed 112"]
    assert titles("bed12", "Bed12", "Bed 1 · Room 2") == ["Bed12"]


def test_words_stand_in_any_order_and_all_of_them_must_fit():
    bed = Thing("Bed 12 · Tanaka Yuki", "Ward 3 East", "MRN4018226")
    assert titles("east yuki", bed) == titles("yuki 12 mrn401", bed) == [bed.title]
    assert titles("yuki west", bed) == []


def test_the_title_goes_before_what_stands_beside_it():
    assert titles("east", Thing("Bed 1", "Ward 3 East"), Thing("East wing")) == ["East wing", "Bed 1"]


def test_what_fits_is_marked():
    assert marked("tan", "Bed 12 · 田中 由紀 Tanaka") == ["Tan"]
    assert marked("tan", "Nguyễn Tấn Phát") == ["Tấn"]
    assert marked("yuki 12", "Bed 12 · Tanaka Yuki") == ["12", "Yuki"]
    assert marked("wf", "Worst first") == ["W", "f"]
    assert marked("strasse", "Straße") == ["Straße"]
    assert marked("lgt", "Light") == ["L", "g", "t"]
    assert marked("カキ", "がぎぐ") == ["がぎ"]


def test_groups_stand_in_the_order_of_their_best():
    screen, bed = Thing("Embedded"), Thing("Bed 1", group=Kind.BED)
    assert titles("bed", screen, bed) == ["Bed 1", "Embedded"]
    assert titles("", bed, screen) == ["Embedded", "Bed 1"]
    assert titles("bed", screen, bed, groups=(Kind.SCREEN,)) == ["Embedded"]
    assert titles("", screen, bed, groups=(Kind.BED,)) == ["Bed 1"]


def test_only_so_many_are_shown_and_all_are_counted():
    beds = [Thing(f"Bed {number}", group=Kind.BED) for number in range(1_000)]
    found = Index([*beds, Thing("Vitals")]).find("bed")
    assert sum(map(len, found.groups)) == MAX_HITS
    assert found.total == 1_000
    unasked = Index([*beds, Thing("Vitals")]).find("")
    assert [len(group) for group in unasked.groups] == [1, MAX_UNASKED]
    assert unasked.total == 1_001


def test_entries_are_made_ready_in_slices_and_found_before_all_are():
    index = Index([Thing(f"Bed {number}") for number in range(5)])
    assert not index.prepare(2)
    assert index.find("bed").total == 5
    assert index.prepare(1)
    assert Index([]).prepare(1)


NAMES = st.text(alphabet=st.sampled_from("abcXYZ 12·äßİłがガ紀ｶﾞ'-"), max_size=12)


@given(st.lists(NAMES, max_size=6), st.text(max_size=8))
def test_searching_is_total_and_the_same_every_time(names, query):
    things = [Thing(name, detail=name[::-1]) for name in names]
    index = Index(things)
    first = index.find(query)
    assert first == index.find(query)
    for group in first.groups:
        for hit in group:
            ends = [start + length for start, length in hit.marks]
            assert all(
                0 <= start < end <= len(hit.entry.title) for (start, _), end in zip(hit.marks, ends, strict=True)
            )


@given(NAMES.filter(lambda name: any(character.isalnum() for character in name)), st.lists(NAMES, max_size=5))
def test_the_beginning_of_a_title_always_finds_it(name, others):
    thing = Thing(name.strip())
    for length in range(1, len(thing.title) + 1):
        found = Index([*map(Thing, others), thing]).find(thing.title[:length])
        assert any(hit.entry is thing for group in found.groups for hit in group)


@given(st.lists(NAMES, min_size=2, max_size=5, unique=True), st.text(alphabet="abc12", min_size=1, max_size=3))
def test_equals_keep_their_order(names, query):
    twins = [Thing(name, words=number) for name in names for number in ("x", "y")]
    found = [hit.entry for group in Index(twins).find(query).groups for hit in group]
    for name in names:
        words = [thing.words for thing in found if thing.title == name]
        assert words == sorted(words)


@given(st.text(max_size=20))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


def test_the_list_says_what_stands_in_it(qtbot):
    model = PaletteModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(["Beds", Hit(Thing("Bed 1", "Ward 3"))])
    assert tester.model() is model
    assert model.rowCount() == 2
    heading, bed = model.index(0), model.index(1)
    assert heading.data() == "Beds"
    assert bed.data() == "Bed 1"
    assert bed.data(Qt.ItemDataRole.AccessibleTextRole) == "Bed 1, Ward 3"
    assert heading.data(Qt.ItemDataRole.AccessibleTextRole) == "Beds"
    assert bed.data(Qt.ItemDataRole.FontRole) is None
    assert model.index(7).data() is None
    assert not model.flags(heading) & Qt.ItemFlag.ItemIsSelectable
    assert model.flags(bed) & Qt.ItemFlag.ItemIsSelectable
    assert model.hit(0) is None
    assert model.hit(-1) is None
    model.show(())
    assert model.rowCount() == 0
