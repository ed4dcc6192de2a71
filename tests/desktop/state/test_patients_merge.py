"""Merging two people's changes of one patient: nothing that anybody typed is lost."""

from hypothesis import given
from hypothesis import strategies as st

from clinic_console.desktop.state.patients_merge import Content, Draft, Place, Row, draft_of, merge, next_key

FIELDS = ("name", "family", "born", "deceased", "died", "language")
LISTS = {"contacts": 4, "identifiers": 3, "alerts": 3}
WORDS = st.sampled_from(["", "a", "b", "c"])


def entries(width):
    return st.lists(st.tuples(*[WORDS] * width), max_size=4).map(tuple)


CONTENTS = st.builds(
    Content,
    st.fixed_dictionaries(dict.fromkeys(FIELDS, WORDS)),
    st.fixed_dictionaries({name: entries(width) for name, width in LISTS.items()}),
)


@st.composite
def edits(draw):
    """What the hub had, and what somebody made of it in the form."""
    base = draft_of(draw(CONTENTS))
    values = {field: draw(st.one_of(st.just(value), WORDS)) for field, value in base.values.items()}
    key = next_key(base)
    rows = {}
    for name, width in LISTS.items():
        kept = [row for row in base.rows[name] if draw(st.booleans())]
        rows[name] = [
            row if draw(st.booleans()) else row._replace(cells=draw(st.tuples(*[WORDS] * width))) for row in kept
        ]
        for cells in draw(entries(width)):
            rows[name].append(Row(key, cells))
            key += 1
    return base, Draft(values, {name: tuple(each) for name, each in rows.items()})


def content_of(draft):
    rows = {name: sorted(row.cells for row in each) for name, each in draft.rows.items()}
    return dict(draft.values), rows


def said(content):
    return dict(content.values), {name: sorted(each) for name, each in content.rows.items()}


def cells(draft, name):
    return {row.key: row.cells for row in draft.rows[name]}


@given(CONTENTS, CONTENTS)
def test_a_form_that_nobody_touched_shows_what_the_hub_has(before, theirs):
    base = draft_of(before)
    merged = merge(base, base, theirs)
    assert content_of(merged.draft) == said(theirs)
    assert not merged.contested


@given(edits())
def test_without_anybody_elses_change_all_stays_as_typed(edit):
    base, mine = edit
    theirs = Content(base.values, {name: tuple(row.cells for row in rows) for name, rows in base.rows.items()})
    merged = merge(base, mine, theirs)
    assert merged.draft == mine
    assert merged.base == base
    assert not merged.taken
    assert not merged.contested


@given(edits(), CONTENTS)
def test_what_i_typed_stays_and_what_they_saved_is_in_the_form_or_beside_it(edit, theirs):
    base, mine = edit
    merged = merge(base, mine, theirs)
    assert content_of(merged.base) == said(theirs)
    for field, value in mine.values.items():
        now = merged.draft.values[field]
        assert now in (value, theirs.values[field])
        if value != base.values[field]:
            assert now == value
        if theirs.values[field] not in (base.values[field], value):
            beside = merged.contested.get(Place(field))
            assert now == theirs.values[field] or beside == (theirs.values[field],)
    for name in LISTS:
        before, typed, now = cells(base, name), cells(mine, name), cells(merged.draft, name)
        for key, each in typed.items():
            assert key in now or each == before.get(key)
            assert each == before.get(key) or now[key] == each
        beside = [each for place, each in merged.contested.items() if place.field == name]
        for key, each in cells(merged.base, name).items():
            if each != before.get(key):
                assert each in now.values() or each in beside


@given(edits(), CONTENTS)
def test_keys_are_of_one_row_each(edit, theirs):
    base, mine = edit
    merged = merge(base, mine, theirs)
    for draft in (merged.base, merged.draft):
        for rows in draft.rows.values():
            assert len({row.key for row in rows}) == len(rows)


@given(edits(), CONTENTS)
def test_merging_the_same_once_more_changes_nothing(edit, theirs):
    base, mine = edit
    once = merge(base, mine, theirs)
    again = merge(once.base, once.draft, theirs)
    assert again.draft == once.draft
    assert not again.taken


@given(edits(), CONTENTS)
def test_what_is_in_somebodys_hands_is_left_alone(edit, theirs):
    base, mine = edit
    held = frozenset(
        [Place(field) for field in FIELDS] + [Place(name, row.key) for name in LISTS for row in mine.rows[name]]
    )
    merged = merge(base, mine, theirs, held)
    assert merged.draft.values == mine.values
    for name in LISTS:
        assert [row for row in merged.draft.rows[name] if row.key in cells(mine, name)] == list(mine.rows[name])


def contacts(*entries):
    return Content({"name": "Tanaka Yuki", "family": "Tanaka"}, {"contacts": entries})


def test_a_phone_that_both_changed_keeps_mine_with_theirs_beside_it():
    base = draft_of(contacts(("phone", "1", "", ""), ("email", "e", "", "")))
    mine = Draft(base.values, {"contacts": (Row(0, ("phone", "2", "", "")), base.rows["contacts"][1])})
    merged = merge(base, mine, contacts(("phone", "3", "", ""), ("email", "f", "", "")))
    assert [row.cells[1] for row in merged.draft.rows["contacts"]] == ["2", "f"]
    assert merged.contested == {Place("contacts", 0): ("phone", "3", "", "")}
    assert merged.taken == {Place("contacts", 1)}


def test_a_phone_that_they_took_out_while_i_corrected_it_stays_and_says_so():
    base = draft_of(contacts(("phone", "1", "", "")))
    mine = Draft(base.values, {"contacts": (Row(0, ("phone", "2", "", "")),)})
    merged = merge(base, mine, contacts())
    assert merged.contested == {Place("contacts", 0): None}
    assert merged.draft.rows["contacts"] == mine.rows["contacts"]


def test_the_same_phone_typed_by_both_stands_there_once():
    base = draft_of(contacts())
    mine = Draft(base.values, {"contacts": (Row(0, ("phone", " 1 ", "", "")),)})
    merged = merge(base, mine, contacts(("phone", "1", "", "")))
    assert [row.key for row in merged.draft.rows["contacts"]] == [0]
    assert not merged.taken


def test_two_allergies_are_never_taken_for_one():
    base = draft_of(Content({}, {"alerts": (("allergy", "Latex", ""),)}))
    mine = Draft({}, {"alerts": (Row(0, ("allergy", "Latex, hands", "")),)})
    merged = merge(base, mine, Content({}, {"alerts": (("allergy", "Penicillin", ""),)}))
    assert [row.cells[1] for row in merged.draft.rows["alerts"]] == ["Latex, hands", "Penicillin"]


def test_a_name_and_its_family_part_go_together():
    base = draft_of(Content({"name": "Tanaka Yuki", "family": "Tanaka"}, {}))
    mine = Draft({"name": "Yuki Tanaka", "family": "Tanaka"}, {})
    merged = merge(base, mine, Content({"name": "Sato Yuki", "family": "Sato"}, {}))
    assert merged.draft.values == mine.values
    assert merged.contested == {Place("name"): ("Sato Yuki",), Place("family"): ("Sato",)}
