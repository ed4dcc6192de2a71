"""What is said of patients: ages, numbers, alerts, languages, changes, and by what they are told apart."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from clinic_console.desktop.state.chart import (
    Alert,
    Change,
    Chart,
    Confirmation,
    Contact,
    Edit,
    Identifier,
    Version,
)
from clinic_console.desktop.views.chart_words import (
    change_text,
    confirmed_text,
    facts_text,
    monogram,
    period_text,
    values_text,
)
from clinic_console.desktop.views.identity_words import facts_of
from clinic_console.desktop.views.patients_words import (
    alert_text,
    deceased_text,
    grouped,
    interpreter_text,
    language_text,
    life_text,
)

NOON = 1_700_000_000_000
"""15 November 2023, 07:13 in Tokyo."""
TOKYO = "Asia/Tokyo"


def chart(**fields) -> Chart:
    given_fields = {"id": "p", "mrn": "4018226", "name": "", "latin": "", "born": None, "sex": "U"} | fields
    return Chart(**given_fields)


@pytest.mark.parametrize(
    ("born", "said"),
    [
        (date(1958, 11, 15), "65 years"),
        (date(1958, 11, 16), "64 years"),
        (date(2021, 11, 15), "2 years"),
        (date(2021, 11, 16), "23 months"),
        (date(2023, 9, 15), "2 months"),
        (date(2023, 9, 16), "60 days"),
        (date(2023, 11, 15), "0 days"),
        (date(2023, 11, 16), "0 days"),
        (None, ""),
    ],
)
def test_small_children_are_months_or_days_old(qapp, born, said):
    assert life_text(chart(born=born), NOON, TOKYO) == said


def test_who_is_dead_grows_no_older(qapp):
    born = date(1950, 5, 1)
    assert life_text(chart(born=born, deceased=True, died=date(2020, 4, 30)), NOON, TOKYO) == "69 years"
    assert life_text(chart(born=born, deceased=True), NOON, TOKYO) == ""
    assert life_text(chart(born=born), 0, TOKYO) == "", "the hub's time is not known"
    assert deceased_text(chart(deceased=True, died=date(2020, 4, 30))) == "Deceased 30 Apr 2020"
    assert deceased_text(chart(deceased=True)) == "Deceased"
    assert deceased_text(chart(died=date(2020, 4, 30))) == ""


@given(st.text("0123456789", min_size=1, max_size=32))
def test_a_grouped_number_is_the_same_number(number):
    groups = grouped(number).split("\u00a0")
    assert "".join(groups) == number
    if len(number) > 4:
        assert all(len(group) == 3 for group in groups[1:])
        assert 1 <= len(groups[0]) <= 3


def test_what_is_no_plain_number_stays_as_it_is():
    assert grouped("4018226") == "4\u00a0018\u00a0226"
    assert [grouped(text) for text in ("AB-12345", "1234", "١٢٣٤٥٦", "")] == ["AB-12345", "1234", "١٢٣٤٥٦", ""]


@pytest.mark.parametrize(
    ("fields", "letters"),
    [
        ({"name": "田中 由紀", "latin": "Tanaka Yuki", "family": "田中"}, "田中"),
        ({"name": "五十嵐 由紀", "latin": "Igarashi Yuki"}, "五十"),
        ({"name": "김 민준"}, "김"),
        ({"name": "Ana García López"}, "AG"),
        ({"name": "Suharto"}, "S"),
        ({"name": ""}, ""),
    ],
)
def test_a_circle_has_two_letters_at_most(fields, letters):
    assert monogram(chart(**fields)) == letters


def test_a_line_of_facts_says_what_is_not_known(qapp):
    assert facts_text(chart(), NOON, TOKYO).replace("\u00a0", " ") == "Born: not known · MRN 4 018 226"
    relative = Contact("phone", "+81 1", "田中 太郎", "husband")
    own = Contact("phone", "+81 90-1")
    said = facts_text(chart(sex="X", contacts=(relative, own)), NOON, TOKYO)
    assert said.replace("\u00a0", " ").endswith("other · MRN 4 018 226 · Phone +81 90-1")
    assert " " not in said.replace(" · ", ""), "a line is broken between facts only"


def test_alerts_say_their_kind_and_words(qapp):
    assert alert_text(Alert("allergy", "penicillin")) == "Allergy: penicillin"
    assert alert_text(Alert("do_not_move")) == "Do not move"
    assert alert_text(Alert("other", "calls his lawyer")) == "calls his lawyer"
    assert alert_text(Alert("of a newer hub", "x")) == "of a newer hub: x"


def test_languages_are_said_as_they_are_called(qapp):
    assert [language_text(code) for code in ("pt", "pt-BR", "JA", "Klingon", "")] == [
        "Portuguese",
        "Portuguese",
        "Japanese",
        "Klingon",
        "",
    ]
    assert interpreter_text(chart(interpreter=True, language="pt")) == "Interpreter: Portuguese"
    assert interpreter_text(chart(interpreter=True)) == "Interpreter needed"
    assert interpreter_text(chart(language="pt")) == ""
    before = QLocale()
    try:
        QLocale.setDefault(QLocale(QLocale.Language.Japanese))
        names = ("português", "English", "español", "中文", "日本語")
        assert tuple(language_text(code) for code in ("pt", "en", "es-MX", "ZH", "ja")) == names
    finally:
        QLocale.setDefault(before)


def test_a_confirmation_of_yesterday_says_so(qapp):
    confirmed = Confirmation(("name", "photo_id"), "N. Sato", NOON)
    assert confirmed_text(confirmed, TOKYO, NOON + 1) == "Identity confirmed 07:13 by N. Sato: name, photo ID"
    assert confirmed_text(Confirmation(("mrn",), "N. Sato", NOON), TOKYO, NOON).endswith(": MRN")
    assert "15 Nov 2023 07:13" in confirmed_text(confirmed, TOKYO, NOON + 24 * 3_600_000)
    assert "15 Nov 2023 07:13" in confirmed_text(confirmed, TOKYO, 0)


@pytest.mark.parametrize(
    ("field", "values", "said"),
    [
        ("born", ("1958-03-04",), "4 Mar 1958"),
        ("born", ("whenever",), "whenever"),
        ("born", (), "–"),
        ("sex", ("U",), "not known"),
        ("deceased", (), "no"),
        ("interpreter", ("yes",), "yes"),
        ("language", ("pt",), "Portuguese"),
        ("mrn", ("4018226",), "4\u00a0018\u00a0226"),
        ("alerts", ("allergy penicillin (2011-04-02)", "fall_risk"), "Allergy: penicillin (2 Apr 2011)\nFall risk"),
        ("alerts", ("infection (2011-02-31)",), "Infection: (2011-02-31)"),
        ("consents", ("messages yes", "research no"), "Messages and reminders: given\nResearch: refused"),
        ("identifiers", ("insurance NHI 0612",), "Insurance: NHI 0612"),
        ("contacts", ("pager 7",), "pager: 7"),
        ("of a newer hub", ("x",), "x"),
    ],
)
def test_changes_are_said_in_words(qapp, field, values, said):
    assert values_text(field, values) == said


def test_a_version_without_fields_says_what_it_is(qapp):
    assert change_text(Edit(Version(1, 0, "", ()), 0, None)) == "Registered"
    assert change_text(Edit(Version(2, 0, "", ()), 0, None)) == "Saved without a change"
    assert change_text(Edit(Version(2, 0, "", ()), 0, Change("name_kana", (), ()))) == "Kana"
    assert change_text(Edit(Version(2, 0, "", ()), 0, Change("shoe_size", (), ()))) == "shoe_size"


def test_a_period_names_a_day_once(qapp):
    assert period_text(NOON, NOON + 600_000, TOKYO) == "15 Nov 2023 07:13 – 07:23"
    assert period_text(NOON, NOON + 86_400_000, TOKYO) == "15 Nov 2023 07:13 – 16 Nov 2023 07:13"
    assert period_text(NOON, None, TOKYO) == "15 Nov 2023 07:13"


def test_only_what_is_on_record_tells_somebody_apart(qapp):
    assert [fact.key for fact in facts_of(chart(name="Ana"))] == ["name", "mrn", "wristband", "photo_id"]
    known = chart(
        name="田中 由紀",
        latin="Tanaka Yuki",
        born=date(1958, 3, 4),
        identifiers=(Identifier("insurance", "NHI", "0612"), Identifier("passport", "", "TK1")),
        contacts=(Contact("phone", "1", "田中 太郎"), Contact("phone", "2"), Contact("address", "Meguro")),
    )
    found = {fact.key: fact.value for fact in facts_of(known)}
    assert list(found) == ["name", "born", "mrn", "wristband", "address", "phone", "insurance", "photo_id"]
    assert found["name"] == "田中 由紀 Tanaka Yuki"
    assert (found["phone"], found["insurance"], found["photo_id"]) == ("2", "NHI 0612", "TK1")
