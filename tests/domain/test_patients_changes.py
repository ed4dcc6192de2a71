"""What one change of a patient changes, in lines."""

import dataclasses
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from clinic_console.domain.patients import (
    Alert,
    AlertKind,
    ConsentKind,
    Contact,
    ContactKind,
    Identifier,
    IdentifierKind,
    Identity,
    Name,
    Sex,
)
from clinic_console.domain.patients_changes import (
    FIELDS,
    Consent,
    Difference,
    Record,
    differences,
    lines_of,
    on_record,
)

HANAKO = Record(
    Name("佐藤 花子", "佐藤", "サトウ ハナコ", "Sato Hanako", "鈴木 花子"),
    mrn="M-1",
    born=date(1951, 3, 4),
    sex=Sex.FEMALE,
    deceased=True,
    died=date(2020, 1, 2),
    language="ja",
    interpreter=True,
    identifiers=(
        Identifier(IdentifierKind.PASSPORT, "", "TK 1"),
        Identifier(IdentifierKind.INSURANCE, "NHI", "12-3"),
    ),
    contacts=(
        Contact(ContactKind.PHONE, "090-1"),
        Contact(ContactKind.EMAIL, "taro@example.org", "佐藤 太郎", "son"),
    ),
    alerts=(Alert(AlertKind.ALLERGY, "Penicillin", date(2010, 5, 6)), Alert(AlertKind.FALL_RISK)),
    consents=(Consent(ConsentKind.PHOTO, given=False), Consent(ConsentKind.MESSAGES, given=True)),
)
LINES = {
    "name": ["佐藤 花子"],
    "family": ["佐藤"],
    "name_kana": ["サトウ ハナコ"],
    "name_latin": ["Sato Hanako"],
    "former_name": ["鈴木 花子"],
    "mrn": ["M-1"],
    "born": ["1951-03-04"],
    "sex": ["F"],
    "deceased": ["yes"],
    "died": ["2020-01-02"],
    "language": ["ja"],
    "interpreter": ["yes"],
    "identifiers": ["insurance NHI 12-3", "passport TK 1"],
    "contacts": ["phone 090-1", "email taro@example.org (佐藤 太郎, son)"],
    "alerts": ["allergy Penicillin (2010-05-06)", "fall_risk"],
    "consents": ["messages yes", "photo no"],
}

names = st.builds(Name, st.sampled_from(["A B", "C"]), st.sampled_from(["", "B"]))
records = st.builds(
    Record,
    names,
    mrn=st.sampled_from(["1", "2"]),
    born=st.sampled_from([None, date(2000, 1, 1)]),
    sex=st.sampled_from(Sex),
    deceased=st.booleans(),
    interpreter=st.booleans(),
    identifiers=st.permutations(HANAKO.identifiers).map(tuple) | st.just(()),
    contacts=st.permutations(HANAKO.contacts).map(tuple) | st.just(()),
    alerts=st.permutations(HANAKO.alerts).map(tuple) | st.just(()),
    consents=st.permutations(HANAKO.consents).map(tuple) | st.just(()),
)


def test_a_patient_in_lines() -> None:
    assert lines_of(HANAKO) == LINES
    assert tuple(LINES) == FIELDS


def test_of_one_change_only_what_differs() -> None:
    changed = dataclasses.replace(HANAKO, sex=Sex.OTHER, language="", alerts=HANAKO.alerts[1:])
    assert differences(HANAKO, changed) == [
        Difference("sex", ["F"], ["X"]),
        Difference("language", ["ja"], []),
        Difference("alerts", LINES["alerts"], ["fall_risk"]),
    ]


@given(records, records)
def test_differences_lead_from_one_state_to_the_other(before: Record, after: Record) -> None:
    found = {each.field: each for each in differences(before, after)}
    old, new = lines_of(before), lines_of(after)
    assert {field: found[field].after if field in found else old[field] for field in FIELDS} == new
    assert all(each.before == old[each.field] != each.after for each in found.values())
    assert [each.field for each in differences(after, before)] == list(found)
    assert differences(before, before) == []


def test_only_identifiers_and_consents_have_no_order_of_their_own() -> None:
    turned = dataclasses.replace(
        HANAKO,
        **{name: getattr(HANAKO, name)[::-1] for name in ("identifiers", "contacts", "alerts", "consents")},
    )
    assert [each.field for each in differences(HANAKO, turned)] == ["contacts", "alerts"]


def test_what_a_record_lacks_cannot_be_compared() -> None:
    always = {Identity.NAME, Identity.MRN, Identity.PHOTO_ID, Identity.WRISTBAND}
    assert on_record(Record(Name("A"))) == always
    assert on_record(HANAKO) == always | {Identity.BORN, Identity.PHONE, Identity.INSURANCE}
    mothers = Record(Name("A"), contacts=(Contact(ContactKind.PHONE, "1", "B"), Contact(ContactKind.ADDRESS, "2")))
    assert on_record(mothers) == always | {Identity.ADDRESS}
