"""What people write of a patient: every rule, and that what fits is kept as it was written."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_console.domain.errors import BadField
from clinic_console.domain.patients import MOST_ALERTS, MOST_CONTACTS, MOST_IDENTIFIERS
from clinic_console.domain.patients_changes import FIELDS, differences
from clinic_console.hub.service.patients_checks import latest_today, read_record
from clinic_console.hub.service.patients_records import record_of
from clinic_console.wire.patients import Patient, PatientData

TODAY = date(2026, 11, 22)
PHONE = {"kind": "phone", "value": "090-1234"}
NHI = {"kind": "insurance", "system": "NHI", "value": "12-3"}
ALLERGY = {"kind": "allergy", "text": "Penicillin"}
WHOLE: dict[str, Any] = {
    "name": "佐藤 花子",
    "family": "佐藤",
    "name_kana": "サトウ　はなこ",
    "name_latin": "Sato Hanako",
    "former_name": "鈴木 花子",
    "mrn": "AB-1",
    "born": "1951-03-04",
    "sex": "F",
    "deceased": True,
    "died": "2026-11-22",
    "language": "ja-Hira-JP",
    "interpreter": True,
    "identifiers": [NHI, {"kind": "external", "system": "synthea", "value": "a-1"}],
    "contacts": [
        PHONE,
        {"kind": "email", "value": "花子@例え.jp", "whose": "佐藤 太郎", "relation": "son"},
        {"kind": "address", "value": "東京都 1-2-3"},
    ],
    "alerts": [ALLERGY, {"kind": "other", "text": "deaf", "since": "2020-01-02"}, {"kind": "fall_risk"}],
    "consents": [{"kind": "messages", "given": True}, {"kind": "photo", "given": False}],
}


def read(**changed: Any) -> Any:
    return read_record(msgspec.convert({"name": "A B", **changed}, PatientData), TODAY)


def test_what_fits_is_kept_as_it_was_written() -> None:
    record = read(**WHOLE)
    shown = msgspec.convert({"id": "x", **WHOLE}, Patient)
    assert differences(record, record_of(shown)) == []
    assert len(differences(read(), record)) == len(FIELDS)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": " 　"}, "name"),
        ({"name": "--"}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "a\0b"}, "name"),
        ({"name": "a\nb"}, "name"),
        ({"name": "a\u202eb"}, "name"),
        ({"family": "C"}, "family"),
        ({"family": "."}, "family"),
        ({"name": "Jan van der Berg", "family": "der van"}, "family"),
        ({"name_kana": "sato"}, "name_kana"),
        ({"name_kana": "佐藤"}, "name_kana"),
        ({"name_latin": "x" * 201}, "name_latin"),
        ({"former_name": "\x7f"}, "former_name"),
        ({"mrn": "x" * 33}, "mrn"),
        ({"mrn": " 1"}, "mrn"),
        ({"mrn": "\0"}, "mrn"),
        ({"born": "2026-11-23"}, "born"),
        ({"born": "1896-11-21"}, "born"),
        ({"sex": "f"}, "sex"),
        ({"died": "2020-01-01"}, "died"),
        ({"deceased": True, "died": "2026-11-23"}, "died"),
        ({"deceased": True, "died": "2020-01-01", "born": "2020-01-02"}, "died"),
        ({"language": "j"}, "language"),
        ({"language": "Japanese (Osaka)"}, "language"),
        ({"language": "en_US"}, "language"),
        ({"identifiers": [{**NHI, "kind": "mrn"}]}, "identifiers[0].kind"),
        ({"identifiers": [NHI, {**NHI, "value": "---"}]}, "identifiers[1].value"),
        ({"identifiers": [{**NHI, "value": ""}]}, "identifiers[0].value"),
        ({"identifiers": [{**NHI, "system": "x" * 101}]}, "identifiers[0].system"),
        ({"identifiers": [{**NHI, "kind": "external", "system": ""}]}, "identifiers[0].system"),
        ({"identifiers": [NHI, {**NHI, "value": "１２３"}]}, "identifiers[1]"),
        ({"identifiers": [{**NHI, "value": str(n)} for n in range(MOST_IDENTIFIERS + 1)]}, "identifiers"),
        ({"contacts": [{**PHONE, "kind": "fax"}]}, "contacts[0].kind"),
        ({"contacts": [{**PHONE, "value": "+1-2"}]}, "contacts[0].value"),
        ({"contacts": [PHONE, PHONE, {**PHONE, "value": "x"}]}, "contacts[2].value"),
        ({"contacts": [{"kind": "email", "value": "a@b"}]}, "contacts[0].value"),
        ({"contacts": [{"kind": "email", "value": "a b@c.d"}]}, "contacts[0].value"),
        ({"contacts": [{"kind": "address", "value": "x" * 301}]}, "contacts[0].value"),
        ({"contacts": [{**PHONE, "whose": "\0"}]}, "contacts[0].whose"),
        ({"contacts": [{**PHONE, "relation": "x" * 101}]}, "contacts[0].relation"),
        ({"contacts": [PHONE, {**PHONE, "value": "０９０-1234"}]}, "contacts[1]"),
        ({"contacts": [{**PHONE, "value": f"090{n}"} for n in range(MOST_CONTACTS + 1)]}, "contacts"),
        ({"alerts": [{"kind": "angry"}]}, "alerts[0].kind"),
        ({"alerts": [{"kind": "other"}]}, "alerts[0].text"),
        ({"alerts": [{**ALLERGY, "since": "2026-11-23"}]}, "alerts[0].since"),
        ({"alerts": [ALLERGY, {**ALLERGY, "text": "penicillin", "since": "2020-01-01"}]}, "alerts[1]"),
        ({"alerts": [{**ALLERGY, "text": str(n)} for n in range(MOST_ALERTS + 1)]}, "alerts"),
        ({"consents": [{"kind": "tax", "given": True}]}, "consents[0].kind"),
        ({"consents": [{"kind": "photo", "given": given} for given in (True, False)]}, "consents[1]"),
    ],
)
def test_what_does_not_fit_is_named(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(BadField) as caught:
        read(**changed)
    assert caught.value.field == f"data.{field}"


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Jan van der Berg", "van der Berg"),
        ("Ana García López", "García"),
        ("김서연", "김"),
        ("王秀英", "王"),
        ("María del CARMEN", "Carmen"),
        ("José García García", "García García"),
        ("Suharto", ""),
    ],
)
def test_a_family_name_is_a_part_of_the_name(name: str, family: str) -> None:
    assert read(name=name, family=family).name.family == family


@pytest.mark.parametrize("kana", ["ｻﾄｳ ﾊﾅｺ", "さとう・ハナコ", "ジョン＝スミス", "ヴァルトラウトー", "がぎ", ""])
def test_kana_of_any_width(kana: str) -> None:
    assert read(name_kana=kana).name.kana == kana


def test_the_first_day_and_the_last() -> None:
    assert read(born="1896-11-22").born == date(1896, 11, 22)
    assert read(born="2026-11-22", deceased=True, died="2026-11-22").died == TODAY
    assert timedelta(0) <= latest_today() - datetime.now(UTC).date() <= timedelta(days=1)


@given(st.text(max_size=30), st.text(max_size=10), st.text(max_size=10), st.dates() | st.none())
def test_whatever_is_typed_is_read_or_named(name: str, family: str, kana: str, born: date | None) -> None:
    refused = ""
    try:
        record = read_record(PatientData(name, family, kana, born=born), TODAY)
    except BadField as error:
        refused = error.field
    assert refused in {"", *(f"data.{field}" for field in ("name", "family", "name_kana", "born"))}
    if not refused:
        assert record.name.written == name.strip()
        assert "\0" not in name + family + kana
        assert born is None or born <= TODAY
