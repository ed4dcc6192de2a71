"""What an event changed, what is looked for, and for whom all of it is forgotten."""

import json

from clinic_console.desktop.state.audit import (
    MAX_PEOPLE,
    Audit,
    Chain,
    Change,
    Event,
    Export,
    Filters,
    Span,
    about_patient,
    changes,
    named,
)
from clinic_console.domain.errors import HubUnavailable


def event(before="", after="", **fields) -> Event:
    made = {
        "id": "e1", "at": 1, "user_id": "u1", "user": "N. Sato", "station": "Desk 1", "address": "10.0.0.1",
        "program": "console", "clinic_id": "c1", "action": "user.changed", "kind": "user", "object_id": "u2",
        "mrn": "", "reason": "", "seq": 7,
    }  # fmt: skip
    return Event(before=before, after=after, **(made | fields))


def test_changed_fields_come_first_and_are_marked():
    found = changes(event('{"login": "nsato", "name": "N. Sato"}', '{"login": "nsato", "name": "Sato N."}'))
    assert found == (Change("name", "N. Sato", "Sato N."), Change("login", "nsato", "nsato"))
    assert [change.changed for change in found] == [True, False]


def test_what_was_not_there_before_is_empty():
    assert changes(event("", '{"code": "mon-7", "bed": null}')) == (
        Change("code", "", "mon-7"),
        Change("bed", "", ""),
    )


def test_values_of_any_kind_are_readable():
    after = {"disabled": True, "count": 3, "memberships": [{"clinic": "Kita", "role": "nurse"}, "x"]}
    found = {change.name: change.after for change in changes(event("", json.dumps(after)))}
    assert found == {"disabled": "true", "count": "3", "memberships": "clinic: Kita, role: nurse, x"}


def test_what_is_no_object_is_shown_whole():
    assert changes(event("rubbish", "[1, 2]")) == (Change("", "rubbish", "1, 2"),)
    assert changes(event()) == ()


def test_what_an_event_is_about_has_a_name_where_one_is_known():
    assert named(event('{"code": "mon-7"}')) == "mon-7"
    assert named(event('{"name": "A"}', '{"name": "B"}')) == "B"
    assert named(event("", '{"count": 3}')) == ""


def test_filters_are_a_query():
    assert Filters().query() == {}
    asked = Filters(Span.CUSTOM, 1, 2, "u1", "N. Sato", "MRN7", "glass", "c1").query()
    assert asked == {"from": 1, "to": 2, "user": "u1", "mrn": "MRN7", "action": "glass", "clinic": "c1"}


def test_who_looked_at_a_patient_is_asked_for_all_time_and_all_people():
    before = Filters(Span.TODAY, 1, 2, "u1", "N. Sato", "", "session", "c1")
    assert about_patient(before, " MRN7 ") == Filters(Span.YEAR, mrn="MRN7")


def test_other_filters_are_another_list():
    audit = Audit()
    ask = audit.pages.begin()
    audit.pages.take(ask, [event()], None, 1.0)
    assert not audit.look_for(Filters())
    assert audit.pages.rows
    assert audit.look_for(Filters(mrn="MRN7"))
    assert audit.pages.rows == ()
    assert audit.pages.wanted


def test_people_who_were_met_can_be_chosen_and_not_without_end():
    audit = Audit()
    audit.met([event(), event(user_id=""), event(user_id="u2", user="T. Ito")])
    assert audit.people == {"u1": "N. Sato", "u2": "T. Ito"}
    audit.met([event(user_id=f"x{number}") for number in range(2 * MAX_PEOPLE)])
    assert len(audit.people) == MAX_PEOPLE


def test_how_far_it_is_sealed_stays_known_when_it_cannot_be_had():
    audit = Audit()
    audit.sealed(Chain(12, 0, None))
    audit.sealed(None, HubUnavailable())
    assert audit.chain == Chain(12, 0, None)
    assert isinstance(audit.chain_problem, HubUnavailable)


def test_nothing_is_left_for_who_comes_next():
    audit = Audit()
    audit.look_for(Filters(mrn="MRN7"))
    audit.met([event()])
    audit.sealed(Chain(12, 0, None))
    audit.exporting(Export("x.csv"))
    audit.clear()
    assert (audit.filters, audit.people, audit.chain, audit.export) == (Filters(), {}, None, None)
