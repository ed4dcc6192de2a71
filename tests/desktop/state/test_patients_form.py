"""The form's state: what it asks, when somebody has been warned, and that a patient goes through it unchanged."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from clinic_console.desktop.actions.patients import chart_of
from clinic_console.desktop.actions.patients_form import data_of
from clinic_console.desktop.state.chart import Chart
from clinic_console.desktop.state.patients_form import FormState, Likely, Mode
from clinic_console.desktop.state.patients_form_check import Fault, faults
from clinic_console.desktop.state.patients_form_content import content_in, same
from clinic_console.desktop.state.patients_merge import Place
from clinic_console.domain.patients import AlertKind, ConsentKind, ContactKind, IdentifierKind, Sex
from clinic_console.wire import patients as wire

TODAY = date(2026, 11, 22)
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=6)
MAYBE = st.just("") | TEXT
DAYS = st.none() | st.dates(date(1900, 1, 1), TODAY)
WORDS = st.sampled_from
PATIENTS = st.builds(
    wire.PatientData,
    name=TEXT,
    family=MAYBE,
    name_kana=MAYBE,
    name_latin=MAYBE,
    former_name=MAYBE,
    mrn=TEXT,
    born=DAYS,
    sex=WORDS([str(sex) for sex in Sex]),
    deceased=st.just(True),
    died=DAYS,
    language=MAYBE,
    interpreter=st.booleans(),
    identifiers=st.lists(st.builds(wire.Identifier, WORDS([str(kind) for kind in IdentifierKind]), MAYBE, TEXT)),
    contacts=st.lists(st.builds(wire.Contact, WORDS([str(kind) for kind in ContactKind]), TEXT, MAYBE, MAYBE)),
    alerts=st.lists(st.builds(wire.Alert, WORDS([str(kind) for kind in AlertKind]), MAYBE, DAYS)),
    consents=st.lists(st.sampled_from(list(ConsentKind)), unique=True).map(
        lambda kinds: [wire.Consent(str(kind), kind is ConsentKind.PHOTO) for kind in ConsentKind if kind in kinds]
    ),
)


def as_json(data):
    return {name: getattr(data, name) for name in data.__struct_fields__}


@given(PATIENTS)
def test_a_patient_goes_through_the_form_unchanged(data):
    state = FormState()
    state.edit(chart_of(wire.Patient("p", **as_json(data), version=7, clinic_id="c1")))
    assert not state.dirty
    assert data_of(content_in(state.draft)) == data
    state.type("name", f"{data.name} ")
    assert not state.dirty
    state.add_row("contacts")
    assert not state.dirty
    state.type("name", f"{data.name}x")
    assert state.dirty
    assert state.of == 7


def test_enough_to_ask_is_a_name_with_a_date_or_a_number():
    state = FormState()
    state.begin("p", "c1", name="Ann Lee")
    assert state.asks == ()
    state.type("born", "4/3")
    assert state.asks == ()
    state.type("born", "1958-03-04")
    assert state.asks
    state.type("born", "")
    state.type_row("contacts", 0, ("phone", "555", "", ""))
    assert "555" in state.asks
    state.type_row("contacts", 0, ("email", "a@b.c", "", ""))
    assert state.asks == ()


def test_who_was_warned_was_warned_of_what_is_typed_now():
    state = FormState()
    state.begin("p", "c1", name="Ann Lee", born="1958-03-04")
    assert not state.despite
    asked = state.asks
    state.found(asked, (Likely(Chart("q", "1", "Ann Lee", "", None, "F"), ("name",)),), elsewhere=False)
    assert state.despite
    state.type("name", "Ann Leigh")
    assert not state.despite
    # The answer to what is no longer typed.
    state.found(asked, (), elsewhere=False)
    assert state.likely
    state.type("name", "Ann Lee")
    assert state.despite
    # A hub that refuses a mere name is believed, too: the next time the user knows.
    state.type("born", "")
    state.refused_as_duplicate(state.likeness)
    assert state.despite
    state.unlike()
    assert not state.likely


def test_closing_keeps_nothing_and_drops_answers_on_their_way():
    state = FormState()
    state.begin("p", "c1", name="Ann Lee")
    serial, version = state.serial, state.version
    state.type("former_name", "Miller")
    state.close()
    assert state.mode is Mode.CLOSED
    assert not state.dirty
    assert not any(text for name, text in state.draft.values.items() if name != "sex")
    assert (state.serial, state.patient, state.sent) == (serial + 1, "", None)
    assert state.version > version


def test_faults_stand_in_the_order_of_the_fields():
    state = FormState()
    state.begin("p", "c1", born="2958-03-04", died="1990-01-01", deceased="yes")
    key = state.add_row("identifiers")
    state.type_row("identifiers", key, ("insurance", "NHI", ""))
    found = faults(state.draft, TODAY, registering=True)
    assert found == {
        Place("name"): Fault.NO_NAME,
        Place("born"): Fault.FUTURE,
        Place("identifiers", key): Fault.NO_VALUE,
        Place("died"): Fault.BEFORE_BIRTH,
    }
    assert next(iter(found)) == Place("name")
    assert faults(state.draft, TODAY, registering=False)[Place("mrn")] is Fault.NO_MRN
    state.type("deceased", "")
    assert Place("died") not in faults(state.draft, TODAY, registering=True)


def test_spaces_and_the_order_of_numbers_say_nothing():
    state = FormState()
    state.begin("p", "c1", name="Ann  Lee")
    one = state.add_row("identifiers"), state.add_row("identifiers")
    for key, number in zip(one, ("1", "2"), strict=True):
        state.type_row("identifiers", key, ("insurance", "NHI", number))
    content = content_in(state.draft)
    rows = {**content.rows, "identifiers": tuple(reversed(content.rows["identifiers"]))}
    other = type(content)({**content.values, "name": "Ann Lee"}, rows)
    assert same(content, other)
    assert not same(content, type(content)({**content.values, "name": "Anne Lee"}, rows))
